//! The answers to the five questions: as options, from a file, or asked at the terminal.

use std::io::{BufRead, Read as _, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use model::records::Remote;
use model::{Date, Value, YesNo};
use operations::{Answers, answer_list};
use serde::Deserialize;

use crate::args::Day;
use crate::exit::Stop;

/// Most bytes of a file of answers.
const FILE_MAX: u64 = 1 << 20;

/// Most sites that may be given as a number.
const SITES_MAX: u32 = 100;

/// The answers as options; each may be left out.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Answers")]
pub struct Given {
    /// What you make or sell
    #[arg(long, value_name = "TEXT")]
    sells: Option<String>,
    /// How many people work in the scope
    #[arg(long, value_name = "NUMBER")]
    people: Option<u32>,
    /// How many sites there are, where they need no names yet
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(..=i64::from(SITES_MAX)))]
    sites: Option<u32>,
    /// A place of work; once for each
    #[arg(long, value_name = "NAME")]
    site: Vec<String>,
    /// Who works remotely: nobody, some, everybody
    #[arg(long, value_name = "WORD", value_parser = word::<Remote>)]
    remote: Option<Remote>,
    /// A system it runs on; once for each
    #[arg(long, value_name = "NAME")]
    runs_on: Vec<String>,
    /// Whether you write software
    #[arg(long, value_name = "YES|NO", value_parser = word::<YesNo>)]
    writes_software: Option<YesNo>,
    /// A supplier without whom you could not work; once for each
    #[arg(long, value_name = "NAME")]
    supplier: Vec<String>,
    /// Who asks for the certificate; once for each
    #[arg(long, value_name = "NAME")]
    asked_by: Vec<String>,
    /// A law or standard that asks for security; once for each
    #[arg(long, value_name = "NAME")]
    law: Vec<String>,
    /// A contract that asks for it; once for each
    #[arg(long, value_name = "NAME")]
    contract: Vec<String>,
    /// The date by which the certificate is wanted
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    target: Option<Day>,
    /// The certification body
    #[arg(long, value_name = "NAME")]
    body: Option<String>,
    /// A file with the answers: TOML, with the names of these options
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
}

/// The answers in a file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct Written {
    sells: Option<String>,
    people: Option<u32>,
    sites: Option<u32>,
    site: Vec<String>,
    remote: Option<String>,
    runs_on: Vec<String>,
    #[serde(deserialize_with = "told")]
    writes_software: Option<String>,
    supplier: Vec<String>,
    asked_by: Vec<String>,
    law: Vec<String>,
    contract: Vec<String>,
    #[serde(deserialize_with = "told")]
    target: Option<String>,
    body: Option<String>,
}

/// Reads what an option takes as text, also where TOML has a type of its own for it: `true`, `2027-09-30`.
fn told<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Ok(match toml::Value::deserialize(from)? {
        toml::Value::String(text) => Some(text),
        toml::Value::Boolean(true) => Some("yes".to_owned()),
        toml::Value::Boolean(false) => Some("no".to_owned()),
        toml::Value::Datetime(day) => Some(day.to_string()),
        other @ (toml::Value::Integer(_)
        | toml::Value::Float(_)
        | toml::Value::Array(_)
        | toml::Value::Table(_)) => {
            let found = other.type_str();
            return Err(serde::de::Error::custom(format!("expected a word or a day, found {found}")));
        }
    })
}

impl Given {
    /// Says whether no answer was given.
    pub fn is_empty(&self) -> bool {
        let Self { sells, people, sites, site, remote, runs_on, writes_software, supplier, asked_by, .. } =
            self;
        let lists = [site, runs_on, supplier, asked_by, &self.law, &self.contract];
        sells.is_none()
            && people.is_none()
            && sites.is_none()
            && remote.is_none()
            && writes_software.is_none()
            && self.target.is_none()
            && self.body.is_none()
            && self.answers.is_none()
            && lists.into_iter().all(Vec::is_empty)
    }

