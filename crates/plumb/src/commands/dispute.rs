//! `plumb dispute`: a person says that a diagnostic is wrong, and why.

use clap::Args;
use model::Prose;
use operations::DisputeDiagnostic;

use crate::args::{Common, Writes};
use crate::commands::waive::At;
use crate::exit::Stop;
use crate::screen::Screen;
use crate::write;

/// Say that a diagnostic is wrong, and why; it stays visible.
#[derive(Debug, Args)]
#[command(before_help = "plumb dispute PB0602 R-12 --because \"the owner is named in the contract\"")]
pub struct Dispute {
    #[command(flatten)]
    at: At,
    #[command(flatten)]
    writes: Writes,
}

impl Dispute {
    /// Disputes.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let because = Prose::new(self.writes.because.as_deref().unwrap_or_default());
        let writes = Writes { because: None, ..self.writes };
        write::perform(common, screen, &writes, |desk| {
            let (at, _) = self.at.find(desk)?;
            Ok(DisputeDiagnostic { at, because })
        })
        .await
    }
}
