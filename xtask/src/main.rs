//! Chores of the project: `cargo xtask dev | check | test | api | walk | screens | lighthouse | bench`.

mod api;
mod axe;
mod bench;
mod check;
mod chromium;
mod command;
mod dev;
mod lighthouse;
mod screens;
mod test;
mod walk;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask CHORE

  dev     serves a demo company on this machine (target/demo.plumb); --fresh begins it anew
  check   formats, lints, asks cargo-deny where it is installed, then runs the tests
  test    runs all tests; what follows is a filter
  api     serves a sample and has schemathesis try every address of the API; a number is how many requests each
  screens writes every page as pictures, light and dark, wide and narrow, into target/screens or the folder named
  lighthouse  has Lighthouse look at the eight main pages of a served sample
  walk    plays the walks of docs/walk, with the words that people see: one organisation, then seven apart
  bench   measures in the release build; what follows are sizes (S, M, L); --save keeps the figures as the baseline
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (chore, rest) = match words.split_first() {
        Some((chore, rest)) => (chore.as_str(), rest),
        None => ("help", &[][..]),
    };
    let outcome = match chore {
        "api" => api::run_all(rest),
        "dev" => dev::run(rest),
        "check" => check::run(rest),
        "test" => test::run(rest),
        "lighthouse" => lighthouse::run_all(rest),
        "screens" => screens::run_all(rest),
        "bench" => bench::run(rest),
        "walk" => walk::run_all(rest),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(format!("there is no chore `{other}`\n\n{HELP}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("xtask: {problem}");
            ExitCode::FAILURE
        }
    }
}
