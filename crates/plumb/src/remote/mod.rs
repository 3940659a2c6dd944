//! A server instead of a data folder: which one is meant, and an organisation there, read through its API.

pub mod client;
mod far;
mod forms;
mod past;
mod state;
pub mod write;

use std::sync::Arc;

use app::identity::{Url, Uuid};
use model::{Date, Isms, RecordKind};
use serde_json::Value;

use crate::args::{Common, Reads};
use crate::commands::login;
use crate::credential;
use crate::exit::{Exit, Stop};
use crate::nearest::did_you_mean;
use crate::screen::Screen;
use client::{Client, text};
pub use far::Far;

/// The variable that names the server that is meant.
const SERVER: &str = "PLUMB_SERVER";

/// An organisation on a server.
pub struct Remote {
    /// The way to the server.
    pub client: Client,
    /// Its word in addresses.
    pub word: String,
    /// Its name.
    pub name: String,
    /// Today, in its time zone.
    pub today: Date,
    /// How many commits there are.
    pub commits: u64,
    /// Who asks, by id.
    pub actor: String,
    /// The uuid of its log.
    pub org: String,
}

impl Remote {
    /// Returns how commands name this organisation, as the one that was given did.
    pub fn far(&self, common: &Common) -> Far {
        let server = self.client.server();
        let named = common.server.as_ref().map(|_| format!(" --server {server}")).unwrap_or_default();
        let org = common.org.as_ref().map(|org| format!(" --org \"{org}\"")).unwrap_or_default();
        Far { page: format!("{server}/o/{}", self.word), plumb: format!("plumb{named}{org}") }
    }
}

/// Records of an organisation on a server, as the one who asks may see them.
pub struct Seen {
    /// The records.
    pub isms: Arc<Isms>,
    /// The day that they are of.
    pub day: Date,
    /// How many commits there were by then.
    pub commits: u64,
}

/// Returns the server that is meant instead of a folder: the one of `--server`, else of `PLUMB_SERVER`, where no folder is named.
pub fn named(common: &Common) -> Result<Option<Url>, Stop> {
    let is_from_outside = std::env::var_os("PLUMB_DATA").is_some_and(|data| common.data == Some(data.into()));
    if let Some(server) = &common.server {
        if common.data.is_some() && !is_from_outside {
            return Err(Stop::usage("--data and --server name two places; expected one of them"));
        }
        return Ok(Some(server.clone()));
    }
    if common.data.is_some() {
        return Ok(None);
    }
    match std::env::var(SERVER) {
        Ok(server) if !server.is_empty() => {
            let url = server.parse().map_err(|_| {
                Stop::usage(format!("{SERVER} is no address; expected one such as https://isms.example.org"))
            })?;
            Ok(Some(url))
        }
        Ok(_) | Err(_) => Ok(None),
    }
}

/// Says that a command works on a data folder alone.
pub fn only_on_a_folder(server: &Url) -> Stop {
    Stop::usage(format!(
        "this works on a data folder, not through the server {}",
        server.origin().ascii_serialization()
    ))
    .help("through a server: ls, show, new, set, remove, `KIND ls|show|add|set` and the steps of a kind, check, status, portfolio, org ls, log, job")
    .help("all else that its API knows: plumb api GET /organisations")
    .help("on a folder: name it with --data DIR, and leave out --server")
}

/// Returns the way to the server that is meant, where one is.
pub fn client(common: &Common) -> Result<Option<Client>, Stop> {
    let Some(server) = named(common)? else { return Ok(None) };
    let origin = server.origin().ascii_serialization();
    let token = match credential::named()? {
        Some(token) => Some(token),
        None => login::token_for(&origin)?,
    };
    let token = token.ok_or_else(|| {
        Stop::new(Exit::NotAllowed, format!("no token is kept for {origin}"))
            .help(format!(
                "make one in the browser, under Tokens, and keep it: plumb login {origin} < token.txt"
            ))
            .help("or name a file that holds it: PLUMB_TOKEN_FILE=FILE plumb …")
    })?;
    Client::of(&server, token).map(Some)
}

impl Remote {
    /// Returns the organisation that is meant, where a server is meant.
    pub async fn of(common: &Common) -> Result<Option<Self>, Stop> {
        let Some(client) = client(common)? else { return Ok(None) };
        let words = words(&client).await?;
        let word = chosen(&client, &words, common.org.as_deref()).await?;
        Self::open(client, word).await.map(Some)
    }

