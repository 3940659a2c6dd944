//! Forms of the certification.

use crate::form::{OperationForm, forms};

pub(super) const FORMS: &[OperationForm] = forms! {
    RecordCertification on certification: Certification, "record", "Record what the body decided",
    "Records what became of the certification, in the order in which it can happen." {
        state: "State", "Where it stands since then.";
        on: "On", "When; today where nothing is said.";
        because: "Because", "Why; has to be said where the certificate rests, shrinks or ends.";
        letter: "Letter", "What the body wrote.";
        decided_by: "Decided by", "Who decided at the body.";
        expires_on: "Expires on", "The last day of the certificate.";
        scope: "Scope", "The words of the scope since then, where they changed.";
        sites: "Sites", "All sites that the certificate names since then, where they changed.";
        soa_version: "SoA version", "The version of the statement of applicability that it names since then, where it changed.";
    }
    ExtendCertificate on certification: Certification, "extend", "Extend the scope", "Records that the certificate covers more, or names other words or another version." {
        scope: "Scope", "The words of the scope since then, where they changed.";
        sites: "Sites", "Sites that it names besides since then.";
        processes: "Processes", "Processes that it names besides since then.";
        services: "Services", "Services that it names besides since then.";
        soa_version: "SoA version", "The version of the statement of applicability that it names since then, where it changed.";
        because: "Because", "Why.";
        letter: "Letter", "What the body wrote.";
        decided_by: "Decided by", "Who decided at the body.";
        on: "On", "When; today where nothing is said.";
    }
    ReceivePlan on certification: Certification, "receive-plan", "Record the body's plan", "Records the audit that the body planned, with its letter." {
        kind: "Kind", "Stage 1, Stage 2, surveillance, recertification or special.";
        title: "Title", "What the audit is called.";
        planned_on: "Planned on", "The first day.";
        days: "Days", "How many days of work.";
        criteria: "Criteria", "Against what it looks.";
        clauses: "Clauses", "Clauses that it covers.";
        audit: "Audit", "The audit on record, where it is there already.";
        letter: "Letter", "What the body wrote.";
        on: "On", "When it came; today where nothing is said.";
    }
    ReceivePaper on certification: Certification, "receive", "Record a paper of the body", "Records what the body sent, with its letter." {
        kind: "Kind", "What it is.";
        what: "What", "What it says, in a few words.";
        letter: "Letter", "What the body wrote.";
        about: "About", "The records that it concerns.";
        on: "On", "When it came; today where nothing is said.";
    }
    ReceiveFinding on audit: Audit, "receive-finding", "Record a finding of the body", "Records what the body found, with its letter." {
        title: "Title", "What was found, in a few words.";
        grade: "Grade", "Major, minor, opportunity, concern or conformity.";
        clause: "Clause", "The requirement.";
        control: "Control", "The control concerned.";
        statement: "Statement", "What the body wrote.";
        reference: "Reference", "The number that the body's report gives it.";
        raised_on: "Raised on", "When.";
        answer_due: "Answer due", "By when an answer is wanted.";
        letter: "Letter", "The report.";
    }
    ReceiveReport on audit: Audit, "receive-report", "Record the body's report", "Records what the body's audit came to, with its report." {
        done_on: "Done on", "The last day of the audit.";
        conclusion: "Conclusion", "What it came to.";
        letter: "Letter", "The report.";
        on: "On", "When it came; today where nothing is said.";
    }
};
