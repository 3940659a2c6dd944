//! Begin an organisation: its first commit holds the organisation, who begins it, and the 93 controls of Annex A.

use model::records::{Context, Control, Method, Organisation, Person, Plan, Scope, Soa, TreatmentPlan};
use model::{AnnexA, Change, Date, Isms, Key, Line, Ref};
use thiserror::Error;
use uuid::Uuid;

use crate::{Decided, Operation};

/// Begin an organisation.
#[derive(Debug, Clone)]
pub struct BeginOrganisation {
    /// The name of the organisation.
    pub name: Line,
    /// The time zone in which its days end.
    pub time_zone: Line,
    /// The name of the person who begins it.
    pub person: Line,
    /// What the ledger will call this person.
    pub uuid: Uuid,
}

/// Why an organisation cannot begin.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum BeginOrganisationRefusal {
    /// It began before.
    #[error("this organisation has begun already")]
    Begun,
    /// It has no name.
    #[error("an organisation needs a name")]
    Unnamed,
}

impl Operation for BeginOrganisation {
    const NAME: &'static str = "begin organisation";
    const INTENT: &'static str = "organisation.begin";
    type Refusal = BeginOrganisationRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, _today: Date) -> Decided<Self> {
        if isms.organisation.one().is_some() {
            return Err(BeginOrganisationRefusal::Begun);
        }
        if self.name.is_empty() {
            return Err(BeginOrganisationRefusal::Unnamed);
        }
        let organisation =
            Organisation { title: self.name, time_zone: self.time_zone, ..Organisation::default() };
        let person = Person { title: self.person, uuid: self.uuid, ..Person::default() };
        let mut changes = vec![
            Change::from((Ref::one(), organisation)),
            Change::from((Ref::number(1), person)),
            Change::from((Ref::one(), Plan { title: "Plan".into(), ..Plan::default() })),
            Change::from((Ref::one(), Scope { title: "Scope".into(), version: 1, ..Scope::default() })),
            Change::from((Ref::one(), Context { title: "Context".into(), ..Context::default() })),
            Change::from((
                Ref::one(),
                Method { title: "Risk method".into(), version: 1, ..Method::default() },
            )),
            Change::from((
                Ref::one(),
                TreatmentPlan { title: "Treatment plan".into(), version: 1, ..TreatmentPlan::default() },
            )),
            Change::from((
                Ref::one(),
                Soa { title: "Statement of applicability".into(), version: 1, ..Soa::default() },
            )),
        ];
        for number in AnnexA::all() {
            let title = Line::new(&standards::control(number).title);
            changes
                .push(Change::from((Ref::of(Key::AnnexA(number)), Control { title, ..Control::default() })));
        }
        Ok(changes)
    }
}
