//! Reopen task: what was done or dropped is to be done after all, or again.

use model::records::{Person, Task, TaskState};
use model::{Change, Date, Isms, Prose, Ref};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Take a task up again.
#[derive(Debug, Clone)]
pub struct ReopenTask {
    /// The task.
    pub task: Ref<Task>,
    /// Why.
    pub because: Prose,
}

impl Operation for ReopenTask {
    const NAME: &'static str = "reopen task";
    const INTENT: &'static str = "task.reopen";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { task: id, because } = self;
        let step = Step::of(isms, id, today)?;
        if step.record.state == TaskState::Open {
            return Err(step.not_now("open", "there is nothing to reopen"));
        }
        step.said(&because, "say why it is taken up again")?;
        let reopened = Task {
            state: TaskState::Open,
            finished_by: None,
            finished_on: None,
            result: Prose::default(),
            dropped_because: Prose::default(),
            ..Task::clone(step.record)
        };
        Ok(vec![Change::Note(because), isms.put::<Task>(id, reopened)])
    }
}
