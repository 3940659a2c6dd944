//! Nothing was put right yet.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Nonconformity, NonconformityGrade};
use model::sample::Sample;
use model::{RecordId, RecordKind, Ref};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};

pub static RULE: Rule = Rule {
    code: "PB1007",
    name: "nonconformity without correction",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["10.2 a 1"],
    what: "Finds nonconformities without a correction after the time to put right.",
    why: "the damage goes on while the cause is looked for",
    fix: "record what was put right at once, or why nothing can be",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Nonconformity], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "15 days ago",
        given: |s| raised(s, 15),
        says: &["nothing was put right yet for NC-2, raised on 2026-05-17"],
    }],
    good: &[
        Good { title: "14 days ago", given: |s| raised(s, 14) },
        Good {
            title: "why nothing can be put right is an answer",
            given: |s| {
                raised(s, 90);
                s.edit(2, |found: &mut Nonconformity| found.correction = "The keys are lost.".into());
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(found) = facts::get::<Nonconformity>(ask.isms, id) else { return };
    if !found.correction.is_empty() {
        return;
    }
    let Some(date) = found.raised_on else {
        report
            .unknown(Place::field(id, "raised_on"), format!("when {id} was raised, which is not put right"))
            .proof("correction", "");
        return;
    };
    let days = ask.parameters.days("nc_correction_days");
    if !ask.is_older(date, days) {
        return;
    }
    let said = report
        .add(Place::field(id, "correction"), format!("nothing was put right yet for {id}, raised on {date}"))
        .proof("raised on", date)
        .proof("correction", "")
        .remark(format!("wanted within {days} days"))
        .proof("grade", facts::text(&found.grade))
        .command(format!("plumb nc correct {id} --correction TEXT"));
    if found.grade == Some(NonconformityGrade::Major) {
        said.worse();
    }
}

/// Puts a nonconformity that was raised so many days ago.
fn raised(s: &mut Sample, days: i32) {
    let raised_on = Some(s.days_ago(days));
    let grade = Some(NonconformityGrade::Minor);
    let found =
        Nonconformity { title: "Two keys are out".into(), grade, raised_on, ..Nonconformity::default() };
    s.put(Ref::number(2), found);
}
