//! `plumb share`: what a certification body sees of us, and taking what it issued.

use std::path::PathBuf;

use app::identity::{Settings, Uuid};
use app::{Engage, IssuedFile, Via};
use clap::{Args, Subcommand};
use model::records::Share as ShareRecord;
use model::{Line, Prose, Ref, Value as _};
use operations::{BodyKey, CloseShare, OpenShare};

use crate::args::{Common, Day, Writes};
use crate::commands::show::reference;
use crate::commands::way::WayVerb;
use crate::commands::{pack_file, register};
use crate::exit::{Exit, Stop};
use crate::folder;
use crate::screen::Screen;
use crate::write;

/// Shares: what a certification body sees of us.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb share\nplumb share open SHR-1 --auditor \"Ada Byron <ada@body.example>\" --ends-on 2027-03-05\nplumb share pack SHR-1 --out acme.zip\nplumb share receive paper.json\nplumb share close SHR-1 --because \"the audit is over\""
)]
pub struct Share {
    #[command(subcommand)]
    verb: Option<ShareVerb>,
}

/// What is done with shares.
#[derive(Debug, Subcommand)]
enum ShareVerb {
    /// Let named auditors see what stands today, for a while
    #[command(
        before_help = "plumb share open SHR-1 --auditor \"Ada Byron <ada@body.example>\" --ends-on 2027-03-05\nplumb share open SHR-1 --auditor \"Ada Byron\" --engagement ENG-1 --body 8c1f…"
    )]
    Open(Open),
    /// Close it, and take the seats of those who came by it
    #[command(before_help = "plumb share close SHR-1 --because \"the audit is over\"")]
    Close(Close),
    /// Take what the body issued, from its file
    #[command(before_help = "plumb share receive paper.json\nplumb share receive paper.json --dry-run")]
    Receive(Receive),
    /// Write what it shows as one file, for a body elsewhere
    #[command(before_help = "plumb share pack SHR-1 --out acme.zip")]
    Pack(Pack),
    #[command(flatten)]
    Way(WayVerb<ShareRecord>),
}

/// Who is let in.
#[derive(Debug, Args)]
struct Open {
    /// The share
    #[arg(value_name = "SHR")]
    share: String,
    /// Who sees it, by name and e-mail address; once for each
    #[arg(long, value_name = "NAME", required = true)]
    auditor: Vec<String>,
    /// What the body calls the work
    #[arg(long, value_name = "ENG", default_value = "")]
    engagement: String,
    /// The body's records, where they lie in the same folder: the log that `plumb org ls` shows
    #[arg(long, value_name = "UUID", requires = "engagement")]
    body: Option<String>,
    /// The key of a body elsewhere, as it gives it with the engagement; compare its fingerprint
    #[arg(long, value_name = "KEY", default_value = "")]
    body_key: String,
    /// The last day of the audit; of a body in the same folder, as it planned it
    #[arg(long, value_name = "DAY", required_unless_present = "body")]
    ends_on: Option<Day>,
    #[command(flatten)]
    writes: Writes,
}

/// What is closed.
#[derive(Debug, Args)]
struct Close {
    /// The share
    #[arg(value_name = "SHR")]
    share: String,
    #[command(flatten)]
    writes: Writes,
}

/// What is written.
#[derive(Debug, Args)]
struct Pack {
    /// The share
    #[arg(value_name = "SHR")]
    share: String,
    /// The file; it must not be there yet
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    writes: Writes,
}

/// What came.
#[derive(Debug, Args)]
struct Receive {
    /// The file of the body
    file: PathBuf,
    #[command(flatten)]
    writes: Writes,
}

impl Share {
    /// Runs the verb; without one the records are listed.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        match self.verb {
            None => register::list::<ShareRecord>(common, screen).await,
            Some(ShareVerb::Open(open)) => open.run(common, screen).await,
            Some(ShareVerb::Close(close)) => close.run(common, screen).await,
            Some(ShareVerb::Receive(receive)) => receive.run(common, screen).await,
            Some(ShareVerb::Pack(pack)) => pack.run(common, screen).await,
            Some(ShareVerb::Way(verb)) => verb.run(common, screen).await,
        }
    }
}

