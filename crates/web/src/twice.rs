//! Twice: a button that is pressed twice is one deed. A second press that comes at once, of the same form with the same content,
//! is answered as the first one was, where that was taken.
//!
//! Browsers show the answer of the last press: without this a risk that was just closed is said to be closed already, as if it had
//! gone wrong, and of two links that were made the reader would see one. Forms that make records are remembered longer (see `once`);
//! so is here a form that shows a secret and carries a word, as long as it is the last: reloading its answer makes no second one.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes, HttpBody as _, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest as _, Sha256};
use tokio::sync::Mutex as Waiting;

use crate::api::is_api;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::once;
use crate::session::Session;

/// How long after the first press a second one is the same.
const AT_ONCE: Duration = Duration::from_secs(2);
/// How long a form that carries a word of its own is the same.
const WORD: Duration = Duration::from_secs(10 * 60);
/// The largest form that is looked at, in bytes.
const BYTES_MAX: u64 = 64 * 1024;
/// The largest answer that is given again, in bytes.
const ANSWER_MAX: u64 = 256 * 1024;

/// The field that carries the word of a form that shows a secret.
const FIELD: &str = "press";

/// Returns the hidden field of a form whose answer shows a secret: name and a word of its own.
pub(crate) fn hidden() -> (String, String) {
    (FIELD.to_owned(), once::word())
}

/// The last form that a session sent.
#[derive(Default)]
pub(crate) struct LastPress(Mutex<Option<Press>>);

/// A form that was sent.
#[derive(Clone)]
struct Press {
    form: [u8; 32],
    at: Instant,
    /// What it was answered, once it was taken; locked while it is worked on.
    told: Arc<Waiting<Option<Told>>>,
}

/// An answer that can be given again.
#[derive(Clone)]
struct Told {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl LastPress {
    /// Returns the same form where it was sent a moment ago, or notes this one as the last.
    fn press(&self, form: [u8; 32], lasts: Duration, now: Instant) -> Press {
        let mut last = self.0.lock().expect("nobody panics here");
        let known = last.take().filter(|last| last.form == form && now.duration_since(last.at) < lasts);
        let press = known.unwrap_or_else(|| Press { form, at: now, told: Arc::default() });
        *last = Some(press.clone());
        press
    }
}

/// Answers a form that was sent twice at once as it was answered the first time.
pub(crate) async fn press(request: Request, next: Next) -> Response {
    let session = request.extensions().get::<Arc<Session>>().cloned();
    let Some(session) = session.filter(|_| is_form_of_page(&request)) else { return next.run(request).await };
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, usize::try_from(BYTES_MAX).unwrap_or(usize::MAX)).await else {
        return Failure::Unreadable("the form ended early; send it again".to_owned()).into_response();
    };
    let place = parts.uri.to_string();
    let digest = Sha256::new_with_prefix(place.len().to_be_bytes()).chain_update(place).chain_update(&bytes);
    let has_word = !Fields::read(&String::from_utf8_lossy(&bytes)).get(FIELD).is_empty();
    let lasts = if has_word { WORD } else { AT_ONCE };
    let press = session.pressed.press(digest.finalize().into(), lasts, Instant::now());
    let request = Request::from_parts(parts, Body::from(bytes));
    // It goes on where the browser gives up the first press for the second.
    let work = tokio::spawn(async move {
        let mut told = press.told.lock().await;
        if let Some(Told { status, headers, body }) = told.clone() {
            return (status, headers, body).into_response();
        }
        let answer = next.run(request).await;
        let is_taken = matches!(answer.status(), StatusCode::OK | StatusCode::SEE_OTHER);
        let is_short = answer.body().size_hint().exact().is_some_and(|bytes| bytes <= ANSWER_MAX);
        if !is_taken || !is_short {
            return answer;
        }
        let (parts, body) = answer.into_parts();
        let Ok(body) = to_bytes(body, usize::MAX).await else { return Failure::Bug.into_response() };
        *told = Some(Told { status: parts.status, headers: parts.headers.clone(), body: body.clone() });
        // It may show a secret: it is kept no longer than it can be asked for.
        let kept = Arc::clone(&press.told);
        tokio::spawn(async move {
            tokio::time::sleep(lasts).await;
            *kept.lock().await = None;
        });
        Response::from_parts(parts, Body::from(body))
    });
    work.await.unwrap_or_else(|_| Failure::Bug.into_response())
}

/// Says whether a request is a form of a page: what scripts send has a way of its own to be sent once.
fn is_form_of_page(request: &Request) -> bool {
    let media = request.headers().get(header::CONTENT_TYPE).and_then(|media| media.to_str().ok());
    let is_form = media.is_some_and(|media| media.starts_with("application/x-www-form-urlencoded"));
    let is_short = request.body().size_hint().upper().is_some_and(|bytes| bytes <= BYTES_MAX);
    let is_page = !request.headers().contains_key("x-fragment") && !is_api(request.uri().path());
    *request.method() == Method::POST && is_form && is_short && is_page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_form_of_a_session_and_only_at_once_is_the_same() {
        let (last, now) = (LastPress::default(), Instant::now());
        let press = |form: u8, now| last.press([form; 32], AT_ONCE, now);
        let first = press(1, now);
        assert!(Arc::ptr_eq(&first.told, &press(1, now + AT_ONCE / 2).told));
        assert!(!Arc::ptr_eq(&first.told, &press(1, now + AT_ONCE).told), "later it is meant anew");
        let first = press(1, now);
        press(2, now);
        assert!(!Arc::ptr_eq(&first.told, &press(1, now).told), "another form came between");
    }
}
