//! Notify incident: an authority, a customer or a person was told, on a day and at an hour.

use model::records::{Evidence, Incident, IncidentNotice, IncidentState, Person};
use model::{Date, DateTime, Isms, Line, Prose, Ref, Words, YesNo};

use crate::contain_incident::after_detection;
use crate::stepping::{Step, StepRefusal, all_counted};
use crate::{Decided, Operation};

/// Record that somebody outside was told of an incident.
#[derive(Debug, Clone)]
pub struct NotifyIncident {
    /// The incident.
    pub incident: Ref<Incident>,
    /// Who was told.
    pub to: Line,
    /// Day and hour of the notice.
    pub at: DateTime,
    /// What was told.
    pub content: Prose,
    /// What shows it.
    pub letter: Option<Ref<Evidence>>,
}

impl Operation for NotifyIncident {
    const NAME: &'static str = "notify incident";
    const INTENT: &'static str = "incident.notify";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { incident: id, to, at, content, letter } = self;
        let step = Step::of(isms, id, today)?;
        match step.record.state {
            IncidentState::Incident | IncidentState::Contained => {}
            IncidentState::Event | IncidentState::NoIncident => {
                return Err(step.not_now(step.record.state.word(), "only an incident is notified"));
            }
            IncidentState::Closed => return Err(step.not_now("closed", "reopen it first")),
        }
        step.said(&to, "say who was told")?;
        after_detection(&step, at)?;
        all_counted(isms, letter.into_iter().collect())?;
        step.room(&step.record.notices)?;
        let mut notified = Incident::clone(step.record);
        // The limit runs until the first notice.
        notified.notified_on = Some(notified.notified_on.map_or(at, |first| first.min(at)));
        notified.notifiable = Some(YesNo::Yes);
        notified.notices.push(IncidentNotice { to, on: Some(at), content, letter });
        Ok(vec![isms.put::<Incident>(id, notified)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, declare, refusal, report, run, small};

    #[test]
    fn notices_have_an_hour_and_the_first_one_counts() {
        let mut isms = small();
        run(&mut isms, report());
        let notify = |to: &str, hour| NotifyIncident {
            incident: Ref::number(1),
            to: to.into(),
            at: TODAY.at(hour, 30, 0, 0),
            content: "".into(),
            letter: None,
        };
        assert_eq!(
            refusal(&isms, notify("the authority", 9)),
            "INC-1 is event; only an incident is notified"
        );
        run(&mut isms, declare(1));
        assert_eq!(refusal(&isms, notify("", 9)), "INC-1 needs more: say who was told");
        assert_eq!(
            refusal(&isms, notify("the authority", 6)),
            "INC-1 needs more: an hour after it was noticed"
        );
        run(&mut isms, notify("a customer", 11));
        run(&mut isms, notify("the authority", 9));
        let notified = isms.incidents.get(&Ref::number(1)).expect("there");
        assert_eq!(notified.notified_on, Some(TODAY.at(9, 30, 0, 0)));
        assert_eq!((notified.notices.len(), notified.notifiable), (2, Some(YesNo::Yes)));
    }
}
