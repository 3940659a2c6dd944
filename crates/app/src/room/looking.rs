//! From where a reader looks, and whether looking is all they do.

use model::RecordId;
use model::records::MemberRole;
use operations::LookAtEvidence;
use policy::is_from_body;

use super::{Reader, Room};
use crate::commit::Visit;
use crate::failure::Failure;

/// How many looks one commit notes.
const LOOKS_IN_COMMIT: usize = 200;

impl Room {
    /// Says whether the reader looks from outside: an auditor of a certification body, who sees what was shared.
    #[must_use]
    pub fn is_from_outside(&self) -> bool {
        match self.reader {
            Reader::Anybody => false,
            Reader::Member(person) => is_from_body(&self.books.now().isms, person, self.books.today()),
        }
    }

    /// Says whether files open for the reader: an auditor of a certification body opens what the client shared.
    #[must_use]
    pub fn opens_files(&self) -> bool {
        self.window().is_none_or(|(_, window)| policy::shares_files(&window.record))
    }

    /// Notes, before it is shown, that an auditor of a certification body looks at evidence: once for each piece and day. What
    /// others read is not noted.
    ///
    /// # Errors
    /// Where it cannot be noted; then it is not shown either.
    pub async fn looked(&self, records: &[RecordId]) -> Result<(), Failure> {
        let Some((actor, window)) = self.window() else { return Ok(()) };
        for some in records.chunks(LOOKS_IN_COMMIT) {
            let look = LookAtEvidence { share: window.share, records: some.to_vec() };
            let noted = self.books.run(&Visit::noting(actor), look).await?;
            noted.map_err(|refusal| Failure::Unknown(format!("such page: {refusal}")))?;
        }
        Ok(())
    }

    /// Says whether the reader only looks here: a viewer, or an auditor of a certification body.
    #[must_use]
    pub fn only_reads(&self) -> bool {
        let Reader::Member(person) = self.reader else { return false };
        let (isms, today) = (self.books.now().isms, self.books.today());
        let looks = |role: &MemberRole| matches!(role, MemberRole::Viewer | MemberRole::CertificationAuditor);
        let mut own = policy::memberships_of(&isms, person, today);
        self.is_kept() && own.all(|(_, one)| !one.is_keeper() && one.roles.iter().all(looks))
    }
}
