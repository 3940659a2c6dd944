//! `plumb risk`, `asset`, `supplier` …: the generic commands, for one kind, with its fields as options.

use clap::{Args, Subcommand};
use model::{Record, RecordId};

use crate::args::{Common, Reads, Writes};
use crate::commands::{ls, new, set, show};
use crate::exit::Stop;
use crate::fields::{self, Fields};
use crate::screen::Screen;

/// One kind of record.
#[derive(Debug, Args)]
pub struct Register<R: Record> {
    #[command(subcommand)]
    verb: Option<Verb<R>>,
}

/// What is done with records of one kind.
#[derive(Debug, Subcommand)]
pub enum Verb<R: Record> {
    /// List them
    #[command(before_help = "plumb risk ls\nplumb asset ls owner=        those without an owner")]
    Ls(ls::Listing),
    /// Make one
    #[command(before_help = "plumb risk add \"Laptop stolen\" --owner \"Jana Novak\"")]
    Add(Add<R>),
    /// Change one
    #[command(before_help = "plumb risk set R-12 --owner \"Jana Novak\" --because \"she runs it\"")]
    Set(Change<R>),
    /// Show one
    #[command(before_help = "plumb risk show R-12")]
    Show(show::Show),
}

/// A new record of one kind.
#[derive(Debug, Args)]
pub struct Add<R: Record> {
    /// What it is called
    #[arg(value_name = "TITLE", id = "called")]
    called: Option<String>,
    #[command(flatten)]
    fields: Fields<R>,
    #[command(flatten)]
    writes: Writes,
}

/// Other values for a record of one kind.
#[derive(Debug, Args)]
pub struct Change<R: Record> {
    /// The record
    #[arg(value_name = "ID", id = "record")]
    record: String,
    #[command(flatten)]
    fields: Fields<R>,
    #[command(flatten)]
    writes: Writes,
}

impl<R: Record> Register<R> {
    /// Runs the verb; without one the records are listed.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        match self.verb {
            None => list::<R>(common, screen).await,
            Some(verb) => verb.run(common, screen).await,
        }
    }
}

impl<R: Record> Verb<R> {
    /// Runs it.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        match self {
            Self::Ls(listing) => ls::list(R::NAME, listing, common, screen).await,
            Self::Add(add) => add.run(common, screen).await,
            Self::Set(change) => change.run(common, screen).await,
            Self::Show(show) => show.run(common, screen).await,
        }
    }
}

/// Lists all records of a kind.
pub async fn list<R: Record>(common: &Common, screen: &mut Screen) -> Result<(), Stop> {
    ls::list(R::NAME, ls::Listing::default(), common, screen).await
}

impl<R: Record> Add<R> {
    async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let mut typed = Vec::new();
        match self.called {
            Some(pair) if pair.split_once('=').is_some_and(|(name, _)| R::field(name).is_some()) => {
                typed.extend(fields::pairs(&[pair])?);
            }
            Some(title) => typed.push(("title".to_owned(), title)),
            None => {}
        }
        typed.extend(self.fields.typed);
        new::create(R::NAME, typed, self.writes, common, screen).await
    }
}

impl<R: Record> Change<R> {
    async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let id = show::reference::<R>(&self.record)?.id();
        set::edit(id, None, self.fields.typed, self.writes, common, screen).await
    }
}

/// The only record of its kind.
#[derive(Debug, Args)]
pub struct Only<R: Record> {
    #[command(subcommand)]
    verb: Option<OnlyVerb<R>>,
}

/// What is done with the only record of a kind.
#[derive(Debug, Subcommand)]
pub enum OnlyVerb<R: Record> {
    /// Show it
    #[command(before_help = "plumb scope show\nplumb scope show --as-of 2026-03-31")]
    Show(Reads),
    /// Change it
    #[command(before_help = "plumb scope set --statement \"The platform and the people who run it\"")]
    Set(OnlyChange<R>),
}

/// Other values for the only record of a kind.
#[derive(Debug, Args)]
pub struct OnlyChange<R: Record> {
    #[command(flatten)]
    fields: Fields<R>,
    #[command(flatten)]
    writes: Writes,
}

impl<R: Record> Only<R> {
    /// Runs the verb; without one the record is shown.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        match self.verb {
            None => {
                let id = RecordId { kind: R::NAME, key: model::Key::One };
                show::record(id, &Reads::default(), common, screen).await
            }
            Some(verb) => verb.run(common, screen).await,
        }
    }
}

impl<R: Record> Default for Only<R> {
    fn default() -> Self {
        Self { verb: None }
    }
}

impl<R: Record> OnlyVerb<R> {
    /// Runs the verb.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let id = RecordId { kind: R::NAME, key: model::Key::One };
        match self {
            Self::Show(reads) => show::record(id, &reads, common, screen).await,
            Self::Set(change) => {
                set::edit(id, None, change.fields.typed, change.writes, common, screen).await
            }
        }
    }
}