    /// Returns all organisations that the token reads.
    pub async fn all(client: &Client) -> Result<Vec<Self>, Stop> {
        let mut all = Vec::new();
        for (word, _) in words(client).await? {
            all.push(Self::open(client.clone(), word).await?);
        }
        Ok(all)
    }

    async fn open(client: Client, word: String) -> Result<Self, Stop> {
        let told = client.get(&format!("/{word}")).await?.body;
        let today = text(&told, "day").parse().map_err(|_| unreadable(&client))?;
        let origin = text(&told, "origin");
        let org = origin.split("/log/").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default();
        Ok(Self {
            word,
            name: text(&told, "name").to_owned(),
            today,
            commits: told["commits"].as_u64().unwrap_or(0),
            actor: text(&told, "actor").to_owned(),
            org: org.to_owned(),
            client,
        })
    }

    /// Returns records of kinds on the day asked for, and says so where that is not today.
    pub async fn read(&self, kinds: &[RecordKind], reads: &Reads, screen: &Screen) -> Result<Seen, Stop> {
        let Some(day) = reads.as_of.map(|day| day.on(self.today)).filter(|day| *day < self.today) else {
            let isms = state::read(self, kinds, None).await?;
            return Ok(Seen { isms: Arc::new(isms), day: self.today, commits: self.commits });
        };
        let told = self.client.get(&format!("/{}?as_of={day}", self.word)).await?.body;
        let commits = told["commits"].as_u64().unwrap_or(0);
        if commits == 0 {
            return Err(Stop::not_found(format!("nothing was recorded by the end of {day}")));
        }
        screen.talk(format!("as of the end of {day}, after {commits} commits"));
        let isms = state::read(self, kinds, Some(day)).await?;
        Ok(Seen { isms: Arc::new(isms), day, commits })
    }

    /// Returns everything of today.
    pub async fn now(&self) -> Result<Isms, Stop> {
        state::read(self, RecordKind::ALL, None).await
    }

    /// Returns an address of the organisation.
    pub fn at(&self, path: &str) -> String {
        format!("/{}{path}", self.word)
    }
}

/// Returns the organisations that the token reads: word and name.
async fn words(client: &Client) -> Result<Vec<(String, String)>, Stop> {
    let told = client.get("/organisations").await?.body;
    let all = told["organisations"].as_array().ok_or_else(|| unreadable(client))?;
    Ok(all.iter().map(|one| (text(one, "word").to_owned(), text(one, "name").to_owned())).collect())
}

/// Returns the word of the organisation that is meant, by word, name or the uuid of its log.
async fn chosen(client: &Client, words: &[(String, String)], wanted: Option<&str>) -> Result<String, Stop> {
    let names: Vec<&str> = words.iter().map(|(_, name)| name.as_str()).collect();
    let Some(wanted) = wanted.map(str::trim) else {
        return match words {
            [] => Err(Stop::not_found("the token reads no organisation there")),
            [(word, _)] => Ok(word.clone()),
            _ => Err(Stop::usage(format!("the token reads several organisations: {}", names.join(", ")))
                .help(format!("say which: plumb --org \"{}\" …", names[0]))),
        };
    };
    if Uuid::parse_str(wanted).is_ok() {
        for one in Remote::all(client).await? {
            if one.org.eq_ignore_ascii_case(wanted) {
                return Ok(one.word);
            }
        }
    }
    let is_meant = |one: &&(String, String)| one.0 == wanted || one.1.eq_ignore_ascii_case(wanted);
    let meant: Vec<&(String, String)> = words.iter().filter(is_meant).collect();
    match meant.as_slice() {
        [one] => Ok(one.0.clone()),
        [_, ..] => Err(Stop::usage(format!("{} organisations are called \"{wanted}\"", meant.len()))
            .help("name the one meant by its id: plumb org ls")),
        [] => {
            let near = did_you_mean(wanted, names.iter().copied());
            Err(Stop::not_found(format!("there is no organisation \"{wanted}\"{near}")))
        }
    }
}

/// Says that an answer is not what this program understands.
fn unreadable(client: &Client) -> Stop {
    Stop::new(Exit::Unreachable, format!("what {} says cannot be read", client.server()))
        .help("is it a newer plumb? take the same here")
}

/// Returns a moment of an answer, in microseconds.
fn moment(value: &Value, name: &str) -> i64 {
    text(value, name).parse::<jiff::Timestamp>().map_or(0, jiff::Timestamp::as_microsecond)
}
