//! Nobody has looked for long who may do what in a system.

use crate::technical::{newest, system};
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{AccessReview, Asset, Criticality};
use model::{RecordId, RecordKind};
use standards::Cadence as Rhythm;

pub static RULE: Rule = Rule {
    code: "PB1134",
    name: "access review late",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["A.5.18"],
    what: "Finds systems in scope whose last review of access lies further back than the usual rhythm of such reviews, or that never had one.",
    why: "rights pile up, and only a look at all of them shows which are no longer needed",
    fix: "carry out the review",
    fix_grade: FixGrade::Likely,
    check: Check::Whole {
        // Its own kind stands first: before the first of them, or its phase, it is ahead.
        reads: &[RecordKind::AccessReview, RecordKind::Asset, RecordKind::Scope],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "121 days ago",
            given: |s| {
                let day = s.days_ago(121);
                s.edit(3, |review: &mut AccessReview| review.done_on = Some(day));
            },
            says: &["access to AST-5 was last reviewed on 2026-01-31"],
        },
        Bad { title: "never", given: |s| s.remove("ARV-3"), says: &["access to AST-5 was never reviewed"] },
        Bad {
            title: "one is only planned",
            given: |s| {
                s.edit(3, |review: &mut AccessReview| review.done_on = None);
            },
            says: &["access to AST-5 was never reviewed"],
        },
    ],
    good: &[
        Good { title: "reviewed in May", given: |_| {} },
        Good {
            title: "120 days ago",
            given: |s| {
                let day = s.days_ago(120);
                s.edit(3, |review: &mut AccessReview| review.done_on = Some(day));
            },
        },
        Good {
            title: "the system is out of use",
            given: |s| {
                s.remove("ARV-3");
                let day = s.days_ago(1);
                s.edit(5, |asset: &mut Asset| asset.retired_on = Some(day));
            },
        },
    ],
};

/// How often access is reviewed, as the evidence of A.5.18 suggests.
const REVIEWS: Rhythm = Rhythm::Quarterly;

fn check(ask: &Ask, report: &mut Report) {
    for (id, _) in ask.isms.assets.iter() {
        judge(ask, id.id(), report);
    }
}

/// Judges one system.
fn judge(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(system) = system(ask, id) else { return };
    let Some(limit) = facts::age_limit_of(REVIEWS) else { return };
    let reviews = ask.isms.sources::<AccessReview>(id).filter_map(|review| {
        let found = ask.isms.access_reviews.get(&review)?;
        found.system.is_some_and(|system| system.id() == id).then_some((review, found))
    });
    let last = newest(ask.today, reviews, |review| review.done_on);
    if last.as_ref().is_some_and(|(_, _, on)| !ask.is_older(*on, limit)) {
        return;
    }
    let message = match &last {
        Some((_, _, on)) => format!("access to {id} was last reviewed on {on}"),
        None => format!("access to {id} was never reviewed"),
    };
    let found = report.add(Place::field(id, ""), message);
    found.proof("name", &system.title);
    match &last {
        Some((review, _, on)) => {
            found.proof_of(*review, "done on", on);
            found.proof("too old since", facts::day_after(*on, limit));
        }
        None => {
            found.proof("done on", "");
        }
    }
    found
        .proof("age limit in days", limit)
        .proof("criticality", facts::text(&system.criticality))
        .command(format!("plumb new access-review title='Rights in {id}' system={id} done_on=DATE"));
    if last.is_none() && system.criticality == Some(Criticality::High) {
        found.worse();
    }
}
