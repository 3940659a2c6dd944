//! `plumb regrade`: a diagnostic is right, and graver or less grave than its rule says.

use clap::{Args, ValueEnum};
use operations::{Grade, RegradeDiagnostic};

use crate::args::{Common, Writes};
use crate::commands::close::because;
use crate::commands::waive::{At, grade};
use crate::exit::Stop;
use crate::screen::Screen;
use crate::write;

/// Say that a diagnostic is graver or less grave here than its rule says, and why.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb regrade PB0602 R-12 --to note --because \"a risk of a system that ends this month\""
)]
pub struct Regrade {
    #[command(flatten)]
    at: At,
    /// How grave it is here
    #[arg(long, value_name = "WORD")]
    to: To,
    #[command(flatten)]
    writes: Writes,
}

/// How grave a diagnostic is.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum To {
    /// A requirement is not met
    Error,
    /// An auditor would ask
    Warning,
    /// Worth knowing
    Note,
}

impl Regrade {
    /// Regrades.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let (because, writes) = because(self.writes);
        let to = match self.to {
            To::Error => Grade::Error,
            To::Warning => Grade::Warning,
            To::Note => Grade::Note,
        };
        write::perform(common, screen, &writes, |desk| {
            let (at, found) = self.at.find(desk)?;
            Ok(RegradeDiagnostic { at, grade: grade(found.severity), to, because })
        })
        .await
    }
}
