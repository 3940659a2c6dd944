//! `plumb soa diff`: what two versions of the statement differ in, by what it means, and who approved each.

use clap::Args;
use model::{Date, Isms};
use reports::soa_diff::{Meaning, Side, SoaChange, approved, by_control, changes, controls_with, live};
use serde_json::{Value, json};

use crate::args::{Common, Reads};
use crate::commands::show::named_text;
use crate::exit::Stop;
use crate::folder;
use crate::screen::{Screen, count};
use crate::shapes::SOA_DIFF;
use crate::table::wrapped;

/// What is compared.
#[derive(Debug, Args)]
pub struct Diff {
    /// The version before: v3; without it the one in force
    #[arg(value_name = "FROM")]
    from: Option<String>,
    /// The version after: v5, or now; without it the rows as they stand
    #[arg(value_name = "TO")]
    to: Option<String>,
    #[command(flatten)]
    reads: Reads,
}

impl Diff {
    /// Compares.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let desk = folder::open(common, app::Access::Read).await?;
        let reading = desk.read(&self.reads, screen).await?;
        let isms = &reading.snapshot.isms;
        let from = match &self.from {
            Some(word) => side(isms, word, reading.day)?,
            None => in_force(isms, reading.day)?,
        };
        let to = match &self.to {
            Some(word) => side(isms, word, reading.day)?,
            None => live(isms, reading.day),
        };
        let found = changes(&from.rows, &to.rows);
        if screen.is_json() {
            screen.json(&SOA_DIFF, value(&from, &to, &found));
            return Ok(());
        }
        let dash = |text: String| if text.is_empty() { "–".to_owned() } else { text };
        let controls = by_control(&found);
        let each = controls.iter().flat_map(|one| one.changes.iter().enumerate());
        let rows = each.map(|(place, one)| {
            // Number and name stand at the first difference of a control.
            let first = |text: String| if place == 0 { text } else { String::new() };
            vec![
                first(one.control.to_string()),
                first(one.title.clone()),
                one.meaning.word().to_owned(),
                dash(named_text(isms, &one.before)),
                dash(named_text(isms, &one.after)),
                dash(one.because.clone()),
            ]
        });
        wrapped(screen, &["id", "control", "what", &from.name(), &to.name(), "because"], rows.collect());
        screen.talk(format!("{} → {}", from.words(), to.words()));
        let of = |meanings: &[Meaning]| controls_with(&found, meanings);
        screen.talk(format!(
            "{} of {}: {} included, {} excluded, {} in another state, {} with other reasons, {} with another justification",
            count(controls.len(), "control differs", "controls differ"),
            to.rows.len(),
            of(&[Meaning::Included]),
            of(&[Meaning::Excluded]),
            of(&[Meaning::State]),
            of(&[Meaning::Reasons]),
            of(&[Meaning::Justification])
        ));
        Ok(())
    }
}

/// Returns the side in force, or says that none is.
fn in_force(isms: &Isms, today: Date) -> Result<Side, Stop> {
    let version = isms.soa.one().and_then(|soa| soa.in_force(today)).map(|approval| approval.version);
    version.and_then(|version| approved(isms, version)).ok_or_else(|| {
        Stop::not_found("no version of the statement is approved").help("approve it: plumb soa approve")
    })
}

/// Reads a side: `v3`, `3`, `now`.
fn side(isms: &Isms, word: &str, today: Date) -> Result<Side, Stop> {
    let plain = word.trim().to_lowercase();
    if plain == "now" || plain == "draft" {
        return Ok(live(isms, today));
    }
    let number: u32 = plain
        .trim_start_matches('v')
        .parse()
        .map_err(|_| Stop::usage(format!("\"{word}\" is no version")).help("expected v3, or now"))?;
    approved(isms, number).ok_or_else(|| {
        let all: Vec<String> = isms
            .soa
            .one()
            .map(|soa| soa.approvals.iter().map(|one| format!("v{}", one.version)).collect())
            .unwrap_or_default();
        let stop = Stop::not_found(format!("v{number} of the statement was never approved"));
        if all.is_empty() {
            stop.help("no version is approved yet: plumb soa approve")
        } else {
            stop.help(format!("there are {}", all.join(", ")))
        }
    })
}

fn value(from: &Side, to: &Side, found: &[SoaChange]) -> Value {
    let side = |side: &Side| {
        json!({
            "version": side.version, "approved_by": side.by, "approved_on": side.on.map(|on| on.to_string()),
            "withdrawn_on": side.withdrawn_on.map(|on| on.to_string()),
        })
    };
    let rows: Vec<Value> = found
        .iter()
        .map(|one| {
            json!({
                "control": one.control.to_string(), "title": one.title, "what": one.meaning.word(),
                "before": one.before, "after": one.after, "because": one.because,
            })
        })
        .collect();
    json!({ "from": side(from), "to": side(to), "rows": rows })
}
