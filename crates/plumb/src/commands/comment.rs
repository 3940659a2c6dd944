//! `plumb comment`: say something about a record, and the steps of threads.

use clap::{Args, Subcommand};
use model::records::Comment as CommentRecord;
use model::{Key, RecordId, RecordKind};
use operations::{Typed, form_of};

use crate::args::{Common, Writes};
use crate::commands::register;
use crate::commands::way::{self, WayVerb};
use crate::exit::Stop;
use crate::screen::Screen;

/// Comments: say something about a record, answer, resolve, withdraw.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb comment R-12 \"@Jana Novak is this still so?\"\nplumb comment CMT-3 \"it is\"                   an answer in the thread of CMT-3\nplumb comment R-12 \"as agreed\" --audience auditor\nplumb comment DOC-3 \"by whom?\" --quote \"accounts are made\"\nplumb comment ls about=R-12\nplumb comment resolve CMT-3 --because \"rated anew\""
)]
pub struct Comment {
    /// The record that it is about, or the comment that it answers
    #[arg(value_name = "ID", id = "about")]
    about: Option<String>,
    /// What is said: @ and a name calls somebody, # and an id names a record
    #[arg(value_name = "TEXT", id = "said")]
    said: Option<String>,
    /// Who reads it [team, team and certification auditor, private to me]
    #[arg(long, value_name = "WORD")]
    audience: Option<String>,
    /// The field of the record that it is about, by name
    #[arg(long, value_name = "FIELD")]
    field: Option<String>,
    /// Words of that field, or of a document's text, that it is about
    #[arg(long, value_name = "WORDS")]
    quote: Option<String>,
    #[command(flatten)]
    writes: Writes,
    #[command(subcommand)]
    verb: Option<CommentVerb>,
}

/// What is done with comments.
#[derive(Debug, Subcommand)]
enum CommentVerb {
    #[command(flatten)]
    Way(WayVerb<CommentRecord>),
}

impl Comment {
    /// Runs the verb; without one something is said, or all comments are listed.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        match (self.verb, self.about, self.said) {
            (Some(_), Some(word), _) => {
                Err(Stop::usage(format!("{word} and a verb were given; the id stands behind the verb")))
            }
            (Some(CommentVerb::Way(verb)), None, _) => verb.run(common, screen).await,
            (None, None, _) => register::list::<CommentRecord>(common, screen).await,
            (None, Some(word), None) => Err(Stop::usage(format!("nothing was said about {word}"))
                .help(format!("say it: plumb comment {word} \"…\""))
                .help(format!("what was said: plumb comment ls about={word}"))),
            (None, Some(word), Some(said)) => {
                let id = RecordId::parse(&word)
                    .ok_or_else(|| Stop::usage(format!("{word} is no id; expected one such as R-12")))?;
                let named = if id.kind == RecordKind::Comment { "answers" } else { "about" };
                let mut typed: Typed = vec![(named.to_owned(), id.to_string()), ("text".to_owned(), said)];
                for (name, given) in
                    [("audience", self.audience), ("field", self.field), ("quote", self.quote)]
                {
                    typed.extend(given.map(|given| (name.to_owned(), given)));
                }
                let form = form_of(RecordKind::Comment, "write").expect("comments are written by a form");
                let none_yet = RecordId { kind: RecordKind::Comment, key: Key::One };
                way::take(form, none_yet, typed, &self.writes, common, screen).await
            }
        }
    }
}
