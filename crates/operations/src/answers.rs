//! The answers to the five questions, as they were typed, and what is taken of them.

use std::collections::BTreeSet;

use model::records::Remote;
use model::{Date, Isms, Line, Prose, Span, Value, YesNo};
use thiserror::Error;

/// Most names that one answer lists; longer lists are imported.
pub const ANSWERS_MAX: usize = 100;
/// Most people that an organisation may say it has.
const PEOPLE_MAX: u32 = 2_000_000;
/// Most years until the certificate.
const YEARS_MAX: i32 = 10;

/// The answers to the five questions; each may be missing. The name was given when the organisation began.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers {
    /// What it makes or sells.
    pub sells: Option<String>,
    /// How many people work in the scope.
    pub people: Option<u32>,
    /// Where they work: the names of the sites.
    pub sites: Vec<String>,
    /// Who works elsewhere.
    pub remote: Option<Remote>,
    /// What it runs on: the names of systems.
    pub runs_on: Vec<String>,
    /// Whether it writes software.
    pub writes_software: Option<YesNo>,
    /// Suppliers without whom it could not work.
    pub suppliers: Vec<String>,
    /// Why now, in words; made of the lists below where it is missing.
    pub why_now: Option<String>,
    /// Who asks for the certificate: customers, groups, owners.
    pub asked_by: Vec<String>,
    /// Contracts that ask for it.
    pub contracts: Vec<String>,
    /// Laws and standards that ask for security.
    pub laws: Vec<String>,
    /// The date by which the certificate is wanted.
    pub wanted_on: Option<Date>,
    /// The certification body, where it is chosen.
    pub body: Option<String>,
}

/// Why answers cannot be taken; each names the answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AnswersProblem {
    /// Nobody works there.
    #[error("how many people: 0 people is nobody; expected at least 1, you among them")]
    NoPeople,
    /// More people than any organisation has.
    #[error("how many people: {0} is more than any organisation has; expected at most 2000000")]
    TooManyPeople(u32),
    /// A list is too long.
    #[error(
        "{answer}: {given} were given, and at most {ANSWERS_MAX} are taken here; name the most important and import the list: plumb import FILE"
    )]
    TooMany {
        /// Which answer.
        answer: &'static str,
        /// How many there were.
        given: usize,
    },
    /// A text is too long.
    #[error("{answer}: {problem}")]
    Text {
        /// Which answer.
        answer: &'static str,
        /// What is the matter.
        problem: String,
    },
    /// The day is over.
    #[error("the date wanted, {0}, has passed; expected a day after today, {1}")]
    Past(Date, Date),
    /// The day is too far away.
    #[error("the date wanted, {0}, is more than ten years away; expected a nearer day")]
    Far(Date),
}

/// Splits a typed list: by lines where there are several, else by semicolons, else by commas.
#[must_use]
pub fn answer_list(typed: &str) -> Vec<String> {
    let by = ['\n', ';', ','].into_iter().find(|by| typed.trim().contains(*by)).unwrap_or('\n');
    typed.split(by).map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

/// The answers, read: clean, bounded, each name once.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Told {
    pub sells: Prose,
    pub people: Option<u32>,
    pub sites: Vec<Line>,
    pub remote: Option<Remote>,
    pub runs_on: Vec<Line>,
    pub writes_software: Option<YesNo>,
    pub suppliers: Vec<Line>,
    pub why_now: Prose,
    pub asked_by: Vec<Line>,
    pub contracts: Vec<Line>,
    pub laws: Vec<Line>,
    pub wanted_on: Option<Date>,
    pub body: Line,
}

/// Refuses a day wanted that is over or far away, unless it stands already.
pub(crate) fn day_wanted(isms: &Isms, wanted: Option<Date>, today: Date) -> Result<(), AnswersProblem> {
    let standing = isms.plan.one().and_then(|plan| plan.wanted_on);
    match wanted.filter(|_| wanted != standing) {
        Some(wanted) if wanted <= today => Err(AnswersProblem::Past(wanted, today)),
        Some(wanted) if wanted > today.saturating_add(Span::new().years(YEARS_MAX)) => {
            Err(AnswersProblem::Far(wanted))
        }
        Some(_) | None => Ok(()),
    }
}

