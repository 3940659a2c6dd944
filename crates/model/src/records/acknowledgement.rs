//! Acknowledgements: somebody says to have read a document.

use crate::field::record;
use crate::{Date, Line, Ref};

use super::{Document, Person};
record! {
    /// Somebody says to have read and understood a version of a document (7.3).
    Acknowledgement => acknowledgements, "ACK", "acknowledgement", "acknowledgements", clause "7.3", single false,
    "Somebody says to have read and understood a version of a document.";
    title: Line, Form "Title", "What was read, and by whom.";
    document: Option<Ref<Document>>, Form "Document", "The document read.";
    version: Option<u32>, Form "Version", "The version read.";
    person: Option<Ref<Person>>, Form "Person", "Who read it.";
    on: Option<Date>, Form "On", "When.";
}
