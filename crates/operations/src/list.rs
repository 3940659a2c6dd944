//! The list of all that people can do, for documentation and policies.

use crate::*;

/// An operation in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OperationInfo {
    /// Its words for people.
    pub name: &'static str,
    /// Its dotted name, in the commit header and in policies.
    pub intent: &'static str,
    /// One sentence: what it does.
    pub what: &'static str,
}

/// Returns the entry of an operation.
const fn info<O: Operation>(what: &'static str) -> OperationInfo {
    OperationInfo { name: O::NAME, intent: O::INTENT, what }
}

/// All that people can do, by intent.
pub const ALL: &[OperationInfo] = &[
    info::<WithdrawAcceptance>("Ends an acceptance of a risk before its day, for a reason."),
    info::<RecordRemovals>("Says that rights are gone that an access review wanted gone."),
    info::<RecordAccessReview>("Records a look at who may do what in a system."),
    info::<MoveDueDate>("Moves the date of a treatment action and keeps the one before."),
    info::<ProgressAction>("Starts, finishes, drops or reopens a treatment action."),
    info::<VerifyAction>("Says that somebody looked and a finished action works."),
    info::<WithdrawApproval>("Takes back an approved version, for a reason."),
    info::<FinishAssessment>("Ends a risk assessment and freezes the register as its result."),
    info::<StartAssessment>("Begins a look at the risks."),
    info::<CancelAudit>("Says that an audit will not take place, and why."),
    info::<ConcludeAudit>("Says what an audit comes to, when all its papers are finished."),
    info::<DistributeReport>("Sends the frozen report of an audit to more people."),
    info::<FinishAudit>("Ends the work of an audit."),
    info::<PlanSamples>("Says of each control of an audit how many cases are to be looked at."),
    info::<ReportAudit>("Sends the report of an audit to named people and freezes it."),
    info::<StartAudit>("Begins the work of a planned audit."),
    info::<ExtendCertificate>("Records that the body widened the scope of a certificate that holds."),
    info::<ReceivePaper>("Keeps what came from a body that works elsewhere, with its letter."),
    info::<ReceiveFinding>("Records a finding that the body sent."),
    info::<ReceivePlan>("Records the plan of an audit that the body sent."),
    info::<ReceiveReport>("Records the report of an audit that the body sent."),
    info::<RecordCertification>(
        "Records what became of a certification, in the order in which it can happen.",
    ),
    info::<ApproveChange>("Allows a planned change."),
    info::<DropChange>("Says that a planned change will not be made, and why."),
    info::<FinishChange>("Says that a change took effect, and what came of it."),
    info::<PlanChange>("Says that the plan of a change is complete."),
    info::<ReportChange>("Records that the certification body was told of a change."),
    info::<AcceptClient>("Takes a client on; at a certification body a review has to say so."),
    info::<DeclineClient>("Says that a client is not taken on, and why."),
    info::<EndClient>("Says that a client is one no more."),
    info::<ReviewClient>("Records what was looked at before a client is taken on."),
    info::<AmendComment>("Changes what was said, while nobody has answered."),
    info::<ReopenComment>("Goes on with a thread that was resolved."),
    info::<ResolveComment>("Ends a thread for a reason; what was said stays."),
    info::<WithdrawComment>("Takes back what one said; that it was said stays on record."),
    info::<WriteComment>("Says something about a record, in a thread beneath it."),
    info::<Undo>("Puts back what a commit changed, unless something was built on it."),
    info::<StateControl>("Decides a row of the statement of applicability: included or not, and why."),
    info::<ConfirmDiagnostic>("Says that a reported problem is right."),
    info::<DisputeDiagnostic>("Says that a reported problem is wrong, and why; it stays visible."),
    info::<EndDisposition>("Takes back what was said about a reported problem."),
    info::<ApplyFix>("Writes what a rule offers to mend."),
    info::<RegradeDiagnostic>("Says that a reported problem is graver or less grave than its rule says."),
    info::<WaiveDiagnostic>("Lives with a reported warning until a day, for a reason."),
    info::<Acknowledge>("Says that the person who acts has read a document."),
    info::<ApproveDocument>("Puts the present version of a document in force."),
    info::<AskReaders>("Asks people to confirm having read the version of a document in force."),
    info::<AttachDocumentFile>("Attaches the file that holds the text of a document."),
    info::<SendForReview>("Sends a document for review before its approval."),
    info::<WithdrawDocument>("Takes a document out of force, or puts another in its place."),
    info::<AgreeEngagement>("Says that client, team, days and window of an engagement stand."),
    info::<BeginEngagement>("Begins the work of an engagement, in its window."),
    info::<DecideCertification>("Decides on a certificate, outside the team."),
    info::<EndEngagement>("Says that the work of an engagement is over."),
    info::<IssuePaper>("Notes what a certification body gave to its client, bound by its hash."),
    info::<NoteKey>("Says in an engagement by which key the body's papers are known."),
    info::<LinkEngagement>("Notes what the client shares for an engagement."),
    info::<TakePack>("Keeps the pack of a client elsewhere, and which commit it shows."),
    info::<RecommendCertification>("Says what the audit team recommends."),
    info::<AddEvidence>("Adds evidence with its file, its dates and what it supports."),
    info::<JudgeEvidence>("Accepts or rejects evidence, and says for which uses it is enough."),
    info::<LinkEvidence>("Says what evidence supports."),
    info::<LookAtEvidence>("Notes that an auditor of a certification body looks at evidence."),
    info::<UnlinkEvidence>("Says what evidence supports no longer."),
    info::<WithdrawEvidence>("Takes evidence back, for a reason."),
    info::<ApproveException>("Allows an exception; not by who asked for it."),
    info::<AskException>("Asks that a rule does not hold for something or somebody, for a while."),
    info::<CloseException>("Says that the rule of an exception holds again."),
    info::<ExtendException>("Lets an exception hold longer, with an approval of its own."),
    info::<RefuseException>("Refuses an exception that was asked for, for a reason."),
    info::<OpenFile>("Notes that an auditor of a certification body opens a file."),
    info::<AnswerFinding>("Says what is done about a finding, or why nothing is."),
    info::<CloseFinding>("Says that nothing is left of a finding."),
    info::<RaiseFinding>("Says what an audit found, and how grave it is."),
    info::<RegradeFinding>("Says that a finding is graver or less grave, before its report goes out."),
    info::<SupersedeFinding>("Lets another finding take the place of one."),
    info::<AssessGap>("Says how far one clause item or control is met, and what is missing."),
    info::<FillGapAnalysis>("Fills a gap analysis with what the records answer, and says from which."),
    info::<FinishGapAnalysis>("Ends a gap analysis when each entry has an answer."),
    info::<FollowUpGap>("Turns a gap into work with an owner and a date."),
    info::<StartGapAnalysis>("Begins a gap analysis: thirty questions, or each clause item and control."),
    OperationInfo {
        name: "apply import",
        intent: "import.apply",
        what: "Takes the rows of a file, as one commit and one undo.",
    },
    info::<AssessEvent>("Decides whether a reported event is an incident."),
    info::<CloseIncident>("Says that an incident is over, learnt from and told to whom it had to be."),
    info::<ContainIncident>("Says since when an incident cannot spread."),
    info::<RecordLessons>("Records why an incident happened and what was learnt."),
    info::<NotifyIncident>("Records who was told of an incident, on which day and at which hour."),
    info::<ReopenIncident>("Takes an incident up again, for a reason."),
    info::<ReportEvent>("Reports something that may hurt information security."),
    info::<ReceiveIssued>(
        "Takes what a certification body issued, as it wrote it, with what it becomes here.",
    ),
    info::<ConfirmJointChange>("Says yes as the second person; the change holds from this moment."),
    info::<ProposeJointChange>("Says what two persons are to decide together; nothing changes yet."),
    info::<WithdrawJointChange>("Takes back, or refuses, what was proposed to two persons."),
    info::<AnalyseReading>("Says what a number means, and begins what follows."),
    info::<ConcludeEvaluation>("Says what the readings of a measure come to."),
    info::<RecordReading>("Records what was measured on a day."),
    info::<ChangeMembership>("Says anew what a member is here."),
    info::<DelegateAcceptance>("Lets a member accept risks in the place of their owner."),
    info::<EndMembership>("Ends a membership at once, for a reason."),
    info::<GrantMembership>("Makes a person a member with roles; the first one makes the organisation kept."),
    info::<LetInOperator>("Lets whoever runs the machine in for at most four hours, for a reason."),
    info::<ApproveMethod>("Puts the present version of the risk method in force."),
    info::<FinishCorrectiveAction>("Says that a corrective action is done, or dropped for a reason."),
    info::<CheckEffectiveness>("Says whether the actions on a nonconformity work; not by who acted."),
    info::<CloseNonconformity>("Says that nothing is left to do about a nonconformity."),
    info::<RecordCorrection>("Says how a nonconformity was put right."),
    info::<RecordCause>("Says why a nonconformity happened."),
    info::<OpenNonconformity>("Opens the nonconformity that deals with a finding."),
    info::<PlanCorrectiveAction>("Plans an action against the cause of a nonconformity."),
    info::<ReopenNonconformity>("Takes a nonconformity up again."),
    info::<CloseObjective>("Says that an objective was reached, missed or given up."),
    info::<SetProgress>("Says how far an objective is on a day."),
    info::<ReactToObjective>("Says what deals with an objective that was missed, or begins it."),
    info::<AnswerQuestions>("Records the answers to the five questions, and makes proposals that fit them."),
    info::<BeginOrganisation>("Begins an organisation with its single records and the 93 controls."),
    info::<ExportArchive>(
        "Notes that the whole organisation was written as one file, with its ledger and files.",
    ),
    info::<SetLogo>("Puts a picture on the first page of reports, or takes it away."),
    info::<ExportShare>("Writes what a share shows as one file, and notes which evidence went out."),
    info::<SealPack>("Binds a pack for an auditor, and the records behind it, as they stand."),
    info::<UnsealPack>("Breaks the seal of a pack, for a reason."),
    info::<ConcludePaper>("Says what the look at one criterion came to."),
    info::<RelyOnEvidence>("Notes the evidence that an auditor saw, bound to its bytes."),
    info::<RecordCompetence>("Records what a person knows or can do, and what shows it."),
    info::<HandOver>("Gives all that a person answers for to another person."),
    info::<PlanDates>("Works out the phases from the records; dates that a person gave stay."),
    info::<FreezePopulation>("Binds the list from which samples are drawn."),
    info::<ApproveAuditProgramme>("Puts the audits of a cycle in force."),
    info::<RefuseProposal>("Removes what was proposed and does not fit."),
    info::<TakeProposal>("Lets what was proposed count."),
    info::<AnnotateRecord>("Keeps beside a record its sources, unmapped columns and labels."),
    OperationInfo {
        name: "edit in bulk",
        intent: "record.bulk",
        what: "Changes several records at once, as one commit and one undo.",
    },
    info::<ConfirmText>("Stands by a text that was taken over word for word."),
    info::<CreateRecord>("Creates a record of any kind from its fields."),
    info::<EditRecord>("Changes fields of a record."),
    info::<RemoveRecord>("Removes a record that nothing points at, for a reason."),
    info::<RestrictRecord>("Lets only named people see a record, for a reason."),
    info::<UnrestrictRecord>("Lets everybody here see a record again."),
    info::<RecordRecovery>("Records a try whether saved data or a system comes back."),
    info::<AcceptRequest>("Says that the auditor has what was needed."),
    info::<AnswerRequest>("Answers a request with records and evidence."),
    info::<AskRequest>("Asks to see something, or notes what an auditor of the body asked."),
    info::<ReopenRequest>("Takes a request up again that was settled."),
    info::<ReturnRequest>("Says what is missing in the answer to a request."),
    info::<WithdrawRequest>("Says that a request needs no answer any more."),
    info::<BuildReviewInputs>("Fills the inputs of a management review from the records."),
    info::<CancelReview>("Says that a management review will not take place, and why."),
    info::<RecordDecision>("Records what a management review decided."),
    info::<FinishDecision>("Says that a decision of a management review is done."),
    info::<HoldReview>("Says that a management review took place, and freezes what lay on the table."),
    info::<AcceptResidualRisk>("Accepts what is left of a risk until a day, for a reason."),
    info::<CloseRisk>("Says that a risk is gone, since when and why."),
    info::<RateRisk>("Rates a risk now or after treatment, by the method."),
    info::<RateRiskAgain>("Rates a risk as a second person, to see whether both come to the same."),
    info::<ReopenRisk>("Says that a closed risk is there again."),
    info::<DecideTreatment>("Decides to modify, retain, avoid or share a risk, and with what."),
    info::<CorrectRun>("Says what was done about what a run found not to be as it should be."),
    info::<RecordRun>("Records that a control was carried out, by whom and with what result."),
    info::<ScheduleRuns>("Plans the next days on which a control is carried out, from its rhythm."),
    info::<WithdrawRun>("Says that a run that is to come will not take place, and why."),
    info::<DrawSample>("Draws cases from a frozen list, so that anybody can draw the same again."),
    info::<ExamineItem>("Says what was seen of one case of a sample."),
    info::<ExchangeItem>("Takes another case in place of one that was drawn, for a reason."),
    info::<ExtendSample>("Draws more cases of the same draw, once."),
    info::<ApproveScope>("Puts the present version of the scope in force."),
    info::<BindShare>("Says by which key the papers of a certification body are known."),
    info::<ChangeShare>("Changes how long a share is seen, and what."),
    info::<CloseShare>("Ends a share: nobody of the body sees anything by it any more."),
    info::<OpenShare>("Lets named auditors of a certification body see a frozen view for a while."),
    info::<ApproveSoa>("Puts the present version of the statement of applicability in force."),
    info::<DropTask>("Says that what somebody was to do will not be done, and why."),
    info::<FinishTask>("Says that what somebody was to do is done, and what came of it."),
    info::<ReopenTask>("Takes up again what was done or dropped."),
    info::<ExportTemplate>("Notes that records leave an organisation as templates for others."),
    info::<LendTemplate>("Notes that a consultancy offers records of its own to its clients."),
    info::<OfferTemplate>(
        "Offers what a consultancy keeps for its clients, as proposals that they take or refuse.",
    ),
    info::<FollowUpTest>("Begins what follows from a failed test, with links both ways."),
    info::<RecordTest>("Records the test of a control, of its design or its operation."),
    info::<AttendTraining>("Records who took part in a training."),
    info::<CheckTraining>("Says whether a training helped."),
    info::<ApproveTreatmentPlan>("Approves the actions for the risks that the actor owns."),
    info::<ExceptVulnerability>("Lets a weakness stay while an approved exception holds."),
    info::<FixVulnerability>("Says that a weakness is gone."),
    info::<ReopenVulnerability>("Says that a weakness is there again."),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Files of this crate that hold no operation.
    const NO_OPERATION: &[&str] = &[
        "absent",
        "answers",
        "approving",
        "batch",
        "commenting",
        "diagnostic",
        "drafts",
        "duties",
        "engaging",
        "every",
        "form",
        "forms",
        "frozen",
        "follow_up",
        "gap_answers",
        "gap_movement",
        "gap_questions",
        "issued_file",
        "issued_paper",
        "list",
        "members",
        "share",
        "sharing",
        "signing",
        "sound",
        "stepping",
        "testing",
        "typed",
        "versions",
    ];

    #[test]
    fn the_list_is_in_order_and_names_nothing_twice() {
        for pair in ALL.windows(2) {
            assert!(pair[0].intent < pair[1].intent, "{} before {}", pair[0].intent, pair[1].intent);
        }
        let names: std::collections::BTreeSet<&str> = ALL.iter().map(|info| info.name).collect();
        assert_eq!(names.len(), ALL.len());
        assert!(ALL.iter().all(|info| info.what.ends_with('.') && info.intent.contains('.')));
    }

    #[test]
    fn the_list_holds_the_operation_of_each_file() {
        let modules = include_str!("lib.rs").lines().filter_map(|line| line.strip_prefix("mod "));
        for module in modules.map(|module| module.trim_end_matches(';')) {
            if NO_OPERATION.contains(&module) {
                continue;
            }
            let camel: String =
                module.split('_').map(|word| word[..1].to_ascii_uppercase() + &word[1..]).collect();
            let listed = include_str!("list.rs").contains(&format!("    info::<{camel}>("));
            assert!(listed, "{module}.rs holds {camel}, which the list does not name");
        }
    }
}
