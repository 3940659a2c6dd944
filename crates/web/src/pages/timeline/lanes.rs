//! The phases as lanes: how each stands, and what holds the gate at its end.

use std::collections::BTreeMap;

use diagnostics::{Diagnostic, Severity};
use maud::{Markup, html};
use model::Key;
use reports::timeline::{Gate, Lane as Phase, LaneState, Timeline};
use rules::phase_of;

use super::range::Range;
use crate::locale::locale;
use crate::pages::naming::counted;
use crate::parts::Status;
use crate::parts::lanes::{Lane, Lanes, lanes};
use crate::visit::Visit;

/// How many rules that hold a gate are named in a lane.
const NAMED: usize = 3;

/// Returns the lanes of the phases that the picture shows.
pub(super) fn phases(visit: &Visit, way: &Timeline, range: Range, errors: &[&Diagnostic]) -> Markup {
    let shown = way.lanes.iter().filter(|phase| {
        let is_on_the_way = phase.number < super::LAST || way.schedule.cycle.is_some();
        is_on_the_way && range.shows(phase.from, phase.to)
    });
    let today = visit.today;
    lanes(&Lanes {
        ticks: range.words(),
        today: range.shows(today, today).then(|| range.share(today)),
        lanes: shown.map(|phase| lane(visit, way, range, phase, errors)).collect(),
    })
}

fn lane(visit: &Visit, way: &Timeline, range: Range, phase: &Phase, errors: &[&Diagnostic]) -> Lane {
    let state = state_of(way, phase);
    let span = (range.share(phase.from), range.share(phase.to));
    let today = range.share(visit.today).clamp(span.0, span.1);
    let gone = u32::from(today - span.0) * 100 / u32::from((span.1 - span.0).max(1));
    Lane {
        number: u8::try_from(phase.number).unwrap_or(u8::MAX),
        name: phase.title.to_owned(),
        href: visit.at(&format!("/readiness?group=phase#phase-{}", phase.number)),
        span,
        done: match phase.state {
            LaneState::Done | LaneState::Late => 100,
            LaneState::Now => u8::try_from(gone.min(100)).unwrap_or(100),
            LaneState::Ahead => 0,
        },
        dates: format!("{} to {}", locale().short_day(phase.from), locale().short_day(phase.to)),
        gate: hold(visit, way, phase, errors),
        action: None,
        state,
    }
}

/// Returns the sign and the word of a phase: the same in its lane and in the table of dates.
pub(super) fn state_of(way: &Timeline, phase: &Phase) -> (Status, String) {
    let is_passed = way.schedule.cycle.is_some() && phase.number < super::LAST;
    let status = match phase.state {
        LaneState::Late if is_passed => return (Status::Met, LaneState::Done.word().to_owned()),
        LaneState::Done => Status::Met,
        LaneState::Now => Status::InProgress,
        LaneState::Late => Status::Problem,
        LaneState::Ahead => match gate_at(way, phase.number) {
            Some(gate) if !gate.errors.is_empty() || gate.conditions().next().is_some() => {
                return (Status::Held, "held".to_owned());
            }
            Some(_) | None => Status::NotStarted,
        },
    };
    (status, phase.state.word().to_owned())
}

/// Returns the audit of the body that a phase begins with, where it is still to come.
fn gate_at(way: &Timeline, phase: u32) -> Option<&reports::timeline::GateOnTheWay> {
    let is_it = |gate: Gate| match gate {
        Gate::Stage1 => phase == 6,
        Gate::Stage2 => phase == 7,
        Gate::Surveillance | Gate::Recertification => phase == 9 && way.schedule.cycle.is_some(),
    };
    way.gates.iter().find(|one| is_it(one.gate))
}

/// Returns what holds the gate of a phase, in words: how much, and the first of it.
fn hold(visit: &Visit, way: &Timeline, phase: &Phase, errors: &[&Diagnostic]) -> Markup {
    let is_certified = way.schedule.cycle.is_some();
    if phase.number == super::LAST && is_certified {
        return held(visit, html! { "held by " b { (count(errors)) } }, errors);
    }
    if is_certified {
        return html! {};
    }
    if let Some(gate) = gate_at(way, phase.number) {
        return at_the_audit(visit, gate);
    }
    let own: Vec<&Diagnostic> =
        errors.iter().copied().filter(|one| phase_of(one.code).number() == phase.number).collect();
    match phase.state {
        LaneState::Now | LaneState::Late if own.is_empty() => {
            html! { span.secondary { "nothing holds its gate" } }
        }
        LaneState::Now | LaneState::Late => held(visit, html! { "held by " b { (count(&own)) } }, &own),
        LaneState::Ahead if own.is_empty() => html! {},
        LaneState::Ahead => held(visit, html! { b { (own.len()) } " to mend before its gate opens" }, &own),
        LaneState::Done => html! {},
    }
}

/// Returns what holds the audit that a phase begins with; its causes stand in the lanes above and under *Gates*.
fn at_the_audit(visit: &Visit, gate: &reports::timeline::GateOnTheWay) -> Markup {
    let errors: usize = gate.errors.iter().map(|open| open.count).sum();
    let href = visit.at(&format!("/readiness?gate={}&level=error", gate.gate.stage().slug()));
    let conditions = gate.conditions().count();
    html! {
        @if errors > 0 || conditions > 0 { "held by " }
        @if errors > 0 { a href=(href) { (counted(errors, "error", "errors")) } }
        @if errors > 0 && conditions > 0 { " and " }
        @if conditions > 0 { a href="#gates" { (counted(conditions, "condition of the body", "conditions of the body")) } }
    }
}

/// Returns a count of errors and the first rules behind them, each with its records and a link.
fn held(visit: &Visit, words: Markup, errors: &[&Diagnostic]) -> Markup {
    let mut rules: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for one in errors {
        rules.entry(one.code).or_default().push(one);
    }
    html! {
        @if errors.is_empty() { span.secondary { "nothing holds its gate" } }
        @else {
            (words) ": "
            @for (place, (code, all)) in rules.iter().take(NAMED).enumerate() {
                @if place > 0 { " · " }
                a href=(visit.at(&format!("/readiness?gate=all&open={code}#{code}"))) { (of(all)) }
            }
            @if rules.len() > NAMED { span.secondary { " · and " (counted(rules.len() - NAMED, "more rule", "more rules")) } }
        }
    }
}

fn count(errors: &[&Diagnostic]) -> String {
    counted(errors.len(), "error", "errors")
}

/// Names what a rule says: the record and the rule, or how many records.
fn of(all: &[&Diagnostic]) -> String {
    // Of what there is only one, the rule names it already.
    let (first, name) = (all[0].place.record().filter(|id| id.key != Key::One), all[0].name);
    match (first, all.len() - 1) {
        (Some(id), 0) => format!("{id} {name}"),
        (Some(id), more) => format!("{id} and {more} more: {name}"),
        (None, 0) => name.to_owned(),
        (None, more) => format!("{name}, {} times", more + 1),
    }
}

/// Returns what counts at a gate: errors in the order in which their phases come.
pub(super) fn errors(results: &rules::Results) -> Vec<&Diagnostic> {
    let mut all: Vec<&Diagnostic> =
        results.diagnostics().filter(|one| one.counts() && one.severity == Severity::Error).collect();
    all.sort_by_cached_key(|one| (phase_of(one.code).number(), one.code));
    all
}
