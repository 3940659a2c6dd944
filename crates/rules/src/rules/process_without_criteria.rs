//! A process has nothing to be run by.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Process;
use model::{RecordId, RecordKind, Ref};

pub static RULE: Rule = Rule {
    code: "PB0807",
    name: "process without criteria",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["8.1 criteria"],
    what: "Finds processes in scope without criteria.",
    why: "without a limit nobody can say that a process ran as meant",
    fix: "set limits, service levels or rules of approval",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Process], reads: &[RecordKind::Scope], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "no criteria",
        given: |s| s.edit(1, |process: &mut Process| process.criteria = "".into()),
        says: &["PRC-1 has no criteria to be run by"],
    }],
    good: &[Good { title: "criteria are set", given: |_| {} }],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(process) = facts::get::<Process>(ask.isms, id).filter(|_| ask.in_scope(id)) else { return };
    if facts::is_business(ask.isms, Ref::of(id.key)) && process.criteria.is_empty() {
        report
            .add(Place::field(id, "criteria"), format!("{id} has no criteria to be run by"))
            .proof("name", &process.title)
            .proof("criteria", "")
            .command(format!("plumb set {id} criteria='WHAT IT IS MEASURED BY'"));
    }
}
