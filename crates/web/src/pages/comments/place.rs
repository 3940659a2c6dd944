//! What a thread is about, where that is not the whole record: a field, or words that are quoted from it.

use std::collections::BTreeMap;

use maud::{Markup, html};
use model::records::{Comment, stands_in};
use model::{AnyRecord, RecordId, RecordKind};

use super::{Composer, FIELD, may, threads};
use crate::parts::facts::{Said, threads_mark};
use crate::parts::icon::{Icon, icon};
use crate::visit::Visit;

/// Fields that nobody speaks about.
const NEVER: &[&str] = &["uuid"];
/// What in an address names the field to speak about.
const SAY: &str = "say";
/// Where words that are quoted stand if no field is named.
const TEXT: &str = "text";

/// What is said about the fields of a record: the marks beside them.
pub struct Marks<'a> {
    visit: &'a Visit,
    open: BTreeMap<String, (usize, String)>,
    speaks: bool,
}

impl<'a> Marks<'a> {
    /// Returns the marks of a record: its open threads, and whether its reader may begin one.
    #[must_use]
    pub fn of(visit: &'a Visit, id: RecordId) -> Self {
        let mut open: BTreeMap<String, (usize, String)> = BTreeMap::new();
        for thread in threads(visit, id) {
            let Some((first, root)) = thread.first() else { continue };
            if root.field.is_empty() || root.resolved_on.is_some() {
                continue;
            }
            let known = open.entry(root.field.to_string()).or_insert_with(|| (0, format!("#{first}")));
            known.0 += 1;
        }
        Self { visit, open, speaks: id.kind != RecordKind::Comment && may(visit) }
    }

    /// Returns what is said about a field, and the way to say more.
    #[must_use]
    pub fn on(&self, field: &str) -> Said {
        let begin = || format!("{}#{FIELD}", self.visit.here_with(&[(SAY, field)]));
        Said { threads: self.open.get(field).cloned(), begin: self.speaks.then(begin) }
    }

    /// Returns the marks beneath a field that is shown by hand; nothing where there are none.
    #[must_use]
    pub fn line(&self, field: &str, label: &str) -> Markup {
        let said = self.on(field);
        html! {
            @if said.threads.is_some() || said.begin.is_some() {
                p.said-line {
                    (threads_mark(label, &said))
                    @if let Some(href) = &said.begin { a.fact-say href=(href) { (icon(Icon::Say)) "Comment" span.vh { " on " (label) } } }
                }
            }
        }
    }
}

/// Returns the field that the address asks to speak about, where the record has it.
pub(super) fn asked_about(visit: &Visit, id: RecordId) -> String {
    let field = visit.query.get(SAY);
    let fields = visit.isms().find(id).map(AnyRecord::fields).unwrap_or_default();
    let is_it = |one: &&model::Shown| one.name == field && !NEVER.contains(&one.name);
    fields.iter().find(is_it).map(|one| one.name.to_owned()).unwrap_or_default()
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
