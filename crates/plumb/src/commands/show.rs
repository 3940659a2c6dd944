//! `plumb show`: a record with everything around it, or a commit.

use clap::Args;
use diagnostics::{Diagnostic, Time};
use model::{AnyRecord, Date, Isms, Key, Record, RecordId, RecordKind, Ref};
use serde_json::{Map, Value, json};

use crate::args::{Common, Reads};
use crate::commands::log;
use crate::exit::Stop;
use crate::fields;
use crate::folder;
use crate::remote::Remote;
use crate::screen::{Screen, clip};
use crate::shapes::{COMMIT, RECORD};

/// Show a record, or a commit by its number.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb show R-12\nplumb show A.8.13 --as-of 2026-03-31\nplumb show 48               a commit"
)]
pub struct Show {
    /// The id of a record, or the number of a commit
    id: String,
    #[command(flatten)]
    reads: Reads,
}

impl Show {
    /// Shows.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        if let Ok(seq) = self.id.trim_start_matches('#').parse::<u64>() {
            return commit(seq, common, screen).await;
        }
        record(fields::id(&self.id)?, &self.reads, common, screen).await
    }
}

/// Shows a commit.
async fn commit(seq: u64, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
    let (isms, event) = if let Some(remote) = Remote::of(common).await? {
        let people = [RecordKind::Person, RecordKind::Organisation];
        let isms = remote.read(&people, &Reads::default(), screen).await?.isms;
        let event = remote.commit(&isms, seq).await?;
        (isms, event)
    } else {
        let desk = folder::open(common, app::Access::Read).await?;
        (desk.books.now().isms, desk.books.commit(seq).await?)
    };
    if screen.is_json() {
        screen.json(&COMMIT, log::event_json(&event));
        return Ok(());
    }
    let text = log::told(&isms, &event, screen, usize::MAX);
    screen.line(text);
    screen.line(format!("       leaf {}", event.leaf));
    screen.line(format!("       proof {}   policies {}", event.auth, event.policy));
    Ok(())
}

/// Shows a record.
pub async fn record(id: RecordId, reads: &Reads, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
    if let Some(remote) = Remote::of(common).await? {
        let seen = remote.read(RecordKind::ALL, reads, screen).await?;
        let results = rules::check(&rules::Ask::new(&seen.isms, None, seen.day));
        let who =
            |by| seen.isms.person_of(by).map_or_else(String::new, |(_, person)| person.title.to_string());
        return tell(&seen.isms, seen.day, id, &results, &who, screen);
    }
    let desk = folder::open(common, app::Access::Read).await?;
    let reading = desk.read(reads, screen).await?;
    let results = desk.books.check_on(&reading.snapshot, reading.day);
    tell(&reading.snapshot.isms, reading.day, id, &results, &|by| desk.books.who(by), screen)
}

/// Shows a record of a state, with what the rules say of it.
fn tell(
    isms: &Isms,
    day: Date,
    id: RecordId,
    results: &rules::Results,
    who: &dyn Fn(app::identity::Uuid) -> String,
    screen: &mut Screen,
) -> Result<(), Stop> {
    let record = find(isms, id)?;
    let found: Vec<&Diagnostic> =
        results.diagnostics().filter(|one| one.is_open() && one.place.record() == Some(id)).collect();
    if screen.is_json() {
        let mut value = record_json(id, record);
        let around = json!({
            "points_at": ids(isms.targets(id)),
            "pointed_at_by": ids(isms.all_sources(id).collect()),
            "diagnostics": found.iter().map(|one| json!({ "code": one.code, "level": one.severity.word(), "message": one.message })).collect::<Vec<_>>(),
            "sources": record.about().sources.iter().map(|one| json!({ "file": one.file.to_string(), "id": one.id.to_string(), "row": one.row.to_string() })).collect::<Vec<_>>(),
            "columns": record.about().columns.iter().map(|one| json!({ "heading": one.heading.to_string(), "text": one.text.to_string() })).collect::<Vec<_>>(),
        });
        if let (Value::Object(value), Value::Object(around)) = (&mut value, around) {
            value.extend(around);
        }
        screen.json(&RECORD, value);
        return Ok(());
    }
    let proposed = record.about().proposed.as_ref().map(|one| format!("   proposed by {}", one.origin));
    screen.line(format!(
        "{}  {}{}",
        screen.bold(&id.to_string()),
        record.title(),
        proposed.unwrap_or_default()
    ));
    facts(screen, isms, id, record);
    compared(screen, isms, id, day);
    around(screen, isms, id, record);
    for one in found.iter().take(8) {
        let word = match one.time {
            Time::Now => one.severity.word(),
            Time::Ahead => "ahead",
        };
        screen.line(format!("{word}[{}]: {}", one.code, one.message));
    }
    let changed = record.changed();
    screen.line(screen.quiet(&format!(
        "revision {} of {} by {}   history: plumb log {id}",
        record.revision(),
        changed.on,
        who(changed.by)
    )));
    Ok(())
}

