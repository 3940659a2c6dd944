//! What takes long in a room: it tells how far it is, and can be cancelled before anything is written.

use std::fs::File;
use std::io::BufWriter;
use std::sync::Arc;

use importers::plan::Plan;
use model::records::Organisation;
use model::{Digest, Ref};
use operations::{ExportArchive, Operation as _};
use policy::{Denial, Verdict};

use super::{Reader, Room};
use crate::archive::{Archived, BYTES_IN_BROWSER_MAX};
use crate::commit::Visit;
use crate::duties::Proof;
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

    /// Says what a planned import would come to for who asks, and writes nothing: the records that it would write, and what would
    /// be left out and why. Nothing where nobody is a member: then everybody may everything.
    #[must_use]
    pub fn rehearse_import(&self, visit: &Visit, plan: &Plan) -> Option<Imported> {
        self.books.rehearse_import(visit, plan)
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

    /// Says whether who asks may have the whole organisation as one file: the policies say so, and nothing in it is kept from them.
    ///
    /// # Errors
    /// Where it is not allowed, with the reason.
    pub fn may_archive(&self, visit: &Visit) -> Result<(), Failure> {
        self.archives(visit.actor, &visit.proof)
    }

    fn archives(&self, actor: Ref<model::records::Person>, proof: &Proof) -> Result<(), Failure> {
        let here = Ref::<Organisation>::one().id();
        if let Verdict::Deny(denial) = self.may(actor, proof, ExportArchive::INTENT, &[here]) {
            return Err(Failure::NotAllowed(denial));
        }
        if self.sees_all() {
            return Ok(());
        }
        let words = "an archive holds every record, and some here are restricted to others; somebody who sees all of them writes it, \
                     or whoever runs the machine with plumb backup";
        Err(Failure::NotAllowed(Box::new(Denial::plain(words))))
    }

    /// Says whether nothing is kept from who reads, not even what was removed.
    #[must_use]
    pub fn sees_all(&self) -> bool {
        let Reader::Member(person) = self.reader else { return !self.is_kept() };
        let (whole, seen) = (self.books.now(), self.now());
        let was_kept =
            || self.books.kept.journal.read().expect("no writer panics").keeps_anything_from(person);
        Arc::ptr_eq(&whole.isms, &seen.isms) && !was_kept()
    }

    /// Writes the whole organisation into an empty file, and notes in the log who did; returns what it came to, its hash and
    /// how many bytes it has.
    ///
    /// # Errors
    /// Where it may not be done, it is larger than is kept for a browser, or it cannot be written. The file is then to be thrown away.
    pub async fn archive_telling(
        &self,
        visit: &Visit,
        file: &mut File,
        progress: &dyn Progress,
    ) -> Result<(Archived, Digest, u64), Failure> {
        self.may_archive(visit)?;
        let out = BufWriter::new(&mut *file);
        let archived = self.books.archive_telling(out, BYTES_IN_BROWSER_MAX, progress).await?;
        let hashed = crate::pack::hashed(file);
        let (digest, bytes) =
            hashed.map_err(|error| Failure::Broken(format!("the archive cannot be read: {error}")))?;
        progress.writes()?;
        // Who lost the right meanwhile gets nothing.
        self.may_archive(visit)?;
        let export = ExportArchive { digest: digest.clone(), commits: archived.commits };
        let noted = self.books.run(visit, export).await?;
        noted.map_err(|refusal| Failure::NotTaken(refusal.to_string()))?;
        Ok((archived, digest, bytes))
    }
}
