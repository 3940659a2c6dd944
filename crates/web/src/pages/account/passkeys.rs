//! Passkeys of one's own account, and what a browser is told to ask for.

use app::identity::{PasskeyAsked, Problem};
use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde_json::json;

use super::asked::{Asked, Signed, done, refusal};
use super::own;
use crate::failure::{Answer, Failure};
use crate::fields::Fields;

/// Tells a browser which passkey to make for a newcomer.
///
/// # Errors
/// Never; the type is that of all pages.
pub async fn newcomer(asked: Asked, typed: Fields) -> Answer {
    told(asked.site.accounts().start_newcomer(typed.get("email"), typed.get("name")))
}

/// Tells a browser which passkey to make for one's own account.
///
/// # Errors
/// Never; the type is that of all pages.
pub async fn start(signed: Signed) -> Answer {
    told(signed.asked.site.accounts().start_adding_passkey(&signed.session))
}

/// Adds a passkey to one's own account.
///
/// # Errors
/// Where accounts cannot be written, or who asks has to prove it again.
pub async fn add(signed: Signed, typed: Fields) -> Answer {
    let called = if typed.get("name").is_empty() { "A passkey" } else { typed.get("name") };
    let (challenge, answer) = (typed.get("challenge"), typed.get("answer"));
    let added = signed.asked.site.accounts().add_passkey(&signed.session, challenge, answer, called).await;
    match done(added, "/account")? {
        Ok(fresh) => {
            signed.asked.say("The passkey was added. Your other sessions ended");
            Ok(signed.asked.entered(&fresh, "/account"))
        }
        Err(refusal) => Ok(own::shown(&signed, Some(&refusal))),
    }
}

/// Takes a passkey away.
///
/// # Errors
/// Where there is none, accounts cannot be written, or who asks has to prove it again.
pub async fn remove(signed: Signed, Path(id): Path<String>) -> Answer {
    let id = id.parse().map_err(|_| Failure::unknown("such passkey"))?;
    match done(signed.asked.site.accounts().drop_passkey(&signed.session, id).await, "/account")? {
        Ok(fresh) => {
            signed.asked.say("The passkey was removed. Your other sessions ended");
            Ok(signed.asked.entered(&fresh, "/account"))
        }
        Err(refusal) => Ok(own::shown(&signed, Some(&refusal))),
    }
}

/// Answers a script with what the browser shall ask for, or why not in plain words.
///
/// # Errors
/// Where accounts cannot be read.
pub fn told(asked: Result<PasskeyAsked, Problem>) -> Answer {
    match asked {
        Ok(asked) => {
            let told = json!({"challenge": asked.challenge.show(), "options": asked.options});
            Ok(Json(told).into_response())
        }
        Err(problem) => {
            let words = refusal(problem)?.to_string();
            Ok((StatusCode::UNPROCESSABLE_ENTITY, words).into_response())
        }
    }
}
