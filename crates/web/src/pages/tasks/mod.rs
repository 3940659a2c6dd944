//! Tasks: what is to be done, as a list, as a board and by person.

mod board;
mod rows;

use maud::{Markup, html};
use model::records::Person;
use model::{Date, RecordKind, Ref};
use operations::{CreateRecord, Operation as _};
use reports::tasks::{Task, TaskKind, tasks};
use serde_json::json;

use crate::failure::{self, Answer};
use crate::layout::PageHead;
use crate::pages::decide;
use crate::pages::naming::counted;
use crate::parts::empty::empty;
use crate::parts::filter::{FilterBar, Pick, filter_bar};
use crate::parts::{Action, Choice, Icon};
use crate::visit::Visit;

pub use rows::row;

/// The address within the organisation.
pub const HERE: &str = "/tasks";
/// The ways to see the tasks: label, word in the address.
const VIEWS: &[(&str, &str)] = &[("list", ""), ("board", "board"), ("by person", "people")];

/// Returns all tasks of the page's day; My work and the tasks show the same ones.
#[must_use]
pub fn of(visit: &Visit) -> Vec<Task> {
    let results = visit.results();
    let mut all = tasks(visit.isms(), visit.today, results.diagnostics());
    // A decision that names nobody waits for those whom the policies let decide.
    let is_open =
        |task: &Task| task.kind == TaskKind::Decide && task.on.is_empty() && task.is_for(visit.actor);
    for task in all.iter_mut().filter(|task| is_open(task)) {
        if !decide::may_decide(visit, task.record) {
            task.not_by.push(visit.actor);
        }
    }
    all
}

/// Where a task stands for who reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lane {
    /// It waits for the reader.
    Mine,
    /// It waits for others.
    Others,
    /// It is not yet time.
    Ahead,
}

impl Lane {
    const ALL: [Self; 3] = [Self::Mine, Self::Others, Self::Ahead];

    fn of(task: &Task, visit: &Visit) -> Self {
        match (task.is_ahead(visit.today), task.is_for(visit.actor)) {
            (true, _) => Self::Ahead,
            (false, true) => Self::Mine,
            (false, false) => Self::Others,
        }
    }

    fn id(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Others => "others",
            Self::Ahead => "ahead",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Mine => "To do",
            Self::Others => "Waiting on others",
            Self::Ahead => "Ahead",
        }
    }
}

/// Answers with the tasks.
///
/// # Errors
/// None of its own.
pub async fn page(visit: Visit) -> Answer {
    if visit.query.get("as") == "made" {
        return crate::pages::record::list::of_kind(visit, RecordKind::Task).await;
    }
    let all = of(&visit);
    let shown: Vec<&Task> = all.iter().filter(|task| is_wanted(&visit, task)).collect();
    let late = shown.iter().filter(|task| task.is_late(visit.today)).count();
    let body = match visit.query.get("as") {
        "board" => board::board(&visit, &shown),
        "people" => rows::by_person(&visit, &shown),
        _ => rows::list(&visit, &shown),
    };
    let main = html! {
        @if all.is_empty() { (nothing(&visit)) } @else {
            (bar(&visit, &all, shown.len()))
            @if late > 0 { p.lead { span.s-attention.warned { (counted(late, "task is late", "tasks are late")) } } }
            @if shown.is_empty() { p.secondary { "No task fits these words" } } @else { (body) }
        }
    };
    let mut actions = vec![Action::link("Calendar", visit.at("/calendar")).icon(Icon::Calendar)];
    if !visit.is_past() && visit.offers(CreateRecord::INTENT, &[visit.isms().next(RecordKind::Task)]) {
        actions.insert(0, Action::link("New task", visit.at("/tasks/new")).primary().icon(Icon::Plus));
    }
    let head = PageHead {
        lead: Some(
            html! { "They follow from the records, and what is finished there is finished here; " a href=(visit.at("/tasks?as=made")) { "those written by hand" } " stand among them." },
        ),
        actions,
        ..PageHead::new("Tasks")
    };
    Ok(visit.page(HERE, head, main))
}

