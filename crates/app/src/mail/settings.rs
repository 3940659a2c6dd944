//! How mail is sent: the file `mail.toml` of the data folder names the server, and who the messages are from.

use std::fmt;
use std::fs;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use lettre::message::Mailbox;
use serde::Deserialize;

use crate::failure::Failure;

/// The file in the data folder. It may hold a password: only its owner may read it.
const FILE: &str = "mail.toml";
/// The longest file, and the longest file with a password, in bytes.
const BYTES_MAX: u64 = 16 * 1024;

/// How the way to the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailTls {
    /// TLS from the first byte.
    Implicit,
    /// TLS before anything is said; without it nothing is sent.
    Starttls,
    /// None: only to this machine itself.
    None,
}

impl MailTls {
    /// Returns its words for people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Implicit => "TLS from the first byte",
            Self::Starttls => "STARTTLS, required",
            Self::None => "none, on this machine only",
        }
    }

    fn port(self) -> u16 {
        match self {
            Self::Implicit => 465,
            Self::Starttls => 587,
            Self::None => 25,
        }
    }
}

/// How mail is sent.
#[derive(Debug, Clone)]
pub struct MailSettings {
    /// The name or address of the mail server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way to it is protected.
    pub tls: MailTls,
    /// Who signs in there; nobody where the server asks nobody.
    pub user: Option<String>,
    /// Who the messages are from.
    pub(super) from: Mailbox,
    pub(super) password: Option<Hidden>,
}

/// A password, which nothing shows.
#[derive(Clone)]
pub(super) struct Hidden(String);

impl Hidden {
    /// Returns the password itself, to sign in with it.
    pub(super) fn show(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hidden(…)")
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    host: String,
    port: Option<u16>,
    tls: Option<MailTls>,
    user: Option<String>,
    password: Option<String>,
    password_file: Option<PathBuf>,
    from: String,
}

impl MailSettings {
    /// The variable that may hold the password instead of a file.
    pub const PASSWORD: &'static str = "PLUMB_MAIL_PASSWORD";

    /// Returns how a data folder says that mail is sent; nothing where it says nothing. `password` is what the
    /// environment gives.
    ///
    /// # Errors
    /// Where the file cannot be read, or does not say what it should.
    pub fn of_folder(folder: &Path, password: Option<String>) -> Result<Option<Self>, Failure> {
        let path = folder.join(FILE);
        if fs::symlink_metadata(&path).is_err() {
            return Ok(None);
        }
        let refused = |why: String| Failure::Broken(format!("{}: {why}", path.display()));
        let text = private(&path).map_err(refused)?;
        let written: Written = toml::from_str(&text).map_err(|error| refused(told(&text, &error)))?;
        let password_file = written.password_file.as_ref().map(|file| folder.join(file));
        let kept = match (&written.password, password_file) {
            (Some(_), Some(_)) => {
                return Err(refused("expected password or password_file, not both".to_owned()));
            }
            (Some(password), None) => Some(password.clone()),
            (None, Some(file)) => {
                let text = private(&file).map_err(|why| refused(format!("password_file: {why}")))?;
                Some(text.trim_end_matches(['\r', '\n']).to_owned())
            }
            (None, None) => password.filter(|password| !password.is_empty()),
        };
        Self::of(written, kept).map(Some).map_err(refused)
    }

    /// Returns settings, or what is wrong with them.
    fn of(written: Written, password: Option<String>) -> Result<Self, String> {
        let Written { host, port, tls, user, from, .. } = written;
        let is_name = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-' | ':');
        if host.is_empty() || host.len() > 253 || !host.chars().all(is_name) {
            return Err("host: expected a name such as mail.example.org".to_owned());
        }
        let tls = tls.unwrap_or(MailTls::Starttls);
        if tls == MailTls::None && !is_this_machine(&host) {
            return Err(format!(
                "tls: {host} is another machine; expected \"implicit\" or \"starttls\" on the way to it"
            ));
        }
        // Where the server asks nobody, a variable that is set says nothing.
        if user.is_some() && password.is_none() {
            return Err(format!(
                "expected user together with password, password_file or the variable {}",
                Self::PASSWORD
            ));
        }
        let from: Mailbox = Some(from.as_str())
            .filter(|from| from.len() <= 320 && !from.contains(char::is_control))
            .and_then(|from| from.parse().ok())
            .ok_or_else(|| "from: expected an address such as \"Plumbline <isms@example.org>\"".to_owned())?;
        let port = port.filter(|port| *port > 0).unwrap_or(tls.port());
        let password = user.is_some().then_some(password).flatten().map(Hidden);
        Ok(Self { host, port, tls, user, from, password })
    }

    /// Returns settings for a server on this machine, for tests.
    #[must_use]
    pub fn on_this_machine(port: u16) -> Self {
        let from = "Plumbline <isms@acme.example>".parse().expect("an address");
        let host = "127.0.0.1".to_owned();
        Self { host, port, tls: MailTls::None, user: None, from, password: None }
    }

