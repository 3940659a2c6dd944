//! The timeline: phases with what holds each, the gates on the way with their days, audits and dates of the certificate.

use std::collections::BTreeMap;

use diagnostics::{Diagnostic, Severity, Stage, Verdict};
use model::records::{AuditKind, AuditState};
use model::{Date, Isms, RecordId};
use rules::phase_of;
use standards::certification::GateBefore;
use standards::schedule::{Forecast, Schedule, forecast_of, plan_of};

use crate::certification_calendar::{DateState, calendar};
use crate::certification_gates::{GateStanding, GateState, standing_before};

/// The whole way, on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// The dates of the plan.
    pub schedule: Schedule,
    /// When the certificate is expected, and what decides that; nothing once one holds.
    pub forecast: Option<Forecast>,
    /// What makes it later than planned; one sentence each.
    pub late: Vec<String>,
    /// The nine phases.
    pub lanes: Vec<Lane>,
    /// The gates on the way.
    pub gates: Vec<GateOnTheWay>,
    /// Audits, reviews and dates of the certificate, by day.
    pub marks: Vec<Mark>,
}

/// A phase, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    /// Its number.
    pub number: u32,
    /// Its name.
    pub title: &'static str,
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// How it stands.
    pub state: LaneState,
    /// What is open in it, by rule: errors first.
    pub open: Vec<Open>,
}

/// How a phase stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LaneState {
    /// It has not begun.
    Ahead,
    /// It is under way.
    Now,
    /// Its last day is over and errors are open.
    Late,
    /// Its last day is over and no error is open.
    Done,
}

impl GateOnTheWay {
    /// Returns the conditions of the body that hold the gate.
    pub fn conditions(&self) -> impl Iterator<Item = &GateStanding> {
        self.body.iter().filter(|one| one.state == GateState::Holds)
    }
}

impl LaneState {
    /// Returns its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Ahead => "ahead",
            Self::Now => "now",
            Self::Late => "late",
            Self::Done => "done",
        }
    }
}

/// A rule that fires, and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Open {
    /// Its code.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// How grave.
    pub severity: Severity,
    /// How often.
    pub count: usize,
}

/// A gate, its day and what holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateOnTheWay {
    /// The gate.
    pub gate: Gate,
    /// Its day; none where nothing gives one.
    pub on: Option<Date>,
    /// Where the day comes from.
    pub because: String,
    /// The rules whose errors hold it.
    pub errors: Vec<Open>,
    /// How many warnings there are.
    pub warnings: usize,
    /// The gates of the body before and at it.
    pub body: Vec<GateStanding>,
}

/// A gate of the engagement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gate {
    /// Documents and readiness.
    Stage1,
    /// Does it work?
    Stage2,
    /// The yearly visit.
    Surveillance,
    /// The third year.
    Recertification,
}

impl Gate {
    /// All of them, in the order of the way.
    pub const ALL: [Self; 4] = [Self::Stage1, Self::Stage2, Self::Surveillance, Self::Recertification];

    /// Returns its name in commands.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Stage1 => "stage1",
            Self::Stage2 => "stage2",
            Self::Surveillance => "surveillance",
            Self::Recertification => "recertification",
        }
    }

    /// Returns the last stage whose rules it asks.
    #[must_use]
    pub fn stage(self) -> Stage {
        match self {
            Self::Stage1 => Stage::Stage1,
            Self::Stage2 => Stage::Stage2,
            Self::Surveillance | Self::Recertification => Stage::Surveillance,
        }
    }

    fn kind(self) -> AuditKind {
        match self {
            Self::Stage1 => AuditKind::Stage1,
            Self::Stage2 => AuditKind::Stage2,
            Self::Surveillance => AuditKind::Surveillance,
            Self::Recertification => AuditKind::Recertification,
        }
    }

    /// Returns the points of the body's way that it stands at.
    fn before(self) -> &'static [GateBefore] {
        match self {
            Self::Stage1 => &[GateBefore::Team, GateBefore::Time],
            Self::Stage2 => &[GateBefore::Stage2, GateBefore::Team, GateBefore::Time, GateBefore::Decision],
            Self::Surveillance => &[GateBefore::Visit, GateBefore::Programme],
            Self::Recertification => &[
                GateBefore::Visit,
                GateBefore::Team,
                GateBefore::Programme,
                GateBefore::Time,
                GateBefore::Decision,
            ],
        }
    }
}

