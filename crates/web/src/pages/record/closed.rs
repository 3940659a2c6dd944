//! A form that its reader may not send: who could, and what is on record, to be read.

use maud::{Markup, html};
use model::{RecordId, RecordKind, Writer};
use operations::{Operation as _, WriteComment};

use super::{here, shown};
use crate::failure::Failure;
use crate::parts::facts::Said;
use crate::parts::{Action, Fact, actions, facts, section};
use crate::visit::Visit;

/// Returns what stands in place of the form of a new record: why there is none, and what a record of the kind holds.
#[must_use]
pub fn new(visit: &Visit, kind: RecordKind, why: &str) -> Markup {
    let called = kind.kind();
    let fields = kind.fields().into_iter().filter(|shown| shown.writer == Writer::Form);
    let asked: Vec<Fact> = fields.map(|shown| Fact::words(shown.label, shown.help)).collect();
    let all = Action::link(format!("All {}", called.plural), visit.at(&here(kind)));
    html! {
        (said(&format!("You cannot record a new {} here", called.singular), why, &[all]))
        (section("asked", "What is recorded of one", "", &[], facts(&asked)))
    }
}

/// Returns what stands in place of the form of a record: why there is none, and what is on record.
///
/// # Errors
/// Where there is no such record.
pub fn edit(visit: &Visit, id: RecordId, why: &str) -> Result<Markup, Failure> {
    let record = visit.find(id)?;
    let mut ways = vec![Action::link(format!("Open {id}"), visit.record_at(id))];
    if visit.offers(WriteComment::INTENT, &[]) {
        ways.push(Action::link("Ask for it in a comment", format!("{}#comments", visit.record_at(id))));
    }
    let recorded = shown::record_facts(visit, id, record).into_iter();
    let recorded: Vec<Fact> = recorded.map(|fact| fact.said(Said::default())).collect();
    Ok(html! {
        (said(&format!("You cannot change {id}"), why, &ways))
        (section("recorded", "What is on record", "", &[], facts(&recorded)))
    })
}

fn said(what: &str, why: &str, ways: &[Action]) -> Markup {
    html! { div.callout { p { b { (what) ": " } (why) "." } (actions(ways)) } }
}
