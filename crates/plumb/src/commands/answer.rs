//! `plumb answer`: the five questions, answered later or answered again.

use std::io::IsTerminal as _;

use clap::Args;
use operations::{AnswerQuestions, Drafts};

use crate::args::{Common, Writes};
use crate::commands::answers::{self, Given};
use crate::exit::Stop;
use crate::screen::Screen;
use crate::write;

/// Answer the five questions, or more of them.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb answer                      asks them\nplumb answer --people 60 --runs-on AWS --writes-software yes\nplumb answer --answers answers.toml"
)]
pub struct Answer {
    /// Propose no drafts
    #[arg(long)]
    bare: bool,
    #[command(flatten)]
    given: Given,
    #[command(flatten)]
    writes: Writes,
}

impl Answer {
    /// Writes the answers that are new, and the drafts that fit them; what was filled, taken or refused stays as it is.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let Self { bare, given, writes } = self;
        let sits = std::io::stdin().is_terminal() && std::io::stdout().is_terminal() && !screen.is_json();
        if given.is_empty() && !sits {
            return Err(Stop::usage("no answer was given").help("what can be answered: plumb answer --help"));
        }
        write::perform(common, screen, &writes, |desk| {
            let today = desk.books.today();
            let answers = if given.is_empty() {
                let (input, output) = (std::io::stdin(), std::io::stderr());
                answers::ask(&mut input.lock(), &mut output.lock(), today).map_err(|problem| {
                    Stop::usage(format!("the questions cannot be asked here: {problem}"))
                })?
            } else {
                given.read(today)?
            };
            let drafts = if bare { Drafts::LeaveOut } else { Drafts::Propose };
            Ok(AnswerQuestions { answers, drafts })
        })
        .await
    }
}
