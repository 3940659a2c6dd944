//! `plumb cert worksheet`: what Stage 1 looks at, and what the records say to each.

use clap::Args;
use reports::stage_1_worksheet::{Answered, Row, stage_1_worksheet};
use serde_json::{Value, json};

use crate::args::{Common, Reads};
use crate::exit::Stop;
use crate::folder;
use crate::screen::Screen;
use crate::shapes::STAGE_1_WORKSHEET;

/// The worksheet of which day.
#[derive(Debug, Args)]
pub struct Worksheet {
    #[command(flatten)]
    reads: Reads,
}

impl Worksheet {
    /// Shows it.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let desk = folder::open(common, app::Access::Read).await?;
        let reading = desk.read(&self.reads, screen).await?;
        let rows = stage_1_worksheet(&reading.snapshot.isms, reading.day);
        if screen.is_json() {
            let rows: Vec<Value> = rows.iter().map(row_json).collect();
            let exceptions = reports::duty_exceptions(&reading.snapshot.isms, reading.day);
            let value = json!({ "on": reading.day.to_string(), "rows": rows, "duty_exceptions": exceptions });
            screen.json(&STAGE_1_WORKSHEET, value);
            return Ok(());
        }
        screen.line(screen.bold("Exceptions from duties"));
        let exceptions = reports::duty_exceptions(&reading.snapshot.isms, reading.day);
        if exceptions.is_empty() {
            screen.line(format!("   {}", reports::NO_EXCEPTION));
        }
        exceptions.iter().for_each(|one| screen.line(format!("   {one}")));
        screen.line("");
        screen.line("Stage 1 looks at (ISO/IEC 17021-1, 9.3.1.2.2):");
        for row in &rows {
            screen.line("");
            let title = screen.bold(&format!("{}) {}", row.letter, row.title));
            screen.line(format!("{title}: {}", row.state.word()));
            for line in &row.says {
                let sign = if line.is_there == Answered::Yes { "✓" } else { "·" };
                let ids: Vec<String> = line.records.iter().map(ToString::to_string).collect();
                let ids = if ids.is_empty() { String::new() } else { format!("   {}", ids.join(", ")) };
                screen.line(format!("   {sign} {}: {}{ids}", line.label, line.text));
            }
        }
        screen.line("");
        screen.talk("what holds Stage 1: plumb check --gate stage1   the documents: plumb doc register");
        Ok(())
    }
}

fn row_json(row: &Row) -> Value {
    let says: Vec<Value> = row
        .says
        .iter()
        .map(|line| {
            json!({
                "label": line.label,
                "text": line.text,
                "there": line.is_there == Answered::Yes,
                "records": line.records.iter().map(ToString::to_string).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({ "letter": row.letter.to_string(), "title": row.title, "state": row.state.word(), "says": says })
}
