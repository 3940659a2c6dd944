//! `plumb log`: the newest commits, or those of a record.

use app::{Event, Filter};
use clap::Args;
use model::{Isms, RecordId, RecordKind};
use serde_json::{Value, json};

use crate::args::{Common, Reads};
use crate::commands::show::find;
use crate::exit::Stop;
use crate::fields::{self, no_field};
use crate::folder::{self, local_time};
use crate::remote::Remote;
use crate::screen::{Screen, clip, count};
use crate::shapes::LOG;
use crate::write::{change_json, lines};

/// How many changes of one commit are read for a list of commits.
const TOLD: usize = 8;

/// The newest commits, or those of a record.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb log\nplumb log R-12\nplumb log R-12 --field after\nplumb log --by \"Jana Novak\" --limit 5"
)]
pub struct Log {
    /// Only commits that touched this record
    id: Option<String>,
    /// Only changes of this field; needs a record
    #[arg(long, requires = "id")]
    field: Option<String>,
    /// Only commits of this person
    #[arg(long, value_name = "PERSON")]
    by: Option<String>,
    /// At most so many, newest first
    #[arg(long, value_name = "NUMBER", default_value_t = 20)]
    limit: usize,
    /// One line for each commit
    #[arg(long)]
    short: bool,
}

impl Log {
    /// Shows commits.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let record = self.id.as_deref().map(fields::id).transpose()?;
        if let Some(remote) = Remote::of(common).await? {
            return self.of_server(&remote, record, screen).await;
        }
        let desk = folder::open(common, app::Access::Read).await?;
        let isms = desk.books.now().isms;
        // What who asks may not see is told as what is not there.
        if let Some(id) = record.filter(|id| !desk.sees(&isms, *id)) {
            find(&isms, id)?;
        }
        let field = self.field_of(record)?;
        let by = match &self.by {
            None => None,
            Some(name) => {
                let person = desk.person(name)?;
                isms.people.find(&person).map(|person| person.uuid)
            }
        };
        let at_most = if field.is_some() { usize::MAX } else { self.limit };
        let told_max = (field.is_none() && !screen.is_json()).then_some(TOLD);
        let mut events = desk.books.history(&Filter { record, by, before: None, at_most, told_max }).await?;
        if let Some(field) = field {
            events.retain_mut(|event| keeps(event, field));
            events.truncate(self.limit);
        }
        self.show(&isms, &events, screen);
        Ok(())
    }

    /// Returns the field that is asked for.
    fn field_of(&self, record: Option<RecordId>) -> Result<Option<&'static str>, Stop> {
        match (&self.field, record) {
            (Some(name), Some(id)) => field_name(id.kind, name).map(Some),
            _ => Ok(None),
        }
    }

    /// Shows commits of a server.
    async fn of_server(
        &self,
        remote: &Remote,
        record: Option<RecordId>,
        screen: &mut Screen,
    ) -> Result<(), Stop> {
        let field = self.field_of(record)?;
        let people = [RecordKind::Person, RecordKind::Organisation];
        let isms = remote.read(&people, &Reads::default(), screen).await?.isms;
        let by = self.by.as_deref().map(|name| {
            let found = folder::person_in(&isms, name).map(|person| person.to_string());
            found.ok_or_else(|| Stop::not_found(format!("there is no person \"{name}\"")))
        });
        let by = by.transpose()?;
        let wanted = |event: &mut Event, told: &Value| {
            by.as_deref().is_none_or(|by| told["by"] == by) && field.is_none_or(|field| keeps(event, field))
        };
        let events = remote.history(&isms, record, self.limit, wanted).await?;
        self.show(&isms, &events, screen);
        Ok(())
    }

    fn show(&self, isms: &Isms, events: &[Event], screen: &mut Screen) {
        if screen.is_json() {
            let commits: Vec<Value> = events.iter().map(event_json).collect();
            screen.json(&LOG, json!({ "commits": commits }));
            return;
        }
        if events.is_empty() {
            screen.talk("no such commit");
        }
        for event in events {
            let text = told(isms, event, screen, if self.short { 0 } else { 6 });
            screen.line(text);
        }
    }
}

/// Leaves of a commit what it did to a field, and says whether that is something.
fn keeps(event: &mut Event, field: &str) -> bool {
    for change in &mut event.changes {
        change.fields.retain(|one| one.name == field);
    }
    event.changes.iter().any(|change| !change.fields.is_empty())
}

/// Returns the stored name of a field.
fn field_name(kind: model::RecordKind, typed: &str) -> Result<&'static str, Stop> {
    let all = kind.fields();
    let even = typed.to_lowercase().replace(['-', ' '], "_");
    let found = all.iter().find(|field| field.name == even || field.label.eq_ignore_ascii_case(typed));
    found.map(|field| field.name).ok_or_else(|| no_field(kind, typed, &all))
}

/// Tells a commit in lines: at most so many of its changes.
pub fn told(isms: &Isms, event: &Event, screen: &Screen, most: usize) -> String {
    let head = screen.paint("33", &format!("{:>5}", format!("#{}", event.seq)));
    let mut text = format!(
        "{head}  {}  {}  {}  {}",
        local_time(isms, event.stamp.at),
        event.who,
        screen.bold(&event.intent),
        screen.quiet(via(event)),
    );
    if event.changes.len() == 1 || most == 0 {
        let ids: Vec<String> = event.changes.iter().take(6).map(|change| change.id.to_string()).collect();
        text.push_str(&format!("  {}", ids.join(" ")));
        if event.changes.len() > 6 {
            text.push_str(&format!(" and {} more", event.changes.len() + event.untold - 6));
        }
    }
    if !event.because.is_empty() {
        text.push_str(&format!("\n       because {}", clip(&event.because, 160)));
    }
    for change in event.changes.iter().take(most) {
        let mut change = change.clone();
        change.fields.truncate(12);
        for line in lines(&change, screen.colour()).lines() {
            text.push_str(&format!("\n       {line}"));
        }
    }
    let all = event.changes.len() + event.untold;
    if most > 0 && all > most {
        let more = count(all - most, "more record", "more records");
        text.push_str(&format!("\n       … and {more}: plumb show {}", event.seq));
    }
    text
}

/// Returns the channel in a word.
fn via(event: &Event) -> &'static str {
    match event.via {
        app::Via::Session => "browser",
        app::Via::ApiKey => "API",
        app::Via::Cli => "command line",
        app::Via::Import => "import",
        app::Via::Upgrade => "upgrade",
        app::Via::Scheduler => "scheduler",
    }
}

/// Returns a commit as JSON.
pub fn event_json(event: &Event) -> Value {
    json!({
        "commit": event.seq,
        "at": jiff::Timestamp::from_microsecond(event.stamp.at).unwrap_or_default().to_string(),
        "on": event.stamp.on.to_string(),
        "by": event.who,
        "intent": event.intent,
        "via": via(event),
        "because": event.because,
        "leaf": event.leaf,
        "auth": event.auth,
        "policy": event.policy,
        "changes": event.changes.iter().map(change_json).collect::<Vec<_>>(),
    })
}
