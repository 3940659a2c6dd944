//! A target was missed twice, and nothing was done.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Measure, Reading, TreatmentAction};
use model::{Date, Decimal, RecordId, RecordKind, Ref};

pub static RULE: Rule = Rule {
    code: "PB0905",
    name: "target missed without action",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["9.1 evaluation", "10.1"],
    what: "Finds measures whose two newest readings miss the target without an action behind either of them.",
    why: "a target that may be missed again and again is none",
    fix: "decide on action, or change the target by decision",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Measure], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "twice too slow",
        given: |s| s.edit(1, |one: &mut Measure| one.target = Some(Decimal::whole(4))),
        says: &["MEA-1 missed its target twice, and nothing was done"],
    }],
    good: &[
        Good { title: "the newest reaches it", given: |_| {} },
        Good {
            title: "on the target",
            given: |s| {
                s.edit(1, |one: &mut Measure| {
                    one.target = Some(Decimal::whole(5));
                })
            },
        },
        Good {
            title: "something was begun",
            given: |s| {
                s.edit(1, |one: &mut Measure| {
                    one.target = Some(Decimal::whole(4));
                    one.readings[0].action = Some(Ref::<TreatmentAction>::number(1).id());
                })
            },
        },
        Good {
            title: "one reading only",
            given: |s| {
                s.edit(1, |one: &mut Measure| {
                    one.target = Some(Decimal::whole(4));
                    one.readings.remove(0);
                })
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(measure) = facts::get::<Measure>(ask.isms, id) else { return };
    if measure.ended_on.is_some_and(|on| on <= ask.today) {
        return;
    }
    let mut readings: Vec<(Date, Decimal, &Reading)> = measure
        .readings
        .iter()
        .filter_map(|reading| Some((reading.on.filter(|on| *on <= ask.today)?, reading.value?, reading)))
        .collect();
    readings.sort_by_key(|(on, ..)| *on);
    let [.., before, last] = readings.as_slice() else { return };
    if before.2.action.is_some() || last.2.action.is_some() {
        return;
    }
    let missed = |value: Decimal| measure.is_missed_by(value);
    let (Some(missed_before), Some(missed_last)) = (missed(before.1), missed(last.1)) else {
        report.unknown(Place::field(id, "target"), format!("the target of {id} is not recorded"));
        return;
    };
    if missed_before && missed_last {
        report
            .add(Place::field(id, "readings"), format!("{id} missed its target twice, and nothing was done"))
            .proof("title", &measure.title)
            .proof("target", facts::text(&measure.target))
            .proof(format!("value of {}", before.0), before.1)
            .proof(format!("value of {}", last.0), last.1)
            .proof("action", "")
            .command(format!("plumb new improvement from={id} title=WHAT owner=PERSON due=DATE"));
    }
}
