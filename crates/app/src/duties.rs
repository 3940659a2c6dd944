//! Duties: the policy is asked with the state, the past and the day on which a commit is decided.

use std::collections::VecDeque;
use std::sync::RwLockReadGuard;

use ledger::{Aal, Auth, Hash};
use model::records::Person;
use model::{Change, Date, Isms, RecordId, Ref};
use policy::{Asking, Denial, Known, Naming, Past, Touch, Verdict};

use crate::books::{Books, Queued};
use crate::commit::Visit;
use crate::journal::{CommitHead, Journal};

/// The policy of an organisation in which nobody has a membership: everybody may do everything, and the history says so.
const OPEN: &str = "permit(principal, action, resource);\n";

/// How somebody proved who it is, for the policy and for the header of the commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// What the policy knows of it.
    pub known: Known,
    /// How surely, in the levels of NIST SP 800-63B.
    pub level: Aal,
    /// By what: `passkey`, `password.totp`, `token`.
    pub method: String,
}

impl Default for Proof {
    /// Nobody checked who it is.
    fn default() -> Self {
        Self { known: Known::Nobody, level: Aal::Aal0, method: "local".to_owned() }
    }
}

impl Proof {
    /// Returns what somebody has who has just shown who it is, with a passkey: for asking what would be.
    #[must_use]
    pub fn just_now() -> Self {
        let known = Known::Signed { step_up_seconds: Some(0), proof: policy::Proof::Passkey };
        Self { known, level: Aal::Aal2, method: "passkey".to_owned() }
    }

    /// Returns what stands in the header.
    pub(crate) fn auth(&self) -> Option<Auth> {
        Some(Auth { level: self.level, method: self.method.parse().ok()? })
    }
}

/// What a decision is made on.
pub(crate) struct Ground<'a> {
    pub(crate) isms: &'a Isms,
    pub(crate) today: Date,
    past: &'a PastOf<'a>,
    visit: &'a Visit,
}

impl<'a> Ground<'a> {
    pub(crate) fn new(isms: &'a Isms, today: Date, past: &'a PastOf<'a>, visit: &'a Visit) -> Self {
        Self { isms, today, past, visit }
    }

    /// Lets changes through, or says why not and who could make them.
    pub(crate) fn allow(&self, intent: &str, changes: &[Change]) -> Result<(), Box<Denial>> {
        self.allow_on(self.isms, intent, changes)
    }

    /// The same on a state that earlier operations of the same commit leave.
    pub(crate) fn allow_on(&self, isms: &Isms, intent: &str, changes: &[Change]) -> Result<(), Box<Denial>> {
        self.allow_naming(isms, intent, changes, Naming::Others)
    }

    /// The same, where it is said whether a denial names who could do it instead.
    pub(crate) fn allow_naming(
        &self,
        isms: &Isms,
        intent: &str,
        changes: &[Change],
        naming: Naming,
    ) -> Result<(), Box<Denial>> {
        if changes.is_empty() || !policy::is_kept(self.isms, self.today) {
            return Ok(());
        }
        match policy::judge_naming(&self.asking(isms), intent, changes, naming) {
            Verdict::Permit => Ok(()),
            Verdict::Deny(denial) => Err(denial),
        }
    }

    fn asking<'b>(&'b self, isms: &'b Isms) -> Asking<'b> {
        Asking {
            isms,
            past: self.past,
            actor: self.visit.actor,
            known: self.visit.proof.known.clone(),
            today: self.today,
        }
    }
}

/// The past of a log: what was published, and what waits for the disk.
pub(crate) struct PastOf<'a> {
    pub(crate) journal: RwLockReadGuard<'a, Journal>,
    pub(crate) queued: &'a VecDeque<Queued>,
}

impl Past for PastOf<'_> {
    fn touches(&self, record: RecordId) -> Vec<Touch> {
        let touch = |commit: &CommitHead| Touch {
            by: commit.stamp.by,
            on: commit.stamp.on,
            intent: std::sync::Arc::clone(&commit.intent),
        };
        let published = self.journal.of_record(record).into_iter();
        let published =
            published.filter_map(|seq| self.journal.commits.get(usize::try_from(seq).ok()?)).map(touch);
        let waiting = self.queued.iter().filter(|queued| queued.records.contains(&record));
        published.chain(waiting.map(|queued| touch(&queued.head))).collect()
    }
}

/// Returns the hash of the policies that hold in a state on a day.
pub(crate) fn policy_of(isms: &Isms, today: Date) -> Hash {
    if policy::is_kept(isms, today) { Hash(policy::policy_digest()) } else { Hash::of(OPEN.as_bytes()) }
}

/// Returns the hash of the written policies, as it stands in each commit that they allowed.
#[must_use]
pub fn policy_hash() -> String {
    Hash(policy::policy_digest()).to_string()
}

impl Books {
    /// Says whether the written policies decide here: whether somebody has a membership.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        policy::is_kept(&self.now().isms, self.today())
    }

    /// Asks, before anything is decided, whether a person may do something with records; also of others than the one who asks.
    #[must_use]
    pub fn may(&self, actor: Ref<Person>, proof: &Proof, intent: &str, records: &[RecordId]) -> Verdict {
        self.may_naming(actor, proof, intent, records, Naming::Others)
    }

    /// The same, with or without saying who could do it instead.
    #[must_use]
    pub fn may_naming(
        &self,
        actor: Ref<Person>,
        proof: &Proof,
        intent: &str,
        records: &[RecordId],
        naming: Naming,
    ) -> Verdict {
        let snapshot = self.now();
        let today = self.today();
        if !policy::is_kept(&snapshot.isms, today) {
            return Verdict::Permit;
        }
        let none = VecDeque::new();
        let past = PastOf { journal: self.kept.journal.read().expect("no writer panics"), queued: &none };
        let known = proof.known.clone();
        let asking = Asking { isms: &snapshot.isms, past: &past, actor, known, today };
        policy::ask_naming(&asking, intent, records, naming)
    }
}
