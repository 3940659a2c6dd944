//! Drafts that still wait and that a file answers: what it brings takes their place, in the same commit.

use std::collections::BTreeSet;

use model::records::Document;
use model::{RecordId, RecordKind, Ref};
use operations::RefuseProposal;
use standards::starters;

use super::planner::Planner;

impl Planner<'_> {
    /// Refuses the drafts that the records of the file answer: those of the same kind, and of documents those that are the same kind of document.
    pub(crate) fn replace_drafts_of(&mut self, brought: &[RecordId]) {
        let kinds: BTreeSet<RecordKind> = brought.iter().map(|id| id.kind).collect();
        for kind in kinds {
            let of_kind: Vec<RecordId> = brought.iter().copied().filter(|id| id.kind == kind).collect();
            self.replace(kind, |planner, draft| {
                kind != RecordKind::Document || of_kind.iter().any(|id| planner.is_same_document(*id, draft))
            });
        }
    }

    /// Refuses the drafts of a kind that still wait: what the file brings takes their place.
    pub(crate) fn replace_drafts(&mut self, kind: RecordKind) {
        self.replace(kind, |_, _| true);
    }

    /// Refuses the drafts of a kind that are answered, and with them the drafts that only say more about them.
    fn replace(&mut self, kind: RecordKind, is_answered: impl Fn(&Self, RecordId) -> bool) {
        let mut going: BTreeSet<RecordId> = BTreeSet::new();
        for id in self.state.proposed(kind).into_iter().filter(|id| self.waits(*id) && is_answered(self, *id))
        {
            going.extend(self.with_what_leans_on(id));
        }
        let of_kind = |of: RecordKind| going.iter().filter(|id| id.kind == of).count();
        let kinds: BTreeSet<RecordKind> = going.iter().map(|id| id.kind).collect();
        if of_kind(kind) == 0 {
            return;
        }
        let words: Vec<String> = kinds
            .iter()
            .map(|of| match of_kind(*of) {
                1 => format!("1 proposal of the kind {} goes", of.kind().singular),
                count => format!("{count} proposals of the kind {} go", of.kind().singular),
            })
            .collect();
        self.notes.push(format!("{}: the file takes their place", words.join(", ")));
        self.also(RefuseProposal { ids: going.into_iter().collect() });
    }

    /// Returns a draft with the drafts that point at it; none where something else does: what a person has linked to a draft is work.
    fn with_what_leans_on(&self, id: RecordId) -> Vec<RecordId> {
        let mut going = vec![id];
        let mut place = 0;
        while let Some(id) = going.get(place).copied() {
            place += 1;
            // What counted beneath a draft stays, and so does what points at it.
            if self.state.beneath(id).is_some() {
                continue;
            }
            // What was said about a draft holds it no more than it holds anything.
            let others = |source: &RecordId| source.kind != RecordKind::Comment;
            for source in self.state.all_sources(id).filter(others) {
                if !self.waits(source) {
                    return Vec::new();
                }
                if !going.contains(&source) {
                    going.push(source);
                }
            }
        }
        going
    }

    /// Says whether a record is a draft of the starters that nobody has taken.
    fn waits(&self, id: RecordId) -> bool {
        self.state.find(id).is_some_and(|record| starters::is_waiting(record.about()))
    }

    /// Says whether two documents are of the same kind: a policy of another kind, or one of no kind, answers no draft.
    fn is_same_document(&self, one: RecordId, other: RecordId) -> bool {
        let kind = |id: RecordId| {
            let document = self.state.documents.find(&Ref::<Document>::of(id.key));
            document.map(|document| document.kind.to_lowercase()).filter(|kind| !kind.is_empty())
        };
        kind(one).is_some() && kind(one) == kind(other)
    }
}
