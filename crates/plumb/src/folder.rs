//! The data folder: which one is meant, opening it, and the organisation and person meant.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use app::identity::{Accounts, PREFIX as TOKEN, Session, Settings};
use app::{
    Access, AsOf, Books, Failure, Filter, Instance, LogId, OpenFailure, Proof, Reader, Room, Snapshot, Via,
    Visit,
};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use model::records::Person;
use model::{Date, Isms, Prose, RecordId, Ref};

use crate::args::{Common, Reads, Writes};
use crate::credential;
use crate::exit::{Exit, Stop};
use crate::nearest::did_you_mean;
use crate::remote;
use crate::screen::Screen;

/// The file in a data folder in which a running server writes its address.
pub const SERVER: &str = "server";

/// A data folder and the books meant.
pub struct Desk {
    /// Kept open as long as the books are used.
    pub instance: Arc<Instance>,
    /// The log of the organisation meant.
    pub log: LogId,
    /// The books of the organisation meant, as who asks sees them.
    pub books: Arc<Room>,
    /// What is known of who asks.
    pub proof: Proof,
}

/// Returns the data folder that is meant.
pub fn folder(common: &Common) -> Result<PathBuf, Stop> {
    if let Some(server) = remote::named(common)? {
        return Err(remote::only_on_a_folder(&server));
    }
    if let Some(folder) = &common.data {
        return Ok(folder.clone());
    }
    let mut found = here()?;
    match found.len() {
        1 => Ok(found.remove(0)),
        0 => Err(Stop::not_found("there is no *.plumb folder here")
            .help("begin one: plumb init NAME")
            .help("or name one: plumb --data DIR …")),
        _ => {
            let names: Vec<String> = found.iter().map(|path| path.display().to_string()).collect();
            Err(Stop::usage(format!("several data folders are here: {}", names.join(", ")))
                .help(format!("say which: plumb --data {} …", names[0])))
        }
    }
}

/// Returns the data folders in the working directory, by name.
pub fn here() -> Result<Vec<PathBuf>, Stop> {
    let entries = std::fs::read_dir(".")
        .map_err(|error| Stop::new(Exit::Unreachable, format!("this folder cannot be read: {error}")))?;
    let mut found: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.file_name()))
        .filter(|name| Path::new(name).extension().is_some_and(|end| end == "plumb"))
        .map(PathBuf::from)
        .filter(|path| path.join("ledger.db").exists())
        .collect();
    found.sort();
    Ok(found)
}

/// Opens the folder that is meant; what was damaged is refused.
pub async fn open(common: &Common, access: Access) -> Result<Desk, Stop> {
    let desk = open_as_it_is(common, access).await?;
    match damage(&desk.books) {
        None => Ok(desk),
        Some(because) => {
            Err(Stop::new(Exit::Integrity, because).help("what is wrong, in full: plumb verify").help(
                "nothing was changed; keep this folder as it is, and restore a backup beside it to compare",
            ))
        }
    }
}

/// Says what was damaged since it was written, where opening has found that.
pub fn damage(books: &Room) -> Option<String> {
    match books.writable() {
        // That we only read is no damage.
        Err(Failure::ReadOnly(because)) if !because.contains("opened for reading") => Some(because),
        Err(_) | Ok(()) => None,
    }
}

/// Opens the folder that is meant, damaged or not.
pub async fn open_as_it_is(common: &Common, access: Access) -> Result<Desk, Stop> {
    let folder = folder(common)?;
    let instance = Instance::open(&folder, access).await.map_err(|failure| in_use(&folder, failure))?;
    let all = seen(&folder, &instance, instance.all().await?).await?;
    let books = chosen(&all, common.org.as_deref())?;
    let name = books.name();
    enter(&folder, Arc::new(instance), books).await.map_err(|stop| as_asked(stop, common, &name))
}

/// Opens the folder that is meant for work that shows nothing of what is recorded, as verifying does; damaged or not.
pub async fn open_to_verify(common: &Common, access: Access) -> Result<Desk, Stop> {
    let folder = folder(common)?;
    let instance = Instance::open(&folder, access).await.map_err(|failure| in_use(&folder, failure))?;
    let all = seen(&folder, &instance, instance.all().await?).await?;
    let books = chosen(&all, common.org.as_deref())?;
    let log = books.log();
    // A member who is signed in is told of the records that they see; whoever has the machine, that all is as it was.
    let (room, proof) = match entered(&folder, &instance, Arc::clone(&books)).await {
        Ok(entered) => entered,
        Err(_) => (Room::new(books, Reader::Anybody), Proof::default()),
    };
    Ok(Desk { instance: Arc::new(instance), log, books: Arc::new(room), proof })
}

