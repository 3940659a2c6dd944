//! A treatment action without owner or date.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{ActionState, TreatmentAction};
use model::{RecordId, RecordKind, Ref, Value};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0624",
    name: "treatment action incomplete",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.3 e"],
    what: "Finds treatment actions for which nobody answers or no date is set.",
    why: "what nobody has promised by a day is not planned",
    fix: "name the owner and the date",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::TreatmentAction], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "nobody answers for it",
            given: |s| {
                s.edit(1, |action: &mut TreatmentAction| action.owner = None);
                s.freeze();
            },
            says: &["TRT-1 has no owner"],
        },
        Bad {
            title: "no date is set",
            given: |s| {
                s.edit(1, |action: &mut TreatmentAction| action.due = None);
                s.freeze();
            },
            says: &["TRT-1 has no due date"],
        },
    ],
    good: &[Good { title: "somebody does it by a day", given: |_| {} }],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(action) = ask.isms.treatment_actions.get(&Ref::of(id.key)) else { return };
    if matches!(action.state, ActionState::Dropped { .. }) {
        return;
    }
    let owned = action.owner.as_ref().is_some_and(|owner| !owner.is_empty());
    let gaps = [("owner", "owner", owned), ("due", "due date", action.due.is_some())];
    for (field, label, _) in gaps.into_iter().filter(|(_, _, there)| !there) {
        report
            .add(Place::field(id, field), format!("{id} has no {label}"))
            .proof("owner", action.owner.text())
            .proof("due", action.due.text())
            .proof("risk", action.risk.text())
            .command(format!("plumb set {id} {field}={}", if field == "due" { "DATE" } else { "PERSON" }));
    }
}
