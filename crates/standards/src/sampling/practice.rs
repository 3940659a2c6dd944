//! Sizes of practice by how often a control runs, and the rules and references around them, as the file holds them.

use std::sync::OnceLock;

use serde::Deserialize;

use super::refusal::SamplingRefusal;
use super::size::MOST;
use crate::Cadence;

/// How often a control runs, as practice sorts samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Frequency {
    /// Once a year.
    Annual,
    /// Twice a year.
    Semiannual,
    /// Four times a year.
    Quarterly,
    /// Each month.
    Monthly,
    /// Each week.
    Weekly,
    /// Each day.
    Daily,
    /// Many times a day.
    ManyPerDay,
    /// All the time, by a machine that is stable.
    Automated,
}

impl Frequency {
    /// All frequencies, in the order of the file.
    pub const ALL: [Self; 8] = [
        Self::Annual,
        Self::Semiannual,
        Self::Quarterly,
        Self::Monthly,
        Self::Weekly,
        Self::Daily,
        Self::ManyPerDay,
        Self::Automated,
    ];

    /// Returns the frequency of a cadence; none where events decide, which are counted instead.
    ///
    /// A control that runs every two years is looked at as one that runs once a year: its one run is the sample.
    #[must_use]
    pub fn of(cadence: Cadence) -> Option<Self> {
        match cadence {
            Cadence::Continuous => Some(Self::Automated),
            Cadence::Daily => Some(Self::Daily),
            Cadence::Weekly => Some(Self::Weekly),
            Cadence::Monthly => Some(Self::Monthly),
            Cadence::Quarterly => Some(Self::Quarterly),
            Cadence::Semiannual => Some(Self::Semiannual),
            Cadence::Annual | Cadence::Biennial => Some(Self::Annual),
            Cadence::OnEvent | Cadence::OnChange => None,
        }
    }

    /// Returns its size of practice.
    #[must_use]
    pub fn size(self) -> &'static PracticeSize {
        let found = file().frequency.iter().find(|size| size.frequency == self);
        found.expect("each frequency has a size; a test says so")
    }
}

/// A size of practice: a range, and what is usual in it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PracticeSize {
    /// Whose size it is.
    #[serde(rename = "id")]
    pub frequency: Frequency,
    /// How many cases a year usually has; 0 where nobody counts.
    pub typical_population: u32,
    /// The fewest cases.
    pub min: u32,
    /// The most cases.
    pub max: u32,
    /// The usual number.
    #[serde(rename = "default")]
    pub usual: u32,
    /// Whether a public source shows it.
    pub verified: bool,
    /// Which source that is.
    pub verified_by: Option<String>,
    /// What else to know.
    pub note: Option<String>,
}

/// Where in the range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Extent {
    /// Low risk, no earlier deviation, strong supervision.
    Lower,
    /// What is usual.
    #[default]
    Usual,
    /// High risk, a new or changed control, an earlier deviation, much judgement, or no other evidence.
    Upper,
}

impl PracticeSize {
    /// Returns the size at a place of the range.
    #[must_use]
    pub fn at(&self, extent: Extent) -> u32 {
        match extent {
            Extent::Lower => self.min,
            Extent::Usual => self.usual,
            Extent::Upper => self.max,
        }
    }
}

/// The range for a control that answers events, by how many there were.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct EventBand {
    /// From so many events.
    pub population_min: u32,
    /// To so many events; 0 where there is no end.
    pub population_max: u32,
    /// The fewest cases.
    pub min: u32,
    /// The most cases.
    pub max: u32,
}

/// Returns the bands, few events first.
#[must_use]
pub fn event_bands() -> &'static [EventBand] {
    &file().event_band
}

/// Returns how many of so many events are looked at: the range of their band, the usual number of the frequency with the
/// same range, and never more than there are.
///
/// # Errors
/// Refuses no events, and more than [`MOST`].
pub fn practice_for_events(events: u32, extent: Extent) -> Result<u32, SamplingRefusal> {
    if events == 0 {
        return Err(SamplingRefusal::NoCases);
    }
    if events > MOST {
        return Err(SamplingRefusal::TooMany { named: events.into() });
    }
    let has = |band: &&EventBand| {
        events >= band.population_min && (band.population_max == 0 || events <= band.population_max)
    };
    let band = event_bands().iter().find(has).expect("the bands leave no gap; a test says so");
    let size = match extent {
        Extent::Lower => band.min,
        Extent::Upper => band.max,
        Extent::Usual => {
            let like = file().frequency.iter().find(|size| (size.min, size.max) == (band.min, band.max));
            like.map_or(band.max, |size| size.usual)
        }
    };
    Ok(size.min(events))
}

/// A published range for a small population.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SmallPopulation {
    /// Who published it.
    pub source: String,
    /// What it is for.
    pub label: String,
    /// The population.
    pub population: u32,
    /// The fewest cases.
    pub min: u32,
    /// The most cases.
    pub max: u32,
    /// Whether it was seen.
    pub verified: bool,
}

/// A share of middling populations that many take.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct RuleOfThumb {
    /// From so many cases.
    pub population_min: u32,
    /// To so many cases.
    pub population_max: u32,
    /// Which share.
    pub fraction: f64,
    /// Whether it was seen.
    pub verified: bool,
}

/// A rule for judging a result, in our own words.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Advice {
    /// The word it is named by.
    pub id: String,
    /// What it says.
    pub text: String,
}

/// A published size beside the exact one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Anchor {
    /// Who published it.
    pub source: String,
    /// For which case.
    pub case: String,
    /// The size.
    pub n: u32,
    /// Whether it was seen.
    pub verified: bool,
    /// How it stands to the exact value.
    pub note: String,
}

#[derive(Deserialize)]
struct File {
    frequency: Vec<PracticeSize>,
    event_band: Vec<EventBand>,
    small_population: Vec<SmallPopulation>,
    rule_of_thumb: RuleOfThumb,
    evaluation: Vec<Advice>,
    anchor: Vec<Anchor>,
}

fn file() -> &'static File {
    static FILE: OnceLock<File> = OnceLock::new();
    FILE.get_or_init(|| {
        toml::from_str(include_str!("../../data/audit-sampling.toml")).expect("our own data is well formed")
    })
}

/// Returns published ranges for small populations.
#[must_use]
pub fn small_populations() -> &'static [SmallPopulation] {
    &file().small_population
}

/// Returns the rule of thumb for middling populations.
#[must_use]
pub fn rule_of_thumb() -> &'static RuleOfThumb {
    &file().rule_of_thumb
}

/// Returns the rules for judging a result.
#[must_use]
pub fn advice() -> &'static [Advice] {
    &file().evaluation
}

/// Returns published sizes to compare with.
#[must_use]
pub fn anchors() -> &'static [Anchor] {
    &file().anchor
}
