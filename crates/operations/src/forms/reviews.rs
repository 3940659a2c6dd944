//! Forms of the management review.

use model::{Date, PartId, Prose, Ref};

use crate::FinishDecision;
use crate::form::{OperationForm, composed, forms};

pub(super) const FORMS: &[OperationForm] = forms! {
    BuildReviewInputs on review: ManagementReview, "build", "Fill the inputs",
    "Fills the inputs of 9.3.2 from the records; what a person wrote stays." {}
    HoldReview on review: ManagementReview, "hold", "Hold",
    "Says that the review took place, and freezes what lay on the table." {
        attendees: "Attendees", "Who took part.";
        conclusion: "Conclusion", "Whether the system is suitable, adequate and effective; may be said later.";
        on: "On", "When; today where nothing is said.";
    }
    RecordDecision on review: ManagementReview, "decide", "Record a decision", "Records what the review decided." {
        title: "Decision", "What was decided.";
        change: "Changes something", "Whether the management system is to change; also a no is a decision.";
        about: "About", "The records that it concerns.";
        owner: "Owner", "Who sees to it.";
        due: "Due", "By when.";
    }
    CancelReview on review: ManagementReview, "cancel", "Cancel", "Says that the review will not take place." {
        because: "Because", "Why.";
    }
};

/// How decisions end.
pub(super) const DECISIONS: &[OperationForm] = composed! {
    FinishDecision on ManagementReview, "finish-decision", "Finish a decision", "Says that a decision is done." {
        number: u32, "Decision", "Its number: 1 for DEC-2.1.";
        result: Prose, "Result", "What came of it.";
        on: Option<Date>, "On", "When; today where nothing is said.";
    } => |id| FinishDecision { decision: PartId::Decision(Ref::of(id.key), number), result, on };
};
