//! `plumb init`: begin the records of an organisation in a new folder, with five questions.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use app::{Access, Beginning, Books, Instance, OpenFailure, Via, Visit};
use clap::{Args, ValueEnum};
use model::records::OrganisationKind;
use model::{Date, Line, RecordKind, Ref, Value as _};
use operations::{AnswerQuestions, Answers, Drafts};
use serde_json::json;

use crate::args::Common;
use crate::commands::answers::{self, Given};
use crate::exit::{Exit, Stop};
use crate::folder;
use crate::screen::{Screen, count};
use crate::shapes::INIT;

/// Begin the records of an organisation in a new folder.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb init acme\nplumb init acme --people 120 --sites 2 --target 2027-09-30\nplumb init acme --sells \"payroll software\" --writes-software yes --runs-on AWS --supplier AWS --law GDPR\nplumb init acme --answers answers.toml --bare\nplumb init certs --kind body\nplumb init --sample      a sample company, mid-way to Stage 1\nplumb init --sample history      one with three years of history, to be certified again"
)]
pub struct Init {
    /// The name of the organisation; the folder is named after it
    #[arg(required_unless_present = "sample")]
    name: Option<String>,
    /// Load a sample company: four months on the way to Stage 1, or three years up to the recertification
    #[arg(long, value_name = "WHICH", num_args = 0..=1, default_missing_value = "midway")]
    sample: Option<Which>,
    /// Who begins it and acts at first [default: as this machine calls who runs it]
    #[arg(long = "as", value_name = "NAME")]
    person: Option<String>,
    /// What it is: a company with its management system, a consultancy, or a certification body
    #[arg(long, value_name = "KIND", default_value = "client", value_parser = kind)]
    kind: OrganisationKind,
    /// The time zone in which days end, such as Europe/Prague
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    /// Propose no drafts
    #[arg(long)]
    bare: bool,
    #[command(flatten)]
    given: Given,
}

/// A sample company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Which {
    /// Four months in, on the way to Stage 1
    Midway,
    /// Three years, up to the recertification that is due
    History,
}

/// Reads what an organisation is.
pub fn kind(text: &str) -> Result<OrganisationKind, String> {
    OrganisationKind::read(text).map_err(|problem| problem.to_string())
}

/// Returns the name of who begins: the one given, else the name of who runs this on the machine.
pub fn beginner(given: Option<&str>) -> Result<Line, Stop> {
    if let Some(given) = given {
        return line(given);
    }
    let names = ["USER", "LOGNAME", "USERNAME"];
    let here = names.iter().filter_map(|name| std::env::var(name).ok()).find_map(|name| line(&name).ok());
    Ok(here.unwrap_or_else(|| Line::new("you")))
}

/// Says how the first person is called, where nobody said it, and how to change that.
pub fn tell_beginner(given: Option<&str>, name: &str, screen: &Screen) {
    if given.is_none() {
        screen.talk(format!(
            "PER-1 is called \"{name}\", as on this machine; another name: plumb set PER-1 title=\"Jana Novak\""
        ));
    }
}

/// Returns the time zone: the one given, or that of this machine.
pub fn zone(given: Option<&str>) -> Result<Line, Stop> {
    let Some(given) = given else {
        let system = jiff::tz::TimeZone::system();
        return Ok(Line::new(system.iana_name().unwrap_or("UTC")));
    };
    match jiff::tz::TimeZone::get(given) {
        Ok(_) => line(given),
        Err(_) => {
            Err(Stop::usage(format!("\"{given}\" is not a time zone; expected one such as Europe/Prague")))
        }
    }
}

