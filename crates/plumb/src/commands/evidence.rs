//! `plumb evidence`: what shows that something was done.

use std::path::PathBuf;

use app::{NewFile, Via};
use clap::{Args, Subcommand};
use model::records::Evidence as Record;
use model::{About, Date, Prose, RecordId, RecordKind, Ref};
use operations::{AddEvidence, JudgeEvidence, Judgement, LinkEvidence, Typed, UnlinkEvidence};

use crate::args::{Common, Day, Writes};
use crate::commands::show::{find, reference};
use crate::commands::{ls, show};
use crate::exit::{Exit, Stop};
use crate::fields;
use crate::folder;
use crate::screen::Screen;
use crate::write;

/// Evidence: add a file, link it, accept or reject it.
#[derive(Debug, Args)]
pub struct Evidence {
    #[command(subcommand)]
    verb: Verb,
}

/// What is done with evidence.
#[derive(Debug, Subcommand)]
enum Verb {
    /// Add a file, or a link, and say what it supports
    #[command(
        before_help = "plumb evidence add restore.log --control A.8.13 --period 2026-Q2\nplumb evidence add --title \"Restore test\" --link https://wiki.example/restore --control A.8.13"
    )]
    Add(Add),
    /// List evidence
    #[command(
        before_help = "plumb evidence ls\nplumb evidence ls status=submitted\nplumb evidence ls uses~A.8.13"
    )]
    Ls(ls::Listing),
    /// Show one
    #[command(before_help = "plumb evidence show EV-4")]
    Show(show::Show),
    /// Say what it supports, too
    #[command(before_help = "plumb evidence link EV-4 --to A.8.13,DOC-2")]
    Link(Link),
    /// Say what it supports no longer
    #[command(before_help = "plumb evidence unlink EV-4 --to A.8.13")]
    Unlink(Link),
    /// Somebody looked at it and takes it
    #[command(before_help = "plumb evidence accept EV-4 --because \"restored 3 of 3\"")]
    Accept(Judge),
    /// Somebody looked at it and does not take it
    #[command(before_help = "plumb evidence reject EV-4 --because \"no date on it\"")]
    Reject(Judge),
}

/// New evidence.
#[derive(Debug, Args)]
struct Add {
    /// The file
    #[arg(required_unless_present = "link")]
    file: Option<PathBuf>,
    /// What it shows; without it the name of the file
    #[arg(long, value_name = "TEXT", required_unless_present = "file")]
    title: Option<String>,
    /// Where the original is
    #[arg(long, value_name = "ADDRESS")]
    link: Option<String>,
    /// The controls that it supports, with commas between
    #[arg(long, visible_alias = "for", value_name = "IDS", value_delimiter = ',')]
    control: Vec<String>,
    /// The days that it covers: 2026-Q2, 2026-05, 2026, or from..to
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    /// When what it shows happened
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    occurred_on: Option<Day>,
    /// When it was taken from its origin
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    collected_on: Option<Day>,
    /// The system or person that it comes from
    #[arg(long, value_name = "TEXT")]
    origin: Option<String>,
    /// screenshot, export, log, report, record, sample, document …
    #[arg(long, value_name = "WORD")]
    kind: Option<String>,
    #[command(flatten)]
    writes: Writes,
}

/// What evidence supports.
#[derive(Debug, Args)]
struct Link {
    /// The evidence
    evidence: String,
    /// The records that it supports, with commas between
    #[arg(long, value_name = "IDS", value_delimiter = ',', required = true)]
    to: Vec<String>,
    #[command(flatten)]
    writes: Writes,
}

/// What somebody says of evidence.
#[derive(Debug, Args)]
struct Judge {
    /// The evidence
    evidence: String,
    #[command(flatten)]
    writes: Writes,
}

impl Evidence {
    /// Runs the verb.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        match self.verb {
            Verb::Add(add) => add.run(common, screen).await,
            Verb::Ls(listing) => ls::list(RecordKind::Evidence, listing, common, screen).await,
            Verb::Show(show) => show.run(common, screen).await,
            Verb::Link(link) => link.link(common, screen).await,
            Verb::Unlink(link) => link.unlink(common, screen).await,
            Verb::Accept(judge) => judge.run(Judgement::Accept, common, screen).await,
            Verb::Reject(judge) => judge.run(Judgement::Reject, common, screen).await,
        }
    }
}

