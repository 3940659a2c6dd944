//! The table of deeds: word, form, when it is offered, and the operation that it becomes.

use model::records::{Document, Evidence, Person, TreatmentAction};
use model::{AnyRecord, Date, Digest, Prose, Record, RecordId, RecordKind, Ref, Shape, Shown, Value, Writer};
use operations::{
    ActionStep, AnyOperation, ApproveDocument, ApproveMethod, ApproveScope, ApproveSoa, ApproveTreatmentPlan,
    EndDisposition, HandOver, JudgeEvidence, Judgement, LinkEvidence, MoveDueDate, ProgressAction,
    SendForReview, UnlinkEvidence, VerifyAction, WithdrawApproval, WithdrawDocument, WithdrawEvidence,
};

use crate::fields::Fields;

/// What a deed becomes, or what was typed wrong.
type Made = Result<Box<dyn AnyOperation>, String>;

/// One thing that can be done with a record.
pub(super) struct Deed {
    /// Its word in the address.
    pub(super) word: &'static str,
    /// Its words on buttons.
    pub(super) label: &'static str,
    /// What happens, after the record's name.
    pub(super) sentence: &'static str,
    /// What is said when it is done.
    pub(super) done: &'static str,
    /// The kinds of records that know it.
    pub(super) kinds: &'static [RecordKind],
    /// What is asked.
    pub(super) asks: &'static [Ask],
    /// Whether it binds the content that was read.
    pub(super) binds: Binds,
    /// Says whether a record's page offers it; the operation has the last word.
    pub(super) offered: fn(RecordId, &dyn AnyRecord) -> bool,
    /// Makes the operation.
    pub(super) make: fn(RecordId, &Fields) -> Made,
}

impl Deed {
    /// Returns the dotted name of the operation behind it, as policies know it.
    pub(super) fn intent(&self, kind: RecordKind) -> &'static str {
        let approvals = [
            (RecordKind::Scope, "scope.approve"),
            (RecordKind::Method, "method.approve"),
            (RecordKind::Soa, "soa.approve"),
            (RecordKind::TreatmentPlan, "treatment_plan.approve"),
        ];
        let approve =
            approvals.iter().find(|(known, _)| *known == kind).map_or("document.approve", |one| one.1);
        match self.word {
            "review" => "document.review",
            "approve" => approve,
            WITHDRAW_APPROVAL => "approval.withdraw",
            "withdraw" => "document.withdraw",
            "start" | "finish" | "drop" | "reopen" => "action.progress",
            "verify" => "action.verify",
            "move" => "action.move",
            "accept" | "reject" => "evidence.judge",
            "link" => "evidence.link",
            "unlink" => "evidence.unlink",
            "hand-over" => "person.hand_over",
            "end" => "diagnostic.end",
            _ => "evidence.withdraw",
        }
    }

    /// Says whether it gives or takes back an approval, which no undo takes back.
    pub(super) fn is_judgement(&self) -> bool {
        self.binds == Binds::Content || self.word == WITHDRAW_APPROVAL
    }
}

/// The word of the deed that takes an approval back.
const WITHDRAW_APPROVAL: &str = "withdraw-approval";

/// Whether a deed binds the content that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Binds {
    /// It does not.
    Nothing,
    /// It does: the form carries its digest.
    Content,
}

/// Something that is asked.
pub(super) struct Ask {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) hint: &'static str,
    pub(super) how: Asked,
    pub(super) is_needed: bool,
}

impl Ask {
    /// Returns it as the field that it is shown as.
    pub(super) fn shown(&self) -> Shown {
        Shown {
            name: self.name,
            label: self.label,
            help: self.hint,
            writer: Writer::Form,
            shape: self.how.shape(),
            text: String::new(),
            references: Vec::new(),
        }
    }
}

impl Asked {
    fn shape(self) -> Shape {
        match self {
            Self::Line => Shape::Line,
            Self::Prose => Shape::Prose,
            Self::Number => Shape::Number,
            Self::Day => Shape::Date,
            Self::One(kinds) => Shape::Reference(kinds),
            Self::Several(kinds) => Shape::List(Box::new(Shape::Reference(kinds))),
        }
    }
}

