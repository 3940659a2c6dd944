//! Extend certificate: the body widened the scope of a certificate that holds.

use model::records::{Certification, CertificationEvent, Evidence, Person, Process, Site};
use model::{Date, Isms, Line, Prose, Ref, Words};

use crate::absent::{counted, once_each};
use crate::stepping::{Step, StepRefusal, all_counted};
use crate::{Decided, Operation};

/// Record that the body widened the scope of a certificate.
#[derive(Debug, Clone)]
pub struct ExtendCertificate {
    /// The certification.
    pub certification: Ref<Certification>,
    /// The words of the scope since then.
    pub scope: Prose,
    /// Sites that came in.
    pub sites: Vec<Ref<Site>>,
    /// Processes that came in.
    pub processes: Vec<Ref<Process>>,
    /// Services that came in.
    pub services: Vec<Line>,
    /// Why.
    pub because: Prose,
    /// What the body wrote.
    pub letter: Ref<Evidence>,
    /// Who decided at the body.
    pub decided_by: Line,
    /// When; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for ExtendCertificate {
    const NAME: &'static str = "extend certificate";
    const INTENT: &'static str = "certification.extend";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { certification: id, scope, sites, processes, services, because, letter, decided_by, on } =
            self;
        let step = Step::of(isms, id, today)?;
        if !step.record.state.is_valid() {
            return Err(step.not_now(step.record.state.word(), "only a certificate that holds is extended"));
        }
        step.said(&scope, "say the words of the wider scope")?;
        if scope == step.record.scope_wording {
            return Err(step.not_now("worded like that", "say the words of the wider scope"));
        }
        counted(isms, letter)?;
        let last = step.record.events.iter().filter_map(|event| event.on).max();
        let on = Some(step.day(on, &[("last changed", last)])?);
        step.room(&step.record.events)?;
        step.room(&services)?;
        let mut extended = Certification::clone(step.record);
        extended.sites.extend(all_counted(isms, sites)?);
        extended.processes.extend(all_counted(isms, processes)?);
        extended.services.extend(services);
        extended.sites = once_each(extended.sites);
        extended.processes = once_each(extended.processes);
        extended.services = once_each(extended.services);
        extended.scope_wording = scope.clone();
        let (state, expires_on) = (Some(extended.state), extended.expires_on);
        let letter = Some(letter);
        extended.events.push(CertificationEvent {
            state,
            on,
            because,
            letter,
            decided_by,
            expires_on,
            scope,
        });
        Ok(vec![isms.put::<Certification>(id, extended)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{certify, create, engaged, refusal, run};
    use model::records::CertificationState as State;

    #[test]
    fn a_certificate_that_holds_grows_and_keeps_its_state() {
        let mut isms = engaged();
        run(&mut isms, create("site", "Second office"));
        let extend = |scope: &str| ExtendCertificate {
            certification: Ref::number(1),
            scope: scope.into(),
            sites: vec![Ref::number(1), Ref::number(1)],
            processes: Vec::new(),
            services: vec!["hosting".into()],
            because: "a new office".into(),
            letter: Ref::number(1),
            decided_by: "the board of the body".into(),
            on: None,
        };
        let early = "CRT-1 is preparing; only a certificate that holds is extended";
        assert_eq!(refusal(&isms, extend("all")), early);
        run(&mut isms, certify(State::Granted));
        assert!(refusal(&isms, extend("")).ends_with("say the words of the wider scope"));
        run(&mut isms, extend("both offices"));
        assert!(refusal(&isms, extend("both offices")).starts_with("CRT-1 is worded like that"));
        let certification = isms.certifications.get(&Ref::number(1)).expect("there");
        assert_eq!((certification.sites.len(), certification.state), (1, State::Granted));
        assert_eq!(certification.events.len(), 2);
    }
}
