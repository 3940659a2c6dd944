//! A control was to be carried out, and was not.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Control, ControlRun, Evidence, EvidenceStatus};
use model::sample::Sample;
use model::{RecordId, RecordKind, Ref, YesNo};

use crate::checking::{is_done, runs_past};
use crate::{Ask, Bad, Check, Escalate, Good, Hold, Report, Rule, facts};

pub static RULE: Rule = Rule {
    code: "PB0801",
    name: "scheduled run missed",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["8.1 evidence"],
    what: "Finds included controls whose newest run that was due longer ago than the grace was not done.",
    why: "a control that is skipped does not lower anything meanwhile",
    fix: "run it now and record it with the true date",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Control], reads: &[], through: &[RecordKind::ControlRun], check },
    escalate: Escalate::Never,
    holds: &[Hold::Near(&["PB0672", "PB1102", "PB1110"])],
    bad: &[
        Bad {
            title: "a quarterly run, eight days after it was due",
            given: |s| runs(s, "A.8.8", &[(8, None)]),
            says: &["A.8.8 was due to run on 2026-05-24 and did not"],
        },
        Bad {
            title: "the one before it was done",
            given: |s| runs(s, "A.8.13", &[(40, Some(39)), (10, None)]),
            says: &["A.8.13 was due to run on 2026-05-22 and did not"],
        },
        Bad {
            title: "what was to show it was refused",
            given: |s| {
                s.edit(72, |evidence: &mut Evidence| evidence.status = EvidenceStatus::Rejected);
                runs(s, "A.8.13", &[(10, None)]);
                s.edit(1, |run: &mut ControlRun| run.evidence = vec![Ref::number(72)]);
            },
            says: &["A.8.13 was due to run on 2026-05-22 and did not"],
        },
    ],
    good: &[
        Good { title: "seven days of grace", given: |s| runs(s, "A.8.8", &[(7, None)]) },
        Good { title: "done late", given: |s| runs(s, "A.8.8", &[(40, Some(3))]) },
        Good { title: "an older one was missed", given: |s| runs(s, "A.8.8", &[(100, None), (9, Some(9))]) },
        Good { title: "the control is excluded", given: |s| runs(s, "A.8.30", &[(100, None)]) },
        Good {
            title: "evidence of the run is there",
            given: |s| {
                runs(s, "A.8.13", &[(10, None)]);
                s.edit(1, |run: &mut ControlRun| run.evidence = vec![Ref::number(72)]);
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(control) = facts::get::<Control>(ask.isms, id) else { return };
    if control.included != Some(YesNo::Yes) {
        return;
    }
    let runs = runs_past(ask, Ref::of(id.key));
    let Some((due, run_id, run)) = runs.first() else { return };
    if is_done(ask.isms, run) {
        return;
    }
    let found = report
        .add(Place::field(id, "cadence"), format!("{id} was due to run on {due} and did not"))
        .proof_of(*run_id, "due", due)
        .remark(format!("late since {}", facts::day_after(*due, ask.parameters.days("run_grace_days"))))
        .proof_of(id, "rhythm", facts::text(&control.cadence));
    match runs.get(1) {
        Some((before, before_id, run)) => {
            let done = facts::text(&run.done_on);
            let said = if done.is_empty() { "not done".to_owned() } else { format!("done on {done}") };
            found.proof_of(*before_id, "the run before it", format!("due on {before}, {said}"))
        }
        None => found.proof("the run before it", ""),
    }
    .command(format!("plumb set {run_id} done_on=DATE"));
}

/// Puts runs of a control that were due so many days ago; those with a day were done.
fn runs(s: &mut Sample, control: &str, runs: &[(i32, Option<i32>)]) {
    for (number, (due, done)) in (1..).zip(runs) {
        let run = ControlRun {
            title: "Run".into(),
            control: Ref::parse(control),
            due: Some(s.days_ago(*due)),
            done_on: done.map(|days| s.days_ago(days)),
            ..ControlRun::default()
        };
        s.put(Ref::number(number), run);
    }
}