/// Something that happens on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The day.
    pub on: Date,
    /// What.
    pub what: String,
    /// How it stands: done, ahead, over.
    pub state: String,
    /// The record behind it.
    pub record: RecordId,
    /// The word of the rule behind it, where one gives the day.
    pub rule: Option<&'static str>,
}

/// Returns the whole way from the records and what the rules said for the same day.
#[must_use]
pub fn timeline<'a>(
    isms: &Isms,
    today: Date,
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
) -> Timeline {
    let schedule = plan_of(isms, today);
    let counting: Vec<&Diagnostic> = diagnostics.into_iter().filter(|one| one.counts()).collect();
    // There are few rules, and they may say much: each is counted once, and looked up once.
    let open_rules = by_rule(counting.iter().copied());
    let phases: Vec<u32> = open_rules.iter().map(|open| phase_of(open.code).number()).collect();
    let lanes = schedule.phases.iter().map(|phase| {
        let of_phase = open_rules.iter().zip(&phases).filter(|(_, number)| **number == phase.number);
        let open: Vec<Open> = of_phase.map(|(open, _)| *open).collect();
        let has_errors = open.iter().any(|open| open.severity == Severity::Error);
        let state = match (phase.starts_on <= today, phase.ends_on < today) {
            (false, _) => LaneState::Ahead,
            (true, false) => LaneState::Now,
            (true, true) if has_errors => LaneState::Late,
            (true, true) => LaneState::Done,
        };
        let (number, title) = (phase.number, phase.title);
        Lane { number, title, from: phase.starts_on, to: phase.ends_on, state, open }
    });
    let lanes: Vec<Lane> = lanes.collect();
    let unfinished: Vec<u32> =
        lanes.iter().filter(|lane| lane.state == LaneState::Late).map(|lane| lane.number).collect();
    let forecast = forecast_of(isms, today, &unfinished);
    let late = forecast.as_ref().map(|forecast| late(&schedule, forecast, &lanes)).unwrap_or_default();
    let gates = Gate::ALL.into_iter().filter_map(|gate| on_the_way(isms, today, gate, &schedule, &counting));
    let gates = gates.collect();
    Timeline { gates, lanes, marks: marks(isms, today), schedule, forecast, late }
}

/// Says which phases on the way to the day end later than planned, and which have errors left.
fn late(schedule: &Schedule, forecast: &Forecast, lanes: &[Lane]) -> Vec<String> {
    let of = |number: u32| lanes.iter().find(|lane| lane.number == number);
    let later = |number: u32, ends: Date| {
        let planned = schedule.phase(number)?;
        let days = planned.ends_on.until(ends).map_or(0, |span| span.get_days());
        let errors = of(number).filter(|lane| lane.state == LaneState::Late).map_or(0, errors_of);
        let open = match errors {
            0 => String::new(),
            1 => ", as 1 error is open in it".to_owned(),
            errors => format!(", as {errors} errors are open in it"),
        };
        (days > 0).then(|| format!("{} ends {days} days later than planned{open}", planned.title))
    };
    forecast.critical().filter_map(|step| later(step.number, step.ends_on)).collect()
}

fn errors_of(lane: &Lane) -> usize {
    lane.open.iter().filter(|open| open.severity == Severity::Error).map(|open| open.count).sum()
}

/// Returns rules with how often each fires, errors first.
fn by_rule<'a>(diagnostics: impl Iterator<Item = &'a Diagnostic>) -> Vec<Open> {
    let mut by_code: BTreeMap<&str, Open> = BTreeMap::new();
    for one in diagnostics {
        let open = by_code.entry(one.code).or_insert(Open {
            code: one.code,
            name: one.name,
            severity: one.severity,
            count: 0,
        });
        open.count += 1;
        open.severity = open.severity.max(one.severity);
    }
    let mut all: Vec<Open> = by_code.into_values().collect();
    all.sort_by_key(|open| (std::cmp::Reverse(open.severity), open.code));
    all
}

