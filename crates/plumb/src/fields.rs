//! Fields as people type them: `owner=PER-2`, or `--owner PER-2` where the kind is known.

use std::marker::PhantomData;

use app::Room;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};
use model::{Date, Isms, Record, RecordId, RecordKind, Shape, Shown, Writer};
use operations::Typed;

use crate::args::Day;
use crate::commands;
use crate::exit::Stop;
use crate::folder::person_in;
use crate::nearest::{did_you_mean, nearest};

/// The fields of one kind as options: `--owner PER-2`; beside them `owner=PER-2` is understood too.
#[derive(Debug, Clone)]
pub struct Fields<R> {
    /// What was given, by name.
    pub typed: Typed,
    kind: PhantomData<fn() -> R>,
}

/// Returns a name that clap keeps for as long as the program runs: the command line is made once.
fn kept(name: String) -> &'static str {
    name.leak()
}

/// Returns the name that an option has inside clap.
fn option_id(name: &str) -> String {
    format!("field.{name}")
}

impl<R: Record> FromArgMatches for Fields<R> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut typed = Vec::new();
        for field in form_fields(R::NAME) {
            for value in matches.get_many::<String>(&option_id(field.name)).into_iter().flatten() {
                typed.push((field.name.to_owned(), value.clone()));
            }
        }
        for pair in matches.get_many::<String>("fields").into_iter().flatten() {
            match pair.split_once('=') {
                Some((name, text)) => typed.push((name.to_owned(), text.to_owned())),
                None => typed.push((pair.clone(), String::from('\0'))),
            }
        }
        Ok(Self { typed, kind: PhantomData })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl<R: Record> Args for Fields<R> {
    fn augment_args(mut command: Command) -> Command {
        for field in form_fields(R::NAME) {
            let long = field.name.replace('_', "-");
            let mut arg = Arg::new(kept(option_id(field.name)))
                .long(kept(long.clone()))
                .value_name(placeholder(&field.shape))
                .help(field.help.trim_end_matches('.').to_owned())
                .help_heading("Fields")
                .action(ArgAction::Set)
                .num_args(1)
                .allow_hyphen_values(true);
            if long != field.name {
                arg = arg.alias(field.name);
            }
            command = command.arg(arg);
        }
        command.arg(
            Arg::new("fields")
                .value_name("FIELD=VALUE")
                .num_args(0..)
                .help("Fields, also as field=value; an empty value clears"),
        )
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

/// Returns the fields of a kind that people write.
pub fn form_fields(kind: RecordKind) -> Vec<Shown> {
    kind.fields().into_iter().filter(|field| field.writer == Writer::Form).collect()
}

/// Returns what stands for a value in help.
pub fn placeholder(shape: &Shape) -> &'static str {
    match shape {
        Shape::Line | Shape::Prose => "TEXT",
        Shape::Date => "DATE",
        Shape::Number | Shape::Decimal => "NUMBER",
        Shape::Choice(_) => "WORD",
        Shape::Reference(_) => "ID",
        Shape::Owner => "PERSON",
        Shape::Optional(shape) => placeholder(shape),
        Shape::List(_) => "LIST",
        Shape::Parts(_) => "PARTS",
    }
}

/// Returns the kind that a word names: `risk`, `risks`, `R`, `treatment-action`.
pub fn kind(word: &str) -> Result<RecordKind, Stop> {
    let short = match word.to_lowercase().as_str() {
        "soa" => Some(RecordKind::Soa),
        "doc" | "docs" => Some(RecordKind::Document),
        "treatment" | "treat" | "action" | "actions" => Some(RecordKind::TreatmentAction),
        "org" => Some(RecordKind::Organisation),
        word => commands::kind_of(word),
    };
    short.or_else(|| RecordKind::of_name(word)).or_else(|| RecordKind::of_prefix(word)).ok_or_else(|| {
        let names: Vec<String> = RecordKind::ALL.iter().map(|kind| kind.kind().slug()).collect();
        let near = did_you_mean(word, names.iter().map(String::as_str));
        Stop::usage(format!("there is no kind of record \"{word}\"{near}"))
            .help(format!("there are: {}", names.join(", ")))
    })
}

/// Returns the id that a word names.
pub fn id(word: &str) -> Result<RecordId, Stop> {
    RecordId::parse(word).ok_or_else(|| {
        let prefix = word.split(['-', '.']).next().unwrap_or_default();
        let prefixes: Vec<&str> = RecordKind::ALL.iter().map(|kind| kind.kind().prefix).collect();
        let near = nearest(prefix, prefixes.iter().copied());
        let stop = Stop::usage(format!("\"{word}\" is not an id; expected one such as R-12, A.8.13 or SOA"));
        match near {
            Some(near) if !prefix.is_empty() && !near.eq_ignore_ascii_case(prefix) => {
                stop.help(format!("ids of this kind begin with {near}"))
            }
            Some(_) | None => stop,
        }
    })
}

/// Splits `field=value` words.
pub fn pairs(words: &[String]) -> Result<Typed, Stop> {
    words
        .iter()
        .map(|word| match word.split_once('=') {
            Some((name, text)) => Ok((name.trim().to_owned(), text.to_owned())),
            None => Err(no_pair(word)),
        })
        .collect()
}

fn no_pair(word: &str) -> Stop {
    Stop::usage(format!("\"{word}\" is not a field with its value; expected field=value"))
}

/// Evens typed fields: names as stored, persons by name to their ids, days as people say them to dates; wrong names get the nearest right one.
pub fn even(books: &Room, kind: RecordKind, typed: Typed) -> Result<Typed, Stop> {
    even_in(&books.now().isms, books.today(), kind, typed)
}

/// Evens typed fields on a state in the same way.
pub fn even_in(isms: &Isms, today: Date, kind: RecordKind, typed: Typed) -> Result<Typed, Stop> {
    let fields = kind.fields();
    let mut known = Vec::new();
    for (name, text) in typed {
        if text == "\0" {
            return Err(no_pair(&name));
        }
        let (field, part) =
            name.split_once('.').map_or((name.as_str(), None), |(field, part)| (field, Some(part)));
        let wanted = field.trim().to_lowercase().replace(['-', ' '], "_");
        let found = fields
            .iter()
            .find(|field| field.name == wanted || field.label.to_lowercase() == field_label(&wanted));
        let Some(found) = found else { return Err(no_field(kind, field, &fields)) };
        if found.writer == Writer::Operation {
            return Err(own_command(kind, found));
        }
        let text = match day(&found.shape, &text, today).filter(|_| part.is_none()) {
            Some(day) => day.to_string(),
            None => person_ids(isms, &found.shape, &text),
        };
        let name = part.map_or_else(|| found.name.to_owned(), |part| format!("{}.{part}", found.name));
        known.push((name, text));
    }
    Ok(known)
}

/// Returns the day that is meant where a field is one: `+10d`, `tomorrow`; what is none is refused by who reads the field.
fn day(shape: &Shape, text: &str, today: Date) -> Option<Date> {
    text.parse::<Day>().ok().filter(|_| *shape.bare() == Shape::Date).map(|day| day.on(today))
}

fn field_label(wanted: &str) -> String {
    wanted.replace('_', " ")
}

/// Says that a kind has no such field.
pub fn no_field(kind: RecordKind, typed: &str, fields: &[Shown]) -> Stop {
    let near = did_you_mean(typed, fields.iter().map(|field| field.name));
    let names: Vec<&str> =
        fields.iter().filter(|field| field.writer == Writer::Form).map(|field| field.name).collect();
    Stop::usage(format!("a {} has no field \"{typed}\"{near}", kind.kind().singular))
        .help(format!("its fields: {}", names.join(", ")))
}

/// Says which command writes a field.
fn own_command(kind: RecordKind, field: &Shown) -> Stop {
    // The ways of a risk have commands of their own.
    let form = operations::forms_of(kind).next().filter(|_| kind != RecordKind::Risk);
    if let Some(form) = form {
        return Stop::usage(format!(
            "\"{}\" is not typed into a record; a step of its own writes it",
            field.name
        ))
        .help(format!(
            "the steps: plumb {} --help, such as `{}`",
            commands::word_of(kind),
            form.verb
        ));
    }
    let Some(command) = command_of(kind, field.name) else {
        return Stop::usage(format!("\"{}\" is not typed into a record; the program writes it", field.name))
            .help(format!("what is typed into it: plumb ls {} --json", kind.kind().slug()));
    };
    Stop::usage(format!("\"{}\" is not typed into a record; it has a command of its own", field.name))
        .help(format!("for example: {command}"))
}

/// Returns an example of the command that writes a field which nobody types; nothing where none does.
pub fn command_of(kind: RecordKind, field: &str) -> Option<&'static str> {
    let is_approved = [
        RecordKind::Scope,
        RecordKind::Method,
        RecordKind::Soa,
        RecordKind::TreatmentPlan,
        RecordKind::Document,
    ];
    let command = match (kind, field) {
        (RecordKind::Risk, "now" | "after") => "plumb rate R-1 --likelihood 3 --consequence 4",
        (RecordKind::Risk, "acceptances") => "plumb accept R-1 --until 2027-01-31 --because …",
        (RecordKind::Risk, "status") => "plumb close R-1 --because …",
        (RecordKind::TreatmentAction, "state") => "plumb action finish TRT-1 --result …",
        (RecordKind::TreatmentAction, _) => "plumb action move TRT-1 --to 2027-01-31 --because …",
        (RecordKind::Risk, _) => "plumb treat R-1 modify --control A.8.13",
        (RecordKind::Control, _) => "plumb soa set A.8.13 --applicable yes --reason R-1",
        (RecordKind::Evidence, "uses") => "plumb evidence link EV-1 --to A.8.13",
        (RecordKind::Evidence, "file") => "plumb evidence add FILE --control A.8.13",
        (RecordKind::Evidence, _) => "plumb evidence accept EV-1",
        (_, "approvals" | "version") if is_approved.contains(&kind) => "plumb approve DOC-3",
        _ => return None,
    };
    Some(command)
}

