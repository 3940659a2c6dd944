//! Nobody has one of the two duties that the standard itself asks for.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::RecordKind;
use model::records::{Duty, Role};

pub static RULE: Rule = Rule {
    code: "PB0507",
    name: "isms duty unassigned",
    severity: Severity::Error,
    grade: Grade::Major,
    stage: Stage::Stage1,
    clauses: &["5.3 a", "5.3 b"],
    what: "Finds that no role has the duty of seeing to conformity, or of reporting on performance.",
    why: "these two duties are the only ones that the standard names, so an auditor asks who has them",
    fix: "give the duty to a role and make it known",
    fix_grade: FixGrade::FillIn,
    check: Check::Whole { reads: &[RecordKind::Role], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "nobody reports",
        given: |s| s.edit(1, |role: &mut Role| role.duties.retain(|duty| *duty != Duty::Reporting)),
        says: &["nobody has the duty of reporting on performance for the management system"],
    }],
    good: &[Good { title: "one role has both", given: |_| {} }],
};

fn check(ask: &Ask, report: &mut Report) {
    let duties = [(Duty::Conformity, "seeing to conformity"), (Duty::Reporting, "reporting on performance")];
    for (duty, words) in duties {
        if ask.isms.roles.iter().any(|(_, role)| role.duties.contains(&duty)) {
            continue;
        }
        let found =
            report.add(Place::Whole, format!("nobody has the duty of {words} for the management system"));
        found.proof("roles", ask.isms.roles.len());
        for (id, role) in ask.isms.roles.iter().take(10) {
            found.proof_of(id, "duties", facts::text(&role.duties));
        }
        found.command(format!("plumb new role title='WHAT IT IS CALLED' duties={duty} holder=PERSON"));
    }
}
