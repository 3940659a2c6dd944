//! A role has duties, and nobody holds it.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Duty, Role};
use model::{RecordId, RecordKind};

pub static RULE: Rule = Rule {
    code: "PB0503",
    name: "role without person",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["5.3", "A.5.2"],
    what: "Finds roles with duties and without a person.",
    why: "a duty that nobody holds is not done, and the standard wants people to know theirs",
    fix: "name a person and a deputy",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Role], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "nobody holds the operations",
        given: |s| s.edit(2, |role: &mut Role| role.holder = None),
        says: &["ROL-2 is named as responsible, and no person holds it"],
    }],
    good: &[
        Good { title: "both are held", given: |_| {} },
        Good {
            title: "a role without duties",
            given: |s| {
                s.edit(2, |role: &mut Role| {
                    role.holder = None;
                    role.duties.clear();
                })
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(role) = facts::get::<Role>(ask.isms, id) else { return };
    let held = role.holder.is_some_and(|holder| ask.isms.people.get(&holder).is_some());
    if role.duties.is_empty() || held {
        return;
    }
    let found = report
        .add(Place::field(id, "holder"), format!("{id} is named as responsible, and no person holds it"))
        .proof("title", &role.title)
        .proof("duties", facts::text(&role.duties))
        .proof("holder", "")
        .proof("records that name the role", facts::counted_sources(ask.isms, id))
        .command(format!("plumb set {id} holder=PERSON"));
    if role.duties.iter().any(|duty| matches!(duty, Duty::Conformity | Duty::Reporting)) {
        found.worse();
    }
}
