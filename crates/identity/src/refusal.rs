//! Why somebody was not let in, or something was not changed.

use store::{DrawerError, Unavailable};
use thiserror::Error;

use crate::password::Weakness;

/// What a call returns: its answer, or why there is none.
pub type Answer<T> = Result<T, Problem>;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Problem {
    /// It may not happen, or not so.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The world did not answer.
    #[error(transparent)]
    Failed(#[from] DrawerError),
}

impl From<Unavailable> for Problem {
    fn from(problem: Unavailable) -> Self {
        Self::Failed(problem.into())
    }
}

/// Returns a number with its word: `1 second`, `2 seconds`.
pub(crate) fn counted(count: u64, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

/// Why something may not happen.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// Nobody is known by these.
    #[error("this e-mail address and this proof do not belong together")]
    NotKnown,
    /// The code is wrong, or it was used before.
    #[error("this code is not right, or it was used already; wait for the next one")]
    WrongCode,
    /// Too many attempts failed.
    #[error("too many attempts failed from this network; try again in {}", counted(*.seconds, "second"))]
    Later {
        /// When the next attempt is looked at.
        seconds: u64,
    },
    /// Too many others are signing in.
    #[error("too many people sign in at this moment; try again in a few seconds")]
    Busy,
    /// The password would not protect.
    #[error(transparent)]
    Weak(#[from] Weakness),
    /// The link was used, is too old, or never was one.
    #[error("this link is not good any more; ask for a new one")]
    Gone,
    /// The step was begun too long ago, or done already.
    #[error("this took too long, or was done already; begin again")]
    Late,
    /// The invitation is for somebody else.
    #[error("this invitation is for another e-mail address than the one of your account")]
    OtherAddress,
    /// An account of this address is there.
    #[error("there is an account with this e-mail address; sign in with it and open the invitation again")]
    SignInFirst,
    /// The e-mail address is another account's.
    #[error("another account has this e-mail address")]
    Taken,
    /// The person of the organisation has another account.
    #[error(
        "this person of the organisation has another account already; ask a keeper to end that seat first"
    )]
    SeatTaken,
    /// There are accounts already.
    #[error("accounts are set up already; sign in")]
    SetUp,
    /// Only those who manage the instance may.
    #[error("only who manages this installation may do this")]
    NotAdmin,
    /// The last who manages the instance stays.
    #[error("this is the last account that manages this installation; let another one manage it first")]
    LastAdmin,
    /// It must be shown again who it is.
    #[error("confirm that it is you: your last proof is older than ten minutes")]
    ProveAgain,
    /// Something typed is not what was expected.
    #[error("{what}: expected {expected}")]
    Expected {
        /// What was typed.
        what: &'static str,
        /// What it should be.
        expected: &'static str,
    },
    /// There would be too many.
    #[error("there are {most} {what} already, expected at most so many")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many there may be.
        most: usize,
    },
    /// There is no such thing.
    #[error("there is no such {0}")]
    Unknown(&'static str),
    /// Without it nobody could sign in to this account.
    #[error("this is the only way to sign in to this account; add another one first")]
    OnlyWayIn,
    /// The password alone would be too short.
    #[error("the password is shorter than 15 characters; choose a longer one before you remove the codes")]
    PasswordNeedsSecond,
    /// A link to a new password would let who made it in as the person.
    #[error(
        "no codes would show who uses the link; for this account it is made at the machine: plumb user reset EMAIL"
    )]
    ResetAtMachine,
    /// The passkey was not accepted.
    #[error("the passkey was not accepted: {0}")]
    Passkey(String),
    /// Passkeys cannot be had here.
    #[error("passkeys need an address with a name and https; this installation has none")]
    NoPasskeysHere,
    /// The single sign-on was not accepted.
    #[error("the single sign-on was not accepted: {0}")]
    SignOn(String),
    /// The sign-in at the provider belongs to nobody here.
    #[error("no account is bound to this sign-in; open your invitation, or bind it on your account page")]
    NotBound,
}

impl Refusal {
    /// Returns a refusal of something typed.
    pub(crate) fn expected(what: &'static str, expected: &'static str) -> Self {
        Self::Expected { what, expected }
    }
}
