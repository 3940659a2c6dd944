//! `plumb notices`: the digest of each person, ready to be sent; nothing is sent by itself.

use app::Access;
use clap::Args;
use model::records::Person;
use model::{Entry, Ref};
use reports::inbox::digest;
use serde_json::json;

use crate::args::Common;
use crate::exit::Stop;
use crate::folder::{self, Desk};
use crate::screen::{Screen, count};
use crate::shapes::NOTICES;

/// Write one message for each person: who calls, asks or refuses them something, and what of theirs is late.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb notices                         one message for each person with something new\nplumb notices --to \"Jana Novak\"\nplumb notices --at https://isms.acme.example   with the address of the inbox"
)]
pub struct Notices {
    /// Only the message for this person, by id or name
    #[arg(long, value_name = "PERSON")]
    to: Option<String>,
    /// Where browsers reach the server, for the one link in each message
    #[arg(long, value_name = "URL")]
    at: Option<app::identity::Url>,
}

/// A message.
struct Notice {
    name: String,
    email: String,
    subject: String,
    lines: Vec<String>,
}

impl Notices {
    /// Shows the messages.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let desk = folder::open(common, Access::Read).await?;
        let only = match &self.to {
            Some(word) => Some(desk.books.person(word).ok_or_else(|| {
                Stop::not_found(format!("there is no person {word}")).help("who is there: plumb person ls")
            })?),
            None => None,
        };
        let isms = desk.books.now().isms;
        let mut notices = Vec::new();
        for (id, person) in isms.people.iter().filter(|(id, _)| only.is_none_or(|only| only == *id)) {
            notices.extend(self.notice(&desk, id, person).await?);
        }
        if screen.is_json() {
            let rows: Vec<_> = notices.iter().map(as_json).collect();
            screen.json(&NOTICES, json!({ "notices": rows }));
            return Ok(());
        }
        for Notice { name, email, subject, lines } in &notices {
            let to = if email.is_empty() { "no e-mail address is recorded" } else { email };
            screen.line(format!("To: {name} <{to}>"));
            screen.line(format!("Subject: {subject}"));
            screen.line("");
            lines.iter().for_each(|line| screen.line(line));
        }
        if notices.is_empty() {
            screen.line("nothing new for anybody");
        } else {
            screen.talk(format!("{}; nothing was sent", count(notices.len(), "message", "messages")));
        }
        Ok(())
    }

    /// Returns the message for a person, where there is something to tell.
    async fn notice(
        &self,
        desk: &Desk,
        id: Ref<Person>,
        person: &Entry<Person>,
    ) -> Result<Option<Notice>, Stop> {
        let marks = desk.instance.inbox_marks(desk.log, person.uuid).await?;
        let items = marks.told(desk.books.inbox_of(id));
        let of = [(desk.books.name(), items)];
        let Some((subject, mut lines)) = digest(&person.title, &of) else { return Ok(None) };
        if let Some(at) = &self.at {
            lines.push(format!("All of it: {}/inbox", at.as_str().trim_end_matches('/')));
            lines.push(String::new());
        }
        let (name, email) = (person.title.to_string(), person.email.to_string());
        Ok(Some(Notice { name, email, subject, lines }))
    }
}

fn as_json(one: &Notice) -> serde_json::Value {
    json!({ "name": one.name, "email": one.email, "subject": one.subject, "lines": one.lines })
}
