//! The dates of a certification, each with the rule that gives it.

use maud::{Markup, html};
use model::records::Certification;
use model::{Date, RecordKind, Ref};
use reports::certification_calendar::{CalendarDate, DateState, bound_words, calendar};

use super::audits::{One, found};
use crate::pages::naming::{counted, short_day};
use crate::pages::record::capital;
use crate::parts::table::{Table, stacked};
use crate::parts::{Action, Status, section, state};
use crate::visit::Visit;

/// Returns the dates that follow from a certification, its audits and what they found, by day.
pub(super) fn of(visit: &Visit, id: Ref<Certification>, cycle: &[One<'_>]) -> Vec<CalendarDate> {
    let mut mine = vec![id.id()];
    for (audit, _) in cycle {
        mine.push(audit.id());
        mine.extend(found(visit, *audit).filter_map(|(_, finding)| Some(finding.nonconformity?.id())));
    }
    let mut dates = calendar(visit.isms(), visit.today);
    dates.retain(|one| mine.contains(&one.record));
    dates
}

/// Returns the dates by which something still has to be done, the earliest first.
pub(super) fn open(dates: &[CalendarDate]) -> impl Iterator<Item = &CalendarDate> {
    dates.iter().filter(|one| match one.state {
        DateState::Ahead | DateState::Over => true,
        DateState::Done(_) => false,
    })
}

/// Returns the dates: those to come, the next marked, and folded those that were kept.
pub(super) fn dates(visit: &Visit, dates: &[CalendarDate]) -> Markup {
    let to_come: Vec<&CalendarDate> = open(dates).collect();
    let kept: Vec<&CalendarDate> =
        dates.iter().filter(|one| !to_come.iter().any(|other| std::ptr::eq(*other, *one))).collect();
    let next = to_come.first().map(|one| one.on);
    let all = Action::link("Timeline", visit.at("/timeline")).quiet();
    let body = html! {
        @if dates.is_empty() { p.words.secondary { "No date follows yet: they are counted from Stage 1, Stage 2 and the body's decision." } }
        @if !to_come.is_empty() { (rows(visit, "dates to come", &to_come, next)) }
        @if !kept.is_empty() {
            details.fold { summary { (counted(kept.len(), "date kept", "dates kept")) } (rows(visit, "dates kept", &kept, None)) }
        }
    };
    section("dates", "Dates", "", &[all], body)
}

/// Returns dates as a table.
fn rows(visit: &Visit, what: &str, dates: &[&CalendarDate], next: Option<Date>) -> Markup {
    let row = |one: &&CalendarDate| {
        vec![
            html! { span.nowrap { (short_day(one.on)) } @if next == Some(one.on) { " " span.tag { "next" } } },
            html! {
                (capital(&one.what))
                @if one.record.kind != RecordKind::Certification {
                    " " a.id-link href=(visit.record_at(one.record)) { (one.record) }
                }
                div.secondary { (bound_words(one.bound)) " this day" }
            },
            standing(one),
            html! {
                span { (one.rule.title) }
                div.secondary { "counted from " span.nowrap { (short_day(one.counted_from)) } ", " (one.because) }
                @if !one.rule.verified { div.secondary { "no public source was seen; the body's own value holds" } }
            },
        ]
    };
    let head = ["Day", "What", "How it stands", "Why that day"].map(str::to_owned).to_vec();
    stacked(&Table { caption: capital(what), head, rows: dates.iter().map(row).collect() })
}

fn standing(one: &CalendarDate) -> Markup {
    match one.state {
        DateState::Done(on) => state(Status::Met, &format!("done {}", short_day(on))),
        DateState::Ahead => state(Status::NotStarted, "ahead"),
        DateState::Over => state(Status::Problem, "over, not on record"),
    }
}
