//! Evidence: what shows that something was done.

use crate::field::{part, record};
use crate::values::words;
use crate::{Date, Digest, Line, Owner, Prose, RecordId, Ref};

use super::Person;
record! {
    /// Something that shows that a control worked, a task was done, a decision was made.
    Evidence => evidence, "EV", "evidence", "evidence", clause "7.5.3", single false,
    "A file or a note that shows that something was really done.";
    title: Line, Form "Title", "What it shows.";
    description: Prose, Form "Description", "How to read it.";
    kind: Option<EvidenceKind>, Form "Kind", "Screenshot, export, log, report, record, sample, document.";
    origin: Line, Form "Origin", "The system or person that it comes from.";
    file: Option<StoredFile>, Operation "File", "The file, by name and digest.";
    link: Line, Form "Link", "Where the original is.";
    period_start: Option<Date>, Form "Period from", "The first day that it covers.";
    period_end: Option<Date>, Form "Period to", "The last day that it covers.";
    occurred_on: Option<Date>, Form "Occurred on", "When what it shows happened.";
    collected_on: Option<Date>, Form "Collected on", "When it was taken from its origin.";
    collected_by: Option<Owner>, Form "Collected by", "Who took it.";
    received_on: Option<Date>, Operation "Received on", "When it came in here.";
    uses: Vec<EvidenceUse>, Operation "Used for", "Controls, documents and actions that it supports.";
    cases: Vec<Line>, Form "Cases", "Of something that happens now and then: the cases that it shows, as the list of all cases names them.";
    status: EvidenceStatus, Operation "Status", "Submitted, accepted, rejected or withdrawn.";
    accepted_by: Option<Ref<Person>>, Operation "Judged by", "Who accepted or rejected it.";
    judged_on: Option<Date>, Operation "Judged on", "When.";
    judged_because: Prose, Operation "Because", "Why it was rejected or withdrawn, or what was looked at.";
}

words! {
    /// What evidence is.
    EvidenceKind {
        /// A picture of a screen.
        Screenshot = "screenshot",
        /// Taken from a system by its export.
        Export = "export",
        /// A log.
        Log = "log",
        /// A report.
        Report = "report",
        /// A record that the work itself leaves.
        Record = "record",
        /// A sample of cases.
        Sample = "sample",
        /// A document.
        Document = "document",
        /// A setting of a system.
        Configuration = "configuration" | "config",
        /// A contract.
        Contract = "contract",
        /// Something else.
        Other = "other",
    }
}

words! {
    /// What became of evidence.
    EvidenceStatus {
        /// It came in; nobody has looked yet.
        Submitted = "submitted" | "draft" | "missing" | "in_review" | "",
        /// A person looked at it and takes it.
        Accepted = "accepted" | "approved",
        /// A person looked at it and does not take it.
        Rejected = "rejected",
        /// It was taken back.
        Withdrawn = "withdrawn" | "expired",
    }
}

#[expect(clippy::derivable_impls, reason = "the enum is declared by a macro that knows no default")]
impl Default for EvidenceStatus {
    fn default() -> Self {
        Self::Submitted
    }
}

part! {
    /// A file that is kept beside the ledger, by its digest.
    StoredFile;
    name: Line, "Name", "Its name when it came in.";
    digest: Digest, "SHA-256", "The digest of its bytes.";
    size: u32, "Bytes", "How many bytes it has.";
    media: Line, "Type", "What its bytes are.";
}

part! {
    /// What evidence is used for.
    EvidenceUse;
    target: Option<RecordId>, "For", "The record that it supports.";
    verdict: Option<Verdict>, "Verdict", "Whether it is enough.";
    judged_by: Option<Ref<Person>>, "By", "Who said so.";
    judged_on: Option<Date>, "On", "When.";
}

words! {
    /// Whether evidence is enough for what it is used for.
    Verdict {
        /// It is.
        Enough = "enough",
        /// In part.
        Partly = "partly",
        /// It is not.
        Not = "not",
    }
}
