//! Bind share: people compared the key that a body gave, and its papers are known by it from now on.

use model::records::{Person, Share, ShareState};
use model::{Date, Isms, Line, Ref};

use crate::sharing::body_key;
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Say by which key a body is known, and what it calls itself and the work; what is not said stays.
#[derive(Debug, Clone)]
pub struct BindShare {
    /// The share.
    pub share: Ref<Share>,
    /// The key of the body, as it gave it.
    pub body_key: Line,
    /// What the body calls the work.
    pub engagement: Line,
    /// What the body calls itself.
    pub body: Line,
}

impl Operation for BindShare {
    const NAME: &'static str = "bind share";
    const INTENT: &'static str = "share.bind";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let step = Step::of(isms, self.share, today)?;
        match step.record.state {
            ShareState::Open => {}
            ShareState::Prepared => return Err(step.not_now("prepared", "say the key when you open it")),
            ShareState::Closed => return Err(step.not_now("closed", "prepare another share")),
        }
        let key = body_key(&step, &self.body_key)?;
        if step.record.body_organisation.is_some() && !step.record.body_key.is_empty() {
            return Err(
                step.not_now("open to a body of this instance", "its key was bound when it was opened")
            );
        }
        let mut bound = Share::clone(step.record);
        for (field, said) in [
            (&mut bound.body_key, key),
            (&mut bound.engagement, self.engagement),
            (&mut bound.body, self.body),
        ] {
            if !said.trim().is_empty() {
                *field = said;
            }
        }
        if bound.body_key.is_empty() {
            return Err(step.missing("the key that the body gave you"));
        }
        if bound == **step.record {
            return Ok(Vec::new());
        }
        Ok(vec![isms.put::<Share>(self.share, bound)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CloseShare;
    use crate::OpenShare;
    use crate::testing::{body_key_of, kept, open_share, refusal, run};

    fn bind(key: &str) -> BindShare {
        let (engagement, body) = (Line::default(), Line::default());
        BindShare { share: Ref::number(1), body_key: key.into(), engagement, body }
    }

    #[test]
    fn an_open_share_is_bound_to_a_key_and_a_new_key_takes_its_place() {
        let mut isms = kept();
        assert!(refusal(&isms, bind(&body_key_of(7))).starts_with("SHR-1 is prepared"));
        run(&mut isms, OpenShare { body_key: "".into(), ..open_share() });
        assert_eq!(refusal(&isms, bind("")), "SHR-1 needs more: the key that the body gave you");
        assert!(refusal(&isms, bind("ed25519:00")).contains("ed25519: and 64 digits"));
        for secret in [7, 8] {
            run(&mut isms, BindShare { engagement: "ENG-9".into(), ..bind(&body_key_of(secret)) });
            let share = isms.shares.get(&Ref::number(1)).expect("there");
            assert_eq!(
                (&*share.body_key, &*share.engagement, &*share.body),
                (&*body_key_of(secret), "ENG-9", "Certs")
            );
        }
        run(&mut isms, CloseShare { share: Ref::number(1), because: "over".into() });
        assert!(refusal(&isms, bind(&body_key_of(7))).starts_with("SHR-1 is closed"));
    }
}