/// Says of an organisation in the words by which it was asked for: its number tells nobody its name.
fn as_asked(stop: Stop, common: &Common, name: &str) -> Stop {
    let is_hidden = stop.words == absent(name);
    match common.org.as_deref().filter(|_| is_hidden) {
        Some(asked) => Stop { words: absent(asked.trim()), ..stop },
        None => stop,
    }
}

fn absent(name: &str) -> String {
    format!("there is no organisation \"{name}\"")
}

/// Returns the organisations that who is signed in may know of: without a seat there is none, by whatever name or id it is asked
/// for. Where nobody is signed in, all: who has the folder has their names.
pub async fn seen(folder: &Path, instance: &Instance, all: Vec<Arc<Books>>) -> Result<Vec<Arc<Books>>, Stop> {
    if !all.iter().any(|books| books.is_kept()) {
        return Ok(all);
    }
    let Some(secret) = credential::read(folder)? else { return Ok(all) };
    let accounts = instance.accounts(Settings::at(None)).await?;
    let is_seen = |books: &Arc<Books>| {
        if !books.is_kept() {
            return true;
        }
        let books = Arc::clone(books);
        if secret.starts_with(TOKEN) {
            let used = accounts.token(&secret).filter(|used| used.token.org == books.log().org);
            return used.is_some_and(|used| books.room_of_person(used.person).is_some());
        }
        let session = accounts.session(&secret);
        session.is_some_and(|session| books.room_of(&accounts, session.account).is_some())
    };
    let is_in = if secret.starts_with(TOKEN) {
        accounts.token(&secret).is_some()
    } else {
        accounts.session(&secret).is_some()
    };
    let is_any = !all.is_empty();
    let seen: Vec<Arc<Books>> = if is_in { all.into_iter().filter(is_seen).collect() } else { all };
    let stranger = (is_any && seen.is_empty()).then(|| stranger(&accounts, &secret));
    accounts.close().await;
    stranger.map_or(Ok(seen), Err)
}

/// Says to somebody who is signed in and a member nowhere who they are, and who could change that. Which organisations there are is
/// told to nobody.
fn stranger(accounts: &Accounts, secret: &str) -> Stop {
    let account = match accounts.session(secret) {
        Some(session) => Some(session.account),
        None => accounts.token(secret).map(|used| used.token.account),
    };
    let email =
        account.and_then(|account| accounts.account(account)).map(|account| account.email.to_string());
    let email = email.unwrap_or_else(|| "somebody".to_owned());
    let managing = accounts.accounts().into_iter().filter(|one| one.manages() && one.is_active());
    let managing: Vec<String> = managing.map(|one| one.email.to_string()).take(5).collect();
    Stop::new(Exit::NotAllowed, format!("you are signed in as {email}, who is a member of no organisation here"))
        .help("a keeper of the organisation makes you a member: plumb membership grant --person PERSON --roles ROLE")
        .help(format!("who manages the accounts here gives yours its seat: {}", managing.join(", ")))
}

/// Returns the session that is kept for a folder; nothing where nobody has an account.
pub async fn session(folder: &Path, accounts: &Accounts) -> Result<Option<Session>, Stop> {
    if accounts.is_empty() {
        return Ok(None);
    }
    let secret = credential::read(folder)?;
    let session = secret.and_then(|secret| accounts.session(&secret));
    session.map(Some).ok_or_else(|| {
        Stop::new(Exit::NotAllowed, "nobody is signed in here").help("sign in: plumb sign-in EMAIL")
    })
}

/// Enters an organisation as who asks.
pub async fn enter(folder: &Path, instance: Arc<Instance>, books: Arc<Books>) -> Result<Desk, Stop> {
    let log = books.log();
    let (room, proof) = entered(folder, &instance, books).await?;
    Ok(Desk { instance, log, books: Arc::new(room), proof })
}

