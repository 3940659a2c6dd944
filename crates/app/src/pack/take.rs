//! Taking a pack: it is checked whole, kept as a file, and the engagement says what it shows.

use std::fs::File;
use std::io::{BufReader, Seek, SeekFrom};

use model::records::{Engagement, StoredFile};
use model::{Line, Ref};
use operations::{Operation, TakePack};
use policy::Verdict;

use super::{CheckedPack, Manifest, PackRefusal};
use crate::commit::Visit;
use crate::failure::Failure;
use crate::room::Room;

impl Room {
    /// Takes the pack of a client elsewhere into an engagement; nothing is kept of one that is not whole.
    ///
    /// # Errors
    /// A failure of the world, or that it is not allowed; a refusal is the inner error.
    pub async fn take_pack(
        &self,
        visit: &Visit,
        engagement: Ref<Engagement>,
        name: &str,
        mut file: File,
    ) -> Result<Result<Manifest, PackRefusal>, Failure> {
        if let Verdict::Deny(denial) =
            self.may(visit.actor, &visit.proof, TakePack::INTENT, &[engagement.id()])
        {
            return Err(Failure::NotAllowed(denial));
        }
        let checked = match CheckedPack::of(BufReader::new(&file)) {
            Ok(checked) => checked,
            Err(refusal) => return Ok(Err(refusal)),
        };
        if let Some(wrong) = checked.first_wrong() {
            return Ok(Err(wrong));
        }
        let manifest = checked.manifest;
        let isms = self.books().now().isms;
        let said = &manifest.engagement;
        if isms.engagements.get(&engagement).is_some() && Ref::parse(said) != Some(engagement) {
            let words = format!("the pack is for {said}, and this is {}", engagement.id());
            return Ok(Err(PackRefusal::Refused(words)));
        }
        let broken = |error: std::io::Error| Failure::Broken(error.to_string());
        file.seek(SeekFrom::Start(0)).map_err(broken)?;
        let stored: StoredFile = self.books().keep_stream(name, file).await?;
        let take = TakePack {
            engagement,
            file: stored,
            client: Line::new(&manifest.organisation),
            share: manifest.share.clone(),
            commit: manifest.commit,
            leaf: manifest.head.clone(),
        };
        let taken = self.run(visit, take).await?;
        Ok(taken.map(|_| manifest).map_err(|refusal| PackRefusal::Refused(refusal.to_string())))
    }
}
