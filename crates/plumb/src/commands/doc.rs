//! `plumb doc`: what is written down.

mod register;

use std::path::PathBuf;

use app::Via;
use clap::{Args, Subcommand};
use model::records::Document;
use model::{About, Prose, RecordKind, Ref};
use operations::{AnyOperation, AttachDocumentFile, CreateRecord, SendForReview, WithdrawDocument};

use crate::args::{Common, Writes};
use crate::commands::approve::Approve;
use crate::commands::evidence::read_file;
use crate::commands::show::reference;
use crate::commands::way::Step;
use crate::commands::{ls, set, show};
use crate::exit::{Exit, Stop};
use crate::fields::{self, Fields};
use crate::folder;
use crate::screen::Screen;
use crate::write;

/// Documents: list, write, attach a file, approve.
#[derive(Debug, Args)]
pub struct Doc {
    #[command(subcommand)]
    verb: Verb,
}

/// What is done with documents.
#[derive(Debug, Subcommand)]
enum Verb {
    /// List documents
    #[command(before_help = "plumb doc ls\nplumb doc ls status=draft")]
    Ls(ls::Listing),
    /// What has to be in writing, and where it stands
    #[command(before_help = "plumb doc register\nplumb doc register --all")]
    Register(register::Register),
    /// Show one
    #[command(before_help = "plumb doc show DOC-3")]
    Show(show::Show),
    /// Begin one
    #[command(
        before_help = "plumb doc new \"Information security policy\" --kind policy_top --owner \"Mira Kral\""
    )]
    New(New),
    /// Change its fields; --text-file takes the text from a file
    #[command(
        before_help = "plumb doc edit DOC-3 --text-file policy.md\nplumb doc edit DOC-3 --owner \"Mira Kral\""
    )]
    Edit(Edit),
    /// Add a file, as a new document or to one that is there
    #[command(
        before_help = "plumb doc add policy.pdf --title \"Information security policy\" --kind policy_top\nplumb doc add policy.pdf --to DOC-3"
    )]
    Add(Add),
    #[command(flatten)]
    Step(Step<Document>),
    /// Send it for review
    #[command(before_help = "plumb doc review DOC-3")]
    Review(One),
    /// Approve it as it stands
    #[command(before_help = "plumb doc approve DOC-3 --as \"Mira Kral\"")]
    Approve(One),
    /// Take it out of force, for a reason
    #[command(before_help = "plumb doc withdraw DOC-3 --because \"replaced\" --replaced-by DOC-9")]
    Withdraw(Withdraw),
}

/// A new document.
#[derive(Debug, Args)]
struct New {
    /// What it is called
    #[arg(value_name = "TITLE", id = "called")]
    called: String,
    #[command(flatten)]
    fields: Fields<Document>,
    #[command(flatten)]
    writes: Writes,
}

/// Other values for a document.
#[derive(Debug, Args)]
struct Edit {
    /// The document
    #[arg(value_name = "ID", id = "record")]
    record: String,
    /// Take the text from this file
    #[arg(long, value_name = "FILE")]
    text_file: Option<PathBuf>,
    #[command(flatten)]
    fields: Fields<Document>,
    #[command(flatten)]
    writes: Writes,
}

/// A file of a document.
#[derive(Debug, Args)]
struct Add {
    /// The file
    #[arg(id = "attached", value_name = "FILE")]
    attached: PathBuf,
    /// The document that it belongs to; without it a new one
    #[arg(long, value_name = "ID")]
    to: Option<String>,
    /// What the new document is called; without it the name of the file
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// What the standard calls the new document: policy_top, …
    #[arg(long, value_name = "TEXT")]
    kind: Option<String>,
    #[command(flatten)]
    writes: Writes,
}

/// One document.
#[derive(Debug, Args)]
struct One {
    /// The document
    id: String,
    #[command(flatten)]
    writes: Writes,
}

/// A document out of force.
#[derive(Debug, Args)]
struct Withdraw {
    /// The document
    id: String,
    /// The document that takes its place
    #[arg(long, value_name = "ID")]
    replaced_by: Option<String>,
    #[command(flatten)]
    writes: Writes,
}

impl Doc {
    /// Runs the verb.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        match self.verb {
            Verb::Ls(listing) => ls::list(RecordKind::Document, listing, common, screen).await,
            Verb::Register(register) => register.run(common, screen).await,
            Verb::Show(show) => show.run(common, screen).await,
            Verb::New(new) => {
                let mut typed = vec![("title".to_owned(), new.called)];
                typed.extend(new.fields.typed);
                crate::commands::new::create(RecordKind::Document, typed, new.writes, common, screen).await
            }
            Verb::Edit(edit) => edit.run(common, screen).await,
            Verb::Add(add) => add.run(common, screen).await,
            Verb::Step(step) => step.run(common, screen).await,
            Verb::Review(one) => {
                let document: Ref<Document> = reference(&one.id)?;
                write::perform(common, screen, &one.writes, |_| Ok(SendForReview { document })).await
            }
            Verb::Approve(one) => Approve::document(one.id, one.writes).run(common, screen).await,
            Verb::Withdraw(withdraw) => withdraw.run(common, screen).await,
        }
    }
}

impl Edit {
    async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let id = reference::<Document>(&self.record)?.id();
        let mut typed = self.fields.typed;
        if let Some(path) = &self.text_file {
            let file = read_file(path)?;
            let text = String::from_utf8(file.bytes).map_err(|_| {
                Stop::new(
                    Exit::Refused,
                    format!("{} is not text; attach it: plumb doc add FILE --to {id}", path.display()),
                )
            })?;
            typed.push(("text".to_owned(), text));
        }
        set::edit(id, None, typed, self.writes, common, screen).await
    }
}

impl Add {
    async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let new = read_file(&self.attached)?;
        let to: Option<Ref<Document>> = self.to.as_deref().map(reference).transpose()?;
        let desk = folder::open(common, self.writes.access()).await?;
        let visit = desk.visit(&self.writes, Via::Cli, screen)?;
        let isms = desk.books.now().isms;
        let document = to.unwrap_or_else(|| isms.documents.next());
        let mut operations: Vec<Box<dyn AnyOperation>> = Vec::new();
        if to.is_none() {
            let title = self.title.clone().unwrap_or_else(|| new.name.clone());
            let mut typed = vec![("title".to_owned(), title)];
            typed.extend(self.kind.clone().map(|kind| ("kind".to_owned(), kind)));
            let typed = fields::even(&desk.books, RecordKind::Document, typed)?;
            let id = Some(document.id());
            let kind = RecordKind::Document;
            operations.push(Box::new(CreateRecord { kind, id, typed, about: About::default(), uuid: None }));
        }
        if !self.writes.dry_run {
            let file = Some(desk.books.keep_file(&new).await?);
            operations.push(Box::new(AttachDocumentFile { document, file }));
        }
        let written = write::run_all(&desk, &self.writes, &visit, "document.attach", &operations).await?;
        write::show(screen, &self.writes, &visit, &desk, &written);
        Ok(())
    }
}

impl Withdraw {
    async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let document: Ref<Document> = reference(&self.id)?;
        let replaced_by = self.replaced_by.as_deref().map(reference).transpose()?;
        let because = Prose::new(self.writes.because.as_deref().unwrap_or_default());
        let writes = Writes { because: None, ..self.writes };
        write::perform(common, screen, &writes, |_| Ok(WithdrawDocument { document, replaced_by, because }))
            .await
    }
}
