//! Finish task: what somebody was to do is done.

use model::records::{Person, Task, TaskState};
use model::{Date, Isms, Prose, Ref, Words};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Say that a task is done.
#[derive(Debug, Clone)]
pub struct FinishTask {
    /// The task.
    pub task: Ref<Task>,
    /// What came of it.
    pub result: Prose,
    /// When; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for FinishTask {
    const NAME: &'static str = "finish task";
    const INTENT: &'static str = "task.finish";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { task: id, result, on } = self;
        let step = open(isms, id, today)?;
        step.said(&result, "say what came of it")?;
        let done = Task {
            state: TaskState::Done,
            finished_by: Some(actor),
            finished_on: Some(step.day(on, &[])?),
            result,
            ..Task::clone(step.record)
        };
        Ok(vec![isms.put::<Task>(id, done)])
    }
}

/// Returns a task that is still to be done.
pub(crate) fn open(isms: &Isms, id: Ref<Task>, today: Date) -> Result<Step<'_, Task>, StepRefusal> {
    let step = Step::of(isms, id, today)?;
    match step.record.state {
        TaskState::Open => Ok(step),
        TaskState::Done | TaskState::Dropped => {
            Err(step.not_now(step.record.state.word(), "reopen it first"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, create, edit, refusal, run, run_as, small};
    use crate::{DropTask, RemoveRecord, ReopenTask};

    #[test]
    fn a_task_is_done_with_a_result_or_dropped_for_a_reason_and_can_be_taken_up_again() {
        let mut isms = small();
        run(&mut isms, create("task", "Ask the landlord about the doors"));
        run(&mut isms, edit("T-1", "about", "R-1"));
        let finish = |result: &str, on| FinishTask { task: Ref::number(1), result: result.into(), on };
        assert_eq!(refusal(&isms, finish("", None)), "T-1 needs more: say what came of it");
        let ahead = refusal(&isms, finish("asked", Some(Date::constant(2026, 3, 4))));
        assert!(ahead.starts_with("2026-03-04 is a day to come"), "{ahead}");
        run_as(&mut isms, 2, finish("he changes them", None));
        let task = isms.tasks.get(&Ref::number(1)).expect("there");
        assert_eq!(
            (task.state, task.finished_by, task.finished_on),
            (TaskState::Done, Some(Ref::number(2)), Some(TODAY))
        );
        let dropping = |because: &str| DropTask { task: Ref::number(1), because: because.into() };
        assert_eq!(refusal(&isms, dropping("no need")), "T-1 is done; reopen it first");
        assert!(
            refusal(&isms, edit("T-1", "title", "Something else")).contains("T-1 is done; reopen it first")
        );
        run(&mut isms, ReopenTask { task: Ref::number(1), because: "he did not".into() });
        assert!(
            isms.tasks
                .get(&Ref::number(1))
                .is_some_and(|task| task.result.is_empty() && task.finished_by.is_none())
        );
        assert_eq!(refusal(&isms, dropping("")), "T-1 needs more: say why it will not be done");
        run(&mut isms, dropping("we move"));
        let gone = RemoveRecord { id: crate::testing::id("T-1"), because: "x".into() };
        assert!(refusal(&isms, gone).starts_with("T-1 is dropped and stays on record"));
    }
}
