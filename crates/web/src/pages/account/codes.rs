//! Codes beside a password: an app that makes them, and the recovery codes that are shown once.

use app::identity::{CodesAsked, Refusal};
use axum::response::Response;
use maud::{Markup, html};

use super::asked::{Signed, done};
use super::frame::{form, said, signed as framed};
use super::own;
use crate::failure::Answer;
use crate::fields::Fields;
use crate::parts::qr::qr;
use crate::parts::{Action, FormView, Input, Secret, Widget};

const TITLE: &str = "Codes of an app";

/// Answers with what an app needs, and asks for its first code.
///
/// # Errors
/// Where who asks has to prove it again.
pub async fn page(signed: Signed) -> Answer {
    match done(signed.asked.site.accounts().start_codes(&signed.session), "/account/codes")? {
        Ok(asked) => Ok(framed(&signed, TITLE, None, shown(&asked))),
        Err(refusal) => Ok(own::shown(&signed, Some(&refusal))),
    }
}

/// Takes the first code; from then on the password needs one.
///
/// # Errors
/// Where accounts cannot be written, or who asks has to prove it again.
pub async fn confirm(signed: Signed, typed: Fields) -> Answer {
    let accounts = signed.asked.site.accounts();
    let begun = CodesAsked {
        begun: app::identity::Secret::said(typed.get("begun")),
        letters: typed.get("letters").to_owned(),
        address: typed.get("address").to_owned(),
    };
    let confirmed = accounts.confirm_codes(&signed.session, begun.begun.show(), typed.get("code")).await;
    match done(confirmed, "/account/codes")? {
        Ok((fresh, codes)) => Ok(with_cookie(&signed, &fresh, recovery(&signed, &codes))),
        Err(refusal) if refusal == Refusal::WrongCode => {
            let main = asked_again(&begun, &refusal);
            Ok(framed(&signed, TITLE, Some(&refusal), main))
        }
        Err(refusal) => Ok(own::shown(&signed, Some(&refusal))),
    }
}

/// Takes the codes away.
///
/// # Errors
/// Where accounts cannot be written, or who asks has to prove it again.
pub async fn remove(signed: Signed) -> Answer {
    match done(signed.asked.site.accounts().drop_codes(&signed.session).await, "/account")? {
        Ok(fresh) => {
            signed.asked.say("The password stands alone now. Your other sessions ended");
            Ok(signed.asked.entered(&fresh, "/account"))
        }
        Err(refusal) => Ok(own::shown(&signed, Some(&refusal))),
    }
}

/// Makes new recovery codes.
///
/// # Errors
/// Where accounts cannot be written, or who asks has to prove it again.
pub async fn renew(signed: Signed) -> Answer {
    match done(signed.asked.site.accounts().new_recovery_codes(&signed.session).await, "/account")? {
        Ok((fresh, codes)) => Ok(with_cookie(&signed, &fresh, recovery(&signed, &codes))),
        Err(refusal) => Ok(own::shown(&signed, Some(&refusal))),
    }
}

fn shown(asked: &CodesAsked) -> Markup {
    html! {
        p { "A password alone can be guessed or stolen. With an app that makes codes, such as the one of your password manager, it takes your phone as well." }
        (steps(asked, None))
        p { (Action::link("Not now", "/").quiet().show()) }
    }
}

fn asked_again(asked: &CodesAsked, refusal: &Refusal) -> Markup {
    steps(asked, Some(refusal))
}

fn steps(asked: &CodesAsked, refused: Option<&Refusal>) -> Markup {
    let letters: Vec<char> = asked.letters.chars().collect();
    let letters: Vec<String> = letters.chunks(4).map(|four| four.iter().collect()).collect();
    let code = Input::new("code", "The code that it shows", Widget::Secret(Secret::Code)).required();
    let view = FormView {
        action: "/account/codes".to_owned(),
        hidden: vec![
            ("begun".to_owned(), asked.begun.show().to_owned()),
            ("letters".to_owned(), asked.letters.clone()),
            ("address".to_owned(), asked.address.clone()),
        ],
        parts: vec![(String::new(), vec![code])],
        problem: refused.map(said),
        submit: "Use codes".to_owned(),
        ..FormView::default()
    };
    html! {
        ol {
            li {
                "Open the app, add an account, and let it read this:"
                @if let Some(picture) = qr(&asked.address, "the same as the letters below, for a camera") { (picture) }
                "Or type these letters as its key: " code.mono { (letters.join(" ")) } ". Or " a href=(asked.address) { "open the app" } " on this device."
            }
            li { "Type the six digits that it shows now." }
        }
        (form(&view, None))
    }
}

fn recovery(signed: &Signed, codes: &[String]) -> Response {
    let main = html! {
        p { b { "They are shown once." } " Each signs you in once where your phone is lost: print them, or keep them where you keep your passwords." }
        pre.mono { (codes.join("\n")) }
        (Action::link("I have kept them", "/account").primary().show())
    };
    framed(signed, "Your recovery codes", None, main)
}

fn with_cookie(signed: &Signed, fresh: &app::identity::Fresh, mut page: Response) -> Response {
    let cookie = signed.asked.site.sessions().set_cookie(fresh.secret.show());
    if let Ok(cookie) = cookie.parse() {
        page.headers_mut().append(axum::http::header::SET_COOKIE, cookie);
    }
    page
}
