//! Whether a record is over: nobody needs to see to it any more. Read from its fields, whatever its kind.

use crate::{AnyRecord, Date};

/// Fields that name who answers for a record; who wrote, judged or approved it is its history.
pub const ANSWERING: &[&str] =
    &["owner", "holder", "deputy", "chair", "auditors", "measured_by", "analysed_by", "given_by", "done_by"];

/// Fields with the day from which nobody needs to answer for a record any more.
const ENDED: &[&str] =
    &["closed_on", "ended_on", "retired_on", "done_on", "fixed_on", "withdrawn_on", "cycle_end"];

/// Fields that say how far a record is.
const STATES: &[&str] = &["state", "status"];

/// Words of such fields that mean that it is over. What is answered can still be returned: somebody goes on seeing to it.
const OVER: &[&str] = &[
    "accepted",
    "cancelled",
    "closed",
    "concluded",
    "done",
    "dropped",
    "expired",
    "held",
    "no incident",
    "refused",
    "rejected",
    "reported",
    "retired",
    "superseded",
    "transferred",
    "withdrawn",
];

/// Says whether a record is over on a day: it ended, or its state says so.
#[must_use]
pub fn is_over(record: &dyn AnyRecord, today: Date) -> bool {
    let text = |field: &&str| record.text(field).unwrap_or_default();
    let ended = ENDED.iter().map(text).filter_map(|text| text.parse::<Date>().ok()).any(|on| on <= today);
    // A risk is "closed on a day: why", an action "done on …".
    let over = STATES.iter().map(text).any(|state| {
        OVER.iter().any(|word| {
            state
                .strip_prefix(word)
                .is_some_and(|rest| !rest.starts_with(|sign: char| sign.is_alphanumeric()))
        })
    });
    ended || over || !text(&"dropped_because").is_empty() || text(&"in_use") == "no"
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::records::{
        Exception, ExceptionState, Incident, IncidentState, Objective, Request, RequestState, Risk,
        RiskStatus,
    };
    use crate::{Change, Isms, Record, RecordKind, Ref, Shape, Stamp};

    const TODAY: Date = Date::constant(2026, 3, 3);

    fn over<R: Record>(record: R) -> bool
    where
        Change: From<(Ref<R>, R)>,
    {
        let mut isms = Isms::default();
        isms.apply(&Change::from((Ref::number(1), record)), Stamp::default());
        let id = Ref::<R>::number(1).id();
        is_over(isms.get(id).expect("it was put"), TODAY)
    }

    #[test]
    fn a_record_is_over_by_its_day_or_its_state() {
        let objective = |closed_on| Objective { closed_on, ..Objective::default() };
        assert!(!over(objective(None)) && !over(objective(Some(Date::constant(2026, 3, 4)))));
        assert!(over(objective(Some(TODAY))));
        let incident = |state| Incident { state, ..Incident::default() };
        assert!(over(incident(IncidentState::NoIncident)) && over(incident(IncidentState::Closed)));
        assert!(!over(incident(IncidentState::Contained)));
        assert!(!over(Exception { state: ExceptionState::Approved, ..Exception::default() }));
        let request = |state| Request { state, ..Request::default() };
        assert!(over(request(RequestState::Accepted)) && !over(request(RequestState::Answered)));
        let closed = RiskStatus::Closed { on: TODAY, because: "sold".into() };
        assert!(over(Risk { status: closed, ..Risk::default() }) && !over(Risk::default()));
    }

    #[test]
    fn each_field_and_each_word_that_is_read_is_one_of_some_kind() {
        let shown: Vec<_> = RecordKind::ALL.iter().flat_map(|kind| kind.fields()).collect();
        let fields: BTreeSet<&str> = shown.iter().map(|field| field.name).collect();
        let read = ANSWERING.iter().chain(ENDED).chain(STATES);
        for name in read.chain(&["dropped_because", "in_use"]) {
            assert!(fields.contains(name), "{name}");
        }
        let states = shown.into_iter().filter(|field| STATES.contains(&field.name));
        let words: BTreeSet<&str> = states
            .filter_map(|field| if let Shape::Choice(words) = field.shape { Some(words) } else { None })
            .flatten()
            .copied()
            .chain(["closed", "done", "dropped"])
            .collect();
        for word in OVER {
            assert!(words.contains(word), "{word}");
        }
    }
}
