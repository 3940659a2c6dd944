//! Tasks that people wrote by hand: they stand among what follows from the records.

use model::records::{Task, TaskState};
use model::{Entry, Isms};

use super::{Duty, Walk};
use crate::dates::DateKind;
use crate::tasks::TaskKind;

impl Walk<'_> {
    pub(super) fn by_hand(&mut self) {
        let isms = self.isms;
        for (id, task) in isms.tasks.iter().filter(|(_, task)| task.state != TaskState::Dropped) {
            let duty = Duty::of(isms, id.id(), "do", TaskKind::Act)
                .owned(isms, task.owner.as_ref())
                .dated(task.due, DateKind::Due, "due")
                .since(Some(task.made.on))
                .done(task.finished_on.filter(|_| task.state == TaskState::Done));
            self.add(duty.because(why(isms, task)));
        }
    }
}

/// Returns why a task was written: its own words, else what it is about.
fn why(isms: &Isms, task: &Entry<Task>) -> String {
    let first = task.why.lines().next().unwrap_or_default();
    match (first.is_empty(), task.about) {
        (false, _) => first.to_owned(),
        (true, Some(about)) => format!("about {about} {}", isms.name_of(about)),
        (true, None) => "task".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use model::{Change, Owner, RecordId, Ref, Span, Stamp};

    use super::*;
    use crate::dates::{DateStanding, dates};
    use crate::sample::good;
    use crate::tasks::tasks;

    #[test]
    fn a_task_by_hand_stands_among_the_others_until_it_is_done_or_dropped() {
        let mut sample = good();
        let (today, due) = (sample.today, sample.days_ago(3));
        let owner = Some(Owner::Person(Ref::number(1)));
        let task = Task { title: "Call the landlord".into(), owner, due: Some(due), ..Task::default() };
        let about = Task { about: RecordId::parse("R-1"), ..task.clone() };
        let mut put = |task: &Task| {
            let change = Change::from((Ref::<Task>::number(1), task.clone()));
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
        let isms = put(&Task { state: TaskState::Done, finished_on: Some(today), ..task.clone() });
        assert_eq!((of(&isms), on_days(&isms)), (None, Some(DateStanding::Done)));
        let isms = put(&Task { state: TaskState::Dropped, ..task });
        assert_eq!((of(&isms), on_days(&isms)), (None, None));
    }
}
