//! History: every commit, one commit, two days compared, and the way back.

pub mod commit;
pub mod compare;
pub mod list;
pub mod undo;
