//! The risk method: scales, how a level follows, and up to where a risk is accepted.

use serde::{Deserialize, Serialize};

use crate::approval::{Approval, in_force};
use crate::field::{part, record};
use crate::{Date, Decimal, Line, Prose, Ref};

use super::{LevelFunction, Person, PersonKind, Rating, Scale};
record! {
    /// How risks are rated here, and which are accepted.
    Method => method, "MET", "method", "method", clause "6.1.2", single true,
    "The agreed way to rate risks, so that two people come to the same result.";
    title: Line, Form "Title", "What the method is called.";
    version: u32, Operation "Version", "The version that the draft would become.";
    likelihood: Scale, Form "Likelihood", "How likely: worded steps, or a range of numbers.";
    consequence: Scale, Form "Consequence", "How bad: worded steps, or a range of numbers.";
    levels: Vec<LevelStep>, Form "Levels", "The levels of risk, lowest first, each with the score from which it holds.";
    function: LevelFunction, Form "How a level follows", "A matrix row by row (likelihood from low to high), or product, sum, highest.";
    acceptance_level: Option<Line>, Form "Acceptance level", "The highest level that is accepted without more ado.";
    acceptors: Vec<Acceptor>, Form "Who may accept above", "For each level above, who may accept it.";
    interval_months: Option<u32>, Form "Interval", "After how many months the assessment is repeated.";
    triggers: Vec<Line>, Form "Triggers", "Events that call for an assessment before that.";
    description: Prose, Form "Description", "The method in words.";
    approvals: Vec<Approval<MethodContent>>, Operation "Approvals", "Versions that were approved.";
}

part! {
    /// One level of risk.
    LevelStep;
    word: Line, "Level", "The level in a word.";
    from: Option<Decimal>, "From", "The lowest score that has this level.";
    definition: Prose, "Definition", "What the level means and asks for.";
}

part! {
    /// Who may accept a risk of a level.
    Acceptor;
    level: Line, "Level", "Up to this level.";
    person: Option<Ref<Person>>, "Person", "This person may.";
    kind: Option<PersonKind>, "Kind", "Or anybody of this kind.";
}

/// What an approval of the method freezes, and what ratings are read by.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MethodContent {
    /// How likely.
    pub likelihood: Scale,
    /// How bad.
    pub consequence: Scale,
    /// The levels, lowest first.
    pub levels: Vec<LevelStep>,
    /// How a level follows.
    pub function: LevelFunction,
    /// The highest level accepted without more ado.
    pub acceptance_level: Option<Line>,
    /// Who may accept above it.
    pub acceptors: Vec<Acceptor>,
    /// Months until the assessment is repeated.
    pub interval_months: Option<u32>,
    /// Events that call for an assessment.
    pub triggers: Vec<Line>,
}

impl Method {
    /// Returns the approval in force on a day.
    #[must_use]
    pub fn in_force(&self, today: Date) -> Option<&Approval<MethodContent>> {
        in_force(&self.approvals, today)
    }

    /// Returns what an approval would freeze now.
    #[must_use]
    pub fn content(&self) -> MethodContent {
        MethodContent {
            likelihood: self.likelihood.clone(),
            consequence: self.consequence.clone(),
            levels: self.levels.clone(),
            function: self.function.clone(),
            acceptance_level: self.acceptance_level.clone(),
            acceptors: self.acceptors.clone(),
            interval_months: self.interval_months,
            triggers: self.triggers.clone(),
        }
    }

    /// Returns the content of a version: frozen where it was approved, the draft otherwise.
    #[must_use]
    pub fn version(&self, version: u32) -> Option<MethodContent> {
        let approved = self.approvals.iter().find(|approval| approval.version == version);
        match approved {
            Some(approval) => Some(approval.content.clone()),
            None => (version == self.version).then(|| self.content()),
        }
    }

    /// Returns what holds on a day: the version in force, or the draft where none is.
    #[must_use]
    pub fn now(&self, today: Date) -> MethodContent {
        self.in_force(today).map_or_else(|| self.content(), |approval| approval.content.clone())
    }
}

impl MethodContent {
    /// Returns the place of a level, lowest is 0.
    #[must_use]
    pub fn place(&self, level: &str) -> Option<usize> {
        self.levels.iter().position(|step| step.word.eq_ignore_ascii_case(level))
    }

    /// Returns the place of the highest level accepted without more ado.
    #[must_use]
    pub fn acceptance(&self) -> Option<usize> {
        self.place(self.acceptance_level.as_ref()?)
    }

    /// Returns the place of a rating's level: as recorded, else by its score, else as the function gives it.
    #[must_use]
    pub fn level(&self, rating: &Rating) -> Option<usize> {
        if let Some(level) = &rating.level {
            return self.place(level);
        }
        match rating.score {
            Some(score) => self.band(score),
            None => self.computed(rating.likelihood?, rating.consequence?),
        }
    }

    /// Returns the place of the level that the function gives.
    #[must_use]
    pub fn computed(&self, likelihood: Decimal, consequence: Decimal) -> Option<usize> {
        match &self.function {
            LevelFunction::Undecided => None,
            LevelFunction::Matrix(rows) => {
                let row = rows.get(self.likelihood.place(likelihood)?)?;
                let level = row.get(self.consequence.place(consequence)?)?;
                usize::try_from(*level).ok().filter(|place| *place < self.levels.len())
            }
            LevelFunction::Product => self.band(likelihood.times(consequence)?),
            LevelFunction::Sum => self.band(likelihood.plus(consequence)?),
            LevelFunction::Highest => self.band(likelihood.max(consequence)),
        }
    }

    /// Returns the score that the function gives; a matrix gives none.
    #[must_use]
    pub fn score(&self, likelihood: Decimal, consequence: Decimal) -> Option<Decimal> {
        match self.function {
            LevelFunction::Undecided | LevelFunction::Matrix(_) => None,
            LevelFunction::Product => likelihood.times(consequence),
            LevelFunction::Sum => likelihood.plus(consequence),
            LevelFunction::Highest => Some(likelihood.max(consequence)),
        }
    }

    /// Returns the place of the level whose band holds a score.
    #[must_use]
    pub fn band(&self, score: Decimal) -> Option<usize> {
        self.levels.iter().rposition(|step| step.from.is_some_and(|from| from <= score))
    }

    /// Returns the word of the level at a place.
    #[must_use]
    pub fn word(&self, place: usize) -> Option<&Line> {
        self.levels.get(place).map(|step| &step.word)
    }
}
