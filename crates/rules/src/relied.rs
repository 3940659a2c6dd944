//! Who relies on a process: what parties ask rests on it, or the scope offers it as a service.

use model::records::{Obligation, Process, Scope};
use model::{Isms, RecordId, Ref, YesNo};

use crate::{Ask, Found, cycle};

/// Why customers or other parties rely on a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relied {
    /// What a relevant party asks rests on it.
    Asked(Ref<Obligation>),
    /// The scope names it as a service.
    Offered,
}

impl Relied {
    /// Returns the reason in a few words.
    pub(crate) fn says(self) -> String {
        match self {
            Self::Asked(obligation) => format!("{obligation} rests on it"),
            Self::Offered => "the scope offers it as a service".to_owned(),
        }
    }

    /// Adds the reason to a proof.
    pub(crate) fn prove(self, ask: &Ask, found: &mut Found) {
        match self {
            Self::Asked(id) => found.proof_of(id, "rests on it", ask.isms.name_of(id.id())),
            Self::Offered => found.proof_of(Ref::<Scope>::one(), "offered as a service", "yes"),
        };
    }
}

/// Returns who relies on a process; a rule that asks this reads the kinds `Obligation`, `Party` and `Scope` as a whole.
pub(crate) fn customers_rely(ask: &Ask, id: Ref<Process>) -> Vec<Relied> {
    let isms = ask.isms;
    let asked = isms.sources::<Obligation>(id.id()).filter(|obligation| {
        let found = isms.obligations.get(obligation);
        found.is_some_and(|one| binds(ask, one) && one.by.contains(&RecordId::from(id)))
    });
    let mut relied: Vec<Relied> = asked.map(Relied::Asked).collect();
    if is_offered(isms, id) {
        relied.push(Relied::Offered);
    }
    relied
}

/// Says whether a relevant party still asks something, and the management system takes it up.
fn binds(ask: &Ask, obligation: &Obligation) -> bool {
    let ended = obligation.ended_on.is_some_and(|on| on <= ask.today);
    let party = obligation.party.and_then(|party| ask.isms.parties.get(&party));
    let relevant = party.is_some_and(|party| party.relevant == Some(YesNo::Yes));
    relevant && !ended && obligation.addressed == Some(YesNo::Yes)
}

/// Says whether the scope names a process as one of its services.
fn is_offered(isms: &Isms, id: Ref<Process>) -> bool {
    let Some(process) = isms.processes.get(&id) else { return false };
    let title = cycle::even(&process.title);
    let services = isms.scope.one().map(|scope| scope.services.as_slice()).unwrap_or_default();
    !title.is_empty() && services.iter().any(|service| cycle::even(service) == title)
}
