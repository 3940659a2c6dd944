//! `plumb login`: keeps a token for a server, in a file that only its owner may read.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use app::identity::{Ask, Fetch as _, Https, PREFIX, PrivateAddresses, Shows, Url};
use clap::Args;
use serde_json::Value;

use crate::args::Common;
use crate::exit::{Exit, Stop};
use crate::screen::Screen;
use crate::table::table;

/// Where a server says what a token may read.
const ORGANISATIONS: &str = "/api/v1/organisations";
/// The longest answer that is read.
const BYTES_MAX: u64 = 1024 * 1024;

/// Keep a token for a server; it is read from standard input and tried first.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb login https://isms.example.org < token.txt\nplumb login --ls                                 which servers there are\nplumb login https://isms.example.org --forget    forget its token",
    after_help = "Make the token in the browser, under Tokens. It is kept in servers.json in the folder plumb of your settings\n\
                  (XDG_CONFIG_HOME or ~/.config), which only you may read. A token never approves, accepts, closes or grants."
)]
pub struct Login {
    /// Where the server is reached
    #[arg(required_unless_present = "ls")]
    server: Option<Url>,
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
        let Some(server) = self.server.filter(|_| !self.ls) else {
            table(screen, &["server"], kept.keys().map(|server| vec![server.clone()]).collect());
            return Ok(());
        };
        let origin = server.origin().ascii_serialization();
        if self.forget {
            kept.remove(&origin).ok_or_else(|| Stop::not_found(format!("no token is kept for {origin}")))?;
            write(&file, &kept)?;
            screen.talk(format!("the token for {origin} is forgotten; revoke it there as well"));
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
    let unreachable = |words: String| Stop::new(Exit::Unreachable, words);
    let url = server.join(ORGANISATIONS).map_err(|_| Stop::usage("that is no address of a server"))?;
    let (status, body) = match url.scheme() {
        "https" => {
            let https =
                Https::new(PrivateAddresses::Allowed).map_err(|error| unreachable(error.to_string()))?;
            let ask = Ask { url, form: None, shows: Shows::Bearer(token.to_owned()) };
            let told = https.ask(ask).await.map_err(|error| unreachable(error.to_string()))?;
            (told.status, told.body)
        }
        "http" if is_here(&url) => asked_here(&url, token)
            .map_err(|error| unreachable(format!("{server} did not answer: {error}")))?,
        _ => return Err(Stop::usage("a token is sent over https only, or to this machine itself")),
    };
    match status {
        200 => {}
        401 | 403 => return Err(Stop::new(Exit::NotAllowed, "the server does not know this token")),
        other => return Err(unreachable(format!("the server answered with status {other}"))),
    }
    let read: Value = serde_json::from_slice(&body)
        .map_err(|_| unreachable("the server's answer cannot be read; is it plumb?".to_owned()))?;
    let all = read["organisations"].as_array().cloned().unwrap_or_default();
    Ok(all.iter().filter_map(|one| one["name"].as_str().map(str::to_owned)).collect())
}

/// Says whether an address is this machine.
fn is_here(url: &Url) -> bool {
    matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"))
}

/// Asks a server on this machine, without TLS.
fn asked_here(url: &Url, token: &str) -> std::io::Result<(u16, Vec<u8>)> {
    let (host, port) = (url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or(80));
    let patience = Duration::from_secs(5);
    let mut last = std::io::Error::other("no such machine");
    for address in (host.trim_matches(['[', ']']), port).to_socket_addrs()? {
        let mut stream = match TcpStream::connect_timeout(&address, patience) {
            Ok(stream) => stream,
            Err(error) => {
                last = error;
                continue;
            }
        };
        stream.set_read_timeout(Some(patience))?;
        let path = url.path();
        write!(
            stream,
            "GET {path} HTTP/1.0\r\nHost: {host}:{port}\r\nAuthorization: Bearer {token}\r\nAccept: application/json\r\n\r\n"
        )?;
        let mut answer = Vec::new();
        stream.take(BYTES_MAX).read_to_end(&mut answer)?;
        let split = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(answer.len());
        let head = String::from_utf8_lossy(&answer[..split]);
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        let status = status.ok_or_else(|| std::io::Error::other("it does not speak HTTP"))?;
        return Ok((status, answer.get(split + 4..).unwrap_or_default().to_vec()));
    }
    Err(last)
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

    #[tokio::test]
    async fn a_token_is_not_sent_without_tls_to_another_machine() {
        for server in ["http://isms.example.org/", "ftp://localhost/", "http://localhost.evil.example/"] {
            let stop = organisations(&server.parse().expect("an address"), "plumb_x").await;
            assert_eq!(stop.err().map(|stop| stop.exit), Some(Exit::Usage), "{server}");
        }
    }
}
