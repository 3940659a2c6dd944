//! A control is called implemented, and nothing shows that it works.

use crate::rule::Limit;
use crate::{Ask, Bad, Check, Escalate, Good, Hold, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Control, ControlState, Evidence, EvidenceStatus};
use model::{RecordId, RecordKind, Ref, YesNo};

pub static RULE: Rule = Rule {
    code: "PB1101",
    name: "implemented control without evidence",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["8.1 evidence", "8.3"],
    what: "Finds included controls that are called implemented and have no evidence, neither accepted nor waiting for a person.",
    why: "at stage 2 an auditor believes what can be shown",
    fix: "collect and link evidence; the usual kinds for this control are listed",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Control], reads: &[], through: &[], check },
    escalate: Escalate::Share { of: facts::included_controls, above: Limit::Hundredths(20) },
    holds: &[Hold::Near(&["PB0672", "PB1102", "PB1108", "PB1110"])],
    bad: &[Bad {
        title: "its evidence is used for nothing",
        given: |s| s.edit(72, |evidence: &mut Evidence| evidence.uses.clear()),
        says: &["A.8.13 is called implemented, and nothing shows that it works"],
    }],
    good: &[
        Good { title: "each has evidence", given: |_| {} },
        Good {
            title: "it waits for a person",
            given: |s| {
                let today = s.today;
                s.edit(72, |evidence: &mut Evidence| {
                    evidence.status = EvidenceStatus::Submitted;
                    evidence.accepted_by = None;
                    evidence.received_on = Some(today);
                });
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(control) = facts::get::<Control>(ask.isms, id) else { return };
    if control.included != Some(YesNo::Yes) || control.state != ControlState::Implemented {
        return;
    }
    let counts =
        |evidence: &Evidence| matches!(evidence.status, EvidenceStatus::Submitted | EvidenceStatus::Accepted);
    if facts::evidence_of(ask.isms, Ref::of(id.key)).any(|(_, evidence)| counts(evidence)) {
        return;
    }
    let found = report
        .add(
            Place::field(id, "state"),
            format!("{id} is called implemented, and nothing shows that it works"),
        )
        .proof("implemented on", facts::text(&control.implemented_on))
        .proof("rhythm", facts::text(&control.cadence))
        .proof("evidence found", "")
        .command(format!("plumb evidence add FILE --control {id}"));
    let usual = facts::usual_evidence(id);
    if !usual.is_empty() {
        found.help(format!("collect and link evidence; usual for this control: {usual}"));
    }
}
