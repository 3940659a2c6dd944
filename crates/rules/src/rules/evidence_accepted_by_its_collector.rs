//! Somebody accepted evidence that the same person collected.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Evidence, EvidenceStatus};
use model::{Owner, RecordId, RecordKind, Ref};

pub static RULE: Rule = Rule {
    code: "PB1107",
    name: "evidence accepted by its collector",
    severity: Severity::Note,
    grade: Grade::Opportunity,
    stage: Stage::Stage2,
    clauses: &["A.5.3"],
    what: "Finds evidence whose collector also accepted it.",
    why: "nobody sees the gaps in what they brought themselves",
    fix: "ask another person to accept it",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Evidence], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "the same person",
        given: |s| s.edit(10, |evidence: &mut Evidence| evidence.accepted_by = Some(Ref::number(3))),
        says: &["PER-3 collected and accepted EV-10"],
    }],
    good: &[Good { title: "two people", given: |_| {} }],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(evidence) = facts::get::<Evidence>(ask.isms, id) else { return };
    let accepted = evidence.accepted_by.filter(|_| evidence.status == EvidenceStatus::Accepted);
    let Some(person) = accepted.filter(|by| evidence.collected_by == Some(Owner::Person(*by))) else {
        return;
    };
    report
        .add(Place::field(id, "accepted_by"), format!("{person} collected and accepted {id}"))
        .proof("collected by", person)
        .proof("judged by", person)
        .proof("used for", evidence.uses.len())
        .command(format!("plumb evidence accept {id}"));
}
