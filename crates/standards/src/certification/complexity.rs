//! The complexity of an audit: six factors, two sides, and by how much the days change.

use serde::Deserialize;

use super::file;

/// How much a factor adds, from 1 to 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactorLevel {
    /// Level 1.
    One,
    /// Level 2.
    Two,
    /// Level 3.
    Three,
}

impl FactorLevel {
    /// Returns its number.
    #[must_use]
    pub const fn number(self) -> u32 {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Three => 3,
        }
    }
}

/// The side that a factor belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ComplexitySide {
    /// The business and the organization.
    Business,
    /// Information technology.
    It,
}

/// One of the six factors, with what each level means.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ComplexityFactor {
    /// Its side.
    pub side: ComplexitySide,
    /// The word it is named by.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What level 1 means.
    pub level_1: String,
    /// What level 2 means.
    pub level_2: String,
    /// What level 3 means.
    pub level_3: String,
}

impl ComplexityFactor {
    /// Returns what a level of it means.
    #[must_use]
    pub fn meaning(&self, level: FactorLevel) -> &str {
        match level {
            FactorLevel::One => &self.level_1,
            FactorLevel::Two => &self.level_2,
            FactorLevel::Three => &self.level_3,
        }
    }
}

/// How complex one side is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ComplexityLevel {
    /// Levels that sum to 3 or 4.
    Low,
    /// Levels that sum to 5 or 6.
    Medium,
    /// Levels that sum to 7, 8 or 9.
    High,
}

impl ComplexityLevel {
    /// Returns the level of the three factors of a side.
    #[must_use]
    pub const fn of(levels: [FactorLevel; 3]) -> Self {
        match levels[0].number() + levels[1].number() + levels[2].number() {
            ..=4 => Self::Low,
            5..=6 => Self::Medium,
            7.. => Self::High,
        }
    }
}

/// The range of change for two sides; a negative number lowers the days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct ComplexityCell {
    /// The business side.
    pub business: ComplexityLevel,
    /// The side of information technology.
    pub it: ComplexityLevel,
    /// From so many percent.
    pub min_percent: i32,
    /// To so many percent.
    pub max_percent: i32,
    /// Whether a public source shows it.
    pub verified: bool,
}

/// The six factors as they were rated, in the order of [`complexity_factors`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Complexity {
    /// Type of business, processes, maturity.
    pub business: [FactorLevel; 3],
    /// Technology, outsourcing, development.
    pub it: [FactorLevel; 3],
}

impl Complexity {
    /// Returns the cell of the matrix.
    #[must_use]
    pub fn cell(self) -> ComplexityCell {
        let (business, it) = (ComplexityLevel::of(self.business), ComplexityLevel::of(self.it));
        let found = file().complexity.matrix.iter().find(|cell| (cell.business, cell.it) == (business, it));
        *found.expect("the matrix has a cell for each pair; a test says so")
    }
}

/// A topic that may change the days.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct AdjustmentTopic {
    /// The word it is named by.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Whether a public source shows it.
    pub verified: bool,
}

#[derive(Deserialize)]
pub(super) struct File {
    factor: Vec<ComplexityFactor>,
    matrix: Vec<ComplexityCell>,
    adjustment_topic: Vec<AdjustmentTopic>,
}

/// Returns the six factors, business first.
#[must_use]
pub fn complexity_factors() -> &'static [ComplexityFactor] {
    &file().complexity.factor
}

/// Returns the topics that may change the days.
#[must_use]
pub fn adjustment_topics() -> &'static [AdjustmentTopic] {
    &file().complexity.adjustment_topic
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_pair_of_sides_has_its_cell_as_the_file_has_it() {
        use FactorLevel::{One, Three, Two};
        let levels = [[One, One, Two], [Two, Two, One], [Three, Two, Two]];
        let cell =
            |business: usize, it: usize| Complexity { business: levels[business], it: levels[it] }.cell();
        let range = |business, it| (cell(business, it).min_percent, cell(business, it).max_percent);
        assert_eq!((range(0, 0), range(1, 1), range(2, 2)), ((-30, -10), (0, 0), (20, 100)));
        assert_eq!((range(1, 0), range(0, 1)), ((-10, -5), (-10, -5)));
        assert_eq!((range(2, 0), range(0, 2), range(2, 1)), ((5, 20), (5, 20), (10, 50)));
        assert_eq!(file().complexity.matrix.len(), 9);
        assert!(file().complexity.matrix.iter().all(|cell| cell.min_percent <= cell.max_percent));
        assert!(!cell(0, 0).verified);
    }

    #[test]
    fn three_factors_stand_on_each_side_and_each_level_means_something() {
        let sides: Vec<_> = complexity_factors().iter().map(|factor| factor.side).collect();
        use ComplexitySide::{Business, It};
        assert_eq!(sides, [Business, Business, Business, It, It, It]);
        for factor in complexity_factors() {
            for level in [FactorLevel::One, FactorLevel::Two, FactorLevel::Three] {
                assert!(!factor.meaning(level).is_empty(), "{}", factor.id);
            }
        }
        assert_eq!(adjustment_topics().len(), 8);
    }
}