    /// Returns the answers: those of the file, and over them those of the options.
    pub fn read(self, today: Date) -> Result<Answers, Stop> {
        let file = self.answers.as_deref().map(written).transpose()?.unwrap_or_default();
        let remote = file.remote.as_deref().map(word::<Remote>).transpose();
        let target = file.target.as_deref().map(str::parse::<Day>).transpose();
        let software = file.writes_software.as_deref().map(word::<YesNo>).transpose();
        let (remote, target) = (remote.map_err(Stop::usage)?, target.map_err(Stop::usage)?);
        let software = software.map_err(Stop::usage)?;
        let sites = self.sites.or(file.sites).unwrap_or(0);
        if sites > SITES_MAX {
            return Err(Stop::usage(format!("{sites} sites; expected at most {SITES_MAX}")));
        }
        let both = |file: Vec<String>, given: Vec<String>| file.into_iter().chain(given).collect();
        let mut named: Vec<String> = both(file.site, self.site);
        let unnamed = named.len() + 1..=sites as usize;
        named.extend(unnamed.map(|number| format!("Site {number}")));
        Ok(Answers {
            sells: self.sells.or(file.sells),
            people: self.people.or(file.people),
            sites: named,
            remote: self.remote.or(remote),
            runs_on: both(file.runs_on, self.runs_on),
            writes_software: self.writes_software.or(software),
            suppliers: both(file.supplier, self.supplier),
            why_now: None,
            asked_by: both(file.asked_by, self.asked_by),
            contracts: both(file.contract, self.contract),
            laws: both(file.law, self.law),
            wanted_on: self.target.or(target).map(|day| day.on(today)),
            body: self.body.or(file.body),
        })
    }
}

/// Reads a word that stands for a choice.
fn word<T: Value>(text: &str) -> Result<T, String> {
    T::read(text).map_err(|problem| problem.to_string())
}

/// Reads a file of answers.
fn written(path: &Path) -> Result<Written, Stop> {
    let shown = path.display();
    let failed = |problem: std::io::Error| Stop::usage(format!("{shown} cannot be read: {problem}"));
    // A pipe or a device has no length, and may never end.
    if !std::fs::metadata(path).map_err(failed)?.is_file() {
        return Err(Stop::usage(format!("{shown} is no file; expected a few lines of answers")));
    }
    let mut text = String::new();
    let file = std::fs::File::open(path).map_err(failed)?;
    let read = file.take(FILE_MAX + 1).read_to_string(&mut text).map_err(failed)?;
    if read as u64 > FILE_MAX {
        return Err(Stop::usage(format!(
            "{shown} has over {FILE_MAX} bytes; expected a few lines of answers"
        )));
    }
    toml::from_str(&text).map_err(|problem| {
        let line = problem.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
        Stop::usage(format!("{shown}, line {line}: {}", problem.message()))
            .help("the names are those of the options: sells = \"…\", people = 12, site = [\"…\"]")
    })
}

/// Asks the five questions; Enter skips one.
pub fn ask(input: &mut dyn BufRead, output: &mut dyn Write, today: Date) -> std::io::Result<Answers> {
    let mut desk = Asking { input, output, over: false };
    desk.say("Five questions; Enter skips one. Names in a list stand with commas between.")?;
    desk.say("\n1  What you do")?;
    let sells = desk.line("   What do you make or sell?")?;
    desk.say("2  People and places")?;
    let people = desk.read("   How many people?", |text| {
        text.parse::<u32>().map_err(|_| format!("\"{text}\" is no number of people; expected one such as 60"))
    })?;
    let sites = desk.list("   Where do they work (names of places)?")?;
    let remote = desk.read("   Who works remotely: nobody, some or everybody?", word::<Remote>)?;
    desk.say("3  What it runs on")?;
    let runs_on = desk.list("   Which systems and services?")?;
    let writes_software = desk.read("   Do you write software, yes or no?", word::<YesNo>)?;
    let suppliers = desk.list("   Which suppliers could you not work without?")?;
    desk.say("4  Why now")?;
    let asked_by = desk.list("   Who asks for the certificate?")?;
    let contracts = desk.list("   Which contracts ask for it?")?;
    let laws = desk.list("   Which laws or standards (GDPR, NIS2 …)?")?;
    desk.say("5  When")?;
    let wanted_on =
        desk.read("   By which date (2027-09-30)?", |text| text.parse::<Day>().map(|day| day.on(today)))?;
    let body = desk.line("   Which certification body, if you know?")?;
    Ok(Answers {
        sells,
        people,
        sites,
        remote,
        runs_on,
        writes_software,
        suppliers,
        why_now: None,
        asked_by,
        contracts,
        laws,
        wanted_on,
        body,
    })
}

/// Asks one thing after the other, until the input ends.
struct Asking<'a> {
    input: &'a mut dyn BufRead,
    output: &'a mut dyn Write,
    over: bool,
}

