//! `plumb take`: take proposals: they count from today.

use clap::Args;

use super::proposals::Chosen;
use crate::args::Common;
use crate::exit::Stop;
use crate::screen::Screen;

/// Take proposals: they count from today.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb take R-3 R-4\nplumb take R-1..R-9 SCO MET\nplumb take --kind risk\nplumb take --all"
)]
pub struct Take {
    #[command(flatten)]
    chosen: Chosen,
}

impl Take {
    /// Takes them.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        self.chosen.take(common, screen).await
    }
}
