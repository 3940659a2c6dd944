//! `plumb user`: the accounts of this installation, for who has the machine.

use app::identity::{
    Account, Accounts, Admin, By, Caller, Email, Invited, Network, Problem, Proof, Seat, Secret, Settings,
};
use app::{Access, Books, Instance, Keeper, Reader, Room, Via, Visit};
use clap::{Args, Subcommand};
use model::records::{MemberRole, Person};
use model::{About, Line, RecordId, RecordKind, Ref};
use operations::CreateRecord;
use serde_json::json;

use crate::args::Common;
use crate::exit::{Exit, Stop};
use crate::folder;
use crate::screen::Screen;
use crate::shapes::{LINK, USERS};
use crate::table::table;

/// The accounts of this installation: set up, list, invite, disable.
#[derive(Debug, Args)]
pub struct User {
    #[command(subcommand)]
    verb: Verb,
}

/// What is done with accounts.
#[derive(Debug, Subcommand)]
enum Verb {
    /// Make the first account, which keeps every organisation here; the password is read from standard input
    #[command(
        before_help = "plumb user setup \"Jana Novak\" jana@example.org < password.txt\nplumb user setup \"Jana Novak\" jana@example.org --person \"Jana Novak\" --yes < password.txt"
    )]
    Setup(SetUp),
    /// Give an organisation without members its first keeper: an account that is there
    #[command(before_help = "plumb user keep jana@example.org --person \"Jana Novak\" --org \"Fridge Ltd\"")]
    Keep(Keep),
    /// List them
    #[command(before_help = "plumb user ls")]
    Ls,
    /// Make a link that invites somebody: good once, for seven days
    #[command(before_help = "plumb user invite kim@example.org --name \"Kim Berg\" --person PER-4")]
    Invite(Invite),
    /// Disable an account: its sessions end, its tokens open nothing
    #[command(before_help = "plumb user disable kim@example.org")]
    Disable(Whom),
    /// Let a disabled account sign in again
    #[command(before_help = "plumb user enable kim@example.org")]
    Enable(Whom),
    /// Make a link to a new password: good once, for an hour; what else proves the person stays
    #[command(before_help = "plumb user reset kim@example.org")]
    Reset(Link),
    /// Take the codes of a lost phone away
    #[command(before_help = "plumb user drop-codes kim@example.org")]
    DropCodes(Whom),
    /// Let an account manage the installation, or no more
    #[command(before_help = "plumb user admin kim@example.org\nplumb user admin kim@example.org --no-more")]
    Admin(Manage),
}

/// The first account.
#[derive(Debug, Args)]
struct SetUp {
    /// What the person is called
    name: String,
    /// The e-mail address to sign in with
    email: String,
    /// Who it is in the organisations, by id or name [default: the first person of each]
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    /// Record the person where an organisation has none of that name, without asking
    #[arg(long, requires = "person")]
    yes: bool,
    /// Top management as well as ISMS manager
    #[arg(long)]
    top: bool,
}

/// Who keeps an organisation first.
#[derive(Debug, Args)]
struct Keep {
    /// The e-mail address of the account
    email: String,
    /// Who it is in the organisation, by id or name [default: the first person]
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    /// Top management as well as ISMS manager
    #[arg(long)]
    top: bool,
}

/// Somebody to invite.
#[derive(Debug, Args)]
struct Invite {
    /// The e-mail address that the link is for
    email: String,
    /// What the person is called [default: the address]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Who it is in the organisation, by id or name
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    /// The account will manage the installation
    #[arg(long)]
    admin: bool,
    /// Where browsers reach the server; without it only the path of the link is known here
    #[arg(long, value_name = "URL")]
    at: Option<app::identity::Url>,
}

/// One account.
#[derive(Debug, Args)]
struct Whom {
    /// Its e-mail address
    email: String,
}

/// One account, and where its link leads.
#[derive(Debug, Args)]
struct Link {
    /// Its e-mail address
    email: String,
    /// Where browsers reach the server; without it only the path of the link is known here
    #[arg(long, value_name = "URL")]
    at: Option<app::identity::Url>,
}

