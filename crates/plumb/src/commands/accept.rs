//! `plumb accept`: an owner lives with what is left of a risk.

use clap::Args;
use model::records::Risk;
use model::{Prose, Ref};
use operations::AcceptResidualRisk;

use crate::args::{Common, Day, Writes};
use crate::commands::show::reference;
use crate::exit::Stop;
use crate::screen::Screen;
use crate::write;

/// Accept what is left of a risk, until a day, for a reason.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb accept R-12 --until 2027-01-31 --because \"low, and moving office in January\""
)]
pub struct Accept {
    /// The risk
    risk: String,
    /// The last day on which it holds
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    until: Day,
    /// The owner who delegated it, where another person acts
    #[arg(long = "for", value_name = "PERSON")]
    delegated_by: Option<String>,
    #[command(flatten)]
    writes: Writes,
}

impl Accept {
    /// Accepts.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let risk: Ref<Risk> = reference(&self.risk)?;
        let because = Prose::new(self.writes.because.as_deref().unwrap_or_default());
        let writes = Writes { because: None, ..self.writes };
        write::perform(common, screen, &writes, |desk| {
            let for_owner = self.delegated_by.as_deref().map(|name| desk.person(name)).transpose()?;
            Ok(AcceptResidualRisk { risk, until: self.until.on(desk.books.today()), because, for_owner })
        })
        .await
    }
}
