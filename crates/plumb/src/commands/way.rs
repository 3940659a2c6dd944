//! `plumb audit`, `nc`, `review`, `incident` …: the generic commands of a kind, and each step that its records can take.

use std::marker::PhantomData;

use app::Via;
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches, Subcommand};
use model::{Date, Isms, Key, PartId, Record, RecordId, RecordKind, Shape, Value};
use operations::{FieldProblem, FormTarget, Input, OperationForm, Typed, form_of, forms_of};

use crate::args::{Common, Day, Writes};
use crate::commands::register::{self, Verb};
use crate::commands::show::reference;
use crate::exit::Stop;
use crate::fields::{person_ids, placeholder};
use crate::folder;
use crate::remote::{self, Remote};
use crate::screen::Screen;
use crate::write;

/// Records of one kind, and their way.
#[derive(Debug, Args)]
pub struct Way<R: Record> {
    #[command(subcommand)]
    verb: Option<WayVerb<R>>,
}

/// What is done with records of one kind.
#[derive(Debug, Subcommand)]
pub enum WayVerb<R: Record> {
    #[command(flatten)]
    Register(Verb<R>),
    #[command(flatten)]
    Step(Step<R>),
}

impl<R: Record> Way<R> {
    /// Runs the verb; without one the records are listed.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        match self.verb {
            None => register::list::<R>(common, screen).await,
            Some(verb) => verb.run(common, screen).await,
        }
    }
}

impl<R: Record> WayVerb<R> {
    /// Runs it.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        match self {
            Self::Register(verb) => verb.run(common, screen).await,
            Self::Step(step) => step.run(common, screen).await,
        }
    }
}

/// A step of a record's way: the verb of an operation's form, with what it asks as options.
#[derive(Debug)]
pub struct Step<R> {
    verb: String,
    record: Option<String>,
    typed: Typed,
    writes: Writes,
    kind: PhantomData<fn() -> R>,
}

/// The input that stands for the reason of a commit too: one option gives both.
const BECAUSE: &str = "because";

impl<R: Record> Step<R> {
    /// Takes it.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let form = form_of(R::NAME, &self.verb).expect("clap knows the verbs of the forms alone");
        let mut typed = self.typed;
        let mut writes = self.writes;
        if asks(form, BECAUSE)
            && let Some(because) = writes.because.take()
        {
            typed.push((BECAUSE.to_owned(), because));
        }
        let (id, part) = target::<R>(form, self.record.as_deref())?;
        typed.extend(part);
        take(form, id, typed, &writes, common, screen).await
    }
}

/// Takes a step with what was typed for it, in the folder or on the server.
pub async fn take(
    form: &'static OperationForm,
    id: RecordId,
    typed: Typed,
    writes: &Writes,
    common: &Common,
    screen: &mut Screen,
) -> Result<(), Stop> {
    if let Some(remote) = Remote::of(common).await? {
        let isms = remote::write::seen(&remote, form.on, writes).await?;
        let typed = all_evened(&isms, remote.today, form, typed)?;
        (form.make)(id, &typed).map_err(|problems| wrong(form, &typed, &problems))?;
        return remote::write::step(&remote, &isms, form, id, &typed, writes, screen).await;
    }
    let desk = folder::open(common, writes.access()).await?;
    let typed = all_evened(&desk.books.now().isms, desk.books.today(), form, typed)?;
    let operation = (form.make)(id, &typed).map_err(|problems| wrong(form, &typed, &problems))?;
    let visit = desk.visit(writes, Via::Cli, screen)?;
    let intent = operation.intent();
    let written = write::run_all(&desk, writes, &visit, intent, &[operation]).await?;
    write::show(screen, writes, &visit, &desk, &written);
    Ok(())
}

/// Says whether a form asks for an input.
fn asks(form: &OperationForm, name: &str) -> bool {
    form.inputs.iter().any(|input| input.name == name)
}

/// Returns the record that a step is done to, and the part of it that its id names: `CA-4.2` is action 2 of `NC-4`.
fn target<R: Record>(
    form: &OperationForm,
    record: Option<&str>,
) -> Result<(RecordId, Option<(String, String)>), Stop> {
    let Some(word) = record.filter(|_| form.target == FormTarget::Record) else {
        return Ok((RecordId { kind: R::NAME, key: Key::One }, None));
    };
    let numbered = |number: u32| Some(("number".to_owned(), number.to_string()));
    if let Some(part) = PartId::parse(word).filter(|part| part.record().kind == R::NAME) {
        let named = match &part {
            PartId::CorrectiveAction(_, number) | PartId::Decision(_, number) => numbered(*number),
            PartId::GapEntry(_, criterion) => Some(("criterion".to_owned(), criterion.text())),
        };
        if named.as_ref().is_none_or(|(name, _)| asks(form, name)) {
            return Ok((part.record(), named));
        }
    }
    Ok((reference::<R>(word)?.id(), None))
}

/// Evens all inputs.
fn all_evened(isms: &Isms, today: Date, form: &OperationForm, typed: Typed) -> Result<Typed, Stop> {
    typed.into_iter().map(|(name, text)| evened(isms, today, form, name, text)).collect()
}

