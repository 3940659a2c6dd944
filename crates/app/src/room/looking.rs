//! From where a reader looks, and whether looking is all they do.

use model::records::MemberRole;
use policy::is_from_body;

use super::{Reader, Room};

impl Room {
    /// Says whether the reader looks from outside: an auditor of a certification body, who sees what was shared.
    #[must_use]
    pub fn is_from_outside(&self) -> bool {
        match self.reader {
            Reader::Anybody => false,
            Reader::Member(person) => is_from_body(&self.books.now().isms, person, self.books.today()),
        }
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
