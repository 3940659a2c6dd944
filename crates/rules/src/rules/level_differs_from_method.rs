//! A level that the method does not give.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Risk;
use model::{RecordId, RecordKind, Value};

use crate::planning::{method_of, open_risk, open_risks, word};
use crate::rule::Limit;
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0653",
    name: "level differs from method",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.2 b", "6.1.2 d 3"],
    what: "Finds open risks whose level is not the one that likelihood and consequence give by their version of the method.",
    why: "a result that somebody bent cannot be repeated, and an auditor recomputes a few",
    fix: "take the computed level; an exception needs a rule in the method",
    fix_grade: FixGrade::Safe,
    check: Check::Each { of: &[RecordKind::Risk], reads: &[RecordKind::Method], through: &[], check },
    escalate: Escalate::Share { of: open_risks, above: Limit::Parameter("ratio_major") },
    holds: &[],
    bad: &[Bad {
        title: "raised by a step without touching likelihood or consequence",
        given: |s| s.edit(4, |risk: &mut Risk| risk.now.level = Some("medium".into())),
        says: &["R-4 has level medium, and the method gives low"],
    }],
    good: &[
        Good { title: "the level is what the method gives", given: |_| {} },
        Good {
            title: "the case of the word does not matter",
            given: |s| s.edit(4, |risk: &mut Risk| risk.now.level = Some("Low".into())),
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(risk) = open_risk(ask, id) else { return };
    let now = &risk.now;
    let (Some(likelihood), Some(consequence)) = (now.likelihood, now.consequence) else { return };
    if now.level.is_none() && now.score.is_none() {
        return;
    }
    let place = Place::field(id, "now");
    let method = method_of(ask, now);
    let computed = method.computed(likelihood, consequence).and_then(|place| method.word(place));
    let Some(computed) = computed else {
        report.unknown(place, format!("which level the method gives for {id}"));
        return;
    };
    let level = word(ask, now);
    if level.eq_ignore_ascii_case(computed) {
        return;
    }
    report
        .add(place, format!("{id} has level {level}, and the method gives {computed}"))
        .proof("likelihood", likelihood)
        .proof("consequence", consequence)
        .proof("level", &level)
        .remark(format!("the method gives {computed}"))
        .proof("level by the method", computed)
        .proof("method version", now.method_version.text())
        .write(id, "now.level", computed.text())
        .command(format!("plumb rate {id} --likelihood {likelihood} --consequence {consequence}"));
}
