//! Which diagnostics a list shows, and how they are grouped and folded.

use std::borrow::Cow;
use std::collections::BTreeMap;

use diagnostics::{Diagnostic, Severity, Stage, Time, Verdict};
use model::{Isms, RecordId};
use rules::{Results, phase_of};

use crate::fields::Fields;
use crate::pages::naming::owner_name;

/// Which diagnostics are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// Those whose phase has begun.
    Now,
    /// Those whose phase has not begun.
    Ahead,
    /// All.
    All,
    /// All that hold this stage.
    Stage(Stage),
}

impl Gate {
    /// Reads it from an address.
    pub fn read(text: &str) -> Self {
        match text {
            "ahead" => Self::Ahead,
            "all" => Self::All,
            other => Stage::of_slug(other).map_or(Self::Now, Self::Stage),
        }
    }

    /// Says whether a diagnostic is asked for.
    pub fn takes(self, one: &Diagnostic) -> bool {
        match self {
            Self::Now => one.time == Time::Now,
            Self::Ahead => one.time == Time::Ahead,
            Self::All => true,
            Self::Stage(stage) => one.stage <= stage,
        }
    }
}

/// By what they are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The clause.
    Clause,
    /// The phase.
    Phase,
    /// Who owns the record.
    Owner,
    /// The record.
    Record,
}

impl By {
    /// Reads it from an address.
    pub fn read(text: &str) -> Self {
        match text {
            "phase" => Self::Phase,
            "owner" => Self::Owner,
            "record" => Self::Record,
            _ => Self::Clause,
        }
    }
}

/// What a list shows.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Which.
    pub gate: Gate,
    /// By what they are grouped.
    pub by: By,
    /// Only this severity.
    pub level: Option<Severity>,
    /// Only those of this owner.
    pub owner: String,
}

impl Wanted {
    /// Reads it from an address.
    pub fn read(query: &Fields) -> Self {
        let level = match query.get("level") {
            "error" => Some(Severity::Error),
            "warning" => Some(Severity::Warning),
            "note" => Some(Severity::Note),
            _ => None,
        };
        Self {
            gate: Gate::read(query.get("gate")),
            by: By::read(query.get("group")),
            level,
            owner: query.get("owner").to_owned(),
        }
    }

    /// Says whether a diagnostic is asked for.
    pub fn takes(&self, isms: &Isms, one: &Diagnostic) -> bool {
        self.gate.takes(one)
            && self.level.is_none_or(|level| level == one.severity)
            && (self.owner.is_empty() || owner_of(isms, one) == self.owner)
    }
}

/// The diagnostics of one rule in one group.
#[derive(Debug)]
pub struct Folded<'a> {
    /// The first one; rules say the same of each.
    pub first: &'a Diagnostic,
    /// All of them.
    pub all: Vec<&'a Diagnostic>,
    /// The gravest among them.
    pub severity: Severity,
}

/// A heading with what stands under it.
#[derive(Debug)]
pub struct Grouped<'a> {
    /// The word for it in an address.
    pub word: String,
    /// The heading.
    pub title: String,
    /// Gravest first.
    pub folds: Vec<Folded<'a>>,
}

/// Where a diagnostic belongs: order and heading.
type Key = (u32, Cow<'static, str>);
/// Diagnostics by their rule.
type ByRule<'a> = BTreeMap<&'static str, Vec<&'a Diagnostic>>;

/// Groups open diagnostics and folds them by rule.
pub fn grouped<'a>(isms: &Isms, by: By, open: &[&'a Diagnostic]) -> Vec<Grouped<'a>> {
    let mut groups: BTreeMap<Key, ByRule> = BTreeMap::new();
    for one in open {
        groups.entry(key(isms, by, one)).or_default().entry(one.code).or_default().push(one);
    }
    let grouped = |((order, title), folds): (Key, ByRule<'a>)| Grouped {
        word: if by == By::Clause || by == By::Phase { order.to_string() } else { title.to_string() },
        title: if by == By::Phase { format!("{order} {title}") } else { title.into_owned() },
        folds: folded(folds),
    };
    groups.into_iter().map(grouped).collect()
}

fn folded<'a>(rules: ByRule<'a>) -> Vec<Folded<'a>> {
    let fold = |all: Vec<&'a Diagnostic>| {
        let first = *all.first()?;
        let severity = all.iter().map(|one| one.severity).max().unwrap_or(first.severity);
        Some(Folded { first, all, severity })
    };
    let mut folds: Vec<Folded> = rules.into_values().filter_map(fold).collect();
    folds.sort_by_key(|fold| (std::cmp::Reverse(fold.severity), fold.first.code));
    folds
}

/// Returns where a diagnostic belongs: order and heading.
fn key(isms: &Isms, by: By, one: &Diagnostic) -> Key {
    match by {
        By::Clause => clause(one.clauses.first().copied().unwrap_or_default()),
        By::Phase => {
            let phase = phase_of(one.code);
            (phase.number(), Cow::Borrowed(phase.title()))
        }
        By::Owner => {
            let owner = owner_of(isms, one);
            if owner.is_empty() { (1, Cow::Borrowed("Nobody in particular")) } else { (0, Cow::Owned(owner)) }
        }
        By::Record => match one.place.record() {
            Some(id) => (1, Cow::Owned(named(isms, id))),
            None => (0, Cow::Borrowed("The management system as a whole")),
        },
    }
}

/// Returns the chapter of a clause.
fn clause(reference: &str) -> Key {
    const TITLES: [(u32, &str); 7] = [
        (4, "4 Context"),
        (5, "5 Leadership"),
        (6, "6 Planning"),
        (7, "7 Support"),
        (8, "8 Operation"),
        (9, "9 Performance evaluation"),
        (10, "10 Improvement"),
    ];
    let chapter: Option<u32> = reference.split('.').next().and_then(|chapter| chapter.trim().parse().ok());
    let known = chapter.and_then(|chapter| TITLES.iter().find(|(number, _)| *number == chapter));
    match known {
        Some((number, title)) => (*number, Cow::Borrowed(*title)),
        None if reference.starts_with("A.") => (11, Cow::Borrowed("Annex A controls")),
        None => (12, Cow::Borrowed("Certification")),
    }
}

fn named(isms: &Isms, id: RecordId) -> String {
    let title = isms.name_of(id);
    if title == id.to_string() { title } else { format!("{id} {title}") }
}

/// Returns who owns the record that a diagnostic speaks of; nothing where nobody does.
pub fn owner_of(isms: &Isms, one: &Diagnostic) -> String {
    let Some(id) = one.place.record() else { return String::new() };
    let owner = isms.find(id).and_then(|record| record.text("owner")).unwrap_or_default();
    match model::Value::read(&owner) {
        Ok(owner) => owner_name(isms, Some(&owner)),
        Err(_) => owner,
    }
}

/// What is held back, by the rule that holds it.
pub fn held<'a>(
    results: &'a Results,
    wanted: &Wanted,
    isms: &Isms,
) -> BTreeMap<&'static str, Vec<&'a Diagnostic>> {
    let mut held: BTreeMap<&'static str, Vec<&Diagnostic>> = BTreeMap::new();
    for one in results.diagnostics() {
        if let (Some(by), Verdict::Fired, None) = (one.held_by, &one.verdict, &one.said)
            && wanted.takes(isms, one)
        {
            held.entry(by).or_default().push(one);
        }
    }
    held
}
