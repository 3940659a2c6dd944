//! Approve document: this version of it holds from today (7.5.2).

use model::records::{Document, DocumentStatus, Person};
use model::{Date, Digest, Isms, Ref};

use crate::absent::counted;
use crate::approving::{Draft, approve, filled};
use crate::{Absent, ApprovalRefusal, Decided, Operation, draft_version};

/// Approve a document as it stands.
#[derive(Debug, Clone)]
pub struct ApproveDocument {
    /// The document.
    pub document: Ref<Document>,
    /// The digest of what was read (see `draft_digest`); nothing to approve whatever stands there.
    pub seen: Option<Digest>,
}

impl Operation for ApproveDocument {
    const NAME: &'static str = "approve document";
    const INTENT: &'static str = "document.approve";
    type Refusal = ApprovalRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { document: reference, seen } = self;
        let id = reference.id();
        let document = counted(isms, reference)?;
        match document.status {
            DocumentStatus::Draft | DocumentStatus::InReview | DocumentStatus::Approved => {}
            DocumentStatus::Superseded | DocumentStatus::Withdrawn => {
                return Err(ApprovalRefusal::Withdrawn(id));
            }
        }
        let version = draft_version(isms, id, today).ok_or(Absent::Unknown(id))?;
        let content = document.content();
        if content.text.is_empty() && content.link.is_empty() && content.file.is_none() {
            return Err(ApprovalRefusal::Nothing { id, missing: "give it a text, a file or a link first" });
        }
        filled(id, [&content.text])?;
        let mut approved = Document::clone(document);
        let draft = Draft { id, version, content, seen };
        approve(&mut approved.approvals, draft, actor, today, |_| true)?;
        approved.version = version;
        approved.status = DocumentStatus::Approved;
        Ok(vec![isms.put::<Document>(reference, approved)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{edit, refusal, run, small};

    fn approve_first() -> ApproveDocument {
        ApproveDocument { document: Ref::number(1), seen: None }
    }

    #[test]
    fn an_approved_document_is_in_force_with_the_text_of_that_day() {
        let mut isms = small();
        run(&mut isms, approve_first());
        run(&mut isms, edit("DOC-1", "text", "Another text"));
        let document = isms.documents.get(&Ref::number(1)).expect("there");
        let approval = document.in_force(Date::constant(2026, 3, 3)).expect("in force");
        assert_eq!(approval.content.text, "Lock the screen");
        assert_eq!((document.status, document.version), (DocumentStatus::Approved, 1));
    }

    #[test]
    fn a_document_without_content_is_nothing_to_approve() {
        let mut isms = small();
        run(&mut isms, edit("DOC-1", "text", ""));
        let refused = refusal(&isms, approve_first());
        assert_eq!(refused, "there is nothing to approve in DOC-1: give it a text, a file or a link first");
    }
}
