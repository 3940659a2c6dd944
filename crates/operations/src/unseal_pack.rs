//! Unseal pack: a sealed pack is worked on again, for a reason; the seal that was stays on record.

use model::records::{Pack, Person};
use model::{Date, Isms, Prose, Ref};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Break the seal of a pack.
#[derive(Debug, Clone)]
pub struct UnsealPack {
    /// The pack.
    pub pack: Ref<Pack>,
    /// Why.
    pub because: Prose,
}

impl Operation for UnsealPack {
    const NAME: &'static str = "unseal pack";
    const INTENT: &'static str = "pack.unseal";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { pack: id, because } = self;
        let step = Step::of(isms, id, today)?;
        if step.record.sealed_on.is_none() {
            return Err(step.not_now("not sealed", "there is no seal to break"));
        }
        step.said(&because, "say why it is worked on again")?;
        let mut open = Pack::clone(step.record);
        for seal in open.seals.iter_mut().filter(|seal| seal.withdrawn_on.is_none()) {
            seal.withdrawn_on = Some(today);
            seal.withdrawn_because = because.clone();
        }
        (open.sealed_on, open.sealed_by) = (None, None);
        Ok(vec![isms.put::<Pack>(id, open)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, edit, packed, refusal, run, seal};

    #[test]
    fn a_broken_seal_stays_on_record_and_the_next_one_is_another_version() {
        let mut isms = packed();
        let open = |because: &str| UnsealPack { pack: Ref::number(1), because: because.into() };
        assert_eq!(refusal(&isms, open("x")), "PCK-1 is not sealed; there is no seal to break");
        run(&mut isms, seal());
        assert_eq!(refusal(&isms, open("")), "PCK-1 needs more: say why it is worked on again");
        run(&mut isms, open("the policy is new"));
        run(&mut isms, edit("PCK-1", "notes", "with the new policy"));
        run(&mut isms, seal());
        let pack = isms.packs.get(&Ref::number(1)).expect("there");
        let versions: Vec<_> = pack.seals.iter().map(|seal| (seal.version, seal.withdrawn_on)).collect();
        assert_eq!(versions, [(1, Some(TODAY)), (2, None)]);
        assert_eq!(pack.seals[0].withdrawn_because, "the policy is new");
    }
}
