//! A control was missed twice in a row.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Cadence, Control, ControlRun};
use model::sample::Sample;
use model::{RecordId, RecordKind, Ref, YesNo};

use crate::checking::{is_done, runs_past};
use crate::{Ask, Bad, Check, Escalate, Good, Hold, Report, Rule, facts};

pub static RULE: Rule = Rule {
    code: "PB0802",
    name: "scheduled run missed twice",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["8.1 evidence"],
    what: "Finds included controls whose two newest runs that were due longer ago than the grace were not done.",
    why: "what is missed once is late, what is missed twice has stopped",
    fix: "run it, find why it stopped, and raise a nonconformity",
    fix_grade: FixGrade::Think,
    check: Check::Each { of: &[RecordKind::Control], reads: &[], through: &[RecordKind::ControlRun], check },
    escalate: Escalate::Never,
    holds: &[Hold::Near(&["PB0672", "PB0801", "PB1102", "PB1110"])],
    bad: &[
        Bad {
            title: "two monthly runs",
            given: |s| runs(s, "A.8.13", &[(40, None), (10, None)]),
            says: &["A.8.13 missed its last two runs, on 2026-04-22 and 2026-05-22"],
        },
        Bad {
            title: "older ones were done",
            given: |s| runs(s, "A.5.1", &[(800, Some(800)), (373, None), (8, None)]),
            says: &["A.5.1 missed its last two runs, on 2025-05-24 and 2026-05-24"],
        },
    ],
    good: &[
        Good {
            title: "one of the two was done",
            given: |s| runs(s, "A.8.13", &[(40, Some(30)), (10, None)]),
        },
        Good {
            title: "the second is within its grace",
            given: |s| runs(s, "A.8.13", &[(40, None), (7, None)]),
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(control) = facts::get::<Control>(ask.isms, id) else { return };
    if control.included != Some(YesNo::Yes) {
        return;
    }
    let runs = runs_past(ask, Ref::of(id.key));
    let [(second, second_id, last), (first, first_id, before), ..] = runs.as_slice() else { return };
    if is_done(ask.isms, last) || is_done(ask.isms, before) {
        return;
    }
    let found = report
        .add(Place::field(id, "cadence"), format!("{id} missed its last two runs, on {first} and {second}"))
        .proof_of(*first_id, "due", first)
        .proof_of(*second_id, "due", second)
        .proof_of(id, "rhythm", facts::text(&control.cadence))
        .proof_of(id, "operators", facts::text(&control.operators));
    if matches!(control.cadence, Some(Cadence::Annual | Cadence::Biennial)) {
        found.worse();
    }
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
