//! Refuse exception: the rule goes on holding, for a reason.

use model::records::{Exception, ExceptionState, Person};
use model::{Date, Isms, Prose, Ref};

use crate::approve_exception::{asked, not_for_oneself};
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Refuse an exception that was asked for.
#[derive(Debug, Clone)]
pub struct RefuseException {
    /// The exception.
    pub exception: Ref<Exception>,
    /// Why.
    pub because: Prose,
}

impl Operation for RefuseException {
    const NAME: &'static str = "refuse exception";
    const INTENT: &'static str = "exception.refuse";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { exception: id, because } = self;
        let step = Step::of(isms, id, today)?;
        asked(&step)?;
        not_for_oneself(isms, &step, actor)?;
        step.said(&because, "say why it is refused")?;
        let refused = Exception {
            state: ExceptionState::Refused,
            approved_by: Some(actor),
            approved_on: Some(today),
            decided_because: because,
            ..Exception::clone(step.record)
        };
        Ok(vec![isms.put::<Exception>(id, refused)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, ask, refusal_of, run, run_as, small};

    #[test]
    fn a_refused_exception_does_not_hold_and_says_why() {
        let mut isms = small();
        run(&mut isms, ask());
        let refuse = |because: &str| RefuseException { exception: Ref::number(1), because: because.into() };
        assert_eq!(refusal_of(&isms, 2, refuse("")), "EXC-1 needs more: say why it is refused");
        run_as(&mut isms, 2, refuse("too risky"));
        let refused = isms.exceptions.get(&Ref::number(1)).expect("there");
        assert!(!refused.is_in_force(TODAY));
        assert_eq!(refused.decided_because, "too risky");
        assert_eq!(refusal_of(&isms, 2, refuse("x")), "EXC-1 is refused; it was decided before");
    }
}
