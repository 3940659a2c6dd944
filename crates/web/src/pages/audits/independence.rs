//! Independence: of each audit who audits, and whether any of it is their own work.

use diagnostics::Diagnostic;
use maud::{Markup, html};
use model::records::{Audit, Person};
use model::{RecordId, Ref};

use super::coverage::{One, is_own};
use crate::pages::comments::Marks;
use crate::pages::naming::{day_of_audit, short_day, told};
use crate::pages::record::shown::link;
use crate::parts::table::{Table, stacked};
use crate::parts::{Status, mark, section, state};
use crate::visit::Visit;

/// What the rules say where auditors look at their own work, or lack what it takes.
const RULES: &[&str] = &["PB0912", "PB0917"];

/// Returns who audits what, and how independent of it they are.
pub(super) fn of_audits(visit: &Visit, audits: &[One]) -> Markup {
    let own: Vec<&One> = audits.iter().filter(|(_, audit)| is_own(audit)).collect();
    if own.is_empty() {
        return html! {};
    }
    let results = visit.results();
    let said: Vec<&Diagnostic> =
        results.diagnostics().filter(|one| one.is_open() && RULES.contains(&one.code)).collect();
    let row = |(id, audit): &&One| {
        let of: Vec<&&Diagnostic> = said.iter().filter(|one| one.place.record() == Some(id.id())).collect();
        vec![
            html! { a.id-link href=(visit.record_at(id.id())) { (id) } " " (audit.title) @if let Some(day) = day_of_audit(audit) { br; span.secondary { (short_day(day)) } } },
            html! { @if audit.auditors.is_empty() { span.missing { "nobody is named" } } @for (at, person) in audit.auditors.iter().enumerate() { @if at > 0 { ", " } (link(visit, person.id())) } },
            html! {
                @if audit.auditors.is_empty() { (state(Status::NotStarted, "not said")) }
                @else if of.is_empty() { (state(Status::Met, "nothing of theirs is looked at")) }
                @for one in of { p { (mark(Status::Problem, "problem")) " " (told(visit.isms(), &one.message)) } }
            },
            answers(visit, &audit.auditors),
        ]
    };
    section(
        "independence",
        "Independence",
        "",
        &[],
        stacked(&Table {
            caption: String::new(),
            head: ["Audit", "Auditors", "Independent of it", "What they answer for"]
                .map(str::to_owned)
                .to_vec(),
            rows: own.iter().map(row).collect(),
        }),
    )
}

/// Returns who audits, in words: who leads, whether anything of theirs is looked at, and what they answer for.
#[must_use]
pub fn of_audit(visit: &Visit, id: Ref<Audit>, audit: &Audit) -> Markup {
    let results = visit.results();
    let is_it =
        |one: &&Diagnostic| one.is_open() && RULES.contains(&one.code) && one.place.record() == Some(id.id());
    let said: Vec<&Diagnostic> = results.diagnostics().filter(is_it).collect();
    let row = |(at, person): (usize, &Ref<Person>)| {
        vec![
            html! { (link(visit, person.id())) @if at == 0 && audit.auditors.len() > 1 { div.secondary { "leads" } } },
            answers(visit, &[*person]),
        ]
    };
    let head = ["Auditor", "What they answer for"].map(str::to_owned).to_vec();
    let body = html! {
        @if audit.auditors.is_empty() { p.missing { "nobody is named who audits" } }
        @else {
            @if said.is_empty() && audit.is_internal() { p { (state(Status::Met, "independent: nothing that is looked at is theirs")) } }
            @for one in &said { p { (mark(Status::Problem, "not independent")) " " (told(visit.isms(), &one.message)) } }
            (stacked(&Table { caption: String::new(), head, rows: audit.auditors.iter().enumerate().map(row).collect() }))
        }
        (Marks::of(visit, id.id()).line("auditors", "Auditors"))
    };
    section("team", "Team and independence", "", &[], body)
}

/// Returns how much auditors answer for, by kind: what they must not audit.
fn answers(visit: &Visit, auditors: &[Ref<Person>]) -> Markup {
    let isms = visit.isms();
    let is_theirs = |owner: Option<&model::Owner>| {
        reports::duties::people(isms, owner).iter().any(|person| auditors.contains(person))
    };
    let controls: Vec<RecordId> = isms
        .controls
        .iter()
        .filter(|(_, one)| is_theirs(one.owner.as_ref()))
        .map(|(id, _)| id.id())
        .collect();
    let processes: Vec<RecordId> = isms
        .processes
        .iter()
        .filter(|(_, one)| is_theirs(one.owner.as_ref()))
        .map(|(id, _)| id.id())
        .collect();
    let documents: Vec<RecordId> = isms
        .documents
        .iter()
        .filter(|(_, one)| one.authors.iter().any(|author| auditors.contains(author)))
        .map(|(id, _)| id.id())
        .collect();
    let parts = [("controls", controls), ("processes", processes), ("documents", documents)];
    let is_none = parts.iter().all(|(_, all)| all.is_empty());
    html! {
        @if is_none { span.secondary { "nothing on record" } }
        @for (word, all) in &parts {
            @if !all.is_empty() {
                p { (word) " " @for id in all.iter().take(6) { a.id-link href=(visit.record_at(*id)) { (id) } " " } @if all.len() > 6 { "and " (all.len() - 6) " more" } }
            }
        }
    }
}
