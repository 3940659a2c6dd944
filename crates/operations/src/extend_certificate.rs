//! Extend certificate: the body widened a certificate that holds, or wrote it anew with other words or another version.

use model::records::{Certification, CertificationEvent, Evidence, Person, Process, Site};
use model::{Date, Isms, Line, Prose, Ref, Words};

use crate::absent::{counted, once_each};
use crate::stepping::{Step, StepRefusal, all_counted};
use crate::{Decided, Operation};

/// Record that the body widened a certificate, or wrote it anew with other words or another version.
#[derive(Debug, Clone)]
pub struct ExtendCertificate {
    /// The certification.
    pub certification: Ref<Certification>,
    /// The words of the scope since then, where they changed.
    pub scope: Prose,
    /// Sites that came in.
    pub sites: Vec<Ref<Site>>,
    /// Processes that came in.
    pub processes: Vec<Ref<Process>>,
    /// Services that came in.
    pub services: Vec<Line>,
    /// The version of the statement of applicability that it names since then, where it changed.
    pub soa_version: Option<u32>,
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
        let Self { certification: id, scope, because, letter, decided_by, on, .. } = self;
        let (sites, processes, services) = (self.sites, self.processes, self.services);
        let step = Step::of(isms, id, today)?;
        if !step.record.state.is_valid() {
            return Err(step.not_now(step.record.state.word(), "only a certificate that holds is extended"));
        }
        if !scope.is_empty() && scope == step.record.scope_wording {
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
        extended.soa_version = self.soa_version.or(extended.soa_version);
        if !scope.is_empty() {
            extended.scope_wording = scope.clone();
        }
        if extended == **step.record {
            return Err(step.missing("say what it covers or names since then"));
        }
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
            soa_version: None,
            because: "a new office".into(),
            letter: Ref::number(1),
            decided_by: "the board of the body".into(),
            on: None,
        };
        let early = "CRT-1 is preparing; only a certificate that holds is extended";
        assert_eq!(refusal(&isms, extend("all")), early);
        run(&mut isms, certify(State::Granted));
        let bare = ExtendCertificate { sites: Vec::new(), services: Vec::new(), ..extend("") };
        let refused = refusal(&isms, bare.clone());
        assert_eq!(refused, "CRT-1 needs more: say what it covers or names since then");
        run(&mut isms, extend("both offices"));
        assert!(refusal(&isms, extend("both offices")).starts_with("CRT-1 is worded like that"));
        let certification = isms.certifications.get(&Ref::number(1)).expect("there");
        assert_eq!((certification.sites.len(), certification.state), (1, State::Granted));
        assert_eq!(certification.events.len(), 2);
        run(&mut isms, ExtendCertificate { soa_version: Some(3), ..bare.clone() });
        let certification = isms.certifications.get(&Ref::number(1)).expect("there");
        assert_eq!((&*certification.scope_wording, certification.soa_version), ("both offices", Some(3)));
        assert!(refusal(&isms, ExtendCertificate { soa_version: Some(3), ..bare }).contains("needs more"));
    }
}
