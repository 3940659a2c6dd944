//! Attach file to document: the file that holds its text, by name and digest.

use model::records::{Document, Person, StoredFile};
use model::{Date, Isms, Ref};
use thiserror::Error;

use crate::absent::recorded;
use crate::{Absent, Decided, FileProblem, Operation, whole_file};

/// Attach a file to a document, or take it away.
#[derive(Debug, Clone)]
pub struct AttachDocumentFile {
    /// The document.
    pub document: Ref<Document>,
    /// The file; nothing to take it away.
    pub file: Option<StoredFile>,
}

/// Why a file cannot be attached.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum AttachDocumentFileRefusal {
    /// The document is not there.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// The file is not described in full.
    #[error(transparent)]
    File(#[from] FileProblem),
}

impl Operation for AttachDocumentFile {
    const NAME: &'static str = "attach document file";
    const INTENT: &'static str = "document.attach";
    type Refusal = AttachDocumentFileRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, _today: Date) -> Decided<Self> {
        let Self { document: id, file } = self;
        let document = recorded(isms, id)?;
        file.as_ref().map_or(Ok(()), whole_file)?;
        if document.file == file {
            return Ok(Vec::new());
        }
        let attached = Document { file, ..Document::clone(document) };
        Ok(vec![isms.put::<Document>(id, attached)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{refusal, run, small, stored_file};

    #[test]
    fn a_file_is_attached_as_given_and_needs_its_digest() {
        let mut isms = small();
        let document = Ref::number(1);
        let bare = StoredFile { name: "policy.pdf".into(), ..StoredFile::default() };
        let refused = refusal(&isms, AttachDocumentFile { document, file: Some(bare) });
        assert_eq!(refused, "the file policy.pdf comes without the digest of its bytes");
        run(&mut isms, AttachDocumentFile { document, file: Some(stored_file()) });
        assert_eq!(isms.documents.get(&document).expect("there").file, Some(stored_file()));
    }
}
