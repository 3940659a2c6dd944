//! Plays a scenario: each scene is one commit, decided by the operations on its day.

use std::collections::BTreeMap;
use std::sync::Arc;

use ledger::Via;
use model::records::{Person, StoredFile};
use model::{Change, Date, Isms, Line, Prose, Ref, Stamp};
use operations::last_of_each;

use super::names::Names;
use super::rhythm;
use super::scenario::{Scenario, Scene, Step};
use super::verbs::{Fields, intent_of, operation};
use super::{Sample, mark};
use crate::books::Books;
use crate::clock::civil_day;
use crate::commit::{Underway, Visit};
use crate::failure::Failure;
use crate::files::NewFile;
use crate::instance::{Beginning, Instance};

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// So many commits are in the store's queue before they are waited for: one write to the disk takes them all.
const AT_ONCE: usize = 256;

/// One thing that is done, with its days filled in and its file kept.
struct Deed {
    verb: String,
    what: String,
    name: String,
    fields: Fields,
    file: Option<StoredFile>,
}

/// Plays a scenario into an instance.
pub(crate) async fn play(
    instance: &Instance,
    sample: Sample,
    scenario: Scenario,
) -> Result<Arc<Books>, Failure> {
    let now = instance.micros();
    let Scenario { name, time_zone, person, begins, mut scenes, rhythms } = scenario;
    let beginning = Beginning {
        name: Line::new(&name),
        kind: model::records::OrganisationKind::Client,
        time_zone: Line::new(&time_zone),
        person: Line::new(&person),
        at: Some(now - i64::from(begins) * DAY),
    };
    let books = instance.begin(beginning).await?;
    mark(instance, &books, Some(sample)).await?;
    let today = civil_day(now, &time_zone);
    for one in &rhythms {
        let told = |problem| Failure::Broken(format!("the sample, a rhythm: {problem}"));
        scenes.extend(rhythm::scenes(one, today).map_err(told)?);
    }
    if !rhythms.is_empty() {
        scenes.sort_by_key(|scene| (-scene.ago, hour_and_minute(scene)));
    }
    let mut names = Names::default();
    names.introduce(&person, Ref::number(1));
    let mut underway = Underway::default();
    for (place, scene) in scenes.iter().enumerate() {
        let told = |words: String| {
            let Scene { ago, at, by, .. } = scene;
            Failure::Broken(format!("the sample, scene {} ({ago} days ago, {at}, {by}): {words}", place + 1))
        };
        let deeds = deeds(&books, scene, today).await.map_err(&told)?;
        let actor = names.person(&scene.by).ok_or_else(|| told(format!("nobody is called {}", scene.by)))?;
        let at = Some(moment(scene, today, &time_zone, now));
        let visit = Visit { at, because: Prose::new(&scene.because), ..Visit::of(actor, Via::Session) };
        let intent = deeds.first().map_or("record.edit", |first| intent_of(&first.verb, &first.what));
        books
            .run_ahead(&visit, intent, &mut underway, |isms, day| {
                decide(&deeds, &mut names, isms, (actor, day))
            })?
            .map_err(&told)?;
        if underway.commits() >= AT_ONCE {
            books.land(&mut underway).await?;
        }
    }
    books.land(&mut underway).await?;
    mark(instance, &books, None).await?;
    Ok(books)
}

/// Decides what a scene does, each step on the state that the ones before leave; what it makes gets its names.
fn decide(
    deeds: &[Deed],
    names: &mut Names,
    isms: &Isms,
    (actor, day): (Ref<Person>, Date),
) -> Result<Vec<Change>, String> {
    let mut state = isms.clone();
    let mut all = Vec::new();
    for (place, deed) in deeds.iter().enumerate() {
        let told = |words: String| format!("step {} ({} {}): {words}", place + 1, deed.verb, deed.what);
        let what = names.fill(&deed.what).map_err(told)?;
        let fields = deed.fields.iter().map(|(name, text)| Ok((name.clone(), names.fill(text)?)));
        let fields = fields.collect::<Result<Fields, String>>().map_err(told)?;
        let operation = operation(&state, &deed.verb, &what, &fields, deed.file.clone()).map_err(told)?;
        let changes = operation.decide(&state, actor, day).map_err(told)?;
        let made = changes.iter().find_map(|change| change.id().filter(|id| state.revision(*id) == 0));
        if !deed.name.is_empty() {
            names.name(&deed.name, made.ok_or_else(|| told("it makes no record".to_owned()))?);
        }
        for change in changes {
            names.take(&change);
            state.apply(&change, Stamp { on: day, ..Stamp::default() });
            all.push(change);
        }
    }
    Ok(last_of_each(all))
}

