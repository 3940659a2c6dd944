//! `plumb org`: the organisations in the folder, and how another begins in it.

use std::sync::Arc;

use app::identity::Settings;
use app::{Access, Beginning, Books, Instance, Keeper, Via};
use clap::{Args, Subcommand};
use model::Ref;
use model::records::{MemberRole, OrganisationKind};
use operations::{LOGO_BYTES_MAX, LogoOf};
use serde_json::{Value, json};

use crate::args::{Common, Writes};
use crate::commands::init;
use crate::credential;
use crate::exit::{Exit, Stop};
use crate::folder;
use crate::remote::{self, Remote};
use crate::screen::Screen;
use crate::shapes::ORGANISATIONS;
use crate::table::table;
use crate::write;

/// The organisations in the folder.
#[derive(Debug, Args)]
pub struct Org {
    #[command(subcommand)]
    verb: Verb,
}

/// What is done with organisations.
#[derive(Debug, Subcommand)]
enum Verb {
    /// List them
    #[command(before_help = "plumb org ls")]
    Ls,
    /// Begin another: a company, a consultancy or a certification body
    #[command(
        before_help = "plumb org new Acme\nplumb org new Certs --kind body\nplumb org new Advice --kind consultancy --as \"Ada Byron\""
    )]
    New(New),
    /// Put a picture on the first page of reports: PNG or JPEG, at most 256 KiB
    #[command(
        before_help = "plumb org logo acme.png\nplumb org logo advice.png --preparer\nplumb org logo --remove"
    )]
    Logo(Logo),
}

/// Which picture.
#[derive(Debug, Args)]
struct Logo {
    /// The picture
    #[arg(required_unless_present = "remove")]
    file: Option<std::path::PathBuf>,
    /// Of who prepares the reports, such as the consultancy
    #[arg(long)]
    preparer: bool,
    /// Take it away
    #[arg(long, conflicts_with = "file")]
    remove: bool,
    #[command(flatten)]
    writes: Writes,
}

impl Logo {
    async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let picture = match &self.file {
            None => None,
            Some(path) => {
                let unread = |error: std::io::Error| {
                    Stop::new(Exit::Unreachable, format!("{} cannot be read: {error}", path.display()))
                };
                let size = std::fs::metadata(path).map_err(unread)?.len();
                if size > u64::from(LOGO_BYTES_MAX) {
                    let words = format!("a logo has at most {LOGO_BYTES_MAX} bytes, and this has {size}");
                    return Err(Stop::new(Exit::Refused, words));
                }
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                Some(app::NewFile { name, bytes: std::fs::read(path).map_err(unread)? })
            }
        };
        let of = if self.preparer { LogoOf::Preparer } else { LogoOf::Own };
        let desk = folder::open(common, self.writes.access()).await?;
        let visit = desk.visit(&self.writes, Via::Cli, screen)?;
        let done =
            desk.books.set_logo(&visit, of, picture).await?.map_err(|refusal| Stop::refusal(&refusal))?;
        let written = write::committed(&desk, done.seq, Vec::new()).await?;
        write::show(screen, &self.writes, &visit, &desk, &written);
        Ok(())
    }
}

/// What begins.
#[derive(Debug, Args)]
struct New {
    /// The name of the organisation
    name: String,
    /// What it is: a company with its management system, a consultancy, or a certification body
    #[arg(long, value_name = "KIND", default_value = "client", value_parser = init::kind)]
    kind: OrganisationKind,
    /// Who begins it and acts at first [default: as this machine calls who runs it]
    #[arg(long = "as", value_name = "NAME")]
    person: Option<String>,
    /// The time zone in which days end, such as Europe/Prague
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
}

impl New {
    async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let beginning = Beginning {
            name: init::line(&self.name)?,
            kind: self.kind,
            time_zone: init::zone(self.time_zone.as_deref())?,
            person: init::beginner(self.person.as_deref())?,
            at: None,
        };
        let folder = folder::folder(common)?;
        let instance = Instance::open(&folder, Access::Write).await;
        let instance = instance.map_err(|failure| folder::in_use(&folder, failure))?;
        // A name that somebody else keeps here is told to nobody: it may be given twice.
        let all = folder::seen(&folder, &instance, instance.all().await?).await?;
        if all.iter().any(|books| books.name().eq_ignore_ascii_case(&beginning.name)) {
            return Err(Stop::usage(format!("an organisation called \"{}\" is here already", self.name)));
        }
        let accounts = instance.accounts(Settings::at(None)).await?;
        // Where there are accounts, who begins an organisation keeps it.
        let session = folder::session(&folder, &accounts).await?;
        let account = session.as_ref().and_then(|session| accounts.account(session.account));
        if account.is_some_and(|account| !account.manages()) {
            let words = "only who manages this installation begins organisations; ask them";
            return Err(Stop::new(Exit::NotAllowed, words));
        }
        let books = instance.begin(beginning).await?;
        if let Some(session) = session {
            let roles = vec![MemberRole::IsmsManager];
            let keeper = Keeper { person: Ref::number(1), roles, via: Via::Cli };
            if let Some(fresh) = instance.keep_for(&accounts, &session, books.log(), keeper).await? {
                credential::keep(&folder, fresh.secret.show())?;
            }
        }
        accounts.close().await;
        instance.close().await;
        let org = books.log().org.to_string();
        if screen.is_json() {
            let begun = json!({ "name": books.name(), "org": org, "commits": books.now().commits() });
            screen.json(&ORGANISATIONS, json!({ "organisations": [begun] }));
        } else {
            screen.line(format!("{} began, with the log {org}", books.name()));
        }
        Ok(())
    }
}

impl Org {
    /// Lists them, or begins another.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        match self.verb {
            Verb::Ls => list(common, screen).await,
            Verb::New(new) => new.run(common, screen).await,
            Verb::Logo(logo) => logo.run(common, screen).await,
        }
    }
}

/// Lists the organisations.
async fn list(common: &Common, screen: &mut Screen) -> Result<(), Stop> {
    let all: Vec<(String, String, u64)> = match remote::client(common)? {
        Some(client) => {
            Remote::all(&client).await?.into_iter().map(|one| (one.name, one.org, one.commits)).collect()
        }
        None => {
            let folder = folder::folder(common)?;
            let instance = Instance::open(&folder, Access::Read).await?;
            let seen = folder::seen(&folder, &instance, instance.all().await?).await?;
            let told =
                |books: &Arc<Books>| (books.name(), books.log().org.to_string(), books.now().commits());
            seen.iter().map(told).collect()
        }
    };
    if screen.is_json() {
        let organisations: Vec<Value> = all
            .iter()
            .map(|(name, org, commits)| json!({ "name": name, "org": org, "commits": commits }))
            .collect();
        screen.json(&ORGANISATIONS, json!({ "organisations": organisations }));
        return Ok(());
    }
    let rows = all.into_iter().map(|(name, org, commits)| vec![name, commits.to_string(), org]).collect();
    table(screen, &["name", "commits", "log"], rows);
    Ok(())
}
