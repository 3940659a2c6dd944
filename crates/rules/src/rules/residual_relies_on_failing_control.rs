//! A lower rating that relies on a control nobody has seen work for long.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Cadence, Control, ControlState, Evidence, EvidenceStatus, ResidualState, Risk};
use model::sample::Sample;
use model::{Date, RecordId, RecordKind, Ref};
use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::planning::{Above, above, after_to_now, word};
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0672",
    name: "residual relies on failing control",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["6.1.3 f", "8.2"],
    what: "Finds open risks whose lower rating is called current and rests on a control without fresh evidence.",
    why: "a rating that rests on a control is as good as the newest proof that the control works",
    fix: "repair the control or rate the risk without it",
    fix_grade: FixGrade::Think,
    check: Check::Whole {
        reads: &[RecordKind::Risk, RecordKind::Control, RecordKind::Evidence, RecordKind::Method],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    waits_for: "a newest test that failed (tests of controls)",
    bad: &[Bad {
        title: "the evidence of its control is two years old",
        given: |s| evidence_until(s, Date::constant(2024, 5, 25)),
        says: &["the lower rating of R-5 relies on A.5.34, which has had no evidence since 2024-05-25"],
    }],
    good: &[
        Good { title: "the evidence is fresh", given: |_| {} },
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
    let mut newest = BTreeMap::new();
    for (id, risk) in ask.isms.risks.iter().filter(|(_, risk)| risk.status.is_open()) {
        judge(ask, id.id(), risk, &mut newest, report);
    }
}

/// The newest accepted evidence of each control looked at so far.
type Newest = BTreeMap<Ref<Control>, Option<(Ref<Evidence>, Date)>>;

/// Judges one risk.
fn judge(ask: &Ask, id: RecordId, risk: &Risk, newest: &mut Newest, report: &mut Report) {
    if risk.after.state != Some(ResidualState::Current) || risk.controls.is_empty() {
        return;
    }
    if after_to_now(ask, risk) != Some(Ordering::Less) {
        return;
    }
    for reference in &risk.controls {
        let Some(control) = ask.isms.controls.get(reference) else { continue };
        if control.state != ControlState::Implemented {
            continue;
        }
        let seen = newest.entry(*reference).or_insert_with(|| newest_accepted(ask, reference.id()));
        let Some((evidence, date)) = *seen else { continue };
        let Some(cadence) = control.cadence else {
            let missing = format!("how often {reference} is carried out, on which {id} relies");
            report.unknown(Place::field(*reference, "cadence"), missing);
            continue;
        };
        let limit = standards::Cadence::of(cadence).limits().max_age_days;
        if limit == 0 || ask.days_since(date) <= i32::try_from(limit).unwrap_or(i32::MAX) {
            continue;
        }
        let found = report.add(
            Place::field(id, "after"),
            format!("the lower rating of {id} relies on {reference}, which has had no evidence since {date}"),
        );
        found
            .proof("level now", word(ask, &risk.now))
            .proof("level after treatment", word(ask, &risk.after))
            .proof_of(evidence, "newest accepted evidence until", date)
            .remark(format!("{} days ago", ask.days_since(date)))
            .proof_of(*reference, "rhythm", cadence)
            .proof_of(*reference, "age limit in days", limit)
            .command(format!("plumb new evidence title=TITLE uses={reference}"));
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
