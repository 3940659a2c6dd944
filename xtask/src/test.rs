//! `cargo xtask test`: all tests, what was skipped and why, and one closing line.

use crate::command::{Outcome, cargo, find, in_ci, root, run_and_read};
use crate::{axe, chromium};
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
    let checker = axe::find_or_install();
    match &checker {
        Ok(path) => eprintln!("axe-core: {}", path.display()),
        Err(why) => tally.skip(&format!("axe-core on pages: {why}")),
    }
    if !root().join("../shared/fixtures").is_dir() {
        eprintln!("fixtures: not beside this checkout; what needs them says so below");
    }
    let mut problems = Vec::new();
    for (runner, mut command) in commands(words) {
        command.env("CARGO_TERM_COLOR", "never"); // its words are read
        if let Ok(path) = &browser {
            command.env(chromium::VARIABLE, path);
        }
        if let Ok(path) = &checker {
            command.env(axe::VARIABLE, path);
        }
        let read = |line: &str| {
            if tally.tells(runner, line) {
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

/// Who runs tests, and so how to read what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Runner {
    Cargo,
    Nextest,
}

/// Returns what is to be run: nextest and the doc tests, or cargo's own runner for both.
fn commands(words: &[String]) -> Vec<(Runner, Command)> {
    let filter: Vec<&str> = words.iter().map(String::as_str).collect();
    let cargos = |kind: &[&str]| {
        let front = ["test", "--workspace", "--locked", "--no-fail-fast"];
        let back = ["--", "--show-output"];
        (Runner::Cargo, cargo(&[&front[..], kind, &back[..], &filter].concat()))
    };
    if find("cargo-nextest").is_none() {
        return vec![cargos(&[])];
    }
    let front = ["nextest", "run", "--workspace", "--locked", "--no-fail-fast", "--no-tests", "pass"];
    let seen = ["--status-level", "pass", "--success-output", "immediate"];
    vec![(Runner::Nextest, cargo(&[&front[..], &seen[..], &filter].concat())), cargos(&["--doc"])]
}

/// What the runners said, added up.
#[derive(Default)]
struct Tally {
    passed: u64,
    failed: u64,
    /// Each reason to skip, and how often it was given.
    skips: BTreeMap<String, u64>,
    /// What tests that passed have printed is read, not shown.
    in_passed: bool,
}

impl Tally {
    fn skip(&mut self, why: &str) {
        *self.skips.entry(why.to_owned()).or_default() += 1;
    }

    fn skipped(&self) -> u64 {
        self.skips.values().sum()
    }

    /// Reads one line of a runner, and says whether it is worth showing.
    fn tells(&mut self, runner: Runner, line: &str) -> bool {
        let text = line.trim();
        if let Some(why) = text.strip_prefix("skipped: ") {
            self.skip(why);
            return false;
        }
        match runner {
            Runner::Cargo => self.read_cargo(text),
            Runner::Nextest => self.read_nextest(text),
        }
        !self.in_passed
    }

    /// Cargo's runner first shows what passed, then what failed, then the counts.
    fn read_cargo(&mut self, text: &str) {
        if let Some(result) = text.strip_prefix("test result: ") {
            self.in_passed = false;
            self.add(result.split_once(". ").map_or("", |(_, counts)| counts), ';');
        } else if text == "successes:" {
            self.in_passed = true;
        } else if text == "failures:" {
            self.in_passed = false;
        }
    }

    /// Nextest shows a line for each test, and below it what the test printed.
    fn read_nextest(&mut self, text: &str) {
        match text.split_once(" [").map_or("", |(word, _)| word.trim()) {
            "PASS" => self.in_passed = true,
            "FAIL" | "SLOW" | "TIMEOUT" | "ABORT" | "SIGABRT" | "SIGSEGV" => self.in_passed = false,
            "Summary" => {
                self.in_passed = false;
                let counts = text.split_once(" run: ").map_or("", |(_, counts)| counts);
                self.add(counts, ',');
            }
            _ => {}
        }
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

    fn read(runner: Runner, output: &str) -> (Tally, Vec<&str>) {
        let mut tally = Tally::default();
        let shown = output.lines().filter(|line| tally.tells(runner, line)).map(str::trim).collect();
        (tally, shown)
    }

    const OF_CARGO: &str = "test a ... ok
        successes:
        ---- a stdout ----
        skipped: fixtures are not here
        failures:
        ---- b stdout ----
        why
        test result: FAILED. 3 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s
        test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.1s";

    const OF_NEXTEST: &str = "PASS [   0.003s] model a
          stdout ───
            test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 17 filtered out; finished in 0.00s
            skipped: fixtures are not here
        FAIL [   0.004s] model b
          stdout ───
            why
     Summary [   0.5s] 7 tests run: 4 passed (1 slow), 2 failed, 1 timed out, 9 skipped";

    #[test]
    fn counts_of_cargos_own_runner_are_added_up() {
        let (tally, _) = read(Runner::Cargo, OF_CARGO);
        assert_eq!((tally.passed, tally.failed, tally.skipped()), (4, 2, 2));
    }

    #[test]
    fn counts_of_nextest_are_read_with_its_remarks() {
        let (tally, _) = read(Runner::Nextest, OF_NEXTEST);
        assert_eq!((tally.passed, tally.failed, tally.skipped()), (4, 3, 1));
    }

    #[test]
    fn one_test_alone_is_counted() {
        let (tally, _) = read(Runner::Nextest, "     Summary [   0.0s] 1 test run: 1 passed, 0 skipped");
        assert_eq!(tally.passed, 1);
    }

    #[test]
    fn what_a_failed_test_printed_is_shown_and_what_a_passed_one_printed_is_not() {
        for (runner, output) in [(Runner::Cargo, OF_CARGO), (Runner::Nextest, OF_NEXTEST)] {
            let (tally, shown) = read(runner, output);
            assert!(shown.contains(&"why"), "{runner:?}: {shown:?}");
            assert!(!shown.contains(&"---- a stdout ----"), "{runner:?}: {shown:?}");
            assert_eq!(tally.skips.get("fixtures are not here"), Some(&1), "{runner:?}");
        }
    }
}
