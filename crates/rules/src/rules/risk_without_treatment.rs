//! A risk that matters, and nobody has decided what to do about it.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Method, Risk, Treatment};
use model::{RecordId, RecordKind, Ref};

use crate::planning::{Above, above, limit, open_risk, open_risks, word};
use crate::rule::Limit;
use crate::{Ask, Bad, Check, Escalate, Good, Hold, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0610",
    name: "risk without treatment",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.3 a"],
    what: "Finds open risks above the acceptance level about which nothing was decided.",
    why: "a known risk without a decision shows that the treatment process did not run",
    fix: "open the risk and decide: lower it with a control, share it, avoid it, or have its owner accept it until a date",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Risk], reads: &[RecordKind::Method], through: &[], check },
    escalate: Escalate::Share { of: open_risks, above: Limit::Parameter("ratio_major") },
    holds: &[Hold::Near(&["PB0607", "PB0621", "PB0671", "PB0675"])],
    bad: &[Bad {
        title: "a high risk, undecided",
        given: |s| s.edit(1, |risk: &mut Risk| risk.treatment = Treatment::Undecided),
        says: &["R-1 is high, and nothing was decided about it"],
    }],
    good: &[
        Good { title: "controls lower it", given: |_| {} },
        Good {
            title: "an acceptable risk needs no decision",
            given: |s| s.edit(4, |risk: &mut Risk| risk.treatment = Treatment::Undecided),
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(risk) = open_risk(ask, id) else { return };
    if risk.treatment != Treatment::Undecided {
        return;
    }
    let place = Place::field(id, "treatment");
    match above(ask, &risk.now) {
        Above::No => return,
        Above::Unknown => {
            report.unknown(place, format!("whether {id} is above the acceptance level"));
            return;
        }
        Above::Yes => {}
    }
    let level = word(ask, &risk.now);
    report
        .add(place, format!("{id} is {level}, and nothing was decided about it"))
        .proof("level", level)
        .proof_of(Ref::<Method>::one(), "acceptance level", limit(ask))
        .proof("treatment", risk.treatment)
        .remark("an auditor samples the highest risks first")
        .command(format!("plumb treat {id} modify --control CONTROL"));
}
