//! Who may do what: the written policies and how they are asked. Pure: the state, the past and the day are arguments.
//!
//! An organisation without memberships is open: whoever gets in may do all. Once there is one, it is kept: the policies decide on
//! every change, from the changes themselves and the state that they are made on.

mod asker;
mod asking;
mod deed;
mod disclosed;
mod duty;
mod engine;
mod excused;
mod facts;
mod facts_of;
mod judge;
mod kept;
mod reference;
mod table;
mod table_kinds;
mod text;
mod verdict;
mod view;

pub use asking::{Asking, Known, NoPast, Past, Proof, STEP_UP_SECONDS, TokenKinds, TokenScope, Touch};
pub use deed::Deed;
pub use disclosed::disclosed;
pub use duty::Duty;
pub use judge::{Naming, ask, ask_naming, bench_answer, deeds_of, judge, judge_naming};
pub use kept::{is_kept, keepers, membership_of, memberships_of, roles_of};
pub use reference::reference;
pub use text::{policy_digest, text};
pub use verdict::{Denial, StepUp, Verdict};
pub use view::{Veil, is_from_body, kept_from, share_of, shares_files, view};

/// The intent under which reading is asked.
pub const READ: &str = "record.read";
/// The intent under which leaving with a pack or a copy of the records is asked.
pub const EXPORT: &str = "pack.export";
/// The intent under which work on the instance is asked: backup, upgrade, verification.
pub const OPERATE: &str = "instance.operate";

/// How many months a part in something stands against auditing it, and between certifying and advising.
pub const INDEPENDENCE_MONTHS: i32 = 24;

#[cfg(test)]
mod tests;
