//! Sign in: a passkey, a password with its code, or a provider.

use app::identity::{Refusal, Second, SignIn};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use maud::{Markup, html};

use super::asked::{Asked, local, refusal};
use super::frame::{Passkey, form, said};
use super::passkeys::told;
use super::sign_on;
use crate::api::access;
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::layout::Width;
use crate::parts::{FormView, Input, Secret, Widget};
use crate::visit::see_other;

/// Answers with the form; who is in already goes on.
///
/// # Errors
/// Never; the type is that of all pages.
pub async fn page(asked: Asked) -> Answer {
    if asked.site.accounts().is_empty() {
        return Ok(see_other("/"));
    }
    let back = local(asked.query.get("back"));
    if asked.session.is_some() {
        return Ok(see_other(&back));
    }
    Ok(asked.page("Sign in", Width::Narrow, shown(&asked, "", &back, None)))
}

/// Signs in with a password, or asks for the code.
///
/// # Errors
/// Where accounts cannot be read or written.
pub async fn password(asked: Asked, typed: Fields) -> Answer {
    let back = local(typed.get("back"));
    let signed = asked.site.accounts().sign_in(typed.get("email"), secret(&typed, "password"), &asked.caller);
    match signed.await {
        Ok(SignIn::Done(fresh)) => Ok(asked.entered(&fresh, &back)),
        Ok(SignIn::Second(half)) => {
            Ok(asked.page("Your code", Width::Narrow, second(half.show(), &back, None)))
        }
        Err(problem) => {
            let refusal = refusal(problem)?;
            let main = shown(&asked, typed.get("email"), &back, Some(&refusal));
            Ok(asked.refused(&refusal, "Sign in", Width::Narrow, main))
        }
    }
}

/// Takes the code beside a password: one of an app, or a recovery code.
///
/// # Errors
/// Where accounts cannot be read or written.
pub async fn code(asked: Asked, typed: Fields) -> Answer {
    let (half, back, code) = (typed.get("half"), local(typed.get("back")), typed.get("code"));
    match asked.site.accounts().second(half, given(code), &asked.caller).await {
        Ok(fresh) => Ok(asked.entered(&fresh, &back)),
        Err(problem) => {
            let refusal = refusal(problem)?;
            let main = if refusal == Refusal::Late {
                shown(&asked, "", &back, Some(&refusal))
            } else {
                second(half, &back, Some(&refusal))
            };
            Ok(asked.refused(&refusal, "Your code", Width::Narrow, main))
        }
    }
}

/// Tells a browser which passkey to show.
///
/// # Errors
/// Never; the type is that of all pages.
pub async fn start(asked: Asked, typed: Fields) -> Answer {
    told(asked.site.accounts().start_sign_in(typed.get("email")))
}

/// Signs in with a passkey.
///
/// # Errors
/// Where accounts cannot be read or written.
pub async fn passkey(asked: Asked, typed: Fields) -> Answer {
    let back = local(typed.get("back"));
    let (challenge, answer) = (typed.get("challenge"), typed.get("answer"));
    match asked.site.accounts().sign_in_with_passkey(challenge, answer, &asked.caller).await {
        Ok(fresh) => Ok(asked.entered(&fresh, &back)),
        Err(problem) => {
            let refusal = refusal(problem)?;
            let main = shown(&asked, typed.get("email"), &back, Some(&refusal));
            Ok(asked.refused(&refusal, "Sign in", Width::Narrow, main))
        }
    }
}

/// Ends the session.
///
/// # Errors
/// Where accounts cannot be written.
pub async fn out(asked: Asked) -> Answer {
    if access::has_token(&asked.headers) {
        return revoke(&asked).await;
    }
    // Who has no session has nothing to end.
    if asked.session.is_none() {
        return Err(Failure::SignIn("/".to_owned()));
    }
    if let Some(secret) = &asked.caller.before
        && let Err(problem) = asked.site.accounts().sign_out(secret).await
    {
        refusal(problem)?;
    }
    let cookie = asked.site.sessions().set_cookie("");
    let clear = (header::HeaderName::from_static("clear-site-data"), "\"cache\", \"storage\"".to_owned());
    let headers = [(header::LOCATION, "/login".to_owned()), (header::SET_COOKIE, cookie), clear];
    Ok((StatusCode::SEE_OTHER, headers).into_response())
}

/// Revokes the token that a program brings: from now on it opens nothing.
async fn revoke(asked: &Asked) -> Answer {
    let accounts = asked.site.accounts();
    let used = access::token(&asked.headers).and_then(|token| accounts.token(token));
    let Some(used) = used else {
        return Ok((StatusCode::UNAUTHORIZED, "this token opens nothing\n").into_response());
    };
    if let Err(problem) = accounts.revoke_token(used.token.account, used.token.id).await {
        refusal(problem)?;
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Returns what was typed where blanks count.
pub fn secret<'a>(typed: &'a Fields, name: &str) -> &'a str {
    typed.0.iter().rev().find(|(field, _)| field == name).map_or("", |(_, value)| value)
}

/// Says whether a code is one of an app or a recovery code: only the latter has letters.
pub fn given(code: &str) -> Second<'_> {
    let of_app = code.len() <= 16 && code.chars().all(|c| c.is_ascii_digit() || c.is_whitespace());
    if of_app { Second::Code(code) } else { Second::Recovery(code) }
}

/// Returns the page to sign in on, with why it was refused.
pub fn shown(asked: &Asked, email: &str, back: &str, refused: Option<&Refusal>) -> Markup {
    let accounts = asked.site.accounts();
    let view = FormView {
        action: "/login".to_owned(),
        hidden: vec![("back".to_owned(), back.to_owned())],
        parts: vec![(
            String::new(),
            vec![
                Input::new("email", "E-mail address", Widget::Account).value(email).required(),
                Input::new("password", "Password", Widget::Secret(Secret::Known)).required(),
            ],
        )],
        problem: refused.map(said),
        submit: "Sign in".to_owned(),
        ..FormView::default()
    };
    let passkey = Passkey {
        what: "get",
        start: "/login/passkey/start".to_owned(),
        action: "/login/passkey".to_owned(),
        words: "Use a passkey",
    };
    html! {
        h1 { "Sign in" }
        (form(&view, accounts.has_passkeys().then_some(&passkey)))
        (sign_on::buttons(asked, "in", back, ""))
        p.secondary { "Lost what you sign in with? Who manages this installation gives you a link to a new password." }
    }
}

fn second(half: &str, back: &str, refused: Option<&Refusal>) -> Markup {
    let code = Input::new("code", "Code", Widget::Secret(Secret::Code))
        .hint("Six digits from your app, or one of your recovery codes")
        .required();
    let view = FormView {
        action: "/login/code".to_owned(),
        hidden: vec![("half".to_owned(), half.to_owned()), ("back".to_owned(), back.to_owned())],
        parts: vec![(String::new(), vec![code])],
        problem: refused.map(said),
        submit: "Sign in".to_owned(),
        cancel: Some("/login".to_owned()),
        ..FormView::default()
    };
    html! { h1 { "Your code" } (form(&view, None)) }
}
