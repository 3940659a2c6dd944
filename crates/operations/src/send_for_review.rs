//! Send a document for review: it is written, and waits for approval.

use model::records::{Document, DocumentStatus, Person};
use model::{Date, Isms, Ref};
use standards::starters;
use thiserror::Error;

use crate::absent::counted;
use crate::{Absent, Decided, Operation};

/// Send a document for review.
#[derive(Debug, Clone)]
pub struct SendForReview {
    /// The document.
    pub document: Ref<Document>,
}

/// Why a document cannot be sent for review.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum SendForReviewRefusal {
    /// It is not there.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// It is in review.
    #[error("{0} is in review already; approve it or edit it")]
    Already(Ref<Document>),
    /// There is nothing to read.
    #[error("{0} has no text, file or link; there is nothing to review")]
    Nothing(Ref<Document>),
    /// Its draft left places open, and nobody filled them in.
    #[error("the text of {document} still says {blanks}; write what belongs there first")]
    Blank {
        /// The document.
        document: Ref<Document>,
        /// The places that are open.
        blanks: String,
    },
    /// It stands as approved.
    #[error("{document} stands as it was approved in version {version}; edit it before it is reviewed again")]
    Approved {
        /// The document.
        document: Ref<Document>,
        /// The version approved.
        version: u32,
    },
}

impl Operation for SendForReview {
    const NAME: &'static str = "send for review";
    const INTENT: &'static str = "document.review";
    type Refusal = SendForReviewRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let id = self.document;
        let document = counted(isms, id)?;
        if document.status == DocumentStatus::InReview {
            return Err(SendForReviewRefusal::Already(id));
        }
        let content = document.content();
        if content.text.is_empty() && content.link.is_empty() && content.file.is_none() {
            return Err(SendForReviewRefusal::Nothing(id));
        }
        if let Some(approval) = document.in_force(today).filter(|approval| approval.content == content) {
            return Err(SendForReviewRefusal::Approved { document: id, version: approval.version });
        }
        let blanks = starters::blanks(&content.text);
        if !blanks.is_empty() {
            return Err(SendForReviewRefusal::Blank { document: id, blanks: blanks.join(", ") });
        }
        let mut sent = Document::clone(document);
        sent.status = DocumentStatus::InReview;
        Ok(vec![isms.put::<Document>(id, sent)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ApproveDocument;
    use crate::testing::{edit, refusal, run, small};

    #[test]
    fn a_draft_with_open_places_goes_to_nobody_before_they_are_filled() {
        let mut isms = small();
        let document = Ref::number(1);
        run(&mut isms, edit("DOC-1", "text", "[Name] leads; on [date] [name] looks at it"));
        let open = "the text of DOC-1 still says [name], [date]; write what belongs there first";
        assert_eq!(refusal(&isms, SendForReview { document }), open);
        assert_eq!(refusal(&isms, ApproveDocument { document, seen: None }), open);
        run(&mut isms, edit("DOC-1", "text", "Jana leads; in May she looks at it"));
        run(&mut isms, SendForReview { document });
    }

    #[test]
    fn a_document_goes_to_review_once_and_again_after_an_edit() {
        let mut isms = small();
        let document = Ref::number(1);
        run(&mut isms, SendForReview { document });
        assert_eq!(
            refusal(&isms, SendForReview { document }),
            "DOC-1 is in review already; approve it or edit it"
        );
        run(&mut isms, ApproveDocument { document, seen: None });
        assert_eq!(
            refusal(&isms, SendForReview { document }),
            "DOC-1 stands as it was approved in version 1; edit it before it is reviewed again"
        );
        run(&mut isms, edit("DOC-1", "text", "Lock it at once"));
        run(&mut isms, SendForReview { document });
        let found = isms.documents.get(&document).expect("there");
        assert_eq!(found.status, DocumentStatus::InReview);
        assert!(found.in_force(Date::constant(2026, 3, 3)).is_some(), "the version before holds meanwhile");
    }
}
