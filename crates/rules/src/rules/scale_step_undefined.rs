//! A step of a scale that nobody defined.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Method, Scale};
use model::sample::Sample;
use model::{Decimal, RecordKind, Ref, Value};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0651",
    name: "scale step undefined",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.2 b"],
    what: "Finds steps of likelihood and consequence without a definition, in the method in force or in the draft where none is.",
    why: "two people have to come to the same value, and a bare number does not tell them how",
    fix: "define the step so that two people come to the same value",
    fix_grade: FixGrade::FillIn,
    check: Check::Whole { reads: &[RecordKind::Method], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "one step of likelihood",
        given: |s| empty(s, &[2]),
        says: &["step 3 of the likelihood scale has no definition, so results cannot be repeated"],
    }],
    good: &[
        Good { title: "each step is defined", given: |_| {} },
        Good {
            title: "a range of numbers has no steps",
            given: |s| {
                s.edit_one(|method: &mut Method| {
                    method.likelihood = Scale::Range(Decimal::whole(0), Decimal::whole(5));
                });
                s.freeze();
            },
        },
    ],
};

fn check(ask: &Ask, report: &mut Report) {
    let Some(method) = ask.isms.method.one() else { return };
    let version = method.in_force(ask.today).map_or(method.version.max(1), |approval| approval.version);
    let scales = [("likelihood", &ask.method.likelihood), ("consequence", &ask.method.consequence)];
    for (name, scale) in scales {
        let steps = scale.steps();
        let bare = steps.iter().filter(|step| step.definition.is_empty()).count();
        for step in steps.iter().filter(|step| step.definition.is_empty()) {
            let value = step.value;
            let found = report.add(
                Place::field(Ref::<Method>::one(), name),
                format!("step {value} of the {name} scale has no definition, so results cannot be repeated"),
            );
            for step in steps {
                found.proof(format!("{} {}", step.value, step.word), step.definition.text());
                if step.value == value {
                    found.remark("nobody can tell when this step is meant");
                }
            }
            found.proof("version", version).command(format!("plumb set MET {name}=SCALE"));
            if bare * 2 > steps.len() {
                found.worse();
            }
        }
    }
}

/// Empties the definition of a step of likelihood.
fn empty(s: &mut Sample, places: &[usize]) {
    s.edit_one(|method: &mut Method| {
        if let Scale::Steps(steps) = &mut method.likelihood {
            for place in places {
                steps[*place].definition = "".into();
            }
        }
    });
    s.freeze();
}
