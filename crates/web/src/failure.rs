//! What a page cannot answer: each failure of the world in words, with its status.

use std::any::Any;

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use reports::formats::excel::ExcelFailure;
use reports::formats::pdf::PdfFailure;

use crate::layout::{Theme, Width, bare};

/// After how many seconds it is worth trying again.
const RETRY_SECONDS: &str = "5";

/// What a page answers.
pub type Answer = Result<Response, Failure>;

/// Marks an answer that says that it has to be confirmed first who asks.
#[derive(Debug, Clone, Copy)]
pub struct Unproved;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The world did not answer.
    World(app::Failure),
    /// There is no such page, record or file.
    Unknown(String),
    /// Something was to be written while the past is shown.
    Past(String),
    /// The request cannot be read.
    Unreadable(String),
    /// The request is larger than it may be.
    TooLarge(String),
    /// A file could not be made from the records.
    NotMade(Unmade),
    /// Nobody came in by the link.
    NoSession,
    /// Nobody is signed in; the page to go back to.
    SignIn(String),
    /// It has to be confirmed who asks; the page to go back to.
    Confirm(String),
    /// The request comes from elsewhere.
    Foreign(&'static str),
    /// The request is meant for another server.
    Misdirected(&'static str),
    /// It took too long.
    Slow,
    /// We were wrong.
    Bug,
}

/// Why a file could not be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unmade {
    /// There is more than its format holds.
    TooLong(String),
    /// We were wrong about it, whatever stands in the records.
    Fault(String),
}

impl From<PdfFailure> for Unmade {
    fn from(failure: PdfFailure) -> Self {
        let words = failure.to_string();
        match failure {
            PdfFailure::TooLong(_) => Self::TooLong(words),
            PdfFailure::NotLaidOut(_) => Self::Fault(words),
        }
    }
}

impl From<ExcelFailure> for Unmade {
    fn from(failure: ExcelFailure) -> Self {
        let words = failure.to_string();
        match failure {
            ExcelFailure::TooLarge { .. } => Self::TooLong(words),
            ExcelFailure::NotWritten(_) => Self::Fault(words),
        }
    }
}

impl From<app::Failure> for Failure {
    fn from(failure: app::Failure) -> Self {
        Self::World(failure)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::World(app::Failure::Broken(error.to_string()))
    }
}

impl Failure {
    /// Says that there is no such thing: `there is no R-99 here`.
    pub fn unknown(what: impl std::fmt::Display) -> Self {
        Self::Unknown(format!("there is no {what} here"))
    }

    /// Marks an answer where it has to be confirmed first who asks: the form that was sent can wait for that.
    fn marked(&self, mut answer: Response) -> Response {
        let is_denied = if let Self::World(app::Failure::NotAllowed(denial)) = self {
            denial.step_up == app::policy::StepUp::Wanted
        } else {
            false
        };
        if is_denied || matches!(self, Self::Confirm(_)) {
            answer.extensions_mut().insert(Unproved);
        }
        answer
    }

    /// Returns the status, the heading and the words.
    pub(crate) fn told(&self) -> (StatusCode, &'static str, String) {
        match self {
            Self::World(failure) => world(failure),
            Self::Unknown(what) => (StatusCode::NOT_FOUND, "Not here", what.clone()),
            Self::Past(back) => (
                StatusCode::CONFLICT,
                "The past cannot be changed",
                format!("this page shows a day that is over; go back to today and change it there: {back}"),
            ),
            Self::Unreadable(why) => (StatusCode::BAD_REQUEST, "This could not be read", why.clone()),
            Self::TooLarge(why) => (StatusCode::PAYLOAD_TOO_LARGE, "Too large", why.clone()),
            Self::NotMade(Unmade::TooLong(why)) => {
                (StatusCode::UNPROCESSABLE_ENTITY, "Too long for this file", why.clone())
            }
            Self::NotMade(Unmade::Fault(why)) => {
                (StatusCode::INTERNAL_SERVER_ERROR, "This file could not be made", why.clone())
            }
            Self::NoSession => (
                StatusCode::UNAUTHORIZED,
                "Come in by the link",
                "when it starts, plumb serve prints a link in the terminal; open it in this browser. It is good \
                 once: start plumb serve again for a new one"
                    .to_owned(),
            ),
            Self::SignIn(_) => (
                StatusCode::UNAUTHORIZED,
                "Sign in",
                "nobody is signed in here, or the session has ended; sign in and try again".to_owned(),
            ),
            Self::Confirm(_) => (
                StatusCode::UNAUTHORIZED,
                "Confirm that it is you",
                "this needs a proof of at most ten minutes' age".to_owned(),
            ),
            Self::Foreign(why) => (StatusCode::FORBIDDEN, "Refused", (*why).to_owned()),
            Self::Misdirected(why) => (StatusCode::MISDIRECTED_REQUEST, "Refused", (*why).to_owned()),
            Self::Slow => (
                StatusCode::SERVICE_UNAVAILABLE,
                "This took too long",
                "nothing was lost; try again in a moment".to_owned(),
            ),
            Self::Bug => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "Plumbline made a mistake",
                "what happened stands in the terminal's log; what you saved before is safe, and other pages still \
                 work"
                    .to_owned(),
            ),
        }
    }
}

