//! `plumb engagement`: the work for a client; papers go into its records here, or as a file to its own.

use std::path::PathBuf;

use app::identity::Settings;
use app::{Delivered, Engage, IssuedFile, Via};
use clap::{Args, Subcommand};
use model::Ref;
use model::Value as _;
use model::records::Engagement as EngagementRecord;
use operations::{BodyKey, IssuedPaper, LinkEngagement};
use serde_json::json;

use crate::args::{Common, Writes};
use crate::commands::show::reference;
use crate::commands::way::WayVerb;
use crate::commands::{pack_file, register};
use crate::exit::{Exit, Stop};
use crate::folder;
use crate::screen::Screen;
use crate::shapes::{BODY_KEY, ISSUED};
use crate::write;

/// Engagements: agree, begin, issue papers, recommend, decide.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb engagement\nplumb engagement agree ENG-1\nplumb engagement key ENG-1\nplumb engagement link ENG-1\nplumb engagement issue ENG-1 --kind finding --title \"No test of the backup\" --grade minor --clause 8.1 --text \"…\" --out paper.json"
)]
pub struct Engagement {
    #[command(subcommand)]
    verb: Option<EngagementVerb>,
}

/// What is done with engagements.
#[derive(Debug, Subcommand)]
enum EngagementVerb {
    /// Link what the client opened for it: found in the same folder, or as the client tells it
    #[command(
        before_help = "plumb engagement link ENG-1\nplumb engagement link ENG-1 --share SHR-2 --commit 41 --leaf 9f2c…"
    )]
    Link(Link),
    /// Issue a paper and deliver it: into the client's records in the same folder, or to a file
    #[command(
        before_help = "plumb engagement issue ENG-1 --kind request --title \"List of leavers\" --text \"of this year\"\nplumb engagement issue ENG-1 --kind plan --title \"Stage 2\" --text \"…\" --day 2027-03-01 --out plan.json"
    )]
    Issue(Box<Issue>),
    /// Show the key that papers are signed with, and note it for the client to compare
    #[command(before_help = "plumb engagement key ENG-1")]
    Key(Key),
    /// Keep the pack of a client elsewhere, after every file in it was checked
    #[command(before_help = "plumb engagement import-pack ENG-1 acme.zip")]
    ImportPack(ImportPack),
    #[command(flatten)]
    Way(WayVerb<EngagementRecord>),
}

/// Which engagement.
#[derive(Debug, Args)]
struct Link {
    /// The engagement
    #[arg(value_name = "ENG")]
    engagement: String,
    /// What a client elsewhere calls its share
    #[arg(long, value_name = "SHR")]
    share: Option<String>,
    /// The commit of its records that is seen
    #[arg(long, value_name = "NUMBER", requires = "share")]
    commit: Option<u32>,
    /// The hash of that commit
    #[arg(long, value_name = "HASH", requires = "share")]
    leaf: Option<String>,
    #[command(flatten)]
    writes: Writes,
}

/// Which engagement names the key.
#[derive(Debug, Args)]
struct Key {
    /// The engagement
    #[arg(value_name = "ENG")]
    engagement: String,
    #[command(flatten)]
    writes: Writes,
}

/// What came from the client.
#[derive(Debug, Args)]
struct ImportPack {
    /// The engagement
    #[arg(value_name = "ENG")]
    engagement: String,
    /// The pack
    file: PathBuf,
    #[command(flatten)]
    writes: Writes,
}