    /// Returns who the messages are from, as it is written in them.
    #[must_use]
    pub fn from(&self) -> String {
        self.from.to_string()
    }
}

/// Says what is wrong with the file and in which line, without the line itself: it may hold a password.
fn told(text: &str, error: &toml::de::Error) -> String {
    let whole = error.message();
    // Of a value of another type the words repeat the value.
    let is_value = whole.starts_with("invalid type") || whole.starts_with("invalid value");
    let expected = whole.rsplit_once(", expected ").filter(|_| is_value);
    let words = expected.map_or_else(|| whole.to_owned(), |(_, expected)| format!("expected {expected}"));
    match error.span() {
        Some(span) => {
            let before = text.as_bytes().iter().take(span.start);
            format!("line {}: {words}", before.filter(|sign| **sign == b'\n').count() + 1)
        }
        None => words,
    }
}

/// Says whether a name is that of this machine.
fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Reads a file that only its owner may read.
fn private(path: &Path) -> Result<String, String> {
    let about = fs::metadata(path).map_err(|error| error.to_string())?;
    if !about.is_file() || about.len() > BYTES_MAX {
        return Err("expected a file of at most 16 KiB".to_owned());
    }
    #[cfg(unix)]
    if std::os::unix::fs::PermissionsExt::mode(&about.permissions()) & 0o077 != 0 {
        return Err("it may hold a password; expected that only its owner may read it: chmod 600".to_owned());
    }
    fs::read_to_string(path).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str =
        "host = \"mail.example.org\"\nuser = \"isms\"\nfrom = \"Plumbline <isms@example.org>\"\n";

    fn read(text: &str, password: Option<&str>) -> Result<MailSettings, String> {
        let written: Written = toml::from_str(text).map_err(|error| error.message().to_owned())?;
        let password = password.map(str::to_owned).or(written.password.clone());
        MailSettings::of(written, password)
    }

    #[test]
    fn a_password_comes_from_a_private_file_or_the_environment_and_is_never_shown() {
        let folder = tempfile::tempdir().expect("a folder");
        let of = |password: Option<&str>| MailSettings::of_folder(folder.path(), password.map(str::to_owned));
        assert!(of(None).expect("no file").is_none());
        let file = folder.path().join(FILE);
        fs::write(&file, GOOD).expect("writable");
        let chmod = |file: &Path, mode: u32| {
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt as _;
                fs::set_permissions(file, fs::Permissions::from_mode(mode)).expect("ours");
            }
        };
        chmod(&file, 0o644);
        assert!(of(Some("s3cret")).expect_err("others read it").to_string().contains("only its owner"));
        chmod(&file, 0o600);
        let words = of(None).expect_err("no password").to_string();
        assert!(words.contains(MailSettings::PASSWORD), "{words}");
        let settings = of(Some("s3cret")).expect("good").expect("there");
        assert_eq!((settings.port, settings.tls), (587, MailTls::Starttls));
        assert!(!format!("{settings:?}").contains("s3cret"));
        let secret = folder.path().join("mail.password");
        fs::write(&secret, "of a file\n").expect("writable");
        chmod(&secret, 0o600);
        fs::write(&file, format!("{GOOD}password_file = \"mail.password\"\n")).expect("writable");
        let settings = of(Some("s3cret")).expect("good").expect("there");
        assert_eq!(settings.password.expect("read").show(), "of a file");
    }

    #[test]
    #[cfg(unix)]
    fn a_mistake_is_told_with_its_line_and_never_with_what_stands_there() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join(FILE);
        for (text, line) in [
            (format!("{GOOD}password = \"s3cret\nport = 25\n"), "line 4: "),
            (format!("{GOOD}passwort = \"s3cret\"\n"), "line 4: unknown field `passwort`"),
            (format!("{GOOD}port = \"s3cret\"\n"), "line 4: expected u16"),
            (format!("\n{GOOD}password = 993311\n"), "line 5: expected a string"),
        ] {
            fs::write(&file, text).expect("writable");
            fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).expect("ours");
            let words = MailSettings::of_folder(folder.path(), None).expect_err("a mistake").to_string();
            assert!(words.contains(line), "{words}");
            assert!(!words.contains("s3cret") && !words.contains("9933"), "{words}");
        }
    }

    #[test]
    fn what_cannot_be_meant_is_refused_with_what_was_expected() {
        for (from, to, says) in [
            ("mail.example.org\"", "mail.example.org\"\ntls = \"none\"", "is another machine"),
            ("mail.example.org\"", "mail.example.org\"\ntls = \"maybe\"", "unknown variant"),
            ("mail.example.org", "mail example", "expected a name"),
            ("Plumbline <isms@example.org>", "nobody", "expected an address"),
            ("Plumbline <isms@example.org>", "a@b.c\\r\\nBcc: x@y.z", "expected an address"),
            ("host", "hosts", "unknown field"),
        ] {
            let why = read(&GOOD.replace(from, to), Some("x")).err().unwrap_or_default();
            assert!(why.contains(says), "{to}: {why}");
        }
        let local = GOOD.replace("mail.example.org\"", "127.0.0.1\"\ntls = \"none\"");
        assert_eq!(read(&local, Some("x")).expect("this machine").port, 25);
        let implicit = GOOD.replace("host", "tls = \"implicit\"\nhost");
        assert_eq!(read(&implicit, Some("x")).expect("good").port, 465);
    }
}
