//! `plumb undo`: a new commit that takes back an earlier one.

use app::{Filter, Via};
use clap::Args;

use crate::args::{Common, Writes};
use crate::commands::log;
use crate::exit::Stop;
use crate::folder;
use crate::screen::Screen;
use crate::write;

/// Take back a commit, by a new one.
#[derive(Debug, Args)]
#[command(before_help = "plumb undo last\nplumb undo 12 --because \"wrong risk\"")]
pub struct Undo {
    /// The number of the commit, or last
    commit: String,
    #[command(flatten)]
    writes: Writes,
}

impl Undo {
    /// Takes back.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let desk = folder::open(common, self.writes.access()).await?;
        let seq = if self.commit.eq_ignore_ascii_case("last") {
            let newest = desk.books.commits(&Filter { at_most: 1, ..Filter::default() });
            newest
                .first()
                .map(|commit| commit.seq)
                .ok_or_else(|| Stop::not_found("there is no commit yet"))?
        } else {
            self.commit.trim_start_matches('#').parse().map_err(|_| {
                Stop::usage(format!("\"{}\" is not a commit; expected its number, or last", self.commit))
            })?
        };
        let event = desk.books.commit(seq).await?;
        if self.writes.dry_run {
            screen.line("would take back:");
            let text = log::told(&desk.books.now().isms, &event, screen, 6);
            screen.line(text);
            screen.line("nothing written (dry run)");
            return Ok(());
        }
        let visit = desk.visit(&self.writes, Via::Cli, screen)?;
        let done = desk.books.undo(&visit, seq).await?.map_err(|refusal| Stop::refusal(&refusal))?;
        let written = write::committed(&desk, done.seq, Vec::new()).await?;
        if !screen.is_json() {
            screen.line(format!("taken back: commit {seq} ({})", event.intent));
        }
        write::show(screen, &self.writes, &visit, &desk, &written);
        Ok(())
    }
}
