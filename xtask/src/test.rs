//! `cargo xtask test`: all tests, what was skipped and why, and one closing line.

use crate::chromium;
use crate::command::{Outcome, cargo, find, in_ci, root, run_and_read};
use std::collections::BTreeMap;
use std::process::Command;

/// Runs all tests, or those whose name has one of the words in it.
pub fn run(words: &[String]) -> Outcome {
    let mut tally = Tally::default();
    let browser = chromium::find_or_install();
    match &browser {
        Ok(path) => eprintln!("browser: {}", path.display()),
        Err(why) => tally.skip(&format!("tests in a browser: {why}")),
    }
    if !root().join("../shared/fixtures").is_dir() {
        eprintln!("fixtures: not beside this checkout; what needs them says so below");
    }
    let mut problems = Vec::new();
    for mut command in commands(words) {
        if let Ok(path) = &browser {
            command.env(chromium::VARIABLE, path);
        }
        let read = |line: &str| {
            if tally.tells(line) {
                println!("{line}");
            }
        };
        if let Err(problem) = run_and_read(&mut command, read) {
            problems.push(problem);
        }
    }
    tally.close();
    if in_ci() && tally.skipped() > 0 {
        problems.push("something was skipped, and CI=true allows no skips".to_owned());
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\nxtask: ")) }
}

/// Returns what is to be run: nextest and the doc tests, or cargo's own runner for both.
fn commands(words: &[String]) -> Vec<Command> {
    let filter: Vec<&str> = words.iter().map(String::as_str).collect();
    if find("cargo-nextest").is_some() {
        let nextest = ["nextest", "run", "--workspace", "--locked", "--no-fail-fast"];
        let quiet = ["--success-output", "immediate", "--status-level", "fail", "--no-tests", "pass"];
        let mut all = vec![cargo(&[&nextest[..], &quiet[..], &filter].concat())];
        let doc = ["test", "--workspace", "--locked", "--doc", "--no-fail-fast", "--"];
        all.push(cargo(&[&doc[..], &filter].concat()));
        return all;
    }
    let front = ["test", "--workspace", "--locked", "--no-fail-fast", "--", "--show-output"];
    vec![cargo(&[&front[..], &filter].concat())]
}

/// What the runners said, added up.
#[derive(Default)]
struct Tally {
    passed: u64,
    failed: u64,
    /// Each reason to skip, and how often it was given.
    skips: BTreeMap<String, u64>,
    /// Cargo's runner repeats what passed; that part is read, not shown.
    in_successes: bool,
}

impl Tally {
    fn skip(&mut self, why: &str) {
        *self.skips.entry(why.to_owned()).or_default() += 1;
    }

    fn skipped(&self) -> u64 {
        self.skips.values().sum()
    }

    /// Reads one line of a runner, and says whether it is worth showing.
    fn tells(&mut self, line: &str) -> bool {
        let text = line.trim();
        if let Some(why) = text.strip_prefix("skipped: ") {
            self.skip(why);
            return false;
        }
        match text {
            "successes:" => self.in_successes = true,
            "failures:" => self.in_successes = false,
            _ => {}
        }
        if let Some(counts) = text.strip_prefix("test result: ") {
            self.in_successes = false;
            let counts = counts.split_once(". ").map_or("", |(_, counts)| counts);
            self.add(counts, ';');
        } else if let Some((_, counts)) =
            text.split_once(" tests run: ").or_else(|| text.split_once(" test run: "))
        {
            self.add(counts, ',');
        }
        !self.in_successes
    }

    /// Adds counts such as `3 passed (1 slow), 1 failed`.
    fn add(&mut self, counts: &str, between: char) {
        for part in counts.split(between) {
            let mut words = part.split_whitespace();
            let Some(Ok(count)) = words.next().map(str::parse::<u64>) else { continue };
            match words.next() {
                Some("passed") => self.passed += count,
                Some("failed" | "timed" | "exec") => self.failed += count,
                Some("ignored") if count > 0 => {
                    *self.skips.entry("marked as ignored".to_owned()).or_default() += count;
                }
                _ => {}
            }
        }
    }

    fn close(&self) {
        for (why, times) in &self.skips {
            println!("skipped ({times}): {why}");
        }
        println!("{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(output: &str) -> Tally {
        let mut tally = Tally::default();
        for line in output.lines() {
            tally.tells(line);
        }
        tally
    }

    #[test]
    fn what_passed_is_not_shown_again() {
        let mut tally = Tally::default();
        let shown =
            ["test a ... ok", "successes:", "    a", "failures:", "    b"].map(|line| tally.tells(line));
        assert_eq!(shown, [true, false, false, true, true]);
    }

    #[test]
    fn counts_of_cargos_own_runner_are_added_up() {
        let tally = read(
            "test a ... ok\nsuccesses:\n    a\n\
             test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
             test result: FAILED. 1 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s",
        );
        assert_eq!((tally.passed, tally.failed, tally.skipped()), (4, 2, 1));
    }

    #[test]
    fn counts_of_nextest_are_read_with_its_remarks() {
        let tally =
            read("     Summary [   0.5s] 7 tests run: 4 passed (1 slow), 2 failed, 1 timed out, 9 skipped");
        assert_eq!((tally.passed, tally.failed), (4, 3));
    }

    #[test]
    fn one_test_alone_is_counted() {
        assert_eq!(read("     Summary [   0.0s] 1 test run: 1 passed, 0 skipped").passed, 1);
    }

    #[test]
    fn a_test_that_says_it_skipped_is_counted_with_its_reason() {
        let tally = read("    skipped: fixtures are not here\nskipped: fixtures are not here");
        assert_eq!(tally.skips.get("fixtures are not here"), Some(&2));
    }
}
