//! Issued documents: what a certification body gave its client, word for word.

use crate::field::record;
use crate::{Date, Digest, Line, Prose, RecordId, Ref};

use super::{IssuedKind, Share};
record! {
    /// What a certification body gave us, as it gave it.
    IssuedDocument => issued_documents, "ISD", "issued document", "issued documents", clause "9.2.2", single false,
    "What a certification body gave us, word for word; nobody here can edit it.";
    title: Line, Operation "Title", "What it is called.";
    kind: Option<IssuedKind>, Operation "Kind", "Plan, request, finding, report or decision.";
    share: Option<Ref<Share>>, Operation "Share", "The engagement that it belongs to.";
    number: Line, Operation "Number", "What the body calls it.";
    content: Prose, Operation "Content", "What it says.";
    digest: Option<Digest>, Operation "Digest", "The hash of its content, as the body recorded it.";
    issued_by: Line, Operation "Issued by", "Who issued it at the body.";
    issued_on: Option<Date>, Operation "Issued on", "When.";
    key: Line, Operation "Key", "The public key of the body that it is signed with.";
    signature: Line, Operation "Signature", "The body's signature over all of it.";
    head: Line, Operation "Body's head", "The last commit of the body's records when it was signed: its number and its hash.";
    record: Option<RecordId>, Operation "Record", "What we made of it: a request, a finding, an audit.";
}
