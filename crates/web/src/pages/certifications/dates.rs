//! The dates of a certification, each with the rule that gives it.

use maud::{Markup, html};
use model::Ref;
use model::records::Certification;
use reports::certification_calendar::{CalendarDate, DateState, bound_words, calendar};

use super::audits::{One, found};
use crate::pages::naming::short_day;
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

/// Returns the dates as a table, the one that comes next marked.
pub(super) fn dates(visit: &Visit, dates: &[CalendarDate]) -> Markup {
    let next = open(dates).next().map(|one| one.on);
    let rows = dates.iter().map(|one| {
        let is_next = next == Some(one.on);
        vec![
            html! { span.nowrap { (short_day(one.on)) } @if is_next { " " span.tag { "next" } } },
            html! {
                (capital(&one.what))
                @if one.record.kind != model::RecordKind::Certification {
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
    });
    let head = ["Day", "What", "How it stands", "Why that day"].map(str::to_owned).to_vec();
    let all = Action::link("Timeline", visit.at("/timeline")).quiet();
    let body = html! {
        @if dates.is_empty() { p.words.secondary { "No date follows yet: they are counted from Stage 1, Stage 2 and the body's decision." } }
        @else { (stacked(&Table { caption: String::new(), head, rows: rows.collect() })) }
    };
    section("dates", "Dates", "", &[all], body)
}

fn standing(one: &CalendarDate) -> Markup {
    match one.state {
        DateState::Done(on) => state(Status::Met, &format!("done {}", short_day(on))),
        DateState::Ahead => state(Status::NotStarted, "ahead"),
        DateState::Over => state(Status::Problem, "over, not on record"),
    }
}