/// Shows the fields that say something.
fn facts(screen: &mut Screen, isms: &Isms, id: RecordId, record: &dyn AnyRecord) {
    let carried = operations::carried(isms, id);
    let fields: Vec<_> = record
        .fields()
        .into_iter()
        .filter(|field| !field.text.is_empty() && field.name != "title" && field.name != "uuid")
        .filter(|field| !carried.contains(&field.name))
        .collect();
    let names = fields.iter().map(|field| field.label.chars().count()).max().unwrap_or(0).min(30);
    let room = screen.width().unwrap_or(120).saturating_sub(names + 4).max(30);
    for field in &fields {
        let label = field.label.to_lowercase();
        let shown = field.shape.shown(&field.text, &|id| named_text(isms, &id.to_string()));
        for (place, line) in shown.lines().flat_map(|line| wrapped(&named_text(isms, line), room)).enumerate()
        {
            let label = if place == 0 { label.as_str() } else { "" };
            screen.line(format!("  {label:names$}  {line}"));
        }
    }
    let missing = record.fields().iter().filter(|field| field.text.is_empty()).count();
    if missing > 0 {
        let names: Vec<String> = record
            .fields()
            .iter()
            .filter(|field| field.text.is_empty())
            .map(|field| field.label.to_lowercase())
            .collect();
        let text = clip(&format!("not recorded: {}", names.join(", ")), room + names.len().min(4));
        screen.line(format!("  {}", screen.quiet(&text)));
    }
    for column in &record.about().columns {
        screen.line(format!("  [{}]  {}", column.heading, clip(&column.text, room)));
    }
}

/// Shows how others rated a risk, held against the rating that counts.
fn compared(screen: &mut Screen, isms: &Isms, id: RecordId, day: Date) {
    for one in operations::rating_comparisons(isms, day).iter().filter(|one| one.risk.id() == id) {
        let by = one.second.by.as_ref().and_then(|by| by.person(isms));
        let by = by.map(|person| isms.name_of(person.id())).unwrap_or_default();
        let on = one.second.on.map(|on| format!(" on {on}")).unwrap_or_default();
        screen.line(format!("  second rating by {by}{on}: {}", one.words()));
    }
}

/// Shows what points where.
fn around(screen: &mut Screen, isms: &Isms, id: RecordId, record: &dyn AnyRecord) {
    let mut sources: Vec<RecordId> = isms.all_sources(id).filter(|source| *source != id).collect();
    sources.sort_unstable();
    sources.dedup();
    let room = screen.width().unwrap_or(120).saturating_sub(10);
    for source in sources.iter().take(12) {
        screen.line(format!("  ← {}", clip(&format!("{source} {}", isms.name_of(*source)), room)));
    }
    if sources.len() > 12 {
        screen.line(format!("  ← and {} more", sources.len() - 12));
    }
    for source in &record.about().sources {
        screen.line(format!("  from {} {} {}", source.file, source.id, source.row));
    }
}

/// Returns a record as JSON.
pub fn record_json(id: RecordId, record: &dyn AnyRecord) -> Value {
    let fields: Map<String, Value> = record
        .fields()
        .into_iter()
        .filter(|field| !field.text.is_empty())
        .map(|field| (field.name.to_owned(), Value::String(field.text)))
        .collect();
    json!({
        "id": id.to_string(), "kind": id.kind.kind().slug(), "title": record.title(),
        "revision": record.revision(), "changed_on": record.changed().on.to_string(), "fields": fields,
    })
}

fn ids(mut ids: Vec<RecordId>) -> Vec<String> {
    ids.sort_unstable();
    ids.dedup();
    ids.iter().map(ToString::to_string).collect()
}

/// Finds a record, or says that it is not there and which is the newest of its kind.
pub fn find(isms: &Isms, id: RecordId) -> Result<&dyn AnyRecord, Stop> {
    isms.find(id).ok_or_else(|| {
        let stop = Stop::not_found(format!("there is no {id}"));
        let all = isms.all(id.kind);
        let slug = id.kind.kind().slug();
        let stop = match all.last() {
            Some((last, _)) => stop.help(format!("the last one is {last}; all of them: plumb ls {slug}")),
            None => stop.help(format!("make one: plumb new {slug} title=…")),
        };
        // The same words for what never was, was removed, or may not be seen.
        stop.help(format!("where it was removed, its history: plumb log {id}"))
    })
}

/// Reads the id of a record of one kind.
pub fn reference<R: Record>(word: &str) -> Result<Ref<R>, Stop> {
    let id = fields::id(word)?;
    if id.kind == R::NAME {
        return Ok(Ref::of(id.key));
    }
    let words = R::KIND;
    Err(Stop::usage(format!(
        "{id} is a {}; expected a {} such as {}",
        id.kind.kind().singular,
        words.singular,
        words.example()
    )))
}

/// Returns a text with names behind the ids of people, roles and elements that stand alone.
pub fn named_text(isms: &Isms, text: &str) -> String {
    let Some(id) = RecordId::parse(text) else { return text.to_owned() };
    let is_annex = id.kind == RecordKind::Control && matches!(id.key, Key::AnnexA(_));
    match isms.find(id) {
        Some(record) if !record.title().is_empty() && !is_annex && id.key != Key::One => {
            format!("{id} {}", record.title())
        }
        Some(_) | None => text.to_owned(),
    }
}

/// Breaks a line at blanks, where it is longer than fits.
pub fn wrapped(text: &str, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last_mut().expect("never empty");
        if !last.is_empty() && last.chars().count() + 1 + word.chars().count() > room {
            lines.push(word.to_owned());
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines
}
