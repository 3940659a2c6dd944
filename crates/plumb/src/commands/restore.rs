//! `plumb restore`: an organisation from the file that `plumb backup` wrote, and a verdict.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use app::identity::Settings;
use app::{Access, ArchiveFault, Hash, Instance, Restored, Status};
use clap::Args;
use serde_json::json;

use crate::args::Common;
use crate::commands::init;
use crate::exit::{Exit, Stop};
use crate::folder;
use crate::screen::{Screen, count};
use crate::shapes::RESTORE;

/// The largest copy of accounts that is read, in bytes.
const ACCOUNTS_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// Take an organisation from a backup or a hand-over, and verify all of it.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb restore acme-2026-11-22.zip                      into the folder here, or a new one\nplumb --data new.plumb restore acme-2026-11-22.zip\nplumb restore acme-2026-11-22.zip --head 5310:3f8u…=    refuse an older backup\nplumb restore --accounts accounts.json                 accounts, where nobody has one yet",
    after_help = "All of the file is checked before anything is written. Where the organisation is there already, the backup must go on from\n\
                  what is there, up to the head that --head names; two histories are never mixed."
)]
pub struct Restore {
    /// The file that plumb backup wrote
    file: PathBuf,
    /// A head that was noted elsewhere, as plumb backup and plumb verify print it: the backup must reach it
    #[arg(long, value_name = "NUMBER:HASH")]
    head: Option<String>,
    /// The file is one of plumb backup --accounts; it goes into a folder without accounts, where its identity.key lies already
    #[arg(long, conflicts_with = "head")]
    accounts: bool,
}

impl Restore {
    /// Takes it.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        if self.accounts {
            return accounts(&self.file, common, screen).await;
        }
        let known = self.head.as_deref().map(head).transpose()?;
        let file = File::open(&self.file)
            .map_err(|error| Stop::not_found(format!("{} cannot be opened: {error}", self.file.display())))?;
        let target = match (&common.data, folder::here()?.as_slice()) {
            (Some(folder), _) => folder.clone(),
            (None, [_, ..]) => folder::folder(common)?,
            (None, []) => PathBuf::from("restored.plumb"),
        };
        if target.join("ledger.db").exists() {
            let instance = Instance::open(&target, Access::Write)
                .await
                .map_err(|failure| folder::in_use(&target, failure))?;
            let restored = take(&instance, file, known).await;
            instance.close().await;
            return tell(screen, &target, &restored?);
        }
        let beginning = init::beginning_in(&target).await?;
        let instance =
            Instance::create(&beginning).await.map_err(|failure| folder::in_use(&target, failure))?;
        let restored = take(&instance, file, known).await;
        instance.close().await;
        let restored = match restored {
            Ok(restored) => restored,
            Err(stop) => {
                // What cannot be made whole leaves nothing behind.
                let _ = std::fs::remove_dir_all(&beginning);
                let _ = std::fs::remove_dir(&target);
                return Err(stop);
            }
        };
        init::settle(&beginning, &target).map_err(|error| init::unmade(&target, &error))?;
        tell(screen, &target, &restored)
    }
}

/// Reads `5310:3f8u…=`, or the same with a blank between.
fn head(text: &str) -> Result<(u64, Hash), Stop> {
    let wrong = || {
        Stop::usage(format!("\"{text}\" is no head; expected its number and its hash, such as 5310:3f8u…="))
            .help("plumb backup and plumb verify print it")
    };
    let (seq, leaf) = text.trim().split_once([':', ' ']).ok_or_else(wrong)?;
    Ok((seq.parse().map_err(|_| wrong())?, leaf.trim().parse().map_err(|_| wrong())?))
}

async fn take(instance: &Instance, file: File, known: Option<(u64, Hash)>) -> Result<Restored, Stop> {
    let restored = instance.restore(BufReader::new(file), known).await?;
    restored.map_err(|fault| {
        let exit = match fault {
            ArchiveFault::NotOne(_) => Exit::Refused,
            ArchiveFault::Wrong { .. } | ArchiveFault::Rollback { .. } | ArchiveFault::OtherHead { .. } => {
                Exit::Integrity
            }
            ArchiveFault::Unasked { .. } => Exit::NotAllowed,
            ArchiveFault::Forked { .. } | ArchiveFault::Older { .. } => Exit::Changed,
        };
        Stop::new(exit, fault.to_string()).help("nothing was written")
    })
}

fn tell(screen: &mut Screen, folder: &Path, restored: &Restored) -> Result<(), Stop> {
    let name = restored.books.name();
    let commits = restored.books.now().commits();
    let (report, is_ok) = (&restored.report, restored.report.is_ok());
    if screen.is_json() {
        screen.json(
            &RESTORE,
            json!({
                "folder": folder, "organisation": name, "commits": commits, "added": restored.added,
                "files": restored.files, "head": report.head, "ok": is_ok,
            }),
        );
    } else {
        screen.line(format!(
            "{name}   {commits} commits, {} of them new   {} files   in {}",
            restored.added,
            restored.files,
            folder.display()
        ));
        for line in &report.lines {
            let verdict = match line.status {
                Status::Ok => screen.paint("32", "ok"),
                Status::Bad => format!("{}: {}", screen.paint("31;1", "wrong"), line.because),
            };
            screen.line(format!("{}  {verdict}", line.what));
        }
        screen.line(format!("head {}", report.head));
        screen.line(if is_ok {
            "verdict: restored, and all of it verifies"
        } else {
            "verdict: restored, and not all of it verifies"
        });
    }
    if is_ok {
        return Ok(());
    }
    Err(Stop::new(Exit::Integrity, "what was restored is not all of what the records name")
        .help("what is wrong, in full: plumb verify"))
}

/// Takes accounts into a folder without any.
async fn accounts(file: &Path, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
    let unread =
        |error: std::io::Error| Stop::not_found(format!("{} cannot be read: {error}", file.display()));
    if std::fs::metadata(file).map_err(unread)?.len() > ACCOUNTS_BYTES_MAX {
        let words = format!("{} is larger than {ACCOUNTS_BYTES_MAX} bytes", file.display());
        return Err(Stop::new(Exit::Refused, words));
    }
    let copy = std::fs::read(file).map_err(unread)?;
    let folder = folder::folder(common)?;
    let instance = Instance::open(&folder, Access::Write).await;
    let instance = instance.map_err(|failure| folder::in_use(&folder, failure))?;
    let taken = instance.restore_accounts(&copy).await;
    let taken = match taken {
        // Opening them says whether they can be used here.
        Ok(taken) => instance.accounts(Settings::at(None)).await.map(|accounts| (taken, accounts)),
        Err(fault) => Err(fault),
    };
    let told = match taken {
        Ok((taken, accounts)) => {
            accounts.close().await;
            screen.talk(format!("{} in {}", count(taken, "account", "accounts"), folder.display()));
            screen.talk("everybody signs in as before; sessions and open links did not come along");
            Ok(())
        }
        Err(fault) => Err(Stop::from(fault)),
    };
    instance.close().await;
    told
}
