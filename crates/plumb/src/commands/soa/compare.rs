//! `plumb soa compare`: the controls that risks and obligations need, held against Annex A (6.1.3 b, c).

use clap::Args;
use model::{Isms, RecordId, Words as _};
use reports::necessary_controls::{Compared, Comparison, Outcome, compare};
use serde_json::{Value, json};

use crate::args::{Common, Reads};
use crate::exit::Stop;
use crate::folder;
use crate::screen::{Screen, count};
use crate::shapes::SOA_COMPARE;
use crate::table::table;

/// So many records are named in a cell.
const NAMED: usize = 6;

/// What is compared.
#[derive(Debug, Args)]
pub struct Compare {
    /// All 93 rows, not only those that ask a question
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    reads: Reads,
}

impl Compare {
    /// Compares.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let desk = folder::open(common, app::Access::Read).await?;
        let reading = desk.read(&self.reads, screen).await?;
        let isms = &reading.snapshot.isms;
        let mut found = compare(isms, reading.day);
        let counted = |outcome| found.rows.iter().filter(|row| row.outcome == outcome).count();
        let words = [Outcome::Agrees, Outcome::Omitted, Outcome::Undecided, Outcome::NotNeeded]
            .map(|outcome| format!("{} {}", counted(outcome), outcome.words()));
        if !self.all {
            found.rows.retain(|row| row.outcome.is_question());
        }
        if screen.is_json() {
            screen.json(&SOA_COMPARE, value(&found));
            return Ok(());
        }
        found.rows.sort_by_key(|row| (row.outcome, row.control));
        let rows = found.rows.iter().map(row);
        table(screen, &["id", "control", "outcome", "statement", "needed by"], rows.collect());
        bare(isms, &found, screen);
        screen.talk(words.join(" · "));
        if found.rows.is_empty() {
            screen.talk("no necessary control is left out");
        }
        Ok(())
    }
}

fn row(row: &Compared) -> Vec<String> {
    let ids: Vec<String> = row.needed_by.iter().take(NAMED).map(RecordId::to_string).collect();
    let more = row.needed_by.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    vec![
        row.control.to_string(),
        row.title.clone(),
        row.outcome.words().to_owned(),
        row.included.map_or("undecided", |word| word.word()).to_owned(),
        if ids.is_empty() { "–".to_owned() } else { format!("{}{more}", ids.join(" ")) },
    ]
}

/// Names risks and obligations without a control, and own controls beside Annex A.
fn bare(isms: &Isms, found: &Comparison, screen: &mut Screen) {
    let lines: [(&str, Vec<RecordId>); 3] = [
        ("risks to be modified without a control", found.bare_risks.iter().map(|id| id.id()).collect()),
        ("obligations that nothing meets", found.bare_obligations.iter().map(|id| id.id()).collect()),
        ("own controls that serve no row of Annex A", found.own.iter().map(|id| id.id()).collect()),
    ];
    for (what, ids) in lines {
        if ids.is_empty() {
            continue;
        }
        screen.line("");
        screen.line(format!("{}: {what}", count(ids.len(), "record", "records")));
        for id in ids {
            screen.line(format!("  {id} {}", isms.name_of(id)));
        }
    }
}

fn value(found: &Comparison) -> Value {
    let rows: Vec<Value> = found
        .rows
        .iter()
        .map(|row| {
            json!({
                "control": row.control.to_string(), "title": row.title, "outcome": row.outcome.words(),
                "applicable": row.included.map(model::Words::word),
                "needed_by": row.needed_by.iter().map(RecordId::to_string).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({
        "rows": rows,
        "risks_without_control": found.bare_risks.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "obligations_unmet": found.bare_obligations.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "own_controls": found.own.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}
