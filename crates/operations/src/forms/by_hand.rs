//! Forms of operations whose pages and commands were made by hand: other programs find them here, pages do not draw them.

use model::records::{Agreement, Control, Person, Phase, Reason, Remote, ResidualState, Treatment, Verdict};
use model::{About, Date, Decimal, Digest, Line, Prose, RecordId, Ref, YesNo};

use crate::form::{OperationForm, composed, forms};
use crate::{
    ActionStep, AnnotateRecord, AnswerQuestions, Answers, ApproveMethod, ApproveScope, ApproveSoa,
    ApproveTreatmentPlan, DayWanted, DecideTreatment, Drafts, JudgeEvidence, Judgement, Moment, PlanDates,
    ProgressAction, RateRisk, RatedBy, RefuseProposal, StateControl, TakeProposal, WithdrawAcceptance,
    WithdrawApproval,
};

/// Forms whose inputs are the fields of the operation.
pub(super) const FORMS: &[OperationForm] = forms! {
    AcceptResidualRisk on risk: Risk, "accept", "Accept what is left", "Accepts what is left of the risk until a day, for a reason." {
        until: "Until", "The last day on which it is accepted.";
        because: "Because", "Why it can be lived with.";
        for_owner: "For the owner", "The owner who delegated it, where the actor is not the owner.";
    }
    CloseRisk on risk: Risk, "close", "Close", "Says that the risk is gone." {
        on: "On", "Since when; today where nothing is said.";
        because: "Because", "Why it is gone.";
    }
    ReopenRisk on risk: Risk, "reopen", "Reopen", "Says that the risk is there again." {
        because: "Because", "Why.";
    }

    VerifyAction on action: TreatmentAction, "verify", "Verify", "Says that somebody looked and the action works." {}
    MoveDueDate on action: TreatmentAction, "move", "Move the date", "Moves its date and keeps the one before." {
        to: "To", "The new date.";
        because: "Because", "Why.";
    }

    SendForReview on document: Document, "review", "Send for review", "Sends the document for review before its approval." {}
    ApproveDocument on document: Document, "approve", "Approve", "Puts the present version of the document in force." {
        seen: "Seen", "The digest of what was read; whatever stands there where nothing is said.";
    }
    WithdrawDocument on document: Document, "withdraw", "Withdraw", "Takes the document out of force." {
        replaced_by: "Replaced by", "The document that takes its place.";
        because: "Because", "Why.";
    }

    LinkEvidence on evidence: Evidence, "link", "Link", "Says what the evidence supports." {
        targets: "For", "The records that it supports; those linked before stay.";
    }
    UnlinkEvidence on evidence: Evidence, "unlink", "Unlink", "Says what the evidence supports no longer." {
        target: "No longer for", "The record.";
    }
    WithdrawEvidence on evidence: Evidence, "withdraw", "Withdraw", "Takes the evidence back." {
        because: "Because", "Why.";
    }

    EndDisposition on disposition: Disposition, "end", "Take back", "Takes back what was said about a reported problem." {
        because: "Because", "Why it holds no longer.";
    }
    HandOver on from: Person, "hand-over", "Hand over", "Gives all that the person answers for to another person." {
        to: "To", "Who answers for it from today.";
        because: "Because", "Why.";
    }
};

