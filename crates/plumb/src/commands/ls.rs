//! `plumb ls`: the records of a kind.

use clap::Args;
use model::{AnyRecord, Date, Isms, RecordId, RecordKind, Shape};
use serde_json::{Value, json};

use crate::args::{Common, Reads};
use crate::commands::show::{named_text, record_json};
use crate::exit::Stop;
use crate::fields::{self, no_field};
use crate::folder;
use crate::remote::Remote;
use crate::screen::{Screen, count};
use crate::shapes::{KINDS, LIST};
use crate::table::table;

/// List records of a kind.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb ls                       how many there are of each kind\nplumb ls risk\nplumb ls risk owner=PER-2 treatment=undecided\nplumb ls asset owner=            those without an owner\nplumb ls control title~backup --columns state,owner,cadence"
)]
pub struct Ls {
    /// The kind: risk, asset, supplier, …; without it how many there are of each
    kind: Option<String>,
    #[command(flatten)]
    listing: Listing,
}

/// Which records are listed, and what of each.
#[derive(Debug, Clone, Default, Args)]
pub struct Listing {
    /// Only records whose field is this (field=value), is empty (field=) or contains this (field~text)
    #[arg(value_name = "FIELD=VALUE")]
    filters: Vec<String>,
    /// The fields to show, with commas between
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    columns: Vec<String>,
    /// Also what is only proposed
    #[arg(long)]
    proposed: bool,
    #[command(flatten)]
    reads: Reads,
}

impl Ls {
    /// Lists.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        match &self.kind {
            Some(kind) => list(fields::kind(kind)?, self.listing, common, screen).await,
            None => count_kinds(&self.listing, common, screen).await,
        }
    }
}

/// Shows how many records there are of each kind.
async fn count_kinds(listing: &Listing, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
    if let Some(remote) = Remote::of(common).await? {
        let seen = remote.read(RecordKind::ALL, &listing.reads, screen).await?;
        show_kinds(&seen.isms, seen.day, screen);
        return Ok(());
    }
    let desk = folder::open(common, app::Access::Read).await?;
    let reading = desk.read(&listing.reads, screen).await?;
    show_kinds(&reading.snapshot.isms, reading.day, screen);
    Ok(())
}

fn show_kinds(isms: &Isms, day: Date, screen: &mut Screen) {
    let counts = RecordKind::ALL.iter().map(|kind| (kind.kind(), isms.count(*kind), isms.proposals(*kind)));
    let there: Vec<_> = counts.filter(|(_, count, proposed)| count + proposed > 0).collect();
    if screen.is_json() {
        let kinds: Vec<Value> = there
            .iter()
            .map(|(kind, count, proposed)| json!({ "kind": kind.slug(), "count": count, "proposed": proposed }))
            .collect();
        screen.json(&KINDS, json!({ "as_of": day.to_string(), "kinds": kinds }));
        return;
    }
    let dash = |count: usize| if count == 0 { "–".to_owned() } else { count.to_string() };
    let row = |(kind, count, proposed): &(&model::Kind, usize, usize)| {
        vec![kind.slug(), dash(*count), dash(*proposed), kind.what.to_owned()]
    };
    table(screen, &["kind", "records", "proposed", "what it is"], there.iter().map(row).collect());
    screen.talk("the records of one kind: plumb ls KIND");
}

/// Lists records of a kind.
pub async fn list(
    kind: RecordKind,
    listing: Listing,
    common: &Common,
    screen: &mut Screen,
) -> Result<(), Stop> {
    let filters =
        listing.filters.iter().map(|text| Filter::read(kind, text)).collect::<Result<Vec<_>, _>>()?;
    let columns = columns(kind, &listing.columns)?;
    let asked = Wanted { kind, listing: &listing, filters: &filters, columns: &columns };
    if let Some(remote) = Remote::of(common).await? {
        let seen = remote.read(&around(kind), &listing.reads, screen).await?;
        show(&asked, &seen.isms, seen.day, screen);
        return Ok(());
    }
    let desk = folder::open(common, app::Access::Read).await?;
    let reading = desk.read(&listing.reads, screen).await?;
    show(&asked, &reading.snapshot.isms, reading.day, screen);
    Ok(())
}

