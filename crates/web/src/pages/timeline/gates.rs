//! The gates: the day of each stage, and what holds it; and what certification bodies ask at theirs.

use std::collections::BTreeMap;

use diagnostics::{Diagnostic, Severity, Stage, Time};
use maud::{Markup, html};
use model::records::{AuditKind, AuditState};
use model::{Date, Words as _};
use reports::certification_gates::{GateStanding, GateState, standing};
use reports::timeline::{Gate, body_gates};
use rules::phase_of;
use standards::certification::GateBefore;
use standards::schedule::{Schedule, Visit as Visiting, certificate_cycle};

use crate::locale::locale;
use crate::pages::naming::{counted, told};
use crate::pages::record::capital;
use crate::parts::table::{Table, table};
use crate::parts::{Status, state};
use crate::visit::Visit;

/// The gates, in the order in which they come.
const STAGES: [Stage; 3] = [Stage::Stage1, Stage::Stage2, Stage::Surveillance];
/// How many causes of a gate are named.
const NAMED: usize = 3;

/// Returns the gates.
pub(super) fn section(visit: &Visit, schedule: &Schedule) -> Markup {
    let results = visit.results();
    let open: Vec<&Diagnostic> =
        results.diagnostics().filter(|one| one.counts() && one.severity == Severity::Error).collect();
    let main = table(&Table {
        caption: String::new(),
        head: ["Gate", "Day", "State", "What holds it"].map(str::to_owned).to_vec(),
        rows: STAGES.iter().map(|stage| row(visit, *stage, &open, schedule)).collect(),
    });
    crate::parts::section("gates", "Gates", "", &[], html! { (main) (of_the_body(visit)) })
}

/// Returns a gate: its day, how it stands, and what holds it that did not hold the one before.
fn row(visit: &Visit, stage: Stage, open: &[&Diagnostic], schedule: &Schedule) -> Vec<Markup> {
    let is_passed = certificate_cycle(visit.isms(), visit.today).is_some() && stage < Stage::Surveillance;
    let mut holding: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for one in open.iter().filter(|one| !is_passed && one.stage <= stage) {
        holding.entry(one.code).or_default().push(one);
    }
    let rules = holding.len();
    let earlier = before_it(visit, stage);
    let own = |all: &mut Vec<&Diagnostic>| earlier.is_none_or(|earlier| all[0].stage > earlier);
    holding.retain(|_, all| own(all));
    let named_before = earlier.filter(|_| holding.len() < rules);
    let (title, conditions) = conditions(visit, stage);
    let href = visit.at(&format!("/readiness?gate={}&level=error", stage.slug()));
    vec![
        html! { a href=(href) { (title) } },
        html! {
            @match day_of(visit, stage, schedule) {
                Some((on, how)) => { span.nowrap { (locale().short_day(on)) } " " span.secondary { (how) } },
                None => span.missing { "no day" },
            }
        },
        html! { @if is_passed { (state(Status::Met, "passed")) } @else { (held(rules, conditions.len())) } },
        html! {
            @if let Some(earlier) = named_before { p { "All that holds " (earlier.title()) @if !holding.is_empty() { ", and:" } } }
            (causes(visit, &holding))
            @if !conditions.is_empty() {
                ul.plain { @for one in &conditions { li { (capital(&locale().days_in(&one.because))) } } }
            }
        },
    ]
}

/// Returns how a gate stands.
fn held(rules: usize, conditions: usize) -> Markup {
    let rules_held = || counted(rules, "rule", "rules");
    let conditions_held = || counted(conditions, "condition of the body", "conditions of the body");
    match (rules, conditions) {
        (0, 0) => state(Status::Met, "nothing holds it"),
        (0, _) => state(Status::Held, &format!("held by {}", conditions_held())),
        (_, 0) => state(Status::Held, &format!("held by {}", rules_held())),
        (_, _) => state(Status::Held, &format!("held by {} and {}", rules_held(), conditions_held())),
    }
}

/// Returns the gate before this one, where it is still to come: what holds it is named there.
fn before_it(visit: &Visit, stage: Stage) -> Option<Stage> {
    certificate_cycle(visit.isms(), visit.today)
        .is_none()
        .then(|| STAGES.into_iter().rev().find(|other| *other < stage))
        .flatten()
}

/// Returns the first error of the next gate that is held: what presses now before what is ahead, the phase that comes first.
/// Where all that holds it waits for something else, that is to be mended first.
pub(super) fn blocker<'a>(
    said: &[&'a Diagnostic],
    errors: &[&'a Diagnostic],
    is_certified: bool,
) -> Option<&'a Diagnostic> {
    let gates = STAGES.into_iter().filter(|stage| !is_certified || *stage == Stage::Surveillance);
    let first = |stage: Stage| {
        let holding = errors.iter().copied().filter(|one| one.stage <= stage);
        holding.min_by_key(|one| {
            (!one.is_open(), one.time == Time::Ahead, phase_of(one.code).number(), one.code)
        })
    };
    let found = gates.into_iter().find_map(first)?;
    let behind = said.iter().copied().find(|one| Some(one.code) == found.held_by && one.is_open());
    Some(behind.unwrap_or(found))
}

