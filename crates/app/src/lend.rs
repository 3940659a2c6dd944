//! Lend: what one organisation wrote goes to others as a template, and that stands in its own ledger first.

use model::records::{OrganisationKind, Person};
use model::{Change, Key, RecordId, RecordKind, Ref};
use operations::{ExportTemplate, LendTemplate, OfferTemplate, Operation as _, StepRefusal};
use policy::Verdict;

use crate::commit::{Done, Visit};
use crate::duties::Proof;
use crate::failure::Failure;
use crate::room::Room;

impl Room {
    /// Says whether this organisation keeps templates for others: a consultancy's own does.
    #[must_use]
    pub fn keeps_templates(&self) -> bool {
        self.now().isms.organisation.one().is_some_and(|here| here.kind == OrganisationKind::Consultancy)
    }

    /// Says whether a person may offer to others what is written here: in a consultancy's own organisation whoever writes there, in
    /// any other whoever may let records leave it.
    #[must_use]
    pub fn may_lend(&self, actor: Ref<Person>, proof: &Proof) -> Verdict {
        let intent = if self.keeps_templates() { LendTemplate::INTENT } else { ExportTemplate::INTENT };
        self.may(actor, proof, intent, &[])
    }

    /// Returns what a template would leave here as drafts; nothing where all of it is here already.
    ///
    /// # Errors
    /// Why it does not come here, in words: who asks may not offer it, or it cannot be.
    pub fn would_get(
        &self,
        actor: Ref<Person>,
        proof: &Proof,
        template: &OfferTemplate,
    ) -> Result<Vec<Change>, String> {
        match self.may(actor, proof, OfferTemplate::INTENT, &[]) {
            Verdict::Permit => {}
            Verdict::Deny(denial) => return Err(denial.to_string()),
        }
        let decided = template.clone().decide(&self.now().isms, actor, self.today());
        decided.map_err(|refusal| refusal.to_string())
    }

    /// Notes here that records are offered to so many others; only after it may they be offered.
    ///
    /// # Errors
    /// A failure of the world, or that it is not allowed; a refusal is the inner error.
    pub async fn lend(
        &self,
        visit: &Visit,
        template: &OfferTemplate,
        to: usize,
    ) -> Result<Result<Done, StepRefusal>, Failure> {
        let one = |kind| RecordId { kind, key: Key::One };
        let mut records: Vec<RecordId> = Vec::new();
        records.extend(template.method.as_ref().map(|_| one(RecordKind::Method)));
        records.extend((!template.parameters.is_empty()).then(|| one(RecordKind::Organisation)));
        records.extend(template.documents.iter().map(|(id, _)| *id));
        if self.keeps_templates() {
            self.run(visit, LendTemplate { records, to }).await
        } else {
            self.run(visit, ExportTemplate { records, to }).await
        }
    }
}
