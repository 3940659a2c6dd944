//! Issues: what inside and outside touches the aims of the management system.

use crate::field::record;
use crate::values::words;
use crate::{Date, Line, Prose};
record! {
    /// Something inside or outside that touches the aims of the management system.
    Issue => issues, "ISS", "issue", "issues", clause "4.1", single false,
    "Something inside or outside the organisation that helps or hinders its security.";
    title: Line, Form "Title", "The issue in a few words.";
    kind: Option<IssueKind>, Form "Kind", "Internal or external.";
    description: Prose, Form "Description", "What it is, and what it does to us.";
    reviewed_on: Option<Date>, Form "Reviewed on", "When it was last looked at.";
}

words! {
    /// Where an issue comes from.
    IssueKind {
        /// From inside.
        Internal = "internal",
        /// From outside.
        External = "external",
    }
}
