//! It is not said how long a type of record is kept, or who may see it.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::RetentionRule;
use model::{RecordId, RecordKind};

pub static RULE: Rule = Rule {
    code: "PB0717",
    name: "record without retention",
    severity: Severity::Note,
    grade: Grade::Opportunity,
    stage: Stage::Stage1,
    clauses: &["7.5.3 c-f"],
    what: "Finds types of record without a time for which they are kept, or without a rule of access.",
    why: "what is kept without a rule is lost too early or seen by too many",
    fix: "say how long they are kept and who may read them",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::RetentionRule], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "no time",
            given: |s| s.edit(1, |one: &mut RetentionRule| one.retention = "".into()),
            says: &["records of type Logs of systems have no retention"],
        },
        Bad {
            title: "no access",
            given: |s| s.edit(2, |one: &mut RetentionRule| one.access_rule = "".into()),
            says: &["records of type Contracts have no access rule"],
        },
    ],
    good: &[Good { title: "both are there", given: |_| {} }],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(rule) = facts::get::<RetentionRule>(ask.isms, id) else { return };
    let gaps = [
        (rule.retention.is_empty(), "retention", "retention"),
        (rule.access_rule.is_empty(), "access rule", "access_rule"),
    ];
    for (_, gap, field) in gaps.into_iter().filter(|(missing, ..)| *missing) {
        let name = ask.isms.name_of(id);
        report
            .add(Place::field(id, field), format!("records of type {name} have no {gap}"))
            .proof("retention", &rule.retention)
            .proof("access", &rule.access_rule)
            .command(format!("plumb set {id} {field}=VALUE"));
    }
}
