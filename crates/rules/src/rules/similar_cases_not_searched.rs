//! It was closed without a look to the left and right.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Nonconformity;
use model::{RecordId, RecordKind};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};

pub static RULE: Rule = Rule {
    code: "PB1006",
    name: "similar cases not searched",
    severity: Severity::Note,
    grade: Grade::Opportunity,
    stage: Stage::Stage2,
    clauses: &["10.2 b 3", "10.2 e"],
    what: "Finds closed nonconformities without a word on similar cases, or on what has to change in the management system.",
    why: "what happened here may be happening elsewhere",
    fix: "say where else it could happen, and whether risks, controls or documents change",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Nonconformity], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "no similar cases",
            given: |s| s.edit(1, |found: &mut Nonconformity| found.similar_checked = "".into()),
            says: &["NC-1 was closed without a look at similar cases"],
        },
        Bad {
            title: "no look at the system",
            given: |s| s.edit(1, |found: &mut Nonconformity| found.isms_change_checked = "".into()),
            says: &["NC-1 was closed without a look at what has to change in the management system"],
        },
    ],
    good: &[
        Good { title: "both were looked at", given: |_| {} },
        Good {
            title: "not closed yet",
            given: |s| {
                s.edit(1, |found: &mut Nonconformity| {
                    found.closed_on = None;
                    found.similar_checked = "".into();
                });
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(found) = facts::get::<Nonconformity>(ask.isms, id) else { return };
    let Some(closed) = found.closed_on else { return };
    let gaps = [
        (found.similar_checked.is_empty(), "similar cases", "similar_checked"),
        (
            found.isms_change_checked.is_empty(),
            "what has to change in the management system",
            "isms_change_checked",
        ),
    ];
    for (_, gap, field) in gaps.into_iter().filter(|(missing, ..)| *missing) {
        report
            .add(Place::field(id, field), format!("{id} was closed without a look at {gap}"))
            .proof("similar cases", &found.similar_checked)
            .proof("change of the system", &found.isms_change_checked)
            .proof("closed on", closed)
            .command(format!("plumb set {id} {field}='WHAT WAS SEEN'"));
    }
}
