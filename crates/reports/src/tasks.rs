//! Tasks: the open duties of a day, by whom and until when. All of them follow from the state: what is finished there is finished here.

use std::collections::BTreeSet;

use diagnostics::{Diagnostic, Time};
use model::records::Person;
use model::{Date, Isms, RecordId, RecordKind, Ref, Span};

use crate::duties::{Duty, DutyState, Meant, duties, waits_for};

/// How many days ahead something is still a task of today.
const SOON_DAYS: i64 = 14;
/// How many days ahead tasks are told at all.
const AHEAD_DAYS: i64 = 120;
/// What the rules say where the owner of a risk has to decide.
const RISK_DECISIONS: &[&str] = &["PB0622", "PB0609", "PB0675", "PB0610"];
/// What the rules say where a control wants evidence.
const EVIDENCE_DUE: &[&str] = &["PB1101", "PB1102"];

/// Something that is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// The record that it is about.
    pub record: RecordId,
    /// What it is called.
    pub title: String,
    /// What is to be done: `approve`, `record the run`.
    pub verb: &'static str,
    /// What sort of work it is.
    pub kind: TaskKind,
    /// Who does it; several where one of them is enough, nobody where it is not said.
    pub on: Vec<Ref<Person>>,
    /// As what they are asked, where that is not by their name.
    pub meant: Option<Meant>,
    /// Who must not do it, where nobody is named.
    pub not_by: Vec<Ref<Person>>,
    /// Since when it waits, where that is known.
    pub since: Option<Date>,
    /// Until when.
    pub due: Option<Date>,
    /// Why it is asked, in a few words.
    pub why: String,
}

/// A sort of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TaskKind {
    /// To approve, accept or decide.
    Decide,
    /// To do a piece of work.
    Act,
    /// To carry out a control.
    Run,
    /// To collect or judge evidence.
    Evidence,
    /// To look at something again.
    Review,
    /// To answer somebody.
    Answer,
    /// To read.
    Read,
    /// To audit.
    Audit,
}

impl TaskKind {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Decide,
        Self::Act,
        Self::Run,
        Self::Evidence,
        Self::Review,
        Self::Answer,
        Self::Read,
        Self::Audit,
    ];

    /// Returns its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Decide => "decide",
            Self::Act => "do",
            Self::Run => "run",
            Self::Evidence => "evidence",
            Self::Review => "review",
            Self::Answer => "answer",
            Self::Read => "read",
            Self::Audit => "audit",
        }
    }
}

impl Task {
    /// Says whether its last day is over.
    #[must_use]
    pub fn is_late(&self, today: Date) -> bool {
        self.due.is_some_and(|due| due < today)
    }

    /// Says whether a person is asked: by name, or as one of those who may where nobody is named for a decision.
    #[must_use]
    pub fn is_for(&self, person: Ref<Person>) -> bool {
        let is_open = self.on.is_empty() && self.kind == TaskKind::Decide && !self.not_by.contains(&person);
        self.on.contains(&person) || is_open
    }

    /// Returns for whom it waits, in words.
    #[must_use]
    pub fn waits_for(&self, isms: &Isms, named: impl Fn(Ref<Person>) -> String) -> String {
        waits_for(isms, &self.on, self.meant.as_ref(), named)
    }

    /// Says whether it is not yet time for it.
    #[must_use]
    pub fn is_ahead(&self, today: Date) -> bool {
        self.due.is_some_and(|due| due > later(today, SOON_DAYS))
    }
}

/// Returns all tasks of a day, the late and the soonest first: the open duties, and what the rules ask of a person.
#[must_use]
pub fn tasks<'a>(
    isms: &Isms,
    today: Date,
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
) -> Vec<Task> {
    let open = duties(isms, today).into_iter().filter(|one| is_task(one, today));
    let mut tasks: Vec<Task> = open.map(Task::from).collect();
    told(isms, diagnostics, &mut tasks);
    tasks.sort_by_key(|one| (one.due.is_none(), one.due, one.since, one.record));
    tasks
}

/// Says whether a duty is a task of a day: open, and where it only comes by its day, not far away.
fn is_task(duty: &Duty, today: Date) -> bool {
    let is_work = duty.kind == TaskKind::Act || duty.kind == TaskKind::Answer;
    let is_far = duty.day.is_some_and(|day| day > later(today, AHEAD_DAYS));
    duty.state == DutyState::Open && (is_work || !is_far)
}

impl From<Duty> for Task {
    fn from(duty: Duty) -> Self {
        let Duty { record, title, verb, kind, on, meant, not_by, since, day, why, .. } = duty;
        Self { record, title, verb, kind, on, meant, not_by, since, due: day, why }
    }
}