/// Returns the status, the heading and the words of a failure of the world.
fn world(failure: &app::Failure) -> (StatusCode, &'static str, String) {
    let words = failure.to_string();
    match failure {
        app::Failure::Busy => (StatusCode::SERVICE_UNAVAILABLE, "Busy", words),
        app::Failure::Full => (StatusCode::INSUFFICIENT_STORAGE, "The disk is full", words),
        app::Failure::ReadOnly(_) => (StatusCode::SERVICE_UNAVAILABLE, "Read-only", words),
        app::Failure::Broken(_) => {
            (StatusCode::SERVICE_UNAVAILABLE, "The records did not answer as expected", words)
        }
        app::Failure::Unknown(_) => (StatusCode::NOT_FOUND, "Not here", words),
        app::Failure::TooLarge(_) => (StatusCode::PAYLOAD_TOO_LARGE, "Too large", words),
        app::Failure::Cancelled => (StatusCode::CONFLICT, "Cancelled", words),
        app::Failure::TooMany(_) => (StatusCode::TOO_MANY_REQUESTS, "Enough at once", words),
        app::Failure::NotTaken(_) => (StatusCode::UNPROCESSABLE_ENTITY, "Not taken", words),
        app::Failure::NotAllowed(denial) if denial.step_up == app::policy::StepUp::Wanted => {
            (StatusCode::UNAUTHORIZED, "Confirm that it is you", words)
        }
        app::Failure::NotAllowed(_) => (StatusCode::FORBIDDEN, "Not yours to do", words),
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let asked = match &self {
            Self::SignIn(back) => Some(("/login", back)),
            Self::Confirm(back) => Some(("/step-up", back)),
            Self::World(_)
            | Self::Unknown(_)
            | Self::Past(_)
            | Self::Unreadable(_)
            | Self::TooLarge(_)
            | Self::NotMade(_)
            | Self::NoSession
            | Self::Foreign(_)
            | Self::Misdirected(_)
            | Self::Slow
            | Self::Bug => None,
        };
        if let Some((page, back)) = asked {
            let at = crate::address::with_query(page, [("back", back.as_str())]);
            return self.marked(crate::visit::see_other(&at));
        }
        let (status, heading, words) = self.told();
        if status.is_server_error() {
            tracing::error!(status = status.as_u16(), "{words}");
        }
        let back = if self == Self::NoSession { None } else { Some("/") };
        let title = format!("{heading} · Plumbline");
        let mut answer = self.marked((status, page(&title, heading, &words, back)).into_response());
        if status == StatusCode::SERVICE_UNAVAILABLE {
            answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_SECONDS));
        }
        // Within an organisation it is told in its frame.
        answer.extensions_mut().insert(self);
        answer
    }
}

fn page(title: &str, heading: &str, words: &str, back: Option<&str>) -> Markup {
    bare(
        title,
        Theme::System,
        Width::Narrow,
        html! {
            h1 { (heading) }
            p { (words) }
            @if let Some(back) = back { p { a href=(back) { "To the first page" } } }
        },
    )
}

/// Answers where we were wrong: logs it, and the process lives on.
pub fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response<Body> {
    let words = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no words");
    tracing::error!("a page panicked: {words}");
    Failure::Bug.into_response()
}

/// Answers with JSON, to be read by other programs.
pub fn json(value: &serde_json::Value) -> Response {
    let mut text = serde_json::to_string_pretty(value).expect("our own value");
    text.push('\n');
    ([(header::CONTENT_TYPE, "application/json; charset=utf-8")], text).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_that_is_too_long_or_cannot_be_laid_out_is_not_told_as_an_upload() {
        let told = |failure: PdfFailure| Failure::NotMade(failure.into()).told();
        let (status, heading, words) = told(PdfFailure::TooLong("9,000 rows".to_owned()));
        assert_eq!((status, heading), (StatusCode::UNPROCESSABLE_ENTITY, "Too long for this file"));
        assert!(words.contains("9,000 rows") && words.contains("workbook"), "{words}");
        let (status, heading, _) = told(PdfFailure::NotLaidOut("x".to_owned()));
        assert_eq!((status, heading), (StatusCode::INTERNAL_SERVER_ERROR, "This file could not be made"));
        let sheet = ExcelFailure::TooLarge { sheet: "Risks".to_owned(), what: "rows".to_owned() };
        assert_eq!(Failure::NotMade(sheet.into()).told().0, StatusCode::UNPROCESSABLE_ENTITY);
    }
}