/// Puts ids for names of people, where a field names people.
pub fn person_ids(isms: &Isms, shape: &Shape, text: &str) -> String {
    match shape {
        Shape::Owner => person_in(isms, text).map_or_else(|| text.to_owned(), |person| person.to_string()),
        Shape::Reference(kinds) if kinds.contains(&RecordKind::Person) && RecordId::parse(text).is_none() => {
            person_in(isms, text).map_or_else(|| text.to_owned(), |person| person.to_string())
        }
        Shape::Optional(shape) => person_ids(isms, shape, text),
        Shape::List(shape) => {
            if text.is_empty() || !matches!(shape.as_ref(), Shape::Owner | Shape::Reference(_)) {
                return text.to_owned();
            }
            let ids = text.split([',', ';']).map(|one| person_ids(isms, shape, one.trim()));
            ids.collect::<Vec<_>>().join(", ")
        }
        Shape::Line
        | Shape::Prose
        | Shape::Date
        | Shape::Number
        | Shape::Decimal
        | Shape::Choice(_)
        | Shape::Reference(_)
        | Shape::Parts(_) => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_is_a_day_takes_days_as_people_say_them_and_no_other_field_does() {
        let today = Date::constant(2026, 11, 22);
        let even = |name: &str, text: &str| {
            let typed = vec![(name.to_owned(), text.to_owned())];
            even_in(&Isms::default(), today, RecordKind::Task, typed).ok().map(|typed| typed[0].1.clone())
        };
        for (text, meant) in [
            ("+10d", "2026-12-02"),
            ("tomorrow", "2026-11-23"),
            ("2026-12-04", "2026-12-04"),
            ("", ""),
            ("soon", "soon"),
        ] {
            assert_eq!(even("due", text).as_deref(), Some(meant));
        }
        assert_eq!(even("title", "+10d").as_deref(), Some("+10d"));
    }
}
