//! Move due date: an action is due on another day; who moved it, from when, and why is kept.

use model::records::{DueMove, Person, TreatmentAction};
use model::{Date, Isms, Prose, Ref, Value};
use thiserror::Error;

use crate::absent::recorded;
use crate::stepping::is_near;
use crate::{Absent, Decided, Operation};

/// Move the due date of a treatment action.
#[derive(Debug, Clone)]
pub struct MoveDueDate {
    /// The action.
    pub action: Ref<TreatmentAction>,
    /// The new date.
    pub to: Date,
    /// Why.
    pub because: Prose,
}

/// Why a due date cannot be moved.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum MoveDueDateRefusal {
    /// The action is not there.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// Nothing is left to do.
    #[error("{action} is {state}; reopen it before you move its date")]
    NotOpen {
        /// The action.
        action: Ref<TreatmentAction>,
        /// How far it is.
        state: String,
    },
    /// It is due then.
    #[error("{action} is due on {to} already")]
    Same {
        /// The action.
        action: Ref<TreatmentAction>,
        /// The date.
        to: Date,
    },
    /// The day is over.
    #[error("{to} is over; choose a day to come for {action}")]
    Over {
        /// The action.
        action: Ref<TreatmentAction>,
        /// The date.
        to: Date,
    },
    /// The day is too far away to be meant.
    #[error("{0} is more than 50 years away; expected a nearer day")]
    Far(Date),
    /// No reason was given.
    #[error("say why the date of {0} is moved")]
    NoReason(Ref<TreatmentAction>),
}

impl Operation for MoveDueDate {
    const NAME: &'static str = "move due date";
    const INTENT: &'static str = "action.move";
    type Refusal = MoveDueDateRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { action: id, to, because } = self;
        let action = recorded(isms, id)?;
        if !action.state.is_open() {
            return Err(MoveDueDateRefusal::NotOpen { action: id, state: action.state.text() });
        }
        if action.due == Some(to) {
            return Err(MoveDueDateRefusal::Same { action: id, to });
        }
        if to < today {
            return Err(MoveDueDateRefusal::Over { action: id, to });
        }
        if !is_near(today, to) {
            return Err(MoveDueDateRefusal::Far(to));
        }
        if because.is_empty() {
            return Err(MoveDueDateRefusal::NoReason(id));
        }
        let mut moved = TreatmentAction::clone(action);
        moved.moves.push(DueMove { from: action.due, to: Some(to), by: Some(actor), because });
        moved.due = Some(to);
        Ok(vec![isms.put::<TreatmentAction>(id, moved)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{refusal, run, small};

    fn move_to(to: Date) -> MoveDueDate {
        MoveDueDate { action: Ref::number(1), to, because: "the parts are late".into() }
    }

    #[test]
    fn each_move_is_kept_with_both_dates() {
        let mut isms = small();
        run(&mut isms, move_to(Date::constant(2026, 9, 1)));
        let action = isms.treatment_actions.get(&Ref::number(1)).expect("there");
        assert_eq!(action.due, Some(Date::constant(2026, 9, 1)));
        assert_eq!(action.moves.text(), "2026-06-30 | 2026-09-01 | PER-1 | the parts are late");
        let same = refusal(&isms, move_to(Date::constant(2026, 9, 1)));
        assert_eq!(same, "TRT-1 is due on 2026-09-01 already");
    }

    #[test]
    fn the_date_of_what_is_dropped_stays() {
        let mut isms = small();
        let step = crate::ActionStep::Drop { because: "sold".into() };
        run(&mut isms, crate::ProgressAction { action: Ref::number(1), step });
        let refused = refusal(&isms, move_to(Date::constant(2026, 9, 1)));
        assert_eq!(refused, "TRT-1 is dropped: sold; reopen it before you move its date");
    }

    #[test]
    fn a_date_moves_neither_into_the_past_nor_without_a_reason() {
        let isms = small();
        let over = refusal(&isms, move_to(Date::constant(2026, 3, 2)));
        assert_eq!(over, "2026-03-02 is over; choose a day to come for TRT-1");
        let silent = MoveDueDate { because: "".into(), ..move_to(Date::constant(2026, 9, 1)) };
        assert_eq!(refusal(&isms, silent), "say why the date of TRT-1 is moved");
    }
}
