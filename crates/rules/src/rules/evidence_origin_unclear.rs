//! Accepted evidence does not say where it comes from.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Evidence, EvidenceStatus};
use model::{Date, RecordId, RecordKind};

pub static RULE: Rule = Rule {
    code: "PB1112",
    name: "evidence origin unclear",
    severity: Severity::Note,
    grade: Grade::Opportunity,
    stage: Stage::Stage2,
    clauses: &["8.1 evidence", "7.5.3 b"],
    what: "Finds accepted evidence without origin or collector, or whose dates contradict each other.",
    why: "evidence whose way nobody can follow can be doubted",
    fix: "record the source system, the collector and the true dates",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Evidence], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "no origin",
            given: |s| s.edit(10, |evidence: &mut Evidence| evidence.origin = "".into()),
            says: &["EV-10 does not say where it comes from"],
        },
        Bad {
            title: "collected before its period",
            given: |s| {
                s.edit(10, |evidence: &mut Evidence| evidence.collected_on = Some(Date::constant(2026, 4, 1)))
            },
            says: &["EV-10 does not say when it was made, as its dates contradict"],
        },
    ],
    good: &[Good { title: "all is said", given: |_| {} }],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(evidence) = facts::get::<Evidence>(ask.isms, id) else { return };
    if evidence.status != EvidenceStatus::Accepted {
        return;
    }
    let before =
        |one: Option<Date>, other: Option<Date>| one.zip(other).is_some_and(|(one, other)| one < other);
    let contradict = before(evidence.period_end, evidence.period_start)
        || before(evidence.collected_on, evidence.period_start)
        || before(evidence.received_on, evidence.collected_on);
    let gaps = [
        (evidence.origin.is_empty(), "where it comes from", "origin"),
        (facts::text(&evidence.collected_by).is_empty(), "who collected it", "collected_by"),
        (contradict, "when it was made, as its dates contradict", "collected_on"),
    ];
    for (_, gap, field) in gaps.into_iter().filter(|(missing, ..)| *missing) {
        report
            .add(Place::field(id, field), format!("{id} does not say {gap}"))
            .proof("origin", &evidence.origin)
            .proof("collected by", facts::text(&evidence.collected_by))
            .proof("period from", facts::text(&evidence.period_start))
            .proof("period to", facts::text(&evidence.period_end))
            .proof("collected on", facts::text(&evidence.collected_on))
            .proof("received on", facts::text(&evidence.received_on))
            .command(format!("plumb set {id} {field}=VALUE"));
    }
}
