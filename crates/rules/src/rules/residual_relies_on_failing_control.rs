//! A lower rating that relies on a control nobody has seen work for long.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{
    Cadence, Control, ControlState, ControlTest, CorrectiveAction, Evidence, EvidenceStatus, Nonconformity,
    NonconformitySource, NonconformityState, ResidualState, Risk, TestKind, TestResult,
};
use model::sample::Sample;
use model::{Date, RecordId, RecordKind, Ref, Span};
use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::checking::newest_test;
use crate::facts::{age_limit, text};
use crate::planning::{Above, above, after_to_now, word};
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0672",
    name: "residual relies on failing control",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["6.1.3 f", "8.2"],
    what: "Finds open risks whose lower rating is called current and rests on a control that failed its test or is without fresh evidence.",
    why: "a rating that rests on a control is as good as the newest proof that the control works",
    fix: "repair the control or rate the risk without it",
    fix_grade: FixGrade::Think,
    check: Check::Whole {
        reads: &[
            RecordKind::Risk,
            RecordKind::Control,
            RecordKind::ControlTest,
            RecordKind::Evidence,
            RecordKind::Method,
        ],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "one of its two controls failed its test, and a nonconformity deals with that",
            given: |s| {
                s.edit(5, |risk: &mut Risk| risk.controls.push(Ref::parse("A.5.14").expect("a control")));
                s.freeze();
                tested(s, 1, 10, TestResult::Failed);
                dealt_with(s);
            },
            says: &["the lower rating of R-5 relies on A.5.34, which failed its test on 2026-05-22"],
        },
        Bad {
            title: "the evidence of its control is two years old",
            given: |s| evidence_until(s, Date::constant(2024, 5, 25)),
            says: &["the lower rating of R-5 relies on A.5.34, which has had no evidence since 2024-05-25"],
        },
        Bad {
            title: "its control failed its test",
            given: |s| {
                tested(s, 1, 90, TestResult::Effective);
                tested(s, 2, 10, TestResult::Failed);
            },
            says: &["the lower rating of R-5 relies on A.5.34, which failed its test on 2026-05-22"],
        },
    ],
    good: &[
        Good { title: "the evidence is fresh", given: |_| {} },
        Good {
            title: "its control has passed since",
            given: |s| {
                tested(s, 1, 90, TestResult::Failed);
                tested(s, 2, 10, TestResult::Effective);
            },
        },
        Good {
            title: "a control that works only when something happens has no age limit",
            given: |s| {
                evidence_until(s, Date::constant(2024, 5, 25));
                s.edit_control("A.5.34", |control| control.cadence = Some(Cadence::OnEvent));
            },
        },
    ],
};

fn check(ask: &Ask, report: &mut Report) {
    let mut doubts = Doubts::new();
    for (id, risk) in ask.isms.risks.iter().filter(|(_, risk)| risk.status.is_open()) {
        judge(ask, id.id(), risk, &mut doubts, report);
    }
}

/// What is in doubt about each control looked at so far.
type Doubts = BTreeMap<Ref<Control>, Option<Doubt>>;

/// Why a control cannot be relied on.
#[derive(Clone, Copy)]
enum Doubt {
    /// Its newest test failed.
    Failed(Ref<ControlTest>, Option<Date>),
    /// Its newest evidence is too old.
    Old(Ref<Evidence>, Date, Cadence, i32),
    /// Nobody said how often it runs, so its evidence has no age limit.
    NoRhythm,
}

/// Says what is in doubt about a control.
fn doubt(ask: &Ask, id: Ref<Control>, control: &Control) -> Option<Doubt> {
    if control.state != ControlState::Implemented {
        return None;
    }
    if let Some((test, found)) =
        newest_test(ask, id).filter(|(_, one)| one.result == Some(TestResult::Failed))
    {
        return Some(Doubt::Failed(test, found.on));
    }
    let (evidence, date) = newest_accepted(ask, id.id())?;
    let Some(cadence) = control.cadence else { return Some(Doubt::NoRhythm) };
    let limit = age_limit(cadence)?;
    ask.is_older(date, limit).then_some(Doubt::Old(evidence, date, cadence, limit))
}