/// One account, and whether it manages.
#[derive(Debug, Args)]
struct Manage {
    /// Its e-mail address
    email: String,
    /// It manages no more
    #[arg(long)]
    no_more: bool,
}

impl User {
    /// Does it.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let access = if matches!(self.verb, Verb::Ls) { Access::Read } else { Access::Write };
        let (instance, accounts) = open(common, access).await?;
        match self.verb {
            Verb::Setup(asked) => set_up(&instance, &accounts, asked, screen).await,
            Verb::Keep(asked) => keep(&instance, &accounts, common, asked, screen).await,
            Verb::Ls => {
                list(&accounts, screen);
                Ok(())
            }
            Verb::Invite(asked) => invite(&instance, &accounts, common, asked, screen).await,
            Verb::Disable(whom) => {
                let account = found(&accounts, &whom.email)?;
                accounts.disable(By::Machine, account.id).await.map_err(stop)?;
                screen.talk(format!("{} is disabled; its sessions ended", account.email));
                Ok(())
            }
            Verb::Enable(whom) => {
                let account = found(&accounts, &whom.email)?;
                accounts.enable(By::Machine, account.id).await.map_err(stop)?;
                screen.talk(format!("{} may sign in again", account.email));
                Ok(())
            }
            Verb::Reset(link) => {
                let account = found(&accounts, &link.email)?;
                let secret = accounts.reset(By::Machine, account.id).await.map_err(stop)?;
                tell_link(screen, link.at.as_ref(), "new-password", &secret, "one hour");
                Ok(())
            }
            Verb::DropCodes(whom) => {
                let account = found(&accounts, &whom.email)?;
                accounts.drop_codes_of(By::Machine, account.id).await.map_err(stop)?;
                screen.talk(format!("{} signs in without codes; its sessions ended", account.email));
                Ok(())
            }
            Verb::Admin(manage) => {
                let account = found(&accounts, &manage.email)?;
                let (admin, words) = if manage.no_more {
                    (Admin::No, "does not manage the installation any more")
                } else {
                    (Admin::Manages, "manages the installation")
                };
                accounts.set_admin(By::Machine, account.id, admin).await.map_err(stop)?;
                screen.talk(format!("{} {words}", account.email));
                Ok(())
            }
        }
    }
}

/// Opens the folder that is meant, with its accounts.
pub(super) async fn open(common: &Common, access: Access) -> Result<(Instance, Accounts), Stop> {
    let data = folder::folder(common)?;
    let instance = Instance::open(&data, access).await.map_err(|failure| folder::in_use(&data, failure))?;
    let accounts = instance.accounts(Settings::at(None)).await?;
    Ok((instance, accounts))
}

/// Returns the account of an address.
pub(super) fn found(accounts: &Accounts, email: &str) -> Result<Account, Stop> {
    let email = Email::read(email).map_err(|refusal| Stop::usage(refusal.to_string()))?;
    let all = accounts.accounts().into_iter();
    let mut found = all.filter(|account| account.email == email);
    found.next().ok_or_else(|| {
        Stop::not_found(format!("there is no account of {email}")).help("who there is: plumb user ls")
    })
}

/// Says why accounts did not do what they were asked for.
pub(super) fn stop(problem: Problem) -> Stop {
    match problem {
        Problem::Refused(refusal) => Stop::new(Exit::Refused, refusal.to_string()),
        Problem::Failed(failed) => Stop::from(app::Failure::from(failed)),
    }
}

