//! Who asks, and what is known about them and about the past.

use std::sync::Arc;

use model::records::Person;
use model::{Date, Isms, RecordId, RecordKind, Ref};
use uuid::Uuid;

/// How old a proof of who somebody is may be for a deed that needs a fresh one: ten minutes.
pub const STEP_UP_SECONDS: u32 = 600;

/// A question to the policies: who asks, on which state, on which day.
#[derive(Clone)]
pub struct Asking<'a> {
    /// The state at the head on which it is decided.
    pub isms: &'a Isms,
    /// What only the ledger knows.
    pub past: &'a dyn Past,
    /// Who asks.
    pub actor: Ref<Person>,
    /// What was checked of who asks.
    pub known: Known,
    /// The day.
    pub today: Date,
}

/// What was checked of who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// Nothing: whoever has the link, or opened the data folder.
    Nobody,
    /// Somebody signed in.
    Signed {
        /// How many seconds ago the last proof was given; nothing where none was.
        step_up_seconds: Option<u32>,
        /// The best proof that was given within this time.
        proof: Proof,
    },
    /// A token of a person; it never steps up.
    Token(TokenScope),
    /// The program itself: jobs, upgrades.
    System,
}

/// How somebody proved who they are, measured by what they have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Proof {
    /// A password alone, another single factor, or less than a passkey where the person has one.
    Single,
    /// Two factors of somebody without a passkey.
    Double,
    /// A passkey that verified its user.
    Passkey,
}

/// What a token may do, at most what its person may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenScope {
    /// The kinds that it reads.
    pub reads: TokenKinds,
    /// The kinds that it writes.
    pub writes: TokenKinds,
}

/// The kinds of records that a token reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenKinds {
    /// None.
    None,
    /// These.
    Only(Arc<[RecordKind]>),
    /// Each.
    All,
}

impl TokenKinds {
    /// Says whether a kind is among them.
    #[must_use]
    pub fn holds(&self, kind: RecordKind) -> bool {
        match self {
            Self::None => false,
            Self::Only(kinds) => kinds.contains(&kind),
            Self::All => true,
        }
    }
}

/// What only the ledger knows: who wrote what, and when.
pub trait Past {
    /// Returns who wrote a record, oldest first; nothing for a record that is not there.
    fn touches(&self, record: RecordId) -> Vec<Touch>;
}

/// One writing of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touch {
    /// The uuid that the commit names as its actor.
    pub by: Uuid,
    /// The day of the commit.
    pub on: Date,
    /// The intent of the commit.
    pub intent: Arc<str>,
}

/// A past in which nothing was written.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoPast;

impl Past for NoPast {
    fn touches(&self, _: RecordId) -> Vec<Touch> {
        Vec::new()
    }
}
