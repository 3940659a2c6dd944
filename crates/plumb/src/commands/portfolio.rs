//! `plumb portfolio`: all organisations in one look, and what waits in them, for whom.

use app::{Access, Filter, Instance, Room};
use clap::Args;
use diagnostics::Diagnostic;
use model::{Date, Isms, RecordKind};
use reports::portfolio::{Reminder, Standing, reminders, standing};
use serde_json::json;

use crate::args::{Common, Reads};
use crate::exit::Stop;
use crate::folder;
use crate::remote::client::Client;
use crate::remote::{self, Remote};
use crate::screen::{Screen, clip, count};
use crate::shapes::PORTFOLIO;
use crate::table::table;

/// How many rows of what waits are shown.
const ROWS: usize = 60;

/// Show all organisations in one look: phase, next date, problems, and what waits for whom.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb portfolio\nplumb portfolio --waiting            one list of what waits, at which client, for whom\nplumb portfolio --waiting --late     only what is late\nplumb portfolio --remind             one message for each person, ready to send"
)]
pub struct Portfolio {
    /// What waits in all of them, the late first
    #[arg(long)]
    waiting: bool,
    /// Only what is late
    #[arg(long)]
    late: bool,
    /// One message for each person with something late, over all organisations
    #[arg(long)]
    remind: bool,
}

/// An organisation, its state and where it stands.
struct One {
    isms: std::sync::Arc<Isms>,
    standing: Standing,
    today: Date,
}

impl Portfolio {
    /// Shows it.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let all = match remote::client(common)? {
            Some(client) => of_server(&client, screen).await?,
            None => of_folder(common).await?,
        };
        if screen.is_json() {
            let rows: Vec<_> = all.iter().map(as_json).collect();
            screen.json(&PORTFOLIO, json!({ "organisations": rows }));
            return Ok(());
        }
        if self.remind {
            remind(screen, &all);
        } else if self.waiting || self.late {
            waiting(screen, &all, self.late);
        } else {
            lines(screen, &all);
        }
        Ok(())
    }
}

/// Returns the organisations of a folder that who asks may see.
async fn of_folder(common: &Common) -> Result<Vec<One>, Stop> {
    let folder = folder::folder(common)?;
    let instance = Instance::open(&folder, Access::Read).await?;
    let instance = std::sync::Arc::new(instance);
    let mut all = Vec::new();
    let mut shut = None;
    for books in folder::seen(&folder, &instance, instance.all().await?).await? {
        match folder::enter(&folder, std::sync::Arc::clone(&instance), books).await {
            Ok(desk) => all.push(one(&desk.books)),
            Err(stop) => shut = Some(stop),
        }
    }
    // What one has no seat in is not there; where nothing is left, the reason is told.
    match shut.filter(|_| all.is_empty()) {
        Some(stop) => Err(stop),
        None => Ok(all),
    }
}

/// Returns the organisations of a server that the token reads.
async fn of_server(client: &Client, screen: &Screen) -> Result<Vec<One>, Stop> {
    let mut all = Vec::new();
    for remote in Remote::all(client).await? {
        let isms = remote.read(RecordKind::ALL, &Reads::default(), screen).await?.isms;
        let results = rules::check(&rules::Ask::new(&isms, None, remote.today));
        let diagnostics: Vec<Diagnostic> = results.diagnostics().cloned().collect();
        let last = remote.history(&isms, None, 1, |_, _| true).await?;
        let acted = last.first().map(|event| event.stamp.on);
        let standing = standing(remote.name.clone(), &isms, &diagnostics, acted, remote.today);
        all.push(One { isms, standing, today: remote.today });
    }
    Ok(all)
}

fn one(books: &Room) -> One {
    let (snapshot, today) = (books.now(), books.today());
    let diagnostics: Vec<Diagnostic> = books.check().diagnostics().cloned().collect();
    let acted = books.commits(&Filter { at_most: 1, ..Filter::default() });
    let acted = acted.first().map(|commit| commit.stamp.on);
    let standing = standing(books.name(), &snapshot.isms, &diagnostics, acted, today);
    One { isms: snapshot.isms, standing, today }
}

