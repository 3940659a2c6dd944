//! `plumb new`: a record of any kind.

use clap::Args;
use model::{About, RecordKind};
use operations::{CreateRecord, Typed};

use crate::args::{Common, Writes};
use crate::exit::Stop;
use crate::fields;
use crate::remote::{self, Remote};
use crate::screen::Screen;
use crate::write;

/// Make a record of any kind.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb new risk title=\"Laptop stolen\" owner=PER-2\nplumb new person title=\"Jana Novak\" email=jana@acme.example kind=employee\nplumb ls risk --json            shows how fields are named"
)]
pub struct New {
    /// The kind: risk, asset, person, …
    kind: String,
    /// Its fields
    #[arg(value_name = "FIELD=VALUE", required = true)]
    fields: Vec<String>,
    #[command(flatten)]
    writes: Writes,
}

impl New {
    /// Makes it.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let kind = fields::kind(&self.kind)?;
        let typed = fields::pairs(&self.fields)?;
        create(kind, typed, self.writes, common, screen).await
    }
}

/// Makes a record of a kind.
pub async fn create(
    kind: RecordKind,
    typed: Typed,
    writes: Writes,
    common: &Common,
    screen: &mut Screen,
) -> Result<(), Stop> {
    if let Some(remote) = Remote::of(common).await? {
        return remote::write::create(&remote, kind, typed, &writes, screen).await;
    }
    write::perform(common, screen, &writes, |desk| {
        let typed = fields::even(&desk.books, kind, typed)?;
        if kind == RecordKind::Evidence || kind == RecordKind::Disposition {
            let command =
                if kind == RecordKind::Evidence { "evidence add FILE" } else { "waive, dispute or confirm" };
            return Err(Stop::usage(format!(
                "a {} has a command of its own: plumb {command}",
                kind.kind().singular
            )));
        }
        Ok(CreateRecord { kind, id: None, typed, about: About::default(), uuid: None })
    })
    .await
}