impl Open {
    async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let share: Ref<ShareRecord> = reference::<ShareRecord>(&self.share)?;
        let line = |name: &str, text: &str| {
            Line::read(text).map_err(|problem| Stop::usage(format!("--{name}: {problem}")))
        };
        let body = Uuid::read(self.body.as_deref().unwrap_or_default())
            .map_err(|problem| Stop::usage(format!("--body: {problem}")).help("which it is: plumb org ls"))?;
        let auditors = self.auditor.iter().map(|name| line("auditor", name)).collect::<Result<_, _>>()?;
        let desk = folder::open(common, app::Access::Write).await?;
        let today = desk.books.today();
        let open = OpenShare {
            share,
            auditors,
            engagement: line("engagement", &self.engagement)?,
            ends_on: self.ends_on.map_or(today, |day| day.on(today)),
            body_organisation: (!body.is_nil()).then_some(body),
            body_key: line("body-key", &self.body_key)?,
        };
        let visit = desk.visit(&self.writes, Via::Cli, screen)?;
        let accounts = desk.instance.accounts(Settings::at(None)).await?;
        let books = desk.instance.books(desk.log).await?;
        let engage = Engage { instance: &desk.instance, accounts: &accounts };
        let done =
            engage.open_share(&books, &visit, open).await?.map_err(|refusal| Stop::refusal(&refusal))?;
        accounts.close().await;
        let word = if done.seq.is_some() { "is open" } else { "was open before" };
        screen.line(format!("{} {word}, as the records stood before it", share.id()));
        let isms = desk.books.now().isms;
        match isms.shares.get(&share).and_then(|share| BodyKey::read(&share.body_key)) {
            Some(key) => screen.line(format!("the body is known by the key {}", key.fingerprint())),
            None => screen.talk(format!(
                "no key of the body is bound: nothing that it issues is taken in before plumb share bind {} --body-key KEY",
                share.id()
            )),
        }
        Ok(())
    }
}

impl Close {
    async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let share: Ref<ShareRecord> = reference::<ShareRecord>(&self.share)?;
        let mut writes = self.writes;
        let because = Prose::read(&writes.because.take().unwrap_or_default())
            .map_err(|problem| Stop::usage(format!("--because: {problem}")))?;
        let desk = folder::open(common, app::Access::Write).await?;
        let visit = desk.visit(&writes, Via::Cli, screen)?;
        let accounts = desk.instance.accounts(Settings::at(None)).await?;
        let books = desk.instance.books(desk.log).await?;
        let engage = Engage { instance: &desk.instance, accounts: &accounts };
        let closed = engage.close_share(&books, &visit, CloseShare { share, because }).await?;
        closed.map_err(|refusal| Stop::refusal(&refusal))?;
        accounts.close().await;
        screen.line(format!("{} is closed", share.id()));
        Ok(())
    }
}

impl Pack {
    async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let share: Ref<ShareRecord> = reference::<ShareRecord>(&self.share)?;
        let desk = folder::open(common, app::Access::Write).await?;
        let visit = desk.visit(&self.writes, Via::Cli, screen)?;
        let packed = pack_file::write(&desk.books, &visit, share, &self.out).await?;
        pack_file::tell(screen, &self.out, share, &packed);
        Ok(())
    }
}

impl Receive {
    async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let shown = self.file.display();
        let unread = |words: String| Stop::new(Exit::Unreachable, format!("{shown} cannot be read: {words}"));
        let size = std::fs::metadata(&self.file).map_err(|error| unread(error.to_string()))?.len();
        if size > IssuedFile::BYTES_MAX as u64 {
            return Err(unread(format!("it has {size} bytes, expected at most {}", IssuedFile::BYTES_MAX)));
        }
        let bytes = std::fs::read(&self.file).map_err(|error| unread(error.to_string()))?;
        let file = IssuedFile::of_bytes(&bytes).map_err(|fault| Stop::refusal(&fault))?;
        let receive = file.receiving().map_err(|fault| Stop::refusal(&fault))?;
        let desk = folder::open(common, self.writes.access()).await?;
        let visit = desk.visit(&self.writes, Via::Cli, screen)?;
        let written = write::run(&desk, &self.writes, &visit, receive).await?;
        write::show(screen, &self.writes, &visit, &desk, &written);
        Ok(())
    }
}
