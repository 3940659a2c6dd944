//! Verify action: somebody looks whether what was done works.

use model::records::{ActionState, Person, TreatmentAction};
use model::{Date, Isms, Ref, Value};
use thiserror::Error;

use crate::absent::counted;
use crate::{Absent, Decided, Operation};

/// Verify a treatment action that is done.
#[derive(Debug, Clone)]
pub struct VerifyAction {
    /// The action.
    pub action: Ref<TreatmentAction>,
}

/// Why an action cannot be verified.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum VerifyActionRefusal {
    /// It is not there.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// It is not done, or was verified before.
    #[error("{action} is {state}; only what is done can be verified, once")]
    NotNow {
        /// The action.
        action: Ref<TreatmentAction>,
        /// How far it is.
        state: String,
    },
}

impl Operation for VerifyAction {
    const NAME: &'static str = "verify action";
    const INTENT: &'static str = "action.verify";
    type Refusal = VerifyActionRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let id = self.action;
        let action = counted(isms, id)?;
        let state = match &action.state {
            ActionState::Done { on, result } => ActionState::Verified {
                on: *on,
                result: result.clone(),
                by: actor,
                verified_on: today.max(*on),
            },
            ActionState::ToDo
            | ActionState::Doing
            | ActionState::Verified { .. }
            | ActionState::Dropped { .. } => {
                return Err(VerifyActionRefusal::NotNow { action: id, state: action.state.text() });
            }
        };
        let verified = TreatmentAction { state, ..TreatmentAction::clone(action) };
        Ok(vec![isms.put::<TreatmentAction>(id, verified)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{refusal, run, run_as, small};
    use crate::{ActionStep, ProgressAction};

    #[test]
    fn only_what_is_done_is_verified_and_the_result_stays() {
        let mut isms = small();
        let verify = VerifyAction { action: Ref::number(1) };
        let refused = refusal(&isms, verify.clone());
        assert_eq!(refused, "TRT-1 is to do; only what is done can be verified, once");
        let on = Some(Date::constant(2026, 3, 1));
        let step = ActionStep::Finish { on, result: "disks encrypted".into() };
        run(&mut isms, ProgressAction { action: Ref::number(1), step });
        run_as(&mut isms, 2, verify);
        let state = &isms.treatment_actions.get(&Ref::number(1)).expect("there").state;
        let expected = ActionState::Verified {
            on: Date::constant(2026, 3, 1),
            result: "disks encrypted".into(),
            by: Ref::number(2),
            verified_on: Date::constant(2026, 3, 3),
        };
        assert_eq!(*state, expected);
    }
}