/// Evens an input: people by name to their ids, days as people say them to dates.
fn evened(
    isms: &Isms,
    today: Date,
    form: &OperationForm,
    name: String,
    text: String,
) -> Result<(String, String), Stop> {
    let Some(input) = form.inputs.iter().find(|input| input.name == name) else { return Ok((name, text)) };
    let shape = (input.shape)();
    if is_day(&shape) && !text.is_empty() {
        let day: Day = text.parse().map_err(|words| Stop::usage(format!("--{}: {words}", option(input))))?;
        let date: Date = day.on(today);
        return Ok((name, date.to_string()));
    }
    Ok((name, person_ids(isms, &shape, &text)))
}

/// Says whether an input is a day.
fn is_day(shape: &Shape) -> bool {
    match shape {
        Shape::Date => true,
        Shape::Optional(inner) => is_day(inner),
        Shape::Line
        | Shape::Prose
        | Shape::Number
        | Shape::Decimal
        | Shape::Choice(_)
        | Shape::Reference(_)
        | Shape::Owner
        | Shape::List(_)
        | Shape::Parts(_) => false,
    }
}

/// Says what is wrong with what was typed, option by option.
fn wrong(form: &OperationForm, typed: &Typed, problems: &[FieldProblem]) -> Stop {
    let is_typed = |field: &str| typed.iter().any(|(name, text)| name == field && !text.is_empty());
    let words = problems.iter().map(|one| {
        let option = one.field.replace('_', "-");
        match form.inputs.iter().find(|input| input.name == one.field && !is_typed(input.name)) {
            Some(input) => format!("--{option} is needed: {}", input.help.trim_end_matches('.')),
            None => format!("--{option}: {}", one.problem),
        }
    });
    Stop::usage(words.collect::<Vec<_>>().join("; ")).help(format!(
        "what it asks: plumb {} {} --help",
        super::word_of(form.on),
        form.verb
    ))
}

/// Returns the name of an input as an option.
fn option(input: &Input) -> String {
    input.name.replace('_', "-")
}

/// Returns a name that clap keeps for as long as the program runs: the command line is made once.
fn kept(name: String) -> &'static str {
    name.leak()
}

/// Says whether a step has a command of its own, because it writes in more than one place.
fn is_own(kind: RecordKind, verb: &str) -> bool {
    const OWN: &[(RecordKind, &str)] = &[
        (RecordKind::Engagement, "issue"),
        (RecordKind::Engagement, "key"),
        (RecordKind::Engagement, "link"),
        (RecordKind::Share, "open"),
        (RecordKind::Share, "close"),
        (RecordKind::Share, "receive"),
    ];
    OWN.contains(&(kind, verb))
}

/// Returns the command of a form.
fn command<R: Record>(form: &'static OperationForm) -> Command {
    let mut command = Command::new(form.verb);
    let mut example = format!("plumb {} {}", super::word_of(R::NAME), form.verb);
    if form.target == FormTarget::Record {
        let id = RecordId { kind: R::NAME, key: Key::Number(1) };
        let shown = if R::NAME == model::RecordKind::Control { "A.8.13".to_owned() } else { id.to_string() };
        example.push_str(&format!(" {shown}"));
        command = command.arg(Arg::new("record").value_name("ID").required(true).help("The record"));
    }
    for input in form.inputs.iter().filter(|input| input.name != BECAUSE) {
        let shape = (input.shape)();
        let needed = !input.may_be_empty();
        if needed {
            example.push_str(&format!(" --{} {}", option(input), placeholder(&shape)));
        }
        // A part's id gives the number or the item as well; the reading says what is missing.
        let mut help = input.help.trim_end_matches('.').to_owned();
        if let Shape::Choice(words) = &shape {
            help.push_str(&format!(" [{}]", words.join(", ")));
        }
        let arg = Arg::new(input.name).long(kept(option(input))).value_name(placeholder(&shape)).help(help);
        command = command.arg(arg.num_args(1).allow_hyphen_values(true).help_heading("Step"));
    }
    if asks(form, BECAUSE) {
        example.push_str(" --because TEXT");
    }
    // The shared options bring the words of their own type along.
    Writes::augment_args(command.before_help(example)).about(form.what.trim_end_matches('.'))
}

impl<R: Record> FromArgMatches for Step<R> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let missing = || clap::Error::new(clap::error::ErrorKind::MissingSubcommand);
        let (verb, matches) = matches.subcommand().ok_or_else(missing)?;
        let form = form_of(R::NAME, verb).ok_or_else(missing)?;
        let given = |name: &str| matches.try_get_one::<String>(name).ok().flatten().cloned();
        let inputs = form.inputs.iter().filter(|input| input.name != BECAUSE);
        Ok(Self {
            verb: verb.to_owned(),
            record: given("record"),
            typed: inputs.filter_map(|input| Some((input.name.to_owned(), given(input.name)?))).collect(),
            writes: Writes::from_arg_matches(matches)?,
            kind: PhantomData,
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl<R: Record> Subcommand for Step<R> {
    fn augment_subcommands(command: Command) -> Command {
        let steps = forms_of(R::NAME).filter(|form| !is_own(R::NAME, form.verb));
        steps.fold(command, |all, form| all.subcommand(self::command::<R>(form)))
    }

    fn augment_subcommands_for_update(command: Command) -> Command {
        Self::augment_subcommands(command)
    }

    fn has_subcommand(name: &str) -> bool {
        form_of(R::NAME, name).is_some() && !is_own(R::NAME, name)
    }
}
