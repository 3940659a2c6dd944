//! A form that comes after its session ended: nothing was saved, and nothing of it is lost.

use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::html;

use crate::address;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::layout::{Theme, Width, bare};
use crate::pages::account::sent::{HELD_FIELDS_MAX, HELD_MAX, SILENT};
use crate::pages::naming::clipped;
use crate::parts::facts::{Fact, facts};

/// How many fields may hold hardly anything.
const FIELDS_SHORT: usize = 400;
/// How many bytes each of more fields has on average at least, with its name.
const FIELD_BYTES: usize = 8;
/// How many fields stand in sight; all of them are sent again.
const FIELDS_SEEN: usize = 200;
/// How much of a field stands in sight, in characters; all of it is sent again.
const SEEN_MAX: usize = 2_000;

/// How somebody comes in again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// By signing in.
    SignIn,
    /// By the link that the server prints when it starts.
    Link,
}

/// Says whether a request brings a form of an organisation, which is shown again where nobody is signed in.
#[must_use]
pub fn brings_form(request: &Request) -> bool {
    let media = request.headers().get(header::CONTENT_TYPE).and_then(|media| media.to_str().ok());
    let is_form = media.is_some_and(|media| media.starts_with("application/x-www-form-urlencoded"));
    let is_page = !request.headers().contains_key("x-fragment");
    *request.method() == Method::POST && is_form && is_page && request.uri().path().starts_with("/o/")
}

/// Answers with the form as it came, to be sent again after signing in.
pub async fn answer(request: Request, way: Way) -> Response {
    let to = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
    let bytes = match to_bytes(request.into_body(), HELD_MAX).await {
        Ok(bytes) => bytes,
        Err(_) => {
            return Failure::Unreadable(
                "the form ended early, and nobody is signed in; go back, and send it again".to_owned(),
            )
            .into_response();
        }
    };
    let fields = Fields::read(&String::from_utf8_lossy(&bytes));
    let count = fields.0.len();
    // Nobody is known who sent it: a page many times as large as what came would be somebody's lever.
    if count > HELD_FIELDS_MAX || (count > FIELDS_SHORT && bytes.len() < count * FIELD_BYTES) {
        let words = format!(
            "the form has {count} fields, more than are shown to who is not signed in; go back, and send it again"
        );
        return Failure::Unreadable(words).into_response();
    }
    told(way, &to, &fields)
}

fn told(way: Way, to: &str, fields: &Fields) -> Response {
    let seen = fields.0.iter().filter(|(name, value)| !SILENT.contains(&name.as_str()) && !value.is_empty());
    let seen: Vec<Fact> = seen
        .take(FIELDS_SEEN)
        .map(|(name, value)| Fact::words(name.replace(['_', '-'], " "), &clipped(value, SEEN_MAX)))
        .collect();
    let login = address::with_query("/login", [("back", "/")]);
    let main = html! {
        h1 { "You are signed out" }
        p { "The session ended before this form came. Nothing was saved, and nothing that you typed is lost: come in again in another tab, come back to this page, and send it again." }
        @match way {
            Way::SignIn => p { a.button.primary href=(login) target="_blank" rel="noopener" { "Sign in, in another tab" } },
            Way::Link => p { "Start plumb serve again, and open the link that it prints in another tab of this browser." },
        }
        form.form method="post" action=(to) {
            @for (name, value) in &fields.0 { input type="hidden" name=(name) value=(value); }
            div.form-end { button.button type="submit" { span { "Send it again" } } }
        }
        h2 { "What you typed" }
        (facts(&seen))
    };
    (
        StatusCode::UNAUTHORIZED,
        bare("Error: You are signed out · Plumbline", Theme::System, Width::Narrow, main),
    )
        .into_response()
}
