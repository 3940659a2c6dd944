//! `plumb doc register`: what has to be in writing, and where it stands.

use clap::Args;
use reports::document_register::{DocumentRegister, Entry, Standing, document_register};
use serde_json::{Value, json};

use crate::args::{Common, Reads};
use crate::exit::Stop;
use crate::folder;
use crate::screen::Screen;
use crate::shapes::DOCUMENT_REGISTER;
use crate::table::table;

/// Which part of the register.
#[derive(Debug, Args)]
pub struct Register {
    /// Also what auditors usually ask for and the standard does not
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    reads: Reads,
}

impl Register {
    /// Shows it.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let desk = folder::open(common, app::Access::Read).await?;
        let reading = desk.read(&self.reads, screen).await?;
        let register = document_register(&reading.snapshot.isms, reading.day);
        if screen.is_json() {
            let part = |entries: &[Entry]| entries.iter().map(entry_json).collect::<Vec<Value>>();
            screen.json(
                &DOCUMENT_REGISTER,
                json!({
                    "on": reading.day.to_string(),
                    "required": part(&register.required),
                    "annex_a": part(&register.annex_a),
                    "usual": part(&register.usual),
                }),
            );
            return Ok(());
        }
        part(screen, "required by the clauses", &register.required);
        part(screen, "worded as documented in Annex A", &register.annex_a);
        if self.all {
            part(screen, "usual, not required", &register.usual);
        } else {
            screen.talk("what auditors usually ask for beside these: plumb doc register --all");
        }
        Ok(())
    }
}

fn part(screen: &mut Screen, title: &str, entries: &[Entry]) {
    let (done, due) = DocumentRegister::count(entries);
    screen.line(format!("{}: {done} of {due} in force", screen.bold(title)));
    let rows = entries.iter().map(|entry| {
        let mut kept: Vec<String> = entry.records.iter().take(3).map(ToString::to_string).collect();
        if entry.count > kept.len() {
            kept.push(format!("and {} more", entry.count - kept.len()));
        }
        if entry.standing == Standing::Missing {
            kept.push(format!("kind {}", entry.kind));
        }
        vec![entry.refs.join(", "), entry.title.to_owned(), entry.standing.word().to_owned(), kept.join(", ")]
    });
    table(screen, &["asked by", "what", "standing", "kept in"], rows.collect());
    screen.line("");
}

fn entry_json(entry: &Entry) -> Value {
    json!({
        "kind": entry.kind,
        "title": entry.title,
        "asked_by": entry.refs,
        "holds": entry.content,
        "standing": entry.standing.word(),
        "records": entry.records.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "count": entry.count,
    })
}
