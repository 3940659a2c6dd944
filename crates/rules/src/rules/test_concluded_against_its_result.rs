//! A test is called effective, and its sample says otherwise.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{ControlTest, ItemResult, Sample as Drawn, SampleItem, SampleMethod, TestResult};
use model::sample::Sample;
use model::{Decimal, RecordId, RecordKind, Ref};
use standards::sampling::{Rate, upper_limit};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};

pub static RULE: Rule = Rule {
    code: "PB0935",
    name: "test concluded against its result",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["9.2.2", "9.1 evaluation"],
    what: "Finds tests called effective whose sample leaves more deviations possible than can be tolerated, or was not looked at to the end.",
    why: "the numbers were agreed before the test so that they decide, not the wish",
    fix: "extend the sample, or call the control not effective and raise a nonconformity",
    fix_grade: FixGrade::Think,
    check: Check::Each { of: &[RecordKind::ControlTest], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "two deviations of 25",
            given: |s| tested(s, 25, 2),
            says: &["TST-99 is called effective, and 2 of 25 items say otherwise"],
        },
        Bad {
            title: "21 cases are one too few for 90 %",
            given: |s| tested(s, 21, 0),
            says: &["TST-99 is called effective, and 0 of 21 items say otherwise"],
        },
        Bad {
            title: "one case was not looked at",
            given: |s| {
                tested(s, 25, 0);
                s.edit(99, |sample: &mut Drawn| sample.items = vec![SampleItem::default()]);
            },
            says: &["TST-99 is called effective, and 1 of 25 items have no result"],
        },
    ],
    good: &[
        Good { title: "none of 25", given: |s| tested(s, 25, 0) },
        Good { title: "none of 22", given: |s| tested(s, 22, 0) },
        Good { title: "one of 38", given: |s| tested(s, 38, 1) },
        Good {
            title: "it is called failed",
            given: |s| {
                tested(s, 25, 2);
                s.edit(99, |test: &mut ControlTest| test.result = Some(TestResult::Failed));
            },
        },
        Good {
            title: "nobody said how sure it is to be",
            given: |s| {
                tested(s, 25, 2);
                s.edit(99, |sample: &mut Drawn| sample.confidence = None);
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(test) = facts::get::<ControlTest>(ask.isms, id) else { return };
    if test.result != Some(TestResult::Effective) {
        return;
    }
    let Some(sample_id) = test.sample else { return };
    let Some(sample) = ask.isms.samples.get(&sample_id) else { return };
    let open = sample.items.iter().filter(|item| item.result.is_none()).count();
    let size = sample.size.unwrap_or(u32::try_from(sample.items.len()).unwrap_or(u32::MAX));
    if open > 0 {
        let message = format!("{id} is called effective, and {open} of {size} items have no result");
        say(id, test, sample_id, sample, "", message, report);
        return;
    }
    let seen = sample.items.iter().filter(|item| item.result == Some(ItemResult::Deviation)).count();
    let counted = (!sample.items.is_empty()).then_some(u32::try_from(seen).unwrap_or(u32::MAX));
    let missing = |field, what: &str, report: &mut Report| {
        let said = report
            .unknown(Place::field(sample_id, field), format!("{what} of {sample_id}, on which {id} rests"));
        said.proof("result of the test", facts::text(&test.result));
    };
    let Some(deviations) = sample.deviations.or(counted) else {
        return missing("deviations", "the number of deviations", report);
    };
    let Some(confidence) = sample.confidence.and_then(Rate::of) else {
        return missing("confidence", "the confidence", report);
    };
    let Some(tolerable) = sample.tolerable_rate.and_then(Rate::of) else {
        return missing("tolerable_rate", "the tolerable rate", report);
    };
    let Ok(limit) = upper_limit(size, deviations, confidence) else {
        return missing("size", "a size that fits the deviations", report);
    };
    if u64::from(limit.billionths()) <= u64::from(tolerable.millionths()) * 1000 {
        return;
    }
    let message = format!("{id} is called effective, and {deviations} of {size} items say otherwise");
    say(id, test, sample_id, sample, &limit.share().to_string(), message, report);
}

/// Says that a test and its sample disagree.
fn say(
    id: RecordId,
    test: &ControlTest,
    sample_id: Ref<Drawn>,
    sample: &Drawn,
    limit: &str,
    message: String,
    report: &mut Report,
) {
    report
        .add(Place::field(id, "result"), message)
        .proof_of(sample_id, "size", facts::text(&sample.size))
        .proof_of(sample_id, "deviations", facts::text(&sample.deviations))
        .proof_of(sample_id, "confidence", facts::text(&sample.confidence))
        .proof_of(sample_id, "tolerable rate", facts::text(&sample.tolerable_rate))
        .proof("upper limit of the rate", limit)
        .proof("result", facts::text(&test.result));
}

/// Puts a test called effective, with so many deviations in a sample of so many at 10 %.
fn tested(s: &mut Sample, size: u32, deviations: u32) {
    let sample = Drawn {
        size: Some(size),
        deviations: Some(deviations),
        confidence: Decimal::parse("0.9"),
        tolerable_rate: Decimal::parse("0.1"),
        method: Some(SampleMethod::All),
        basis: "As agreed with the auditor.".into(),
        ..Drawn::default()
    };
    s.put(Ref::number(99), sample);
    let test = ControlTest {
        control: Ref::parse("A.8.13"),
        on: Some(s.today),
        sample: Some(Ref::number(99)),
        result: Some(TestResult::Effective),
        ..ControlTest::default()
    };
    s.put(Ref::number(99), test);
}
