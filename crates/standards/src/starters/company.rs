//! What a company is like, as far as its answers tell, and the words that fill the blanks of drafts.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde::Deserialize;

/// What may be true of a company and decides which starters fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// It writes software.
    WritesSoftware,
    /// It has a place of work of its own.
    HasSites,
    /// It has several.
    SeveralSites,
    /// Some people work elsewhere.
    RemoteWork,
    /// It processes data of people other than its own.
    PersonalData,
    /// It named suppliers that it depends on.
    Suppliers,
    /// Servers stand at its own places.
    OwnServers,
    /// It runs on cloud services.
    Cloud,
    /// It makes things with machines.
    ProductionPlant,
    /// It takes card payments.
    PaymentCards,
    /// It processes health data.
    HealthData,
    /// It works for or as a bank or insurer.
    Finance,
    /// It works for car makers.
    Automotive,
    /// A hundred people or more.
    LargeTeam,
    /// Its days end in the European Union or its economic area.
    Eu,
    /// Its days end in the United Kingdom.
    Uk,
    /// Its days end in Switzerland or Liechtenstein.
    Ch,
    /// Its days end in the United States.
    Us,
}

/// What is known of a company.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Company {
    /// What is true of it; what nobody said is not.
    pub facts: BTreeSet<Fact>,
}

impl Company {
    /// Says whether all of these are true.
    #[must_use]
    pub fn is(&self, facts: &[Fact]) -> bool {
        facts.iter().all(|fact| self.facts.contains(fact))
    }

    /// Says whether one of these is true.
    #[must_use]
    pub fn is_any(&self, facts: &[Fact]) -> bool {
        facts.iter().any(|fact| self.facts.contains(fact))
    }

    /// Adds a fact.
    pub fn add(&mut self, fact: Fact) {
        self.facts.insert(fact);
    }

    /// Adds what the words of an answer tell.
    pub fn hear(&mut self, answer: &str) {
        for Heard { id, words } in heard() {
            if words.iter().any(|word| has_word(answer, word)) {
                self.facts.insert(*id);
            }
        }
    }

    /// Adds where the company is, as far as its time zone tells.
    pub fn lives_in(&mut self, time_zone: &str) {
        self.facts.extend(Region::of(time_zone).map(Region::fact));
    }
}

/// Where a company is, as far as laws go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Region {
    /// The European Union and its economic area.
    Eu,
    /// The United Kingdom.
    Uk,
    /// Switzerland and Liechtenstein.
    Ch,
    /// The United States.
    Us,
}

/// Places in Europe/… of the tz database that are outside the Union and its economic area.
const EUROPE_OUTSIDE: &[&str] = &[
    "Andorra",
    "Astrakhan",
    "Belgrade",
    "Chisinau",
    "Istanbul",
    "Kaliningrad",
    "Kiev",
    "Kirov",
    "Kyiv",
    "Minsk",
    "Monaco",
    "Moscow",
    "Podgorica",
    "Samara",
    "San_Marino",
    "Sarajevo",
    "Saratov",
    "Simferopol",
    "Skopje",
    "Tirane",
    "Ulyanovsk",
    "Uzhgorod",
    "Vatican",
    "Volgograd",
    "Zaporozhye",
];
/// Zones outside Europe/… that belong to the Union.
const EU_ELSEWHERE: &[&str] = &[
    "Asia/Nicosia",
    "Asia/Famagusta",
    "Atlantic/Azores",
    "Atlantic/Canary",
    "Atlantic/Madeira",
    "Atlantic/Reykjavik",
];
/// Zones of the United States with many people.
const US: &[&str] = &[
    "New_York",
    "Detroit",
    "Chicago",
    "Denver",
    "Phoenix",
    "Los_Angeles",
    "Anchorage",
    "Boise",
    "Menominee",
    "Indiana/Indianapolis",
    "Kentucky/Louisville",
];

impl Region {
    /// Returns the region of a time zone, where it tells.
    #[must_use]
    pub fn of(time_zone: &str) -> Option<Self> {
        if EU_ELSEWHERE.contains(&time_zone) {
            return Some(Self::Eu);
        }
        match time_zone.split_once('/')? {
            ("Europe", "London" | "Belfast" | "Jersey" | "Guernsey" | "Isle_of_Man") => Some(Self::Uk),
            ("Europe", "Zurich" | "Vaduz" | "Busingen") => Some(Self::Ch),
            ("Europe", place) => (!EUROPE_OUTSIDE.contains(&place)).then_some(Self::Eu),
            ("America", place) if US.contains(&place) => Some(Self::Us),
            ("US", _) | ("Pacific", "Honolulu") => Some(Self::Us),
            _ => None,
        }
    }

    fn fact(self) -> Fact {
        match self {
            Self::Eu => Fact::Eu,
            Self::Uk => Fact::Uk,
            Self::Ch => Fact::Ch,
            Self::Us => Fact::Us,
        }
    }
}

/// A fact and the words that tell it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Heard {
    id: Fact,
    words: Vec<String>,
}

fn heard() -> &'static [Heard] {
    #[derive(Deserialize)]
    struct File {
        fact: Vec<Heard>,
    }
    static FILE: OnceLock<File> = OnceLock::new();
    &FILE.get_or_init(|| super::read(include_str!("../../data/starters/facts.toml"))).fact
}

/// Says whether a text has a word or words, in any case and as whole words; `manufactur*` also begins longer ones.
pub(super) fn has_word(text: &str, word: &str) -> bool {
    let text = text.to_lowercase();
    let (word, open) = word.strip_suffix('*').map_or((word, false), |word| (word, true));
    text.match_indices(word).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && (open || !after.is_some_and(char::is_alphanumeric))
    })
}

/// The words that fill the blanks of drafts; what nobody said stands in square brackets or in words that fit everybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The name of the organisation.
    pub organisation: String,
    /// What it makes or sells.
    pub sells: String,
    /// Its people: `about 60 people`.
    pub people_words: String,
    /// Where they work: `at Prague and Brno, and from home`.
    pub r#where: String,
    /// Its systems, listed.
    pub systems: String,
    /// Its suppliers, listed.
    pub suppliers: String,
    /// Its sites, listed.
    pub sites: String,
    /// Who asks for the certificate, as a sentence; or nothing.
    pub asked_by_sentence: String,
    /// The first system.
    pub main_system: String,
    /// The first supplier.
    pub main_supplier: String,
    /// The first site.
    pub main_place: String,
    /// The day wanted.
    pub wanted_on: String,
    /// Laws and contracts that were named.
    pub named: String,
}

impl Words {
    /// Fills the blanks of a text.
    #[must_use]
    pub fn fill(&self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len() + 200);
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            match after.split_once('}').and_then(|(name, after)| Some((self.word(name)?, after))) {
                Some((word, after)) => {
                    filled.push_str(word);
                    rest = after;
                }
                None => {
                    filled.push('{');
                    rest = after;
                }
            }
        }
        filled.push_str(rest);
        filled.trim().to_owned()
    }

    /// Returns the word for a blank.
    fn word(&self, name: &str) -> Option<&str> {
        Some(match name {
            "organisation" => &self.organisation,
            "sells" => &self.sells,
            "people_words" => &self.people_words,
            "where" => &self.r#where,
            "systems" => &self.systems,
            "suppliers" => &self.suppliers,
            "sites" => &self.sites,
            "asked_by_sentence" => &self.asked_by_sentence,
            "main_system" => &self.main_system,
            "main_supplier" => &self.main_supplier,
            "main_place" => &self.main_place,
            "wanted_on" => &self.wanted_on,
            "named" => &self.named,
            _ => return None,
        })
    }
}
