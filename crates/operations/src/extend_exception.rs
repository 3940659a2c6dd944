//! Extend exception: it holds longer, with an approval of its own.

use model::records::{Exception, ExceptionExtension, ExceptionState, Person};
use model::{Date, Isms, Owner, Prose, Ref, Words};

use crate::approve_exception::{excepted_duty, not_for_oneself};
use crate::stepping::{Step, StepRefusal, near, pointed_at};
use crate::{Decided, Operation};

/// Approve that an exception holds longer.
#[derive(Debug, Clone)]
pub struct ExtendException {
    /// The exception.
    pub exception: Ref<Exception>,
    /// The last day from now on.
    pub until: Date,
    /// Who asks for it; who asked at first where nothing is said.
    pub asked_by: Option<Owner>,
    /// Why it is needed longer.
    pub because: Prose,
}

impl Operation for ExtendException {
    const NAME: &'static str = "extend exception";
    const INTENT: &'static str = "exception.extend";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { exception: id, until, asked_by, because } = self;
        let step = Step::of(isms, id, today)?;
        match step.record.state {
            ExceptionState::Approved => {}
            ExceptionState::Asked => {
                return Err(step.not_now("asked", "have it refused, and ask anew with another day"));
            }
            ExceptionState::Refused | ExceptionState::Closed => {
                return Err(step.not_now(step.record.state.word(), "ask for a new one"));
            }
        }
        step.said(&because, "say why it is needed longer")?;
        let from = step.record.until;
        if until < today || from.is_some_and(|from| until <= from) {
            return Err(step.missing("a last day after the present one, from today on"));
        }
        near(today, Some(until))?;
        pointed_at(isms, &asked_by)?;
        not_for_oneself(isms, &step, actor)?;
        let asked = asked_by.as_ref().and_then(|owner| owner.person(isms));
        step.by_another(actor, asked, "asks for more time for")?;
        excepted_duty(&step, Some(until), today)?;
        step.room(&step.record.extensions)?;
        let mut extended = Exception::clone(step.record);
        extended.until = Some(until);
        extended.extensions.push(ExceptionExtension {
            from,
            until: Some(until),
            because,
            asked_by: asked_by.or_else(|| step.record.asked_by.clone()),
            approved_by: Some(actor),
            approved_on: Some(today),
        });
        Ok(vec![isms.put::<Exception>(id, extended)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{excepted, refusal_of, run_as};

    #[test]
    fn more_time_is_a_new_approval_by_somebody_else_and_is_kept() {
        let mut isms = excepted();
        let extend = |until, asked_by| ExtendException {
            exception: Ref::number(1),
            until,
            asked_by,
            because: "the parts are late".into(),
        };
        let (june, july) = (Date::constant(2026, 6, 30), Date::constant(2026, 7, 31));
        assert!(refusal_of(&isms, 2, extend(june, None)).ends_with("after the present one, from today on"));
        assert!(refusal_of(&isms, 1, extend(july, None)).starts_with("PER-1 asked for EXC-1"));
        let own = extend(july, Some(Owner::Person(Ref::number(2))));
        assert!(refusal_of(&isms, 2, own).starts_with("PER-2 asks for more time for EXC-1"));
        run_as(&mut isms, 2, extend(july, None));
        let extended = isms.exceptions.get(&Ref::number(1)).expect("there");
        assert_eq!((extended.until, extended.extensions[0].from), (Some(july), Some(june)));
        assert_eq!(extended.extensions[0].asked_by, Some(Owner::Person(Ref::number(1))));
    }
}
