//! Forms of the nonconformity, from correction to the check of the effect.

use model::records::Person;
use model::{Date, PartId, Prose, Ref};

use crate::form::{OperationForm, composed, forms};
use crate::{ActionEnd, FinishCorrectiveAction};

pub(super) const FORMS: &[OperationForm] = forms! {
    RecordCorrection on nonconformity: Nonconformity, "correct", "Record the correction", "Says how it was put right." {
        correction: "Correction", "What was done to put it right.";
        on: "On", "When; today where nothing is said.";
    }
    RecordCause on nonconformity: Nonconformity, "explain", "Record the cause", "Says why it happened." {
        cause: "Cause", "Why it happened; more than what happened.";
        on: "On", "When; today where nothing is said.";
    }
    PlanCorrectiveAction on nonconformity: Nonconformity, "plan", "Plan a corrective action",
    "Plans an action against the cause." {
        title: "Action", "What is to be done.";
        owner: "Owner", "Who sees to it.";
        due: "Due", "By when.";
    }
    CheckEffectiveness on nonconformity: Nonconformity, "check", "Check the effect",
    "Says whether the actions work; not by who acted." {
        effective: "Effective", "Whether they do; a no takes the nonconformity up again.";
        effect: "Seen", "What was looked at, and what was seen.";
        on: "On", "When; today where nothing is said.";
    }
    CloseNonconformity on nonconformity: Nonconformity, "close", "Close", "Says that nothing is left to do about it." {
        on: "On", "When; today where nothing is said.";
    }
    ReopenNonconformity on nonconformity: Nonconformity, "reopen", "Reopen", "Takes it up again." {
        because: "Because", "Why.";
    }
};

/// How corrective actions end.
pub(super) const ACTIONS: &[OperationForm] = composed! {
    FinishCorrectiveAction on Nonconformity, "finish-action", "Finish a corrective action",
    "Says that a corrective action is done." {
        number: u32, "Action", "Its number: 2 for CA-4.2.";
        result: Prose, "Result", "What came of it.";
        by: Option<Ref<Person>>, "Done by", "Who did it; you where nobody is named.";
        on: Option<Date>, "On", "When; today where nothing is said.";
    } => |id| FinishCorrectiveAction { action: PartId::CorrectiveAction(Ref::of(id.key), number), end: ActionEnd::Done { on, by, result } };

    FinishCorrectiveAction on Nonconformity, "drop-action", "Drop a corrective action",
    "Says that a corrective action will not be done, and why." {
        number: u32, "Action", "Its number: 2 for CA-4.2.";
        because: Prose, "Because", "Why.";
    } => |id| FinishCorrectiveAction { action: PartId::CorrectiveAction(Ref::of(id.key), number), end: ActionEnd::Dropped { because } };
};
