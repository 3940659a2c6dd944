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
    info::<MoveDueDate>("Moves the date of a treatment action and keeps the one before."),
    info::<ProgressAction>("Starts, finishes, drops or reopens a treatment action."),
    info::<VerifyAction>("Says that somebody looked and a finished action works."),
    info::<WithdrawApproval>("Takes back an approved version, for a reason."),
    info::<Undo>("Puts back what a commit changed, unless something was built on it."),
    info::<StateControl>("Decides a row of the statement of applicability: included or not, and why."),
    info::<ConfirmDiagnostic>("Says that a reported problem is right."),
    info::<DisputeDiagnostic>("Says that a reported problem is wrong, and why; it stays visible."),
    info::<EndDisposition>("Takes back what was said about a reported problem."),
    info::<ApplyFix>("Writes what a rule offers to mend."),
    info::<RegradeDiagnostic>("Says that a reported problem is graver or less grave than its rule says."),
    info::<WaiveDiagnostic>("Lives with a reported warning until a day, for a reason."),
    info::<ApproveDocument>("Puts the present version of a document in force."),
    info::<AttachDocumentFile>("Attaches the file that holds the text of a document."),
    info::<SendForReview>("Sends a document for review before its approval."),
    info::<WithdrawDocument>("Takes a document out of force, or puts another in its place."),
    info::<AddEvidence>("Adds evidence with its file, its dates and what it supports."),
    info::<JudgeEvidence>("Accepts or rejects evidence, and says for which uses it is enough."),
    info::<LinkEvidence>("Says what evidence supports."),
    info::<UnlinkEvidence>("Says what evidence supports no longer."),
    info::<WithdrawEvidence>("Takes evidence back, for a reason."),
    OperationInfo {
        name: "apply import",
        intent: "import.apply",
        what: "Takes the rows of a file, as one commit and one undo.",
    },
    info::<ApproveMethod>("Puts the present version of the risk method in force."),
    info::<AnswerQuestions>("Records the answers to the five questions, and proposes drafts that fit them."),
    info::<BeginOrganisation>("Begins an organisation with its single records and the 93 controls."),
    info::<HandOver>("Gives all that a person answers for to another person."),
    info::<RefuseProposal>("Removes what was proposed and does not fit."),
    info::<TakeProposal>("Lets what was proposed count."),
    info::<AnnotateRecord>("Keeps beside a record its sources, unmapped columns and labels."),
    OperationInfo {
        name: "edit in bulk",
        intent: "record.bulk",
        what: "Changes several records at once, as one commit and one undo.",
    },
    info::<CreateRecord>("Creates a record of any kind from its fields."),
    info::<EditRecord>("Changes fields of a record."),
    info::<RemoveRecord>("Removes a record that nothing points at, for a reason."),
    info::<AcceptResidualRisk>("Accepts what is left of a risk until a day, for a reason."),
    info::<CloseRisk>("Says that a risk is gone, since when and why."),
    info::<RateRisk>("Rates a risk now or after treatment, by the method."),
    info::<ReopenRisk>("Says that a closed risk is there again."),
    info::<DecideTreatment>("Decides to modify, retain, avoid or share a risk, and with what."),
    info::<ApproveScope>("Puts the present version of the scope in force."),
    info::<ApproveSoa>("Puts the present version of the statement of applicability in force."),
    info::<ApproveTreatmentPlan>("Approves the actions for the risks that the actor owns."),
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
        "diagnostic",
        "drafts",
        "every",
        "list",
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