/// How something is asked.
#[derive(Debug, Clone, Copy)]
pub(super) enum Asked {
    Line,
    Prose,
    Number,
    Day,
    One(&'static [RecordKind]),
    Several(&'static [RecordKind]),
}

const WHY: Ask = Ask { name: "because", label: "Why", hint: "", how: Asked::Prose, is_needed: true };
const LOOKED: Ask =
    Ask { name: "because", label: "What was looked at", hint: "", how: Asked::Prose, is_needed: false };
const ON: Ask = Ask {
    name: "on",
    label: "On",
    hint: "Such as 2026-03-31; empty is today",
    how: Asked::Day,
    is_needed: false,
};
const TO: Ask =
    Ask { name: "to", label: "New due date", hint: "Such as 2026-03-31", how: Asked::Day, is_needed: true };
const RESULT: Ask =
    Ask { name: "result", label: "What came of it", hint: "", how: Asked::Prose, is_needed: true };
const VERSION: Ask = Ask {
    name: "version",
    label: "Version",
    hint: "The number after v",
    how: Asked::Number,
    is_needed: true,
};
const TARGETS: Ask = Ask {
    name: "targets",
    label: "For",
    hint: "Controls, documents, actions and other records that it supports",
    how: Asked::Several(&[RecordKind::Control, RecordKind::TreatmentAction, RecordKind::Document]),
    is_needed: true,
};
const TARGET: Ask = Ask {
    name: "target",
    label: "No longer for",
    hint: "An id, such as A.8.13",
    how: Asked::Line,
    is_needed: true,
};
const SUCCESSOR: Ask = Ask {
    name: "to",
    label: "To",
    hint: "Who takes over what this person owns, holds and operates",
    how: Asked::One(&[RecordKind::Person]),
    is_needed: true,
};
const REPLACED: Ask = Ask {
    name: "replaced_by",
    label: "Replaced by",
    hint: "",
    how: Asked::One(&[RecordKind::Document]),
    is_needed: false,
};

const VERSIONED: &[RecordKind] = &[
    RecordKind::Scope,
    RecordKind::Method,
    RecordKind::Soa,
    RecordKind::TreatmentPlan,
    RecordKind::Document,
];

/// All deeds.
pub(super) const DEEDS: &[Deed] = &[
    Deed {
        word: "review",
        label: "Send for review",
        sentence: "goes to review.",
        done: "sent for review",
        kinds: &[RecordKind::Document],
        asks: &[],
        binds: Binds::Nothing,
        offered: |id, record| id.kind == RecordKind::Document && is(record, "status", &["draft", "approved"]),
        make: |id, _| boxed(SendForReview { document: of(id) }),
    },
    Deed {
        word: "approve",
        label: "Approve",
        sentence: "is approved as it stands now. The approval binds this content: a later edit needs a new one.",
        done: "approved",
        kinds: VERSIONED,
        asks: &[],
        binds: Binds::Content,
        offered: |id, record| {
            VERSIONED.contains(&id.kind) && !is(record, "status", &["withdrawn", "superseded"])
        },
        make: approve,
    },
    Deed {
        word: WITHDRAW_APPROVAL,
        label: "Withdraw an approval",
        sentence: "loses the approval of one version. An approval is not undone; it is withdrawn with a reason.",
        done: "approval withdrawn",
        kinds: VERSIONED,
        asks: &[VERSION, WHY],
        binds: Binds::Nothing,
        offered: |id, record| {
            VERSIONED.contains(&id.kind) && record.text("approvals").is_some_and(|text| !text.is_empty())
        },
        make: withdraw_approval,
    },
    Deed {
        word: "withdraw",
        label: "Withdraw",
        sentence: "no longer holds.",
        done: "withdrawn",
        kinds: &[RecordKind::Document],
        asks: &[REPLACED, WHY],
        binds: Binds::Nothing,
        offered: |id, record| {
            id.kind == RecordKind::Document && !is(record, "status", &["withdrawn", "superseded"])
        },
        make: withdraw_document,
    },
    Deed {
        word: "start",
        label: "Start",
        sentence: "begins.",
        done: "started",
        kinds: &[RecordKind::TreatmentAction],
        asks: &[],
        binds: Binds::Nothing,
        offered: |id, record| action(id, record, &["to do", ""]),
        make: |id, _| step(id, ActionStep::Start),
    },
    Deed {
        word: "finish",
        label: "Finish",
        sentence: "is done.",
        done: "done",
        kinds: &[RecordKind::TreatmentAction],
        asks: &[ON, RESULT],
        binds: Binds::Nothing,
        offered: |id, record| action(id, record, &["to do", "doing", ""]),
        make: |id, typed| {
            step(id, ActionStep::Finish { on: day(typed, "on")?, result: prose(typed, "result") })
        },
    },
    Deed {
        word: "verify",
        label: "Verify",
        sentence: "is verified: you looked, and it works.",
        done: "verified",
        kinds: &[RecordKind::TreatmentAction],
        asks: &[],
        binds: Binds::Nothing,
        offered: |id, record| action(id, record, &["done"]),
        make: |id, _| boxed(VerifyAction { action: of(id) }),
    },
    Deed {
        word: "move",
        label: "Move the due date",
        sentence: "is due on another day.",
        done: "due date moved",
        kinds: &[RecordKind::TreatmentAction],
        asks: &[TO, WHY],
        binds: Binds::Nothing,
        offered: |id, record| action(id, record, &["to do", "doing", ""]),
        make: move_due,
    },
    Deed {
        word: "drop",
        label: "Drop",
        sentence: "will not be done.",
        done: "dropped",
        kinds: &[RecordKind::TreatmentAction],
        asks: &[WHY],
        binds: Binds::Nothing,
        offered: |id, record| action(id, record, &["to do", "doing", ""]),
        make: |id, typed| step(id, ActionStep::Drop { because: prose(typed, "because") }),
    },
    Deed {
        word: "reopen",
        label: "Take up again",
        sentence: "is taken up again.",
        done: "taken up again",
        kinds: &[RecordKind::TreatmentAction],
        asks: &[WHY],
        binds: Binds::Nothing,
        offered: |id, record| action(id, record, &["done", "dropped", "verified"]),
        make: |id, typed| step(id, ActionStep::Reopen { because: prose(typed, "because") }),
    },
    Deed {
        word: "accept",
        label: "Accept",
        sentence: "is taken as evidence: you looked at it.",
        done: "accepted",
        kinds: &[RecordKind::Evidence],
        asks: &[LOOKED],
        binds: Binds::Nothing,
        offered: |id, record| evidence(id, record, &["submitted", "rejected"]),
        make: |id, typed| judge(id, Judgement::Accept, typed),
    },
    Deed {
        word: "reject",
        label: "Reject",
        sentence: "is not taken as evidence.",
        done: "rejected",
        kinds: &[RecordKind::Evidence],
        asks: &[WHY],
        binds: Binds::Nothing,
        offered: |id, record| evidence(id, record, &["submitted", "accepted"]),
        make: |id, typed| judge(id, Judgement::Reject, typed),
    },
    Deed {
        word: "link",
        label: "Use it for",
        sentence: "supports other records too.",
        done: "linked",
        kinds: &[RecordKind::Evidence],
        asks: &[TARGETS],
        binds: Binds::Nothing,
        offered: |id, record| evidence(id, record, &["submitted", "accepted"]),
        make: link,
    },
    Deed {
        word: "unlink",
        label: "No longer use it for",
        sentence: "no longer supports a record.",
        done: "link taken away",
        kinds: &[RecordKind::Evidence],
        asks: &[TARGET],
        binds: Binds::Nothing,
        offered: |id, record| {
            id.kind == RecordKind::Evidence && record.text("uses").is_some_and(|text| !text.is_empty())
        },
        make: unlink,
    },
    Deed {
        word: "take-back",
        label: "Withdraw",
        sentence: "is taken back.",
        done: "withdrawn",
        kinds: &[RecordKind::Evidence],
        asks: &[WHY],
        binds: Binds::Nothing,
        offered: |id, record| evidence(id, record, &["submitted", "accepted", "rejected"]),
        make: |id, typed| boxed(WithdrawEvidence { evidence: of(id), because: prose(typed, "because") }),
    },
    Deed {
        word: "hand-over",
        label: "Hand over",
        sentence: "hands everything over to somebody else.",
        done: "handed over",
        kinds: &[RecordKind::Person],
        asks: &[SUCCESSOR, WHY],
        binds: Binds::Nothing,
        offered: |id, _| id.kind == RecordKind::Person,
        make: hand_over,
    },
    Deed {
        word: "end",
        label: "End",
        sentence: "ends: the diagnostic speaks again.",
        done: "ended",
        kinds: &[RecordKind::Disposition],
        asks: &[WHY],
        binds: Binds::Nothing,
        offered: |id, _| id.kind == RecordKind::Disposition,
        make: |id, typed| boxed(EndDisposition { disposition: of(id), because: prose(typed, "because") }),
    },
];

fn boxed(operation: impl AnyOperation + 'static) -> Made {
    Ok(Box::new(operation))
}

fn of<R: Record>(id: RecordId) -> Ref<R> {
    Ref::of(id.key)
}

fn is(record: &dyn AnyRecord, field: &str, words: &[&str]) -> bool {
    words.contains(&record.text(field).unwrap_or_default().as_str())
}

fn action(id: RecordId, record: &dyn AnyRecord, states: &[&str]) -> bool {
    id.kind == RecordKind::TreatmentAction
        && states.contains(&state_of(&record.text("state").unwrap_or_default()))
}

/// Returns the word of an action's state, whose text goes on with days and a result.
fn state_of(text: &str) -> &str {
    // A day has ten signs: done on 2026-03-31, verified by …
    match text.strip_prefix("done on ").and_then(|rest| rest.get(10..)) {
        Some(rest) if rest.starts_with(", verified") => "verified",
        Some(_) => "done",
        None => text.split(':').next().unwrap_or_default(),
    }
}

fn evidence(id: RecordId, record: &dyn AnyRecord, states: &[&str]) -> bool {
    id.kind == RecordKind::Evidence && is(record, "status", states)
}

fn prose(typed: &Fields, name: &str) -> Prose {
    Prose::new(typed.get(name))
}

/// Reads a day; nothing typed is none.
fn day(typed: &Fields, name: &str) -> Result<Option<Date>, String> {
    <Option<Date> as Value>::read(typed.get(name)).map_err(|problem| problem.to_string())
}

/// Reads the id of a record of one kind; nothing typed is none.
fn reference<R: Record>(typed: &Fields, name: &str) -> Result<Option<Ref<R>>, String> {
    <Option<Ref<R>> as Value>::read(typed.get(name)).map_err(|problem| problem.to_string())
}

fn step(id: RecordId, step: ActionStep) -> Made {
    boxed(ProgressAction { action: of::<TreatmentAction>(id), step })
}

fn judge(id: RecordId, judgement: Judgement, typed: &Fields) -> Made {
    let because = prose(typed, "because");
    boxed(JudgeEvidence { evidence: of::<Evidence>(id), judgement, because, verdicts: Vec::new() })
}

fn approve(id: RecordId, typed: &Fields) -> Made {
    let seen: Option<Digest> =
        Value::read(typed.get("seen")).map_err(|problem: model::Problem| problem.to_string())?;
    if id.kind == RecordKind::Scope {
        boxed(ApproveScope { seen })
    } else if id.kind == RecordKind::Method {
        boxed(ApproveMethod { seen })
    } else if id.kind == RecordKind::Soa {
        boxed(ApproveSoa { seen })
    } else if id.kind == RecordKind::TreatmentPlan {
        boxed(ApproveTreatmentPlan { seen })
    } else {
        boxed(ApproveDocument { document: of::<Document>(id), seen })
    }
}

fn withdraw_approval(id: RecordId, typed: &Fields) -> Made {
    let version = typed.get("version").trim_start_matches('v').parse();
    let version = version.map_err(|_| "version: expected a number such as 2".to_owned())?;
    boxed(WithdrawApproval { id, version, by: None, because: prose(typed, "because") })
}

fn withdraw_document(id: RecordId, typed: &Fields) -> Made {
    let replaced_by = reference::<Document>(typed, "replaced_by")?;
    boxed(WithdrawDocument { document: of(id), replaced_by, because: prose(typed, "because") })
}

fn move_due(id: RecordId, typed: &Fields) -> Made {
    let to =
        day(typed, "to")?.ok_or_else(|| "say until when; expected a day such as 2026-03-31".to_owned())?;
    boxed(MoveDueDate { action: of(id), to, because: prose(typed, "because") })
}

fn link(id: RecordId, typed: &Fields) -> Made {
    let read = |text: &str| {
        <RecordId as Value>::read(text.split_whitespace().next().unwrap_or_default())
            .map_err(|problem| problem.to_string())
    };
    let targets = typed.all("targets").map(read).collect::<Result<Vec<RecordId>, String>>()?;
    boxed(LinkEvidence { evidence: of(id), targets })
}

fn unlink(id: RecordId, typed: &Fields) -> Made {
    let target = <RecordId as Value>::read(typed.get("target")).map_err(|problem| problem.to_string())?;
    boxed(UnlinkEvidence { evidence: of(id), target })
}

fn hand_over(id: RecordId, typed: &Fields) -> Made {
    let to = reference::<Person>(typed, "to")?.ok_or_else(|| "say who takes over".to_owned())?;
    boxed(HandOver { from: of(id), to, because: prose(typed, "because") })
}
