//! What a thread is about, where that is not the whole record: a field, or words that are quoted from it.

use maud::{Markup, html};
use model::records::{Comment, stands_in};
use model::{AnyRecord, RecordId};

use super::{Composer, threads};
use crate::visit::Visit;

/// Fields that nobody speaks about.
const NEVER: &[&str] = &["uuid"];
/// Where words that are quoted stand if no field is named.
const TEXT: &str = "text";

/// Returns how many open threads are about a field of a record, and where the first of them is; nothing where there is none.
#[must_use]
pub fn on_field(visit: &Visit, id: RecordId, field: &str) -> Option<(usize, String)> {
    let about = |one: &Comment| &*one.field == field && one.resolved_on.is_none();
    let all = threads(visit, id);
    let mut open = all.iter().filter_map(|thread| thread.first()).filter(|(_, one)| about(one));
    let (first, _) = open.next()?;
    Some((1 + open.count(), format!("#{first}")))
}

/// Returns what a thread is about: the field by its name, and the words as they stood when they were quoted.
pub(super) fn shown(visit: &Visit, id: RecordId, root: &Comment) -> Markup {
    if root.field.is_empty() {
        return html! {};
    }
    let fields = visit.isms().find(id).map(AnyRecord::fields).unwrap_or_default();
    let field = fields.iter().find(|one| *one.name == *root.field);
    let label = field.map_or(&*root.field, |one| one.label);
    let stands = field.is_some_and(|one| stands_in(&root.quote, &one.text));
    html! {
        @if root.quote.is_empty() { p.small.secondary.said-of { "On " b { (label) } } }
        @else {
            p.small.secondary.said-of {
                "On words of " b { (label) }
                @if let Some(version) = root.quoted_version { ", version " (version) }
                @if !stands { " · " span.changed { "the text has changed since" } }
            }
            blockquote.quoted { @for (at, line) in root.quote.lines().enumerate() { @if at > 0 { br; } (line) } }
        }
    }
}

/// Returns where a field is chosen and words are quoted.
pub(super) fn asked(visit: &Visit, id: RecordId, composer: &Composer) -> Markup {
    let fields = visit.isms().find(id).map(AnyRecord::fields).unwrap_or_default();
    let has_text = fields.iter().any(|one| one.name == TEXT && !one.text.is_empty());
    let is_open = !composer.field.is_empty() || !composer.quote.is_empty();
    let summary = if has_text { "On one field, or on words of the text" } else { "On one field" };
    html! {
        details.fold.said-place open[is_open] {
            summary { (summary) }
            label for="say-field" { "Field" }
            select id="say-field" name="field" {
                option value="" { "All of " (id) }
                @for one in fields.iter().filter(|one| !NEVER.contains(&one.name)) {
                    option value=(one.name) selected[one.name == composer.field] { (one.label) }
                }
            }
            label for="say-quote" { "Words that it is about" }
            p.hint id="say-quote-hint" { "Copied from the field" @if has_text { ", or from the text" } ". They are kept as they stand now" }
            textarea id="say-quote" name="quote" rows="2" maxlength=(Comment::QUOTE_MAX) aria-describedby="say-quote-hint" { "\n" (composer.quote) }
        }
    }
}
