//! Nobody has said what the holder of a role has to know.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::RecordKind;
use model::records::{CompetenceNeed, Role};

pub static RULE: Rule = Rule {
    code: "PB0704",
    name: "competence need undetermined",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["7.2 a"],
    what: "Finds roles with duties for which no need of knowledge or skill is recorded.",
    why: "whether somebody fits can only be seen where it is said what is needed",
    fix: "name the knowledge and skill the role needs",
    fix_grade: FixGrade::FillIn,
    check: Check::Whole { reads: &[RecordKind::Role], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "nothing is said",
            given: |s| s.edit(2, |role: &mut Role| role.competences.clear()),
            says: &["it is not determined what ROL-2 has to know"],
        },
        Bad {
            title: "an empty line says nothing",
            given: |s| s.edit(2, |role: &mut Role| role.competences = vec![CompetenceNeed::default()]),
            says: &["it is not determined what ROL-2 has to know"],
        },
    ],
    good: &[
        Good { title: "it is said for both", given: |_| {} },
        Good {
            title: "a role without duties",
            given: |s| {
                s.edit(2, |role: &mut Role| {
                    role.competences.clear();
                    role.duties.clear();
                })
            },
        },
    ],
};

fn check(ask: &Ask, report: &mut Report) {
    for (id, role) in ask.isms.roles.iter().filter(|(_, role)| !role.duties.is_empty()) {
        if role.competences.iter().any(|need| !need.competence.is_empty()) {
            continue;
        }
        report
            .add(Place::field(id, "competences"), format!("it is not determined what {id} has to know"))
            .proof("title", &role.title)
            .proof("duties", facts::text(&role.duties))
            .proof("needs", "")
            .command(format!("plumb set {id} competences='WHAT | SHOWN BY'"));
    }
}
