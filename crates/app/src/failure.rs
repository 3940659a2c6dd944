//! What can go wrong when the world does not answer. A refusal is not a failure.

use store::{AppendError, DrawerError, Unavailable};
use thiserror::Error;

/// The world did not answer, or what it answered cannot be trusted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Failure {
    /// Somebody else wrote at the same time, again and again.
    #[error("others are writing at the same time; try again")]
    Busy,
    /// The disk is full.
    #[error("the disk is full; nothing was saved")]
    Full,
    /// The records can only be read.
    #[error("the records can only be read: {0}")]
    ReadOnly(String),
    /// What is stored does not verify, or the store did not answer.
    #[error("{0}")]
    Broken(String),
    /// There is no such organisation, record, commit or file.
    #[error("there is no {0}")]
    Unknown(String),
    /// A file is too large.
    #[error("{0}")]
    TooLarge(String),
    /// It was cancelled before anything was written.
    #[error("it was cancelled; nothing was written")]
    Cancelled,
    /// Too much runs at once already.
    #[error("{0}")]
    TooMany(String),
    /// What was brought in is not taken as it is.
    #[error("{0}")]
    NotTaken(String),
    /// Who asks may not do it.
    #[error("{0}")]
    NotAllowed(Box<policy::Denial>),
}

impl From<AppendError> for Failure {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Moved => Self::Busy,
            AppendError::Full => Self::Full,
            AppendError::ReadOnly(because) => Self::ReadOnly(because),
            AppendError::Refused(because) => Self::Broken(because),
            AppendError::Unavailable(unavailable) => Self::Broken(unavailable.to_string()),
        }
    }
}

impl From<Unavailable> for Failure {
    fn from(unavailable: Unavailable) -> Self {
        Self::Broken(unavailable.to_string())
    }
}

impl From<DrawerError> for Failure {
    fn from(error: DrawerError) -> Self {
        match error {
            DrawerError::Full => Self::Full,
            DrawerError::Moved { .. } => Self::Busy,
            DrawerError::TooLong { .. } => Self::TooLarge(error.to_string()),
            DrawerError::Unavailable(unavailable) => unavailable.into(),
        }
    }
}

/// Why a data folder could not be opened.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OpenFailure {
    /// There is no ledger.
    #[error("{0} holds no records; begin some with `plumb init`")]
    Missing(String),
    /// There is one already.
    #[error("{0} exists already")]
    Exists(String),
    /// Another process writes into it.
    #[error("{0}")]
    InUse(String),
    /// It cannot be read or does not verify.
    #[error("{0}")]
    Broken(String),
}
