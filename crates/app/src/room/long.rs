//! What takes long in a room: it tells how far it is, and can be cancelled before anything is written.

use importers::plan::Plan;
use policy::Denial;

use super::{Reader, Room};
use crate::commit::Visit;
use crate::failure::Failure;
use crate::import::Imported;
use crate::jobs::{Progress, Silent};
use crate::verify::Report;

impl Room {
    /// Reads the whole log and all files again and checks every hash; members do so, and are told of what they see.
    ///
    /// # Errors
    /// Where who asks comes from a certification body: what they see is frozen, and proves itself by its hash.
    pub async fn verify(&self) -> Result<Report, Failure> {
        self.verify_telling(&Silent).await
    }

    /// The same, and tells how far it is.
    ///
    /// # Errors
    /// The same, and where it is not wanted any more.
    pub async fn verify_telling(&self, progress: &dyn Progress) -> Result<Report, Failure> {
        if self.last().is_some() {
            let words = "members verify what is stored here; what is shared with you is bound by the hash of its commit";
            return Err(Failure::NotAllowed(Box::new(Denial::plain(words))));
        }
        // Whoever has the machine learns that all is as it was, and no more of an organisation that has members.
        let is_told = self.reader != Reader::Anybody || !self.is_kept();
        let seen = self.now().isms;
        Ok(self.books.verify_for(&|record| is_told && seen.find(record).is_some(), progress).await?)
    }

    /// Takes a planned import: one commit, one undo. `bytes` is the whole imported file again.
    ///
    /// # Errors
    /// Where a file inside cannot be kept, or the store does not take the commit.
    pub async fn import(&self, visit: &Visit, bytes: &[u8], plan: &Plan) -> Result<Imported, Failure> {
        self.import_telling(visit, bytes, plan, &Silent).await
    }

    /// The same, and tells how far it is; before the commit it can be cancelled.
    ///
    /// # Errors
    /// The same, and where it is not wanted any more.
    pub async fn import_telling(
        &self,
        visit: &Visit,
        bytes: &[u8],
        plan: &Plan,
        progress: &dyn Progress,
    ) -> Result<Imported, Failure> {
        if !plan.attachments.is_empty() {
            self.brings_files()?;
        }
        self.books.import_telling(visit, bytes, plan, progress).await
    }
}
