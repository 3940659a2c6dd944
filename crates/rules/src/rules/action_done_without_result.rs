//! An action called done, and nothing shows it.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{ActionState, EvidenceStatus, TreatmentAction};
use model::{RecordId, RecordKind, Ref, Value};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0625",
    name: "action done without result",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["8.3", "6.1.3 e"],
    what: "Finds finished treatment actions without a result or without accepted evidence.",
    why: "a tick in a list is not a result, and an auditor asks to see what was done",
    fix: "record the result, link the proof and rate the risk again",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::TreatmentAction], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "no evidence",
        given: |s| s.edit(2, |action: &mut TreatmentAction| action.evidence.clear()),
        says: &["TRT-2 is reported done, and nothing shows the result"],
    }],
    good: &[Good { title: "result and evidence are there", given: |_| {} }],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(action) = ask.isms.treatment_actions.get(&Ref::of(id.key)) else { return };
    let (done, result) = match &action.state {
        ActionState::Done { on, result } | ActionState::Verified { on, result, .. } => (on, result),
        ActionState::ToDo | ActionState::Doing | ActionState::Dropped { .. } => return,
    };
    let accepted = action.evidence.iter().any(|evidence| {
        ask.isms.evidence.get(evidence).is_some_and(|evidence| evidence.status == EvidenceStatus::Accepted)
    });
    if !result.is_empty() && accepted {
        return;
    }
    let field = if result.is_empty() { "state" } else { "evidence" };
    report
        .add(Place::field(id, field), format!("{id} is reported done, and nothing shows the result"))
        .proof("done on", done)
        .proof("result", result.text())
        .proof("evidence", action.evidence.text())
        .remark(if accepted { "accepted, but no result is written" } else { "none of it is accepted" })
        .command(format!("plumb set {id} evidence=EVIDENCE"));
}
