//! Ask exception: a rule is not to hold for something or somebody, for a while, for a reason.

use model::records::{Audit, Exception, ExceptionKind, Person};
use model::{Date, Isms, Line, Owner, Prose, RecordId, RecordKind, Ref};

use crate::duties::{NO_EXCEPTION, is_barred};
use crate::stepping::{StepRefusal, near, pointed_at};
use crate::{Decided, Operation};

/// Ask for an exception.
#[derive(Debug, Clone)]
pub struct AskException {
    /// What is to be allowed.
    pub title: Line,
    /// From a control, or from the separation of duties.
    pub kind: ExceptionKind,
    /// The control, document or system whose rule is not to hold.
    pub target: Option<RecordId>,
    /// Of a duty: the number of the rule that is not to hold, such as SD5.
    pub duty: Line,
    /// For whom, where it is one person.
    pub person: Option<Ref<Person>>,
    /// Of a duty: the audit that the person is to do all the same.
    pub audit: Option<Ref<Audit>>,
    /// Who asks; the actor where nothing is said.
    pub asked_by: Option<Owner>,
    /// Why it is needed.
    pub reason: Prose,
    /// What lowers the risk meanwhile.
    pub compensating: Prose,
    /// The last day on which it is to hold.
    pub until: Date,
}

impl Operation for AskException {
    const NAME: &'static str = "ask exception";
    const INTENT: &'static str = "exception.ask";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { title, kind, target, duty, person, audit, asked_by, reason, compensating, until } = self;
        if title.is_empty() {
            return Err(StepRefusal::Unsaid("say what is to be allowed"));
        }
        if reason.is_empty() {
            return Err(StepRefusal::Unsaid("say why the exception is needed"));
        }
        if until < today {
            return Err(StepRefusal::Unsaid("say a last day from today on"));
        }
        near(today, Some(until))?;
        match kind {
            ExceptionKind::Control if target.is_none() => {
                return Err(StepRefusal::Unsaid(
                    "name the control, document, system or vulnerability whose rule is not to hold",
                ));
            }
            ExceptionKind::Duty if person.is_none() => {
                return Err(StepRefusal::Unsaid("name the person who may do both"));
            }
            ExceptionKind::Control | ExceptionKind::Duty => {}
        }
        if kind == ExceptionKind::Duty && is_barred(&duty) {
            return Err(StepRefusal::Unsaid(NO_EXCEPTION));
        }
        if let Some(refused) = target.and_then(not_named) {
            return Err(StepRefusal::Unsaid(refused));
        }
        pointed_at(isms, &target)?;
        pointed_at(isms, &person)?;
        pointed_at(isms, &audit)?;
        pointed_at(isms, &asked_by)?;
        let exception = Exception {
            title,
            kind: Some(kind),
            target,
            duty,
            person,
            audit,
            asked_by: Some(asked_by.unwrap_or(Owner::Person(actor))),
            asked_on: Some(today),
            reason,
            compensating,
            until: Some(until),
            ..Exception::default()
        };
        Ok(vec![isms.put::<Exception>(isms.exceptions.next(), exception)])
    }
}

/// Returns what is asked for instead, where a rule of ours does not hold for such a record.
pub(crate) fn not_named(target: RecordId) -> Option<&'static str> {
    const KINDS: &[RecordKind] =
        &[RecordKind::Control, RecordKind::Document, RecordKind::Asset, RecordKind::Vulnerability];
    let refused = "name a control, a document, a system or a vulnerability; a rule holds for nothing else";
    (!KINDS.contains(&target.kind)).then_some(refused)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, ask, refusal, run, small};

    #[test]
    fn an_exception_has_a_reason_a_target_and_an_end() {
        let mut isms = small();
        for (asked, refused) in [
            (AskException { title: "".into(), ..ask() }, "say what is to be allowed"),
            (AskException { reason: "".into(), ..ask() }, "say why the exception is needed"),
            (AskException { until: Date::constant(2026, 3, 2), ..ask() }, "say a last day from today on"),
            (AskException { kind: ExceptionKind::Duty, ..ask() }, "name the person who may do both"),
            (AskException { person: Some(Ref::number(9)), ..ask() }, "there is no PER-9"),
        ] {
            assert_eq!(refusal(&isms, asked), refused);
        }
        let odd = AskException { target: Some(crate::testing::id("PER-2")), ..ask() };
        assert!(refusal(&isms, odd).starts_with("name a control, a document, a system or a vulnerability"));
        let aimless = refusal(&isms, AskException { target: None, ..ask() });
        assert!(aimless.starts_with("name the control"));
        run(&mut isms, ask());
        let asked = isms.exceptions.get(&Ref::number(1)).expect("asked");
        assert_eq!((&asked.asked_by, asked.asked_on), (&Some(Owner::Person(Ref::number(1))), Some(TODAY)));
        assert!(!asked.is_in_force(TODAY));
    }
}
