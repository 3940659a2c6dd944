//! `plumb notices`: the digest of each person over all organisations, ready to be sent; and a message to try how mail is sent.

use std::sync::Arc;

use app::identity::{Email, Url};
use app::mail::{Letter, LetterLine, LetterPart, MailSettings, Post};
use app::{Access, Instance};
use clap::Args;
use model::records::Person;
use model::{RecordKind, Ref};
use reports::inbox::{Item, digest, inbox};
use serde_json::json;

use crate::args::{Common, Reads};
use crate::exit::{Exit, Stop};
use crate::folder::{self, Desk};
use crate::remote::client::Client;
use crate::remote::{self, Remote};
use crate::screen::{Screen, count};
use crate::shapes::NOTICES;

/// Write one message for each person: who calls, asks or refuses them something, and what of theirs is late.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb notices                         one message for each person with something new, over all organisations\nplumb notices --org Acme\nplumb notices --to \"Jana Novak\"\nplumb notices --at https://isms.acme.example   with the address of the inbox\nplumb notices --test jana@acme.example         send one as mail.toml says, to try it",
    after_help = "A running server sends notices by itself where mail.toml in the data folder says how. Through --server, the message is that of who holds the token."
)]
pub struct Notices {
    /// Only the message for this person, by id or name
    #[arg(long, value_name = "PERSON")]
    to: Option<String>,
    /// Where browsers reach the server, for the one link in each message
    #[arg(long, value_name = "URL")]
    at: Option<Url>,
    /// Send a message to this address as mail.toml of the data folder says, to try it
    #[arg(long, value_name = "EMAIL", conflicts_with = "to")]
    test: Option<String>,
}

/// A message: to whom, and the matters of each organisation.
struct Notice {
    name: String,
    email: String,
    of: Vec<(String, Vec<Item>)>,
}