/// What is issued.
#[derive(Debug, Args)]
struct Issue {
    /// The engagement
    #[arg(value_name = "ENG")]
    engagement: String,
    /// plan, request, finding, report or decision
    #[arg(long, value_name = "KIND")]
    kind: String,
    /// What it is called
    #[arg(long, value_name = "TEXT")]
    title: String,
    /// What it says
    #[arg(long, value_name = "TEXT")]
    text: String,
    /// Of a finding: major, minor, opportunity, concern or conformity
    #[arg(long, value_name = "GRADE")]
    grade: Option<String>,
    /// Of a finding: the requirement
    #[arg(long, value_name = "CLAUSE")]
    clause: Option<String>,
    /// Of a finding or request: the control concerned, as the client calls it
    #[arg(long, value_name = "ID")]
    control: Option<String>,
    /// Of a finding or request: by when an answer is wanted
    #[arg(long, value_name = "DAY")]
    due: Option<String>,
    /// Of a plan the first day, of a report the last day of the audit, of a decision the last day of the certificate
    #[arg(long, value_name = "DAY")]
    day: Option<String>,
    /// Of a plan: how many days of work the audit takes
    #[arg(long, value_name = "NUMBER")]
    days: Option<String>,
    /// Of a decision: whether the certificate is given
    #[arg(long, value_name = "YES|NO")]
    granted: Option<String>,
    /// The file for the client's own installation
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    writes: Writes,
}

impl Engagement {
    /// Runs the verb; without one the records are listed.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        match self.verb {
            None => register::list::<EngagementRecord>(common, screen).await,
            Some(EngagementVerb::Link(link)) => link.run(common, screen).await,
            Some(EngagementVerb::Issue(issue)) => issue.run(common, screen).await,
            Some(EngagementVerb::Key(key)) => key.run(common, screen).await,
            Some(EngagementVerb::ImportPack(import)) => import.run(common, screen).await,
            Some(EngagementVerb::Way(verb)) => verb.run(common, screen).await,
        }
    }
}

/// Reads an option, or says what is wrong with it.
fn read<V: model::Value>(name: &str, text: &str) -> Result<V, Stop> {
    V::read(text).map_err(|problem| Stop::usage(format!("--{name}: {problem}")))
}

impl Link {
    async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let engagement: Ref<EngagementRecord> = reference::<EngagementRecord>(&self.engagement)?;
        let desk = folder::open(common, app::Access::Write).await?;
        let visit = desk.visit(&self.writes, Via::Cli, screen)?;
        if let Some(share) = &self.share {
            let (share, commit) = (read("share", share)?, self.commit);
            let leaf = read("leaf", &self.leaf.unwrap_or_default())?;
            let link = LinkEngagement { engagement, organisation: None, share, commit, leaf };
            let written = write::run(&desk, &self.writes, &visit, link).await?;
            write::show(screen, &self.writes, &visit, &desk, &written);
            return Ok(());
        }
        let accounts = desk.instance.accounts(Settings::at(None)).await?;
        let books = desk.instance.books(desk.log).await?;
        let engage = Engage { instance: &desk.instance, accounts: &accounts };
        let done =
            engage.link(&books, &visit, engagement).await?.map_err(|refusal| Stop::refusal(&refusal))?;
        let word = if done.seq.is_some() { "is linked to" } else { "was linked before to" };
        screen.line(format!("{} {word} what the client opened", engagement.id()));
        Ok(())
    }
}

impl Key {
    async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let engagement: Ref<EngagementRecord> = reference::<EngagementRecord>(&self.engagement)?;
        let desk = folder::open(common, app::Access::Write).await?;
        let visit = desk.visit(&self.writes, Via::Cli, screen)?;
        let accounts = desk.instance.accounts(Settings::at(None)).await?;
        let books = desk.instance.books(desk.log).await?;
        let engage = Engage { instance: &desk.instance, accounts: &accounts };
        let noted = engage.note_key(&books, &visit, engagement).await?;
        noted.map_err(|refusal| Stop::refusal(&refusal))?;
        accounts.close().await;
        let isms = books.now().isms;
        let key = isms.engagements.get(&engagement).and_then(|one| BodyKey::read(&one.key));
        let key = key.ok_or_else(|| Stop::not_found(format!("{} names no key", engagement.id())))?;
        if screen.is_json() {
            let said = json!({
                "key": key.text(), "fingerprint": key.fingerprint(), "engagement": engagement.id().to_string(),
            });
            screen.json(&BODY_KEY, said);
            return Ok(());
        }
        screen.line(key.text().to_string());
        screen.line(format!("fingerprint {}", key.fingerprint()));
        screen.talk("put both into the engagement letter; the client compares the fingerprint before it binds the key");
        Ok(())
    }
}

