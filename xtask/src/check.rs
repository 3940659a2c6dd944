//! `cargo xtask check`: everything that must hold before a change is shown to others.

use crate::command::{self, Outcome, cargo, find, in_ci};
use crate::test;
use std::time::Instant;

/// Formats, lints, asks about dependencies, tests; stops at the first that fails.
pub fn run(words: &[String]) -> Outcome {
    step("format", || command::run(&mut cargo(&["fmt", "--all", "--check"])))?;
    step("lint", || {
        command::run(&mut cargo(&[
            "clippy",
            "--workspace",
            "--all-targets",
            "--locked",
            "--",
            "-D",
            "warnings",
        ]))
    })?;
    step("dependencies", dependencies)?;
    step("tests", || test::run(words))
}

fn step(name: &str, work: impl FnOnce() -> Outcome) -> Outcome {
    let begun = Instant::now();
    let outcome = work();
    eprintln!("{name}: {:.1} s", begun.elapsed().as_secs_f64());
    outcome
}

fn dependencies() -> Outcome {
    if find("cargo-deny").is_none() {
        eprintln!("skipped: cargo-deny is not installed; tidy still holds the bans and sources");
        return Ok(());
    }
    command::run(&mut cargo(&["deny", "--offline", "check", "licenses", "bans", "sources"]))?;
    // The database of advisories comes from outside: without it there is nothing to say, and we say that.
    match command::run(&mut cargo(&["deny", "check", "advisories"])) {
        Err(problem) if !in_ci() => {
            eprintln!("advisories: {problem}");
            eprintln!(
                "advisories: look above whether one was found, or whether the database was out of reach"
            );
            Ok(())
        }
        other => other,
    }
}
