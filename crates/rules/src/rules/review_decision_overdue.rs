//! What a review decided was due, and is not done.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{InputLetter, ManagementReview};
use model::sample::Sample;
use model::{RecordId, RecordKind, Ref};

use crate::checking::{Held, held, part};
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};

pub static RULE: Rule = Rule {
    code: "PB0925",
    name: "review decision overdue",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["9.3.2 a", "9.3.3"],
    what: "Finds decisions of reviews whose day is over and that are not done.",
    why: "the next review has to look at what became of the last one",
    fix: "finish it, or take it to the next review",
    fix_grade: FixGrade::Likely,
    check: Check::Each {
        of: &[RecordKind::ManagementReview],
        reads: &[RecordKind::ManagementReview],
        through: &[],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "due yesterday",
            given: |s| due(s, 1),
            says: &["DEC-1.1 was due on 2026-05-31 and is not done"],
        },
        Bad {
            title: "and a later review says nothing of it",
            given: |s| {
                due(s, 3);
                let held_on = Some(s.days_ago(1));
                s.put(Ref::number(9), ManagementReview { held_on, ..ManagementReview::default() });
            },
            says: &["DEC-1.1 was due on 2026-05-29 and is not done"],
        },
    ],
    good: &[
        Good { title: "due today", given: |s| due(s, 0) },
        Good {
            title: "done",
            given: |s| {
                due(s, 30);
                let done = s.days_ago(31);
                s.edit(1, |review: &mut ManagementReview| review.decisions[0].done_on = Some(done));
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(review) = facts::get::<ManagementReview>(ask.isms, id) else { return };
    for decision in review.decisions.iter().filter(|decision| decision.done_on.is_none()) {
        let Some(due) = decision.due.filter(|due| *due < ask.today) else { continue };
        let name = part("DEC", Ref::<ManagementReview>::of(id.key), decision.number);
        let since: Vec<Held> = ask
            .isms
            .management_reviews
            .iter()
            .filter_map(|(later, review)| held(ask, later, review))
            .filter(|(later, _, on)| later.id() != id && *on > due)
            .collect();
        let silent = since.iter().find(|(_, later, _)| !names(later, id, &name));
        let found = report
            .add(Place::field(id, "decisions"), format!("{name} was due on {due} and is not done"))
            .proof("decision", &decision.title)
            .proof("owner", facts::text(&decision.owner))
            .proof("due", due)
            .proof("done on", "")
            .command(format!("plumb review finish-decision {id} --number {} --result TEXT", decision.number));
        match since.last() {
            Some((last, _, on)) => found.proof_of(*last, "review held since", on),
            None => found.proof("reviews held since", ""),
        };
        if let Some((later, _, on)) = silent {
            found.proof_of(*later, "says nothing of it under a)", on).worse();
        }
    }
}

/// Says whether a review looked under a) at a decision: it names the review that decided, or the decision.
fn names(later: &ManagementReview, decided: RecordId, name: &str) -> bool {
    let mut inputs = later.inputs.iter().filter(|input| input.letter == Some(InputLetter::A));
    inputs.any(|input| input.references.contains(&decided) || input.text.contains(name))
}

/// Gives the first decision of the sample another day.
fn due(s: &mut Sample, days: i32) {
    let due = s.days_ago(days);
    s.edit(1, |review: &mut ManagementReview| review.decisions[0].due = Some(due));
}
