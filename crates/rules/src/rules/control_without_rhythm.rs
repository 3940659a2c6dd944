//! A control works, and does not say how often.

use crate::{Ask, Bad, Check, Escalate, Good, Hold, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Control, ControlState};
use model::{RecordId, RecordKind, YesNo};

pub static RULE: Rule = Rule {
    code: "PB1124",
    name: "control without rhythm",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["8.1 criteria"],
    what: "Finds included controls that are implemented and have no rhythm.",
    why: "without a rhythm nobody can say whether a record is missing",
    fix: "take the usual cadence or choose another",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Control], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[Hold::Near(&["PB1102", "PB1108", "PB1110"])],
    bad: &[Bad {
        title: "no rhythm",
        given: |s| s.edit_control("A.8.20", |control| control.cadence = None),
        says: &["A.8.20 does not say how often it runs"],
    }],
    good: &[
        Good { title: "each has a rhythm", given: |_| {} },
        Good {
            title: "it is not implemented yet",
            given: |s| s.edit_control("A.8.12", |control| control.cadence = None),
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(control) = facts::get::<Control>(ask.isms, id) else { return };
    let works = control.included == Some(YesNo::Yes) && control.state == ControlState::Implemented;
    if !works || control.cadence.is_some() {
        return;
    }
    let usual = facts::usual_cadence(id);
    let found = report
        .add(Place::field(id, "cadence"), format!("{id} does not say how often it runs"))
        .proof("rhythm", "")
        .proof("usual rhythm of its evidence", facts::text(&usual))
        .command(format!(
            "plumb set {id} cadence={}",
            usual.map_or("quarterly".to_owned(), |usual| usual.to_string())
        ));
    if let Some(usual) = usual {
        found.write(id, "cadence", usual.to_string());
    }
}
