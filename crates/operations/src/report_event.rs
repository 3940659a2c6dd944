//! Report event: somebody noticed something that may hurt information security (A.6.8).

use model::records::{Incident, IncidentState, Person};
use model::{Date, DateTime, ElementRef, Isms, Line, Owner, Prose, Ref};

use crate::stepping::{StepRefusal, past_day, pointed_at};
use crate::{Decided, Operation};

/// Report something; whether it is an incident is decided afterwards.
#[derive(Debug, Clone)]
pub struct ReportEvent {
    /// What happened.
    pub title: Line,
    /// Day and hour at which it was noticed.
    pub detected_on: DateTime,
    /// Who noticed it; the actor where nothing is said.
    pub reported_by: Option<Owner>,
    /// What happened, in order.
    pub description: Prose,
    /// Systems, sites, processes and suppliers concerned.
    pub elements: Vec<ElementRef>,
}

impl Operation for ReportEvent {
    const NAME: &'static str = "report event";
    const INTENT: &'static str = "incident.report";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { title, detected_on, reported_by, description, elements } = self;
        if title.is_empty() {
            return Err(StepRefusal::Unsaid("say in a few words what happened"));
        }
        let id = isms.incidents.next();
        past_day(id.id(), today, Some(detected_on.date()), &[])?;
        pointed_at(isms, &reported_by)?;
        pointed_at(isms, &elements)?;
        let event = Incident {
            title,
            state: IncidentState::Event,
            detected_on: Some(detected_on),
            reported_by: Some(reported_by.unwrap_or(Owner::Person(actor))),
            description,
            elements,
            ..Incident::default()
        };
        Ok(vec![isms.put::<Incident>(id, event)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, refusal, report, run, small};

    #[test]
    fn an_event_has_a_name_and_an_hour_that_is_over() {
        let mut isms = small();
        let nameless = ReportEvent { title: "".into(), ..report() };
        assert_eq!(refusal(&isms, nameless), "say in a few words what happened");
        let tomorrow = TODAY.tomorrow().expect("there is one").at(0, 0, 0, 0);
        let ahead = refusal(&isms, ReportEvent { detected_on: tomorrow, ..report() });
        assert_eq!(ahead, "2026-03-04 is a day to come; record INC-1 when it has happened");
        run(&mut isms, report());
        let event = isms.incidents.get(&Ref::number(1)).expect("reported");
        assert_eq!(
            (event.state, &event.reported_by),
            (IncidentState::Event, &Some(Owner::Person(Ref::number(1))))
        );
    }
}
