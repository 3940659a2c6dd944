//! Record lessons: why an incident happened, and what was learnt (A.5.27).

use model::records::{Incident, IncidentState, Person, Risk};
use model::{Date, Isms, Prose, Ref, Words};

use crate::contain_incident::joined;
use crate::stepping::{Step, StepRefusal, all_counted};
use crate::{Decided, Operation};

/// Record what was learnt from an incident.
#[derive(Debug, Clone)]
pub struct RecordLessons {
    /// The incident.
    pub incident: Ref<Incident>,
    /// Why it happened; what was said before stays where nothing is said.
    pub cause: Prose,
    /// What was learnt.
    pub lessons: Prose,
    /// The risks that came true, or that have to be looked at again.
    pub risks: Vec<Ref<Risk>>,
}

impl Operation for RecordLessons {
    const NAME: &'static str = "record lessons";
    const INTENT: &'static str = "incident.learn";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { incident: id, cause, lessons, risks } = self;
        let step = Step::of(isms, id, today)?;
        match step.record.state {
            IncidentState::Incident | IncidentState::Contained => {}
            IncidentState::Event | IncidentState::NoIncident => {
                return Err(step.not_now(step.record.state.word(), "lessons are drawn from incidents"));
            }
            IncidentState::Closed => return Err(step.not_now("closed", "reopen it first")),
        }
        step.said(&lessons, "say what was learnt")?;
        let mut learnt = Incident::clone(step.record);
        for risk in all_counted(isms, risks)? {
            if !learnt.risks.contains(&risk) {
                step.room(&learnt.risks)?;
                learnt.risks.push(risk);
            }
        }
        if !cause.is_empty() {
            learnt.cause = cause;
        }
        learnt.lessons = joined(&learnt.lessons, &lessons);
        Ok(vec![isms.put::<Incident>(id, learnt)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{declare, learn, refusal, report, run, small};

    #[test]
    fn lessons_are_added_and_name_risks_that_are_there() {
        let mut isms = small();
        run(&mut isms, report());
        assert_eq!(refusal(&isms, learn()), "INC-1 is event; lessons are drawn from incidents");
        run(&mut isms, declare(1));
        assert_eq!(
            refusal(&isms, RecordLessons { risks: vec![Ref::number(9)], ..learn() }),
            "there is no R-9"
        );
        run(&mut isms, learn());
        run(&mut isms, RecordLessons { cause: "".into(), lessons: "ask sooner".into(), ..learn() });
        let learnt = isms.incidents.get(&Ref::number(1)).expect("there");
        assert_eq!((&*learnt.lessons, &*learnt.cause), ("look twice\nask sooner", "a false mail"));
        assert_eq!(learnt.risks, [Ref::number(2)]);
    }
}
