//! `cargo xtask walk`: plays the scripts of docs/walk against the program, and prints what people type and what is said.

use crate::command::{Outcome, cargo, run};

/// Plays all walks, or those whose test has one of the words in its name.
pub fn run_all(words: &[String]) -> Outcome {
    let mut all = vec!["test", "--workspace", "--locked", "--quiet", "--test", "walk", "--"];
    // One after the other, so that what is printed can be read.
    all.extend(["--nocapture", "--test-threads=1"]);
    all.extend(words.iter().map(String::as_str));
    run(&mut cargo(&all))
}
