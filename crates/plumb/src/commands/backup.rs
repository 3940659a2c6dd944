//! `plumb backup`: each organisation as one file, with its ledger and files.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use app::identity::Settings;
use app::{Access, Archived, Books, Instance};
use clap::Args;
use serde_json::json;

use crate::args::Common;
use crate::commands::init;
use crate::exit::{Exit, Stop};
use crate::folder;
use crate::screen::{Screen, count};
use crate::shapes::BACKUP;
use crate::table::table;

/// Write each organisation to one file, with its ledger and the files that its records name.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb backup\nplumb backup --out backups/\nplumb --org Acme backup --out acme.zip     hand one client over\nplumb backup --accounts accounts.json",
    after_help = "The same file is the backup and the hand-over: plumb restore takes it, here or elsewhere, and ends in a verdict.\n\
                  Works beside a running server. The same commit gives the same bytes. Accounts and what proves them are not in\n\
                  it: who signs in elsewhere is invited there. Keep the head that is printed somewhere else: it tells an old backup."
)]
pub struct Backup {
    /// The file, or a folder for several; without it the working directory
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
    /// The accounts of the installation instead, into this file: who signs in, what proves it, seats and tokens
    #[arg(long, value_name = "FILE", conflicts_with = "out")]
    accounts: Option<PathBuf>,
}

impl Backup {
    /// Writes.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let folder = folder::folder(common)?;
        let instance = Instance::open(&folder, Access::Read).await?;
        if let Some(path) = &self.accounts {
            return accounts(&instance, &folder, path, screen).await;
        }
        let all = instance.all().await?;
        let wanted = match &common.org {
            None => all,
            Some(named) => vec![folder::chosen(&all, Some(named))?],
        };
        if wanted.is_empty() {
            return Err(Stop::not_found("the folder holds no organisation"));
        }
        let mut written = Vec::new();
        for books in wanted {
            let path = self.path(&books)?;
            let archived = write(&books, &path).await?;
            written.push((path, archived));
        }
        tell(screen, &written);
        let missing: Vec<&String> = written.iter().flat_map(|(_, archived)| &archived.missing).collect();
        match missing.first() {
            None => Ok(()),
            Some(first) => Err(Stop::new(
                Exit::Integrity,
                format!(
                    "{} gone or changed and not in the backup, such as {first}",
                    count(missing.len(), "file is", "files are")
                ),
            )
            .help("what is wrong, in full: plumb verify")),
        }
    }

    /// Returns the file of an organisation.
    fn path(&self, books: &Arc<Books>) -> Result<PathBuf, Stop> {
        let name = format!("{}-{}.zip", init::file_name(&books.name())?, books.today());
        match &self.out {
            None => Ok(PathBuf::from(name)),
            Some(out) if out.is_dir() || out.as_os_str().to_string_lossy().ends_with('/') => {
                Ok(out.join(name))
            }
            Some(out) => Ok(out.clone()),
        }
    }
}

/// Writes one organisation beside its place, and puts it there when it is whole.
async fn write(books: &Books, path: &Path) -> Result<Archived, Stop> {
    let failed = |error: std::io::Error| {
        Stop::new(Exit::Unreachable, format!("{} cannot be written: {error}", path.display()))
    };
    if path.exists() {
        return Err(Stop::new(Exit::Refused, format!("{} is there already", path.display()))
            .help("name another: --out PATH; a backup is never written over"));
    }
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        std::fs::create_dir_all(parent).map_err(failed)?;
    }
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let made = async {
        // What an interrupted one left goes; a new file is made, for its owner alone.
        let _ = std::fs::remove_file(&part);
        let file = own_file(&part).map_err(failed)?;
        let archived = books.archive(BufWriter::new(&file)).await?;
        file.sync_all().map_err(failed)?;
        std::fs::rename(&part, path).map_err(failed)?;
        Ok(archived)
    };
    let made = made.await;
    if made.is_err() {
        // What is not whole leaves nothing behind.
        let _ = std::fs::remove_file(&part);
    }
    made
}

/// Writes the accounts of an installation into a file of its owner's.
async fn accounts(instance: &Instance, folder: &Path, path: &Path, screen: &mut Screen) -> Result<(), Stop> {
    let failed = |error: std::io::Error| {
        Stop::new(Exit::Unreachable, format!("{} cannot be written: {error}", path.display()))
    };
    let beside = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let (beside, inside) = (beside.canonicalize().map_err(failed)?, folder.canonicalize().map_err(failed)?);
    if beside.starts_with(inside) {
        return Err(Stop::new(Exit::Refused, format!("{} lies in a data folder", path.display()))
            .help("name a place elsewhere: what is lost with the folder is no backup"));
    }
    if path.exists() {
        return Err(Stop::new(Exit::Refused, format!("{} is there already", path.display()))
            .help("name another; a backup is never written over"));
    }
    let accounts = instance.accounts(Settings::at(None)).await?;
    let count = accounts.accounts().len();
    if count == 0 {
        return Err(Stop::not_found("nobody has an account here"));
    }
    let copied = accounts.copied().await.map_err(app::Failure::from);
    accounts.close().await;
    let copied = copied?;
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let made = || -> std::io::Result<()> {
        // What an interrupted one left goes.
        let _ = std::fs::remove_file(&part);
        let mut file = own_file(&part)?;
        file.write_all(&copied)?;
        file.sync_all()?;
        std::fs::rename(&part, path)
    };
    if let Err(error) = made() {
        let _ = std::fs::remove_file(&part);
        return Err(failed(error));
    }
    screen.talk(format!("{} in {}", crate::screen::count(count, "account", "accounts"), path.display()));
    screen.talk(format!(
        "the codes of apps are sealed in it: keep {} as well, in another place",
        folder.join("identity.key").display()
    ));
    Ok(())
}

/// Makes a file that only its owner reads: it holds every record, also those that few may see.
fn own_file(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}

fn tell(screen: &mut Screen, written: &[(PathBuf, Archived)]) {
    if screen.is_json() {
        let backups: Vec<_> = written
            .iter()
            .map(|(path, archived)| {
                json!({
                    "file": path, "organisation": archived.name, "commits": archived.commits, "files": archived.files,
                    "head": archived.head.seq, "leaf": archived.head.leaf.to_string(), "missing": archived.missing,
                })
            })
            .collect();
        screen.json(&BACKUP, json!({ "backups": backups }));
        return;
    }
    let rows = written.iter().map(|(path, archived)| {
        vec![
            archived.name.clone(),
            path.display().to_string(),
            archived.commits.to_string(),
            archived.files.to_string(),
            format!("{}:{}", archived.head.seq, archived.head.leaf),
        ]
    });
    table(screen, &["organisation", "file", "commits", "files", "head"], rows.collect());
}
