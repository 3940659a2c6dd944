//! Approve exception: a rule does not hold for a while; not allowed by who asked for it.

use model::records::{Exception, ExceptionState, Person};
use model::{Date, Isms, Owner, Prose, Ref, Words};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Approve an exception that was asked for.
#[derive(Debug, Clone)]
pub struct ApproveException {
    /// The exception.
    pub exception: Ref<Exception>,
    /// Why; may be left out.
    pub because: Prose,
}

impl Operation for ApproveException {
    const NAME: &'static str = "approve exception";
    const INTENT: &'static str = "exception.approve";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { exception: id, because } = self;
        let step = Step::of(isms, id, today)?;
        asked(&step)?;
        let exception = step.record;
        step.said(&exception.reason, "say why it is needed")?;
        if exception.until.is_none_or(|until| until < today) {
            return Err(step.missing("a last day from today on"));
        }
        if exception.asked_by.is_none() {
            return Err(step.missing("say who asks for it"));
        }
        not_for_oneself(isms, &step, actor)?;
        let approved = Exception {
            state: ExceptionState::Approved,
            approved_by: Some(actor),
            approved_on: Some(today),
            decided_because: because,
            ..Exception::clone(exception)
        };
        Ok(vec![isms.put::<Exception>(id, approved)])
    }
}

/// Refuses to decide about what was not asked, or was decided.
pub(crate) fn asked(step: &Step<'_, Exception>) -> Result<(), StepRefusal> {
    match step.record.state {
        ExceptionState::Asked => Ok(()),
        ExceptionState::Approved | ExceptionState::Refused => {
            Err(step.not_now(step.record.state.word(), "it was decided before"))
        }
        ExceptionState::Closed => Err(step.not_now("closed", "ask for a new one")),
    }
}

/// Refuses whoever asked for an exception, or whom it is for.
pub(crate) fn not_for_oneself(
    isms: &Isms,
    step: &Step<'_, Exception>,
    actor: Ref<Person>,
) -> Result<(), StepRefusal> {
    let asked_by = step.record.asked_by.as_ref().and_then(|owner: &Owner| owner.person(isms));
    step.by_another(actor, asked_by, "asked for")?;
    step.by_another(actor, step.record.person, "would profit from")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::AskException;
    use crate::testing::{TODAY, ask, edit, refusal, refusal_of, run, run_as, small};

    #[test]
    fn nobody_allows_what_they_asked_for_or_what_is_for_them() {
        let mut isms = small();
        run(&mut isms, ask());
        let approve = || ApproveException { exception: Ref::number(1), because: "".into() };
        assert_eq!(refusal(&isms, approve()), "PER-1 asked for EXC-1; somebody else decides about it");
        for (field, text) in [
            ("asked_by", "PER-2"),
            ("kind", "duty"),
            ("person", "PER-2"),
            ("target", "DOC-1"),
            ("until", "2030-01-01"),
            ("reason", "it is nicer"),
        ] {
            let words = refusal(&isms, edit("EXC-1", field, text));
            assert_eq!(words, format!("{field}: EXC-1 is asked for; have it refused, and ask anew"));
        }
        run(&mut isms, edit("EXC-1", "title", "Old lock stays a while"));
        let role = Some(Owner::Role(Ref::number(1)));
        run(&mut isms, AskException { asked_by: role, person: Some(Ref::number(2)), ..ask() });
        let other = || ApproveException { exception: Ref::number(2), because: "".into() };
        assert_eq!(refusal(&isms, other()), "PER-1 asked for EXC-2; somebody else decides about it");
        assert!(refusal_of(&isms, 2, other()).starts_with("PER-2 would profit from EXC-2"));
        run_as(&mut isms, 2, approve());
        let approved = isms.exceptions.get(&Ref::number(1)).expect("there");
        assert_eq!(approved.approved_by, Some(Ref::number(2)));
        assert!(approved.is_in_force(TODAY));
        assert_eq!(refusal_of(&isms, 2, approve()), "EXC-1 is approved; it was decided before");
    }
}
