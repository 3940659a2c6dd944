//! Take proposal: what a template, a question or an importer suggested counts from today.

use std::collections::BTreeSet;

use model::records::Person;
use model::{
    AnyRecord, Change, Date, Digest, Isms, Line, Prose, RecordId, Ref, Shape, Shown, TextOrigin, TextSource,
    Writer,
};
use standards::starters;

use crate::{Decided, Operation, RefuseProposalRefusal};

/// Take proposals, and with them the proposals that they point at.
#[derive(Debug, Clone)]
pub struct TakeProposal {
    /// The proposed records.
    pub ids: Vec<RecordId>,
}

impl Operation for TakeProposal {
    const NAME: &'static str = "take proposal";
    const INTENT: &'static str = "proposal.take";
    type Refusal = RefuseProposalRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        for id in &self.ids {
            let found = isms.find(*id).ok_or(crate::Absent::Unknown(*id))?;
            if found.about().proposed.is_none() {
                return Err(RefuseProposalRefusal::NotProposed(*id));
            }
        }
        let changes: Vec<Change> = with_leaned_on(isms, self.ids)
            .into_iter()
            .filter_map(|id| Some(counting(isms, id, isms.present(id)?, actor, today)))
            .collect();
        if changes.is_empty() { Err(RefuseProposalRefusal::Nothing) } else { Ok(changes) }
    }
}

/// Returns a proposal as it counts from today. What a starter wrote is remembered by its digest, so that a text that
/// nobody touched can be told from one of the organisation's own.
pub(crate) fn counting(isms: &Isms, id: RecordId, change: Change, by: Ref<Person>, on: Date) -> Change {
    let offered = isms.find(id).filter(|found| starters::is_waiting(found.about()));
    let fields = offered.map(AnyRecord::fields).unwrap_or_default();
    let texts = fields.iter().filter(|field| field.shape == Shape::Prose && !field.text.is_empty());
    let origin = |field: &Shown| TextOrigin {
        field: Line::new(field.name),
        source: TextSource::Template,
        template: Line::new("the starter"),
        digest: Digest::of(field.text.as_bytes()),
        accepted_by: by,
        accepted_on: on,
        confirmed_because: Prose::default(),
    };
    let origins: Vec<TextOrigin> = texts.map(origin).collect();
    change.with_about(|about| {
        about.proposed = None;
        about.origins.extend(origins);
    })
}

/// Returns proposals once each, with the proposals that they point at: what counts may not lean on what does not.
pub(crate) fn with_leaned_on(isms: &Isms, ids: Vec<RecordId>) -> Vec<RecordId> {
    let mut all = crate::absent::once_each(ids);
    let mut seen: BTreeSet<RecordId> = all.iter().copied().collect();
    let mut place = 0;
    while let Some(id) = all.get(place).copied() {
        for target in isms.targets(id) {
            let proposed = isms.find(target).is_some_and(|found| found.about().proposed.is_some());
            if proposed && seen.insert(target) {
                all.push(target);
            }
        }
        place += 1;
    }
    all
}

/// Returns the fields that a proposal only carries on: no form writes them, and they stand beneath it in the same words. An
/// approval of the version before is none of the proposal's.
#[must_use]
pub fn carried(isms: &Isms, id: RecordId) -> Vec<&'static str> {
    let Some(found) = isms.find(id).filter(|found| found.about().proposed.is_some()) else {
        return Vec::new();
    };
    let Some(beneath) = isms.get(id) else { return Vec::new() };
    let fields = found.fields().into_iter().filter(|field| field.writer == Writer::Operation);
    let names = fields.filter(|field| beneath.text(field.name).as_ref() == Some(&field.text));
    names.map(|field| field.name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{run, small};
    use model::records::Document;
    use model::{About, Proposed, Stored};

    fn offered(origin: &str) -> Isms {
        let mut isms = small();
        let about = About { proposed: Some(Proposed { origin: origin.into() }), ..About::default() };
        let record = Document { title: "Policy".into(), text: "We protect.".into(), ..Document::default() };
        let change = <Document as model::Record>::put(Ref::number(90), Stored { about, record });
        isms.apply(&change, model::Stamp::default());
        isms
    }

    #[test]
    fn an_approval_of_the_version_before_is_none_of_the_draft_over_it() {
        let mut isms = small();
        run(&mut isms, crate::ApproveMethod::default());
        let met = Ref::<model::records::Method>::one();
        assert!(carried(&isms, met.id()).is_empty(), "what counts shows its approvals");
        let method = model::records::Method { title: "Five by five".into(), ..Default::default() };
        let from = "Steady Hands".into();
        run(&mut isms, crate::OfferTemplate { from, method: Some(method), ..Default::default() });
        assert_eq!(carried(&isms, met.id()), ["version", "approvals"]);
        let said = crate::testing::refusal(&isms, crate::ApproveMethod::default());
        assert!(said.ends_with("it is a proposal: plumb take MET"), "{said}");
        run(&mut isms, TakeProposal { ids: vec![met.id()] });
        assert_eq!(isms.method.one().expect("it counts").approvals.len(), 1, "what was approved stays in it");
    }

    #[test]
    fn what_a_starter_wrote_is_remembered_when_it_is_taken() {
        let taken = |mut isms: Isms| {
            run(&mut isms, TakeProposal { ids: vec![Ref::<Document>::number(90).id()] });
            let about = isms.documents.find(&Ref::number(90)).expect("it counts").stored.about.clone();
            assert!(about.proposed.is_none());
            about.origins
        };
        let origins = taken(offered(starters::ORIGIN));
        assert_eq!(origins.iter().map(|one| one.field.to_string()).collect::<Vec<_>>(), ["text"]);
        assert!(!origins[0].is_edited("We protect.") && origins[0].is_edited("We protect orders."));
        assert!(taken(offered("an importer")).is_empty(), "a file's text is the organisation's own");
    }
}
