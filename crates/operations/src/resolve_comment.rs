//! Resolve comment: a thread came to something and ends; what was said stays.

use model::records::{Comment, Person};
use model::{Date, Isms, Prose, Ref};

use crate::commenting::CommentRefusal;
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// End a thread.
#[derive(Debug, Clone)]
pub struct ResolveComment {
    /// The comment that began it.
    pub comment: Ref<Comment>,
    /// What it came to.
    pub because: Prose,
}

impl Operation for ResolveComment {
    const NAME: &'static str = "resolve comment";
    const INTENT: &'static str = "comment.resolve";
    type Refusal = CommentRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { comment: id, because } = self;
        let step = Step::of(isms, id, today)?;
        if let Some(first) = step.record.answers {
            let help = "resolve the comment that began the thread";
            return Err(StepRefusal::First { other: first.id(), help }.into());
        }
        if step.record.resolved_on.is_some() {
            return Err(step.not_now("resolved", "reopen the thread to go on").into());
        }
        step.said(&because, "say what the thread came to")?;
        let resolved = Comment {
            resolved_by: Some(actor),
            resolved_on: Some(today),
            resolved_because: because,
            ..Comment::clone(step.record)
        };
        Ok(vec![isms.put::<Comment>(id, resolved)])
    }
}
