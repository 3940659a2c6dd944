//! The command line: what every command shares, and its first page of help.

use clap::Parser;

use crate::args::Common;
use crate::commands::Command;

const EXAMPLES: &str = "\
Begin:
  plumb init acme                         begin the records of an organisation
  plumb import risks.xlsx --dry-run       see what a register would bring
  plumb check                             the next few steps
  plumb serve                             the same in the browser

Work:
  plumb risk add \"Laptop stolen\" --owner Jana
  plumb rate R-1 --likelihood 3 --consequence 4 --because \"two last year\"
  plumb treat R-1 modify --control A.8.1
  plumb soa set A.8.1 --applicable yes --reason R-1
  plumb export soa --pdf --xlsx

Look:
  plumb log R-1                           who changed what, when and why
  plumb ls risk --as-of 2026-03-31        the past
  plumb check --gate stage1               what an auditor would raise";

const CODES: &str = "\
Exit codes: 0 fine, 1 problems, 2 not understood, 3 not found, 4 changed meanwhile, 5 does not verify,
6 not allowed, 7 refused, 8 no answer, 70 a bug of ours (with a report file)";

/// Runs an ISO 27001 engagement: risks, controls, evidence, statement of applicability, and what is missing
#[derive(Debug, Parser)]
#[command(
    name = "plumb",
    version,
    before_help = EXAMPLES,
    after_help = CODES,
    subcommand_required = true,
    arg_required_else_help = true,
    max_term_width = 110,
    infer_subcommands = false
)]
pub struct Cli {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_shows_examples_first() {
        fn bare(command: &clap::Command, path: &str, found: &mut Vec<String>) {
            for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
                let path = format!("{path} {}", sub.get_name());
                let leaf = sub.get_subcommands().next().is_none();
                let examples = sub.get_before_help().map(ToString::to_string).unwrap_or_default();
                if leaf && !examples.contains("plumb ") {
                    found.push(path.clone());
                }
                bare(sub, &path, found);
            }
        }
        let mut found = Vec::new();
        bare(&Cli::command(), "plumb", &mut found);
        assert!(found.is_empty(), "without an example: {found:#?}");
    }
}
