//! Amend comment: who said something finds better words, while nobody has answered.

use model::records::{Comment, Person};
use model::{Date, Isms, Line, Prose, Ref};

use crate::commenting::{CommentRefusal, beginning, settled};
use crate::stepping::Step;
use crate::{Decided, Operation};

/// Change the words of a comment.
#[derive(Debug, Clone)]
pub struct AmendComment {
    /// The comment.
    pub comment: Ref<Comment>,
    /// What is said instead.
    pub text: Prose,
}

impl Operation for AmendComment {
    const NAME: &'static str = "amend comment";
    const INTENT: &'static str = "comment.amend";
    type Refusal = CommentRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { comment: id, text } = self;
        let step = Step::of(isms, id, today)?;
        if step.record.is_withdrawn() {
            return Err(step.not_now("withdrawn", "say it anew").into());
        }
        if is_answered(isms, id, step.record) {
            return Err(step.not_now("answered", "say it in another comment, or withdraw it").into());
        }
        own(isms, &step, actor)?;
        step.said(&text, "say something")?;
        let text = settled(isms, &text)?;
        let title = Line::new(&beginning(isms, &text));
        let amended = Comment { text, title, amended_on: Some(today), ..Comment::clone(step.record) };
        Ok(vec![isms.put::<Comment>(id, amended)])
    }
}

/// Refuses who did not say it.
pub(crate) fn own(isms: &Isms, step: &Step<'_, Comment>, actor: Ref<Person>) -> Result<(), CommentRefusal> {
    match step.record.by {
        Some(by) if by != actor => Err(CommentRefusal::NotYours { id: step.id, by: isms.name_of(by.id()) }),
        Some(_) | None => Ok(()),
    }
}

/// Says whether somebody else has spoken in the thread since.
fn is_answered(isms: &Isms, id: Ref<Comment>, comment: &Comment) -> bool {
    let thread = comment.thread(id);
    let mut later = isms.sources::<Comment>(thread.id()).filter(|one| *one > id);
    later.any(|one| {
        isms.comments
            .get(&one)
            .is_some_and(|one| one.answers == Some(thread) && one.by != comment.by && !one.is_withdrawn())
    })
}
