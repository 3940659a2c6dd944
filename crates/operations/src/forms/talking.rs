//! Forms of tasks written by hand, and of comments.

use model::records::{Audience, Comment};
use model::{Line, Prose, RecordId, Ref};

use crate::WriteComment;
use crate::form::{OperationForm, composed, forms};

pub(super) const FORMS: &[OperationForm] = forms! {
    FinishTask on task: Task, "done", "Done", "Says that it is done, and what came of it." {
        result: "Result", "What came of it.";
        on: "On", "When; today where nothing is said.";
    }
    DropTask on task: Task, "drop", "Drop", "Says that it will not be done." {
        because: "Because", "Why.";
    }
    ReopenTask on task: Task, "reopen", "Reopen", "Takes it up again." {
        because: "Because", "Why.";
    }

    AmendComment on comment: Comment, "amend", "Change the words", "Changes what was said, while nobody has answered." {
        text: "Text", "What is said; @ and a name calls somebody, # and an id names a record.";
    }
    ResolveComment on comment: Comment, "resolve", "Resolve", "Ends the thread; what was said stays." {
        because: "Because", "What it came to.";
    }
    ReopenComment on comment: Comment, "reopen", "Reopen", "Goes on with the thread." {
        because: "Because", "Why.";
    }
    WithdrawComment on comment: Comment, "withdraw", "Withdraw", "Takes it back; that it was said stays on record." {
        because: "Because", "Why.";
    }
};

/// The form that makes a comment.
pub(super) const MORE: &[OperationForm] = composed! {
    WriteComment making Comment, "write", "Comment", "Says something about a record, in a thread beneath it." {
        about: Option<RecordId>, "About", "The record; that of the thread for an answer.";
        text: Prose, "Text", "At most 10,000 characters; @ and a name calls somebody, # and an id names a record.";
        audience: Option<Audience>, "Audience", "Who reads it: the team where nothing is said, and of an answer those who read the thread.";
        answers: Option<Ref<Comment>>, "Answers", "A comment of the thread that goes on.";
        field: Line, "Field", "The field that a new thread is about; all of the record where none is named.";
        quote: Prose, "Quote", "Words of that field, or of a document's text, that a new thread is about; at most 1,000 characters.";
    } => |id| WriteComment { about, text, audience, answers, field, quote };
};
