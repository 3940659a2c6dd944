//! `plumb verify`: every hash, every file, the anchor.

use std::path::PathBuf;
use std::time::Instant;

use app::Status;
use clap::Args;
use serde_json::json;

use crate::args::Common;
use crate::commands::pack_file;
use crate::exit::{Exit, Stop};
use crate::folder;
use crate::screen::Screen;
use crate::shapes::VERIFY;

/// Check every hash of the chain, every file and the anchor; or every file of a pack.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb verify\nplumb verify acme.zip     the pack of a share\nplumb verify --json",
    after_help = "An older copy of the whole folder verifies too: only the head, kept elsewhere, tells it from the newest.\n\
                  Write the head down now and then, or mail it to somebody."
)]
pub struct Verify {
    /// A pack, as plumb share pack writes it; without one the data folder
    file: Option<PathBuf>,
}

impl Verify {
    /// Verifies.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        if let Some(file) = &self.file {
            return pack_file::verify(file, screen);
        }
        let begun = Instant::now();
        // Who may write sees all that is stored, also what a crash left behind its anchor; beside a server we only read.
        let desk = match folder::open_to_verify(common, app::Access::Write).await {
            Ok(desk) => desk,
            Err(_) => folder::open_to_verify(common, app::Access::Read).await?,
        };
        let report = desk.books.verify().await?;
        if screen.is_json() {
            let checks: Vec<_> = report
                .lines
                .iter()
                .map(|line| json!({ "what": line.what, "ok": line.status == Status::Ok, "because": line.because }))
                .collect();
            screen.json(&VERIFY, json!({ "ok": report.is_ok(), "checks": checks, "head": report.head }));
        } else {
            for line in &report.lines {
                match line.status {
                    Status::Ok => screen.line(format!("{}  {}", line.what, screen.paint("32", "ok"))),
                    Status::Bad => {
                        screen.line(format!(
                            "{}  {}: {}",
                            line.what,
                            screen.paint("31;1", "wrong"),
                            line.because
                        ));
                    }
                }
            }
            screen.line(format!("head {}", report.head));
            screen.talk(format!("{:.2} s", begun.elapsed().as_secs_f64()));
        }
        if report.is_ok() {
            return Ok(());
        }
        Err(Stop::new(Exit::Integrity, "what is stored is not what was written")
            .help("keep this folder as it is, and restore a backup beside it to compare"))
    }
}
