//! Places that a draft left open: which they are, and the way to the editor, before it is offered for approval.

use maud::{Markup, html};
use model::RecordId;
use model::records::{Document, DocumentStatus};
use standards::starters;

use crate::address;
use crate::visit::Visit;

/// Returns the address of the editor of a document, at its text.
#[must_use]
pub fn editor_at(id: RecordId) -> String {
    format!("{}/edit#{}", address::record(id), super::editor::FIELD)
}

/// Returns what is still to be written, in a sentence; nothing where a document left no place open.
#[must_use]
pub fn words(document: &Document) -> Option<String> {
    let is_past = matches!(document.status, DocumentStatus::Superseded | DocumentStatus::Withdrawn);
    let blanks = if is_past { Vec::new() } else { starters::blanks(&document.text) };
    (!blanks.is_empty()).then(|| {
        format!("The text still says {}: it is sent for review and approved once somebody has written what belongs there.", blanks.join(", "))
    })
}

/// Returns them as a callout with the link to the editor.
#[must_use]
pub fn callout(visit: &Visit, id: RecordId, document: &Document) -> Markup {
    let words = words(document).filter(|_| !visit.is_past());
    html! {
        @if let Some(words) = words {
            div.callout { p { b { "Next: " } (words) @if visit.offers_edit(id) { " " a href=(visit.at(&editor_at(id))) { "Open the editor" } } } }
        }
    }
}
