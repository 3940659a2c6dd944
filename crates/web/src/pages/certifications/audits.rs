//! The audits of a certification, and what they found that is still open.

use maud::{Markup, html};
use model::records::{
    Audit, AuditKind, AuditState, Certification, Finding, FindingState, Nonconformity, NonconformityState,
};
use model::{Date, Entry, Ref, Words as _};

use crate::pages::naming::{counted, day_of_audit, owner_cell, short_day};
use crate::pages::record::standing::standing;
use crate::parts::table::{Table, stacked};
use crate::parts::{Action, section, state};
use crate::visit::Visit;

/// An audit with its id.
pub(super) type One<'a> = (Ref<Audit>, &'a Entry<Audit>);

/// Returns the audits of the body that serve a certification, by their days.
pub(super) fn of_cycle<'a>(visit: &'a Visit, id: Ref<Certification>, one: &Certification) -> Vec<One<'a>> {
    let serves = |audit: Ref<Audit>, entry: &Audit| {
        entry.kind.is_some_and(AuditKind::is_certification)
            && (entry.certification == Some(id) || one.audit == Some(audit))
    };
    let mut all: Vec<One> =
        visit.isms().audits.iter().filter(|(audit, entry)| serves(*audit, entry)).collect();
    all.sort_by_key(|(audit, entry)| (day_of_audit(entry), *audit));
    all
}

/// Says whether somebody still has to do something about an audit.
pub(super) fn is_open(audit: &Audit) -> bool {
    match audit.state {
        AuditState::Planned | AuditState::Running | AuditState::Done | AuditState::Concluded => true,
        AuditState::Reported | AuditState::Cancelled => false,
    }
}

/// Returns the audits of the cycle.
pub(super) fn audits(visit: &Visit, id: Ref<Certification>, cycle: &[One<'_>]) -> Markup {
    let plan = visit.at(&format!("{}/do/receive-plan", crate::address::record(id.id())));
    let more =
        if visit.is_past() { Vec::new() } else { vec![Action::link("Record the body's plan", plan).quiet()] };
    let rows = cycle.iter().map(|(id, audit)| {
        let found = found(visit, *id).count();
        vec![
            html! { a.id-link href=(visit.record_at(*id)) { (id) } },
            html! { (audit.title) @if let Some(kind) = kind_beside(audit) { div.secondary { (kind) } } },
            html! { @match day_of_audit(audit) { Some(day) => span.nowrap { (short_day(day)) }, None => span.missing { "no day" } } },
            html! { @match audit.days { Some(days) => (days), None => span.missing { "–" } } },
            html! { @if let Some((status, word)) = standing(*audit, visit.today) { (state(status, &word)) } },
            html! { @if found == 0 { span.secondary { "none" } } @else { a href=(visit.at(&format!("/findings?q={id}"))) { (found) } } },
        ]
    });
    let count = if cycle.is_empty() { String::new() } else { cycle.len().to_string() };
    let head = ["Id", "Audit", "Day", "#Days", "How it stands", "#Findings"].map(str::to_owned).to_vec();
    let body = html! {
        @if cycle.is_empty() { p.words.secondary { "No audit of the body is on record. What it plans is recorded with its letter." } }
        @else { (stacked(&Table { caption: String::new(), head, rows: rows.collect() })) }
    };
    section("audits", "Audits of the body", &count, &more, body)
}

/// Returns the word of an audit's kind, where its title does not say it.
fn kind_beside(audit: &Audit) -> Option<&'static str> {
    let word = audit.kind?.word();
    (!audit.title.to_lowercase().contains(word)).then_some(word)
}

/// Returns the findings of an audit.
pub(super) fn found(
    visit: &Visit,
    audit: Ref<Audit>,
) -> impl Iterator<Item = (Ref<Finding>, &Entry<Finding>)> {
    visit.isms().findings.iter().filter(move |(_, finding)| finding.audit == Some(audit))
}

/// Returns what the audits found and nobody closed, with the nonconformity that deals with it.
pub(super) fn findings(visit: &Visit, cycle: &[One<'_>]) -> Markup {
    let isms = visit.isms();
    let nonconformity = |finding: &Finding| -> Option<(Ref<Nonconformity>, &Entry<Nonconformity>)> {
        let id = finding.nonconformity?;
        Some((id, isms.nonconformities.get(&id)?))
    };
    let all: Vec<_> = cycle.iter().flat_map(|(audit, _)| found(visit, *audit)).collect();
    let is_open = |finding: &Finding| {
        // What a nonconformity deals with is over when that is closed.
        match nonconformity(finding) {
            Some((_, one)) => one.state != NonconformityState::Closed,
            None => finding.state.is_open(),
        }
    };
    let open: Vec<_> = all.iter().filter(|(_, finding)| is_open(finding)).collect();
    let rows = open.iter().map(|(id, finding)| {
        let dealt = nonconformity(finding);
        let due = finding.answer_due;
        let is_late = |due: Date| due < visit.today && finding.state == FindingState::Open;
        vec![
            html! { a.id-link href=(visit.record_at(*id)) { (id) } },
            html! {
                (finding.title)
                div.secondary {
                    (finding.grade.map_or("not graded", model::Words::word))
                    @if let Some(clause) = &finding.clause { ", " (clause) }
                    @if let Some(audit) = finding.audit { ", " (audit) }
                }
            },
            html! {
                @match dealt {
                    Some((id, one)) => {
                        a.id-link href=(visit.record_at(id)) { (id) } " "
                        @if let Some((status, word)) = standing(one, visit.today) { (state(status, &word)) }
                    },
                    None => { @if let Some((status, word)) = standing(*finding, visit.today) { (state(status, &word)) } },
                }
            },
            html! { @match dealt { Some((_, one)) => span.nowrap { (owner_cell(isms, one.owner.as_ref())) }, None => span.secondary { "–" } } },
            html! { @match due { Some(due) => span.nowrap.late[is_late(due)] { (short_day(due)) }, None => span.secondary { "–" } } },
        ]
    });
    let head = ["Id", "Found", "Dealt with", "Owner", "Answer due"].map(str::to_owned).to_vec();
    let count = if open.is_empty() { String::new() } else { open.len().to_string() };
    let body = html! {
        @if open.is_empty() {
            p.words.secondary {
                @if all.is_empty() { "The body's audits found nothing that is on record." }
                @else { "All that the body's audits found is closed: " (counted(all.len(), "finding", "findings")) "." }
            }
        } @else { (stacked(&Table { caption: String::new(), head, rows: rows.collect() })) }
    };
    section("findings", "Findings open", &count, &[], body)
}
