//! A copy of all accounts, for a backup: who there is, what proves them, their seats and tokens. Sessions and links stay out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use store::{Drawer, DrawerError, SlipChange, Unavailable};
use thiserror::Error;

use crate::accounts::Accounts;

/// What a copy says it is.
const FORM: &str = "plumbline accounts 1";
/// The kinds that are copied: what was open at the moment of the copy opens nothing after it.
const KINDS: [&str; 3] = ["account", "token", crate::state::KEY];
/// The most bytes of a copy that are read.
const BYTES_MAX: usize = 256 * 1024 * 1024;

/// Why a copy was not taken in.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CopyFault {
    /// It is no copy of accounts.
    #[error("this is no copy of accounts; expected a file of plumb backup --accounts")]
    NotOne,
    /// There are accounts already.
    #[error("there are accounts here already; a copy goes into a folder without any")]
    NotEmpty,
    /// The drawer did not take it.
    #[error(transparent)]
    Failed(#[from] DrawerError),
}

#[derive(Serialize, Deserialize)]
struct Copied {
    form: String,
    slips: Vec<Kept>,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    kind: String,
    id: String,
    body: String,
}

impl Accounts {
    /// Returns a copy of all accounts, as they are written: what makes codes is sealed in it, and needs its key.
    ///
    /// # Errors
    /// When the drawer does not answer.
    pub async fn copied(&self) -> Result<Vec<u8>, Unavailable> {
        let all = self.drawer().all().await?.into_iter();
        let slips = all
            .filter(|slip| KINDS.contains(&slip.kind.as_str()))
            .map(|slip| Kept { kind: slip.kind, id: slip.id, body: slip.body })
            .collect();
        let copied = Copied { form: FORM.to_owned(), slips };
        Ok(serde_json::to_vec(&copied).expect("plain data"))
    }

    /// Puts a copy into a drawer without accounts, all of it or nothing. Accounts are opened from it afterwards.
    ///
    /// # Errors
    /// When it is no copy, there are accounts, or the drawer does not take it.
    pub async fn take_copy(drawer: &dyn Drawer, copy: &[u8]) -> Result<usize, CopyFault> {
        if copy.len() > BYTES_MAX {
            return Err(CopyFault::NotOne);
        }
        let read: Copied = serde_json::from_slice(copy).map_err(|_| CopyFault::NotOne)?;
        let is_ours = |kept: &Kept| KINDS.contains(&kept.kind.as_str());
        if read.form != FORM || !read.slips.iter().all(is_ours) {
            return Err(CopyFault::NotOne);
        }
        let there = drawer.all().await.map_err(DrawerError::from)?;
        if there.iter().any(|slip| slip.kind == KINDS[0]) {
            return Err(CopyFault::NotEmpty);
        }
        let count = read.slips.iter().filter(|kept| kept.kind == KINDS[0]).count();
        let known: BTreeMap<(&str, &str), u64> =
            there.iter().map(|slip| ((slip.kind.as_str(), slip.id.as_str()), slip.version)).collect();
        let change = |kept: Kept| {
            let from = known.get(&(kept.kind.as_str(), kept.id.as_str())).copied();
            SlipChange { kind: kept.kind, id: kept.id, from, body: Some(kept.body) }
        };
        // One change: all of it is there, or none of it.
        drawer.change(read.slips.into_iter().map(change).collect()).await?;
        Ok(count)
    }
}