/// Returns an organisation as who asks sees it: all of it where it has no members, else as the one who signed in.
async fn entered(folder: &Path, instance: &Instance, books: Arc<Books>) -> Result<(Room, Proof), Stop> {
    if !books.is_kept() {
        return Ok((Room::new(books, Reader::Anybody), Proof::default()));
    }
    let sign_in = |words: String| {
        Stop::new(Exit::NotAllowed, words)
            .help("sign in: plumb sign-in EMAIL")
            .help("or with a token that is kept in a file: PLUMB_TOKEN_FILE=FILE plumb …")
    };
    let name = books.name();
    let Some(secret) = credential::read(folder)? else {
        let accounts = instance.accounts(Settings::at(None)).await?;
        let is_bare = accounts.is_empty();
        accounts.close().await;
        if is_bare {
            // As after a restore into a new folder: there is nobody who could sign in.
            let words = format!("{name} has members, and no account is here yet");
            return Err(Stop::new(Exit::NotAllowed, words)
                .help("bring the accounts of its backup: plumb restore --accounts FILE")
                .help("or make the first account anew: plumb user setup NAME EMAIL --person NAME < password.txt"));
        }
        return Err(sign_in(format!("{name} has members, and nobody is signed in here")));
    };
    let accounts = instance.accounts(Settings::at(None)).await?;
    let over = || sign_in("the sign-in has ended, or the token opens nothing any more".to_owned());
    // Who has no seat is told what is told where there is no such organisation.
    let none = || Stop::not_found(absent(&name));
    if secret.starts_with(TOKEN) {
        let used = accounts.token(&secret).ok_or_else(over)?;
        if used.token.org != books.log().org {
            return Err(none());
        }
        let proof = Proof::of_token(&used);
        return Ok((books.room_of_person(used.person).ok_or_else(none)?, proof));
    }
    let session = accounts.session(&secret).ok_or_else(over)?;
    let proof = Proof::of_session(&session, Timestamp::from_microsecond(books.micros()).unwrap_or_default());
    let room = books.room_of(&accounts, session.account).ok_or_else(none)?;
    accounts.close().await;
    Ok((room, proof))
}

/// Finds a person by id, name or e-mail, or by a part of the name that only one person has.
pub fn person(books: &Room, named: &str) -> Option<Ref<Person>> {
    person_in(&books.now().isms, named)
}

/// Finds a person of a state in the same way.
pub fn person_in(isms: &Isms, named: &str) -> Option<Ref<Person>> {
    if let Some(id) = Ref::parse(named).filter(|id| isms.people.get(id).is_some()) {
        return Some(id);
    }
    let named = named.trim().to_lowercase();
    if named.is_empty() {
        return None;
    }
    let mut exact = isms.people.iter().filter(|(_, person)| {
        person.title.to_lowercase() == named
            || person.email.to_lowercase() == named
            || person.uuid.to_string() == named
    });
    if let (Some((id, _)), None) = (exact.next(), exact.next()) {
        return Some(id);
    }
    let mut found = isms
        .people
        .iter()
        .filter(|(_, person)| person.title.to_lowercase().split_whitespace().any(|part| part == named));
    let first = found.next().map(|(id, _)| id);
    if found.next().is_some() { None } else { first }
}

/// Says who uses the folder, where that is why it did not open.
pub fn in_use(folder: &Path, failure: OpenFailure) -> Stop {
    let is_in_use = matches!(failure, OpenFailure::InUse(_));
    let stop = Stop::from(failure);
    if !is_in_use {
        return stop;
    }
    let address = std::fs::read_to_string(folder.join(SERVER)).unwrap_or_default();
    let shown: String = address.trim().chars().filter(|c| !c.is_control()).take(200).collect();
    let words = if shown.is_empty() {
        format!("{} is in use: another plumb writes into it", folder.display())
    } else {
        format!("{} is in use by the server at {shown}", folder.display())
    };
    Stop { words, ..stop }.help("write there, or stop it first; reading works beside it")
}

/// Returns the books of the organisation meant.
pub fn chosen(all: &[Arc<Books>], wanted: Option<&str>) -> Result<Arc<Books>, Stop> {
    let names: Vec<String> = all.iter().map(|books| books.name()).collect();
    let Some(wanted) = wanted else {
        return match all {
            [] => Err(Stop::not_found("the folder holds no organisation").help("begin one: plumb init NAME")),
            [one] => Ok(Arc::clone(one)),
            _ => Err(Stop::usage(format!("the folder holds several organisations: {}", names.join(", ")))
                .help(format!("say which: plumb --org \"{}\" …", names[0]))),
        };
    };
    let is_meant = |books: &&Arc<Books>| {
        books.name().eq_ignore_ascii_case(wanted.trim()) || books.log().org.to_string() == wanted.trim()
    };
    let meant: Vec<&Arc<Books>> = all.iter().filter(is_meant).collect();
    match meant.as_slice() {
        [one] => Ok(Arc::clone(one)),
        [first, ..] => Err(Stop::usage(format!("{} organisations are called \"{wanted}\"", meant.len()))
            .help(format!(
                "name the one meant by its id: plumb --org {} … (see plumb org ls)",
                first.log().org
            ))),
        [] => {
            let near = did_you_mean(wanted, names.iter().map(String::as_str));
            Err(Stop::not_found(format!("there is no organisation \"{wanted}\"{near}")))
        }
    }
}

