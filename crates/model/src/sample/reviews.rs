//! The management review of the sample, and what it looked at.

use jiff::civil::date;

use super::{ENGINEER, LEAD, Sample, TOP};
use crate::records::*;
use crate::{Approval, Date, Owner, RecordId, Ref, YesNo};

/// When the review was held.
const HELD: Date = date(2026, 5, 26);

/// What lay on the table: letter, words, records.
const INPUTS: [(InputLetter, &str, &[&str]); 10] = [
    (InputLetter::A, "The first review: nothing was decided before but the plan.", &["PLAN"]),
    (InputLetter::B, "Customers ask for proof more often.", &["ISS-1", "ISS-2"]),
    (InputLetter::C, "No new contract and no new law.", &["PTY-1", "OBL-1", "OBL-2"]),
    (InputLetter::D1, "One nonconformity, closed.", &["NC-1"]),
    (InputLetter::D2, "Backups ran on each night in May.", &["EV-72"]),
    (InputLetter::D3, "The internal audit found nothing that does not conform.", &["AUD-1"]),
    (InputLetter::D4, "What was planned for spring is done.", &["TRT-2"]),
    (InputLetter::E, "Two shops asked how their orders are kept.", &["PTY-1"]),
    (InputLetter::F, "Five risks; one action is open.", &["R-1", "R-2", "R-3", "R-4", "R-5", "TRT-1"]),
    (InputLetter::G, "Restores could be tested without asking anybody.", &["IMP-1"]),
];

/// Puts the review.
pub(super) fn put(sample: &mut Sample) {
    let inputs: Vec<ReviewInput> = INPUTS
        .iter()
        .map(|(letter, text, records)| ReviewInput {
            letter: Some(*letter),
            text: (*text).into(),
            references: records.iter().filter_map(|id| RecordId::parse(id)).collect(),
        })
        .collect();
    let people = vec![TOP, LEAD, ENGINEER];
    let pack = ReviewPack { inputs: inputs.clone(), attendees: people.clone() };
    let evaluation = Evaluation {
        on: Some(HELD),
        conclusion: "It fits what we do, covers the scope, and works; outgoing mail is still to be watched."
            .into(),
        by: Some(TOP),
    };
    let review = ManagementReview {
        title: "Management review 2026".into(),
        planned_on: Some(HELD),
        chair: Some(Owner::Person(TOP)),
        invited: people.clone(),
        inputs,
        minutes: "All ten topics were gone through.".into(),
        state: ReviewState::Held,
        held_on: Some(HELD),
        attendees: people,
        evaluation: Some(evaluation),
        decisions: decisions(),
        packs: vec![Approval::of(1, LEAD, HELD, pack)],
        ..ManagementReview::default()
    };
    sample.put_on(HELD, Ref::number(1), review);
}

/// Returns what was decided: one thing that changes, one that does not.
fn decisions() -> Vec<Decision> {
    let watch = Decision {
        number: 1,
        title: "Five days for the watch on outgoing mail".into(),
        change: Some(YesNo::Yes),
        about: RecordId::parse("TRT-1").into_iter().collect(),
        owner: Some(Owner::Person(ENGINEER)),
        due: Some(date(2026, 9, 30)),
        ..Decision::default()
    };
    let policy = Decision {
        number: 2,
        title: "Policy and scope stay as they are".into(),
        change: Some(YesNo::No),
        about: RecordId::parse("DOC-1").into_iter().collect(),
        ..Decision::default()
    };
    vec![watch, policy]
}
