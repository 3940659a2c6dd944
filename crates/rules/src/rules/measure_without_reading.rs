//! Nobody has measured for long.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Measure;
use model::{RecordId, RecordKind};

pub static RULE: Rule = Rule {
    code: "PB0901",
    name: "measure without reading",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["9.1"],
    what: "Finds measures whose newest reading is older than one and a half times their interval, or that have none for that long.",
    why: "a measure without readings measures nothing",
    fix: "record the reading, or change the frequency by decision",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Measure], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "136 days at an interval of 90",
            given: |s| {
                let day = s.days_ago(136);
                s.edit(1, |one: &mut Measure| {
                    one.readings.remove(0);
                    one.readings[0].on = Some(day);
                })
            },
            says: &["MEA-1 has no reading since 2026-01-16"],
        },
        Bad {
            title: "never",
            given: |s| s.edit(1, |one: &mut Measure| one.readings.clear()),
            says: &["MEA-1 has no reading since 2026-01-15"],
        },
    ],
    good: &[
        Good { title: "measured in May", given: |_| {} },
        Good {
            title: "135 days",
            given: |s| {
                let day = s.days_ago(135);
                s.edit(1, |one: &mut Measure| {
                    one.readings.remove(0);
                    one.readings[0].on = Some(day);
                })
            },
        },
        Good {
            title: "set 135 days ago",
            given: |s| {
                let day = s.days_ago(135);
                s.edit(1, |one: &mut Measure| {
                    one.readings.clear();
                    one.set_on = Some(day);
                })
            },
        },
        Good {
            title: "it ended",
            given: |s| {
                let today = s.today;
                s.edit(1, |one: &mut Measure| {
                    one.readings.clear();
                    one.ended_on = Some(today);
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
    let newest = measure.newest(ask.today).and_then(|reading| reading.on);
    let Some(since) = newest.or(measure.set_on) else {
        report.unknown(Place::field(id, "set_on"), format!("since when {id} is measured is not recorded"));
        return;
    };
    let Some(frequency) = measure.frequency_days else {
        report.unknown(
            Place::field(id, "frequency_days"),
            format!("how often {id} is measured is not recorded"),
        );
        return;
    };
    if !measure.is_overdue(ask.today) {
        return;
    }
    report
        .add(Place::field(id, "readings"), format!("{id} has no reading since {since}"))
        .proof("title", &measure.title)
        .proof("each so many days", frequency)
        .proof("newest reading", facts::text(&newest))
        .proof("set on", facts::text(&measure.set_on))
        .proof("measured by", facts::text(&measure.measured_by))
        .command(format!("plumb set {id} readings='DATE | VALUE'"));
}
