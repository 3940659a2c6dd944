//! Drop task: what somebody was to do will not be done.

use model::records::{Person, Task, TaskState};
use model::{Date, Isms, Prose, Ref};

use crate::finish_task::open;
use crate::stepping::StepRefusal;
use crate::{Decided, Operation};

/// Say that a task will not be done.
#[derive(Debug, Clone)]
pub struct DropTask {
    /// The task.
    pub task: Ref<Task>,
    /// Why.
    pub because: Prose,
}

impl Operation for DropTask {
    const NAME: &'static str = "drop task";
    const INTENT: &'static str = "task.drop";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { task: id, because } = self;
        let step = open(isms, id, today)?;
        step.said(&because, "say why it will not be done")?;
        let dropped = Task {
            state: TaskState::Dropped,
            finished_by: Some(actor),
            finished_on: Some(today),
            dropped_because: because,
            ..Task::clone(step.record)
        };
        Ok(vec![isms.put::<Task>(id, dropped)])
    }
}
