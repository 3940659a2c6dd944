//! `plumb login`: keeps a token for a server, in a file that only its owner may read.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use app::identity::{PREFIX, Url};
use clap::Args;

use crate::args::Common;
use crate::exit::{Exit, Stop};
use crate::remote::client::{Client, text};
use crate::screen::Screen;
use crate::table::table;

/// Keep a token for a server; it is read from standard input and tried first.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb login https://isms.example.org < token.txt\nplumb login --ls                                 which servers there are\nplumb login https://isms.example.org --forget    forget its token here; plumb logout revokes it as well",
    after_help = "Make the token in the browser, under Tokens. It is kept in servers.json in the folder plumb of your settings\n\
                  (XDG_CONFIG_HOME or ~/.config), which only you may read. A token never approves, accepts, closes or grants. Then: plumb --server URL ls risk,\n\
                  or PLUMB_SERVER=URL plumb ls risk."
)]
pub struct Login {
    /// Where the server is reached
    #[arg(value_name = "URL", id = "at", required_unless_present = "ls")]
    at: Option<Url>,
    /// List the servers that a token is kept for
    #[arg(long)]
    ls: bool,
    /// Forget the server's token
    #[arg(long, conflicts_with = "ls")]
    forget: bool,
}

impl Login {
    /// Does it.
    pub async fn run(self, _: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let file = file()?;
        let mut kept = read(&file)?;
        let Some(server) = self.at.filter(|_| !self.ls) else {
            table(screen, &["server"], kept.keys().map(|server| vec![server.clone()]).collect());
            return Ok(());
        };
        let origin = server.origin().ascii_serialization();
        if self.forget {
            kept.remove(&origin).ok_or_else(|| Stop::not_found(format!("no token is kept for {origin}")))?;
            write(&file, &kept)?;
            screen.talk(format!("the token for {origin} is forgotten on this machine; it still holds there (plumb logout ends it)"));
            return Ok(());
        }
        if std::io::IsTerminal::is_terminal(&std::io::stdin()) {
            screen.talk(format!("paste the token that you made at {origin}/settings/tokens and press Enter"));
            screen.show();
        }
        let mut token = String::new();
        let asked = std::io::stdin().take(1024).read_to_string(&mut token);
        asked.map_err(|error| Stop::usage(format!("no token: {error}")))?;
        let token = token.lines().next().unwrap_or_default().trim().to_owned();
        if !token.starts_with(PREFIX) || token.contains(char::is_whitespace) {
            return Err(Stop::usage(format!("that is no token; expected one that begins with {PREFIX}")));
        }
        let names = organisations(&server, &token).await?;
        kept.insert(origin.clone(), token);
        write(&file, &kept)?;
        screen.talk(format!("signed in at {origin}; the token is kept in {}", file.display()));
        table(screen, &["organisation"], names.into_iter().map(|name| vec![name]).collect());
        Ok(())
    }
}

/// Asks the server which organisations the token reads.
async fn organisations(server: &Url, token: &str) -> Result<Vec<String>, Stop> {
    let told = Client::of(server, token.to_owned())?.get("/organisations").await?.body;
    let all = told["organisations"].as_array().cloned().unwrap_or_default();
    Ok(all.iter().map(|one| text(one, "name").to_owned()).collect())
}

/// Returns the token that is kept for a server.
pub fn token_for(origin: &str) -> Result<Option<String>, Stop> {
    Ok(read(&file()?)?.remove(origin))
}

/// The tokens that are kept, by server.
pub struct Kept {
    file: PathBuf,
    tokens: BTreeMap<String, String>,
}

impl Kept {
    /// Reads them.
    pub fn read() -> Result<Self, Stop> {
        let file = file()?;
        let tokens = read(&file)?;
        Ok(Self { file, tokens })
    }

    /// Returns the token that is kept for a server.
    pub fn token(&self, origin: &str) -> Option<String> {
        self.tokens.get(origin).cloned()
    }

    /// Forgets the token of a server.
    pub fn forget(&mut self, origin: &str) -> Result<(), Stop> {
        self.tokens.remove(origin);
        write(&self.file, &self.tokens)
    }
}

/// Returns the file in which tokens are kept.
fn file() -> Result<PathBuf, Stop> {
    let named = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let settings = named("XDG_CONFIG_HOME").or_else(|| Some(named("HOME")?.join(".config")));
    let settings =
        settings.ok_or_else(|| Stop::usage("neither XDG_CONFIG_HOME nor HOME says where settings lie"))?;
    Ok(settings.join("plumb").join("servers.json"))
}

fn read(file: &Path) -> Result<BTreeMap<String, String>, Stop> {
    match fs::read_to_string(file) {
        Ok(text) => serde_json::from_str(&text)
            .map_err(|_| Stop::new(Exit::Refused, format!("{} cannot be read; remove it", file.display()))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeMap::new()),
        Err(error) => Err(Stop::new(Exit::Unreachable, format!("{}: {error}", file.display()))),
    }
}

/// Writes the file so that only its owner may read it, whole or not at all.
fn write(file: &Path, kept: &BTreeMap<String, String>) -> Result<(), Stop> {
    let written = || -> std::io::Result<()> {
        let folder = file.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let new = file.with_extension("new");
        let _ = fs::remove_file(&new); // what an interrupted run left
        let mut options = File::options();
        options.create_new(true).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut out = options.open(&new)?;
        out.write_all(serde_json::to_string_pretty(kept).map_err(std::io::Error::other)?.as_bytes())?;
        out.sync_all()?;
        fs::rename(new, file)
    };
    written().map_err(|error| Stop::new(Exit::Unreachable, format!("{}: {error}", file.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read_the_tokens() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("plumb").join("servers.json");
        let kept = BTreeMap::from([("https://a.example".to_owned(), "plumb_x".to_owned())]);
        write(&file, &kept).expect("writable");
        write(&file, &kept).expect("again");
        assert_eq!(fs::metadata(&file).expect("there").permissions().mode() & 0o777, 0o600);
        assert_eq!(read(&file).expect("ours"), kept);
    }
}