impl Init {
    /// Begins.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let name = self.name.clone().unwrap_or_else(|| "sample".to_owned());
        let named = line(&name)?;
        let folder = match &common.data {
            Some(folder) => folder.clone(),
            None => PathBuf::from(format!("{}.plumb", file_name(&name)?)),
        };
        let zone = zone(self.time_zone.as_deref())?;
        let beginning = beginning_in(&folder).await?;
        let instance =
            Instance::create(&beginning).await.map_err(|failure| folder::in_use(&folder, failure))?;
        let made = self.books(&instance, named, zone, screen).await;
        instance.close().await;
        let books = match made {
            Ok(books) => books,
            Err(stop) => {
                // What cannot be made whole leaves nothing behind.
                let _ = std::fs::remove_dir_all(&beginning);
                let _ = std::fs::remove_dir(&folder);
                return Err(stop);
            }
        };
        settle(&beginning, &folder).map_err(|error| unmade(&folder, &error))?;
        self.tell(screen, &folder, &books);
        Ok(())
    }

    /// Makes the books that were asked for: a sample, or those of an organisation that begins.
    async fn books(
        &self,
        instance: &Instance,
        name: Line,
        time_zone: Line,
        screen: &Screen,
    ) -> Result<Arc<Books>, Stop> {
        match self.sample {
            Some(Which::Midway) => Ok(app::load_sample(instance).await?),
            Some(Which::History) => Ok(app::load_history(instance).await?),
            None => {
                let person = beginner(self.person.as_deref())?;
                let books =
                    instance.begin(Beginning { name, kind: self.kind, time_zone, person, at: None }).await?;
                if self.kind == OrganisationKind::Client {
                    self.answer(&books, screen).await?;
                }
                Ok(books)
            }
        }
    }

    /// Returns the answers: those given, or those to the questions, which are asked where a person sits at the terminal.
    fn answers(&self, today: Date, screen: &Screen) -> Result<Answers, Stop> {
        let (input, output) = (std::io::stdin(), std::io::stderr());
        if !self.is_asked(screen) {
            return self.given.clone().read(today);
        }
        let asked = answers::ask(&mut input.lock(), &mut output.lock(), today);
        asked.map_err(|problem| Stop::usage(format!("the questions cannot be asked here: {problem}")))
    }

    /// Says whether the five questions are asked: at a terminal, where no answer came with the command.
    fn is_asked(&self, screen: &Screen) -> bool {
        self.given.is_empty()
            && !self.bare
            && !screen.is_json()
            && std::io::stdin().is_terminal()
            && std::io::stdout().is_terminal()
    }

    /// Writes the answers, and the drafts that fit them, as one commit.
    async fn answer(&self, books: &Books, screen: &Screen) -> Result<(), Stop> {
        let answers = self.answers(books.today(), screen)?;
        let unsaid = answers == Answers::default();
        if self.bare && unsaid {
            return Ok(());
        }
        // Where nobody was asked and nothing was said, drafts would be guesses, and take the numbers of what is imported next.
        let guesses = unsaid && !self.is_asked(screen);
        let drafts = if self.bare || guesses { Drafts::LeaveOut } else { Drafts::Propose };
        let visit = Visit::of(Ref::number(1), Via::Cli);
        let done = books.run(&visit, AnswerQuestions { answers, drafts }).await?;
        done.map(|_| ()).map_err(|refusal| Stop::refusal(&refusal))
    }

    /// Says what stands now, and what to do next.
    fn tell(&self, screen: &mut Screen, folder: &Path, books: &Books) {
        let snapshot = books.now();
        let isms = &snapshot.isms;
        let person = isms.name_of(Ref::<model::records::Person>::number(1).id());
        let rules = rules::RULES.len();
        let drafts: usize = RecordKind::ALL.iter().map(|kind| isms.proposals(*kind)).sum();
        if screen.is_json() {
            let folder = folder.display().to_string();
            let commit = snapshot.head.map(|head| head.seq);
            screen.json(
                &INIT,
                json!({ "folder": folder, "organisation": books.name(), "person": person, "commit": commit, "rules": rules, "proposals": drafts }),
            );
            return;
        }
        let wanted = isms.plan.one().and_then(|plan| plan.wanted_on);
        let plan = wanted.map(|day| format!("   wanted by {}", day.text())).unwrap_or_default();
        let shown = folder.display().to_string();
        let shown = if folder.is_absolute() || shown.starts_with('.') { shown } else { format!("./{shown}") };
        screen.line(format!("created {shown}/   owner: {person}{plan}   {rules} rules on"));
        if self.sample.is_none() {
            tell_beginner(self.person.as_deref(), &person, screen);
        }
        if self.sample.is_some() {
            screen.line(format!("{}: {} commits of history", books.name(), snapshot.commits()));
            screen.line("next: plumb check   or   plumb serve");
        } else {
            if drafts > 0 {
                screen
                    .line(format!("{}: plumb proposals", count(drafts, "proposal waits", "proposals wait")));
            }
            if drafts == 0 && !self.bare {
                screen.line(
                    "nothing was answered, so nothing is drafted; answer the five questions: plumb answer",
                );
            }
            screen.line("next: plumb serve   or   plumb import risks.xlsx   or   plumb check");
        }
        if let Ok(several) = folder::here()
            && several.len() > 1
        {
            screen.talk(format!("several data folders are here now; name this one: plumb --data {shown} …"));
        }
    }
}

