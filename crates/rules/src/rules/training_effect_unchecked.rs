//! Nobody looked whether a training helped.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Training;
use model::{RecordId, RecordKind};

pub static RULE: Rule = Rule {
    code: "PB0705",
    name: "training effect unchecked",
    severity: Severity::Note,
    grade: Grade::Opportunity,
    stage: Stage::Stage2,
    clauses: &["7.2 c"],
    what: "Finds trainings that were to close a gap and whose effect nobody has checked within the time given.",
    why: "a certificate of attendance does not show that somebody can do it now",
    fix: "check the effect and date it",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Training], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "91 days ago",
        given: |s| {
            let day = s.days_ago(91);
            s.edit(2, |one: &mut Training| {
                one.done_on = Some(day);
                one.effect_checked_on = None;
            })
        },
        says: &["nobody checked whether training TRN-2 closed the gap"],
    }],
    good: &[
        Good { title: "checked", given: |_| {} },
        Good {
            title: "90 days ago",
            given: |s| {
                let day = s.days_ago(90);
                s.edit(2, |one: &mut Training| {
                    one.done_on = Some(day);
                    one.effect_checked_on = None;
                })
            },
        },
        Good {
            title: "it closes no gap",
            given: |s| {
                let day = s.days_ago(91);
                s.edit(1, |one: &mut Training| one.done_on = Some(day))
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(training) = facts::get::<Training>(ask.isms, id) else { return };
    let days = ask.parameters.days("effect_days");
    let Some(done) = training.done_on.filter(|done| ask.is_older(*done, days)) else { return };
    if training.closes.is_empty() || training.effect_checked_on.is_some() {
        return;
    }
    report
        .add(
            Place::field(id, "effect_checked_on"),
            format!("nobody checked whether training {id} closed the gap"),
        )
        .proof("title", &training.title)
        .proof("done on", done)
        .proof("closes", facts::text(&training.closes))
        .proof("effect checked on", facts::text(&training.effect_checked_on))
        .command(format!("plumb set {id} effect_checked_on=DATE effect=WHAT"));
}
