//! A run found something wrong, and nobody put it right.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::ControlRun;
use model::sample::Sample;
use model::{RecordId, RecordKind, Ref};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};

pub static RULE: Rule = Rule {
    code: "PB0808",
    name: "run exception uncorrected",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["8.1 evidence", "10.2 a 1"],
    what: "Finds runs of controls that noted exceptions and no correction within the time to put right.",
    why: "a control that finds something and is not listened to might as well not run",
    fix: "record what was put right, or raise a nonconformity",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::ControlRun], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "15 days ago",
            given: |s| found(s, 15, "One night without a backup."),
            says: &["the run of A.8.13 on 2026-05-17 found 1 exception, and none was corrected"],
        },
        Bad {
            title: "two of them",
            given: |s| found(s, 20, "One night without a backup.\nOne disk is full."),
            says: &["the run of A.8.13 on 2026-05-12 found 2 exceptions, and none was corrected"],
        },
    ],
    good: &[
        Good { title: "14 days ago", given: |s| found(s, 14, "One night without a backup.") },
        Good { title: "it found nothing", given: |s| found(s, 90, "") },
        Good {
            title: "it was put right",
            given: |s| {
                found(s, 90, "One night without a backup.");
                s.edit(1, |run: &mut ControlRun| run.correction = "Made again by hand.".into());
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(run) = facts::get::<ControlRun>(ask.isms, id) else { return };
    if run.exceptions.is_empty() || !run.correction.is_empty() {
        return;
    }
    let Some(date) = run.done_on else {
        report
            .unknown(Place::field(id, "done_on"), format!("when {id} found its exceptions is not recorded"))
            .proof("exceptions", &run.exceptions);
        return;
    };
    let days = ask.parameters.days("nc_correction_days");
    if !ask.is_older(date, days) {
        return;
    }
    let count = match run.exceptions.lines().filter(|line| !line.trim().is_empty()).count() {
        1 => "1 exception".to_owned(),
        more => format!("{more} exceptions"),
    };
    let control = run.control.map_or_else(|| id.to_string(), |control| control.to_string());
    report
        .add(
            Place::field(id, "correction"),
            format!("the run of {control} on {date} found {count}, and none was corrected"),
        )
        .proof("done on", date)
        .proof("exceptions", &run.exceptions)
        .proof("correction", "")
        .remark(format!("wanted within {days} days"))
        .command(format!("plumb set {id} correction='WHAT WAS PUT RIGHT'"));
}

/// Puts a run that was done so many days ago and found something.
fn found(s: &mut Sample, days: i32, exceptions: &str) {
    let run = ControlRun {
        title: "Backups".into(),
        control: Ref::parse("A.8.13"),
        due: Some(s.days_ago(days)),
        done_on: Some(s.days_ago(days)),
        exceptions: exceptions.into(),
        ..ControlRun::default()
    };
    s.put(Ref::number(1), run);
}
