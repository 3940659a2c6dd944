//! The review decided a change, and nobody has to make it.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::ManagementReview;
use model::{Owner, RecordId, RecordKind, Ref, YesNo};

use crate::checking::part;
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};

pub static RULE: Rule = Rule {
    code: "PB0922",
    name: "review decision without action",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["9.3.3"],
    what: "Finds decisions of reviews that something is to change, without an owner or a date.",
    why: "a decision that nobody carries out is a wish",
    fix: "name who does it and by when",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::ManagementReview], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "nobody sees to it",
            given: |s| s.edit(1, |review: &mut ManagementReview| review.decisions[0].owner = None),
            says: &["DEC-1.1 of the review of 2026-05-26 has no owner"],
        },
        Bad {
            title: "no date",
            given: |s| s.edit(1, |review: &mut ManagementReview| review.decisions[0].due = None),
            says: &["DEC-1.1 of the review of 2026-05-26 has no due date"],
        },
        Bad {
            title: "a name that a file gave is nobody",
            given: |s| {
                s.edit(1, |review: &mut ManagementReview| {
                    review.decisions[0].owner = Some(Owner::Named("the board".into()));
                });
            },
            says: &["DEC-1.1 of the review of 2026-05-26 has no owner"],
        },
    ],
    good: &[
        Good { title: "owner and date are there", given: |_| {} },
        Good {
            title: "nothing is to change, so nobody has to do anything",
            given: |s| {
                s.edit(1, |review: &mut ManagementReview| {
                    review.decisions[0].change = Some(YesNo::No);
                    review.decisions[0].owner = None;
                    review.decisions[0].due = None;
                });
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(review) = facts::get::<ManagementReview>(ask.isms, id) else { return };
    for decision in review.decisions.iter().filter(|decision| decision.change != Some(YesNo::No)) {
        let name = part("DEC", Ref::<ManagementReview>::of(id.key), decision.number);
        let gaps =
            [(!facts::has_owner(decision.owner.as_ref()), "owner"), (decision.due.is_none(), "due date")];
        for (_, field) in gaps.into_iter().filter(|(missing, _)| *missing) {
            let place = Place::field(id, "decisions");
            let found = if decision.change.is_none() {
                report.unknown(place, format!("whether {name} changes something, as it has no {field}"))
            } else {
                let of = decision_of(review);
                report.add(place, format!("{name} of {of} has no {field}"))
            };
            found
                .proof("decision", &decision.title)
                .proof("owner", facts::text(&decision.owner))
                .proof("due", facts::text(&decision.due))
                .proof("review held on", facts::text(&review.held_on));
        }
    }
}

/// Names the review of a decision by its day.
fn decision_of(review: &ManagementReview) -> String {
    match review.held_on {
        Some(date) => format!("the review of {date}"),
        None => format!("\"{}\"", review.title),
    }
}
