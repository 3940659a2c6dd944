//! `plumb remove`: a record is gone; its history stays.

use clap::Args;
use model::Prose;
use operations::RemoveRecord;

use crate::args::{Common, Writes};
use crate::commands::show::find;
use crate::exit::Stop;
use crate::fields;
use crate::remote::{self, Remote};
use crate::screen::Screen;
use crate::write;

/// Remove a record; its history stays.
#[derive(Debug, Args)]
#[command(before_help = "plumb remove R-12 --because \"recorded twice, see R-9\"")]
pub struct Remove {
    /// The record
    id: String,
    #[command(flatten)]
    writes: Writes,
}

impl Remove {
    /// Removes it.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let id = fields::id(&self.id)?;
        let because = Prose::new(self.writes.because.as_deref().unwrap_or_default());
        let writes = Writes { because: None, ..self.writes };
        if let Some(remote) = Remote::of(common).await? {
            return remote::write::remove(&remote, id, because, &writes, screen).await;
        }
        write::perform(common, screen, &writes, |desk| {
            find(&desk.books.now().isms, id)?;
            Ok(RemoveRecord { id, because })
        })
        .await
    }
}