/// Returns the hour and minute of a scene.
fn hour_and_minute(scene: &Scene) -> (i8, i8) {
    let (hour, minute) = scene.at.split_once(':').unwrap_or(("9", "30"));
    (hour.parse().unwrap_or(9), minute.parse().unwrap_or(30))
}

/// Returns when a scene happens: at its time of day in the organisation's time zone, and never after now.
fn moment(scene: &Scene, today: Date, zone: &str, now: i64) -> i64 {
    let (hour, minute) = hour_and_minute(scene);
    let day = today.checked_sub(jiff::Span::new().days(scene.ago)).unwrap_or(today);
    let moment = day.at(hour, minute, 0, 0).in_tz(zone).map(|zoned| zoned.timestamp().as_microsecond());
    moment.unwrap_or(now).min(now)
}

/// Returns what a scene does, row by row, with its days filled in and its files kept.
async fn deeds(books: &Books, scene: &Scene, today: Date) -> Result<Vec<Deed>, String> {
    let mut deeds = Vec::new();
    for step in &scene.steps {
        let common = texts(step, today)?;
        let Some((head, rows)) = step.rows.split_first() else {
            deeds.push(deed(books, step, step.what.clone(), step.name.clone(), common).await?);
            continue;
        };
        for row in rows {
            let mut fields = common.clone();
            let (mut what, mut name) = (step.what.clone(), step.name.clone());
            for (column, text) in head.iter().zip(row) {
                let text = with_days(text, today)?;
                match column.as_str() {
                    "what" => what = text,
                    "as" => name = text,
                    _ if text.is_empty() => {}
                    column => {
                        fields.insert(column.to_owned(), text);
                    }
                }
            }
            deeds.push(deed(books, step, what, name, fields).await?);
        }
    }
    Ok(deeds)
}

/// Returns one thing that is done; its file, where it brings one, is kept before.
async fn deed(
    books: &Books,
    step: &Step,
    what: String,
    name: String,
    fields: Fields,
) -> Result<Deed, String> {
    let text = |name: &str| fields.get(name).map_or("", String::as_str);
    let file = match fields.get("file").filter(|_| step.verb == "evidence") {
        None => None,
        Some(name) => {
            let bytes = format!("{}\n{}\n", text("title"), text("content")).into_bytes();
            let file = NewFile { name: name.clone(), bytes };
            Some(books.keep_file(&file).await.map_err(|failure| failure.to_string())?)
        }
    };
    Ok(Deed { verb: step.verb.clone(), what, name, fields, file })
}

/// Returns the fields of a step as texts, with days filled in.
fn texts(step: &Step, today: Date) -> Result<BTreeMap<String, String>, String> {
    step.fields.iter().map(|(name, text)| Ok((name.clone(), with_days(text, today)?))).collect()
}

/// Replaces `{-30}` and `{+90}` by days before and after the day of playing.
fn with_days(text: &str, today: Date) -> Result<String, String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (days, behind) = after.split_once('}').ok_or("a brace stands open")?;
        let days: i32 = days.parse().map_err(|_| format!("{days} is not a number of days"))?;
        let date = today.checked_add(jiff::Span::new().days(days)).map_err(|error| error.to_string())?;
        out.push_str(before);
        out.push_str(&date.to_string());
        rest = behind;
    }
    out.push_str(rest);
    Ok(out)
}

#[cfg(test)]
mod firm_tests;
