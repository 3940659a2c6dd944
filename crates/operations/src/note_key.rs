//! Note key: an engagement says by which key the body's papers are known, so that the client can compare it.

use model::records::{Engagement, EngagementState, Person};
use model::{Date, Isms, Line, Ref, Words};

use crate::engaging::certifying;
use crate::signing::BodyKey;
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Note the key of the body in an engagement.
#[derive(Debug, Clone)]
pub struct NoteKey {
    /// The engagement.
    pub engagement: Ref<Engagement>,
    /// The public key; the program that keeps its secret says it.
    pub key: Line,
}

impl Operation for NoteKey {
    const NAME: &'static str = "note key";
    const INTENT: &'static str = "engagement.key";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let step = Step::of(isms, self.engagement, today)?;
        certifying(isms, step.id)?;
        if step.record.state == EngagementState::Ended {
            return Err(step.not_now(step.record.state.word(), "papers go out while the work runs"));
        }
        let key = BodyKey::read(&self.key).ok_or_else(|| step.missing("the key of the body"))?;
        if BodyKey::read(&step.record.key) == Some(key) {
            return Ok(Vec::new());
        }
        let noted = Engagement { key: key.text(), ..Engagement::clone(step.record) };
        Ok(vec![isms.put::<Engagement>(self.engagement, noted)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::AnyOperation;
    use crate::testing::{TODAY, agreed, body_key_of, refusal, run};

    #[test]
    fn the_key_stands_with_the_engagement_once_and_only_a_key_does() {
        let mut isms = agreed();
        let note = |key: &str| NoteKey { engagement: Ref::number(1), key: key.into() };
        assert!(refusal(&isms, note("secret")).contains("the key of the body"));
        run(&mut isms, note(&body_key_of(7)));
        assert_eq!(isms.engagements.get(&Ref::number(1)).expect("there").key, body_key_of(7));
        let again = AnyOperation::decide(&note(&body_key_of(7)), &isms, Ref::number(1), TODAY);
        assert!(again.expect("it is the same").is_empty());
    }
}
