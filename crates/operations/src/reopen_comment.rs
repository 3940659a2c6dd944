//! Reopen comment: a thread that was resolved goes on.

use model::records::{Comment, Person};
use model::{Change, Date, Isms, Prose, Ref};

use crate::commenting::CommentRefusal;
use crate::stepping::Step;
use crate::{Decided, Operation};

/// Go on with a thread.
#[derive(Debug, Clone)]
pub struct ReopenComment {
    /// The comment that began it.
    pub comment: Ref<Comment>,
    /// Why.
    pub because: Prose,
}

impl Operation for ReopenComment {
    const NAME: &'static str = "reopen comment";
    const INTENT: &'static str = "comment.reopen";
    type Refusal = CommentRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { comment: id, because } = self;
        let step = Step::of(isms, id, today)?;
        if step.record.resolved_on.is_none() {
            return Err(step.not_now("not resolved", "answer it").into());
        }
        step.said(&because, "say why the thread goes on")?;
        let reopened = Comment {
            resolved_by: None,
            resolved_on: None,
            resolved_because: Prose::default(),
            ..Comment::clone(step.record)
        };
        Ok(vec![Change::Note(because), isms.put::<Comment>(id, reopened)])
    }
}