/// Judges one risk.
fn judge(ask: &Ask, id: RecordId, risk: &Risk, doubts: &mut Doubts, report: &mut Report) {
    if risk.after.state != Some(ResidualState::Current) || risk.controls.is_empty() {
        return;
    }
    if after_to_now(ask, risk) != Some(Ordering::Less) {
        return;
    }
    for reference in &risk.controls {
        let Some(control) = ask.isms.controls.get(reference) else { continue };
        let seen = doubts.entry(*reference).or_insert_with(|| doubt(ask, *reference, control));
        let Some(doubt) = *seen else { continue };
        let reason = match doubt {
            Doubt::Failed(_, Some(date)) => format!("failed its test on {date}"),
            Doubt::Failed(_, None) => "failed its test".to_owned(),
            Doubt::Old(_, date, ..) => format!("has had no evidence since {date}"),
            Doubt::NoRhythm => {
                let missing = format!("how often {reference} is carried out, on which {id} relies");
                report.unknown(Place::field(*reference, "cadence"), missing);
                continue;
            }
        };
        let found = report.add(
            Place::field(id, "after"),
            format!("the lower rating of {id} relies on {reference}, which {reason}"),
        );
        found.proof("level now", word(ask, &risk.now)).proof("level after treatment", word(ask, &risk.after));
        match doubt {
            Doubt::Failed(test, on) => {
                found.proof_of(test, "newest test failed on", text(&on));
            }
            Doubt::Old(evidence, date, cadence, limit) => {
                found
                    .proof_of(evidence, "newest accepted evidence until", date)
                    .remark(format!("{} days ago", ask.days_since(date)))
                    .proof_of(*reference, "rhythm", cadence)
                    .proof_of(*reference, "age limit in days", limit)
                    .command(format!("plumb new evidence title=TITLE uses={reference}"));
            }
            Doubt::NoRhythm => {}
        }
        if above(ask, &risk.now) == Above::Yes {
            found.worse();
        }
    }
}

/// Returns the newest accepted evidence of a control and the last day that it covers.
fn newest_accepted(ask: &Ask, control: RecordId) -> Option<(Ref<Evidence>, Date)> {
    ask.isms
        .sources::<Evidence>(control)
        .filter_map(|id| {
            let evidence = ask.isms.evidence.get(&id)?;
            let uses = evidence.uses.iter().any(|one| one.target == Some(control));
            let date = evidence.period_end.or(evidence.occurred_on).or(evidence.collected_on)?;
            (uses && evidence.status == EvidenceStatus::Accepted && date <= ask.today).then_some((id, date))
        })
        .max_by_key(|(_, date)| *date)
}

/// Lets the evidence of A.5.34, on which R-5 relies, end on a day.
fn evidence_until(s: &mut Sample, day: Date) {
    s.edit(34, |evidence: &mut Evidence| {
        evidence.period_start = Some(day);
        evidence.period_end = Some(day);
    });
}

/// Lets a nonconformity deal with the failed test: explained, acted on, its effect still to be checked.
fn dealt_with(s: &mut Sample) {
    let like = s.isms.nonconformities.get(&Ref::number(1)).map(|like| Nonconformity::clone(like));
    let like = like.expect("the sample has a nonconformity");
    let (raised, done) = (s.days_ago(10), s.days_ago(4));
    let actions = like.actions.iter().cloned().map(|action| CorrectiveAction {
        title: "Ask before data of people is used anew".into(),
        due: Some(done),
        done_on: Some(done),
        ..action
    });
    let open = Nonconformity {
        title: "Data of people was used anew unasked".into(),
        source: Some(NonconformitySource::Monitoring),
        clause: Some("A.5.34".into()),
        process: None,
        control: Ref::parse("A.5.34"),
        about: vec![Ref::<ControlTest>::number(1).id()],
        raised_on: Some(raised),
        effect_due: s.today.checked_add(Span::new().days(60)).ok(),
        state: NonconformityState::Acted,
        corrected_on: Some(raised),
        cause_found_on: Some(done),
        actions: actions.collect(),
        effect_checked_by: None,
        effect_checked_on: None,
        effective: None,
        effect: "".into(),
        closed_on: None,
        closed_by: None,
        ..like
    };
    s.put(Ref::number(21), open);
    s.edit(1, |test: &mut ControlTest| test.follow_up = vec![Ref::<Nonconformity>::number(21).id()]);
}

/// Tests A.5.34, on which R-5 relies, so many days ago.
fn tested(s: &mut Sample, number: u32, days: i32, result: TestResult) {
    let test = ControlTest {
        title: "What data of people is used for".into(),
        control: Ref::parse("A.5.34"),
        kind: Some(TestKind::Operation),
        by: Some(Ref::number(2)),
        on: Some(s.days_ago(days)),
        result: Some(result),
        ..ControlTest::default()
    };
    s.put(Ref::number(number), test);
}
