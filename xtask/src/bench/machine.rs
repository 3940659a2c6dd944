//! On what was measured: processor, memory, commit.

use crate::command::printed;
use std::fmt;
use std::fs;
use std::thread;

/// The machine and the commit of one run.
pub struct Machine {
    /// What a baseline must have been made on, to be compared with.
    pub name: String,
    commit: String,
}

impl Machine {
    /// Returns this machine and the commit that is checked out.
    pub fn of_this_run() -> Self {
        let cores = thread::available_parallelism().map_or(0, std::num::NonZero::get);
        let processor =
            field("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown processor".to_owned());
        let memory = field("/proc/meminfo", "MemTotal")
            .and_then(|text| text.split_whitespace().next()?.parse::<u64>().ok())
            .map_or(String::new(), |kib| format!(", {} GiB", kib.div_ceil(1024 * 1024)));
        Self { name: format!("{processor}, {cores} cores{memory}"), commit: commit() }
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "machine  {}", self.name)?;
        writeln!(f, "commit   {}", self.commit)?;
        writeln!(f, "build    release")
    }
}

fn commit() -> String {
    let Some(head) = printed("git", &["rev-parse", "--short=12", "HEAD"]) else {
        return "no git here".to_owned();
    };
    let clean = printed("git", &["status", "--porcelain"]).is_some_and(|changes| changes.is_empty());
    if clean { head } else { format!("{head} and changes not committed") }
}

fn field(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}
