//! Links that open once: an invitation, and a new password.

use app::identity::{Invited, Refusal, ResetTerms, Uuid};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::asked::{Asked, Signed, done, refusal};
use super::frame::{Passkey, form, placed, said};
use super::login::{given, secret};
use super::setup::{ALONE, passwords, proof};
use super::sign_on;
use crate::failure::Answer;
use crate::fields::Fields;
use crate::layout::Width;
use crate::parts::{Action, FormView, Input, Secret, Widget};
use crate::session::Who;

const TITLE: &str = "You are invited";
const RESET: &str = "A new password";

/// Answers with what a link invites to.
///
/// # Errors
/// Never; the type is that of all pages.
pub async fn page(asked: Asked, Path(link): Path<String>) -> Answer {
    Ok(match asked.site.accounts().invited(&link) {
        Some(invited) => asked.page(TITLE, Width::Narrow, shown(&asked, &link, &invited, None)),
        None => gone(&asked),
    })
}

/// Makes the account that a link invites to, and signs it in.
///
/// # Errors
/// Where accounts cannot be written.
pub async fn accept(asked: Asked, Path(link): Path<String>, typed: Fields) -> Answer {
    let Some(invited) = asked.site.accounts().invited(&link) else { return Ok(gone(&asked)) };
    let password = secret(&typed, "password");
    let again = |refusal: &Refusal| {
        asked.refused(refusal, TITLE, Width::Narrow, shown(&asked, &link, &invited, Some(refusal)))
    };
    if proof(&typed, password).is_password() && password != secret(&typed, "again") {
        return Ok(again(&Refusal::Expected { what: "password", expected: "the same twice" }));
    }
    let name = if typed.get("name").is_empty() { invited.name.as_str() } else { typed.get("name") };
    let orgs: Vec<Uuid> = invited.seat.iter().map(|seat| seat.org).collect();
    let words = asked.names(&orgs).await?;
    let accounts = asked.site.accounts();
    match accounts.accept(&link, name, proof(&typed, password).into(), &words, &asked.caller).await {
        Ok(fresh) => Ok(asked.entered(&fresh, "/account/codes")),
        Err(problem) => Ok(again(&refusal(problem)?)),
    }
}

/// Takes what a link invites to with the account that is signed in.
///
/// # Errors
/// Where accounts cannot be written, or who asks has to prove it again.
pub async fn accept_signed_in(signed: Signed, Path(link): Path<String>) -> Answer {
    let accepted = signed.asked.site.accounts().accept_with(&signed.session, &link).await;
    match done(accepted, &format!("/invited/{link}"))? {
        Ok(fresh) => Ok(signed.asked.entered(&fresh, "/")),
        Err(refusal) => Ok(match signed.asked.site.accounts().invited(&link) {
            None => gone(&signed.asked),
            Some(invited) => {
                let main = shown(&signed.asked, &link, &invited, Some(&refusal));
                signed.asked.refused(&refusal, TITLE, Width::Narrow, main)
            }
        }),
    }
}

/// Answers with the form of a new password.
///
/// # Errors
/// Never; the type is that of all pages.
pub async fn reset(asked: Asked, Path(link): Path<String>) -> Answer {
    let Some(terms) = asked.site.accounts().reset_terms(&link) else { return Ok(gone(&asked)) };
    Ok(asked.page(RESET, Width::Narrow, new_password(&link, terms, None)))
}

/// Sets a new password; then it is signed in with it.
///
/// # Errors
/// Where accounts cannot be written.
pub async fn use_reset(asked: Asked, Path(link): Path<String>, typed: Fields) -> Answer {
    let Some(terms) = asked.site.accounts().reset_terms(&link) else { return Ok(gone(&asked)) };
    let (password, code) = (secret(&typed, "password"), typed.get("code"));
    let again = |refusal: &Refusal| {
        asked.refused(refusal, RESET, Width::Narrow, new_password(&link, terms, Some(refusal)))
    };
    if password != secret(&typed, "again") {
        return Ok(again(&Refusal::Expected { what: "password", expected: "the same twice" }));
    }
    let network = asked.caller.network;
    let second = (!code.is_empty()).then(|| given(code));
    match asked.site.accounts().use_reset(&link, password, second, &[], network).await {
        Ok(_) => {
            let main = html! {
                h1 { "The password is set" }
                p { "All sessions of the account ended. What else it takes to sign in, such as a code, is as it was." }
                (Action::link("Sign in", "/login").primary().show())
            };
            Ok(asked.page("The password is set", Width::Narrow, main))
        }
        Err(problem) => {
            let refusal = refusal(problem)?;
            Ok(if refusal == Refusal::Gone { gone(&asked) } else { again(&refusal) })
        }
    }
}

fn shown(asked: &Asked, link: &str, invited: &Invited, refused: Option<&Refusal>) -> Markup {
    let signed = asked.session.as_ref().is_some_and(|session| matches!(session.who(), Who::Account(_)));
    let mut inputs =
        vec![Input::new("name", "Your name", Widget::Text).value(invited.name.clone()).required()];
    inputs.extend(passwords(ALONE));
    let view = FormView {
        action: format!("/invited/{link}"),
        // A password manager keeps the password under the address.
        hidden: vec![("email".to_owned(), invited.email.to_string())],
        parts: vec![(String::new(), inputs)],
        problem: refused.map(said),
        submit: "Accept".to_owned(),
        ..FormView::default()
    };
    let passkey = Passkey {
        what: "create",
        start: format!("/invited/{link}/passkey"),
        action: format!("/invited/{link}"),
        words: "With a passkey instead of a password",
    };
    html! {
        h1 { (TITLE) }
        p { "This link is for " b { (invited.email) } ", works once, and makes your account here." }
        @if signed {
            @if let Some(refusal) = refused { div.problems role="alert" { p { (said(refusal)) } } }
            (Action::post("Accept with the account that is signed in", format!("/invited/{link}/accept")).primary().show())
        } @else {
            (form(&placed(view, refused), asked.site.accounts().has_passkeys().then_some(&passkey)))
            (sign_on::buttons(asked, "accept", "/", link))
            p.secondary { "You have an account here already? " a href={ "/login?back=/invited/" (link) } { "Sign in" } " and open this link again." }
        }
    }
}

fn new_password(link: &str, terms: ResetTerms, refused: Option<&Refusal>) -> Markup {
    let mut inputs = passwords(ALONE);
    if terms == ResetTerms::Code {
        let hint = "Six digits from your app, or one of your recovery codes: who made this link has neither";
        inputs.push(Input::new("code", "Code", Widget::Secret(Secret::Code)).hint(hint).required());
    }
    let view = FormView {
        action: format!("/new-password/{link}"),
        parts: vec![(String::new(), inputs)],
        problem: refused.map(said),
        submit: "Set the password".to_owned(),
        ..FormView::default()
    };
    html! {
        h1 { (RESET) }
        (form(&placed(view, refused), None))
    }
}

fn gone(asked: &Asked) -> Response {
    let main = html! {
        h1 { "This link is not good any more" }
        p { "It was used, is too old, or was taken back. Ask the person who gave it to you for a new one." }
        (Action::link("Sign in", "/login").show())
    };
    (StatusCode::NOT_FOUND, asked.page("This link is not good any more", Width::Narrow, main)).into_response()
}
