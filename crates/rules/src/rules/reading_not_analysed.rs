//! A number was read, and nobody said what it means.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Measure;
use model::{RecordId, RecordKind};

pub static RULE: Rule = Rule {
    code: "PB0904",
    name: "reading not analysed",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["9.1 e", "9.1 f"],
    what: "Finds readings that nobody has analysed within the time given.",
    why: "a number that nobody looks at helps nobody",
    fix: "say what the value means",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Measure], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "61 days ago",
        given: |s| {
            let day = s.days_ago(61);
            s.edit(1, |one: &mut Measure| {
                one.readings[1].on = Some(day);
                one.readings[1].analysed_on = None;
            })
        },
        says: &["the reading of MEA-1 on 2026-04-01 was not analysed"],
    }],
    good: &[
        Good { title: "analysed", given: |_| {} },
        Good {
            title: "60 days ago",
            given: |s| {
                let day = s.days_ago(60);
                s.edit(1, |one: &mut Measure| {
                    one.readings[1].on = Some(day);
                    one.readings[1].analysed_on = None;
                })
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(measure) = facts::get::<Measure>(ask.isms, id) else { return };
    let days = ask.parameters.days("analysis_days");
    let waiting = || measure.readings.iter().filter(|reading| reading.analysed_on.is_none());
    if waiting().any(|reading| reading.on.is_none()) {
        report.unknown(Place::field(id, "readings"), format!("the day of a reading of {id} is not recorded"));
    }
    for reading in waiting() {
        let Some(on) = reading.on.filter(|on| ask.is_older(*on, days)) else { continue };
        report
            .add(Place::field(id, "readings"), format!("the reading of {id} on {on} was not analysed"))
            .proof("read on", on)
            .proof("value", facts::text(&reading.value))
            .proof("analysed by", facts::text(&measure.analysed_by))
            .proof("limit in days", days)
            .command(format!("plumb set {id} readings='DATE | VALUE | ANALYSED ON | NOTE'"));
    }
}
