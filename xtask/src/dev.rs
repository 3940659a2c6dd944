//! `cargo xtask dev`: serves the sample company from a folder that may be thrown away.

use crate::command::{self, Outcome, cargo, root};
use std::fs;

/// Serves the demo; `--fresh` begins it anew, all other words go to `plumb serve`.
pub fn run(words: &[String]) -> Outcome {
    let folder = root().join("target");
    let demo = folder.join("demo.plumb");
    let (fresh, rest): (Vec<&str>, Vec<&str>) =
        words.iter().map(String::as_str).partition(|word| *word == "--fresh");
    if !fresh.is_empty() && demo.exists() {
        fs::remove_dir_all(&demo).map_err(|error| format!("{} stays: {error}", demo.display()))?;
    }
    fs::create_dir_all(&folder).map_err(|error| format!("no folder {}: {error}", folder.display()))?;
    if !demo.exists() {
        plumb(&["init", "demo", "--sample"])?;
    }
    plumb(&[&["--data", "demo.plumb", "serve"], rest.as_slice()].concat())
}

fn plumb(words: &[&str]) -> Outcome {
    let front = ["run", "--package", "plumb", "--quiet", "--"];
    command::run(cargo(&[&front, words].concat()).current_dir(root().join("target")))
}