/// Forms whose inputs are put together.
pub(super) const MORE: &[OperationForm] = composed! {
    RateRisk on Risk, "rate", "Rate", "Rates the risk as it stands, by the method." {
        likelihood: Option<Decimal>, "Likelihood", "The value on the scale of likelihood.";
        consequence: Option<Decimal>, "Consequence", "The value on the scale of consequence.";
        level: Option<Line>, "Level", "The word of the method, where it knows no function.";
        rationale: Prose, "Rationale", "Why these values.";
    } => |id| RateRisk { risk: Ref::of(id.key), moment: Moment::Now, likelihood, consequence, score: None, level, rationale, by: RatedBy::Actor };

    RateRisk on Risk, "rate-after", "Rate after treatment", "Rates the risk with its treatment, by the method." {
        state: ResidualState, "State", "Reached already, or aimed at.";
        likelihood: Option<Decimal>, "Likelihood", "The value on the scale of likelihood.";
        consequence: Option<Decimal>, "Consequence", "The value on the scale of consequence.";
        level: Option<Line>, "Level", "The word of the method, where it knows no function.";
        rationale: Prose, "Rationale", "Why these values.";
    } => |id| RateRisk { risk: Ref::of(id.key), moment: Moment::After(state), likelihood, consequence, score: None, level, rationale, by: RatedBy::Actor };

    DecideTreatment on Risk, "treat", "Decide the treatment", "Decides what is done about the risk; it takes the place of what was decided before." {
        treatment: Treatment, "Treatment", "What is decided.";
        controls: Vec<Ref<Control>>, "Controls", "Controls that lower it.";
        shared_with: Vec<Ref<Agreement>>, "Shared with", "Contracts or insurances that share it.";
        stop_on: Option<Date>, "Stops on", "When the activity ends, where the risk is avoided.";
        because: Prose, "Because", "Why, where more is to be said.";
    } => |id| DecideTreatment { risk: Ref::of(id.key), treatment, controls, shared_with, stop_on, because };

    WithdrawAcceptance on Risk, "withdraw-acceptance", "Withdraw an acceptance", "Ends an acceptance before its day." {
        acceptance: Option<u32>, "Acceptance", "Which, the first is 1; the one that holds where nothing is said.";
        because: Prose, "Because", "Why.";
    } => |id| WithdrawAcceptance { risk: Ref::of(id.key), acceptance: acceptance.map(|place| usize::try_from(place).unwrap_or(usize::MAX)), because };

    ProgressAction on TreatmentAction, "start", "Start", "Says that somebody begins." {}
        => |id| ProgressAction { action: Ref::of(id.key), step: ActionStep::Start };

    ProgressAction on TreatmentAction, "finish", "Finish", "Says that the action is done." {
        on: Option<Date>, "On", "When; today where nothing is said.";
        result: Prose, "Result", "What came of it.";
    } => |id| ProgressAction { action: Ref::of(id.key), step: ActionStep::Finish { on, result } };

    ProgressAction on TreatmentAction, "drop", "Drop", "Says that the action will not be done." {
        because: Prose, "Because", "Why.";
    } => |id| ProgressAction { action: Ref::of(id.key), step: ActionStep::Drop { because } };

    ProgressAction on TreatmentAction, "reopen", "Reopen", "Says that the action is to be done after all, or again." {
        because: Prose, "Because", "Why.";
    } => |id| ProgressAction { action: Ref::of(id.key), step: ActionStep::Reopen { because } };

    StateControl on Control, "state", "State", "Decides whether the control is included, and why." {
        included: Option<YesNo>, "Included", "Yes or no; nothing while undecided.";
        reasons: Vec<Reason>, "Reasons", "Risks, obligations and agreements, or baseline: and why.";
        justification: Prose, "Justification", "Why, in words.";
        review_on: Option<Date>, "Review on", "When the decision is to be looked at again.";
    } => |id| StateControl { control: Ref::of(id.key), revision: None, included, reasons, justification, review_on };

    JudgeEvidence on Evidence, "accept", "Accept", "Says that somebody looked at the evidence and takes it." {
        because: Prose, "Because", "What was looked at.";
        enough: Vec<RecordId>, "Enough for", "The records for which it is enough.";
        not_enough: Vec<RecordId>, "Not enough for", "The records for which it is not enough.";
    } => |id| JudgeEvidence { evidence: Ref::of(id.key), judgement: Judgement::Accept, because, verdicts: verdicts(enough, not_enough) };

    JudgeEvidence on Evidence, "reject", "Reject", "Says that the evidence is not taken." {
        because: Prose, "Because", "Why.";
        not_enough: Vec<RecordId>, "Not enough for", "The records for which it is not enough.";
    } => |id| JudgeEvidence { evidence: Ref::of(id.key), judgement: Judgement::Reject, because, verdicts: verdicts(Vec::new(), not_enough) };

    PlanDates on Plan, "dates", "Plan the dates", "Works out the phases from the records; dates that a person gave stay." {
        wanted: Option<Date>, "Wanted by", "The day by which the certificate is wanted; as it is where nothing is said.";
        no_day: Option<YesNo>, "No day", "Yes: no day is wanted any more.";
        audit_days: Option<Decimal>, "Audit days", "Auditor days of the first audit, where the body has named them.";
        moves: Vec<Phase>, "Moves", "Phases that get dates of a person.";
        freed: Vec<u32>, "Freed", "Numbers of the phases whose dates are worked out again.";
    } => |id| PlanDates { wanted: day_wanted(wanted, no_day), audit_days, moves, freed };

    AnswerQuestions on Organisation, "answer", "Answer the questions", "Records the answers to the five questions, and makes proposals that fit them." {
        sells: Option<Prose>, "Sells", "What it makes or sells.";
        people: Option<u32>, "People", "How many people work in the scope.";
        sites: Vec<Line>, "Sites", "Where they work.";
        remote: Option<Remote>, "Remote", "Who works elsewhere.";
        runs_on: Vec<Line>, "Runs on", "The names of systems.";
        writes_software: Option<YesNo>, "Writes software", "Whether it does.";
        suppliers: Vec<Line>, "Suppliers", "Suppliers without whom it could not work.";
        why_now: Option<Prose>, "Why now", "Why the certificate is wanted, in words.";
        asked_by: Vec<Line>, "Asked by", "Who asks for the certificate.";
        contracts: Vec<Line>, "Contracts", "Contracts that ask for it.";
        laws: Vec<Line>, "Laws", "Laws and standards that ask for security.";
        wanted_on: Option<Date>, "Wanted on", "The date by which the certificate is wanted.";
        body: Option<Line>, "Body", "The certification body, where it is chosen.";
        drafts: Option<YesNo>, "Drafts", "No: nothing is proposed.";
    } => |id| AnswerQuestions {
        answers: Answers {
            sells: text(sells.as_deref()),
            people,
            sites: texts(&sites),
            remote,
            runs_on: texts(&runs_on),
            writes_software,
            suppliers: texts(&suppliers),
            why_now: text(why_now.as_deref()),
            asked_by: texts(&asked_by),
            contracts: texts(&contracts),
            laws: texts(&laws),
            wanted_on,
            body: text(body.as_deref()),
        },
        drafts: if drafts == Some(YesNo::No) { Drafts::LeaveOut } else { Drafts::Propose },
    };
};

