//! What pages are made of. Each part takes words and returns HTML; it reads nothing by itself.

pub mod action;
pub mod calendar;
pub mod chip;
pub mod confirm;
pub mod conflict;
pub mod diagnostic;
pub mod diagnostics;
pub mod digest;
pub mod empty;
pub mod facts;
pub mod filter;
pub mod form;
pub mod grid;
pub mod heat_map;
pub mod icon;
pub mod inbox;
pub mod lanes;
pub mod link;
pub mod markdown;
pub mod pager;
pub mod progress;
pub mod qr;
pub mod section;
pub mod steps;
pub mod table;
pub mod term;
pub mod timeline;
pub mod trace;
pub mod upload;
pub mod version_bar;
mod widgets;
pub mod work;

pub use action::{Action, Weight, actions, menu};
pub use chip::{Status, chip, count, key, mark, state, tag};
pub use diagnostic::{Blame, DiagnosticView, Grade, Help, Level, Proof, diagnostic};
pub use diagnostics::{Fold, Group, HeldBack, Open, ahead, diagnostics, folded, tally};
pub use facts::{Fact, facts};
pub use form::{Choice, FormView, Input, Need, Secret, Widget, form};
pub use grid::{
    Cell, Column, ColumnKind, Density, Editing, Grid, KeySets, Pinned, Press, Row, SELECTS, Sorted, Width,
    grid, grid_row,
};
pub use icon::{Icon, icon};
pub use link::outside;
pub use section::{halves, section, split};
