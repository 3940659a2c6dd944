//! Withdraw document: it holds no longer, or another takes its place.

use model::records::{Document, DocumentStatus, Person};
use model::{Change, Date, Isms, Prose, Ref};
use thiserror::Error;

use crate::absent::counted;
use crate::{Absent, Decided, Operation};

/// Withdraw a document.
#[derive(Debug, Clone)]
pub struct WithdrawDocument {
    /// The document.
    pub document: Ref<Document>,
    /// The document that takes its place, where one does.
    pub replaced_by: Option<Ref<Document>>,
    /// Why.
    pub because: Prose,
}

/// Why a document cannot be withdrawn.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum WithdrawDocumentRefusal {
    /// It, or what takes its place, is not there.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// It was withdrawn before.
    #[error("{0} was withdrawn already")]
    Already(Ref<Document>),
    /// No reason was given.
    #[error("say why {0} is withdrawn")]
    NoReason(Ref<Document>),
    /// It would replace itself.
    #[error("{0} cannot take its own place; name another document")]
    Itself(Ref<Document>),
}

impl Operation for WithdrawDocument {
    const NAME: &'static str = "withdraw document";
    const INTENT: &'static str = "document.withdraw";
    type Refusal = WithdrawDocumentRefusal;

    // Its approvals end too, so that sending it for review later brings no old version back.
    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { document: id, replaced_by, because } = self;
        let document = counted(isms, id)?;
        match document.status {
            DocumentStatus::Draft | DocumentStatus::InReview | DocumentStatus::Approved => {}
            DocumentStatus::Superseded | DocumentStatus::Withdrawn => {
                return Err(WithdrawDocumentRefusal::Already(id));
            }
        }
        if because.is_empty() {
            return Err(WithdrawDocumentRefusal::NoReason(id));
        }
        let mut withdrawn = Document::clone(document);
        withdrawn.status = DocumentStatus::Withdrawn;
        if let Some(other) = replaced_by {
            if other == id {
                return Err(WithdrawDocumentRefusal::Itself(id));
            }
            counted(isms, other)?;
            withdrawn.status = DocumentStatus::Superseded;
        }
        for approval in withdrawn.approvals.iter_mut().filter(|approval| approval.withdrawn_on.is_none()) {
            approval.withdrawn_on = Some(today);
            approval.withdrawn_because = because.clone();
        }
        let note = match replaced_by {
            Some(other) => Prose::new(&format!("replaced by {other}: {because}")),
            None => because,
        };
        Ok(vec![Change::Note(note), isms.put::<Document>(id, withdrawn)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{refusal, run, small};
    use crate::{ApproveDocument, SendForReview};

    fn withdraw(because: &str) -> WithdrawDocument {
        WithdrawDocument { document: Ref::number(1), replaced_by: None, because: because.into() }
    }

    #[test]
    fn a_withdrawn_document_stays_out_of_force_until_it_is_approved_again() {
        let mut isms = small();
        let today = Date::constant(2026, 3, 3);
        let document = Ref::number(1);
        run(&mut isms, ApproveDocument { document, seen: None });
        run(&mut isms, withdraw("nobody follows it"));
        assert_eq!(refusal(&isms, withdraw("again")), "DOC-1 was withdrawn already");
        let refused = refusal(&isms, ApproveDocument { document, seen: None });
        assert_eq!(refused, "DOC-1 was withdrawn; send it for review again first");
        run(&mut isms, SendForReview { document });
        assert!(isms.documents.get(&document).expect("there").in_force(today).is_none());
        run(&mut isms, ApproveDocument { document, seen: None });
        assert!(isms.documents.get(&document).expect("there").in_force(today).is_some());
    }

    #[test]
    fn a_document_is_withdrawn_for_a_reason_and_replaced_by_another() {
        let isms = small();
        assert_eq!(refusal(&isms, withdraw("")), "say why DOC-1 is withdrawn");
        let itself = WithdrawDocument { replaced_by: Some(Ref::number(1)), ..withdraw("new") };
        assert_eq!(refusal(&isms, itself), "DOC-1 cannot take its own place; name another document");
        let unknown = WithdrawDocument { replaced_by: Some(Ref::number(9)), ..withdraw("new") };
        assert_eq!(refusal(&isms, unknown), "there is no DOC-9");
    }
}
