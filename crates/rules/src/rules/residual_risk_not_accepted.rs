//! A risk that stays too high, and nobody has accepted it.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Method, Risk, Treatment};
use model::{Decimal, RecordId, RecordKind, Ref};

use crate::planning::{Above, above, limit, open_risk, open_risks, word};
use crate::rule::Limit;
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0622",
    name: "residual risk not accepted",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.3 f"],
    what: "Finds open risks that stay above the acceptance level after treatment without any acceptance.",
    why: "what is left above the limit needs a person who says, dated, that this is acceptable",
    fix: "add treatment, or ask the owner for a dated acceptance",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Risk], reads: &[RecordKind::Method], through: &[], check },
    escalate: Escalate::Share { of: open_risks, above: Limit::Parameter("ratio_major") },
    holds: &[],
    bad: &[Bad {
        title: "the acceptance is gone",
        given: |s| s.edit(3, |risk: &mut Risk| risk.acceptances.clear()),
        says: &["R-3 stays at high after treatment, and nobody has accepted that"],
    }],
    good: &[
        Good { title: "top management accepted it", given: |_| {} },
        Good {
            title: "what is left is acceptable",
            given: |s| {
                s.edit(3, |risk: &mut Risk| {
                    risk.acceptances.clear();
                    risk.now.consequence = Some(Decimal::whole(2));
                    risk.now.level = Some("low".into());
                })
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(risk) = open_risk(ask, id) else { return };
    if risk.treatment == Treatment::Undecided || !risk.acceptances.is_empty() {
        return;
    }
    let place = Place::field(id, "acceptances");
    let remaining = risk.remaining();
    match above(ask, remaining) {
        Above::No => return,
        Above::Unknown => {
            report.unknown(place, format!("whether {id} stays above the acceptance level"));
            return;
        }
        Above::Yes => {}
    }
    let level = word(ask, remaining);
    let after = if risk.after.is_blank() { String::new() } else { level.clone() };
    report
        .add(place, format!("{id} stays at {level} after treatment, and nobody has accepted that"))
        .proof("level after treatment", after)
        .proof("level now", word(ask, &risk.now))
        .proof_of(Ref::<Method>::one(), "acceptance level", limit(ask))
        .proof("acceptances", "")
        .remark("nobody has said that this may stay")
        .command(format!("plumb accept {id} --until DATE --because WHY"));
}
