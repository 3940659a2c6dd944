//! Who vouches for people: the file `sign-on.toml` of the data folder names the providers of single sign-on.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use identity::{Https, PrivateAddresses, Provider, Settings, Url};
use serde::Deserialize;

use crate::failure::Failure;

/// The file in the data folder. It holds secrets: only its owner may read it.
const FILE: &str = "sign-on.toml";
/// The longest file, in bytes.
const BYTES_MAX: u64 = 64 * 1024;
/// The most providers.
const MOST: usize = 20;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    provider: Vec<One>,
    /// Whether a provider may be in a private network.
    #[serde(default)]
    private_network: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct One {
    id: String,
    name: String,
    issuer: String,
    client_id: String,
    client_secret: Option<String>,
}

/// Returns settings with the providers that a data folder names; without the file they stay as they are.
///
/// # Errors
/// Where the file cannot be read, or does not say what it should.
pub(crate) fn with_providers(folder: &Path, settings: Settings) -> Result<Settings, Failure> {
    let path = folder.join(FILE);
    let Ok(about) = fs::metadata(&path) else { return Ok(settings) };
    let refused = |why: &str| Failure::Broken(format!("{}: {why}", path.display()));
    if about.len() > BYTES_MAX {
        return Err(refused("expected at most 64 KiB"));
    }
    #[cfg(unix)]
    if std::os::unix::fs::PermissionsExt::mode(&about.permissions()) & 0o077 != 0 {
        return Err(refused("it holds secrets; expected that only its owner may read it: chmod 600"));
    }
    let text = fs::read_to_string(&path).map_err(|error| refused(&error.to_string()))?;
    let written = read(&text).map_err(|why| refused(&why))?;
    if written.provider.is_empty() {
        return Ok(settings);
    }
    let private = if written.private_network { PrivateAddresses::Allowed } else { PrivateAddresses::Refused };
    let fetch = Https::new(private).map_err(|error| refused(&error.to_string()))?;
    let providers = written.provider.into_iter().map(Provider::from).collect();
    Ok(Settings { providers, fetch: Arc::new(fetch), ..settings })
}

impl From<One> for Provider {
    fn from(one: One) -> Self {
        let One { id, name, issuer, client_id, client_secret } = one;
        Self { id, name, issuer, client_id, client_secret }
    }
}

/// Reads the file and says what is wrong with it.
fn read(text: &str) -> Result<Written, String> {
    let written: Written = toml::from_str(text).map_err(|error| error.message().to_owned())?;
    if written.provider.len() > MOST {
        return Err(format!("expected at most {MOST} providers"));
    }
    for (at, one) in written.provider.iter().enumerate() {
        let id = &one.id;
        let is_word = (1..=30).contains(&id.len())
            && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if !is_word {
            return Err(format!("provider {}: expected an id of small letters, digits and hyphens", at + 1));
        }
        if written.provider.iter().take(at).any(|other| other.id == *id || other.issuer == one.issuer) {
            return Err(format!("provider {id}: another one has this id or issuer"));
        }
        let issuer: Option<Url> = one.issuer.parse().ok();
        let is_issuer = issuer.is_some_and(|url| {
            let plain = url.username().is_empty() && url.query().is_none() && url.fragment().is_none();
            url.scheme() == "https" && plain
        });
        if !is_issuer {
            return Err(format!("provider {id}: expected an issuer such as https://id.example.org"));
        }
        if one.name.trim().is_empty() || one.client_id.is_empty() {
            return Err(format!("provider {id}: expected a name and a client_id"));
        }
    }
    Ok(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "[[provider]]\nid = \"okta\"\nname = \"Okta\"\nissuer = \"https://id.example.org\"\nclient_id = \"plumb\"\nclient_secret = \"s\"\n";

    #[test]
    fn providers_are_read_from_a_file_that_only_its_owner_may_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let settings = || Settings::at(None);
        assert!(with_providers(folder.path(), settings()).expect("no file").providers.is_empty());
        let file = folder.path().join(FILE);
        fs::write(&file, GOOD).expect("writable");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("ours");
            let refused = with_providers(folder.path(), settings()).err().expect("others may read it");
            assert!(refused.to_string().contains("only its owner"), "{refused}");
            fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).expect("ours");
        }
        assert_eq!(with_providers(folder.path(), settings()).expect("good").providers[0].id, "okta");
    }

    #[test]
    fn a_file_that_does_not_say_what_it_should_is_refused_with_the_reason() {
        for (from, to, says) in [
            ("\"okta\"", "\"Okta!\"", "small letters"),
            ("https://", "http://", "expected an issuer"),
            ("https://id", "https://u@id", "expected an issuer"),
            ("\"Okta\"", "\" \"", "a name"),
            ("client_id", "clientid", "unknown field"),
            ("[[provider]]", "[provider", "expected"),
        ] {
            let why = read(&GOOD.replace(from, to)).err().unwrap_or_default();
            assert!(why.contains(says), "{to}: {why}");
        }
        let twice = format!("{GOOD}{GOOD}");
        assert!(read(&twice).is_err_and(|why| why.contains("another one")));
        assert!(read(GOOD).is_ok());
    }
}
