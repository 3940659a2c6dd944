//! Finding Chromium for tests that look at pages, and installing it where that is simple.

use crate::command::{find, printed, run};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The variable by which tests learn where the browser is.
pub const VARIABLE: &str = "PLUMB_CHROMIUM";

/// Returns the browser, installing it from the system's packages where we may, or why there is none.
pub fn find_or_install() -> Result<PathBuf, String> {
    if let Some(browser) = present() {
        return Ok(browser);
    }
    if find("apt-get").is_none() {
        return Err("no chromium in PATH, and no apt-get to install it with".to_owned());
    }
    if printed("id", &["-u"]).as_deref() != Some("0") {
        return Err("no chromium in PATH; install it with `sudo apt-get install chromium`".to_owned());
    }
    eprintln!("installs: chromium, from the system's packages");
    apt(&["update", "-qq"])?;
    apt(&["install", "-y", "-qq", "--no-install-recommends", "chromium"])?;
    present().ok_or_else(|| "the package chromium brought no chromium into PATH".to_owned())
}

fn present() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os(VARIABLE).map(PathBuf::from) {
        return named.is_file().then_some(named);
    }
    ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(find)
}

fn apt(words: &[&str]) -> Result<(), String> {
    let mut command = Command::new("apt-get");
    run(command.args(words).env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null()))
}
