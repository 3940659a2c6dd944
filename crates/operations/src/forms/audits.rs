//! Forms of the internal audit: programme, audit, working paper, finding, population.

use model::{Line, Prose, Ref};

use crate::form::{OperationForm, composed, forms};
use crate::{DrawSample, DrawnCases, Share};

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
    RegradeFinding on finding: Finding, "regrade", "Regrade", "Gives the finding another grade, before the report goes out." {
        grade: "Grade", "Major, minor, opportunity or conformity.";
        because: "Because", "Why.";
    }
    SupersedeFinding on finding: Finding, "supersede", "Supersede", "Lets another finding take its place." {
        by: "By", "The finding that takes its place.";
        because: "Because", "Why.";
    }

    FreezePopulation on population: Population, "freeze", "Freeze the list", "Binds the list from which samples are drawn." {
        because: "Because", "Why the check total differs from the cases of the list, where it does.";
    }
    PlanSamples on audit: Audit, "plan-samples", "Plan samples", "Proposes how many cases of each control to look at." {}
    DistributeReport on audit: Audit, "distribute", "Send the report to more people", "Notes who else got the report." {
        to: "To", "Who gets it.";
    }
    ExamineItem on sample: Sample, "examine", "Examine a case", "Says what was seen of one case." {
        item: "Case", "The case as the list names it.";
        result: "Result", "Ok or deviation.";
        note: "Note", "What was seen.";
    }
    ExchangeItem on sample: Sample, "exchange", "Exchange a case", "Takes another case in place of one that was drawn." {
        item: "Case", "The case that was drawn.";
        taken: "Taken instead", "The case taken; the next one drawn where nothing is said.";
        because: "Because", "Why.";
    }
    ExtendSample on sample: Sample, "extend", "Draw more", "Draws more cases; those drawn before stay." {
        to: "To", "How many cases in all.";
        because: "Because", "Why.";
    }
};

/// Ways to draw a sample.
pub(super) const DRAWS: &[OperationForm] = composed! {
    DrawSample on Population, "draw", "Draw a sample", "Draws cases so that anybody can draw the same again." {
        title: Line, "Title", "What is sampled.";
        size: u32, "Size", "How many cases.";
        seed: Line, "Seed", "What the draw starts from: a word or number said before.";
        basis: Prose, "Basis", "Why so many: usual practice, statistics, or a reason of one's own.";
        confidence: Option<Share>, "Confidence", "How sure the conclusion is to be, such as 0.95 or 95 %.";
        tolerable_rate: Option<Share>, "Tolerable rate", "The share of deviations that can be lived with, such as 0.1 or 10 %.";
    } => |id| DrawSample { population: Ref::of(id.key), title, cases: DrawnCases::Random { seed, size }, basis, confidence: confidence.map(Share::number), tolerable_rate: tolerable_rate.map(Share::number) };

    DrawSample on Population, "draw-evenly", "Draw at even steps", "Draws each so-many-th case, from a start by the seed." {
        title: Line, "Title", "What is sampled.";
        size: u32, "Size", "How many cases.";
        seed: Line, "Seed", "What the draw starts from: a word or number said before.";
        basis: Prose, "Basis", "Why so many: usual practice, statistics, or a reason of one's own.";
        confidence: Option<Share>, "Confidence", "How sure the conclusion is to be, such as 0.95 or 95 %.";
        tolerable_rate: Option<Share>, "Tolerable rate", "The share of deviations that can be lived with, such as 0.1 or 10 %.";
    } => |id| DrawSample { population: Ref::of(id.key), title, cases: DrawnCases::Systematic { seed, size }, basis, confidence: confidence.map(Share::number), tolerable_rate: tolerable_rate.map(Share::number) };

    DrawSample on Population, "choose", "Choose cases", "Takes the cases that the auditor chose." {
        title: Line, "Title", "What is sampled.";
        cases: Vec<Line>, "Cases", "The cases as the list names them.";
        basis: Prose, "Basis", "Why these.";
    } => |id| DrawSample { population: Ref::of(id.key), title, cases: DrawnCases::Judgement(cases), basis, confidence: None, tolerable_rate: None };

    DrawSample on Population, "take-all", "Take all cases", "Looks at the whole list." {
        title: Line, "Title", "What is looked at.";
        basis: Prose, "Basis", "Why all.";
    } => |id| DrawSample { population: Ref::of(id.key), title, cases: DrawnCases::All, basis, confidence: None, tolerable_rate: None };
};
