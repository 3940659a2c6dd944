//! Nobody has said for long whether the management system works.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Evaluation, ManagementReview, Measure};
use model::sample::Sample;
use model::{Isms, RecordKind, Ref};

pub static RULE: Rule = Rule {
    code: "PB0906",
    name: "effectiveness not concluded",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["9.1 evaluation"],
    what: "Finds that nobody has concluded within 400 days whether the management system performs and works.",
    why: "numbers are collected to come to a conclusion, and the review starts from it",
    fix: "judge performance and effect, and report it to the management review",
    fix_grade: FixGrade::FillIn,
    check: Check::Whole { reads: &[RecordKind::Measure, RecordKind::ManagementReview], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "401 days ago, and the review came to no conclusion",
            given: |s| {
                let day = s.days_ago(401);
                s.edit(1, |one: &mut Measure| one.evaluations[0].on = Some(day));
                s.edit(1, |review: &mut ManagementReview| review.evaluation = None);
            },
            says: &["nobody has concluded whether the management system works since 2025-04-26"],
        },
        Bad {
            title: "401 days ago",
            given: |s| {
                let day = s.days_ago(401);
                s.edit(1, |one: &mut Measure| one.evaluations[0].on = Some(day));
                unreviewed(s);
            },
            says: &["nobody has concluded whether the management system works since 2025-04-26"],
        },
        Bad {
            title: "a conclusion without words",
            given: |s| {
                s.edit(1, |one: &mut Measure| one.evaluations[0].conclusion = "".into());
                unreviewed(s);
            },
            says: &["nobody has concluded whether the management system works"],
        },
    ],
    good: &[
        Good { title: "concluded in May", given: |_| {} },
        Good {
            title: "400 days ago",
            given: |s| {
                let day = s.days_ago(400);
                s.edit(1, |one: &mut Measure| one.evaluations[0].on = Some(day));
                unreviewed(s);
            },
        },
        Good {
            title: "a review concluded it",
            given: |s| {
                s.edit(1, |one: &mut Measure| one.evaluations.clear());
                let on = s.days_ago(9);
                let evaluation = Evaluation { on: Some(on), conclusion: "It works.".into(), by: None };
                s.put(
                    Ref::number(90),
                    ManagementReview { evaluation: Some(evaluation), ..ManagementReview::default() },
                );
            },
        },
    ],
};

/// For how long a conclusion counts.
const DAYS: i32 = 400;

fn check(ask: &Ask, report: &mut Report) {
    let isms = ask.isms;
    let of_measures = isms.measures.iter().flat_map(|(id, one)| {
        one.evaluations.iter().map(move |evaluation| (id.id(), "evaluations", evaluation))
    });
    let of_reviews = isms
        .management_reviews
        .iter()
        .filter_map(|(id, one)| Some((id.id(), "evaluation", one.evaluation.as_ref()?)));
    let newest = of_measures
        .chain(of_reviews)
        .filter(|(.., evaluation)| !evaluation.conclusion.is_empty())
        .filter_map(|(id, field, evaluation)| {
            Some((evaluation.on.filter(|on| *on <= ask.today)?, id, field, evaluation))
        })
        .max_by_key(|(on, id, ..)| (*on, *id));
    let Some((date, id, field, evaluation)) = newest else {
        report
            .add(Place::Whole, "nobody has concluded whether the management system works")
            .proof("conclusions", "")
            .proof("measures", isms.measures.len())
            .command(conclude(isms));
        return;
    };
    if ask.is_older(date, DAYS) {
        report
            .add(
                Place::field(id, field),
                format!("nobody has concluded whether the management system works since {date}"),
            )
            .proof("concluded on", date)
            .proof("conclusion", &evaluation.conclusion)
            .proof("limit in days", DAYS)
            .command(conclude(isms));
    }
}

/// Returns the command that concludes: from the first measure still in use; without one a measure comes first.
fn conclude(isms: &Isms) -> String {
    let used = isms.measures.iter().find(|(_, measure)| measure.ended_on.is_none());
    match used {
        Some((id, _)) => format!("plumb measure conclude {id} --conclusion TEXT"),
        None => "plumb new measure title='WHAT IS MEASURED'".to_owned(),
    }
}

/// Takes the conclusions out of reviews.
fn unreviewed(s: &mut Sample) {
    let reviews: Vec<String> = s.isms.management_reviews.iter().map(|(id, _)| id.to_string()).collect();
    reviews.iter().for_each(|id| s.remove(id));
}
