//! What the sample learnt: one nonconformity that was dealt with, and one idea.

use jiff::civil::date;

use super::{ENGINEER, LEAD, Sample};
use crate::records::*;
use crate::{Owner, RecordId, Ref, YesNo};

/// Puts the nonconformity and the improvement.
pub(super) fn put(sample: &mut Sample) {
    sample.put_on(date(2026, 5, 22), Ref::number(1), nonconformity());
    let idea = Improvement {
        title: "Restore by one command".into(),
        from: RecordId::parse("NC-1").into_iter().collect(),
        description: "A restore runs without a note to look things up in.".into(),
        owner: Some(Owner::Person(ENGINEER)),
        due: Some(date(2026, 8, 31)),
        state: ImprovementState::Planned,
        ..Improvement::default()
    };
    sample.put_on(date(2026, 5, 22), Ref::number(1), idea);
}

/// Returns a nonconformity that was put right, explained, acted on, checked by somebody else and closed.
fn nonconformity() -> Nonconformity {
    let action = CorrectiveAction {
        number: 1,
        title: "Alarm where a backup does not end by six".into(),
        owner: Some(Owner::Person(ENGINEER)),
        due: Some(date(2026, 4, 15)),
        done_on: Some(date(2026, 4, 14)),
        done_by: Some(ENGINEER),
        result: "The alarm was seen once, in a test.".into(),
        ..CorrectiveAction::default()
    };
    Nonconformity {
        title: "A backup failed unseen".into(),
        source: Some(NonconformitySource::Own),
        grade: Some(NonconformityGrade::Minor),
        clause: Some("8.1".into()),
        process: Some(Ref::number(1)),
        control: Ref::parse("A.8.13"),
        about: RecordId::parse("AST-1").into_iter().collect(),
        owner: Some(Owner::Person(ENGINEER)),
        raised_on: Some(date(2026, 3, 30)),
        statement: "Backups are made each night. That of 28 March ended with an error, and nobody saw it."
            .into(),
        evidence: vec![Ref::number(72)],
        similar_checked: "The test system and the archive: no backup failed there.".into(),
        isms_change_checked: "No risk changes; the design of A.8.13 names the alarm.".into(),
        effect_due: Some(date(2026, 5, 20)),
        state: NonconformityState::Closed,
        correction: "The backup was made again by hand.".into(),
        corrected_on: Some(date(2026, 3, 30)),
        cause: "Errors went to a mailbox that nobody reads since a colleague moved.".into(),
        cause_found_on: Some(date(2026, 4, 7)),
        actions: vec![action],
        effect_checked_by: Some(LEAD),
        effect_checked_on: Some(date(2026, 5, 18)),
        effective: Some(YesNo::Yes),
        effect: "30 nights looked at; one failure, seen by seven in the morning.".into(),
        closed_on: Some(date(2026, 5, 22)),
        closed_by: Some(LEAD),
        ..Nonconformity::default()
    }
}
