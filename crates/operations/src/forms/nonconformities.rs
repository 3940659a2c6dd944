//! Forms of the nonconformity, from correction to the check of the effect.

use model::records::Person;
use model::{Date, Prose, RecordKind, Ref, Value};

use crate::form::{Input, OperationForm, fits, forms, made};
use crate::{ActionEnd, FinishCorrectiveAction, Operation};

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

/// The number of a corrective action.
const NUMBER: Input = Input {
    name: "number",
    label: "Action",
    help: "Its number: 2 for CA-4.2.",
    shape: <u32 as Value>::shape,
};

/// How corrective actions end.
pub(super) const ACTIONS: &[OperationForm] = &[
    OperationForm {
        name: FinishCorrectiveAction::NAME,
        intent: FinishCorrectiveAction::INTENT,
        on: RecordKind::Nonconformity,
        verb: "finish-action",
        label: "Finish a corrective action",
        what: "Says that a corrective action is done.",
        inputs: &[
            NUMBER,
            Input {
                name: "result",
                label: "Result",
                help: "What came of it.",
                shape: <Prose as Value>::shape,
            },
            Input {
                name: "by",
                label: "Done by",
                help: "Who did it; you where nobody is named.",
                shape: <Option<Ref<Person>> as Value>::shape,
            },
            Input {
                name: "on",
                label: "On",
                help: "When; today where nothing is said.",
                shape: <Option<Date> as Value>::shape,
            },
        ],
        make: |id, typed| {
            made(
                typed,
                &["number", "result", "by", "on"],
                |reading, id| {
                    let (number, result) = (reading.read("number"), reading.read("result"));
                    let (by, on) = (reading.read("by"), reading.read("on"));
                    let end = ActionEnd::Done { on: on?, by: by?, result: result? };
                    Some(FinishCorrectiveAction { nonconformity: Ref::of(id.key), number: number?, end })
                },
                id,
            )
        },
        fits: |isms, id, today| {
            let end = ActionEnd::Done { on: None, by: None, result: Prose::default() };
            fits(Some(FinishCorrectiveAction { nonconformity: Ref::of(id.key), number: 1, end }), isms, today)
        },
    },
    OperationForm {
        name: FinishCorrectiveAction::NAME,
        intent: FinishCorrectiveAction::INTENT,
        on: RecordKind::Nonconformity,
        verb: "drop-action",
        label: "Drop a corrective action",
        what: "Says that a corrective action will not be done, and why.",
        inputs: &[
            NUMBER,
            Input { name: "because", label: "Because", help: "Why.", shape: <Prose as Value>::shape },
        ],
        make: |id, typed| {
            made(
                typed,
                &["number", "because"],
                |reading, id| {
                    let (number, because) = (reading.read("number"), reading.read("because"));
                    let end = ActionEnd::Dropped { because: because? };
                    Some(FinishCorrectiveAction { nonconformity: Ref::of(id.key), number: number?, end })
                },
                id,
            )
        },
        fits: |isms, id, today| {
            let end = ActionEnd::Dropped { because: Prose::default() };
            fits(Some(FinishCorrectiveAction { nonconformity: Ref::of(id.key), number: 1, end }), isms, today)
        },
    },
];
