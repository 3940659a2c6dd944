//! A risk without a rating.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Rating, Risk};
use model::{RecordId, RecordKind, Value};

use crate::planning::{method_of, open_risk, open_risks};
use crate::rule::Limit;
use crate::{Ask, Bad, Check, Escalate, Good, Hold, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0604",
    name: "risk not rated",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.2 d 1", "6.1.2 d 2", "6.1.2 d 3"],
    what: "Finds open risks without a likelihood, a consequence or a level.",
    why: "without likelihood and consequence nobody can say which risk comes first",
    fix: "rate likelihood and consequence by the method in force",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Risk], reads: &[RecordKind::Method], through: &[], check },
    escalate: Escalate::Share { of: open_risks, above: Limit::Parameter("ratio_major") },
    holds: &[Hold::Near(&[
        "PB0603", "PB0607", "PB0608", "PB0609", "PB0610", "PB0622", "PB0653", "PB0654", "PB0661", "PB0670",
        "PB0671", "PB0672", "PB0673", "PB0675",
    ])],
    bad: &[
        Bad {
            title: "nothing was rated",
            given: |s| s.edit(5, |risk: &mut Risk| risk.now = Rating::default()),
            says: &["R-5 is not rated"],
        },
        Bad {
            title: "only the level is known",
            given: |s| s.edit(5, |risk: &mut Risk| risk.now.likelihood = None),
            says: &["R-5 is not rated"],
        },
    ],
    good: &[Good {
        title: "the level follows from likelihood and consequence",
        given: |s| s.edit(5, |risk: &mut Risk| risk.now.level = None),
    }],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(risk) = open_risk(ask, id) else { return };
    let now = &risk.now;
    let place = Place::field(id, "now");
    let rated = now.likelihood.is_some() && now.consequence.is_some();
    // Whether the method knows a level that was recorded is for PB0653 to say.
    if rated && (now.level.is_some() || method_of(ask, now).level(now).is_some()) {
        return;
    }
    if rated && ask.method.levels.is_empty() {
        report.unknown(place, format!("the level of {id}, as the method has no levels"));
        return;
    }
    report
        .add(place, format!("{id} is not rated"))
        .proof("likelihood", now.likelihood.text())
        .proof("consequence", now.consequence.text())
        .proof("level", now.level.text())
        .remark("likelihood, consequence and level belong together")
        .command(format!("plumb rate {id} --likelihood N --consequence N"));
}
