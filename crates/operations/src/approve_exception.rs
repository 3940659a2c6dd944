//! Approve exception: a rule does not hold for a while; not allowed by who asked for it.

use model::records::{Exception, ExceptionKind, ExceptionState, Person};
use model::{Date, Isms, Owner, Prose, Ref, Words};

use crate::duties::{NO_EXCEPTION, duty_exception_last_day, is_barred};
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
        excepted_duty(&step, exception.until, today)?;
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

/// Refuses an exception from a duty that knows none, or for longer than one is given at a time.
pub(crate) fn excepted_duty(
    step: &Step<'_, Exception>,
    until: Option<Date>,
    today: Date,
) -> Result<(), StepRefusal> {
    if step.record.kind != Some(ExceptionKind::Duty) {
        return Ok(());
    }
    if is_barred(&step.record.duty) {
        return Err(StepRefusal::Unsaid(NO_EXCEPTION));
    }
    if until.is_none_or(|until| until > duty_exception_last_day(today)) {
        return Err(step
            .missing("a last day within twelve months; an exception from a duty is given anew after that"));
    }
    Ok(())
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
    fn a_duty_is_excepted_where_it_can_be_and_for_a_year_at_most() {
        let mut isms = small();
        let person = Some(Ref::number(1));
        let duty = |duty: &str, until| AskException {
            kind: ExceptionKind::Duty,
            target: None,
            duty: duty.into(),
            person,
            until,
            ..ask()
        };
        let year = Date::constant(2027, 3, 3);
        for barred in ["SD3", "SD11", "SD12", "SD15", "SD16", "five"] {
            assert_eq!(refusal(&isms, duty(barred, year)), NO_EXCEPTION);
        }
        run(&mut isms, duty("SD5", Date::constant(2027, 3, 4)));
        run(&mut isms, duty("SD5", year));
        let approve = |number| ApproveException { exception: Ref::number(number), because: "".into() };
        let long = "EXC-1 needs more: a last day within twelve months; an exception from a duty is given anew after that";
        assert_eq!(refusal_of(&isms, 2, approve(1)), long);
        run_as(&mut isms, 2, approve(2));
        assert!(isms.exceptions.get(&Ref::number(2)).expect("there").is_in_force(TODAY));
        assert!(
            refusal(&isms, edit("EXC-2", "duty", "SD3")).contains("extend or close it, or ask for another")
        );
    }

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
