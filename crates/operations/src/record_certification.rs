//! Record certification: what the body decided, in the order in which it can happen.

use model::records::{Certification, CertificationEvent, CertificationState, Evidence, Person};
use model::{Date, Isms, Line, Prose, Ref};
use thiserror::Error;

use crate::absent::{LIST_MAX, counted};
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Record what became of a certification, with the letter of the body.
#[derive(Debug, Clone)]
pub struct RecordCertification {
    /// The certification.
    pub certification: Ref<Certification>,
    /// Where it stands since then.
    pub state: CertificationState,
    /// When; today where nothing is said.
    pub on: Option<Date>,
    /// Why; has to be said where the certificate rests, shrinks or ends.
    pub because: Prose,
    /// What the body wrote.
    pub letter: Option<Ref<Evidence>>,
    /// Who decided at the body.
    pub decided_by: Line,
    /// The last day of the certificate, where it is granted or restored.
    pub expires_on: Option<Date>,
}

/// Why what became of a certification cannot be recorded.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum RecordCertificationRefusal {
    /// The step does not fit.
    #[error(transparent)]
    Step(#[from] StepRefusal),
    /// One state does not follow the other.
    #[error("{certification} is {from} and cannot become {to}")]
    NoWay {
        /// The certification.
        certification: Ref<Certification>,
        /// Where it stands.
        from: CertificationState,
        /// Where it was to stand.
        to: CertificationState,
    },
}

/// Says whether one state of a certification may follow another.
fn may_follow(from: CertificationState, to: CertificationState) -> bool {
    use CertificationState as State;
    let next: &[State] = match from {
        // Whoever comes with a certificate starts with it.
        State::Preparing => &[State::Applied, State::Granted],
        State::Applied => &[State::Preparing, State::Granted, State::Withdrawn],
        // Granted again after a recertification.
        State::Granted | State::Restored | State::Reduced => &[
            State::Granted,
            State::Suspended,
            State::Reduced,
            State::Withdrawn,
            State::Expired,
            State::Transferred,
        ],
        State::Suspended => {
            &[State::Restored, State::Reduced, State::Withdrawn, State::Expired, State::Transferred]
        }
        // Within six months after its end, when the work is done.
        State::Expired => &[State::Restored],
        State::Withdrawn | State::Transferred => &[],
    };
    next.contains(&to)
}

impl Operation for RecordCertification {
    const NAME: &'static str = "record certification";
    const INTENT: &'static str = "certification.record";
    type Refusal = RecordCertificationRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { certification: id, state: to, on, because, letter, decided_by, expires_on } = self;
        let step = Step::of(isms, id, today)?;
        let from = step.record.state;
        if !may_follow(from, to) {
            return Err(RecordCertificationRefusal::NoWay { certification: id, from, to });
        }
        if let Some(letter) = letter {
            counted(isms, letter).map_err(StepRefusal::Absent)?;
        }
        let last = step.record.events.iter().filter_map(|event| event.on).max();
        let on = step.day(on, &[("last changed", last)])?;
        let mut recorded = Certification::clone(step.record);
        if recorded.events.len() >= LIST_MAX {
            return Err(step.missing("a new certification; this one has too many events").into());
        }
        match to {
            CertificationState::Applied => recorded.sent_on = Some(on),
            CertificationState::Granted | CertificationState::Restored => {
                let ends = expires_on.or(step.record.expires_on).filter(|end| *end > on);
                if ends.is_none() {
                    return Err(step.missing("say the last day of the certificate").into());
                }
                recorded.expires_on = ends;
                if to == CertificationState::Granted {
                    (recorded.decided_on, recorded.decided_by) = (Some(on), decided_by);
                }
            }
            CertificationState::Preparing
            | CertificationState::Suspended
            | CertificationState::Reduced
            | CertificationState::Withdrawn
            | CertificationState::Expired
            | CertificationState::Transferred => step.said(&because, "say why")?,
        }
        recorded.state = to;
        recorded.events.push(CertificationEvent {
            state: Some(to),
            on: Some(on),
            because,
            letter,
            ..CertificationEvent::default()
        });
        Ok(vec![isms.put::<Certification>(id, recorded)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{certify, engaged, refusal, run};
    use CertificationState as State;

    #[test]
    fn a_certificate_is_granted_with_a_last_day_and_rests_for_a_reason() {
        let mut isms = engaged();
        let refused = refusal(&isms, certify(State::Suspended));
        assert_eq!(refused, "CRT-1 is preparing and cannot become suspended");
        run(&mut isms, certify(State::Applied));
        let endless = RecordCertification { expires_on: None, ..certify(State::Granted) };
        assert_eq!(refusal(&isms, endless), "CRT-1 needs more: say the last day of the certificate");
        run(&mut isms, certify(State::Granted));
        let silent = RecordCertification { because: "".into(), ..certify(State::Suspended) };
        assert_eq!(refusal(&isms, silent), "CRT-1 needs more: say why");
        run(&mut isms, certify(State::Suspended));
        run(&mut isms, certify(State::Restored));
        run(&mut isms, certify(State::Withdrawn));
        assert_eq!(refusal(&isms, certify(State::Granted)), "CRT-1 is withdrawn and cannot become granted");
        let certification = isms.certifications.get(&Ref::number(1)).expect("there");
        assert_eq!(certification.events.len(), 5);
        assert_eq!(certification.decided_on, Some(crate::testing::TODAY));
    }

    #[test]
    fn events_stand_in_the_order_of_their_days() {
        let mut isms = engaged();
        run(&mut isms, certify(State::Applied));
        let early = RecordCertification { on: Some(Date::constant(2026, 3, 2)), ..certify(State::Granted) };
        assert!(refusal(&isms, early).contains("when CRT-1 last changed"));
    }
}
