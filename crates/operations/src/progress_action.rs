//! Progress action: start, finish, drop or reopen a piece of treatment.

use model::records::{ActionState, Person, TreatmentAction};
use model::{Change, Date, Isms, Prose, Ref, Value};
use thiserror::Error;

use crate::absent::recorded;
use crate::{Absent, Decided, Operation};

/// Progress a treatment action.
#[derive(Debug, Clone)]
pub struct ProgressAction {
    /// The action.
    pub action: Ref<TreatmentAction>,
    /// What happens to it.
    pub step: ActionStep,
}

/// What happens to an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActionStep {
    /// Somebody begins.
    Start,
    /// It is done.
    Finish {
        /// When; today where nothing is said.
        on: Option<Date>,
        /// What came of it.
        result: Prose,
    },
    /// It will not be done.
    Drop {
        /// Why.
        because: Prose,
    },
    /// It is to be done after all, or again.
    Reopen {
        /// Why.
        because: Prose,
    },
}

/// Why an action cannot progress.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ProgressActionRefusal {
    /// It is not there.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// Another state comes before.
    #[error("{action} is {state}; {help}")]
    NotNow {
        /// The action.
        action: Ref<TreatmentAction>,
        /// How far it is.
        state: String,
        /// What to do.
        help: &'static str,
    },
    /// The day is still to come.
    #[error("{action} cannot be done on {on}, a day to come; finish it when it is done")]
    Ahead {
        /// The action.
        action: Ref<TreatmentAction>,
        /// The day that was given.
        on: Date,
    },
    /// No result was given.
    #[error("say what came of {0}")]
    NoResult(Ref<TreatmentAction>),
    /// No reason was given.
    #[error("say why {0} is dropped or taken up again")]
    NoReason(Ref<TreatmentAction>),
}

impl Operation for ProgressAction {
    const NAME: &'static str = "progress action";
    const INTENT: &'static str = "action.progress";
    type Refusal = ProgressActionRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { action: id, step } = self;
        let action = recorded(isms, id)?;
        let is_open = action.state.is_open();
        let not_now = |help| ProgressActionRefusal::NotNow { action: id, state: action.state.text(), help };
        let mut note = None;
        let state = match step {
            ActionStep::Start if action.state == ActionState::ToDo => ActionState::Doing,
            ActionStep::Start if is_open => return Err(not_now("finish or drop it")),
            ActionStep::Start => return Err(not_now("reopen it first")),
            ActionStep::Finish { .. } | ActionStep::Drop { .. } if !is_open => {
                return Err(not_now("reopen it first"));
            }
            ActionStep::Finish { on, result } => finished(id, on.unwrap_or(today), result, today)?,
            ActionStep::Drop { because } | ActionStep::Reopen { because } if because.is_empty() => {
                return Err(ProgressActionRefusal::NoReason(id));
            }
            ActionStep::Drop { because } => ActionState::Dropped { because },
            ActionStep::Reopen { .. } if is_open => return Err(not_now("there is nothing to reopen")),
            ActionStep::Reopen { because } => {
                note = Some(Change::Note(because));
                ActionState::ToDo
            }
        };
        let progressed = TreatmentAction { state, ..TreatmentAction::clone(action) };
        Ok(note.into_iter().chain([isms.put::<TreatmentAction>(id, progressed)]).collect())
    }
}

/// Returns the state of an action done on a day.
fn finished(
    action: Ref<TreatmentAction>,
    on: Date,
    result: Prose,
    today: Date,
) -> Result<ActionState, ProgressActionRefusal> {
    if on > today {
        return Err(ProgressActionRefusal::Ahead { action, on });
    }
    if result.is_empty() {
        return Err(ProgressActionRefusal::NoResult(action));
    }
    Ok(ActionState::Done { on, result })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{refusal, run, small};

    fn step(step: ActionStep) -> ProgressAction {
        ProgressAction { action: Ref::number(1), step }
    }

    fn finish(result: &str) -> ProgressAction {
        step(ActionStep::Finish { on: None, result: result.into() })
    }

    #[test]
    fn an_action_is_started_finished_and_reopened_in_that_order() {
        let mut isms = small();
        let reopen = step(ActionStep::Reopen { because: "it broke".into() });
        assert_eq!(refusal(&isms, reopen.clone()), "TRT-1 is to do; there is nothing to reopen");
        run(&mut isms, step(ActionStep::Start));
        assert_eq!(refusal(&isms, step(ActionStep::Start)), "TRT-1 is doing; finish or drop it");
        run(&mut isms, finish("all disks encrypted"));
        assert_eq!(
            refusal(&isms, finish("twice")),
            "TRT-1 is done on 2026-03-03: all disks encrypted; reopen it first"
        );
        run(&mut isms, reopen);
        let action = isms.treatment_actions.get(&Ref::number(1)).expect("there");
        assert_eq!(action.state, ActionState::ToDo);
    }

    #[test]
    fn an_action_is_finished_with_a_result_on_a_day_that_was() {
        let isms = small();
        assert_eq!(refusal(&isms, finish("")), "say what came of TRT-1");
        let on = Some(Date::constant(2026, 3, 4));
        let ahead = step(ActionStep::Finish { on, result: "done".into() });
        assert!(refusal(&isms, ahead).starts_with("TRT-1 cannot be done on 2026-03-04"));
    }
}
