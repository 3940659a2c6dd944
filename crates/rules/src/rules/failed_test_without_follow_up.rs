//! A control failed its test, and nothing followed.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Control, ControlTest, TestKind, TestResult};
use model::sample::Sample;
use model::{RecordId, RecordKind, Ref, YesNo};

use crate::checking::newest_test;
use crate::{Ask, Bad, Check, Escalate, Good, Hold, Report, Rule, facts};

pub static RULE: Rule = Rule {
    code: "PB1122",
    name: "failed test without follow-up",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["9.1 evaluation", "10.2 a 1"],
    what: "Finds included controls whose newest test failed and led to no nonconformity, action or exception.",
    why: "a test that fails and changes nothing need not have been made",
    fix: "raise a nonconformity from the test",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Control], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[Hold::Near(&["PB0672"])],
    bad: &[
        Bad {
            title: "nothing after it",
            given: |s| test(s, 1, 0, TestResult::Failed),
            says: &["A.8.13 failed its test on 2026-06-01, and nothing followed"],
        },
        Bad {
            title: "an older one had passed",
            given: |s| {
                test(s, 1, 10, TestResult::Failed);
                test(s, 2, 90, TestResult::Effective);
            },
            says: &["A.8.13 failed its test on 2026-05-22, and nothing followed"],
        },
        Bad {
            title: "a note is nothing that follows",
            given: |s| {
                test(s, 1, 10, TestResult::Failed);
                s.edit(1, |test: &mut ControlTest| {
                    test.follow_up = RecordId::parse("DOC-1").into_iter().collect()
                });
            },
            says: &["A.8.13 failed its test on 2026-05-22, and nothing followed"],
        },
    ],
    good: &[
        Good {
            title: "a nonconformity followed",
            given: |s| {
                test(s, 1, 10, TestResult::Failed);
                s.edit(1, |test: &mut ControlTest| {
                    test.follow_up = RecordId::parse("NC-1").into_iter().collect()
                });
            },
        },
        Good {
            title: "it passed since",
            given: |s| {
                test(s, 1, 90, TestResult::Failed);
                test(s, 2, 10, TestResult::Effective);
            },
        },
    ],
};

/// What may follow a failed test.
const FOLLOWS: [RecordKind; 3] =
    [RecordKind::Nonconformity, RecordKind::TreatmentAction, RecordKind::Exception];

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(control) = facts::get::<Control>(ask.isms, id) else { return };
    if control.included != Some(YesNo::Yes) {
        return;
    }
    let Some((test_id, test)) = newest_test(ask, Ref::of(id.key)) else { return };
    let followed = test.follow_up.iter().any(|record| FOLLOWS.contains(&record.kind));
    if test.result != Some(TestResult::Failed) || followed {
        return;
    }
    let Some(date) = test.on else {
        report
            .unknown(Place::field(test_id, "on"), format!("when {test_id} of {id} failed"))
            .proof("result", facts::text(&test.result));
        return;
    };
    report
        .add(Place::field(id, "state"), format!("{id} failed its test on {date}, and nothing followed"))
        .proof_of(test_id, "on", date)
        .proof_of(test_id, "kind", facts::text(&test.kind))
        .proof_of(test_id, "by", facts::text(&test.by))
        .proof_of(test_id, "follow-up", facts::text(&test.follow_up))
        .command(format!("plumb set {test_id} follow_up=NONCONFORMITY"));
}

/// Puts a test of a control.
fn test(s: &mut Sample, number: u32, days: i32, result: TestResult) {
    let test = ControlTest {
        title: "Restore".into(),
        control: Ref::parse("A.8.13"),
        kind: Some(TestKind::Operation),
        by: Some(Ref::number(2)),
        on: Some(s.days_ago(days)),
        result: Some(result),
        ..ControlTest::default()
    };
    s.put(Ref::number(number), test);
}
