//! Reopen incident: it was not over, or was one after all.

use model::records::{Incident, IncidentState, Person};
use model::{Change, Date, Isms, Prose, Ref, Words};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Take an incident up again.
#[derive(Debug, Clone)]
pub struct ReopenIncident {
    /// The incident.
    pub incident: Ref<Incident>,
    /// Why.
    pub because: Prose,
}

impl Operation for ReopenIncident {
    const NAME: &'static str = "reopen incident";
    const INTENT: &'static str = "incident.reopen";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { incident: id, because } = self;
        let step = Step::of(isms, id, today)?;
        let mut reopened = Incident::clone(step.record);
        reopened.state = match step.record.state {
            IncidentState::Closed => IncidentState::Incident,
            IncidentState::NoIncident => IncidentState::Event,
            IncidentState::Event | IncidentState::Incident | IncidentState::Contained => {
                return Err(step.not_now(step.record.state.word(), "there is nothing to take up again"));
            }
        };
        step.said(&because, "say why it is taken up again")?;
        (reopened.closed_on, reopened.closed_by, reopened.contained_on) = (None, None, None);
        if reopened.state == IncidentState::Event {
            (reopened.decided_by, reopened.decided_on) = (None, None);
        }
        Ok(vec![Change::Note(because), isms.put::<Incident>(id, reopened)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{closed_incident, refusal, run};

    #[test]
    fn an_incident_that_is_taken_up_again_has_to_be_contained_again() {
        let mut isms = closed_incident();
        let reopen = |because: &str| ReopenIncident { incident: Ref::number(1), because: because.into() };
        assert_eq!(refusal(&isms, reopen("")), "INC-1 needs more: say why it is taken up again");
        run(&mut isms, reopen("a second mail came"));
        let incident = isms.incidents.get(&Ref::number(1)).expect("there");
        assert_eq!((incident.state, incident.closed_on), (IncidentState::Incident, None));
        assert_eq!(refusal(&isms, reopen("x")), "INC-1 is incident; there is nothing to take up again");
    }
}