/// What is approved in versions: how its present version is put in force.
pub(super) const APPROVALS: &[OperationForm] = composed! {
    ApproveScope on Scope, "approve", "Approve", "Puts the present version of the scope in force." {
        seen: Option<Digest>, "Seen", "The digest of what was read; whatever stands there where nothing is said.";
    } => |id| ApproveScope { seen };

    ApproveMethod on Method, "approve", "Approve", "Puts the present version of the risk method in force." {
        seen: Option<Digest>, "Seen", "The digest of what was read; whatever stands there where nothing is said.";
    } => |id| ApproveMethod { seen };

    ApproveSoa on Soa, "approve", "Approve", "Puts the present version of the statement of applicability in force." {
        seen: Option<Digest>, "Seen", "The digest of what was read; whatever stands there where nothing is said.";
    } => |id| ApproveSoa { seen };

    ApproveTreatmentPlan on TreatmentPlan, "approve", "Approve", "Approves the actions for the risks that the actor owns." {
        seen: Option<Digest>, "Seen", "The digest of what was read; whatever stands there where nothing is said.";
    } => |id| ApproveTreatmentPlan { seen };
};

/// Forms that a record of any kind has: the kind that they name is no matter.
pub(super) const OF_ANY: &[OperationForm] = composed! {
    TakeProposal on Organisation, "take-proposal", "Take it", "Lets what was proposed count, and what it points at." {}
        => |id| TakeProposal { ids: vec![id] };

    RefuseProposal on Organisation, "refuse-proposal", "Refuse it", "Removes what was proposed and does not fit." {}
        => |id| RefuseProposal { ids: vec![id] };

    AnnotateRecord on Organisation, "annotate", "Annotate", "Keeps labels beside the record." {
        labels: Vec<Line>, "Labels", "Words that people sort by.";
    } => |id| AnnotateRecord { id, about: About { labels, ..About::default() } };
};

/// Declares how the approval of each kind is taken back.
macro_rules! withdrawals {
    ($($kind:ident)*) => {
        &[$(composed! {
            WithdrawApproval on $kind, "withdraw-approval", "Withdraw an approval", "Takes back an approved version, for a reason." {
                version: u32, "Version", "The number after v.";
                by: Option<Ref<Person>>, "By", "Whose approval; needed where several approved the version.";
                because: Prose, "Because", "Why.";
            } => |id| WithdrawApproval { id, version, by, because };
        },)*]
    };
}

/// What is approved, or frozen: how that is taken back.
pub(super) const WITHDRAWALS: &[&[OperationForm]] = withdrawals! {
    Scope Method Soa TreatmentPlan Document AuditProgramme Audit ManagementReview PlannedChange RiskAssessment
};

/// Returns what evidence is enough for, and what not.
fn verdicts(enough: Vec<RecordId>, not_enough: Vec<RecordId>) -> Vec<(RecordId, Verdict)> {
    let not = not_enough.into_iter().map(|id| (id, Verdict::Not));
    enough.into_iter().map(|id| (id, Verdict::Enough)).chain(not).collect()
}

fn day_wanted(wanted: Option<Date>, no_day: Option<YesNo>) -> DayWanted {
    match (wanted, no_day) {
        (Some(day), _) => DayWanted::By(day),
        (None, Some(YesNo::Yes)) => DayWanted::Nothing,
        (None, Some(YesNo::No) | None) => DayWanted::AsItIs,
    }
}

fn text(text: Option<&str>) -> Option<String> {
    text.filter(|text| !text.is_empty()).map(str::to_owned)
}

fn texts(lines: &[Line]) -> Vec<String> {
    lines.iter().map(ToString::to_string).collect()
}