/// Returns the name of a gate, and the conditions of the body that hold it; none where it was passed.
fn conditions(visit: &Visit, stage: Stage) -> (String, Vec<GateStanding>) {
    let cycle = certificate_cycle(visit.isms(), visit.today);
    let gate = match (stage, cycle.map(|cycle| cycle.next)) {
        (Stage::Stage1, None) => Some(Gate::Stage1),
        (Stage::Stage2, None) => Some(Gate::Stage2),
        (Stage::Surveillance, Some(Visiting::Surveillance(_))) => Some(Gate::Surveillance),
        (Stage::Surveillance, Some(Visiting::Recertification)) => Some(Gate::Recertification),
        (Stage::Stage1 | Stage::Stage2, Some(_)) | (Stage::Surveillance, None) => None,
    };
    let title = match cycle.filter(|_| stage == Stage::Surveillance) {
        Some(cycle) => cycle.next.title(),
        None => stage.title().to_owned(),
    };
    let body = gate.map(|gate| body_gates(visit.isms(), visit.today, gate)).unwrap_or_default();
    (title, body.into_iter().filter(|one| one.state == GateState::Holds).collect())
}

fn causes(visit: &Visit, holding: &BTreeMap<&str, Vec<&Diagnostic>>) -> Markup {
    html! {
        @if !holding.is_empty() { ul.plain {
            @for (code, all) in holding.iter().take(NAMED) {
                li {
                    a.id-link href=(visit.at(&format!("/readiness?gate=all&open={code}#{code}"))) { (code) }
                    " " (told(visit.isms(), &all[0].message))
                    @if all.len() > 1 { span.secondary { ", and " (all.len() - 1) " more" } }
                }
            }
        } }
        @if holding.len() > NAMED { span.secondary { "and " (counted(holding.len() - NAMED, "more rule", "more rules")) } }
    }
}

/// Returns the day of a gate: of the audit that is planned, else by the plan.
fn day_of(visit: &Visit, stage: Stage, schedule: &Schedule) -> Option<(Date, &'static str)> {
    let kinds: &[AuditKind] = match stage {
        Stage::Stage1 => &[AuditKind::Stage1],
        Stage::Stage2 => &[AuditKind::Stage2],
        Stage::Surveillance => &[AuditKind::Surveillance, AuditKind::Recertification],
    };
    let audits = || {
        let of = visit.isms().audits.iter().map(|(_, audit)| audit);
        of.filter(|audit| {
            audit.state != AuditState::Cancelled && audit.kind.is_some_and(|kind| kinds.contains(&kind))
        })
    };
    let ahead = audits().filter(|audit| audit.done_on.is_none());
    let next =
        ahead.filter_map(|audit| Some((audit.planned_on?, audit.kind.map_or("", AuditKind::word)))).min();
    let last = audits().filter_map(|audit| audit.done_on).max();
    let by_plan = || match stage {
        Stage::Stage1 => schedule.phase(6).map(|phase| phase.ends_on),
        Stage::Stage2 => schedule.phase(7).map(|phase| phase.ends_on),
        Stage::Surveillance => Some(schedule.first_surveillance_by),
    };
    next.or_else(|| last.map(|on| (on, "done"))).or_else(|| by_plan().map(|on| (on, "by the plan")))
}

/// Returns what the rules for certification bodies ask at their own gates.
fn of_the_body(visit: &Visit) -> Markup {
    let standing = standing(visit.isms(), visit.today);
    let holds = standing.iter().filter(|one| one.state == GateState::Holds).count();
    let row = |one: &GateStanding| {
        let gate = one.gate;
        let sources: Vec<&str> =
            gate.rules().filter_map(|rule| rule.source.first()).map(String::as_str).collect();
        vec![
            html! { (before(gate.before)) },
            html! { (gate.holds) },
            html! {
                @match one.state {
                    GateState::Passed => (state(Status::Met, one.state.word())),
                    GateState::Holds => (state(Status::Held, "not met")),
                    GateState::Body => (state(Status::NotApplicable, one.state.word())),
                    GateState::NotYet => (state(Status::NotStarted, one.state.word())),
                }
                p.secondary.small { (capital(&locale().days_in(&one.because))) }
            },
            html! { span.secondary.small { (sources.join(", ")) } },
        ]
    };
    html! {
        details.fold {
            summary { "What a certification body has to see at its own gates" @if holds > 0 { ": " (holds) " not met on record" } }
            (table(&Table {
                caption: String::new(),
                head: ["Before", "What is asked", "On record", "Rules"].map(str::to_owned).to_vec(),
                rows: standing.iter().map(row).collect(),
            }))
        }
    }
}

fn before(gate: GateBefore) -> &'static str {
    match gate {
        GateBefore::Stage2 => "Stage 2 begins",
        GateBefore::Decision => "a positive decision",
        GateBefore::Team => "the team is chosen",
        GateBefore::Programme => "the programme is approved",
        GateBefore::Time => "the audit time is approved",
        GateBefore::Visit => "a certified client is visited",
    }
}