/// Returns a moment as the clock of the organisation shows it.
pub fn local_time(isms: &Isms, micros: i64) -> String {
    let zone = isms.organisation.one().map(|organisation| organisation.time_zone.to_string());
    let zone = TimeZone::get(&zone.unwrap_or_default()).unwrap_or(TimeZone::UTC);
    let moment = Timestamp::from_microsecond(micros).unwrap_or_default();
    moment.to_zoned(zone).strftime("%Y-%m-%d %H:%M").to_string()
}

/// A state that is read, and the day it is of.
pub struct Reading {
    /// The state.
    pub snapshot: Snapshot,
    /// The day.
    pub day: Date,
}

impl Desk {
    /// Says whether who asks may know of a record: it is there, or it was removed and its history may be seen.
    pub fn sees(&self, isms: &Isms, id: RecordId) -> bool {
        let filter = Filter { record: Some(id), at_most: 1, ..Filter::default() };
        isms.find(id).is_some() || !self.books.commits(&filter).is_empty()
    }

    /// Returns the state of the day asked for, and says so where that is not today.
    pub async fn read(&self, reads: &Reads, screen: &Screen) -> Result<Reading, Stop> {
        let today = self.books.today();
        let Some(day) = reads.as_of.map(|day| day.on(today)).filter(|day| *day < today) else {
            return Ok(Reading { snapshot: self.books.now(), day: today });
        };
        let snapshot = self.books.as_of(AsOf::Day(day)).await?;
        if snapshot.head.is_none() {
            return Err(Stop::not_found(format!("nothing was recorded by the end of {day}")));
        }
        screen.talk(format!("as of the end of {day}, after {} commits", snapshot.commits()));
        Ok(Reading { snapshot, day })
    }

    /// Returns the person who acts.
    pub fn actor(&self, writes: &Writes) -> Result<Ref<Person>, Stop> {
        if let Reader::Member(person) = self.books.reader() {
            if writes.acting.is_some() {
                return Err(Stop::usage(
                    "--as is for organisations without members; here one acts as oneself",
                ));
            }
            return Ok(person);
        }
        let snapshot = self.books.now();
        let people = &snapshot.isms.people;
        let Some(named) = &writes.acting else {
            return people.iter().next().map(|(id, _)| id).ok_or_else(|| {
                Stop::not_found("nobody is recorded who could act").help("say who acts: --as PERSON")
            });
        };
        self.person(named)
    }

    /// Returns the person of this id, name or e-mail.
    pub fn person(&self, named: &str) -> Result<Ref<Person>, Stop> {
        person(&self.books, named).ok_or_else(|| {
            let isms = self.books.now().isms;
            let names: Vec<String> = isms.people.iter().map(|(_, person)| person.title.to_string()).collect();
            let near = did_you_mean(named, names.iter().map(String::as_str));
            Stop::not_found(format!("there is no person \"{named}\"{near}"))
                .help("who there is: plumb ls person")
        })
    }

    /// Returns a visit of the person who acts, and says who that is.
    pub fn visit(&self, writes: &Writes, via: Via, screen: &Screen) -> Result<Visit, Stop> {
        let actor = self.actor(writes)?;
        let because = match &writes.because {
            None => Prose::default(),
            Some(text) => {
                <Prose as model::Value>::read(text).map_err(|problem| Stop::usage(problem.to_string()))?
            }
        };
        let name = self.books.now().isms.name_of(actor.id());
        match self.books.reader() {
            Reader::Anybody => screen.talk(format!("acting as {actor} {name} (nobody checked who it is)")),
            Reader::Member(_) => screen.talk(format!("acting as {actor} {name}")),
        }
        Ok(Visit { because, proof: self.proof.clone(), ..Visit::of(actor, via) })
    }
}