/// Adds what the rules say and a person has to do.
fn told<'a>(isms: &Isms, diagnostics: impl IntoIterator<Item = &'a Diagnostic>, tasks: &mut Vec<Task>) {
    let mut known: BTreeSet<(RecordId, TaskKind)> = tasks.iter().map(|one| (one.record, one.kind)).collect();
    for one in diagnostics.into_iter().filter(|one| one.is_open() && one.time == Time::Now) {
        let Some(id) = one.place.record() else { continue };
        let (verb, kind, owner) = if RISK_DECISIONS.contains(&one.code) && id.kind == RecordKind::Risk {
            let risk = isms.risks.get(&Ref::of(id.key));
            ("decide", TaskKind::Decide, risk.and_then(|risk| risk.owner.as_ref()))
        } else if EVIDENCE_DUE.contains(&one.code) && id.kind == RecordKind::Control {
            let control = isms.controls.get(&Ref::of(id.key));
            ("add evidence", TaskKind::Evidence, control.and_then(|control| control.owner.as_ref()))
        } else {
            continue;
        };
        if known.insert((id, kind)) {
            let duty = Duty::asked(isms, id, verb, kind, owner);
            tasks.push(Task { why: unnamed(&one.message, id).to_owned(), ..Task::from(duty) });
        }
    }
}

/// Returns a message about a record without its id in front, which stands before it already.
fn unnamed(message: &str, id: RecordId) -> &str {
    message.strip_prefix(&format!("{id} ")).unwrap_or(message)
}

fn later(today: Date, days: i64) -> Date {
    today.saturating_add(Span::new().days(days))
}

#[cfg(test)]
mod tests {
    use model::records::{ActionState, Document, DocumentStatus, TreatmentAction};

    use super::*;
    use crate::sample::good;

    #[test]
    fn what_is_finished_is_no_task_any_more() {
        let mut sample = good();
        let due = sample.days_ago(3);
        sample.edit::<TreatmentAction>(1, |action| {
            action.due = Some(due);
            action.state = ActionState::Doing;
        });
        let of = |isms: &Isms, today| {
            let all = tasks(isms, today, &[]);
            all.into_iter().find(|one| one.record.to_string() == "TRT-1")
        };
        let open = of(&sample.isms, sample.today).expect("it is open");
        assert!(open.is_late(sample.today) && open.kind == TaskKind::Act && !open.is_ahead(sample.today));
        sample.edit::<TreatmentAction>(1, |action| {
            action.state = ActionState::Done { on: due, result: "it works".into() };
        });
        let done = of(&sample.isms, sample.today).expect("it wants a look");
        assert_eq!((done.verb, done.kind), ("verify", TaskKind::Review));
        sample.edit::<TreatmentAction>(1, |action| {
            action.state = ActionState::Dropped { because: "no longer needed".into() };
        });
        assert_eq!(of(&sample.isms, sample.today), None);
    }

    #[test]
    fn a_document_in_review_that_nobody_is_named_for_waits_for_all_but_its_authors() {
        let mut sample = good();
        sample.edit::<Document>(1, |document| {
            document.status = DocumentStatus::InReview;
            document.owner = None;
            document.authors = vec![Ref::number(1)];
        });
        let all = tasks(&sample.isms, sample.today, &[]);
        let one = all.iter().find(|one| one.record.to_string() == "DOC-1" && one.verb == "approve");
        let one = one.expect("it waits");
        assert!(!one.on.contains(&Ref::number(1)) && !one.is_for(Ref::number(1)), "{one:?}");
        let nobody = Task { on: Vec::new(), ..one.clone() };
        assert!(!nobody.is_for(Ref::number(1)) && nobody.is_for(Ref::number(2)));
    }

    #[test]
    fn a_document_in_review_with_open_places_waits_for_its_author_to_fill_them_in() {
        let mut sample = good();
        sample.edit::<Document>(1, |document| {
            document.status = DocumentStatus::InReview;
            document.authors = vec![Ref::number(1)];
            document.text = "[Name] leads, by [date]".into();
        });
        let all = tasks(&sample.isms, sample.today, &[]);
        let of: Vec<&Task> = all.iter().filter(|one| one.record.to_string() == "DOC-1").collect();
        assert!(of.iter().all(|one| one.verb != "approve"), "{of:?}");
        let one = of.iter().find(|one| one.verb == "fill in").expect("it waits");
        assert!(one.is_for(Ref::number(1)) && one.why == "its text still says [name], [date]", "{one:?}");
    }

    #[test]
    fn a_task_is_ahead_only_when_its_day_is_more_than_two_weeks_away() {
        let mut sample = good();
        let today = sample.today;
        for (days, is_ahead) in [(14, false), (15, true)] {
            sample.edit::<TreatmentAction>(1, |action| {
                action.due = Some(later(today, days));
                action.state = ActionState::ToDo;
            });
            let all = tasks(&sample.isms, today, &[]);
            let one = all.iter().find(|one| one.record.to_string() == "TRT-1").expect("it is open");
            assert_eq!(one.is_ahead(today), is_ahead, "{days}");
        }
    }
}