impl ImportPack {
    async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let engagement: Ref<EngagementRecord> = reference::<EngagementRecord>(&self.engagement)?;
        let file = pack_file::opened(&self.file)?;
        let desk = folder::open(common, app::Access::Write).await?;
        let visit = desk.visit(&self.writes, Via::Cli, screen)?;
        let name = self.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let taken = desk.books.take_pack(&visit, engagement, &name, file).await?;
        let said = taken.map_err(|refusal| Stop::refusal(&refusal))?;
        screen.line(format!(
            "{} holds the pack of {} {}, as of commit {}",
            engagement.id(),
            said.organisation,
            said.share,
            said.commit
        ));
        screen.line(format!("head {} {}", said.commit, said.head));
        screen.talk("compare the sha256 of plumb verify FILE with the client; keep number and hash for the next audit");
        Ok(())
    }
}

impl Issue {
    async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let engagement: Ref<EngagementRecord> = reference::<EngagementRecord>(&self.engagement)?;
        let paper = self.paper()?;
        let desk = folder::open(common, app::Access::Write).await?;
        let visit = desk.visit(&self.writes, Via::Cli, screen)?;
        let books = desk.instance.books(desk.log).await?;
        let Some(out) = &self.out else {
            let accounts = desk.instance.accounts(Settings::at(None)).await?;
            let engage = Engage { instance: &desk.instance, accounts: &accounts };
            let issued = engage.issue(&books, &visit, engagement, paper.clone()).await?;
            let Delivered { number, there, .. } = issued.map_err(|refusal| Stop::refusal(&refusal))?;
            let digest = paper.digest();
            if screen.is_json() {
                let there = there.to_string();
                screen.json(
                    &ISSUED,
                    json!({ "number": number, "digest": digest, "there": there, "file": null }),
                );
            } else {
                screen.line(format!(
                    "{number} is with the client as {there}, with the hash {}",
                    digest.short()
                ));
            }
            return Ok(());
        };
        let accounts = desk.instance.accounts(Settings::at(None)).await?;
        let engage = Engage { instance: &desk.instance, accounts: &accounts };
        let file = engage.issue_to_file(&books, &visit, engagement, paper).await?;
        let file: IssuedFile = file.map_err(|refusal| Stop::refusal(&refusal))?;
        accounts.close().await;
        std::fs::write(out, file.bytes()).map_err(|error| {
            let help = "it is noted as issued; issue the same again to another place";
            Stop::new(Exit::Unreachable, format!("{} cannot be written: {error}", out.display())).help(help)
        })?;
        let shown = out.display().to_string();
        if screen.is_json() {
            let issued =
                json!({ "number": file.number, "digest": file.digest, "there": null, "file": shown });
            screen.json(&ISSUED, issued);
        } else {
            screen.line(format!("{} is in {shown}, with the hash {}", file.number, file.digest.short()));
        }
        Ok(())
    }

    /// Returns the paper that was typed.
    fn paper(&self) -> Result<IssuedPaper, Stop> {
        let typed = |text: &Option<String>| text.clone().unwrap_or_default();
        let paper = IssuedPaper {
            kind: read("kind", &self.kind)?,
            title: read("title", &self.title)?,
            text: read("text", &self.text)?,
            grade: read("grade", &typed(&self.grade))?,
            clause: read("clause", &typed(&self.clause))?,
            control: read("control", &typed(&self.control))?,
            due: read("due", &typed(&self.due))?,
            day: read("day", &typed(&self.day))?,
            days: read("days", &typed(&self.days))?,
            granted: read("granted", &typed(&self.granted))?,
        };
        // What a text can hold, its lines can hold too.
        let _: model::Prose = model::Prose::read(&paper.content())
            .map_err(|problem| Stop::usage(format!("--text: {problem}")))?;
        Ok(paper)
    }
}
