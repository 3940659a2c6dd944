//! A risk that is higher after treatment.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Risk;
use model::{RecordId, RecordKind};
use std::cmp::Ordering;

use crate::planning::{after_to_now, open_risk, word};
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0673",
    name: "residual higher than now",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.2 b"],
    what: "Finds open risks that are rated higher after treatment than now.",
    why: "a treatment that makes things worse is a slip of the pen, or a new risk that nobody wrote down",
    fix: "correct one of the two ratings, or record the new risk that the treatment brings",
    fix_grade: FixGrade::Think,
    check: Check::Each { of: &[RecordKind::Risk], reads: &[RecordKind::Method], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "the rating after treatment is higher",
        given: |s| {
            s.edit(4, |risk: &mut Risk| {
                risk.after = risk.now.clone();
                risk.after.level = Some("medium".into());
            })
        },
        says: &["R-4 is low now and medium after treatment, which is higher"],
    }],
    good: &[Good { title: "treatment lowers it", given: |_| {} }],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(risk) = open_risk(ask, id) else { return };
    match after_to_now(ask, risk) {
        Some(Ordering::Less | Ordering::Equal) => {}
        Some(Ordering::Greater) => {
            let (now, after) = (word(ask, &risk.now), word(ask, &risk.after));
            report
                .add(
                    Place::field(id, "after"),
                    format!("{id} is {now} now and {after} after treatment, which is higher"),
                )
                .proof("level now", &now)
                .proof("level after treatment", &after)
                .remark("treatment is to lower a risk")
                .proof("treatment", risk.treatment);
        }
        None => {
            report.unknown(Place::field(id, "after"), format!("whether {id} is higher after treatment"));
        }
    }
}
