//! `cargo xtask screens`: every page of an empty organisation, of both samples and of an auditor, as pictures in a folder.

use crate::chromium;
use crate::command::{Outcome, cargo, root, run};
use std::path::PathBuf;

/// The variable by which the pages' tests learn where pictures go.
const VARIABLE: &str = "PLUMB_SCREENS";

/// Writes the pictures into the folder that was named, or into `target/screens`.
pub fn run_all(words: &[String]) -> Outcome {
    let browser =
        chromium::find_or_install().map_err(|why| format!("no pictures without a browser: {why}"))?;
    let folder = words.first().map_or_else(|| root().join("target/screens"), PathBuf::from);
    let folder = std::path::absolute(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut command = cargo(&["test", "--workspace", "--locked", "--test", "pages", "--", "--nocapture"]);
    // The auditor's side needs a body and a client: the walk through it draws its own pages.
    command.args(["pictures_of_every_page", "a_row_of_the_statement_to_a_proven_file"]);
    command.env(chromium::VARIABLE, browser).env(VARIABLE, &folder);
    run(&mut command)
}
