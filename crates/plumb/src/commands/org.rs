//! `plumb org`: the organisations in the folder.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::args::Common;
use crate::exit::Stop;
use crate::folder;
use crate::screen::Screen;
use crate::shapes::ORGANISATIONS;
use crate::table::table;

/// The organisations in the folder.
#[derive(Debug, Args)]
pub struct Org {
    #[command(subcommand)]
    verb: Verb,
}

/// What is done with organisations.
#[derive(Debug, Subcommand)]
enum Verb {
    /// List them
    #[command(before_help = "plumb org ls")]
    Ls,
}

impl Org {
    /// Lists them.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let Verb::Ls = self.verb;
        let folder = folder::folder(common)?;
        let instance = app::Instance::open(&folder, app::Access::Read).await?;
        let all = instance.all().await?;
        if screen.is_json() {
            let organisations: Vec<Value> = all
                .iter()
                .map(|books| json!({ "name": books.name(), "org": books.log().org.to_string(), "commits": books.now().commits() }))
                .collect();
            screen.json(&ORGANISATIONS, json!({ "organisations": organisations }));
            return Ok(());
        }
        let rows = all
            .iter()
            .map(|books| vec![books.name(), books.now().commits().to_string(), books.log().org.to_string()])
            .collect();
        table(screen, &["name", "commits", "log"], rows);
        Ok(())
    }
}
