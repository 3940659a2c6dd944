//! `plumb diff`: what changed between two days.

use std::collections::BTreeSet;

use app::{AsOf, EventChange, Snapshot};
use clap::Args;
use diagnostics::Place;
use model::{Date, Difference, RecordDiff, RecordKind};
use serde_json::{Value, json};

use crate::args::{Common, Day};
use crate::exit::Stop;
use crate::folder::{self, Desk};
use crate::screen::Screen;
use crate::shapes::DIFF;
use crate::write::{change_json, lines};

/// How many records of a kind are shown, where not all are asked for.
const KIND_MAX: usize = 8;

/// What changed between two days.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb diff --as-of 2026-01-01..2026-03-31\nplumb diff --as-of yesterday..\nplumb diff --as-of -7d.. --kind risk"
)]
pub struct Diff {
    /// Two days with dots between; without the second: today
    #[arg(long, value_name = "A..B", allow_hyphen_values = true)]
    as_of: String,
    /// Only records of this kind
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Only the counts
    #[arg(long)]
    stat: bool,
    /// All records, however many
    #[arg(long, conflicts_with = "stat")]
    full: bool,
}

impl Diff {
    /// Compares.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let (from, to) = self.as_of.split_once("..").ok_or_else(|| {
            Stop::usage(format!(
                "\"{}\" is not two days; expected A..B such as 2026-01-01..2026-03-31",
                self.as_of
            ))
        })?;
        let day = |text: &str| text.parse::<Day>().map_err(Stop::usage);
        let from = day(from)?;
        let to = if to.trim().is_empty() { Day::FromToday(0) } else { day(to)? };
        let kind = self.kind.as_deref().map(crate::fields::kind).transpose()?;
        let desk = folder::open(common, app::Access::Read).await?;
        let today = desk.books.today();
        let (from, to) = (from.on(today), to.on(today));
        if from > to {
            return Err(Stop::usage(format!("{from} is after {to}; put the earlier day first")));
        }
        let before = desk.books.as_of(AsOf::Day(from)).await?;
        let after = desk.books.as_of(AsOf::Day(to)).await?;
        let mut found = model::diff(&before.isms, &after.isms);
        if let Some(kind) = kind {
            found.retain(|diff| diff.id.kind == kind);
        }
        let moved = Moved::between(&desk, (&before, from), (&after, to));
        if screen.is_json() {
            screen.json(&DIFF, as_json(from, to, &found, &moved));
            return Ok(());
        }
        screen.line(format!("{from} .. {to}   {}", summary(&found, &moved)));
        if !self.stat {
            self.tell(&found, screen);
        }
        Ok(())
    }
}

impl Diff {
    /// Shows the records that differ: at most so many of each kind, unless all are asked for.
    fn tell(&self, found: &[RecordDiff], screen: &mut Screen) {
        for (kind, counts) in by_kind(found) {
            let of_kind: Vec<&RecordDiff> = found.iter().filter(|diff| diff.id.kind == kind).collect();
            let most = if self.full || self.kind.is_some() { usize::MAX } else { KIND_MAX };
            for diff in of_kind.iter().take(most) {
                let text = lines(&told(diff), screen.colour());
                screen.line(text);
            }
            let all: usize = counts.iter().sum();
            if all > most {
                screen.line(format!("  … and {} more {}: --full shows them", all - most, kind.kind().plural));
            }
        }
    }
}

/// How diagnostics moved.
struct Moved {
    fixed: usize,
    new: usize,
    still: usize,
}

impl Moved {
    /// Compares what the rules say of two states, each on its own day.
    fn between(desk: &Desk, before: (&Snapshot, Date), after: (&Snapshot, Date)) -> Self {
        let open = |(snapshot, day): (&Snapshot, Date)| -> BTreeSet<(&'static str, Place)> {
            let results = desk.books.check_on(snapshot, day);
            results
                .diagnostics()
                .filter(|one| one.is_open())
                .map(|one| (one.code, one.place.clone()))
                .collect()
        };
        // Before the first commit there was nothing to judge.
        let old = if before.0.head.is_none() { BTreeSet::new() } else { open(before) };
        let new = open(after);
        Self {
            fixed: old.difference(&new).count(),
            new: new.difference(&old).count(),
            still: old.intersection(&new).count(),
        }
    }
}

/// Returns each kind that differs, with how many were added, changed and removed.
fn by_kind(found: &[RecordDiff]) -> Vec<(RecordKind, [usize; 3])> {
    let mut kinds: Vec<(RecordKind, [usize; 3])> = Vec::new();
    for diff in found {
        let place = match diff.difference {
            Difference::Added => 0,
            Difference::Changed => 1,
            Difference::Removed => 2,
        };
        match kinds.iter_mut().find(|(kind, _)| *kind == diff.id.kind) {
            Some((_, counts)) => counts[place] += 1,
            None => {
                let mut counts = [0; 3];
                counts[place] = 1;
                kinds.push((diff.id.kind, counts));
            }
        }
    }
    kinds
}

/// Returns the counts in one line: `risks +14 ~22 −1`.
fn summary(found: &[RecordDiff], moved: &Moved) -> String {
    let mut parts: Vec<String> = by_kind(found)
        .into_iter()
        .map(|(kind, counts)| {
            let signs = ["+", "~", "−"];
            let shown: Vec<String> = signs
                .iter()
                .zip(counts)
                .filter(|(_, count)| *count > 0)
                .map(|(sign, count)| format!("{sign}{count}"))
                .collect();
            format!("{} {}", kind.kind().plural, shown.join(" "))
        })
        .collect();
    if parts.is_empty() {
        parts.push("nothing changed".to_owned());
    }
    let Moved { fixed, new, still } = moved;
    parts.push(format!("diagnostics {fixed} fixed, {new} new, {still} still"));
    parts.join("   ")
}

/// Tells a difference like a change.
fn told(diff: &RecordDiff) -> EventChange {
    let verb = match diff.difference {
        Difference::Added => "create",
        Difference::Changed => "update",
        Difference::Removed => "delete",
    };
    EventChange { id: diff.id, title: diff.title.clone(), verb, fields: diff.fields.clone() }
}

fn as_json(from: Date, to: Date, found: &[RecordDiff], moved: &Moved) -> Value {
    let kinds: Vec<Value> = by_kind(found)
        .into_iter()
        .map(|(kind, [added, changed, removed])| {
            json!({ "kind": kind.kind().slug(), "added": added, "changed": changed, "removed": removed })
        })
        .collect();
    let records: Vec<Value> = found
        .iter()
        .map(|diff| {
            let mut record = change_json(&told(diff));
            if let Some(record) = record.as_object_mut()
                && let Some(verb) = record.remove("verb")
            {
                record.insert("difference".to_owned(), verb);
            }
            record
        })
        .collect();
    json!({
        "from": from.to_string(), "to": to.to_string(), "kinds": kinds,
        "diagnostics": { "fixed": moved.fixed, "new": moved.new, "still": moved.still },
        "records": records,
    })
}
