//! Rows of things to do: what, where, why in two lines, when it is due, and the button that does it.

use maud::{Markup, html};

use super::action::Action;
use super::chip::{Status, mark};

/// One thing to do.
#[derive(Debug, Clone)]
pub struct Work {
    /// How it stands, and the word for it.
    pub status: (Status, String),
    /// What is to be done.
    pub title: String,
    /// Where it is done.
    pub href: String,
    /// The organisation or the record it belongs to.
    pub place: String,
    /// Why it waits for you.
    pub why: Markup,
    /// When it is due; and whether that is over, as a status.
    pub due: Option<(Status, String)>,
    /// The button that does it.
    pub action: Option<Action>,
}

/// Returns the rows.
pub fn work(rows: &[Work]) -> Markup {
    html! {
        ul.work data-rows {
            @for row in rows {
                li {
                    (mark(row.status.0, &row.status.1))
                    div.work-words {
                        a.work-title href=(row.href) { (row.title) }
                        p.secondary { @if !row.place.is_empty() { b { (row.place) } " " } (row.why) }
                    }
                    div.work-end {
                        @if let Some((status, due)) = &row.due { span.due.(status.class()) { (due) } }
                        @if let Some(action) = &row.action { (action.show()) }
                    }
                }
            }
        }
    }
}
