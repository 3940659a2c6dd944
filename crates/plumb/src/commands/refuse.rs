//! `plumb refuse`: refuse proposals: they are gone, and what counted before stays.

use clap::Args;

use super::proposals::Chosen;
use crate::args::Common;
use crate::exit::Stop;
use crate::screen::Screen;

/// Refuse proposals: they are gone, and what counted before stays.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb refuse R-5 --because \"we have no office\"\nplumb refuse --kind document\nplumb refuse --all"
)]
pub struct Refuse {
    #[command(flatten)]
    chosen: Chosen,
}

impl Refuse {
    /// Refuses them.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        self.chosen.refuse(common, screen).await
    }
}
