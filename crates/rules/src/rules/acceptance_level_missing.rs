//! The method does not say which risks are accepted.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Method;
use model::{Line, RecordKind, Ref, Value};

use crate::planning::joined;
use crate::{Ask, Bad, Check, Escalate, Good, Hold, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0606",
    name: "acceptance level missing",
    severity: Severity::Error,
    grade: Grade::Major,
    stage: Stage::Stage1,
    clauses: &["6.1.2 a 1"],
    what: "Finds that the method in force, or the draft where none is, names no highest level accepted without more ado.",
    why: "without a limit nobody can tell a risk that has to be treated from one that may stay",
    fix: "set the level, and who may accept above it",
    fix_grade: FixGrade::FillIn,
    check: Check::Whole { reads: &[RecordKind::Method], check },
    escalate: Escalate::Never,
    holds: &[Hold::Everywhere(&["PB0608", "PB0609", "PB0610", "PB0622"])],
    bad: &[
        Bad {
            title: "no level is set",
            given: |s| {
                s.edit_one(|method: &mut Method| method.acceptance_level = None);
                s.freeze();
            },
            says: &["method version 1 does not say up to which level a risk is accepted"],
        },
        Bad {
            title: "the level is none of the method",
            given: |s| {
                s.edit_one(|method: &mut Method| method.acceptance_level = Some("tolerable".into()));
                s.freeze();
            },
            says: &["method version 1 does not say up to which level a risk is accepted"],
        },
    ],
    good: &[Good { title: "a level is set", given: |_| {} }],
};

fn check(ask: &Ask, report: &mut Report) {
    let Some(method) = ask.isms.method.one() else { return };
    if ask.method.acceptance().is_some() {
        return;
    }
    let version = method.in_force(ask.today).map_or(method.version.max(1), |approval| approval.version);
    let words: Vec<&Line> = ask.method.levels.iter().map(|level| &level.word).collect();
    let remark = match &ask.method.acceptance_level {
        Some(_) => "the method has no level of this name",
        None => "an auditor asks where acceptable ends",
    };
    report
        .add(
            Place::field(Ref::<Method>::one(), "acceptance_level"),
            format!("method version {version} does not say up to which level a risk is accepted"),
        )
        .proof("version", version)
        .proof("levels", joined(&words, ", "))
        .proof("acceptance level", ask.method.acceptance_level.text())
        .remark(remark)
        .command("plumb set MET acceptance_level=LEVEL");
}
