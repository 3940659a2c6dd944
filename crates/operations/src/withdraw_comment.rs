//! Withdraw comment: who said something takes it back; that it was said stays on record.

use model::records::{Comment, Person};
use model::{Date, Isms, Prose, Ref};

use crate::amend_comment::own;
use crate::commenting::CommentRefusal;
use crate::stepping::Step;
use crate::{Decided, Operation};

/// Take a comment back.
#[derive(Debug, Clone)]
pub struct WithdrawComment {
    /// The comment.
    pub comment: Ref<Comment>,
    /// Why.
    pub because: Prose,
}

impl Operation for WithdrawComment {
    const NAME: &'static str = "withdraw comment";
    const INTENT: &'static str = "comment.withdraw";
    type Refusal = CommentRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { comment: id, because } = self;
        let step = Step::of(isms, id, today)?;
        if step.record.is_withdrawn() {
            return Err(step.not_now("withdrawn", "there is nothing to take back").into());
        }
        own(isms, &step, actor)?;
        step.said(&because, "say why it is taken back")?;
        let withdrawn =
            Comment { withdrawn_on: Some(today), withdrawn_because: because, ..Comment::clone(step.record) };
        Ok(vec![isms.put::<Comment>(id, withdrawn)])
    }
}
