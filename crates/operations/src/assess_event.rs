//! Assess event: it is an incident, or it is none (A.5.25).

use model::records::{Incident, IncidentState, Obligation, Person, Severity};
use model::{Change, Date, Isms, Owner, Prose, Ref, Words, YesNo};

use crate::stepping::{Step, StepRefusal, pointed_at};
use crate::{Decided, Operation};

/// Decide what a reported event is.
#[derive(Debug, Clone)]
pub struct AssessEvent {
    /// The event.
    pub incident: Ref<Incident>,
    /// What it is.
    pub verdict: EventVerdict,
}

/// What a reported event is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventVerdict {
    /// It is an incident, and is handled.
    Incident {
        /// How bad it is.
        severity: Severity,
        /// Who handles it.
        owner: Option<Owner>,
        /// Whether somebody outside has to be told; unknown where nothing is said.
        notifiable: Option<YesNo>,
        /// What asks for the notice.
        obligation: Option<Ref<Obligation>>,
    },
    /// It is none.
    NoIncident {
        /// Why.
        because: Prose,
    },
}

impl Operation for AssessEvent {
    const NAME: &'static str = "assess event";
    const INTENT: &'static str = "incident.assess";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { incident: id, verdict } = self;
        let step = Step::of(isms, id, today)?;
        match step.record.state {
            IncidentState::Event => {}
            IncidentState::Incident
            | IncidentState::Contained
            | IncidentState::Closed
            | IncidentState::NoIncident => {
                return Err(step.not_now(step.record.state.word(), "that was decided before"));
            }
        }
        let mut decided =
            Incident { decided_by: Some(actor), decided_on: Some(today), ..Incident::clone(step.record) };
        let mut changes = Vec::new();
        match verdict {
            EventVerdict::Incident { severity, owner, notifiable, obligation } => {
                pointed_at(isms, &owner)?;
                pointed_at(isms, &obligation)?;
                decided.state = IncidentState::Incident;
                decided.severity = Some(severity);
                decided.owner = owner.or(decided.owner);
                decided.notifiable = notifiable.or(decided.notifiable);
                decided.obligation = obligation.or(decided.obligation);
            }
            EventVerdict::NoIncident { because } => {
                step.said(&because, "say why it is none")?;
                decided.state = IncidentState::NoIncident;
                changes.push(Change::Note(because));
            }
        }
        changes.push(isms.put::<Incident>(id, decided));
        Ok(changes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{declare, refusal, report, run, small};

    #[test]
    fn an_event_is_judged_once_and_none_for_a_reason() {
        let mut isms = small();
        run(&mut isms, report());
        run(&mut isms, report());
        let none = |because: &str| AssessEvent {
            incident: Ref::number(1),
            verdict: EventVerdict::NoIncident { because: because.into() },
        };
        assert_eq!(refusal(&isms, none("")), "INC-1 needs more: say why it is none");
        run(&mut isms, none("a drill"));
        assert_eq!(refusal(&isms, declare(1)), "INC-1 is no incident; that was decided before");
        run(&mut isms, declare(2));
        let incident = isms.incidents.get(&Ref::number(2)).expect("there");
        assert_eq!((incident.state, incident.severity), (IncidentState::Incident, Some(Severity::High)));
        assert_eq!(incident.decided_by, Some(Ref::number(1)));
    }
}
