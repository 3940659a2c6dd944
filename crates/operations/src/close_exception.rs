//! Close exception: the rule holds again.

use model::records::{Exception, ExceptionState, Person};
use model::{Date, Isms, Prose, Ref};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Close an exception that held, or take back one that was asked for.
#[derive(Debug, Clone)]
pub struct CloseException {
    /// The exception.
    pub exception: Ref<Exception>,
    /// Why.
    pub because: Prose,
    /// When; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for CloseException {
    const NAME: &'static str = "close exception";
    const INTENT: &'static str = "exception.close";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { exception: id, because, on } = self;
        let step = Step::of(isms, id, today)?;
        match step.record.state {
            ExceptionState::Asked | ExceptionState::Approved => {}
            ExceptionState::Refused => return Err(step.not_now("refused", "it never held")),
            ExceptionState::Closed => return Err(step.not_now("closed", "it ended before")),
        }
        step.said(&because, "say why it ends")?;
        let first = [("was asked for", step.record.asked_on), ("was approved", step.record.approved_on)];
        let closed = Exception {
            state: ExceptionState::Closed,
            closed_on: Some(step.day(on, &first)?),
            closed_because: because,
            ..Exception::clone(step.record)
        };
        Ok(vec![isms.put::<Exception>(id, closed)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, excepted, refusal, run};

    #[test]
    fn a_closed_exception_holds_no_longer_and_stays_closed() {
        let mut isms = excepted();
        let close =
            |because: &str, on| CloseException { exception: Ref::number(1), because: because.into(), on };
        assert_eq!(refusal(&isms, close("", None)), "EXC-1 needs more: say why it ends");
        let early = refusal(&isms, close("x", Some(Date::constant(2026, 3, 2))));
        assert!(early.starts_with("2026-03-02 is before 2026-03-03, when EXC-1 was asked for"));
        run(&mut isms, close("the lock is new", None));
        assert!(!isms.exceptions.get(&Ref::number(1)).expect("there").is_in_force(TODAY));
        assert_eq!(refusal(&isms, close("x", None)), "EXC-1 is closed; it ended before");
    }
}
