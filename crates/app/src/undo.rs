//! Undo: a new commit that puts back what an earlier one changed.

use model::Ref;
use model::records::Person;
use operations::{Reverse, Undo, UndoRefusal};

use crate::books::Books;
use crate::commit::{Done, Visit};
use crate::failure::Failure;
use crate::history::Read;

impl Books {
    /// Takes back a commit.
    ///
    /// # Errors
    /// A failure of the world; a refusal is the inner error.
    pub async fn undo(&self, visit: &Visit, seq: u64) -> Result<Result<Done, UndoRefusal>, Failure> {
        let mut reverse = Vec::new();
        let revisions = self.revisions_of(seq).await?;
        let mut read = Read::default();
        for (change, revision_after) in self.changes(seq).await?.into_iter().zip(revisions) {
            if let Some(id) = change.id() {
                let earlier = self.kept.journal.read().expect("no writer panics").before(id, seq);
                let before = match earlier {
                    None => None,
                    Some(earlier) => read.change(self, earlier, id).await?,
                };
                reverse.push(Reverse { id, revision_after, before });
            }
        }
        self.run(visit, Undo { commit: seq, reverse }).await
    }

    /// Returns the revision that a commit gave to each of its changes.
    async fn revisions_of(&self, seq: u64) -> Result<Vec<u32>, Failure> {
        let entries = self.store.entries(self.log, seq, 1).await?;
        let entry = entries.first().ok_or_else(|| Failure::Unknown(format!("commit {seq}")))?;
        let checked = ledger::check(seq, entry).map_err(|fault| Failure::Broken(fault.to_string()))?;
        Ok(checked
            .changes
            .iter()
            .map(|change| u32::try_from(change.meta.version).unwrap_or(u32::MAX))
            .collect())
    }

    /// Returns the commit that wrote a record last.
    #[must_use]
    pub fn last_commit_of(&self, record: model::RecordId) -> Option<u64> {
        self.kept.journal.read().expect("no writer panics").of_record(record).last().copied()
    }

    /// Says whether a person has ever acted.
    #[must_use]
    pub fn has_acted(&self, person: Ref<Person>) -> bool {
        let snapshot = self.now();
        let uuid = snapshot.isms.people.find(&person).map(|person| person.uuid);
        uuid.is_some_and(|uuid| self.kept.journal.read().expect("no writer panics").has_acted(uuid))
    }
}