impl Notices {
    /// Shows the messages, or sends one to try it.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        if let Some(email) = &self.test {
            return self.try_it(email, common, screen).await;
        }
        let notices = match remote::client(common)? {
            Some(client) => self.of_server(&client, common, screen).await?,
            None => self.of_folder(common).await?,
        };
        if screen.is_json() {
            let rows: Vec<_> = notices.iter().filter_map(|one| self.as_json(one)).collect();
            screen.json(&NOTICES, json!({ "notices": rows }));
            return Ok(());
        }
        let mut shown = 0;
        for Notice { name, email, of } in &notices {
            let Some((subject, lines)) = self.written(name, of) else { continue };
            let to = if email.is_empty() { "no e-mail address is recorded" } else { email };
            screen.line(format!("To: {name} <{to}>"));
            screen.line(format!("Subject: {subject}"));
            screen.line("");
            lines.iter().for_each(|line| screen.line(line));
            shown += 1;
        }
        match shown {
            0 => screen.line("nothing new for anybody"),
            shown => screen.talk(format!("{}; nothing was sent", count(shown, "message", "messages"))),
        }
        Ok(())
    }

    /// Returns the messages from the organisations of a folder, as far as who asks sees them.
    async fn of_folder(&self, common: &Common) -> Result<Vec<Notice>, Stop> {
        if common.org.is_some() {
            let desk = folder::open(common, Access::Read).await?;
            return self.together(&[desk]).await;
        }
        let folder = folder::folder(common)?;
        let instance = Arc::new(Instance::open(&folder, Access::Read).await?);
        let (mut desks, mut shut) = (Vec::new(), None);
        for books in folder::seen(&folder, &instance, instance.all().await?).await? {
            match folder::enter(&folder, Arc::clone(&instance), books).await {
                Ok(desk) => desks.push(desk),
                Err(stop) => shut = Some(stop),
            }
        }
        // What one has no seat in is not there; where nothing is left, the reason is told.
        match shut.filter(|_| desks.is_empty()) {
            Some(stop) => Err(stop),
            None => self.together(&desks).await,
        }
    }

    /// Returns one message for each person: who has the same e-mail address in several organisations is one.
    async fn together(&self, desks: &[Desk]) -> Result<Vec<Notice>, Stop> {
        let mut notices: Vec<Notice> = Vec::new();
        let mut is_known = self.to.is_none();
        for desk in desks {
            let only = self.to.as_deref().map(|word| desk.books.person(word));
            is_known |= matches!(only, Some(Some(_)));
            let isms = desk.books.now().isms;
            let meant = |id: Ref<Person>| only.is_none_or(|only| only == Some(id));
            for (id, person) in isms.people.iter().filter(|(id, _)| meant(*id)) {
                let marks = desk.instance.inbox_marks(desk.log, person.uuid).await?;
                let items = marks.told(desk.books.inbox_of(id));
                let (name, email) = (person.title.to_string(), person.email.trim().to_lowercase());
                let own = (desk.books.name(), items);
                match notices.iter_mut().find(|one| !email.is_empty() && one.email == email) {
                    Some(one) => one.of.push(own),
                    None => notices.push(Notice { name, email, of: vec![own] }),
                }
            }
        }
        match &self.to {
            Some(word) if !is_known => {
                Err(Stop::not_found(format!("there is no person {word}"))
                    .help("who is there: plumb person ls"))
            }
            Some(_) | None => Ok(notices),
        }
    }

    /// Returns the message of who holds the token, over the organisations that it reads.
    async fn of_server(
        &self,
        client: &Client,
        common: &Common,
        screen: &Screen,
    ) -> Result<Vec<Notice>, Stop> {
        if self.to.is_some() {
            return Err(Stop::usage(
                "through a server the message is that of who holds the token; leave out --to",
            ));
        }
        let all = match common.org {
            Some(_) => Remote::of(common).await?.into_iter().collect(),
            None => Remote::all(client).await?,
        };
        let mut own = Notice { name: String::new(), email: String::new(), of: Vec::new() };
        for remote in all {
            let Some(person) = Ref::<Person>::parse(&remote.actor) else { continue };
            let isms = remote.read(RecordKind::ALL, &Reads::default(), screen).await?.isms;
            if let Some(known) = isms.people.get(&person) {
                (own.name, own.email) = (known.title.to_string(), known.email.to_string());
            }
            own.of.push((remote.name.clone(), inbox(&isms, person, remote.today)));
        }
        Ok(vec![own])
    }

    /// Returns a message as it is written, where there is something to tell.
    fn written(&self, name: &str, of: &[(String, Vec<Item>)]) -> Option<(String, Vec<String>)> {
        let (subject, mut lines) = digest(name, of)?;
        if let Some(at) = &self.at {
            lines.push(format!("All of it: {}/inbox", at.as_str().trim_end_matches('/')));
            lines.push(String::new());
        }
        Some((subject, lines))
    }

    fn as_json(&self, one: &Notice) -> Option<serde_json::Value> {
        let (subject, lines) = self.written(&one.name, &one.of)?;
        Some(json!({ "name": one.name, "email": one.email, "subject": subject, "lines": lines }))
    }

    /// Sends a message that says nothing but that it arrived.
    async fn try_it(&self, email: &str, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let to = Email::read(email).map_err(|refusal| Stop::usage(refusal.to_string()))?;
        let folder = folder::folder(common)?;
        let password = std::env::var(MailSettings::PASSWORD).ok();
        let settings = MailSettings::of_folder(&folder, password)?.ok_or_else(|| {
            Stop::not_found(format!("there is no mail.toml in {}", folder.display()))
                .help("what stands in it: docs/guide/talking.md, \"Notices by mail\"")
        })?;
        let post = Post::new(&settings).map_err(|words| Stop::new(Exit::Unreachable, words))?;
        let at = self.at.as_ref().map(|at| at.as_str().trim_end_matches('/').to_owned());
        let line = |at: String| LetterLine { words: "Your inbox".to_owned(), href: format!("{at}/inbox") };
        let letter = Letter {
            to: to.to_string(),
            subject: "Mail from Plumbline arrives".to_owned(),
            opening: "This is a message to try how mail is sent.".to_owned(),
            parts: at
                .map(|at| LetterPart { heading: "Plumbline".to_owned(), lines: vec![line(at)] })
                .into_iter()
                .collect(),
            ..Letter::default()
        };
        post.send(&letter).await.map_err(|unsent| Stop::new(Exit::Unreachable, unsent.words().to_owned()))?;
        screen.talk(format!("{}, port {}, took a message to {to}", settings.host, settings.port));
        Ok(())
    }
}
