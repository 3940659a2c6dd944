//! Forms of running the controls: runs, tests, exceptions, incidents, access, weaknesses, recovery.

use model::records::{
    Asset, Audit, Control, ControlRun, Evidence, ExceptionKind, Obligation, Person, RecoveryKind,
    RecoveryResult, Sample, Severity, TestKind, TestResult,
};
use model::{Date, DateTime, Decimal, ElementRef, Line, Owner, Prose, RecordId, Ref, YesNo};

use crate::form::{OperationForm, composed, forms};
use crate::{
    AskException, AssessEvent, EventVerdict, FollowUp, RecordRecovery, RecordRun, RecordTest, ReportEvent,
    RunOf,
};

pub(super) const FORMS: &[OperationForm] = forms! {
    ScheduleRuns on control: Control, "schedule", "Schedule runs", "Notes the days on which the control is due." {
        first: "First", "The first day it is due; from its rhythm where nothing is said.";
        until: "Until", "The last day to plan for.";
    }
    CorrectRun on run: ControlRun, "correct", "Record a correction", "Says what was done about what was not as it should be." {
        exceptions: "Exceptions", "What was not as it should be.";
        correction: "Correction", "What was done about it.";
    }
    WithdrawRun on run: ControlRun, "withdraw", "Withdraw", "Says that the run is not to come." {
        because: "Because", "Why.";
    }
    FollowUpTest on test: ControlTest, "follow-up", "Follow up", "Says what follows from a failed test." {
        follow_up: "What follows", "An id such as NC-3, or in words: minor: no restore was tried; action: …; improvement: ….";
    }

    ApproveException on exception: Exception, "approve", "Approve", "Lets the rule not hold, until its day." {
        because: "Because", "Why it can be lived with.";
    }
    RefuseException on exception: Exception, "refuse", "Refuse", "Says that the rule holds here too." {
        because: "Because", "Why.";
    }
    ExtendException on exception: Exception, "extend", "Extend", "Asks for a later last day; it is decided anew." {
        until: "Until", "The last day on which it holds.";
        asked_by: "Asked by", "Who asks for it.";
        because: "Because", "Why it is still needed.";
    }
    CloseException on exception: Exception, "close", "Close", "Says that the rule holds again." {
        because: "Because", "What changed.";
        on: "On", "When; today where nothing is said.";
    }

    ContainIncident on incident: Incident, "contain", "Contain", "Says that it spreads no further." {
        at: "At", "Day and hour, such as 2026-03-02 14:05.";
        response: "Response", "What was done.";
    }
    NotifyIncident on incident: Incident, "notify", "Record a notice", "Says who was told, when, and what." {
        to: "To", "The authority, customer or person.";
        at: "At", "Day and hour, such as 2026-03-02 14:05.";
        content: "Content", "What was told.";
        letter: "Letter", "The notice as evidence.";
    }
    RecordLessons on incident: Incident, "learn", "Record the lessons", "Says why it happened, and what was learnt." {
        cause: "Cause", "Why it happened.";
        lessons: "Lessons", "What was learnt.";
        risks: "Risks", "The risks to look at again.";
    }
    CloseIncident on incident: Incident, "close", "Close", "Says that it is over." {
        on: "On", "When; today where nothing is said.";
    }
    ReopenIncident on incident: Incident, "reopen", "Reopen", "Takes it up again." {
        because: "Because", "Why.";
    }

    RecordRemovals on review: AccessReview, "remove-rights", "Record removals", "Says how many rights are still to be taken away." {
        open: "Still open", "How many are still there.";
        evidence: "Evidence", "What shows it.";
    }
    FixVulnerability on vulnerability: Vulnerability, "fix", "Fix", "Says that the weakness is gone." {
        on: "On", "When; today where nothing is said.";
        notes: "Notes", "What was done.";
    }
    ExceptVulnerability on vulnerability: Vulnerability, "except", "Except", "Lets it stand under an approved exception." {
        exception: "Exception", "The approved exception.";
    }
    ReopenVulnerability on vulnerability: Vulnerability, "reopen", "Reopen", "Says that it is there again." {
        because: "Because", "Why.";
    }
};

