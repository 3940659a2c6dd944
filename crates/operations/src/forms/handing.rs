//! Forms of what is shown to auditors: requests, packs, and texts that somebody stands by.

use model::records::{Audit, Person};
use model::{Date, Line, Owner, Prose, RecordId, Ref};

use crate::form::{OperationForm, composed, forms};
use crate::{AskRequest, ConfirmText};

pub(super) const FORMS: &[OperationForm] = forms! {
    AnswerRequest on request: Request, "answer", "Answer", "Shows what was asked for, or says why it comes later." {
        answer: "Answer", "What is shown, or why it comes later.";
        shown: "Shown", "The records and evidence shown: EV-3, DOC-2.";
        on: "On", "When; today where nothing is said.";
    }
    ReturnRequest on request: Request, "return", "Return", "Says what is missing in the answer." {
        because: "Because", "What is missing.";
    }
    AcceptRequest on request: Request, "accept", "Accept", "Says that the auditor has what was needed." {
        on: "On", "When; today where nothing is said.";
    }
    WithdrawRequest on request: Request, "withdraw", "Withdraw", "Says that it is not needed any more." {
        because: "Because", "Why.";
    }
    ReopenRequest on request: Request, "reopen", "Reopen", "Takes it up again." {
        because: "Because", "Why.";
    }

    SealPack on pack: Pack, "seal", "Seal", "Binds its items, and the records behind them, as they stand." {}
    UnsealPack on pack: Pack, "unseal", "Break the seal", "Lets it be worked on again; the seal that was stays on record." {
        because: "Because", "Why.";
    }
};

/// Forms whose inputs are put together, and those that make a record.
pub(super) const MORE: &[OperationForm] = composed! {
    AskRequest making Request, "ask", "Ask for something", "Notes what an auditor wants to see, by when." {
        title: Line, "Title", "What is asked for, in a few words.";
        audit: Option<Ref<Audit>>, "Audit", "The audit that needs it.";
        asked_by: Option<Ref<Person>>, "Asked by", "The auditor; nobody where it is one of the body who is not on record.";
        about: Vec<RecordId>, "About", "Controls, documents and processes that it concerns.";
        description: Prose, "Request", "What exactly is to be shown, and for which period.";
        owner: Option<Owner>, "Owner", "Who answers it.";
        due: Option<Date>, "Due", "By when.";
        on: Option<Date>, "Asked on", "When; today where nothing is said.";
    } => |id| AskRequest { title, audit, asked_by, about, description, owner, due, on };

    ConfirmText on Document, "confirm-text", "Stand by the text", "Says that a text that was taken over fits as it is." {
        field: Line, "Field", "Which text; all where nothing is said.";
        because: Prose, "Because", "Who stands by it, and why it fits here.";
    } => |id| ConfirmText { id, field, because };

    ConfirmText on Control, "confirm-text", "Stand by the text", "Says that a text that was taken over fits as it is." {
        field: Line, "Field", "Which text; all where nothing is said.";
        because: Prose, "Because", "Who stands by it, and why it fits here.";
    } => |id| ConfirmText { id, field, because };

    ConfirmText on ManagementReview, "confirm-text", "Stand by the text", "Says that a text that was taken over fits as it is." {
        field: Line, "Field", "Which text; all where nothing is said.";
        because: Prose, "Because", "Who stands by it, and why it fits here.";
    } => |id| ConfirmText { id, field, because };

    ConfirmText on Nonconformity, "confirm-text", "Stand by the text", "Says that a text that was taken over fits as it is." {
        field: Line, "Field", "Which text; all where nothing is said.";
        because: Prose, "Because", "Who stands by it, and why it fits here.";
    } => |id| ConfirmText { id, field, because };
};