impl Answers {
    /// Reads the answers.
    pub(crate) fn read(&self, isms: &Isms, today: Date) -> Result<Told, AnswersProblem> {
        match self.people {
            Some(0) => return Err(AnswersProblem::NoPeople),
            Some(people) if people > PEOPLE_MAX => return Err(AnswersProblem::TooManyPeople(people)),
            Some(_) | None => {}
        }
        day_wanted(isms, self.wanted_on, today)?;
        let mut told = Told {
            sells: prose("what you sell", self.sells.as_deref())?,
            people: self.people,
            sites: names("places of work", &self.sites)?,
            remote: self.remote,
            runs_on: names("what it runs on", &self.runs_on)?,
            writes_software: self.writes_software,
            suppliers: names("suppliers", &self.suppliers)?,
            why_now: prose("why now", self.why_now.as_deref())?,
            asked_by: names("who asks", &self.asked_by)?,
            contracts: names("contracts", &self.contracts)?,
            laws: names("laws", &self.laws)?,
            wanted_on: self.wanted_on,
            body: line("the certification body", self.body.as_deref().unwrap_or_default())?,
        };
        if told.why_now.is_empty() {
            told.why_now = why(&told);
        }
        Ok(told)
    }
}

/// Says why now from the lists.
fn why(told: &Told) -> Prose {
    let parts = [("Asked for by", &told.asked_by), ("Contracts:", &told.contracts), ("Laws:", &told.laws)];
    let said = parts.iter().filter(|(_, names)| !names.is_empty());
    let said: Vec<String> = said.map(|(word, names)| format!("{word} {}.", listed(names))).collect();
    Prose::new(&said.join(" "))
}

/// Joins names with commas and a last `and`.
pub(crate) fn listed<T: std::fmt::Display>(names: &[T]) -> String {
    match names {
        [] => String::new(),
        [only] => only.to_string(),
        [first @ .., last] => {
            let first: Vec<String> = first.iter().map(ToString::to_string).collect();
            format!("{} and {last}", first.join(", "))
        }
    }
}

/// Returns what tells names apart: letters and digits in lower case.
pub(crate) fn plain(name: &str) -> String {
    let words = name.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    let plain = words.collect::<Vec<_>>().join(" ").to_lowercase();
    // A name of signs alone is told apart by its signs.
    if plain.is_empty() { name.to_owned() } else { plain }
}

fn line(answer: &'static str, typed: &str) -> Result<Line, AnswersProblem> {
    Line::read(typed).map_err(|problem| AnswersProblem::Text { answer, problem: problem.to_string() })
}

fn prose(answer: &'static str, typed: Option<&str>) -> Result<Prose, AnswersProblem> {
    // A sentence or two is meant, so the bound is that of a line.
    let typed = typed.unwrap_or_default();
    line(answer, typed).map(|line| Prose::new(line.trim_end_matches('.')))
}

/// Reads names: without empty ones, each once.
fn names(answer: &'static str, typed: &[String]) -> Result<Vec<Line>, AnswersProblem> {
    let mut seen = BTreeSet::new();
    let mut names = Vec::new();
    // Ten thousand names are counted, not read.
    if typed.len() > 50 * ANSWERS_MAX {
        return Err(AnswersProblem::TooMany { answer, given: typed.len() });
    }
    for name in typed {
        let name = line(answer, name)?;
        if !name.is_empty() && seen.insert(plain(&name)) {
            names.push(name);
        }
    }
    if names.len() > ANSWERS_MAX {
        return Err(AnswersProblem::TooMany { answer, given: names.len() });
    }
    Ok(names)
}