impl Asking<'_> {
    fn say(&mut self, text: &str) -> std::io::Result<()> {
        writeln!(self.output, "{text}")
    }

    /// Returns what was typed; nothing where it was skipped.
    fn line(&mut self, question: &str) -> std::io::Result<Option<String>> {
        if self.over {
            return Ok(None);
        }
        write!(self.output, "{question} ")?;
        self.output.flush()?;
        let mut typed = Vec::new();
        let length = std::io::Read::take(&mut *self.input, FILE_MAX).read_until(b'\n', &mut typed)?;
        self.over = length == 0;
        let typed = String::from_utf8_lossy(&typed).trim().to_owned();
        Ok((!typed.is_empty()).then_some(typed))
    }

    fn list(&mut self, question: &str) -> std::io::Result<Vec<String>> {
        Ok(self.line(question)?.map(|typed| answer_list(&typed)).unwrap_or_default())
    }

    /// Asks until the answer is understood or skipped.
    fn read<T>(
        &mut self,
        question: &str,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> std::io::Result<Option<T>> {
        loop {
            let Some(typed) = self.line(question)? else { return Ok(None) };
            match read(&typed) {
                Ok(answer) => return Ok(Some(answer)),
                Err(problem) => self.say(&format!("   {problem}"))?,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = Date::constant(2026, 3, 3);

    fn asked(typed: &str) -> (Answers, String) {
        let mut output = Vec::new();
        let answers = ask(&mut typed.as_bytes(), &mut output, TODAY).expect("memory answers");
        (answers, String::from_utf8(output).expect("our own words"))
    }

    #[test]
    fn each_question_may_be_skipped_and_the_end_of_input_skips_the_rest() {
        assert_eq!(asked("\n\n\n\n\n\n\n\n\n\n\n\n").0, Answers::default());
        assert_eq!(asked("").0, Answers::default());
        let (answers, _) = asked("pumps\n60");
        assert_eq!((answers.sells.as_deref(), answers.people), (Some("pumps"), Some(60)));
    }

    #[test]
    fn what_is_not_understood_is_asked_again() {
        let (answers, shown) =
            asked("pumps\nmany\n250\nOstrava, Zlin\nhybrid\nSAP\nno\n\n\n\n\n31.1.2027\n2027-01-31\n\n");
        assert_eq!(answers.people, Some(250));
        assert_eq!(answers.sites, ["Ostrava", "Zlin"]);
        assert_eq!(answers.remote, Some(Remote::Part));
        assert_eq!(answers.writes_software, Some(YesNo::No));
        assert_eq!(answers.wanted_on, Some(Date::constant(2027, 1, 31)));
        assert!(shown.contains("\"many\" is no number of people"), "{shown}");
    }

    #[test]
    fn a_file_of_answers_names_the_line_that_is_wrong() {
        let folder = tempfile::tempdir().expect("a folder for a test");
        let path = folder.path().join("answers.toml");
        std::fs::write(
            &path,
            "sells = \"pumps\"\npeople = 250\nruns-on = [\"SAP\"]\nwrites-software = false\n",
        )
        .expect("written");
        let given = Given { answers: Some(path.clone()), people: Some(251), ..Given::default() };
        let Ok(answers) = given.read(TODAY) else { panic!("understood") };
        assert_eq!((answers.people, answers.writes_software), (Some(251), Some(YesNo::No)));
        std::fs::write(&path, "sells = \"pumps\"\npeeple = 250\n").expect("written");
        let wrong = Given { answers: Some(path), ..Given::default() }.read(TODAY);
        let words = format!("{:?}", wrong.err());
        assert!(words.contains("line 2") && words.contains("peeple"), "{words}");
    }

    #[test]
    fn a_file_takes_words_as_the_options_do() {
        let folder = tempfile::tempdir().expect("a folder for a test");
        let path = folder.path().join("answers.toml");
        std::fs::write(&path, "sites = 2\nwrites-software = \"no\"\ntarget = 2027-09-30\n").expect("written");
        let Ok(answers) = (Given { answers: Some(path), ..Given::default() }).read(TODAY) else {
            panic!("understood")
        };
        assert_eq!(answers.sites, ["Site 1", "Site 2"]);
        assert_eq!(answers.writes_software, Some(YesNo::No));
        assert_eq!(answers.wanted_on, Some(Date::constant(2027, 9, 30)));
    }

    #[test]
    fn the_number_of_sites_holds_whether_they_are_named_or_not() {
        let given = Given { sites: Some(2), site: vec!["Brno".to_owned()], ..Given::default() };
        let Ok(answers) = given.read(TODAY) else { panic!("understood") };
        assert_eq!(answers.sites, ["Brno", "Site 2"]);
    }

    #[test]
    fn what_has_no_end_is_no_file_of_answers() {
        let endless = Given { answers: Some("/dev/zero".into()), ..Given::default() }.read(TODAY);
        let words = format!("{:?}", endless.err());
        assert!(words.contains("is no file"), "{words}");
    }
}
