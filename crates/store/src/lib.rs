//! Where ledgers and evidence files lie.

mod anchor;
#[cfg(test)]
mod conformance;
mod contract;
mod drawer;
pub mod evidence;
mod folder;
mod memory;
mod prepared;
mod replay;
#[cfg(test)]
mod sample;
mod sqlite;

pub use contract::{
    Append, AppendError, CurrentRow, FOR_READING, Follows, Health, Log, Pending, RowChange, Store,
    Unavailable,
};
pub use drawer::{BODY_MAX, Drawer, DrawerError, MemoryDrawer, NAME_MAX, Slip, SlipChange, SqliteDrawer};
pub use folder::{FolderError, sync_duration};
pub use memory::Memory;
pub use replay::{Commit, ReplayError, replay};
pub use sqlite::{OpenError, OpenOptions, Sqlite};