/// Which records of a kind are wanted, and what of each.
struct Wanted<'a> {
    kind: RecordKind,
    listing: &'a Listing,
    filters: &'a [Filter],
    columns: &'a [&'static str],
}

/// Returns a kind, and those that its fields name.
fn around(kind: RecordKind) -> Vec<RecordKind> {
    fn named(shape: &Shape, kinds: &mut Vec<RecordKind>) {
        match shape {
            Shape::Reference(of) => kinds.extend(of.iter().copied()),
            Shape::Owner => kinds.push(RecordKind::Role),
            Shape::Optional(inner) | Shape::List(inner) => named(inner, kinds),
            Shape::Parts(parts) => parts.iter().for_each(|part| named(&part.shape, kinds)),
            Shape::Line | Shape::Prose | Shape::Date | Shape::Number | Shape::Decimal | Shape::Choice(_) => {}
        }
    }
    let mut kinds = vec![kind, RecordKind::Person];
    for field in kind.fields() {
        named(&field.shape, &mut kinds);
    }
    let mut once = Vec::new();
    for kind in kinds {
        if !once.contains(&kind) {
            once.push(kind);
        }
    }
    once
}

fn show(asked: &Wanted<'_>, isms: &Isms, day: Date, screen: &mut Screen) {
    let Wanted { kind, listing, filters, columns } = *asked;
    let all = if listing.proposed { isms.all(kind) } else { isms.counted(kind) };
    let found: Vec<(RecordId, &dyn AnyRecord)> = all
        .into_iter()
        .filter(|(_, record)| filters.iter().all(|filter| filter.holds(isms, *record)))
        .collect();
    if screen.is_json() {
        show_json(screen, kind, day, &found);
        return;
    }
    let shown: Vec<&str> = columns
        .iter()
        .copied()
        .filter(|name| !listing.columns.is_empty() || found.iter().any(|(_, record)| is_said(*record, name)))
        .collect();
    let rows = found.iter().map(|(id, record)| row(isms, *id, *record, &shown)).collect();
    let mut head = vec!["id", "title"];
    let labels: Vec<String> = shown.iter().map(|name| label(kind, name)).collect();
    head.extend(labels.iter().map(String::as_str));
    table(screen, &head, rows);
    let whole = isms.count(kind);
    let words = kind.kind();
    screen.talk(match (found.len(), filters.is_empty()) {
        (0, true) => format!("no {} yet; make one: plumb new {} title=…", words.plural, words.slug()),
        (shown, true) => count(shown, words.singular, words.plural),
        (shown, false) => format!("{shown} of {whole} {}", words.plural),
    });
    let proposals = isms.proposals(kind);
    if proposals > 0 && !listing.proposed {
        screen.talk(format!(
            "{} to be taken or refused: plumb proposals",
            count(proposals, "proposal", "proposals")
        ));
    }
}

fn show_json(screen: &mut Screen, kind: RecordKind, day: Date, found: &[(RecordId, &dyn AnyRecord)]) {
    let records: Vec<Value> = found.iter().map(|(id, record)| record_json(*id, *record)).collect();
    let day = day.to_string();
    screen.json(&LIST, json!({ "kind": kind.kind().slug(), "as_of": day, "records": records }));
}

/// A condition on a field.
struct Filter {
    field: String,
    text: String,
    how: How,
}

enum How {
    Is,
    Contains,
}

impl Filter {
    fn read(kind: RecordKind, typed: &str) -> Result<Self, Stop> {
        let (field, text, how) = if let Some((field, text)) = typed.split_once('=') {
            (field, text, How::Is)
        } else if let Some((field, text)) = typed.split_once('~') {
            (field, text, How::Contains)
        } else {
            return Err(Stop::usage(format!(
                "\"{typed}\" is not a filter; expected field=value or field~text"
            )));
        };
        let field = column(kind, field)?;
        Ok(Self { field, text: text.trim().to_lowercase(), how })
    }

