//! A register without risks.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Risk, RiskStatus};
use model::sample::Sample;
use model::{Date, RecordKind};

use crate::planning::{Inside, open_risks};
use crate::{Ask, Bad, Check, Escalate, Good, Hold, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0660",
    name: "risk register empty",
    severity: Severity::Error,
    grade: Grade::Major,
    stage: Stage::Stage1,
    clauses: &["6.1.2 c 1", "8.2"],
    what: "Finds that no open risk is recorded.",
    why: "no organisation has no risks, so an empty register means that nobody looked",
    fix: "carry out the assessment, or import the register",
    fix_grade: FixGrade::FillIn,
    check: Check::Whole {
        reads: &[
            RecordKind::Risk,
            RecordKind::Scope,
            RecordKind::Process,
            RecordKind::Asset,
            RecordKind::Supplier,
            RecordKind::Site,
            RecordKind::Unit,
        ],
        check,
    },
    escalate: Escalate::Never,
    holds: &[Hold::Everywhere(&["PB0408", "PB0605", "PB0686", "PB0713", "PB1301"])],
    bad: &[Bad {
        title: "every risk is closed",
        given: close_all,
        says: &["no information security risk is recorded"],
    }],
    good: &[Good { title: "five risks are open", given: |_| {} }],
};

fn check(ask: &Ask, report: &mut Report) {
    if open_risks(ask) > 0 {
        return;
    }
    let inside = Inside::of(ask);
    let elements = ask.isms.elements().filter(|(id, element)| inside.holds(ask, *id, *element)).count();
    report
        .add(Place::Whole, "no information security risk is recorded")
        .proof("open risks", 0)
        .remark("everything after this rests on risks")
        .proof("closed risks", ask.isms.risks.len())
        .proof("elements in scope", elements)
        .command("plumb new risk title=TITLE");
}

/// Closes all risks.
fn close_all(s: &mut Sample) {
    for number in 1..=5 {
        s.edit(number, |risk: &mut Risk| {
            risk.status = RiskStatus::Closed { on: Date::constant(2026, 5, 20), because: "Gone.".into() };
        });
    }
}
