//! State control: decide a row of the statement of applicability (6.1.3 d).

use model::records::{Control, Person, Reason};
use model::{Date, Isms, Problem, Prose, Record, RecordId, Ref, Value, YesNo};
use thiserror::Error;

use crate::absent::{LIST_MAX, all_there, once_each, recorded};
use crate::{Absent, Decided, Operation};

/// State a control: whether it is included, and why.
#[derive(Debug, Clone)]
pub struct StateControl {
    /// The control.
    pub control: Ref<Control>,
    /// The revision at which it was read; nothing to write on whatever is there.
    pub revision: Option<u32>,
    /// Whether it is included; nothing while undecided.
    pub included: Option<YesNo>,
    /// Why it is included; a control that is excluded has none.
    pub reasons: Vec<Reason>,
    /// Why, in words.
    pub justification: Prose,
    /// When the decision is to be looked at again.
    pub review_on: Option<Date>,
}

/// Why a control cannot be stated.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum StateControlRefusal {
    /// The control, or what a reason points at, is not there.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// Somebody else wrote it meanwhile.
    #[error(
        "{id} was changed meanwhile: you read revision {read}, and it is at {now}; look at both and decide again"
    )]
    Stale {
        /// The control.
        id: RecordId,
        /// The revision that was read.
        read: u32,
        /// The revision now.
        now: u32,
    },
    /// A baseline without a reason.
    #[error("say why {0} belongs to the baseline")]
    Baseline(Ref<Control>),
    /// The list is too long to be meant.
    #[error("{0} reasons are more than can be meant; expected at most {LIST_MAX}")]
    TooMany(usize),
}

impl Operation for StateControl {
    const NAME: &'static str = "state control";
    const INTENT: &'static str = "control.state";
    type Refusal = StateControlRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { control: id, revision, included, reasons, justification, review_on } = self;
        let control = recorded(isms, id)?;
        if let Some(read) = revision.filter(|read| *read != control.revision) {
            return Err(StateControlRefusal::Stale { id: id.id(), read, now: control.revision });
        }
        if reasons.len() > LIST_MAX {
            return Err(StateControlRefusal::TooMany(reasons.len()));
        }
        let is_bare = |reason: &Reason| match reason {
            Reason::Baseline(because) => because.is_empty(),
            Reason::Risk(_) | Reason::Obligation(_) | Reason::Agreement(_) => false,
        };
        if reasons.iter().any(is_bare) {
            return Err(StateControlRefusal::Baseline(id));
        }
        let mut targets = Vec::new();
        reasons.references(&mut |target| targets.push(target));
        all_there(isms, targets)?;
        let reasons = if included == Some(YesNo::No) { Vec::new() } else { once_each(reasons) };
        let mut stated = Control { included, reasons, justification, review_on, ..Control::clone(control) };
        if stated == **control {
            return Ok(Vec::new());
        }
        stated.stated_on = included.map(|_| today);
        Ok(vec![isms.put::<Control>(id, stated)])
    }
}

impl StateControl {
    /// The fields of a control that this operation writes.
    pub const FIELDS: &'static [&'static str] = &["included", "reasons", "justification", "review_on"];

    /// Returns the row as it is stated now, to change a part of it.
    #[must_use]
    pub fn of(isms: &Isms, control: Ref<Control>) -> Option<Self> {
        let found = isms.controls.find(&control)?;
        Some(Self {
            control,
            revision: Some(found.revision),
            included: found.included,
            reasons: found.reasons.clone(),
            justification: found.justification.clone(),
            review_on: found.review_on,
        })
    }

    /// Writes one cell of the row from typed text: one of `FIELDS`.
    ///
    /// # Errors
    /// Says what was expected.
    pub fn write(&mut self, field: &str, text: &str) -> Result<(), Problem> {
        match field {
            "included" => {
                let undecided = text.trim().eq_ignore_ascii_case("undecided");
                self.included = if undecided { None } else { Value::read(text)? };
            }
            "reasons" => self.reasons = Value::read(text)?,
            "justification" => self.justification = Value::read(text)?,
            "review_on" => self.review_on = Value::read(text)?,
            _ => {
                let known = Control::field(field).is_some();
                let message = if known { "this field is no part of the statement" } else { "no such field" };
                return Err(Problem::new(message).expected(Self::FIELDS.join(", ")));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{edit, refusal, run, small};

    fn row(isms: &Isms) -> StateControl {
        let id = RecordId::parse("A.5.1").expect("an id");
        StateControl::of(isms, Ref::of(id.key)).expect("there")
    }

    fn control(isms: &Isms) -> &Control {
        isms.controls.get(&row(isms).control).expect("there")
    }

    #[test]
    fn a_row_is_kept_as_stated_with_the_day_and_excluding_takes_the_reasons_away() {
        let mut isms = small();
        let mut stated = row(&isms);
        stated.write("included", "yes").expect("reads");
        stated.write("reasons", "R-1\nbaseline: everybody has one\nR-1").expect("reads");
        run(&mut isms, stated);
        assert_eq!(control(&isms).reasons.text(), "R-1\nbaseline: everybody has one");
        assert_eq!(control(&isms).stated_on, Some(Date::constant(2026, 3, 3)));
        let excluded = StateControl { included: Some(YesNo::No), ..row(&isms) };
        run(&mut isms, excluded);
        assert!(control(&isms).reasons.is_empty());
    }

    #[test]
    fn stating_the_same_again_changes_nothing() {
        let mut isms = small();
        let included = StateControl { included: Some(YesNo::Yes), ..row(&isms) };
        run(&mut isms, included);
        let before = isms.revision(row(&isms).control.id());
        let same = row(&isms);
        run(&mut isms, same);
        assert_eq!(isms.revision(row(&isms).control.id()), before);
    }

    #[test]
    fn a_reason_points_at_something_and_says_something() {
        let isms = small();
        let dangling = StateControl { reasons: vec![Reason::Risk(Ref::number(99))], ..row(&isms) };
        assert_eq!(refusal(&isms, dangling), "there is no R-99");
        let bare = StateControl { reasons: vec![Reason::Baseline("".into())], ..row(&isms) };
        assert_eq!(refusal(&isms, bare), "say why A.5.1 belongs to the baseline");
    }

    #[test]
    fn a_row_that_somebody_else_changed_is_not_overwritten() {
        let mut isms = small();
        let read = row(&isms);
        run(&mut isms, edit("A.5.1", "design", "a policy"));
        assert!(refusal(&isms, read).starts_with("A.5.1 was changed meanwhile: you read revision 1"));
    }
}