/// Returns a gate as it stands; nothing where it was passed.
fn on_the_way(
    isms: &Isms,
    today: Date,
    gate: Gate,
    schedule: &Schedule,
    counting: &[&Diagnostic],
) -> Option<GateOnTheWay> {
    let (on, because) = day_of(isms, today, gate, schedule)?;
    let asked = || counting.iter().copied().filter(|one| one.stage <= gate.stage());
    let errors = by_rule(asked().filter(|one| one.severity == Severity::Error));
    let warnings = asked().filter(|one| one.severity == Severity::Warning).count();
    let body = standing_before(isms, today, gate.before());
    Some(GateOnTheWay { gate, on, because, errors, warnings, body })
}

/// Returns the day of a gate and where it comes from; nothing where the gate was passed, or is not in sight.
#[must_use]
pub fn day_of(isms: &Isms, today: Date, gate: Gate, schedule: &Schedule) -> Option<(Option<Date>, String)> {
    let of_kind = || {
        let all = isms.audits.iter().filter(|(_, audit)| audit.kind == Some(gate.kind()));
        all.filter(|(_, audit)| audit.state != AuditState::Cancelled)
    };
    let is_done = |on: Option<Date>| on.is_some_and(|on| on <= today);
    let to_come = of_kind().filter(|(_, audit)| !is_done(audit.done_on));
    let planned = to_come.filter_map(|(id, audit)| Some((audit.planned_on?, id))).min();
    if let Some((on, id)) = planned {
        return Some((Some(on), format!("{id} is planned")));
    }
    let computed = |what: &str| {
        let dates = calendar(isms, today);
        let next =
            dates.into_iter().find(|one| one.what.contains(what) && !matches!(one.state, DateState::Done(_)));
        next.map(|one| (Some(one.on), format!("{} ({})", one.what, one.rule.id)))
    };
    let phase = |number| {
        let passed = of_kind().any(|(_, audit)| is_done(audit.done_on));
        let certified = isms.certifications.iter().any(|(_, one)| is_done(one.decided_on));
        let phase = schedule.phase(number).filter(|_| !passed && !certified)?;
        Some((Some(phase.starts_on), "as the plan has it".to_owned()))
    };
    match gate {
        Gate::Stage1 => phase(6),
        Gate::Stage2 => phase(7),
        Gate::Surveillance => computed("surveillance"),
        Gate::Recertification => computed("recertification audit"),
    }
}

/// Returns the gates of the body at a gate.
#[must_use]
pub fn body_gates(isms: &Isms, today: Date, gate: Gate) -> Vec<GateStanding> {
    standing_before(isms, today, gate.before())
}

/// Returns audits, reviews and the dates of the certificate, by day.
fn marks(isms: &Isms, today: Date) -> Vec<Mark> {
    let state = |done: Option<Date>, on: Date| match done {
        Some(done) if done <= today => "done".to_owned(),
        Some(_) | None if on < today => "over".to_owned(),
        Some(_) | None => "ahead".to_owned(),
    };
    let audits = isms.audits.iter().filter(|(_, audit)| audit.state != AuditState::Cancelled);
    let audits = audits.filter_map(|(id, audit)| {
        let on = audit.done_on.or(audit.planned_on)?;
        let state = state(audit.done_on, on);
        Some(Mark { on, what: isms.name_of(id.id()), state, record: id.id(), rule: None })
    });
    let reviews = isms.management_reviews.iter().filter_map(|(id, review)| {
        let on = review.held_on.or(review.planned_on)?;
        let state = state(review.held_on, on);
        Some(Mark { on, what: isms.name_of(id.id()), state, record: id.id(), rule: None })
    });
    let decisions = isms.certifications.iter().filter_map(|(id, one)| {
        let on = one.decided_on?;
        let what = format!("{}: decision of the body", isms.name_of(id.id()));
        Some(Mark { on, what, state: state(Some(on), on), record: id.id(), rule: None })
    });
    let dates = calendar(isms, today).into_iter().map(|one| Mark {
        on: one.on,
        state: one.state.words(),
        record: one.record,
        rule: Some(one.rule.id.as_str()),
        what: one.what,
    });
    let mut all: Vec<Mark> = audits.chain(reviews).chain(decisions).chain(dates).collect();
    all.sort_by(|one, other| (one.on, one.record, &one.what).cmp(&(other.on, other.record, &other.what)));
    all
}