/// Answers with the same as JSON.
///
/// # Errors
/// None of its own.
pub async fn as_json(visit: Visit) -> Answer {
    let all = of(&visit);
    let shown = all.iter().filter(|task| is_wanted(&visit, task)).map(|task| {
        json!({
            "record": task.record.to_string(),
            "title": task.title,
            "verb": task.verb,
            "kind": task.kind.word(),
            "lane": Lane::of(task, &visit).id(),
            "people": task.on.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "due": task.due.map(|due| due.to_string()),
            "late": task.is_late(visit.today),
            "why": task.why,
        })
    });
    let shown: Vec<_> = shown.collect();
    Ok(failure::json(&json!({ "on": visit.today.to_string(), "of": all.len(), "tasks": shown })))
}

fn nothing(visit: &Visit) -> Markup {
    let steps = [Action::link("Readiness", visit.at("/readiness"))];
    empty(
        Icon::Task,
        "Nothing is to be done",
        "Tasks appear as soon as something is owned, due or asked.",
        &steps,
    )
}

/// Says whether the filter lets a task through.
fn is_wanted(visit: &Visit, task: &Task) -> bool {
    let query = &visit.query;
    let who = match query.get("who") {
        "" => true,
        "me" => task.is_for(visit.actor),
        "nobody" => task.on.is_empty(),
        id => Ref::<Person>::parse(id).is_some_and(|person| task.on.contains(&person)),
    };
    let kind = query.get("kind");
    let days = |days: i64| visit.today.saturating_add(model::Span::new().days(days));
    let by = |last: Date| task.due.is_some_and(|due| due <= last);
    let due = match query.get("due") {
        "late" => task.is_late(visit.today),
        "week" => by(days(7)),
        "month" => by(days(30)),
        "none" => task.due.is_none(),
        _ => true,
    };
    let words = query.get("q").to_lowercase();
    let text = || format!("{} {} {} {}", task.record, task.title, task.verb, task.why).to_lowercase();
    who && due
        && (kind.is_empty() || task.kind.word() == kind)
        && (words.is_empty() || words.split_whitespace().all(|word| text().contains(word)))
}

fn bar(visit: &Visit, all: &[Task], shown: usize) -> Markup {
    let mut people: Vec<Ref<Person>> = all.iter().flat_map(|task| task.on.iter().copied()).collect();
    people.sort_unstable();
    people.dedup();
    let mut who =
        vec![Choice::new("", "anybody"), Choice::new("me", "me"), Choice::new("nobody", "nobody named")];
    who.extend(
        people.iter().map(|person| Choice::new(person.to_string(), visit.isms().name_of(person.id()))),
    );
    let mut kinds = vec![Choice::new("", "all")];
    kinds.extend(TaskKind::ALL.iter().map(|kind| Choice::new(kind.word(), kind.word())));
    let due = [
        ("", "any day"),
        ("late", "late"),
        ("week", "within a week"),
        ("month", "within a month"),
        ("none", "no date"),
    ];
    let due = due.iter().map(|(value, label)| Choice::new(*value, *label)).collect();
    let pick = |name: &str, label: &str, choices: Vec<Choice>| Pick {
        name: name.to_owned(),
        label: label.to_owned(),
        chosen: visit.query.get(name).to_owned(),
        choices,
    };
    let is_filtered = ["who", "kind", "due", "q"].iter().any(|name| !visit.query.get(name).is_empty());
    let kept = ["as", "as_of"].iter().map(|name| ((*name).to_owned(), visit.query.get(name).to_owned()));
    filter_bar(&FilterBar {
        action: visit.path.clone(),
        words: Some(visit.query.get("q").to_owned()),
        picks: vec![pick("who", "For", who), pick("kind", "Kind", kinds), pick("due", "Due", due)],
        views: VIEWS
            .iter()
            .map(|(label, word)| ((*label).to_owned(), visit.here_with(&[("as", *word)])))
            .collect(),
        view: VIEWS.iter().position(|(_, word)| *word == visit.query.get("as")).unwrap_or(0),
        kept: kept.filter(|(_, value)| !value.is_empty()).collect(),
        counted: format!("{shown} of {}", all.len()),
        clear: is_filtered.then(|| visit.here_with(&[("who", ""), ("kind", ""), ("due", ""), ("q", "")])),
        go: "",
    })
}
