//! The binary `plumb`: an ISO 27001 engagement from the command line.

mod args;
mod bug;
mod cli;
mod commands;
mod credential;
mod exit;
mod fields;
mod folder;
mod nearest;
#[cfg(test)]
mod reference;
mod remote;
mod screen;
mod shapes;
mod table;
#[cfg(test)]
mod told;
mod write;

use std::process::ExitCode;

use clap::Parser as _;

use crate::cli::Cli;
use crate::exit::Stop;
use crate::screen::{Json, Screen};

fn main() -> ExitCode {
    bug::report_bugs();
    let cli = Cli::parse();
    let json = if cli.common.json { Json::Yes } else { Json::No };
    let mut screen = Screen::new(json, cli.common.color);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.expect("a machine that runs plumb has threads");
    let work = || runtime.block_on(commands::run(cli.command, &cli.common, &mut screen));
    let Ok(ended) = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)) else {
        return ExitCode::from(bug::EXIT);
    };
    let code = match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            tell(&screen, &stop);
            ExitCode::from(stop.exit as u8)
        }
    };
    screen.show();
    code
}

/// Says on stderr why a command stopped, and what to do.
fn tell(screen: &Screen, stop: &Stop) {
    if !stop.words.is_empty() {
        screen.talk(format!("{}: {}", screen.paint("31;1", "error"), stop.words));
    }
    for help in &stop.help {
        screen.talk(format!("{}: {help}", screen.paint("32", "help")));
    }
}
