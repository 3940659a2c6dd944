//! Tasks as rows: in three parts, or by person.

use maud::{Markup, html};
use model::RecordKind;
use model::Ref;
use model::records::Person;
use reports::tasks::{Task, TaskKind};

use super::Lane;
use crate::locale::locale;
use crate::pages::naming::{short_day, short_name};
use crate::pages::record::deeds::steps;
use crate::pages::{decide, document};
use crate::parts::work::{Work, work};
use crate::parts::{Action, Status, section};
use crate::visit::Visit;

/// How many rows of one part are shown.
const ROWS_MAX: usize = 100;

/// Returns the tasks in three parts.
pub(super) fn list(visit: &Visit, all: &[&Task]) -> Markup {
    html! {
        @for lane in Lane::ALL {
            @let of: Vec<&Task> = all.iter().copied().filter(|task| Lane::of(task, visit) == lane).collect();
            @if !of.is_empty() { (part(visit, lane.id(), lane.title(), &of)) }
        }
    }
}

/// Returns the tasks by person, who has most first; what waits for nobody last.
pub(super) fn by_person(visit: &Visit, all: &[&Task]) -> Markup {
    let mut people: Vec<(Option<Ref<Person>>, Vec<&Task>)> = Vec::new();
    for task in all {
        let on: Vec<Option<Ref<Person>>> =
            if task.on.is_empty() { vec![None] } else { task.on.iter().copied().map(Some).collect() };
        for person in on {
            match people.iter_mut().find(|(known, _)| *known == person) {
                Some((_, tasks)) => tasks.push(task),
                None => people.push((person, vec![task])),
            }
        }
    }
    people.sort_by_key(|(person, tasks)| (person.is_none(), std::cmp::Reverse(tasks.len()), *person));
    html! {
        @for (person, tasks) in &people {
            @match person {
                Some(person) => (part(visit, &format!("of-{person}"), &visit.isms().name_of(person.id()), tasks)),
                None => (part(visit, "of-nobody", "Nobody is named", tasks)),
            }
        }
    }
}

fn part(visit: &Visit, id: &str, title: &str, tasks: &[&Task]) -> Markup {
    let rows: Vec<Work> = tasks.iter().take(ROWS_MAX).map(|task| row(visit, task)).collect();
    section(
        id,
        title,
        &tasks.len().to_string(),
        &[],
        html! {
            (work(&rows))
            @if rows.len() < tasks.len() { p.secondary { "the first " (rows.len()) " of " (tasks.len()) " are shown" } }
        },
    )
}

/// Returns a task as a row.
#[must_use]
pub fn row(visit: &Visit, task: &Task) -> Work {
    let late = task.is_late(visit.today);
    let status = match (late, task.kind) {
        (true, _) => (Status::Attention, "late".to_owned()),
        (false, TaskKind::Decide) => (Status::InProgress, "waits".to_owned()),
        (false, _) => (Status::NotStarted, "to do".to_owned()),
    };
    let words = if late { "was due" } else { "due" };
    let names = names(visit, task);
    Work {
        title: titled(task),
        href: href(visit, task),
        place: task.record.to_string(),
        why: html! { (locale().days_in(&task.why)) @if let Some(names) = names { " · " (names) } },
        due: task.due.map(|due| (status.0, format!("{words} {}", short_day(due)))),
        action: action(visit, task),
        status,
    }
}

/// Returns what is to be done with what: `Approve: Access policy`. A title keeps its own capital.
pub(super) fn titled(task: &Task) -> String {
    let verb = crate::pages::record::capital(task.verb);
    match task.verb {
        // What a piece of work is called says what is to be done.
        "do" | "reach" => task.title.clone(),
        _ => format!("{verb}: {}", task.title),
    }
}

/// Returns who is asked where it is not the reader alone.
pub(super) fn names(visit: &Visit, task: &Task) -> Option<String> {
    if task.on.as_slice() == [visit.actor] {
        return None;
    }
    Some(task.waits_for(visit.isms(), |person| short_name(&visit.isms().name_of(person.id()))))
}

/// Returns where a task is done.
pub(super) fn href(visit: &Visit, task: &Task) -> String {
    if task.kind == TaskKind::Decide && task.is_for(visit.actor) && decide::knows(task.record.kind) {
        return visit.at(&decide::path(task.record));
    }
    visit.record_at(task.record)
}

/// Returns the button that does it, where one form is enough.
fn action(visit: &Visit, task: &Task) -> Option<Action> {
    if visit.is_past() || !task.is_for(visit.actor) {
        return None;
    }
    let step = |verb: &str| {
        let form = steps::named(task.record.kind, verb)?;
        Some(Action::link(form.label, steps::at(visit, form, task.record)))
    };
    match (task.kind, task.record.kind) {
        (TaskKind::Decide, kind) if decide::knows(kind) => {
            Some(Action::link("Decide", visit.at(&decide::path(task.record))))
        }
        (TaskKind::Act, RecordKind::Document) => visit
            .offers_edit(task.record)
            .then(|| Action::link("Write", visit.at(&document::open_places::editor_at(task.record)))),
        (TaskKind::Run, RecordKind::ControlRun) => step("record"),
        (TaskKind::Run, RecordKind::Measure) => step("read"),
        (TaskKind::Act, RecordKind::Task) => step("done"),
        (TaskKind::Act, RecordKind::TreatmentAction) => step("finish"),
        (TaskKind::Answer, RecordKind::Request) => step("answer"),
        (TaskKind::Read, RecordKind::Document) => Some(Action::link("Read", visit.record_at(task.record))),
        (TaskKind::Evidence, RecordKind::Evidence) => {
            Some(Action::link("Look at it", visit.record_at(task.record)))
        }
        _ => None,
    }
}
