//! `plumb confirm`: a person looked at a diagnostic, and it is right.

use clap::Args;
use operations::ConfirmDiagnostic;

use crate::args::{Common, Writes};
use crate::commands::waive::At;
use crate::exit::Stop;
use crate::screen::Screen;
use crate::write;

/// Say that a diagnostic is right.
#[derive(Debug, Args)]
#[command(before_help = "plumb confirm PB0602 R-12")]
pub struct Confirm {
    #[command(flatten)]
    at: At,
    #[command(flatten)]
    writes: Writes,
}

impl Confirm {
    /// Confirms.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        write::perform(common, screen, &self.writes, |desk| {
            let (at, _) = self.at.find(desk)?;
            Ok(ConfirmDiagnostic { at })
        })
        .await
    }
}