async fn set_up(
    instance: &Instance,
    accounts: &Accounts,
    asked: SetUp,
    screen: &mut Screen,
) -> Result<(), Stop> {
    let mut keepers = Vec::new();
    for books in instance.all().await? {
        let room = Room::new(books.clone(), Reader::Anybody);
        let person = match &asked.person {
            Some(named) => folder::person(&room, named),
            None => room.now().isms.people.iter().next().map(|(id, _)| id),
        };
        let keeper = match (person, &asked.person) {
            (Some(person), _) => Who::Is(person),
            (None, Some(named)) => Who::Called(may_record(named, &books, &asked, screen)?),
            (None, None) => {
                let words = format!("there is no person who could keep it in {}", books.name());
                return Err(Stop::not_found(words));
            }
        };
        keepers.push((books, keeper));
    }
    let words: Vec<String> = keepers.iter().map(|(books, _)| books.name()).collect();
    if std::io::IsTerminal::is_terminal(&std::io::stdin()) {
        screen.talk("type the password, at least 15 characters, and press Enter (it is seen)");
        screen.show();
    }
    let mut password = String::new();
    std::io::stdin()
        .read_line(&mut password)
        .map_err(|error| Stop::usage(format!("no password: {error}")))?;
    let proof = Proof::Password(password.trim_end_matches(['\r', '\n']));
    let caller = Caller { network: Network::of("::1"), device: "plumb".to_owned(), before: None };
    let made = accounts.set_up(&asked.name, &asked.email, proof, &words, &caller).await;
    let mut fresh = made.map_err(stop)?;
    let mut roles = vec![MemberRole::IsmsManager];
    roles.extend(asked.top.then_some(MemberRole::TopManagement));
    for (books, who) in keepers {
        let person = match who {
            Who::Is(person) => person,
            Who::Called(name) => recorded(&books, name).await?,
        };
        let keeper = Keeper { person, roles: roles.clone(), via: Via::Cli };
        fresh = instance.keep(accounts, fresh, books.log(), keeper).await?;
        screen.talk(format!("{} is kept by {}", books.name(), asked.name));
    }
    accounts.sign_out(fresh.secret.show()).await.map_err(stop)?;
    screen.talk("accounts are set up: from now on everybody signs in");
    Ok(())
}

/// Who keeps an organisation: a person on record, or one who is recorded first.
enum Who {
    Is(Ref<Person>),
    Called(Line),
}

/// Returns the name under which a person who is not on record is recorded: where that was said, or is said now.
fn may_record(named: &str, books: &Books, asked: &SetUp, screen: &mut Screen) -> Result<Line, Stop> {
    let missing = || Stop::not_found(format!("there is no person {named} in {}", books.name()));
    if RecordId::parse(named).is_some() {
        return Err(missing().help("who there is: plumb ls person"));
    }
    let name = super::init::line(named)?;
    if asked.yes {
        return Ok(name);
    }
    if !std::io::IsTerminal::is_terminal(&std::io::stdin()) {
        return Err(missing().help("record the person with it: say --yes"));
    }
    screen.talk(format!("there is no person {name} in {}; record one and go on? yes or no", books.name()));
    screen.show();
    let mut answer = String::new();
    let read = std::io::stdin().read_line(&mut answer);
    read.map_err(|error| Stop::usage(format!("no answer: {error}")))?;
    let said = matches!(answer.trim().to_lowercase().as_str(), "y" | "yes");
    if said { Ok(name) } else { Err(missing()) }
}

/// Records a person, and returns who it is.
async fn recorded(books: &Books, name: Line) -> Result<Ref<Person>, Stop> {
    let isms = books.now().isms;
    let id: Ref<Person> = isms.people.next();
    let actor = isms.people.iter().next().map_or(id, |(first, _)| first);
    let person = CreateRecord {
        kind: RecordKind::Person,
        id: Some(id.id()),
        typed: vec![("title".to_owned(), name.to_string())],
        about: About::default(),
        uuid: None,
    };
    let done = books.run(&Visit::of(actor, Via::Cli), person).await?;
    done.map(|_| id).map_err(|refusal| Stop::refusal(&refusal))
}

