//! A form that was refused until it is confirmed who sent it: kept on the page that asks for the proof, and sent again after it.

use app::Room;
use app::identity::Url;
use axum::body::{Body, Bytes, HttpBody as _, to_bytes};
use axum::extract::{FromRequestParts as _, Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::asked::{Signed, local};
use super::doing::{self, Doing};
use super::step_up;
use crate::failure::{Failure, Unproved};
use crate::fields::{FORM_BYTES_MAX, Fields};
use crate::parts::facts::{Fact, facts};
use crate::site::Site;

/// The largest form that is sent again after a proof, in bytes: it travels in a field of the page that asks for the proof.
const BYTES_MAX: usize = 256 * 1024;
/// How many fields it has at most.
const FIELDS_MAX: usize = 500;
/// The largest form that is held, and shown again where it was not taken, in bytes: as large as forms may be.
pub(crate) const HELD_MAX: usize = FORM_BYTES_MAX;
/// How many fields are shown again; a scope of a large organisation has several for each of its elements.
pub(crate) const HELD_FIELDS_MAX: usize = 5_000;
/// Where forms are sent that are kept: none of them holds a password.
const PLACES: [&str; 3] = ["/o/", "/settings/", "/portfolio/"];
/// Fields that say nothing to who sends them.
pub(crate) const SILENT: [&str; 5] = ["once", "revision", "seen", "back", "do"];

/// A form that waits for a proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Where it was sent, and is sent again.
    to: String,
    /// The page that it stood on.
    back: String,
    /// What was typed, as it was sent.
    form: String,
}

/// Keeps a form whose answer is that it has to be confirmed who asks: that page carries it.
pub async fn keep(State(site): State<Site>, request: Request, next: Next) -> Response {
    let Some((to, back)) = worth_keeping(&request) else { return next.run(request).await };
    let (mut parts, body) = request.into_parts();
    let bytes = match to_bytes(body, HELD_MAX).await {
        Ok(bytes) => bytes,
        Err(_) => {
            return Failure::Unreadable("the form ended early; send it again".to_owned()).into_response();
        }
    };
    let again = Request::from_parts(parts.clone(), Body::from(bytes.clone()));
    let answer = next.run(again).await;
    if answer.extensions().get::<Unproved>().is_none() {
        return answer;
    }
    let Some(waiting) = Waiting::of(&to, &back, &text(&bytes)) else { return answer };
    match Signed::from_request_parts(&mut parts, &site).await {
        Ok(signed) => step_up::asked(&signed, &waiting),
        Err(_) => answer,
    }
}

/// Returns where a request sends a form that may be kept, and the page it stood on.
pub(crate) fn worth_keeping(request: &Request) -> Option<(String, String)> {
    let media = request.headers().get(header::CONTENT_TYPE).and_then(|media| media.to_str().ok());
    let is_form = media.is_some_and(|media| media.starts_with("application/x-www-form-urlencoded"));
    let bytes = request.body().size_hint().upper()?;
    let is_short = usize::try_from(bytes).is_ok_and(|bytes| bytes <= HELD_MAX);
    // What a script asks for is a part of a page.
    let is_page = !request.headers().contains_key("x-fragment");
    let to = request.uri().path_and_query()?.to_string();
    let is_kept = *request.method() == Method::POST && is_form && is_short && is_page && is_place(&to);
    is_kept.then(|| (to, came_from(request.headers())))
}

/// Returns the page that a form stood on, as the browser says.
fn came_from(headers: &HeaderMap) -> String {
    let said = headers.get(header::REFERER).and_then(|said| said.to_str().ok());
    let url = said.and_then(|said| said.parse::<Url>().ok());
    let path = url.map(|url| match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    });
    local(&path.unwrap_or_default())
}

fn is_place(to: &str) -> bool {
    local(to) == to && PLACES.iter().any(|place| to.starts_with(place))
}

fn text(bytes: &Bytes) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

