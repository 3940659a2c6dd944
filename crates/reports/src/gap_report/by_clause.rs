//! How an analysis came out, clause by clause and theme by theme.

use std::fmt;

use model::records::{GapAnalysis, GapEntry, GapState};
use standards::Theme;

/// How many criteria are in which state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Met.
    pub met: usize,
    /// Partly met.
    pub partly: usize,
    /// Not met.
    pub not_met: usize,
    /// Not asked of the organisation.
    pub not_applicable: usize,
    /// Not assessed yet.
    pub open: usize,
}

impl Counts {
    /// Returns how many are gaps.
    #[must_use]
    pub fn gaps(self) -> usize {
        self.partly + self.not_met
    }

    /// Returns how many were assessed.
    #[must_use]
    pub fn assessed(self) -> usize {
        self.met + self.gaps() + self.not_applicable
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { met, partly, not_met, not_applicable, open } = self;
        write!(out, "{met} met, {partly} partly met, {not_met} not met, {not_applicable} not applicable")?;
        if *open > 0 { write!(out, ", {open} not assessed yet") } else { Ok(()) }
    }
}

/// Counts the states of entries.
pub fn counts<'a>(entries: impl Iterator<Item = &'a GapEntry>) -> Counts {
    let mut counts = Counts::default();
    for entry in entries {
        match entry.state {
            Some(GapState::Met) => counts.met += 1,
            Some(GapState::Partly) => counts.partly += 1,
            Some(GapState::NotMet) => counts.not_met += 1,
            Some(GapState::NotApplicable) => counts.not_applicable += 1,
            None => counts.open += 1,
        }
    }
    counts
}

/// A clause of the standard, or a theme of Annex A.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its number: `6`, `A.8`.
    pub number: String,
    /// What it is called.
    pub title: String,
    /// How many criteria are in which state.
    pub counts: Counts,
    /// The maturities that were said, lowest first.
    pub maturities: Vec<u32>,
}

impl Group {
    /// Returns the middle maturity; the lower of two.
    #[must_use]
    pub fn middle(&self) -> Option<u32> {
        self.maturities.get(self.maturities.len().saturating_sub(1) / 2).copied()
    }

    /// Returns the maturities in words: `2 (0 to 3), 5 items`.
    #[must_use]
    pub fn maturity_words(&self) -> String {
        match (self.middle(), self.maturities.first(), self.maturities.last()) {
            (Some(middle), Some(lowest), Some(highest)) => {
                let count = self.maturities.len();
                let items = if count == 1 { "item" } else { "items" };
                format!("{middle} ({lowest} to {highest}), {count} {items}")
            }
            (None, _, _) | (_, None, _) | (_, _, None) => "not said".to_owned(),
        }
    }
}

/// Returns how an analysis came out, in the order of the standard; what it does not hold is left out.
#[must_use]
pub fn by_clause(analysis: &GapAnalysis) -> Vec<Group> {
    let clauses = (4..=10).map(|number: u32| {
        let number = number.to_string();
        let title = standards::clause(&number).map(|clause| clause.title.clone());
        (number, title.unwrap_or_default())
    });
    let themes = Theme::ALL.iter().map(|theme| (format!("A.{}", theme.number()), theme.title().to_string()));
    let groups = clauses.chain(themes).map(|(number, title)| {
        let begins = format!("{number}.");
        let own = number.clone();
        let within = |entry: &&GapEntry| {
            let criterion = entry.criterion.as_ref().map(model::Clause::as_str).unwrap_or_default();
            criterion == own || criterion.starts_with(&begins)
        };
        let entries = || analysis.entries.iter().filter(within);
        let mut maturities: Vec<u32> = entries().filter_map(|entry| entry.maturity).collect();
        maturities.sort_unstable();
        let (all, counts) = (entries().count(), counts(entries()));
        (all, Group { number, title, counts, maturities })
    });
    groups.filter(|(all, _)| *all > 0).map(|(_, group)| group).collect()
}