/// Returns the rules that fire on a later day and not, or less often, today: what will be late, stale or ended by then.
#[must_use]
pub fn new_by_then(today: &[Diagnostic], then: &[Diagnostic]) -> Vec<Open> {
    let fired = |one: &&Diagnostic| one.counts() && one.verdict == Verdict::Fired;
    let is_there = |one: &Diagnostic| {
        let mut same = today.iter().filter(fired).filter(|other| other.code == one.code);
        same.any(|other| other.place == one.place)
    };
    by_rule(then.iter().filter(fired).filter(|one| !is_there(one)))
}

#[cfg(test)]
mod tests {
    use model::records::Audit;

    use super::*;
    use crate::sample::{blank, good};

    fn said(isms: &Isms, today: Date) -> Vec<Diagnostic> {
        let results = rules::check(&rules::Ask::new(isms, None, today));
        results.diagnostics().cloned().collect()
    }

    #[test]
    fn nine_phases_stand_with_what_is_open_in_each() {
        let sample = blank();
        let way = timeline(&sample.isms, sample.today, &said(&sample.isms, sample.today));
        assert_eq!(way.lanes.len(), 9);
        assert!(way.lanes[0].open.iter().any(|open| open.code == "PB0401"), "{:?}", way.lanes[0]);
        assert_eq!(way.gates.iter().map(|gate| gate.gate).collect::<Vec<_>>(), [Gate::Stage1, Gate::Stage2]);
        assert!(way.gates[0].errors.iter().any(|open| open.code == "PB0401"));
    }

    #[test]
    fn a_gate_has_the_day_of_its_audit_and_goes_when_that_is_done() {
        let mut sample = good();
        let way = timeline(&sample.isms, sample.today, &[]);
        assert_eq!(way.gates[0].on, Some(model::Date::new(2026, 9, 7).expect("a day")));
        assert!(way.gates[0].because.contains("is planned"));
        assert!(
            way.marks.iter().any(|mark| mark.what == "Stage 1" && mark.state == "ahead"),
            "{:?}",
            way.marks
        );
        let today = sample.today;
        sample.edit(2, |audit: &mut Audit| audit.done_on = Some(today));
        let way = timeline(&sample.isms, sample.today, &[]);
        assert_eq!(way.gates[0].gate, Gate::Stage2);
    }

    #[test]
    fn a_phase_with_errors_makes_the_certificate_late_and_is_named() {
        let mut sample = good();
        let (begins, ends) = (model::Date::constant(2026, 1, 5), model::Date::constant(2026, 1, 30));
        let phase = model::records::Phase { number: 1, starts_on: Some(begins), ends_on: Some(ends) };
        sample.edit_one(|plan: &mut model::records::Plan| plan.phases = vec![phase]);
        sample.edit_one(|scope: &mut model::records::Scope| scope.approvals.clear());
        let way = timeline(&sample.isms, sample.today, &said(&sample.isms, sample.today));
        assert_eq!(way.lanes[0].state, LaneState::Late);
        let named =
            way.late.iter().any(|words| words.starts_with("Scope ends ") && words.contains("open in it"));
        assert!(named, "{:?} {:?}", way.late, way.forecast);
    }

    #[test]
    fn a_forecast_names_what_is_new_by_then() {
        let sample = good();
        let today = said(&sample.isms, sample.today);
        let later = sample.today.saturating_add(model::Span::new().years(2));
        let new = new_by_then(&today, &said(&sample.isms, later));
        assert!(!new.is_empty());
        assert!(new_by_then(&today, &today).is_empty());
    }
}
