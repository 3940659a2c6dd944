//! A lower rating that counts on controls which do not work yet.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Control, ControlState, ResidualState, Risk, TreatmentAction};
use model::sample::Sample;
use model::{Date, Decimal, Owner, RecordId, RecordKind, Ref, Value};
use std::cmp::Ordering;

use crate::planning::{Above, above, after_to_now, list, open_risk, word};
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0671",
    name: "residual counts unfinished control",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.3 f", "8.3"],
    what: "Finds open risks whose lower rating is called current although none of their controls works.",
    why: "a rating after treatment is today true only if the treatment took place",
    fix: "show the lower rating as target until the controls work",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Risk], reads: &[RecordKind::Method], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "its only control is planned",
        given: planned,
        says: &["the lower rating of R-5 counts on A.5.34, and none of them works yet"],
    }],
    good: &[
        Good { title: "the controls work", given: |_| {} },
        Good {
            title: "the lower rating is a target",
            given: |s| {
                planned(s);
                s.edit(5, |risk: &mut Risk| risk.after.state = Some(ResidualState::Target));
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(risk) = open_risk(ask, id) else { return };
    if risk.controls.is_empty() || risk.after.state == Some(ResidualState::Target) {
        return;
    }
    let state = |control: &Ref<Control>| ask.isms.controls.get(control).map(|control| control.state);
    if risk.controls.iter().any(|control| state(control) == Some(ControlState::Implemented)) {
        return;
    }
    let place = Place::field(id, "after");
    match after_to_now(ask, risk) {
        Some(Ordering::Equal | Ordering::Greater) => return,
        Some(Ordering::Less) if risk.after.state.is_some() => {}
        Some(Ordering::Less) => {
            report.unknown(place, format!("whether the lower rating of {id} is reached or aimed at"));
            return;
        }
        None => {
            report.unknown(place, format!("whether {id} is lower after treatment"));
            return;
        }
    }
    let controls = list(&risk.controls);
    let found = report
        .add(place, format!("the lower rating of {id} counts on {controls}, and none of them works yet"));
    found
        .proof("level now", word(ask, &risk.now))
        .proof("level after treatment", word(ask, &risk.after))
        .proof("state of the rating", "current")
        .remark("it is what the controls are to reach");
    for control in &risk.controls {
        found.proof_of(*control, format!("state of {control}"), state(control).text());
    }
    let step = |value: Option<Decimal>| value.map_or_else(|| "N".to_owned(), |value| value.to_string());
    let (likelihood, consequence) = (step(risk.after.likelihood), step(risk.after.consequence));
    found.write(id, "after.state", "target").command(format!(
        "plumb rate {id} --after target --likelihood {likelihood} --consequence {consequence}"
    ));
    if above(ask, &risk.now) == Above::Yes {
        found.worse();
    }
}

/// Plans the only control of R-5, and an action that puts it in place.
fn planned(s: &mut Sample) {
    s.edit_control("A.5.34", |control| control.state = ControlState::Planned);
    let action = TreatmentAction {
        title: "Say who may see what".into(),
        risk: Some(Ref::number(5)),
        control: Ref::parse("A.5.34"),
        owner: Some(Owner::Person(Ref::number(2))),
        due: Some(Date::constant(2026, 9, 30)),
        ..TreatmentAction::default()
    };
    s.put(Ref::number(3), action);
    s.freeze();
}
