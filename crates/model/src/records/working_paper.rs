//! Working papers: what an auditor did about one criterion, and what it came to.

use crate::field::{part, record};
use crate::values::words;
use crate::{Clause, Date, Digest, Line, Owner, Prose, Ref};

use super::{Audit, Control, Evidence, Person, Sample};
record! {
    /// What an auditor did about one criterion.
    WorkingPaper => working_papers, "WP", "working paper", "working papers", clause "9.2.2", single false,
    "What an auditor asked, saw and sampled about one criterion, and what follows.";
    title: Line, Form "Title", "What is looked at.";
    audit: Option<Ref<Audit>>, Form "Audit", "The audit that it belongs to.";
    by: Option<Ref<Person>>, Form "Auditor", "Who looks.";
    clause: Option<Clause>, Form "Clause", "The requirement looked at.";
    control: Option<Ref<Control>>, Form "Control", "The control looked at.";
    procedure: Prose, Form "Procedure", "What is to be done.";
    interviewed: Vec<Owner>, Form "Interviewed", "Who was asked.";
    observed: Prose, Form "Observed", "What was seen and said.";
    operation_test: Prose, Form "Test of operation", "How it was tested that the control works, not only that it is written down.";
    no_operation_because: Prose, Form "No test because", "Why its operation was not tested.";
    samples: Vec<Ref<Sample>>, Form "Samples", "The samples looked at.";
    reliances: Vec<Reliance>, Operation "Relied on", "Evidence that the auditor saw, bound to its bytes.";
    result: Option<CriterionResult>, Operation "Result", "Conforms, does not conform, could be better, or was not seen.";
    conclusion: Prose, Operation "Conclusion", "What it comes to, in words.";
    done_on: Option<Date>, Operation "Done on", "When the work on it ended.";
}

part! {
    /// Evidence that an auditor relied on.
    Reliance;
    evidence: Option<Ref<Evidence>>, "Evidence", "What was seen.";
    digest: Digest, "SHA-256", "The digest of the file as it was seen; empty where there was none.";
    by: Option<Ref<Person>>, "By", "Who saw it.";
    on: Option<Date>, "On", "When.";
}

words! {
    /// What the look at one criterion came to.
    CriterionResult {
        /// It is as it should be.
        Conforms = "conforms" | "conform",
        /// It is not.
        Fails = "does not conform" | "fails",
        /// It is, and could be better.
        Improvable = "could be better" | "opportunity",
        /// It could not be looked at.
        NotSeen = "not seen" | "not tested",
    }
}
