//! What proves in the terminal who one is: kept in a file that only its owner reads, never in an argument.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::exit::{Exit, Stop};

/// The longest credential that is read.
const BYTES_MAX: u64 = 4_096;

/// Returns the credential for a data folder: of the file that `PLUMB_TOKEN_FILE` names, else what `plumb sign-in` kept.
pub fn read(folder: &Path) -> Result<Option<String>, Stop> {
    if let Some(path) = token_file() {
        return read_file(&path);
    }
    match kept_at(folder) {
        Some(path) if path.exists() => read_file(&path),
        Some(_) | None => Ok(None),
    }
}

/// Returns the credential of the file that `PLUMB_TOKEN_FILE` names, where it names one.
pub fn named() -> Result<Option<String>, Stop> {
    token_file().map_or(Ok(None), |path| read_file(&path))
}

fn token_file() -> Option<PathBuf> {
    std::env::var_os("PLUMB_TOKEN_FILE").filter(|path| !path.is_empty()).map(PathBuf::from)
}

fn read_file(path: &Path) -> Result<Option<String>, Stop> {
    let wrong = |words: String| Stop::new(Exit::NotAllowed, format!("{}: {words}", path.display()));
    let about = std::fs::metadata(path).map_err(|error| wrong(error.to_string()))?;
    if about.len() > BYTES_MAX {
        return Err(wrong(format!("is larger than {BYTES_MAX} bytes, expected one line")));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        if about.mode() & 0o077 != 0 {
            return Err(wrong("others can read it".to_owned()).help(format!("chmod 600 {}", path.display())));
        }
    }
    let text = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
    Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
}

/// Keeps the credential for a data folder.
pub fn keep(folder: &Path, secret: &str) -> Result<PathBuf, Stop> {
    let path = kept_at(folder).ok_or_else(|| {
        Stop::new(Exit::Unreachable, "there is no home folder to keep a sign-in in")
            .help("name a file with a token: PLUMB_TOKEN_FILE=FILE plumb …")
    })?;
    let failed = |error: std::io::Error| Stop::new(Exit::Unreachable, format!("{}: {error}", path.display()));
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(failed)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(&path).map_err(failed)?;
    writeln!(file, "{secret}").map_err(failed)?;
    Ok(path)
}

/// Forgets the credential for a data folder.
pub fn forget(folder: &Path) -> Result<(), Stop> {
    let Some(path) = kept_at(folder).filter(|path| path.exists()) else { return Ok(()) };
    std::fs::remove_file(&path)
        .map_err(|error| Stop::new(Exit::Unreachable, format!("{}: {error}", path.display())))
}

/// Returns where the credential for a data folder is kept: one file for each folder, named after where it lies.
fn kept_at(folder: &Path) -> Option<PathBuf> {
    let config = std::env::var_os("XDG_CONFIG_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let config = config.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".config")))?;
    let lies = std::fs::canonicalize(folder).ok()?;
    let name: String =
        lies.to_string_lossy().chars().map(|sign| if sign.is_alphanumeric() { sign } else { '-' }).collect();
    // The end of a path tells folders apart best, and file names are short.
    let skip = name.chars().count().saturating_sub(180);
    Some(config.join("plumb").join(name.chars().skip(skip).collect::<String>().trim_start_matches('-')))
}
