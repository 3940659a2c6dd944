//! Dates: what happens, ends or is due on which day, from all registers.

use model::records::Person;
use model::{Date, Isms, RecordId, Ref};

use crate::duties::{Duty, DutyState, duties};

/// Something on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// The day.
    pub on: Date,
    /// What happens: `run`, `due`, `review`. With the record it names the date, wherever it moves.
    pub what: &'static str,
    /// What it is called.
    pub title: String,
    /// The record.
    pub record: RecordId,
    /// The part of the record, where it is the part's date.
    pub part: Option<u32>,
    /// What sort of date it is.
    pub kind: DateKind,
    /// How it stands.
    pub standing: DateStanding,
    /// Whose it is.
    pub on_whom: Vec<Ref<Person>>,
}

/// A sort of date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateKind {
    /// A control is carried out.
    Run,
    /// Work has to be done.
    Due,
    /// Something is looked at again.
    Review,
    /// An audit.
    Audit,
    /// What the certificate asks for.
    Certificate,
    /// Something ends by itself.
    Ending,
}

impl DateKind {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Run, Self::Due, Self::Review, Self::Audit, Self::Certificate, Self::Ending];

    /// Returns its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Due => "due",
            Self::Review => "review",
            Self::Audit => "audit",
            Self::Certificate => "certificate",
            Self::Ending => "ending",
        }
    }

    /// Returns what it means.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Run => "Control runs",
            Self::Due => "Work due",
            Self::Review => "Reviews",
            Self::Audit => "Audits",
            Self::Certificate => "Certificate",
            Self::Ending => "What ends",
        }
    }
}

/// How a date stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateStanding {
    /// It was kept.
    Done,
    /// It is to come.
    Ahead,
    /// It is over, and nothing says that it was kept.
    Late,
}

impl DateStanding {
    /// Returns its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Ahead => "ahead",
            Self::Late => "late",
        }
    }
}

/// Returns the dates from one day to another, both among them, by day.
#[must_use]
pub fn dates(isms: &Isms, today: Date, from: Date, to: Date) -> Vec<Dated> {
    let all = duties(isms, today).into_iter().filter_map(|duty| Dated::of(duty, today));
    let mut dates: Vec<Dated> = all.filter(|one| from <= one.on && one.on <= to).collect();
    dates.sort_by(|one, other| {
        (one.on, one.kind, one.record, one.part).cmp(&(other.on, other.kind, other.record, other.part))
    });
    dates
}

impl Dated {
    /// Returns the date of a duty, where it has one that is told.
    fn of(duty: Duty, today: Date) -> Option<Self> {
        let (on, (kind, what)) = duty.day.zip(duty.dated)?;
        let standing = match duty.state {
            DutyState::Done => DateStanding::Done,
            DutyState::Open | DutyState::Comes if on < today => DateStanding::Late,
            DutyState::Open | DutyState::Comes => DateStanding::Ahead,
        };
        let Duty { title, record, part, on: on_whom, .. } = duty;
        Some(Self { on, what, title, record, part, kind, standing, on_whom })
    }
}

#[cfg(test)]
mod tests {
    use model::Span;
    use model::records::{ActionState, Document, TreatmentAction};

    use super::*;
    use crate::sample::good;

    #[test]
    fn a_date_stands_on_its_day_and_is_late_only_while_nothing_was_done() {
        let mut sample = good();
        let due = sample.days_ago(2);
        let of = |sample: &model::sample::Sample| {
            let all = dates(&sample.isms, sample.today, due, due);
            all.into_iter().find(|one| one.record.to_string() == "TRT-1").map(|one| (one.what, one.standing))
        };
        sample.edit::<TreatmentAction>(1, |action| {
            action.due = Some(due);
            action.state = ActionState::Doing;
        });
        assert_eq!(of(&sample), Some(("due", DateStanding::Late)));
        sample.edit::<TreatmentAction>(1, |action| {
            action.state = ActionState::Done { on: due, result: "it works".into() };
        });
        assert_eq!(of(&sample), Some(("due", DateStanding::Done)));
        sample.edit::<TreatmentAction>(1, |action| {
            action.state = ActionState::Dropped { because: "not needed".into() };
        });
        assert_eq!(of(&sample), None);
    }

    #[test]
    fn only_the_days_that_were_asked_for_are_told_in_their_order() {
        let mut sample = good();
        let today = sample.today;
        let on = |days: i64| today.saturating_add(Span::new().days(days));
        sample.edit::<Document>(1, |document| document.next_review = Some(on(40)));
        sample.edit::<TreatmentAction>(1, |action| action.due = Some(on(7)));
        sample.edit::<TreatmentAction>(2, |action| action.due = Some(on(3)));
        let within = dates(&sample.isms, today, today, on(30));
        let at = |id: &str| within.iter().position(|one| one.record.to_string() == id && one.what == "due");
        assert!(at("TRT-2").is_some() && at("TRT-2") < at("TRT-1"), "{within:?}");
        assert!(within.iter().all(|one| today <= one.on && one.on <= on(30)));
        assert!(within.is_sorted_by_key(|one| one.on));
        let later = dates(&sample.isms, today, on(40), on(40));
        assert!(
            later.iter().any(|one| one.record.to_string() == "DOC-1" && one.what == "review"),
            "{later:?}"
        );
    }
}
