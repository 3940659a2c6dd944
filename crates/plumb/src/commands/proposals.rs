//! `plumb proposals`: what was suggested and nobody has taken yet.

use clap::{Args, Subcommand};
use model::{AnyRecord, RecordId, RecordKind};
use operations::{RefuseProposal, TakeProposal};
use serde_json::{Value, json};

use crate::args::{Common, Reads, Writes};
use crate::exit::Stop;
use crate::fields;
use crate::folder;
use crate::screen::{Screen, count};
use crate::shapes::PROPOSALS;
use crate::table::table;
use crate::write;

/// Proposals: they count as nothing until somebody takes them.
#[derive(Debug, Args)]
pub struct Proposals {
    #[command(subcommand)]
    verb: Verb,
}

/// What is done with proposals.
#[derive(Debug, Subcommand)]
enum Verb {
    /// List them
    #[command(before_help = "plumb proposals ls")]
    Ls(Reads),
    /// Take some: they count from today
    #[command(before_help = "plumb proposals take R-3 R-4")]
    Take(Chosen),
    /// Refuse some: they are gone
    #[command(before_help = "plumb proposals refuse R-5")]
    Refuse(Chosen),
}

/// Some proposals.
#[derive(Debug, Args)]
struct Chosen {
    /// The proposed records
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    #[command(flatten)]
    writes: Writes,
}

impl Chosen {
    fn ids(&self) -> Result<Vec<RecordId>, Stop> {
        self.ids
            .iter()
            .flat_map(|word| word.split(','))
            .filter(|word| !word.is_empty())
            .map(fields::id)
            .collect()
    }
}

impl Proposals {
    /// Runs the verb.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        match self.verb {
            Verb::Ls(reads) => list(&reads, common, screen).await,
            Verb::Take(some) => {
                let ids = some.ids()?;
                write::perform(common, screen, &some.writes, |_| Ok(TakeProposal { ids })).await
            }
            Verb::Refuse(some) => {
                let ids = some.ids()?;
                write::perform(common, screen, &some.writes, |_| Ok(RefuseProposal { ids })).await
            }
        }
    }
}

/// Lists what waits.
async fn list(reads: &Reads, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
    let desk = folder::open(common, app::Access::Read).await?;
    let reading = desk.read(reads, screen).await?;
    let isms = &reading.snapshot.isms;
    let all: Vec<(RecordId, &dyn AnyRecord)> =
        RecordKind::ALL.iter().flat_map(|kind| isms.all(*kind)).collect();
    let proposed = all.into_iter().filter_map(|(id, record)| {
        let origin = record.about().proposed.as_ref()?.origin.to_string();
        Some((id, record.title().to_owned(), origin))
    });
    let proposed: Vec<_> = proposed.collect();
    if screen.is_json() {
        let records: Vec<Value> = proposed
            .iter()
            .map(|(id, title, origin)| {
                json!({ "id": id.to_string(), "kind": id.kind.kind().slug(), "title": title, "origin": origin })
            })
            .collect();
        screen.json(&PROPOSALS, json!({ "records": records }));
        return Ok(());
    }
    let number = proposed.len();
    let rows = proposed
        .into_iter()
        .map(|(id, title, origin)| vec![id.to_string(), id.kind.kind().singular.to_owned(), title, origin])
        .collect();
    table(screen, &["id", "kind", "title", "proposed by"], rows);
    screen.talk(format!("{} to be taken or refused", count(number, "proposal", "proposals")));
    Ok(())
}
