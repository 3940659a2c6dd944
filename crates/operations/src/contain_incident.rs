//! Contain incident: it cannot spread any more (A.5.26).

use model::records::{Incident, IncidentState, Person};
use model::{Date, DateTime, Isms, Prose, Ref};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Say that an incident cannot spread any more.
#[derive(Debug, Clone)]
pub struct ContainIncident {
    /// The incident.
    pub incident: Ref<Incident>,
    /// Since which day and hour.
    pub at: DateTime,
    /// What was done.
    pub response: Prose,
}

impl Operation for ContainIncident {
    const NAME: &'static str = "contain incident";
    const INTENT: &'static str = "incident.contain";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { incident: id, at, response } = self;
        let step = Step::of(isms, id, today)?;
        match step.record.state {
            IncidentState::Incident => {}
            IncidentState::Event => {
                return Err(step.not_now("event", "decide first whether it is an incident"));
            }
            IncidentState::Contained => return Err(step.not_now("contained", "that was said before")),
            IncidentState::Closed => return Err(step.not_now("closed", "reopen it first")),
            IncidentState::NoIncident => {
                return Err(step.not_now("no incident", "there is nothing to contain"));
            }
        }
        step.said(&response, "say what was done")?;
        after_detection(&step, at)?;
        let mut contained = Incident::clone(step.record);
        contained.state = IncidentState::Contained;
        contained.contained_on = Some(at);
        contained.response = joined(&contained.response, &response);
        Ok(vec![isms.put::<Incident>(id, contained)])
    }
}

/// Refuses an hour that is to come, or before the incident was noticed.
pub(crate) fn after_detection(step: &Step<'_, Incident>, at: DateTime) -> Result<(), StepRefusal> {
    let detected = step.record.detected_on;
    step.day(Some(at.date()), &[("was noticed", detected.map(DateTime::date))])?;
    if detected.is_some_and(|detected| at < detected) {
        return Err(step.missing("an hour after it was noticed"));
    }
    Ok(())
}

/// Returns what was said before with what is said now.
pub(crate) fn joined(before: &Prose, now: &Prose) -> Prose {
    match (before.is_empty(), now.is_empty()) {
        (true, _) => now.clone(),
        (false, true) => before.clone(),
        (false, false) => Prose::new(&format!("{before}\n{now}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, declare, refusal, report, run, small};

    #[test]
    fn an_incident_is_contained_after_it_was_noticed() {
        let mut isms = small();
        run(&mut isms, report());
        let contain = |hour| ContainIncident {
            incident: Ref::number(1),
            at: TODAY.at(hour, 0, 0, 0),
            response: "accounts locked".into(),
        };
        assert_eq!(refusal(&isms, contain(12)), "INC-1 is event; decide first whether it is an incident");
        run(&mut isms, declare(1));
        assert_eq!(refusal(&isms, contain(7)), "INC-1 needs more: an hour after it was noticed");
        run(&mut isms, contain(12));
        let contained = isms.incidents.get(&Ref::number(1)).expect("there");
        assert_eq!((contained.state, &*contained.response), (IncidentState::Contained, "accounts locked"));
        assert_eq!(refusal(&isms, contain(13)), "INC-1 is contained; that was said before");
    }
}