fn lines(screen: &mut Screen, all: &[One]) {
    let rows = all.iter().map(|one| {
        let told = &one.standing;
        let on = told.waiting_on(&one.isms);
        let on: Vec<String> = on.iter().take(3).map(|(name, count)| format!("{name} {count}")).collect();
        vec![
            told.name.clone(),
            format!("{} {}", told.phase, told.phase_title),
            told.next.as_ref().map(|(what, day)| format!("{what} {day}")).unwrap_or_default(),
            told.errors.to_string(),
            told.warnings.to_string(),
            on.join(" · "),
            told.late_days(one.today).map(|days| format!("{days} d late")).unwrap_or_default(),
            told.idle_days(one.today).map(|days| format!("{days} d")).unwrap_or_default(),
        ]
    });
    let heads = ["organisation", "phase", "next", "errors", "warnings", "waiting on", "oldest", "idle"];
    table(screen, &heads, rows.collect());
}

fn waiting(screen: &mut Screen, all: &[One], only_late: bool) {
    let mut rows = Vec::new();
    for one in all {
        for item in &one.standing.waiting {
            let late = item.is_late(one.today);
            if only_late && !late {
                continue;
            }
            let whom = item.waits_for(&one.isms, |person| one.isms.name_of(person.id()));
            let due = match item.due {
                Some(due) if late => format!("{due} late"),
                Some(due) => due.to_string(),
                None => String::new(),
            };
            rows.push((
                item.due.is_none(),
                item.due,
                vec![
                    one.standing.name.clone(),
                    item.record.to_string(),
                    clip(&item.title, 60),
                    item.verb.to_owned(),
                    whom,
                    due,
                ],
            ));
        }
    }
    rows.sort_by_key(|(none, due, _)| (*none, *due));
    let whole = rows.len();
    let shown: Vec<Vec<String>> = rows.into_iter().take(ROWS).map(|(_, _, row)| row).collect();
    table(screen, &["organisation", "record", "what", "to do", "for", "due"], shown);
    if whole > ROWS {
        screen.talk(format!("{} more: --json gives all", whole - ROWS));
    }
}

/// Shows one message for each person with something late.
fn remind(screen: &mut Screen, all: &[One]) {
    let messages = reminders(all.iter().map(|one| (&one.standing, &*one.isms, one.today)));
    if messages.is_empty() {
        screen.line("nothing is late");
        return;
    }
    let whole = messages.len();
    for Reminder { name, email, lines } in messages {
        let to = if email.is_empty() { "no e-mail address is recorded".to_owned() } else { email };
        screen.line(format!("To: {name} <{to}>"));
        screen.line(format!("Subject: {} waiting for you", count(lines.len(), "thing is", "things are")));
        for line in lines {
            screen.line(format!("  - {line}"));
        }
        screen.line("");
    }
    screen.talk(format!("{}; nothing was sent", count(whole, "message", "messages")));
}

fn as_json(one: &One) -> serde_json::Value {
    let told = &one.standing;
    let waiting: Vec<_> = told
        .waiting
        .iter()
        .map(|item| {
            let people: Vec<String> = item.on.iter().map(|person| one.isms.name_of(person.id())).collect();
            json!({
                "record": item.record.to_string(), "title": item.title, "to_do": item.verb, "for": people,
                "since": item.since.map(|day| day.to_string()), "due": item.due.map(|day| day.to_string()),
                "late": item.is_late(one.today),
            })
        })
        .collect();
    json!({
        "name": told.name, "phase": { "number": told.phase, "title": told.phase_title },
        "next": told.next.as_ref().map(|(what, day)| json!({ "what": what, "on": day.to_string() })),
        "errors": told.errors, "warnings": told.warnings, "idle_days": told.idle_days(one.today),
        "late_days": told.late_days(one.today), "waiting": waiting,
    })
}
