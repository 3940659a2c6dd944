//! A control that a risk waits for, and no plan.

use diagnostics::{Diagnostic, FixGrade, Grade, Place, Severity, Stage};
use model::records::{ActionState, Control, ControlState, Treatment, TreatmentAction};
use model::{RecordId, RecordKind, Ref};

use crate::planning::{open_risk, word};
use crate::rule::Step;
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0620",
    name: "treatment without plan",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.3 e"],
    what: "Finds open risks to be lowered by a control that does not work yet and that no treatment action puts in place.",
    why: "a decision without who, what and when is a wish",
    fix: "plan action, owner, means and date",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Risk], reads: &[RecordKind::Method], through: &[], check },
    escalate: Escalate::When(no_plan_at_all),
    holds: &[],
    bad: &[
        Bad {
            title: "the action is gone",
            given: |s| s.remove("TRT-1"),
            says: &["R-2 waits for A.8.12, and no plan says who does it and by when"],
        },
        Bad {
            title: "the action was dropped",
            given: |s| {
                s.edit(1, |action: &mut TreatmentAction| {
                    action.state = ActionState::Dropped { because: "No money this year.".into() };
                })
            },
            says: &["R-2 waits for A.8.12, and no plan says who does it and by when"],
        },
    ],
    good: &[
        Good { title: "an action puts it in place", given: |_| {} },
        Good {
            title: "the control works",
            given: |s| {
                s.remove("TRT-1");
                s.edit_control("A.8.12", |control| control.state = ControlState::Implemented);
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(risk) = open_risk(ask, id) else { return };
    let works = |control: &Ref<Control>| {
        ask.isms.controls.get(control).is_none_or(|control| control.state == ControlState::Implemented)
    };
    if risk.treatment != Treatment::Modify || risk.controls.iter().all(works) {
        return;
    }
    let actions: Vec<(Ref<TreatmentAction>, &TreatmentAction)> = ask
        .isms
        .sources::<TreatmentAction>(id)
        .filter_map(|action| Some((action, &**ask.isms.treatment_actions.get(&action)?)))
        .filter(|(_, action)| !matches!(action.state, ActionState::Dropped { .. }))
        .collect();
    for reference in &risk.controls {
        let Some(control) = ask.isms.controls.get(reference) else { continue };
        let planned = actions.iter().any(|(_, action)| action.control == Some(*reference));
        if control.state == ControlState::Implemented || planned {
            continue;
        }
        if let Some((action, _)) = actions.iter().find(|(_, action)| action.control.is_none()) {
            let missing = format!("which control {action} puts in place, while {id} waits for {reference}");
            report.unknown(Place::field(*action, "control"), missing);
            continue;
        }
        report
            .add(
                Place::field(id, "controls"),
                format!("{id} waits for {reference}, and no plan says who does it and by when"),
            )
            .proof_of(*reference, "state", control.state)
            .proof("level", word(ask, &risk.now))
            .proof("treatment actions for this control", "")
            .remark("nobody has promised to do it")
            .command(format!(
                "plumb new treatment-action title=TITLE risk={id} control={reference} owner=PERSON due=DATE"
            ));
    }
}

/// Gets worse where there is no action at all.
fn no_plan_at_all(ask: &Ask, _: &[&Diagnostic]) -> Step {
    if ask.isms.treatment_actions.is_empty() { Step::Up } else { Step::Stay }
}
