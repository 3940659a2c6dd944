//! What a drawer promises: small bodies by kind and id, each with a version, apart from every ledger.

use async_trait::async_trait;
use thiserror::Error;

use crate::contract::Unavailable;

#[cfg(test)]
mod conformance;
mod memory;
mod sqlite;

pub use memory::MemoryDrawer;
pub use sqlite::SqliteDrawer;

/// The longest kind or id of a slip, in bytes.
pub const NAME_MAX: usize = 200;
/// The longest body of a slip, in bytes.
pub const BODY_MAX: usize = 256 * 1024;

/// Keeps slips: small bodies that change and that may be forgotten, such as what proves who somebody is.
///
/// Nothing acknowledged is lost, and what was removed or replaced leaves no trace in the file. A ledger keeps all for
/// ever; that is why these lie here.
#[async_trait]
pub trait Drawer: Send + Sync {
    /// Returns every slip, in the order of kind and id.
    async fn all(&self) -> Result<Vec<Slip>, Unavailable>;

    /// Returns a slip, if it is there.
    async fn slip(&self, kind: &str, id: &str) -> Result<Option<Slip>, Unavailable>;

    /// Makes changes, all or none. Each says which version it was decided on.
    async fn change(&self, changes: Vec<SlipChange>) -> Result<(), DrawerError>;

    /// Ends what works in the background; when this returns, another process may open what is kept.
    async fn close(&self) {}
}

/// A small body under its kind and id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// Its kind, such as `account`.
    pub kind: String,
    /// Which one of its kind.
    pub id: String,
    /// How often it was written since it was made; a new slip has 1.
    pub version: u64,
    /// What it says, in JSON.
    pub body: String,
}

/// How one slip changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipChange {
    /// Its kind.
    pub kind: String,
    /// Which one of its kind.
    pub id: String,
    /// The version on which this was decided; none where there was no such slip.
    pub from: Option<u64>,
    /// What it says from now on; none removes it.
    pub body: Option<String>,
}

/// Why slips were not changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DrawerError {
    /// A slip has another version by now: decide again.
    #[error("{kind} {id} has changed since this was decided")]
    Moved {
        /// The kind of the slip.
        kind: String,
        /// Which one of its kind.
        id: String,
    },
    /// There is no room; nothing was changed.
    #[error("the disk is full; nothing was saved")]
    Full,
    /// A name or body is longer than it may be.
    #[error("a slip's {part} has {bytes} bytes, expected at most {bytes_max}")]
    TooLong {
        /// Which part.
        part: &'static str,
        /// How long it is.
        bytes: usize,
        /// How long it may be.
        bytes_max: usize,
    },
    /// It is not known whether they were changed.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

impl SlipChange {
    /// Says what is too long in it.
    fn check(&self) -> Result<(), DrawerError> {
        let within = |part, text: &str, bytes_max| match text.len() {
            bytes if bytes > bytes_max => Err(DrawerError::TooLong { part, bytes, bytes_max }),
            _ => Ok(()),
        };
        within("kind", &self.kind, NAME_MAX)?;
        within("id", &self.id, NAME_MAX)?;
        self.body.as_deref().map_or(Ok(()), |body| within("body", body, BODY_MAX))
    }

    fn moved(&self) -> DrawerError {
        DrawerError::Moved { kind: self.kind.clone(), id: self.id.clone() }
    }
}
