//! Nothing shows that an internal auditor can audit.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Audit, CompetenceRecord, Person};
use model::{Date, RecordId, RecordKind, Ref, Value};

use crate::{cycle, facts};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0917",
    name: "auditor without competence",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["7.2 b", "7.2 d", "9.2.2"],
    what: "Finds auditors of internal audits of the cycle for whom no proof of competence in auditing was valid on the day of the audit.",
    why: "an audit is worth as much as its auditor knows",
    fix: "add the proof, train, or name another auditor",
    fix_grade: FixGrade::FillIn,
    check: Check::Each {
        of: &[RecordKind::Audit],
        reads: &[RecordKind::AuditProgramme, RecordKind::Audit],
        through: &[],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "the proof ended the day before the audit",
            given: |s| {
                s.edit(4, |audit: &mut Audit| audit.planned_on = Some(Date::constant(2028, 6, 1)));
                s.edit(5, |person: &mut Person| {
                    person.competences[0].valid_until = Some(Date::constant(2028, 5, 31));
                });
            },
            says: &["Vera Holub audits, and nothing proves that Vera Holub can"],
        },
        Bad {
            title: "competence without a proof",
            given: |s| {
                s.edit(4, |audit: &mut Audit| audit.auditors.clear());
                s.edit(5, |person: &mut Person| person.competences[0].proof = "".into());
            },
            says: &["Vera Holub audits, and nothing proves that Vera Holub can"],
        },
        Bad {
            title: "a proof of something else",
            given: |s| {
                s.edit(4, |audit: &mut Audit| audit.auditors.clear());
                s.edit(5, |person: &mut Person| person.competences[0].competence = "first aid".into());
            },
            says: &["Vera Holub audits, and nothing proves that Vera Holub can"],
        },
    ],
    good: &[
        Good {
            title: "valid on the last day of the audit",
            given: |s| {
                s.edit(4, |audit: &mut Audit| audit.auditors.clear());
                s.edit(5, |person: &mut Person| {
                    person.competences[0].valid_until = Some(Date::constant(2026, 5, 13));
                });
            },
        },
        Good {
            title: "a proof without an end",
            given: |s| s.edit(5, |person: &mut Person| person.competences[0].valid_until = None),
        },
        Good {
            title: "an audit of an earlier cycle",
            given: |s| {
                s.edit(5, |person: &mut Person| person.competences.clear());
                for number in [1, 4] {
                    s.edit(number, |audit: &mut Audit| audit.programme = Some(Ref::number(9)));
                }
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    if !ask.cycle().internal.iter().any(|one| one.id() == id) {
        return;
    }
    let Some(audit) = facts::get::<Audit>(ask.isms, id) else { return };
    let Some(day) = cycle::day_of(audit, ask.today) else { return };
    for auditor in &audit.auditors {
        let Some(person) = ask.isms.people.get(auditor) else { continue };
        let own: Vec<&CompetenceRecord> = person.competences.iter().filter(|one| is_auditing(one)).collect();
        let holds = |one: &&CompetenceRecord| {
            !one.proof.is_empty() && one.valid_until.is_none_or(|until| until >= day)
        };
        if own.iter().any(holds) {
            continue;
        }
        let name = ask.isms.name_of(auditor.id());
        let last = own.iter().max_by_key(|one| one.valid_until);
        report
            .add(
                Place::field(*auditor, "competences"),
                format!("{name} audits, and nothing proves that {name} can"),
            )
            .proof("proof", last.map(|one| one.proof.text()).unwrap_or_default())
            .proof("valid until", last.and_then(|one| one.valid_until).text())
            .proof_of(id, "day of the audit", day)
            .command(format!(
                "plumb person competence {auditor} --competence auditing --proof TEXT --valid-until DATE"
            ));
    }
}

/// Says whether a competence is one in auditing, however it is worded: `auditing`, `lead auditor ISO 27001`.
fn is_auditing(competence: &CompetenceRecord) -> bool {
    cycle::even(&competence.competence).split(' ').any(|word| word.starts_with("audit"))
}
