//! Decide: one decision on one screen. What, why now, what follows from yes and from no, what shows it, and the signature.

mod about;
mod sign;

use maud::{Markup, html};
use model::{RecordId, RecordKind, Ref};
use operations::{OperationForm, every_form};
use reports::tasks::{Task, TaskKind};

use crate::failure::{Answer, Failure};
use crate::layout::PageHead;
use crate::pages::document::open_places;
use crate::pages::record::capital;
use crate::pages::tasks;
use crate::parts::empty::empty;
use crate::parts::{Action, Icon, Status};
use crate::visit::{Id, Visit};

/// The entry in the rail that the page stands under.
const HERE: &str = "/tasks";

/// What a decision can be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    Document,
    Scope,
    Method,
    Soa,
    Plan,
    Risk,
    Exception,
    Evidence,
}

/// The kinds of records that are decided on one screen.
const SUBJECTS: &[(RecordKind, Subject)] = &[
    (RecordKind::Document, Subject::Document),
    (RecordKind::Scope, Subject::Scope),
    (RecordKind::Method, Subject::Method),
    (RecordKind::Soa, Subject::Soa),
    (RecordKind::TreatmentPlan, Subject::Plan),
    (RecordKind::Risk, Subject::Risk),
    (RecordKind::Exception, Subject::Exception),
    (RecordKind::Evidence, Subject::Evidence),
];

impl Subject {
    fn of(kind: RecordKind) -> Option<Self> {
        SUBJECTS.iter().find(|(known, _)| *known == kind).map(|(_, subject)| *subject)
    }

    /// Returns the verb of saying yes.
    fn verb(self) -> &'static str {
        match self {
            Self::Document | Self::Scope | Self::Method | Self::Soa | Self::Plan | Self::Exception => {
                "approve"
            }
            Self::Risk | Self::Evidence => "accept",
        }
    }

    /// Returns the form of a verb: the operation's own.
    fn form(self, verb: &str) -> Option<&'static OperationForm> {
        let kind = SUBJECTS.iter().find(|(_, subject)| *subject == self).map(|(kind, _)| *kind)?;
        every_form().find(|form| form.on == kind && form.verb == verb)
    }

    /// Returns the intent of saying yes.
    fn intent(self) -> &'static str {
        self.form(self.verb()).map_or("", |form| form.intent)
    }
}

/// Says whether records of a kind are decided here.
#[must_use]
pub fn knows(kind: RecordKind) -> bool {
    Subject::of(kind).is_some()
}

/// Says whether who reads may say yes to a record, as far as the policies know beforehand.
pub(super) fn may_decide(visit: &Visit, id: RecordId) -> bool {
    Subject::of(id.kind).is_none_or(|subject| visit.offers(subject.intent(), &[id]))
}

/// Returns the address of the decision about a record.
#[must_use]
pub fn path(id: RecordId) -> String {
    format!("/decide/{id}")
}

/// Answers with the decision about a record.
///
/// # Errors
/// Where there is no such record, or nothing about it is decided here.
pub async fn page(visit: Visit, Id(id): Id) -> Answer {
    let subject = Subject::of(id.kind).ok_or_else(|| Failure::unknown("such decision"))?;
    let record = visit.find(id)?;
    if record.about().proposed.is_some() {
        return Err(Failure::unknown("such decision: it is a proposal"));
    }
    let all = tasks::of(&visit);
    let task = all.iter().find(|task| task.record == id && is_decision(task));
    let mine: Vec<&Task> = all
        .iter()
        .filter(|task| is_decision(task) && knows(task.record.kind) && task.is_for(visit.actor))
        .collect();
    let main = match task {
        Some(task) => html! {
            div.decision {
                (about::what(&visit, subject, id))
                (about::why_now(&visit, task))
                (about::follows(&visit, subject, id))
                (about::proof(&visit, id))
                (sign::sign(&visit, subject, task))
            }
            (others(&visit, id, &mine))
        },
        None => html! {
            @match still_open(&visit, id) {
                Some(words) => (empty(Icon::Pencil, "It is not complete yet", &words, &[Action::link("Open the editor", visit.at(&open_places::editor_at(id)))])),
                None => (empty(Icon::Check, "Nothing is to be decided here", "It was decided, or it is not complete yet.", &[Action::link("Open it", visit.record_at(id))])),
            }
            (others(&visit, id, &mine))
        },
    };
    // What waits for nobody here was decided already, or is not whole yet: the title says neither.
    let name = visit.isms().name_of(id);
    let title = task.map_or_else(|| name.clone(), |task| format!("{} {name}", capital(task.verb)));
    let head = PageHead {
        crumbs: vec![("Tasks".to_owned(), visit.at(HERE))],
        id: id.to_string(),
        state: task.map(|task| match task.is_late(visit.today) {
            true => (Status::Attention, "late".to_owned()),
            false => (Status::InProgress, "waits".to_owned()),
        }),
        ..PageHead::new(title)
    };
    Ok(visit.page(HERE, head, main))
}

/// Returns which places of a document are still to be written before it is decided.
fn still_open(visit: &Visit, id: RecordId) -> Option<String> {
    let document = visit.isms().documents.get(&Ref::of(id.key)).filter(|_| id.kind == RecordKind::Document);
    document.and_then(|document| open_places::words(document))
}

/// Says whether a task is decided here.
fn is_decision(task: &Task) -> bool {
    task.kind == TaskKind::Decide
        || (task.kind == TaskKind::Evidence && task.record.kind == RecordKind::Evidence)
}

/// Returns what else waits for who reads, the next first.
fn others(visit: &Visit, id: RecordId, mine: &[&Task]) -> Markup {
    let rest: Vec<&&Task> = mine.iter().filter(|task| task.record != id).collect();
    html! {
        @if !rest.is_empty() {
            (crate::parts::section("next", "Then", &rest.len().to_string(), &[], html! {
                ul.plain {
                    @for task in rest.iter().take(5) {
                        li { a href=(visit.at(&path(task.record))) { (capital(task.verb)) " " (task.title) } " " code { (task.record) } }
                    }
                }
            }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no_to_each_subject_are_operations() {
        for (kind, subject) in SUBJECTS {
            let form = subject.form(subject.verb()).unwrap_or_else(|| panic!("{kind:?} has no yes"));
            assert!(operations::ALL.iter().any(|known| known.intent == form.intent), "{kind:?}");
        }
        assert!(Subject::Exception.form("refuse").is_some() && Subject::Evidence.form("reject").is_some());
    }
}
