//! Begin an organisation: its first commit holds the organisation, who begins it, and the 93 controls of Annex A.

use model::records::{
    Context, Control, Method, Organisation, OrganisationKind, Person, Plan, Scope, Soa, TreatmentPlan,
};
use model::{AnnexA, Change, Date, Isms, Key, Line, RecordId, RecordKind, Ref};
use thiserror::Error;
use uuid::Uuid;

use crate::{Decided, Operation};

/// Begin an organisation.
#[derive(Debug, Clone)]
pub struct BeginOrganisation {
    /// The name of the organisation.
    pub name: Line,
    /// What it is: a company with its management system, a consultancy or a certification body.
    pub kind: OrganisationKind,
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
    /// Nobody begins it.
    #[error("say who begins the organisation; the history names this person")]
    Nobody,
    /// The ledger could not name the person.
    #[error("the person who begins the organisation needs a uuid that is not all zero")]
    NoUuid,
    /// Records are there already.
    #[error("there are records already ({0}); begin in an empty ledger")]
    NotEmpty(RecordId),
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
        if self.person.is_empty() {
            return Err(BeginOrganisationRefusal::Nobody);
        }
        if self.uuid.is_nil() {
            return Err(BeginOrganisationRefusal::NoUuid);
        }
        let found = RecordKind::ALL.iter().find_map(|kind| isms.all(*kind).first().map(|(id, _)| *id));
        if let Some(found) = found {
            return Err(BeginOrganisationRefusal::NotEmpty(found));
        }
        let Self { name, kind, time_zone, .. } = self;
        let organisation = Organisation { title: name, kind, time_zone, ..Organisation::default() };
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{begin, refusal, run};

    #[test]
    fn an_organisation_begins_once_with_all_that_always_exists() {
        let mut isms = Isms::default();
        run(&mut isms, begin());
        for kind in RecordKind::ALL.iter().filter(|kind| kind.kind().single) {
            assert_eq!(isms.count(*kind), 1, "{kind:?}");
        }
        assert_eq!(isms.controls.len(), 93);
        assert!(isms.controls.iter().all(|(_, control)| !control.title.is_empty()));
        assert_eq!(isms.person_of(begin().uuid).map(|(id, _)| id), Some(Ref::number(1)));
        assert_eq!(refusal(&isms, begin()), "this organisation has begun already");
    }

    #[test]
    fn an_organisation_needs_a_name_and_somebody_who_begins_it() {
        let isms = Isms::default();
        let refused = |begin: BeginOrganisation| refusal(&isms, begin);
        let unnamed = BeginOrganisation { name: "".into(), ..begin() };
        assert_eq!(refused(unnamed), "an organisation needs a name");
        let nobody = BeginOrganisation { person: "".into(), ..begin() };
        assert!(refused(nobody).starts_with("say who begins the organisation"));
        let nil = BeginOrganisation { uuid: Uuid::nil(), ..begin() };
        assert!(refused(nil).starts_with("the person who begins the organisation needs a uuid"));
    }
}
