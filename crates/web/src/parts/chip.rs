//! A status: an icon, a word and a colour, never colour alone.

use crate::locale::locale;
use maud::{Markup, html};

use super::icon::{Icon, icon};

/// How a thing stands. Finished things are quiet; only what needs a person is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Done, or met.
    Met,
    /// Somebody should look.
    Attention,
    /// Something is wrong.
    Problem,
    /// Somebody works on it.
    InProgress,
    /// It waits for something else.
    Held,
    /// Nobody has begun.
    NotStarted,
    /// It does not apply here.
    NotApplicable,
    /// Worth knowing, and no more.
    Info,
}

impl Status {
    /// Returns the status' picture.
    pub fn icon(self) -> Icon {
        match self {
            Self::Met => Icon::Check,
            Self::Attention => Icon::Triangle,
            Self::Problem => Icon::Close,
            Self::InProgress => Icon::Quarter,
            Self::Held => Icon::Stop,
            Self::NotStarted => Icon::Circle,
            Self::NotApplicable => Icon::Dash,
            Self::Info => Icon::Info,
        }
    }

    /// Returns the class that colours the status.
    pub fn class(self) -> &'static str {
        match self {
            Self::Met => "s-met",
            Self::Attention => "s-attention",
            Self::Problem => "s-problem",
            Self::InProgress => "s-progress",
            Self::Held => "s-held",
            Self::NotStarted => "s-none",
            Self::NotApplicable => "s-na",
            Self::Info => "s-info",
        }
    }
}

/// Returns a status with its word, as a chip.
pub fn chip(status: Status, word: &str) -> Markup {
    html! { span.chip.(status.class()) { (icon(status.icon())) (word) } }
}

/// Returns a status with its word and no ground, for lines and cells.
pub fn state(status: Status, word: &str) -> Markup {
    html! { span.state.(status.class()) { (icon(status.icon())) span { (word) } } }
}

/// Returns a status' picture alone; its word is heard, and shown when pointed at.
pub fn mark(status: Status, word: &str) -> Markup {
    html! { span.mark.(status.class()) title=(word) { (icon(status.icon())) span.vh { (word) } } }
}

/// Returns a plain label.
pub fn tag(word: &str) -> Markup {
    html! { span.tag { (word) } }
}

/// Returns a count with its parts: `81 of 93`, with a bar that shows the same.
pub fn count(part: usize, whole: usize, of: &str) -> Markup {
    let width = (part.min(whole) * 100).checked_div(whole).unwrap_or(0);
    html! {
        span.count-bar {
            svg.bar-svg width="64" height="6" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" {
                rect.bar-ground width="100" height="6" rx="1" {}
                rect.bar-part width=(width) height="6" rx="1" {}
            }
            span { b { (locale().whole(part)) } " of " (locale().whole(whole)) " " (of) }
        }
    }
}

/// Returns a key to press.
pub fn key(key: &str) -> Markup {
    html! { kbd { (key) } }
}