/// Forms whose inputs are put together, and those that make a record.
pub(super) const MORE: &[OperationForm] = composed! {
    RecordRun on ControlRun, "record", "Record the run", "Says that the control was carried out." {
        on: Option<Date>, "On", "When; today where nothing is said.";
        by: Option<Owner>, "By", "Who did it.";
        output: Prose, "Output", "What came of it.";
        evidence: Vec<Ref<Evidence>>, "Evidence", "What shows it.";
        exceptions: Prose, "Exceptions", "What was not as it should be.";
        correction: Prose, "Correction", "What was done about it.";
    } => |id| RecordRun { run: RunOf::Scheduled(Ref::<ControlRun>::of(id.key)), on, by, output, evidence, exceptions, correction };

    RecordRun on Control, "run", "Record a run", "Says that the control was carried out as something happened." {
        on: Option<Date>, "On", "When; today where nothing is said.";
        by: Option<Owner>, "By", "Who did it.";
        output: Prose, "Output", "What came of it.";
        evidence: Vec<Ref<Evidence>>, "Evidence", "What shows it.";
        exceptions: Prose, "Exceptions", "What was not as it should be.";
        correction: Prose, "Correction", "What was done about it.";
    } => |id| RecordRun { run: RunOf::Unscheduled(Ref::<Control>::of(id.key)), on, by, output, evidence, exceptions, correction };

    RecordTest on Control, "test", "Record a test", "Says whether the control is designed right, or works." {
        title: Line, "Title", "What is tested.";
        kind: TestKind, "Kind", "Design or operation.";
        result: TestResult, "Result", "Effective or failed.";
        procedure: Prose, "Procedure", "How it was tested.";
        sample: Option<Ref<Sample>>, "Sample", "The sample looked at.";
        observed: Prose, "Observed", "What was seen.";
        follow_up: Option<FollowUp>, "What follows", "Of a failed one: an id such as NC-3, or in words: minor: …; action: ….";
        on: Option<Date>, "On", "When; today where nothing is said.";
    } => |id| RecordTest { control: Ref::of(id.key), title, kind, on, procedure, sample, result, observed, follow_up };

    AskException making Exception, "ask", "Ask for an exception", "Asks that a rule of ours does not hold, for a while." {
        title: Line, "Title", "What is to be allowed.";
        kind: ExceptionKind, "Kind", "From a control, or from the separation of duties.";
        target: Option<RecordId>, "From", "The control, document, system or vulnerability for which the rule does not hold.";
        duty: Line, "Duty", "Of a duty: the number of the rule that is not to hold, such as SD5.";
        person: Option<Ref<Person>>, "Person", "For whom, where it is one person.";
        audit: Option<Ref<Audit>>, "Audit", "Of a duty: the audit that the person may do all the same.";
        asked_by: Option<Owner>, "Asked by", "Who asks for it.";
        reason: Prose, "Reason", "Why it is needed.";
        compensating: Prose, "Instead", "What lowers the risk meanwhile.";
        until: Date, "Until", "The last day on which it holds.";
    } => |id| AskException { title, kind, target, duty, person, audit, asked_by, reason, compensating, until };

    ReportEvent making Incident, "report", "Report an event", "Says that something happened that may hurt." {
        title: Line, "Title", "What happened.";
        detected_on: DateTime, "Noticed at", "Day and hour, such as 2026-03-02 14:05.";
        reported_by: Option<Owner>, "Noticed by", "Who noticed it.";
        description: Prose, "Description", "What happened, in order.";
        elements: Vec<ElementRef>, "Touches", "Systems, sites, processes and suppliers concerned.";
    } => |id| ReportEvent { title, detected_on, reported_by, description, elements };

    AssessEvent on Incident, "declare", "Declare an incident", "Says that it is an incident, and is handled." {
        severity: Severity, "Severity", "Low, medium, high or critical.";
        owner: Option<Owner>, "Owner", "Who handles it.";
        notifiable: Option<YesNo>, "Must be notified", "Whether somebody outside has to be told.";
        obligation: Option<Ref<Obligation>>, "Obligation", "What asks for the notice.";
    } => |id| AssessEvent { incident: Ref::of(id.key), verdict: EventVerdict::Incident { severity, owner, notifiable, obligation } };

    AssessEvent on Incident, "dismiss", "No incident", "Says that it is no incident, and why." {
        because: Prose, "Because", "Why.";
    } => |id| AssessEvent { incident: Ref::of(id.key), verdict: EventVerdict::NoIncident { because } };

    RecordRecovery on Asset, "recover", "Record a recovery test", "Says whether saved data, or the system, came back." {
        title: Line, "Title", "What was tried.";
        kind: RecoveryKind, "Kind", "Restore of saved data, or recovery of the whole system.";
        result: RecoveryResult, "Result", "Ok or failed.";
        on: Option<Date>, "On", "When; today where nothing is said.";
        by: Option<Owner>, "By", "Who tried it.";
        hours: Option<Decimal>, "Took hours", "How many hours it took until all was back.";
        verified: Prose, "Checked by", "How it was checked that what came back is whole.";
        notes: Prose, "Notes", "What was seen.";
        evidence: Vec<Ref<Evidence>>, "Evidence", "What shows it.";
        follow_up: Option<FollowUp>, "What follows", "Of a failed one: an id such as NC-3, or in words: minor: …; action: ….";
    } => |id| RecordRecovery { system: Ref::<Asset>::of(id.key), kind, title, on, by, result, hours, verified, notes, evidence, follow_up };
};

/// The review of who may do what in a system.
pub(super) const ACCESS: &[OperationForm] = forms! {
    RecordAccessReview on system: Asset, "review-access", "Record an access review",
    "Says that somebody looked who may do what in the system." {
        title: "Title", "What was reviewed.";
        covered: "Accounts covered", "How many accounts were looked at.";
        total: "Accounts in all", "How many accounts the system has.";
        removals: "To be removed", "How many rights were to be taken away.";
        removals_open: "Still to be removed", "How many of them are still there.";
        notes: "Notes", "What was seen.";
        evidence: "Evidence", "The list that was looked at, with the decisions.";
        on: "On", "When; today where nothing is said.";
    }
};