    fn holds(&self, isms: &Isms, record: &dyn AnyRecord) -> bool {
        let text = record.text(&self.field).unwrap_or_default().to_lowercase();
        match self.how {
            How::Contains => {
                text.contains(&self.text) || named_text(isms, &text).to_lowercase().contains(&self.text)
            }
            How::Is if self.text.is_empty() => text.is_empty() || text == "undecided",
            How::Is => {
                let is = |one: &str| {
                    let one = one.trim();
                    one == self.text
                        || named_text(isms, one)
                            .to_lowercase()
                            .split_once(' ')
                            .is_some_and(|(_, name)| name == self.text)
                };
                is(&text) || text.split([',', ';', '\n']).any(is)
            }
        }
    }
}

/// Returns the stored name of a field, or of a field of a part: `now.level`.
fn column(kind: RecordKind, typed: &str) -> Result<String, Stop> {
    let all = kind.fields();
    let even = typed.trim().to_lowercase().replace(['-', ' '], "_");
    let (field, part) =
        even.split_once('.').map_or((even.as_str(), None), |(field, part)| (field, Some(part)));
    let found =
        all.iter().find(|known| known.name == field || known.label.to_lowercase() == field.replace('_', " "));
    match (found, part) {
        (Some(found), None) => Ok(found.name.to_owned()),
        (Some(found), Some(part)) => Ok(format!("{}.{part}", found.name)),
        (None, _) => Err(no_field(kind, typed, &all)),
    }
}

/// Returns the columns that are shown: those asked for, or those that people look for first.
fn columns(kind: RecordKind, wanted: &[String]) -> Result<Vec<&'static str>, Stop> {
    if wanted.is_empty() {
        return Ok(usual(kind));
    }
    wanted.iter().map(|name| column(kind, name).map(|name| &*name.leak())).collect()
}

/// Returns what people look for first in a kind.
fn usual(kind: RecordKind) -> Vec<&'static str> {
    let picked: &[&'static str] = match kind.kind().prefix {
        "R" => &["owner", "now.level", "after.level", "treatment", "controls", "status"],
        "AST" | "PRC" | "SUP" | "SIT" | "UNI" => &["owner", "in_scope", "criticality", "depends_on"],
        "C" => &["included", "state", "owner", "cadence"],
        "EV" => &["status", "file.name", "period_start", "period_end", "uses"],
        "DOC" => &["kind", "version", "status", "owner", "next_review"],
        "TRT" => &["risk", "control", "owner", "due", "state"],
        "PER" => &["job", "kind", "email", "left_on"],
        "DSP" => &["rule", "record", "verdict", "by"],
        _ => &[],
    };
    if !picked.is_empty() {
        return picked.to_vec();
    }
    let short = |shape: &model::Shape| match shape {
        model::Shape::Optional(inner) => !matches!(**inner, model::Shape::Parts(_) | model::Shape::Prose),
        model::Shape::Prose | model::Shape::Parts(_) => false,
        model::Shape::List(inner) => !matches!(**inner, model::Shape::Parts(_)),
        model::Shape::Line
        | model::Shape::Date
        | model::Shape::Number
        | model::Shape::Decimal
        | model::Shape::Choice(_)
        | model::Shape::Reference(_)
        | model::Shape::Owner => true,
    };
    let fields = kind.fields().into_iter().filter(|field| field.name != "title" && short(&field.shape));
    fields.map(|field| field.name).take(5).collect()
}

fn is_said(record: &dyn AnyRecord, name: &str) -> bool {
    record.text(name).is_some_and(|text| !text.is_empty())
}

fn label(kind: RecordKind, name: &str) -> String {
    let (field, part) = name.split_once('.').unwrap_or((name, ""));
    let label =
        kind.fields().into_iter().find(|known| known.name == field).map_or(field, |known| known.label);
    match part {
        "" => label.to_lowercase(),
        "name" => "file".to_owned(),
        "level" => field.to_owned(),
        part => format!("{} {part}", label.to_lowercase()),
    }
}

fn row(isms: &Isms, id: RecordId, record: &dyn AnyRecord, columns: &[&str]) -> Vec<String> {
    let mut cells = vec![id.to_string(), record.title().to_owned()];
    cells.extend(columns.iter().map(|name| {
        let text = record.text(name).unwrap_or_default();
        if text.is_empty() { "–".to_owned() } else { named_text(isms, &text) }
    }));
    cells
}
