//! Drafts that still wait and that a file answers: what it brings takes their place, in the same commit.

use std::collections::BTreeSet;

use model::{AnyRecord, RecordId, RecordKind};
use operations::{RefuseProposal, STARTERS};

use super::planner::Planner;

impl Planner<'_> {
    /// Refuses the drafts of the kinds that the file brings.
    pub(crate) fn replace_drafts_of(&mut self, kinds: BTreeSet<RecordKind>) {
        kinds.into_iter().for_each(|kind| self.replace_drafts(kind));
    }

    /// Refuses the drafts of a kind that still wait: what the file brings takes their place.
    pub(crate) fn replace_drafts(&mut self, kind: RecordKind) {
        let waits = |record: &dyn AnyRecord| {
            record.about().proposed.as_ref().is_some_and(|proposed| proposed.origin == STARTERS)
        };
        let all = self.state.all(kind).into_iter();
        let mut ids: Vec<RecordId> = all.filter(|(_, record)| waits(*record)).map(|(id, _)| id).collect();
        // What a person has linked to a draft is that person's work.
        let drafts: BTreeSet<RecordId> = ids.iter().copied().collect();
        ids.retain(|id| {
            kind.kind().single || self.state.all_sources(*id).all(|source| drafts.contains(&source))
        });
        if ids.is_empty() {
            return;
        }
        let words = match ids.len() {
            1 => format!("1 draft of the kind {} goes", kind.kind().singular),
            count => format!("{count} drafts of the kind {} go", kind.kind().singular),
        };
        self.notes.push(format!("{words}: the file takes their place"));
        self.also(RefuseProposal { ids });
    }
}
