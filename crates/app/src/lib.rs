//! Opens an organisation's books, decides operations on them, commits what was decided, and answers from memory.
//!
//! The only place where the pure core meets clock, random numbers, ledger and files.

mod archive;
mod asof;
mod books;
mod checks;
mod clock;
mod commit;
mod duties;
mod engage;
mod failure;
mod files;
mod history;
mod import;
mod inbox;
mod instance;
mod jobs;
mod journal;
mod lend;
mod let_in;
mod logo;
pub mod mail;
mod members;
mod pack;
mod passing;
mod reload;
mod room;
mod sample;
mod sealing;
mod set_up;
mod sign_on;
mod undo;
mod verify;
mod views;
pub mod webhooks;

pub use archive::{ArchiveFault, Archived, Restored};
pub use asof::AsOf;
pub use books::{Books, Snapshot};
pub use clock::{Clock, civil_day};
pub use commit::{Done, Visit};
pub use duties::{Proof, policy_hash};
pub use engage::{Delivered, Engage, EngageRefusal, Engaged, IssuedFile, IssuedFileFault};
pub use failure::{Failure, OpenFailure};
pub use files::NewFile;
pub use history::{Event, EventChange, Filter, LastChange};
pub use import::Imported;
pub use inbox::InboxMarks;
pub use instance::{Access, Beginning, Instance, ORGANISATIONS_MAX};
pub use jobs::{
    Beginner, Cancelled, FileOnItsWay, FileTold, Held, JOBS_AT_ONCE_MAX, JOBS_OF_PERSON_MAX, Job, JobResult,
    JobStage, JobState, Jobs, LineTold, MadeFile, NewJob, Planning, Progress, SeenJob, Silent, Worked,
};
pub use journal::CommitHead;
pub use ledger::{Aal, Hash, LogId, Via};
pub use let_in::{Entered, LetIn};
pub use logo::Logos;
pub use pack::{CheckedEntry, CheckedPack, Manifest, PackRefusal, Packed, digest_of_file};
pub use room::{Reader, Room};
pub use sample::{Sample, load_history, load_sample, unfinished_sample};
pub use set_up::Keeper;
pub use verify::{Line as VerifyLine, Report as VerifyReport, Status};

#[cfg(test)]
mod kept_tests;
#[cfg(test)]
mod starters_tests;
#[cfg(test)]
mod tests;

pub use diagnostics;
pub use identity;
pub use importers;
pub use model;
pub use operations;
pub use policy;
pub use reports;
pub use rules;
pub use standards;
