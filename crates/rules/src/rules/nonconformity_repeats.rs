//! The same went wrong again within a year.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Nonconformity, NonconformitySource};
use model::sample::Sample;
use model::{Clause, Date, RecordKind, Ref};
use std::collections::BTreeMap;

use crate::facts::months_after;
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};

pub static RULE: Rule = Rule {
    code: "PB1004",
    name: "nonconformity repeats",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["10.2", "10.1"],
    what: "Finds nonconformities on clause and process of one that was closed within the twelve months before.",
    why: "what comes back shows that the cause was not found, or that the action did not hold",
    fix: "the earlier action did not hold, so the cause lies deeper: look for it again, and plan another action",
    fix_grade: FixGrade::Think,
    check: Check::Whole { reads: &[RecordKind::Nonconformity], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "closed five months ago",
            given: |s| again(s, Date::constant(2026, 1, 1)),
            says: &["NC-2 repeats NC-1, closed on 2026-01-01"],
        },
        Bad {
            title: "closed a year ago to the day",
            given: |s| again(s, Date::constant(2025, 6, 1)),
            says: &["NC-2 repeats NC-1, closed on 2025-06-01"],
        },
    ],
    good: &[
        Good { title: "closed a year and a day ago", given: |s| again(s, Date::constant(2025, 5, 31)) },
        Good {
            title: "in another process",
            given: |s| {
                again(s, Date::constant(2026, 1, 1));
                s.edit(2, |found: &mut Nonconformity| found.process = Some(Ref::number(2)));
            },
        },
        Good {
            title: "nobody said in which process",
            given: |s| {
                again(s, Date::constant(2026, 1, 1));
                s.edit(2, |found: &mut Nonconformity| found.process = None);
            },
        },
    ],
};

/// So many months after its end something counts as coming back.
const MONTHS: i32 = 12;

/// Something closed: when, and what.
type Closed<'a> = (Date, Ref<Nonconformity>, &'a Nonconformity);

fn check(ask: &Ask, report: &mut Report) {
    let mut closed: BTreeMap<&Clause, Vec<Closed>> = BTreeMap::new();
    for (id, found) in ask.isms.nonconformities.iter() {
        let found: &Nonconformity = found;
        if let Some((clause, on)) = found.clause.as_ref().zip(found.closed_on) {
            closed.entry(clause).or_default().push((on, id, found));
        }
    }
    for (id, found) in ask.isms.nonconformities.iter() {
        let Some((clause, raised)) = found.clause.as_ref().zip(found.raised_on) else { continue };
        let recent = |(on, other, _): &&Closed| {
            *other != id && *on <= raised && months_after(*on, MONTHS).is_none_or(|limit| limit >= raised)
        };
        let earlier = || closed.get(clause).into_iter().flatten().filter(recent);
        let same = earlier().filter(|(.., other)| other.process.is_some() && other.process == found.process);
        match same.max_by_key(|(on, other, _)| (*on, *other)) {
            Some((on, other, before)) => say(id, found, *on, *other, before, report),
            None => {
                let unsaid = earlier().find(|(.., other)| other.process.is_none() || found.process.is_none());
                if let Some((on, other, _)) = unsaid {
                    report
                        .unknown(
                            Place::field(id, "process"),
                            format!("in which process {id} or {other} happened, to say whether it repeats"),
                        )
                        .proof("clause", clause)
                        .proof_of(*other, "closed on", on);
                }
            }
        }
    }
}

/// Says that something came back.
fn say(
    id: Ref<Nonconformity>,
    found: &Nonconformity,
    on: Date,
    earlier: Ref<Nonconformity>,
    before: &Nonconformity,
    report: &mut Report,
) {
    let actions: Vec<String> = before.actions.iter().map(|action| action.title.to_string()).collect();
    let said = report
        .add(Place::field(id, "cause"), format!("{id} repeats {earlier}, closed on {on}"))
        .proof("clause", facts::text(&found.clause))
        .proof("process", facts::text(&found.process))
        .proof("cause", &found.cause)
        .proof_of(earlier, "cause then", &before.cause)
        .proof_of(earlier, "actions then", actions.join("; "));
    if found.source == Some(NonconformitySource::Body) {
        said.worse();
    }
}

/// Closes the nonconformity of the sample on a day, and raises another like it today.
fn again(s: &mut Sample, closed: Date) {
    s.edit(1, |found: &mut Nonconformity| found.closed_on = Some(closed));
    let first = s.isms.nonconformities.get(&Ref::number(1)).map(|found| Nonconformity::clone(found));
    let again = Nonconformity { raised_on: Some(s.today), closed_on: None, ..first.unwrap_or_default() };
    s.put(Ref::number(2), again);
}