impl Waiting {
    /// Returns a form, where it is one that may wait.
    pub(crate) fn of(to: &str, back: &str, form: &str) -> Option<Self> {
        let is_bounded = form.len() <= BYTES_MAX && Fields::read(form).0.len() <= FIELDS_MAX;
        (is_place(to) && is_bounded).then(|| Self {
            to: to.to_owned(),
            back: local(back),
            form: form.to_owned(),
        })
    }

    /// Returns a form that is shown again, and not sent.
    pub(crate) fn held(to: &str, back: &str, form: &str) -> Option<Self> {
        let is_bounded = form.len() <= HELD_MAX && Fields::read(form).0.len() <= HELD_FIELDS_MAX;
        (is_place(to) && is_bounded).then(|| Self {
            to: to.to_owned(),
            back: local(back),
            form: form.to_owned(),
        })
    }

    /// Returns the form that came along with a proof.
    pub fn read(typed: &Fields) -> Option<Self> {
        Self::of(typed.get("to"), typed.get("back"), typed.get("form"))
    }

    /// Returns the page to go back to.
    pub fn back(&self) -> &str {
        &self.back
    }

    /// Returns the hidden fields that carry it.
    pub fn hidden(&self) -> Vec<(String, String)> {
        vec![("to".to_owned(), self.to.clone()), ("form".to_owned(), self.form.clone())]
    }

    /// Returns what sending it does.
    #[must_use]
    pub fn doing(&self) -> Doing {
        Doing::at(&self.to, &Fields::read(&self.form))
    }

    /// Returns the form again, to be sent with one button that says what it does: what was typed can be read, and nothing has to be
    /// typed again. `room` is the organisation that it is about, where who asks sees it.
    pub fn again(&self, room: Option<&Room>) -> Markup {
        let doing = self.doing();
        let isms = room.map(|room| room.now().isms);
        let on = doing.record.zip(isms.as_deref()).map(|(id, isms)| doing::named(isms, id));
        html! {
            p { "Nothing was done yet. This is what you were about to do:" }
            p {
                strong { (doing.what) @if let Some(on) = on { ": " (on) } }
                @if let Some(room) = room { ", in " (room.name()) }
            }
            (facts(&self.told(room)))
            (self.button())
        }
    }

    /// Returns what was typed, by the words of its fields.
    pub(crate) fn told(&self, room: Option<&Room>) -> Vec<Fact> {
        let fields = Fields::read(&self.form);
        let doing = self.doing();
        let isms = room.map(|room| room.now().isms);
        let told =
            fields.0.iter().filter(|(name, value)| !SILENT.contains(&name.as_str()) && !value.is_empty());
        told.map(|(name, value)| Fact::words(doing.label(name), &doing::told(isms.as_deref(), value)))
            .collect()
    }

    /// Returns the button that sends the form as it was sent.
    pub(crate) fn button(&self) -> Markup {
        let fields = Fields::read(&self.form);
        html! {
            form.form method="post" action=(self.to) {
                @for (name, value) in &fields.0 { input type="hidden" name=(name) value=(value); }
                div.form-end {
                    button.button.primary type="submit" autofocus { span { (self.doing().what) } }
                    a.button.quiet href=(self.back) { "Do not send" }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_forms_of_organisations_and_settings_wait_and_only_short_ones() {
        for to in ["/o/acme/risks/R-1/accept", "/settings/people", "/o/acme/risks?level=high"] {
            assert!(Waiting::of(to, "/", "a=1").is_some(), "{to}");
        }
        for to in
            ["/account/password", "/login", "/step-up", "//evil.example/o/", "https://evil.example/o/", ""]
        {
            assert_eq!(Waiting::of(to, "/", "a=1"), None, "{to}");
        }
        assert_eq!(Waiting::of("/o/acme", "/", &"x".repeat(BYTES_MAX + 1)), None);
        assert_eq!(Waiting::of("/o/acme", "/", &"a=1&".repeat(FIELDS_MAX + 1)), None);
        let away = Waiting::of("/o/acme", "https://evil.example/", "a=1").expect("a form");
        assert_eq!(away.back(), "/");
    }
}
