//! A process of the management system is half described.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Process, ProcessKind};
use model::{RecordId, RecordKind};

pub static RULE: Rule = Rule {
    code: "PB0417",
    name: "isms process incomplete",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["4.4"],
    what: "Finds processes of the management system without owner, without input and output, or without relation to others.",
    why: "the standard asks for processes and how they work together, not only for documents",
    fix: "complete owner, input, output and relation",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Process], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "no owner",
            given: |s| s.edit(3, |process: &mut Process| process.owner = None),
            says: &["PRC-3 of the management system has no owner"],
        },
        Bad {
            title: "no relation",
            given: |s| s.edit(3, |process: &mut Process| process.related.clear()),
            says: &["PRC-3 of the management system has no related process"],
        },
    ],
    good: &[
        Good { title: "whole", given: |_| {} },
        Good {
            title: "a process of the business",
            given: |s| s.edit(1, |process: &mut Process| process.related.clear()),
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(process) = facts::get::<Process>(ask.isms, id) else { return };
    if process.kind != Some(ProcessKind::Isms) || facts::is_retired(process, ask.today) {
        return;
    }
    let gaps = [
        (!facts::has_owner(process.owner.as_ref()), "owner", "owner"),
        (process.inputs.is_empty() && process.outputs.is_empty(), "input and output", "inputs"),
        (process.related.is_empty(), "related process", "related"),
    ];
    for (_, gap, field) in gaps.into_iter().filter(|(missing, ..)| *missing) {
        report
            .add(Place::field(id, field), format!("{id} of the management system has no {gap}"))
            .proof("owner", facts::text(&process.owner))
            .proof("inputs", &process.inputs)
            .proof("outputs", &process.outputs)
            .proof("related", facts::text(&process.related))
            .command(format!("plumb set {id} {field}=VALUE"));
    }
}
