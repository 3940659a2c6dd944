//! `plumb import`: a register, a statement of applicability or another tool's export.

use std::path::PathBuf;

use clap::Args;

use crate::args::{Common, Writes};
use crate::exit::{Exit, Stop};
use crate::screen::Screen;

/// Take in a register, a statement of applicability or another tool's export.
#[derive(Debug, Args)]
#[command(before_help = "plumb import risks.xlsx --kind risk --dry-run\nplumb import risks.xlsx --kind risk\nplumb import export.bak")]
pub struct Import {
    /// The file
    file: PathBuf,
    #[command(flatten)]
    writes: Writes,
}

impl Import {
    /// Takes it in.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let _ = (common, screen, &self.writes);
        Err(Stop::new(Exit::Refused, format!("{} cannot be read yet", self.file.display())))
    }
}
