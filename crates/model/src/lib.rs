//! The ISMS as a value: every record of an organisation at one commit, and what a change does to it.
//!
//! Pure: the day, the actor and the time of a change are arguments. Everything generic (forms, tables, spreadsheets, API,
//! documentation, search, diff) is read from each record's table of fields, so a kind of record is defined once.

mod about;
mod approval;
mod change;
mod diff;
mod digest;
mod element;
mod field;
mod id;
mod isms;
mod over;
mod part_id;
mod reading;
mod recurrence;
mod shape;
mod table;
mod values;

pub mod records;
pub mod sample;
pub mod stored;

pub use about::{About, Column, Entry, Proposed, Restricted, Source, Stamp, Stored, TextOrigin, TextSource};
pub use approval::{Approval, in_force};
pub use change::Verb;
pub use diff::{Difference, FieldDiff, RecordDiff, diff, field_diffs, record_diff};
pub use digest::Digest;
pub use element::{Element, ElementRef, InScope};
pub use field::{AnyRecord, Field, Kind, Part, Record, Shown, Writer, split_bars};
pub use id::{AnnexA, Key, RecordId, Ref};
pub use isms::Isms;
pub use jiff::Span;
pub use jiff::civil::{Date, DateTime};
pub use over::{ANSWERING, is_over};
pub use part_id::PartId;
pub use reading::Reading;
pub use records::{Change, RecordKind};
pub use recurrence::Recurrence;
pub use shape::{PartShape, Shape};
pub use table::Table;
pub use values::{Clause, Decimal, Differing, Line, Owner, Problem, Prose, Value, Words, YesNo};
