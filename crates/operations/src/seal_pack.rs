//! Seal pack: what is handed to an auditor is bound as it stands.

use model::records::{Gate, Pack, PackPart, Person};
use model::{Approval, Date, Isms, Ref, Words};
use thiserror::Error;

use crate::stepping::{Step, StepRefusal};
use crate::{Absent, Decided, LIST_MAX, Operation};

/// Seal a pack: its items, and each record behind them with the digest of its stored form.
#[derive(Debug, Clone)]
pub struct SealPack {
    /// The pack.
    pub pack: Ref<Pack>,
}

/// Why a pack cannot be sealed.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum SealPackRefusal {
    /// The step does not fit.
    #[error(transparent)]
    Step(#[from] StepRefusal),
    /// Items have no record behind them.
    #[error("{pack} names no record behind {items}; name the records, or take the item out")]
    Bare {
        /// The pack.
        pack: Ref<Pack>,
        /// The items, by name.
        items: String,
    },
}

impl Operation for SealPack {
    const NAME: &'static str = "seal pack";
    const INTENT: &'static str = "pack.seal";
    type Refusal = SealPackRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let id = self.pack;
        let step = Step::of(isms, id, today)?;
        let pack = step.record;
        if pack.sealed_on.is_some() {
            return Err(step.not_now("sealed", "break its seal before you seal it anew").into());
        }
        if pack.items.is_empty() {
            return Err(step.missing("name what it holds").into());
        }
        let records = pack.items.iter().flat_map(|item| item.records.iter());
        if records.clone().count() > LIST_MAX {
            return Err(StepRefusal::TooMany(records.count()).into());
        }
        for record in records {
            match (isms.find(*record), isms.get(*record)) {
                (_, Some(_)) => {}
                (Some(_), None) => return Err(StepRefusal::from(Absent::Proposed(*record)).into()),
                (None, None) => return Err(StepRefusal::from(Absent::Unknown(*record)).into()),
            }
        }
        if pack.gate == Some(Gate::Stage1) {
            whole(&step, id)?;
        }
        step.room(&pack.seals)?;
        let version = pack.seals.iter().map(|seal| seal.version).max().unwrap_or(0).saturating_add(1);
        let mut sealed = Pack::clone(pack);
        sealed.seals.push(Approval::of(version, actor, today, pack.content(isms)));
        (sealed.sealed_on, sealed.sealed_by) = (Some(today), Some(actor));
        Ok(vec![isms.put::<Pack>(id, sealed)])
    }
}

/// Looks that each item of a pack for Stage 1 has a record behind it; that none is left out is for the rules to say.
fn whole(step: &Step<'_, Pack>, pack: Ref<Pack>) -> Result<(), SealPackRefusal> {
    let bare = step.record.items.iter().filter(|item| item.records.is_empty());
    let names: Vec<&str> =
        bare.map(|item| item.part.map_or(&*item.title, |part: PackPart| part.word())).collect();
    if names.is_empty() {
        return Ok(());
    }
    Err(SealPackRefusal::Bare { pack, items: names.join(", ") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, create_proposed, edit, packed, refusal, run, seal};

    #[test]
    fn a_seal_binds_the_items_and_the_records_behind_them() {
        let mut isms = packed();
        run(&mut isms, seal());
        let pack = isms.packs.get(&Ref::number(1)).expect("there");
        assert_eq!((pack.sealed_on, pack.sealed_by), (Some(TODAY), Some(Ref::number(1))));
        assert_eq!(pack.seals.len(), 1);
        assert_eq!(pack.seals[0].content, pack.content(&isms));
        assert_eq!(pack.seals[0].content.records.len(), 2);
        assert_eq!(refusal(&isms, seal()), "PCK-1 is sealed; break its seal before you seal it anew");
        assert!(refusal(&isms, edit("PCK-1", "items", "")).contains("PCK-1 is sealed; break its seal first"));
        run(&mut isms, edit("DOC-1", "text", "Lock it twice"));
        let pack = isms.packs.get(&Ref::number(1)).expect("there");
        assert_ne!(pack.seals[0].content, pack.content(&isms), "what changed since shows");
    }

    #[test]
    fn an_empty_pack_or_one_with_drafts_is_not_sealed() {
        let mut isms = packed();
        run(&mut isms, edit("PCK-1", "items", ""));
        assert_eq!(refusal(&isms, seal()), "PCK-1 needs more: name what it holds");
        run(&mut isms, create_proposed("document", "Draft"));
        run(&mut isms, edit("PCK-1", "items", "policy | Policy | DOC-2"));
        assert_eq!(refusal(&isms, seal()), "DOC-2 is only proposed; take the proposal first");
        run(&mut isms, edit("PCK-1", "items", "policy | Policy\nscope | Scope | SCO\n | Site plan"));
        assert_eq!(
            refusal(&isms, seal()),
            "PCK-1 names no record behind policy, Site plan; name the records, or take the item out"
        );
        run(&mut isms, edit("PCK-1", "gate", "surveillance"));
        run(&mut isms, seal());
    }
}
