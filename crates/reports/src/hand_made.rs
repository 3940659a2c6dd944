//! Tasks that people wrote by hand: one more source of what waits and of dates.

use model::records::{Task as TaskRecord, TaskState};
use model::{Date, Isms, RecordId, Ref};

use crate::dates::{DateKind, DateStanding, Dated};
use crate::tasks::people;
use crate::waiting::Waiting;

/// Returns the tasks that are still to be done, as what waits.
pub(crate) fn waiting(isms: &Isms) -> impl Iterator<Item = Waiting> {
    let open = isms.tasks.iter().filter(|(_, task)| task.state == TaskState::Open);
    open.map(|(id, task)| Waiting {
        record: id.id(),
        title: task.title.to_string(),
        verb: "do",
        on: people(isms, task.owner.as_ref()),
        since: Some(task.made.on),
        due: task.due,
    })
}

/// Returns why a task was written: its own words, else what it is about.
pub(crate) fn why(isms: &Isms, id: RecordId) -> String {
    let Some(task) = isms.tasks.get(&Ref::<TaskRecord>::of(id.key)) else { return String::new() };
    let first = task.why.lines().next().unwrap_or_default();
    match (first.is_empty(), task.about) {
        (false, _) => first.to_owned(),
        (true, Some(about)) => format!("about {about} {}", isms.name_of(about)),
        (true, None) => "task".to_owned(),
    }
}

/// Returns the days by which tasks are to be done, and whether that was kept; what was dropped has none.
pub(crate) fn dated(isms: &Isms, today: Date) -> impl Iterator<Item = Dated> {
    let tasks = isms.tasks.iter().filter(|(_, task)| task.state != TaskState::Dropped);
    tasks.filter_map(move |(id, task)| {
        let on = task.due?;
        let standing = match task.finished_on {
            Some(_) => DateStanding::Done,
            None if on < today => DateStanding::Late,
            None => DateStanding::Ahead,
        };
        let (title, on_whom) = (task.title.to_string(), people(isms, task.owner.as_ref()));
        Some(Dated {
            on,
            what: "due",
            title,
            record: id.id(),
            part: None,
            kind: DateKind::Due,
            standing,
            on_whom,
        })
    })
}

#[cfg(test)]
mod tests {
    use model::{Change, Owner, Span, Stamp};

    use super::*;
    use crate::dates::dates;
    use crate::sample::good;
    use crate::tasks::{TaskKind, tasks};

    #[test]
    fn a_task_by_hand_stands_among_the_others_until_it_is_done_or_dropped() {
        let mut sample = good();
        let (today, due) = (sample.today, sample.days_ago(3));
        let owner = Some(Owner::Person(Ref::number(1)));
        let task =
            TaskRecord { title: "Call the landlord".into(), owner, due: Some(due), ..TaskRecord::default() };
        let about = TaskRecord { about: RecordId::parse("R-1"), ..task.clone() };
        let mut put = |task: &TaskRecord| {
            let change = Change::from((Ref::<TaskRecord>::number(1), task.clone()));
            sample.isms.apply(&change, Stamp { on: today, ..Stamp::default() });
            sample.isms.clone()
        };
        let of =
            |isms: &Isms| tasks(isms, today, &[]).into_iter().find(|one| one.record.to_string() == "T-1");
        let on_days = |isms: &Isms| {
            let all = dates(isms, today, due.saturating_sub(Span::new().days(1)), today);
            all.into_iter().find(|one| one.record.to_string() == "T-1").map(|one| one.standing)
        };
        let isms = put(&about);
        let one = of(&isms).expect("it is open");
        assert!(one.is_late(today) && one.is_for(Ref::number(1)) && one.kind == TaskKind::Act);
        assert!(one.why.starts_with("about R-1 "), "{}", one.why);
        assert_eq!(on_days(&isms), Some(DateStanding::Late));
        let isms = put(&TaskRecord { state: TaskState::Done, finished_on: Some(today), ..task.clone() });
        assert_eq!((of(&isms), on_days(&isms)), (None, Some(DateStanding::Done)));
        let isms = put(&TaskRecord { state: TaskState::Dropped, ..task });
        assert_eq!((of(&isms), on_days(&isms)), (None, None));
    }
}
