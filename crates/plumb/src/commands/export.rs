//! `plumb export`: the statement of applicability or a register, as a file.

use clap::Args;

use crate::args::{Common, Reads};
use crate::exit::{Exit, Stop};
use crate::screen::Screen;

/// Write the statement of applicability or a register to a file.
#[derive(Debug, Args)]
#[command(before_help = "plumb export soa --pdf --xlsx\nplumb export risk --csv --out registers/\nplumb export all --xlsx")]
pub struct Export {
    /// soa, a kind of record, or all
    what: String,
    #[command(flatten)]
    reads: Reads,
}

impl Export {
    /// Writes files.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let _ = (common, screen, &self.what, &self.reads);
        Err(Stop::new(Exit::Refused, "no report is here yet"))
    }
}
