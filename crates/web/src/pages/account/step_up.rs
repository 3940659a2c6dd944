//! Confirm that it is you: a proof of at most ten minutes' age, before one approves, accepts, closes or grants.

use app::identity::{Fresh, Refusal};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::asked::{Asked, Signed, local, refusal};
use super::frame::{Passkey, form, said};
use super::login::{given, secret};
use super::passkeys::told;
use super::sent::Waiting;
use super::sign_on;
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::layout::Width;
use crate::parts::{FormView, Input, Secret, Widget};

const TITLE: &str = "Confirm that it is you";

/// Answers with the form.
///
/// # Errors
/// Never; the type is that of all pages.
pub async fn page(signed: Signed) -> Answer {
    let back = local(signed.asked.query.get("back"));
    if let Some(session) = &signed.asked.session {
        session.wait(None);
    }
    Ok(signed.asked.page(TITLE, Width::Narrow, shown(&signed, &back, None, None)))
}

/// Takes the password, with a code where the account has them.
///
/// # Errors
/// Where accounts cannot be read or written.
pub async fn password(signed: Signed, typed: Fields) -> Answer {
    let code = typed.get("code");
    let second = (!code.is_empty()).then(|| given(code));
    let (accounts, caller) = (signed.asked.site.accounts(), &signed.asked.caller);
    let proved =
        accounts.prove_with_password(&signed.session, secret(&typed, "password"), second, caller).await;
    ended(&signed, &typed, proved).await
}

/// Tells a browser which passkey to show.
///
/// # Errors
/// Never; the type is that of all pages.
pub async fn start(signed: Signed) -> Answer {
    told(signed.asked.site.accounts().start_proof(&signed.session))
}

/// Takes a passkey.
///
/// # Errors
/// Where accounts cannot be read or written.
pub async fn passkey(signed: Signed, typed: Fields) -> Answer {
    let (accounts, caller) = (signed.asked.site.accounts(), &signed.asked.caller);
    let (challenge, answer) = (typed.get("challenge"), typed.get("answer"));
    let proved = accounts.prove_with_passkey(&signed.session, challenge, answer, caller).await;
    ended(&signed, &typed, proved).await
}

/// Answers a form that was sent without a fresh proof: asks for it, and keeps the form.
pub fn asked(signed: &Signed, waiting: &Waiting) -> Response {
    // On the way over a provider no page carries it.
    if let Some(session) = &signed.asked.session {
        session.wait(Some(waiting.clone()));
    }
    let main = shown(signed, waiting.back(), None, Some(waiting));
    (StatusCode::UNAUTHORIZED, signed.asked.page(TITLE, Width::Narrow, main)).into_response()
}

/// Answers a proof with the form that waited for it.
///
/// # Errors
/// Never; the type is that of all pages.
pub async fn again(asked: &Asked, fresh: &Fresh, waiting: &Waiting) -> Answer {
    // What is seen of the organisation is what who asks sees; where that is nothing, its words are left out.
    let room = match (waiting.doing().org, &asked.session) {
        (Some(org), Some(session)) => asked.site.room(&org, session).await.ok(),
        (None, _) | (_, None) => None,
    };
    let main = html! { h1 { "It is you: send it now" } (waiting.again(room.as_ref())) };
    let mut answer = asked.page("Send it now", Width::Narrow, main);
    let cookie = asked.site.sessions().set_cookie(fresh.secret.show());
    answer.headers_mut().append(header::SET_COOKIE, cookie.parse().map_err(|_| Failure::Bug)?);
    Ok(answer)
}

async fn ended(signed: &Signed, typed: &Fields, proved: Result<Fresh, app::identity::Problem>) -> Answer {
    let (waiting, back) = (Waiting::read(typed), local(typed.get("back")));
    match (proved, waiting) {
        (Ok(fresh), None) => Ok(signed.asked.entered(&fresh, &back)),
        (Ok(fresh), Some(waiting)) => {
            if let Some(session) = &signed.asked.session {
                session.wait(None);
            }
            again(&signed.asked, &fresh, &waiting).await
        }
        (Err(problem), waiting) => {
            let refusal = refusal(problem)?;
            let main = shown(signed, &back, Some(&refusal), waiting.as_ref());
            Ok(signed.asked.refused(&refusal, TITLE, Width::Narrow, main))
        }
    }
}

fn shown(signed: &Signed, back: &str, refused: Option<&Refusal>, waiting: Option<&Waiting>) -> Markup {
    let account = signed.asked.site.accounts().account(signed.session.account);
    let (has_password, has_codes, has_passkeys) = account.as_ref().map_or((true, true, false), |account| {
        (account.has_password(), account.has_codes(), account.passkeys().next().is_some())
    });
    let mut inputs = Vec::new();
    if has_password {
        inputs.push(Input::new("password", "Password", Widget::Secret(Secret::Known)).required());
        if has_codes {
            let hint = "Six digits from your app, or one of your recovery codes";
            inputs.push(Input::new("code", "Code", Widget::Secret(Secret::Code)).hint(hint).required());
        }
    }
    let mut hidden = vec![("back".to_owned(), back.to_owned())];
    hidden.extend(waiting.into_iter().flat_map(Waiting::hidden));
    let view = FormView {
        action: "/step-up".to_owned(),
        hidden,
        submit: if has_password { "Confirm".to_owned() } else { String::new() },
        parts: vec![(String::new(), inputs)],
        problem: refused.map(said),
        cancel: Some(back.to_owned()),
        ..FormView::default()
    };
    let passkey = Passkey {
        what: "get",
        start: "/step-up/passkey/start".to_owned(),
        action: "/step-up/passkey".to_owned(),
        words: "Use a passkey",
    };
    html! {
        h1 { (TITLE) }
        p { "You are about to do what counts: approve, accept, close or give rights. That needs a proof of at most ten minutes' age." }
        @if let Some(waiting) = waiting { p { strong { (waiting.doing().what) } ": what you typed is kept on this page, and you send it after that." } }
        @if has_passkeys { p { "What two persons decide together takes your passkey: nothing else of yours counts as much." } }
        @else if !has_codes { p { "What two persons decide together takes two factors: " a href="/account" { "add a passkey or codes to your account" } " first." } }
        (form(&view, has_passkeys.then_some(&passkey)))
        @if account.is_some_and(|account| !account.sign_ons().is_empty()) { (sign_on::buttons(&signed.asked, "prove", back, "")) }
    }
}
