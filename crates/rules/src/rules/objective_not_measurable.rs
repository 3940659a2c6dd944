//! An objective without measure or target.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Objective;
use model::{RecordId, RecordKind};

pub static RULE: Rule = Rule {
    code: "PB0631",
    name: "objective not measurable",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.2 b"],
    what: "Finds open objectives without measure or target, where nobody said why they cannot be measured.",
    why: "what is not measured can neither be reached nor missed",
    fix: "add measure and target, or say why measuring is not practicable",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Objective], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "no target",
            given: |s| s.edit(2, |one: &mut Objective| one.target = None),
            says: &["OBJ-2 cannot be measured, as it has no target"],
        },
        Bad {
            title: "no measure",
            given: |s| s.edit(1, |one: &mut Objective| one.measure = "".into()),
            says: &["OBJ-1 cannot be measured, as it has no measure"],
        },
    ],
    good: &[
        Good { title: "measure and target are there", given: |_| {} },
        Good {
            title: "it says why",
            given: |s| {
                s.edit(1, |one: &mut Objective| {
                    one.target = None;
                    one.not_measurable_because = "Trust has no number.".into();
                })
            },
        },
        Good {
            title: "a measure on record shows it",
            given: |s| s.edit(2, |one: &mut Objective| one.measure = "".into()),
        },
        Good {
            title: "closed",
            given: |s| {
                let today = s.today;
                s.edit(1, |one: &mut Objective| {
                    one.target = None;
                    one.closed_on = Some(today);
                })
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(objective) = facts::get::<Objective>(ask.isms, id) else { return };
    if objective.closed_on.is_some() || !objective.not_measurable_because.is_empty() {
        return;
    }
    let gaps = [
        (objective.measure.is_empty() && objective.measured_with.is_none(), "measure", "WHAT"),
        (objective.target.is_none(), "target", "NUMBER"),
    ];
    for (_, field, value) in gaps.into_iter().filter(|(missing, ..)| *missing) {
        report
            .add(Place::field(id, field), format!("{id} cannot be measured, as it has no {field}"))
            .proof("measure", &objective.measure)
            .proof("target", facts::text(&objective.target))
            .proof("not measurable because", &objective.not_measurable_because)
            .command(format!("plumb set {id} {field}={value}"));
    }
}
