//! Finding axe-core for tests that ask it about pages, and installing it beside the build where that is simple.

use crate::command::{find, root, run};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The variable by which tests learn where axe-core is.
pub const VARIABLE: &str = "PLUMB_AXE";
/// The package, with the version that pages are held to.
const PACKAGE: &str = "axe-core@4.10.3";

/// Returns the one file of axe-core, installing it by npm into the target folder, or why there is none.
pub fn find_or_install() -> Result<PathBuf, String> {
    if let Some(named) = std::env::var_os(VARIABLE).map(PathBuf::from) {
        return if named.is_file() { Ok(named) } else { Err(format!("{VARIABLE} names no file")) };
    }
    installed(PACKAGE, "axe", "node_modules/axe-core/axe.min.js")
}

/// Returns a file of a package of npm, installed into a folder of its own in the target folder.
pub fn installed(package: &str, folder: &str, file: &str) -> Result<PathBuf, String> {
    let home = root().join("target").join(folder);
    let path = home.join(file);
    if path.is_file() {
        return Ok(path);
    }
    let npm = find("npm").ok_or("no npm in PATH; install it with `sudo apt-get install npm`")?;
    std::fs::create_dir_all(&home).map_err(|error| format!("no folder {}: {error}", home.display()))?;
    eprintln!("installs: {package}, into {}", home.display());
    let words = ["install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", "."];
    run(Command::new(npm).args(words).arg(package).current_dir(&home).stdin(Stdio::null()))?;
    path.is_file().then_some(path).ok_or_else(|| format!("npm brought no {file} of {package}"))
}
