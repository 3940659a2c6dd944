//! `plumb close` and `plumb reopen`: a risk is gone, or there again.

use clap::Args;
use model::records::Risk;
use model::{Prose, Ref};
use operations::{CloseRisk, ReopenRisk};

use crate::args::{Common, Day, Writes};
use crate::commands::show::reference;
use crate::exit::Stop;
use crate::screen::Screen;
use crate::write;

/// Close a risk that is gone, for a reason.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb close R-3 --because \"the server was sold\"\nplumb close R-3 --on 2026-09-30 --because \"the contract ended\""
)]
pub struct Close {
    /// The risk
    risk: String,
    /// Since when it is gone [default: today]
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    on: Option<Day>,
    #[command(flatten)]
    writes: Writes,
}

impl Close {
    /// Closes.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let risk: Ref<Risk> = reference(&self.risk)?;
        let (because, writes) = because(self.writes);
        write::perform(common, screen, &writes, |desk| {
            Ok(CloseRisk { risk, on: self.on.map(|day| day.on(desk.books.today())), because })
        })
        .await
    }
}

/// Reopen a closed risk, for a reason.
#[derive(Debug, Args)]
#[command(before_help = "plumb reopen R-3 --because \"a new server stands in the same room\"")]
pub struct Reopen {
    /// The risk
    risk: String,
    #[command(flatten)]
    writes: Writes,
}

impl Reopen {
    /// Reopens.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let risk: Ref<Risk> = reference(&self.risk)?;
        let (because, writes) = because(self.writes);
        write::perform(common, screen, &writes, |_| Ok(ReopenRisk { risk, because })).await
    }
}

/// Returns the reason as the operation's own, and the other arguments without it: it is kept once.
pub fn because(writes: Writes) -> (Prose, Writes) {
    let because = Prose::new(writes.because.as_deref().unwrap_or_default());
    (because, Writes { because: None, ..writes })
}
