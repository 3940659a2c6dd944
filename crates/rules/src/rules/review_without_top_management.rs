//! Top management was not at its own review.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{ManagementReview, Person, PersonKind};
use model::{RecordKind, Ref, Words};

use crate::checking::newest_held;
use crate::{Ask, Bad, Check, Escalate, Good, Hold, Report, Rule, facts};

pub static RULE: Rule = Rule {
    code: "PB0926",
    name: "review without top management",
    severity: Severity::Error,
    grade: Grade::Major,
    stage: Stage::Stage2,
    clauses: &["9.3.1"],
    what: "Finds that nobody of top management took part in the newest review held.",
    why: "the review is what top management itself has to do",
    fix: "repeat the review with top management",
    fix_grade: FixGrade::Think,
    check: Check::Whole { reads: &[RecordKind::ManagementReview, RecordKind::Person], check },
    escalate: Escalate::Never,
    holds: &[Hold::Everywhere(&["PB0508"])],
    bad: &[
        Bad {
            title: "only the security lead was there",
            given: |s| s.edit(1, |review: &mut ManagementReview| review.attendees = vec![Ref::number(2)]),
            says: &["top management did not take part in the review of 2026-05-26"],
        },
        Bad {
            title: "nobody is named",
            given: |s| s.edit(1, |review: &mut ManagementReview| review.attendees.clear()),
            says: &["top management did not take part in the review of 2026-05-26"],
        },
    ],
    good: &[
        Good { title: "the director was there", given: |_| {} },
        Good {
            title: "nobody said what kind of person it is",
            given: |s| {
                s.edit(1, |review: &mut ManagementReview| review.attendees = vec![Ref::number(4)]);
                s.edit(4, |person: &mut Person| person.kind = None);
            },
        },
    ],
};

fn check(ask: &Ask, report: &mut Report) {
    let Some((id, review, date)) = newest_held(ask) else { return };
    let kind = |person: &Ref<Person>| ask.isms.people.get(person).and_then(|person| person.kind);
    if review.attendees.iter().any(|person| kind(person) == Some(PersonKind::TopManagement)) {
        return;
    }
    let place = Place::field(id, "attendees");
    let unsaid: Vec<Ref<Person>> =
        review.attendees.iter().copied().filter(|person| kind(person).is_none()).collect();
    let found = if unsaid.is_empty() {
        report.add(place, format!("top management did not take part in the review of {date}"))
    } else {
        report.unknown(place, format!("whether {} belongs to top management", facts::text(&unsaid)))
    };
    found.proof("held on", date).proof("attendees", facts::text(&review.attendees));
    for person in &review.attendees {
        found.proof_of(*person, "kind", kind(person).map(|kind| kind.word()).unwrap_or_default());
    }
}
