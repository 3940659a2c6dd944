//! Close incident: it is over, lessons are drawn, and everybody was told who had to be.

use model::records::{Incident, IncidentState, Person, Severity};
use model::{Date, DateTime, Isms, Ref, YesNo};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Close an incident.
#[derive(Debug, Clone)]
pub struct CloseIncident {
    /// The incident.
    pub incident: Ref<Incident>,
    /// When; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for CloseIncident {
    const NAME: &'static str = "close incident";
    const INTENT: &'static str = "incident.close";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { incident: id, on } = self;
        let step = Step::of(isms, id, today)?;
        match step.record.state {
            IncidentState::Contained => {}
            IncidentState::Event => {
                return Err(step.not_now("event", "decide first whether it is an incident"));
            }
            IncidentState::Incident => return Err(step.not_now("incident", "contain it first")),
            IncidentState::Closed => return Err(step.not_now("closed", "it was closed before")),
            IncidentState::NoIncident => return Err(step.not_now("no incident", "there is nothing to close")),
        }
        step.said(&step.record.lessons, "record what was learnt")?;
        let grave = match step.record.severity {
            Some(Severity::High | Severity::Critical) => true,
            Some(Severity::Low | Severity::Medium) | None => false,
        };
        match (step.record.notifiable, step.record.notified_on) {
            (Some(YesNo::Yes), None) => {
                return Err(step.missing("a notice is due; record who was told, and when"));
            }
            (None, None) if grave || step.record.obligation.is_some() => {
                return Err(step.missing("say whether somebody outside has to be told"));
            }
            (None | Some(_), _) => {}
        }
        let first = [
            ("was noticed", step.record.detected_on.map(DateTime::date)),
            ("was contained", step.record.contained_on.map(DateTime::date)),
        ];
        let closed = Incident {
            state: IncidentState::Closed,
            closed_on: Some(step.day(on, &first)?),
            closed_by: Some(actor),
            ..Incident::clone(step.record)
        };
        Ok(vec![isms.put::<Incident>(id, closed)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{contained, edit, learn, refusal, run};

    #[test]
    fn an_incident_without_lessons_or_with_a_notice_due_stays_open() {
        let mut isms = contained();
        let close = || CloseIncident { incident: Ref::number(1), on: None };
        assert_eq!(refusal(&isms, close()), "INC-1 needs more: record what was learnt");
        run(&mut isms, learn());
        assert_eq!(refusal(&isms, close()), "INC-1 needs more: say whether somebody outside has to be told");
        run(&mut isms, edit("INC-1", "notifiable", "yes"));
        let due = "INC-1 needs more: a notice is due; record who was told, and when";
        assert_eq!(refusal(&isms, close()), due);
        let notify = crate::NotifyIncident {
            incident: Ref::number(1),
            to: "the authority".into(),
            at: crate::testing::TODAY.at(12, 0, 0, 0),
            content: "".into(),
            letter: None,
        };
        run(&mut isms, notify);
        run(&mut isms, close());
        let closed = isms.incidents.get(&Ref::number(1)).expect("there");
        assert_eq!((closed.state, closed.closed_by), (IncidentState::Closed, Some(Ref::number(1))));
        assert_eq!(refusal(&isms, close()), "INC-1 is closed; it was closed before");
    }
}
