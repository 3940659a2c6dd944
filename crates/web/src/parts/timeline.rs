//! History: what happened, newest first, by day, each with its field changes.

use maud::{Markup, html};

use super::icon::{Icon, icon};

/// The events of one day.
#[derive(Debug, Clone, Default)]
pub struct Day {
    /// The day in words.
    pub day: String,
    /// What happened, newest first.
    pub events: Vec<Event>,
}

/// One event.
#[derive(Debug, Clone, Default)]
pub struct Event {
    /// Its number in the ledger: `#214`.
    pub number: String,
    /// The page of the commit.
    pub href: Option<String>,
    /// The time: `14:05`.
    pub time: String,
    /// Who did it.
    pub who: String,
    /// What they did: `accepted residual risk`.
    pub what: String,
    /// The record: id and address.
    pub record: Option<(String, String)>,
    /// How it came: web, command line, import.
    pub channel: String,
    /// Why.
    pub because: Option<String>,
    /// Which fields changed.
    pub changes: Vec<FieldChange>,
}

/// One field that changed.
#[derive(Debug, Clone, Default)]
pub struct FieldChange {
    /// The field.
    pub field: String,
    /// What it was; empty: nothing.
    pub before: String,
    /// What it is; empty: nothing.
    pub after: String,
}

/// Returns the history.
pub fn timeline(days: &[Day]) -> Markup {
    html! {
        ol.timeline {
            @for day in days {
                li {
                    h3.timeline-day { (day.day) }
                    ol { @for event in &day.events { li.event { (one_event(event)) } } }
                }
            }
        }
    }
}

/// Returns the changes of fields, before and after.
pub fn changes(changes: &[FieldChange]) -> Markup {
    html! {
        table.changes {
            caption.vh { "fields that changed" }
            thead.vh { tr { th scope="col" { "field" } th scope="col" { "before" } th scope="col" { "after" } } }
            tbody {
                @for change in changes {
                    tr {
                        th scope="row" { (change.field) }
                        td { (side(&change.before, Side::Before)) }
                        td.nowrap[is_short(&change.after)] { span.changes-arrow aria-hidden="true" { "→" } (side(&change.after, Side::After)) }
                    }
                }
            }
        }
    }
}

/// Up to how many characters a value stands in one piece.
const SHORT: usize = 12;

/// Says whether a value stays in one piece: a day, a word.
fn is_short(words: &str) -> bool {
    words.chars().count() <= SHORT
}

enum Side {
    Before,
    After,
}

fn side(words: &str, side: Side) -> Markup {
    match (words, side) {
        ("", Side::Before | Side::After) => html! { span.missing { "nothing" } },
        (words, Side::Before) => html! { del.nowrap[is_short(words)] { (words) } },
        (words, Side::After) => html! { ins { (words) } },
    }
}

fn one_event(event: &Event) -> Markup {
    html! {
        p.event-line {
            time { (event.time) }
            span.event-words {
                b { (event.who) } " " (event.what)
                @if let Some((id, href)) = &event.record { " " a href=(href) { code { (id) } } }
            }
            span.event-end {
                (event.channel) " "
                @match &event.href { Some(href) => a href=(href) { (event.number) }, None => (event.number), }
            }
        }
        @if let Some(because) = &event.because { p.event-because { (icon(Icon::Request)) span { (because) } } }
        @if !event.changes.is_empty() { (changes(&event.changes)) }
    }
}
