//! Version numbers and digests of drafts: which version what is edited now would become, and what its approval would bind.
//!
//! The number follows from the contents: a draft that differs from the newest version approved is the next one, else it is
//! that version. So an edit never has to count.

use model::records::{Document, Method, Scope, Soa, TreatmentPlan};
use model::{Approval, Date, Digest, Isms, RecordId, RecordKind, Ref};

use model::records::Person;

/// Returns the version that the draft of a record has; nothing where such a record is not approved in versions.
#[must_use]
pub fn draft_version(isms: &Isms, id: RecordId, today: Date) -> Option<u32> {
    if id.kind == RecordKind::Scope {
        let scope = isms.scope.find(&Ref::of(id.key))?;
        Some(following(&scope.approvals, scope.version, &scope.content(isms)))
    } else if id.kind == RecordKind::Method {
        let method = isms.method.find(&Ref::of(id.key))?;
        Some(following(&method.approvals, method.version, &method.content()))
    } else if id.kind == RecordKind::Soa {
        let soa = isms.soa.find(&Ref::of(id.key))?;
        Some(following(&soa.approvals, soa.version, &Soa::content(isms, today)))
    } else if id.kind == RecordKind::TreatmentPlan {
        isms.treatment_plan.find(&Ref::of(id.key)).map(|plan| plan_version(isms, plan))
    } else if id.kind == RecordKind::Document {
        let document = isms.documents.find(&Ref::of(id.key))?;
        Some(following(&document.approvals, document.version, &document.content()))
    } else {
        None
    }
}

/// Returns the digest that an approval would bind now; of the treatment plan, for the risks of `owner`.
#[must_use]
pub fn draft_digest(isms: &Isms, id: RecordId, owner: Ref<Person>, today: Date) -> Option<Digest> {
    if id.kind == RecordKind::Scope {
        isms.scope.find(&Ref::<Scope>::of(id.key)).map(|scope| Digest::of_content(&scope.content(isms)))
    } else if id.kind == RecordKind::Method {
        isms.method.find(&Ref::<Method>::of(id.key)).map(|method| Digest::of_content(&method.content()))
    } else if id.kind == RecordKind::Soa {
        isms.soa.find(&Ref::<Soa>::of(id.key)).map(|_| Digest::of_content(&Soa::content(isms, today)))
    } else if id.kind == RecordKind::TreatmentPlan {
        let plan = isms.treatment_plan.find(&Ref::<TreatmentPlan>::of(id.key));
        plan.map(|_| Digest::of_content(&TreatmentPlan::content(isms, owner)))
    } else if id.kind == RecordKind::Document {
        let document = isms.documents.find(&Ref::<Document>::of(id.key));
        document.map(|document| Digest::of_content(&document.content()))
    } else {
        None
    }
}

/// Returns the version of a draft, given what was approved.
fn following<C: PartialEq>(approvals: &[Approval<C>], recorded: u32, draft: &C) -> u32 {
    match approvals.iter().max_by_key(|approval| approval.version) {
        None => recorded.max(1),
        Some(newest) if newest.content == *draft => newest.version,
        Some(newest) => newest.version.saturating_add(1),
    }
}

/// Returns the version of the plan: the next one as soon as one owner's part differs from what that owner approved.
fn plan_version(isms: &Isms, plan: &TreatmentPlan) -> u32 {
    let Some(newest) = plan.approvals.iter().map(|approval| approval.version).max() else {
        return plan.version.max(1);
    };
    let mut of_newest = plan.approvals.iter().filter(|approval| approval.version == newest);
    let same = of_newest.all(|approval| approval.content == TreatmentPlan::content(isms, approval.by));
    if same { newest } else { newest.saturating_add(1) }
}