/// The part of a new data folder in which it is made, until it is whole: a program that was ended half-way leaves no
/// organisation behind that looks like one.
const BEGINNING: &str = ".beginning";

/// Returns where a data folder is made; what a program that was ended half-way left there is removed.
pub(super) async fn beginning_in(folder: &Path) -> Result<PathBuf, Stop> {
    let beginning = folder.join(BEGINNING);
    let is_other =
        |entry: std::io::Result<std::fs::DirEntry>| !entry.is_ok_and(|entry| entry.file_name() == BEGINNING);
    if folder.read_dir().is_ok_and(|mut entries| entries.any(is_other)) {
        return Err(Stop::new(
            Exit::Refused,
            format!("{} exists already and is not empty", folder.display()),
        )
        .help("name another: plumb init --data DIR NAME"));
    }
    if beginning.exists() {
        match Instance::open(&beginning, Access::Write).await {
            Err(failure @ OpenFailure::InUse(_)) => return Err(folder::in_use(folder, failure)),
            Ok(left) => left.close().await,
            Err(_) => {}
        }
        std::fs::remove_dir_all(&beginning).map_err(|error| unmade(folder, &error))?;
    }
    Ok(beginning)
}

/// Puts what was made in its place, the ledger last: a folder without one is none of ours.
pub(super) fn settle(beginning: &Path, folder: &Path) -> std::io::Result<()> {
    const LEDGER: &str = "ledger.db";
    for entry in beginning.read_dir()? {
        let name = entry?.file_name();
        if name != LEDGER {
            std::fs::rename(beginning.join(&name), folder.join(&name))?;
        }
    }
    std::fs::rename(beginning.join(LEDGER), folder.join(LEDGER))?;
    std::fs::remove_dir(beginning)
}

/// Says why a data folder could not be made.
pub(super) fn unmade(folder: &Path, error: &std::io::Error) -> Stop {
    Stop::new(Exit::Unreachable, format!("{} cannot be made: {error}", folder.display()))
}

/// Reads a line of text.
pub fn line(text: &str) -> Result<Line, Stop> {
    let line = <Line as model::Value>::read(text).map_err(|problem| Stop::usage(problem.to_string()))?;
    if model::Value::is_empty(&line) {
        Err(Stop::usage("a name is empty; expected some letters"))
    } else {
        Ok(line)
    }
}

/// Returns a name as a name of a folder: letters, digits, hyphens.
pub(super) fn file_name(name: &str) -> Result<String, Stop> {
    let mut slug = String::new();
    for sign in name.to_lowercase().chars() {
        if sign.is_alphanumeric() {
            slug.push(sign);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    let slug: String = slug.trim_end_matches('-').chars().take(60).collect();
    if slug.is_empty() {
        return Err(
            Stop::usage(format!("no folder can be named after \"{name}\"")).help("name one: --data DIR")
        );
    }
    Ok(slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_named_after_the_organisation() {
        assert_eq!(file_name("Acme, Inc.").expect("a name"), "acme-inc");
        assert_eq!(file_name("../../etc").expect("a name"), "etc");
        assert!(file_name("///").is_err());
    }

    #[tokio::test]
    async fn what_was_ended_half_way_is_begun_anew_and_what_is_whole_is_left_alone() {
        let here = tempfile::tempdir().expect("a folder for a test");
        let folder = here.path().join("acme.plumb");
        std::fs::create_dir_all(folder.join(BEGINNING).join("anchor")).expect("made");
        let Ok(beginning) = beginning_in(&folder).await else { panic!("it can be begun anew") };
        assert!(!beginning.exists(), "what was left is gone");
        let running = Instance::create(&beginning).await.expect("created");
        assert!(beginning_in(&folder).await.is_err(), "another is making it");
        running.close().await;
        settle(&beginning, &folder).expect("settled");
        assert!(folder.join("ledger.db").is_file() && !beginning.exists());
        assert!(beginning_in(&folder).await.is_err(), "a folder that holds something is not touched");
    }
}