async fn keep(
    instance: &Instance,
    accounts: &Accounts,
    common: &Common,
    asked: Keep,
    screen: &mut Screen,
) -> Result<(), Stop> {
    if accounts.is_empty() {
        return Err(Stop::new(Exit::Refused, "nobody has an account here yet")
            .help("make the first one, which keeps every organisation: plumb user setup NAME EMAIL"));
    }
    let account = found(accounts, &asked.email)?;
    let books = folder::chosen(&instance.all().await?, common.org.as_deref())?;
    let isms = books.now().isms;
    let person = match &asked.person {
        Some(named) => folder::person_in(&isms, named),
        None => isms.people.iter().next().map(|(id, _)| id),
    };
    let person = person.ok_or_else(|| {
        let named = asked.person.as_deref().unwrap_or("who could keep it");
        Stop::not_found(format!("there is no person {named} in {}", books.name()))
    })?;
    let taken = books.seat(person).and_then(|seat| accounts.holder(seat.org, seat.person));
    if let Some(other) = taken.filter(|other| other.id != account.id) {
        return Err(Stop::new(
            Exit::Refused,
            format!("{person} has another account already: {}", other.email),
        ));
    }
    let mut roles = vec![MemberRole::IsmsManager];
    roles.extend(asked.top.then_some(MemberRole::TopManagement));
    let keeper = Keeper { person, roles, via: Via::Cli };
    if !instance.keep_by_machine(accounts, account.id, books.log(), keeper).await? {
        return Err(Stop::new(Exit::Refused, format!("{} has members already", books.name()))
            .help("one of its keepers grants memberships and invites: plumb membership grant --help"));
    }
    screen.talk(format!("{} is kept by {} ({person}) from now on", books.name(), account.email));
    Ok(())
}

fn list(accounts: &Accounts, screen: &mut Screen) {
    let all = accounts.accounts();
    if screen.is_json() {
        let rows: Vec<_> = all
            .iter()
            .map(|account| {
                json!({
                    "id": account.id.to_string(), "email": account.email.as_str(), "name": account.name,
                    "manages": account.manages(), "active": account.is_active(), "signs_in_with": proofs(account),
                })
            })
            .collect();
        screen.json(&USERS, json!({ "accounts": rows }));
        return;
    }
    let rows = all.iter().map(|account| {
        let may = match (account.is_active(), account.manages()) {
            (false, _) => "disabled",
            (true, true) => "manages",
            (true, false) => "",
        };
        vec![account.email.to_string(), account.name.clone(), may.to_owned(), proofs(account).join(", ")]
    });
    table(screen, &["e-mail", "name", "", "signs in with"], rows.collect());
}

fn proofs(account: &Account) -> Vec<&'static str> {
    let mut proofs = Vec::new();
    proofs.extend(account.has_password().then_some("password"));
    proofs.extend(account.has_codes().then_some("codes"));
    proofs.extend(account.passkeys().next().map(|_| "passkey"));
    proofs.extend((!account.sign_ons().is_empty()).then_some("single sign-on"));
    proofs
}

async fn invite(
    instance: &Instance,
    accounts: &Accounts,
    common: &Common,
    asked: Invite,
    screen: &mut Screen,
) -> Result<(), Stop> {
    let email = Email::read(&asked.email).map_err(|refusal| Stop::usage(refusal.to_string()))?;
    let seat = match &asked.person {
        None => None,
        Some(named) => {
            let books = folder::chosen(&instance.all().await?, common.org.as_deref())?;
            let room = Room::new(books.clone(), Reader::Anybody);
            let person = folder::person(&room, named);
            let seat: Option<Seat> = person.and_then(|person| books.seat(person));
            let missing = || Stop::not_found(format!("there is no person \"{named}\" in {}", books.name()));
            Some(seat.ok_or_else(missing)?)
        }
    };
    let name = asked.name.unwrap_or_else(|| email.to_string());
    let admin = if asked.admin { Admin::Manages } else { Admin::No };
    let invited = Invited { email, name, seat, admin };
    let secret = accounts.invite(By::Machine, invited).await.map_err(stop)?;
    tell_link(screen, asked.at.as_ref(), "invited", &secret, "seven days");
    Ok(())
}

/// Shows a link, once. Where browsers reach the server stands nowhere in the folder: where nobody said it, the path alone is shown.
fn tell_link(screen: &mut Screen, at: Option<&app::identity::Url>, page: &str, secret: &Secret, lasts: &str) {
    let path = format!("/{page}/{}", secret.show());
    let whole = at.and_then(|at| at.join(&path).ok()).map(String::from);
    if whole.is_none() {
        screen.talk("this opens at the address of your server, which is not known here: put that before it, or say it with --at URL");
        screen.talk("(on this machine alone plumb serve prints the address, such as http://localhost:7117)");
    }
    let link = whole.unwrap_or(path);
    if screen.is_json() {
        screen.json(&LINK, json!({ "link": link }));
        return;
    }
    screen.talk(format!("good once, for {lasts}; it is not shown again:"));
    screen.line(link);
}
