//! An audit read how a control works, and did not look whether it does.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{ControlState, WorkingPaper};
use model::sample::Sample;
use model::{RecordId, RecordKind, Ref, YesNo};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};

pub static RULE: Rule = Rule {
    code: "PB0936",
    name: "control audited on paper only",
    severity: Severity::Note,
    grade: Grade::Opportunity,
    stage: Stage::Stage2,
    clauses: &["9.2.1 b"],
    what: "Finds finished working papers on implemented controls without a test of operation, and without a reason for none.",
    why: "an audit is to say whether the system works, not only whether it is written down",
    fix: "test at least one case, or say why not",
    fix_grade: FixGrade::Think,
    check: Check::Each { of: &[RecordKind::WorkingPaper], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "read, and not tested",
        given: |s| paper(s, "A.8.13"),
        says: &["AUD-1 looked at the paper of A.8.13, and not at its operation"],
    }],
    good: &[
        Good {
            title: "one case was tested",
            given: |s| {
                paper(s, "A.8.13");
                s.edit(99, |paper: &mut WorkingPaper| paper.operation_test = "One file was restored.".into());
            },
        },
        Good {
            title: "a reason for no test",
            given: |s| {
                paper(s, "A.8.13");
                s.edit(99, |paper: &mut WorkingPaper| paper.no_operation_because = "Nobody left.".into());
            },
        },
        Good { title: "the control does not work yet", given: |s| paper(s, "A.8.12") },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(paper) = facts::get::<WorkingPaper>(ask.isms, id) else { return };
    if !paper.operation_test.is_empty() || !paper.no_operation_because.is_empty() {
        return;
    }
    let Some(control_id) = paper.control else { return };
    let Some(control) = ask.isms.controls.get(&control_id) else { return };
    if control.included != Some(YesNo::Yes) || control.state != ControlState::Implemented {
        return;
    }
    // What is still being looked at may yet be tested.
    let audit = paper.audit.and_then(|audit| ask.isms.audits.get(&audit));
    let ended = paper.done_on.or(audit.and_then(|audit| audit.done_on));
    let Some(ended) = ended.filter(|on| *on <= ask.today) else { return };
    let who = paper.audit.map_or_else(|| id.to_string(), |audit| audit.to_string());
    report
        .add(
            Place::field(id, "operation_test"),
            format!("{who} looked at the paper of {control_id}, and not at its operation"),
        )
        .proof("control", control_id)
        .proof("test of operation", "")
        .proof("no test because", "")
        .proof("work ended on", ended);
}

/// Puts a finished working paper on a control.
fn paper(s: &mut Sample, control: &str) {
    let paper = WorkingPaper {
        title: "Backups".into(),
        audit: Some(Ref::number(1)),
        control: Ref::parse(control),
        done_on: Some(s.days_ago(20)),
        ..WorkingPaper::default()
    };
    s.put(Ref::number(99), paper);
}
