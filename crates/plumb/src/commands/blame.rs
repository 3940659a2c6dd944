//! `plumb blame`: who set each field of a record, and when.

use clap::Args;
use serde_json::{Value, json};

use crate::args::{Common, Reads};
use crate::commands::show::find;
use crate::exit::Stop;
use crate::fields;
use crate::folder;
use crate::screen::Screen;
use crate::shapes::BLAME;
use crate::table::table;

/// Who set each field of a record, and when.
#[derive(Debug, Args)]
#[command(before_help = "plumb blame R-12")]
pub struct Blame {
    /// The record
    id: String,
    #[command(flatten)]
    reads: Reads,
}

impl Blame {
    /// Shows the last change of each field.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let id = fields::id(&self.id)?;
        let desk = folder::open(common, app::Access::Read).await?;
        let reading = desk.read(&self.reads, screen).await?;
        let record = find(&reading.snapshot.isms, id)?;
        let last = desk.books.blame_before(id, Some(reading.snapshot.commits())).await?;
        let fields = record.fields();
        let known = fields.iter().filter_map(|field| Some((field, last.get(field.name)?)));
        if screen.is_json() {
            let fields: Vec<Value> = known
                .map(|(field, last)| {
                    json!({
                        "name": field.name, "label": field.label, "value": field.text,
                        "commit": last.seq, "on": last.stamp.on.to_string(), "by": last.who,
                    })
                })
                .collect();
            screen
                .json(&BLAME, json!({ "record": id.to_string(), "title": record.title(), "fields": fields }));
            return Ok(());
        }
        let rows = known
            .map(|(field, last)| {
                let value = if field.text.is_empty() { "–".to_owned() } else { field.text.clone() };
                vec![
                    last.seq.to_string(),
                    last.stamp.on.to_string(),
                    last.who.clone(),
                    field.label.to_lowercase(),
                    value,
                ]
            })
            .collect();
        screen.line(format!("{}  {}", screen.bold(&id.to_string()), record.title()));
        table(screen, &["commit", "on", "by", "field", "value"], rows);
        Ok(())
    }
}
