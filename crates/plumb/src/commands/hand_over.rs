//! `plumb hand-over`: what a person answers for, another answers for from today.

use clap::Args;
use operations::HandOver;

use crate::args::{Common, Writes};
use crate::commands::close::because;
use crate::exit::Stop;
use crate::screen::Screen;
use crate::write;

/// Hand over all that a person owns, holds or operates.
#[derive(Debug, Args)]
#[command(before_help = "plumb hand-over \"Jonas Weil\" --to \"Mira Kral\" --because \"he leaves in June\"")]
pub struct HandOverAll {
    /// Who answers for it now
    from: String,
    /// Who answers for it from today
    #[arg(long, value_name = "PERSON")]
    to: String,
    #[command(flatten)]
    writes: Writes,
}

impl HandOverAll {
    /// Hands over.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let (because, writes) = because(self.writes);
        write::perform(common, screen, &writes, |desk| {
            Ok(HandOver { from: desk.person(&self.from)?, to: desk.person(&self.to)?, because })
        })
        .await
    }
}