impl Add {
    async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let uses = self.control.iter().map(|word| fields::id(word)).collect::<Result<Vec<_>, _>>()?;
        let new = self.file.as_deref().map(read_file).transpose()?;
        let desk = folder::open(common, self.writes.access()).await?;
        let isms = desk.books.now().isms;
        for id in &uses {
            find(&isms, *id)?;
        }
        let typed = fields::even(&desk.books, RecordKind::Evidence, self.typed(desk.books.today())?)?;
        let visit = desk.visit(&self.writes, Via::Cli, screen)?;
        let file = match &new {
            // A dry run keeps no file: only its name is shown.
            Some(_) if self.writes.dry_run => None,
            Some(new) => Some(desk.books.keep_file(new).await?),
            None => None,
        };
        let shown = file.as_ref().map(|file| (file.name.to_string(), file.digest.short().to_owned()));
        let before = desk.books.check();
        let add = AddEvidence { id: None, typed, file, uses, about: About::default() };
        let written = write::run(&desk, &self.writes, &visit, add).await?;
        if let (Some((name, digest)), false) = (shown, screen.is_json()) {
            screen.line(format!("{name}  sha256 {digest}"));
        }
        write::show(screen, &self.writes, &visit, &desk, &written);
        if written.seq.is_some() && !screen.is_json() {
            let after = desk.books.check();
            let mut cleared: Vec<&str> = before
                .diagnostics()
                .filter(|one| one.is_open())
                .filter(|one| {
                    !after.diagnostics().any(|left| left.code == one.code && left.place == one.place)
                })
                .map(|one| one.code)
                .collect();
            cleared.dedup();
            if !cleared.is_empty() {
                screen.line(format!("clears {}", cleared.join(", ")));
            }
        }
        Ok(())
    }

    /// Returns its fields as typed.
    fn typed(&self, today: Date) -> Result<Typed, Stop> {
        let name = self
            .file
            .as_deref()
            .and_then(|path| path.file_name())
            .map(|name| name.to_string_lossy().into_owned());
        let mut typed = vec![("title".to_owned(), self.title.clone().or(name).unwrap_or_default())];
        let mut give = |field: &str, value: Option<String>| {
            typed.extend(value.map(|value| (field.to_owned(), value)));
        };
        give("link", self.link.clone());
        give("origin", self.origin.clone());
        give("kind", self.kind.clone());
        give("occurred_on", self.occurred_on.map(|day| day.on(today).to_string()));
        give("collected_on", self.collected_on.map(|day| day.on(today).to_string()));
        if let Some(period) = &self.period {
            let (from, to) = period_of(period).ok_or_else(|| {
                Stop::usage(format!(
                    "\"{period}\" is not a period; expected 2026-Q2, 2026-05, 2026, or 2026-04-01..2026-06-30"
                ))
            })?;
            give("period_start", Some(from.to_string()));
            give("period_end", Some(to.to_string()));
        }
        Ok(typed)
    }
}

impl Link {
    fn parts(&self) -> Result<(Ref<Record>, Vec<RecordId>), Stop> {
        let targets = self.to.iter().map(|word| fields::id(word)).collect::<Result<Vec<_>, _>>()?;
        Ok((reference(&self.evidence)?, targets))
    }

    async fn link(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let (evidence, targets) = self.parts()?;
        write::perform(common, screen, &self.writes, |_| Ok(LinkEvidence { evidence, targets })).await
    }

    async fn unlink(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let (evidence, targets) = self.parts()?;
        let desk = folder::open(common, self.writes.access()).await?;
        let visit = desk.visit(&self.writes, Via::Cli, screen)?;
        let mut operations: Vec<Box<dyn operations::AnyOperation>> = Vec::new();
        for target in targets {
            operations.push(Box::new(UnlinkEvidence { evidence, target }));
        }
        let written = write::run_all(&desk, &self.writes, &visit, "evidence.unlink", &operations).await?;
        write::show(screen, &self.writes, &visit, &desk, &written);
        Ok(())
    }
}

impl Judge {
    async fn run(self, judgement: Judgement, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let evidence: Ref<Record> = reference(&self.evidence)?;
        let because = Prose::new(self.writes.because.as_deref().unwrap_or_default());
        let writes = Writes { because: None, ..self.writes };
        let judge = JudgeEvidence { evidence, judgement, because, verdicts: Vec::new() };
        write::perform(common, screen, &writes, |_| Ok(judge)).await
    }
}

/// Reads a file of evidence, bounded.
pub fn read_file(path: &std::path::Path) -> Result<NewFile, Stop> {
    let unread = |error: std::io::Error| {
        let exit = if error.kind() == std::io::ErrorKind::NotFound { Exit::NotFound } else { Exit::Refused };
        Stop::new(exit, format!("{} cannot be read: {error}", path.display()))
    };
    let about = std::fs::metadata(path).map_err(unread)?;
    if !about.is_file() {
        return Err(Stop::new(Exit::Refused, format!("{} is not a file", path.display())));
    }
    let most = 512 * 1024 * 1024;
    if about.len() > most {
        return Err(Stop::new(Exit::Refused, format!("{} is larger than 512 MiB", path.display())));
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(NewFile { name, bytes: std::fs::read(path).map_err(unread)? })
}

/// Reads a period: a quarter, a month, a year, or two days.
fn period_of(text: &str) -> Option<(Date, Date)> {
    let text = text.trim();
    if let Some((from, to)) = text.split_once("..") {
        let (from, to): (Date, Date) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
        return (from <= to).then_some((from, to));
    }
    let months = |year: i16, first: i8, count: i8| -> Option<(Date, Date)> {
        let from = Date::new(year, first, 1).ok()?;
        let last = Date::new(year, first + count - 1, 1).ok()?.last_of_month();
        Some((from, last))
    };
    let (year, rest) = text.split_once('-').unwrap_or((text, ""));
    let year: i16 = year.parse().ok().filter(|year| (1900..=2200).contains(year))?;
    match rest {
        "" => months(year, 1, 12),
        "Q1" | "q1" => months(year, 1, 3),
        "Q2" | "q2" => months(year, 4, 3),
        "Q3" | "q3" => months(year, 7, 3),
        "Q4" | "q4" => months(year, 10, 3),
        "H1" | "h1" => months(year, 1, 6),
        "H2" | "h2" => months(year, 7, 6),
        month => months(year, month.parse().ok().filter(|_| month.len() == 2)?, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_read_as_people_type_it() {
        let shown = |text| period_of(text).map(|(from, to)| format!("{from}..{to}"));
        assert_eq!(shown("2026-Q2").as_deref(), Some("2026-04-01..2026-06-30"));
        assert_eq!(shown("2026-02").as_deref(), Some("2026-02-01..2026-02-28"));
        assert_eq!(shown("2026").as_deref(), Some("2026-01-01..2026-12-31"));
        assert_eq!(shown("2026-01-05..2026-01-09").as_deref(), Some("2026-01-05..2026-01-09"));
        for wrong in ["2026-Q5", "2026-13", "x", "2026-01-09..2026-01-05", "99999"] {
            assert_eq!(shown(wrong), None, "{wrong}");
        }
    }
}
