//! Forms of the internal audit: programme, audit, working paper, finding, population.

use crate::form::{OperationForm, forms};

pub(super) const FORMS: &[OperationForm] = forms! {
    ApproveAuditProgramme on programme: AuditProgramme, "approve", "Approve",
    "Puts the audits of the cycle in force." {}

    StartAudit on audit: Audit, "start", "Start", "Begins the work of the audit." {
        on: "On", "The first day; today where nothing is said.";
    }
    RaiseFinding on audit: Audit, "raise", "Raise a finding", "Says what the audit found, and how grave it is." {
        title: "Title", "What was found, in a few words.";
        grade: "Grade", "Major, minor, opportunity, concern (Stage 1 only) or conformity.";
        clause: "Clause", "The requirement, such as 9.2.2 b) or A.8.13.";
        control: "Control", "The control concerned.";
        statement: "Statement", "What is asked, what was found, and what shows it.";
        paper: "Working paper", "The working paper behind it.";
    }
    FinishAudit on audit: Audit, "finish", "Finish the work", "Ends the work of the audit." {
        on: "On", "The last day; today where nothing is said.";
    }
    ConcludeAudit on audit: Audit, "conclude", "Conclude", "Says what the audit comes to." {
        conclusion: "Conclusion", "Does the system conform, and does it work.";
        on: "On", "When; today where nothing is said.";
    }
    ReportAudit on audit: Audit, "report", "Report", "Sends the report to named people and freezes it." {
        to: "To", "Who gets it.";
        on: "On", "When; today where nothing is said.";
    }
    CancelAudit on audit: Audit, "cancel", "Cancel", "Says that the audit will not take place." {
        because: "Because", "Why.";
    }

    RelyOnEvidence on paper: WorkingPaper, "rely", "Note evidence seen",
    "Notes evidence that the auditor saw, bound to its bytes." {
        evidence: "Evidence", "What was seen.";
        on: "On", "When; today where nothing is said.";
    }
    ConcludePaper on paper: WorkingPaper, "conclude", "Conclude", "Says what the look at the criterion came to." {
        result: "Result", "Conforms, does not conform, could be better, or was not seen.";
        conclusion: "Conclusion", "The same in words.";
        on: "On", "When; today where nothing is said.";
    }

    AnswerFinding on finding: Finding, "answer", "Answer", "Says what is done about the finding, or why nothing is." {
        answer: "Answer", "What is done about it, or why nothing is.";
        on: "On", "When; today where nothing is said.";
    }
    OpenNonconformity on finding: Finding, "open", "Open a nonconformity",
    "Opens the nonconformity that deals with the finding." {
        owner: "Owner", "Who sees to it.";
        process: "Process", "The process that it happened in.";
    }
    CloseFinding on finding: Finding, "close", "Close", "Says that nothing is left of the finding." {
        because: "Because", "What shows that nothing is left of it.";
        on: "On", "When; today where nothing is said.";
    }
    SupersedeFinding on finding: Finding, "supersede", "Supersede", "Lets another finding take its place." {
        by: "By", "The finding that takes its place.";
        because: "Because", "Why.";
    }

    FreezePopulation on population: Population, "freeze", "Freeze the list", "Binds the list from which samples are drawn." {}
};
