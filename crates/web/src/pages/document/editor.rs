//! The editor of a document: its text with a preview, and beside it what the document must say and what the rules say about it.

use app::diagnostics::Time;
use maud::{Markup, html};
use model::records::PolicyMark;
use model::{RecordId, Ref, Shown, Words};
use reports::document_register::{Entry, document_register};

use super::{bar, found, in_force};
use crate::pages::documents::REGISTER;
use crate::pages::readiness::shown::view;
use crate::pages::record::inputs::Wrong;
use crate::parts::markdown::markdown;
use crate::parts::{Status, diagnostic, section, split, state};
use crate::visit::Visit;

/// The field that holds the text.
pub const FIELD: &str = "text";
/// The kind of the policy that the standard asks for itself.
const POLICY: &str = "policy_top";
/// How many diagnostics stand beside the text.
const SAID_MAX: usize = 8;
/// What the keys and buttons put around the words chosen, or before their line: sign, word, key.
const MARKS: &[(&str, &str, &str)] = &[
    ("**", "Bold", "b"),
    ("*", "Italic", "i"),
    ("# ", "Heading", ""),
    ("- ", "List", ""),
    ("1. ", "Numbers", ""),
    ("[](https://)", "Link", ""),
];

/// Returns the text as it is edited, with how it will read.
#[must_use]
pub fn text_field(shown: &Shown, text: &str, wrong: &Wrong) -> Markup {
    let error = wrong.iter().find(|(name, _)| name.split('.').next() == Some(FIELD)).map(|(_, words)| words);
    html! {
        div.field.editor.wrong[error.is_some()] {
            label for=(FIELD) { (shown.label) " " span.optional { "optional" } }
            p.hint id="text-hint" { "Markdown: # heading, - list, 1. numbers, **bold**, *italic*, [words](https://…), | table |" }
            @if let Some(error) = error { p.error id="text-error" { span.vh { "Error: " } (error) } }
            div.editor-marks role="toolbar" aria-label="Marks" aria-controls=(FIELD) data-marks hidden {
                @for (mark, word, key) in MARKS {
                    button.button.quiet type="button" data-mark=(mark) data-ctrl=[(!key.is_empty()).then_some(*key)] title=[(!key.is_empty()).then(|| format!("Ctrl {}", key.to_uppercase()))] { (word) }
                }
            }
            textarea id=(FIELD) name=(FIELD) rows="22" aria-describedby="text-hint" spellcheck="true" { "\n" (text) }
        }
        (preview(text))
    }
}

/// Returns how a text will read; the script of a form takes this part of the answer alone.
fn preview(text: &str) -> Markup {
    html! {
        section.preview id="preview" aria-label="Preview" {
            h2 { "Preview" }
            @if text.trim().is_empty() { p.secondary { "Nothing is written yet" } } @else { (markdown(text)) }
        }
    }
}

/// Returns the form with what stands beside it: the version, what the document must say, and the rules about it.
#[must_use]
pub fn beside(visit: &Visit, id: Option<RecordId>, kind: &str, marks: &str, form: Markup) -> Markup {
    let document = id.map(|id| Ref::of(id.key)).and_then(|id| Some((id, found(visit, id).ok()?)));
    let panel = html! { (must_say(visit, id, kind, marks)) @if let Some(id) = id { (said(visit, id)) } };
    let holds = document.and_then(|(_, document)| Some(in_force(visit, document)?.version));
    html! {
        @if let Some((id, document)) = document { (bar(visit, id, document)) }
        @if let Some(version) = holds { p.lead { "Version " (version) " holds until another one is approved: what you save here becomes the draft of the next." } }
        (split(form, panel))
    }
}

/// Returns what a document of a kind must say.
fn must_say(visit: &Visit, id: Option<RecordId>, kind: &str, marks: &str) -> Markup {
    let register = document_register(visit.isms(), visit.today);
    let all = || register.required.iter().chain(&register.annex_a).chain(&register.usual);
    let word = if kind.trim() == POLICY { "policy" } else { kind.trim() };
    let of_kind = all().find(|entry| entry.kind == word);
    let entry = of_kind.or_else(|| all().find(|entry| id.is_some_and(|id| entry.records.contains(&id))));
    section(
        "must-say",
        "What it must say",
        "",
        &[],
        html! {
            @match entry {
                Some(entry) => { (asked(entry)) },
                None => p.secondary {
                    @if kind.trim().is_empty() { "Its kind is not recorded. " } @else { "Nothing is asked of a “" (kind.trim()) "”. " }
                    "What has to be in writing stands in the " a href=(visit.at(REGISTER)) { "register of documents" } "."
                },
            }
            @if kind.trim() == POLICY { (policy(marks)) }
        },
    )
}

fn asked(entry: &Entry) -> Markup {
    html! {
        p { b { (entry.title) } }
        p { (entry.content) }
        p.secondary { "asked by " (entry.refs.join(", ")) " · " (entry.standing.word()) }
    }
}

/// Returns what the standard asks the policy to say, and which of it its author says that it does.
fn policy(marks: &str) -> Markup {
    let said: Vec<&str> = marks.split([',', '\n']).map(str::trim).collect();
    html! {
        ul.plain {
            @for mark in PolicyMark::ALL {
                li { @if said.contains(&mark.word()) { (state(Status::Met, mark.word())) } @else { (state(Status::NotStarted, mark.word())) } }
            }
        }
        p.small.secondary { "Tick under “Says” what the text says." }
    }
}

/// Returns what the rules say about a document now.
fn said(visit: &Visit, id: RecordId) -> Markup {
    let results = visit.results();
    let here = results
        .diagnostics()
        .filter(|one| one.place.record() == Some(id) && one.is_open() && one.time == Time::Now);
    let all: Vec<_> = here.collect();
    html! {
        @if !all.is_empty() {
            (section("problems", "What the rules say", &all.len().to_string(), &[], html! {
                div.stack { @for one in all.iter().take(SAID_MAX) { (diagnostic(&view(visit, one))) } }
            }))
        }
    }
}
