//! Audit time in the order of the rules: persons, table, factors, sites, integration, half days, stages.

use std::fmt;

use super::sites::root_up;
use super::{CertificationRule, Days, Parameter, audit_time, certification_rule_named};

/// The most persons that are computed with.
const PERSONS_MOST: u32 = 1_000_000;

/// By how many percent factors can raise the days, at most; the rules set no limit, so this one only keeps nonsense out.
const INCREASE_MOST: i32 = 1_000;

/// Returns how many persons stand for so many with one identical simple task: the root, rounded up.
#[must_use]
pub fn square_root(persons: u32) -> u32 {
    root_up(persons, 10)
}

/// Returns the persons that count: those with different tasks, and for each group with one identical task its root.
#[must_use]
pub fn effective_persons(others: u32, identical: &[u32]) -> u32 {
    identical.iter().fold(others, |sum, group| sum.saturating_add(square_root(*group)))
}

/// Persons, and what the factors change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Work {
    /// Persons in scope, or those that count ([`effective_persons`]).
    pub persons: u32,
    /// The sum of all factors in percent; below zero it lowers the days.
    pub change_percent: i32,
}

/// The days for persons and factors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeOf {
    /// The table's value.
    pub table: Days,
    /// With the factors.
    pub days: Days,
    /// The fewest that factors can make of it.
    pub fewest: Days,
    /// What the factors changed, after the limit.
    pub change_percent: i32,
    /// Whether the table's last row was exceeded and its progression followed.
    pub is_above_table: bool,
}

/// Why audit time cannot be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeRefusal {
    /// Nobody is in scope.
    Nobody,
    /// More persons than are computed with.
    TooMany(u32),
    /// Factors that raise the days beyond belief.
    TooMuchMore(i32),
}

impl fmt::Display for TimeRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nobody => write!(out, "nobody is in scope, at least one person is expected"),
            Self::TooMany(persons) => {
                write!(out, "{persons} persons are too many, at most {PERSONS_MOST} are expected")
            }
            Self::TooMuchMore(percent) => {
                write!(out, "{percent} percent more is too much, at most {INCREASE_MOST} are expected")
            }
        }
    }
}

impl std::error::Error for TimeRefusal {}

/// Returns the days of the initial audit for persons and factors.
///
/// # Errors
/// Refuses nobody, more than a million persons, and factors above a thousand percent.
pub fn time_of(work: Work) -> Result<TimeOf, TimeRefusal> {
    let Work { persons, change_percent } = work;
    if persons == 0 {
        return Err(TimeRefusal::Nobody);
    }
    if persons > PERSONS_MOST {
        return Err(TimeRefusal::TooMany(persons));
    }
    let (table, is_above_table) = table(persons);
    changed(table, change_percent).map(|time| TimeOf { is_above_table, ..time })
}

/// Applies factors to a table's value, with the limit of reduction.
fn changed(table: Days, change_percent: i32) -> Result<TimeOf, TimeRefusal> {
    if change_percent > INCREASE_MOST {
        return Err(TimeRefusal::TooMuchMore(change_percent));
    }
    let most = Parameter::ReductionPercent.known();
    let change_percent = change_percent.max(-i32::try_from(most).unwrap_or(0));
    let days = table.percent(u32::try_from(100 + change_percent).unwrap_or(0));
    Ok(TimeOf { table, days, fewest: table.percent(100 - most), change_percent, is_above_table: false })
}

/// Returns the table's days; above the last row each step is a quarter wider and one day more.
fn table(persons: u32) -> (Days, bool) {
    let halves = |days: f64| Days::halves((days * 2.0).round() as u32); // the rows hold whole and half days
    let time = audit_time();
    if let Some(row) = time.row(persons) {
        return (halves(row.days), false);
    }
    let last = time.rows.last().expect("the table has rows; a test says so");
    // Widths are counted in parts of a power of four, so that a quarter more stays a whole number.
    let (mut parts, mut most) = (1_u128, u128::from(last.persons_max));
    let mut width = u128::from(last.persons_max - last.persons_min + 1);
    let mut days = halves(last.days);
    while u128::from(persons) * parts > most {
        (parts, width, most) = (parts * 4, width * 5, most * 4);
        most += width;
        days = days.plus(Days::halves(2));
    }
    (days, true)
}

/// One place that is visited: the central function or a sampled site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SiteTime {
    /// Its persons and factors.
    pub work: Work,
    /// By how many percent its days are lowered because it is one of several.
    pub reduction_percent: u32,
    /// How many of these are for what is run centrally.
    pub of_which_central_percent: u32,
}

/// All that the days of an audit follow from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditWork {
    /// All persons in scope, as if they worked at one place.
    pub whole: Work,
    /// The central function and each sampled site; none where there is one place.
    pub sites: Vec<SiteTime>,
    /// By how many percent the days are lowered because other standards are audited together; 0 for one alone.
    pub integration_percent: u32,
    /// A table value of one's own, from a licensed copy or an offer.
    pub own_table: Option<Days>,
    /// The share of stage 1 in percent, where somebody chose one.
    pub stage_1_percent: Option<u32>,
}

/// The days of the three kinds of audit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditShares {
    /// The initial audit, both stages.
    pub initial: Days,
    /// Each yearly surveillance.
    pub surveillance: Days,
    /// A recertification, at least.
    pub recertification: Days,
}

/// The days of an audit and how they came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedTime {
    /// The table's value for all persons.
    pub table: Days,
    /// The fewest that factors can make of it.
    pub fewest: Days,
    /// Before rounding.
    pub exact: AuditShares,
    /// In half days.
    pub rounded: AuditShares,
    /// Of the rounded initial audit, stage 1.
    pub stage_1: Days,
    /// Of the rounded initial audit, stage 2.
    pub stage_2: Days,
    /// What was limited, raised or not seen.
    pub notes: Vec<TimeNote>,
}

/// What is to be said about computed days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeNote {
    /// The factors would take off more than is allowed.
    ReductionLimited {
        /// What they sum to.
        asked_percent: i32,
    },
    /// A site's reduction was cut to the limit.
    SiteReductionLimited {
        /// Its place in the list, from 1.
        site: usize,
    },
    /// The sites together came to less than one place of the same size.
    RaisedToOnePlace,
    /// The integration would take off more than is allowed.
    IntegrationLimited {
        /// What was asked.
        asked_percent: u32,
    },
    /// The table's last row was exceeded.
    AboveTable,
    /// The printed table in force was not seen.
    TableNotSeen,
    /// The value comes from outside the table.
    OwnTable,
    /// The share of stage 1 is what is usual; nothing prescribes one.
    UsualSplit,
}

impl TimeNote {
    /// Returns the rule behind it.
    #[must_use]
    pub fn rule(self) -> &'static CertificationRule {
        let id = match self {
            Self::ReductionLimited { .. } => "time-max-reduction",
            Self::SiteReductionLimited { .. } | Self::RaisedToOnePlace => "ms-time",
            Self::IntegrationLimited { .. } => "time-integrated",
            Self::AboveTable | Self::TableNotSeen | Self::OwnTable => "time-table",
            Self::UsualSplit => "time-stage-split",
        };
        certification_rule_named(id).expect("a rule of the file; a test says so")
    }
}

impl fmt::Display for TimeNote {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ReductionLimited { asked_percent } => {
                let most = Parameter::ReductionPercent.known();
                write!(
                    out,
                    "the factors sum to {asked_percent} percent, at most {most} percent are taken off"
                )
            }
            Self::SiteReductionLimited { site } => write!(
                out,
                "place {site} is lowered by at most {} percent, of which at most {} for what is run centrally",
                Parameter::SiteReductionPercent.known(),
                Parameter::CentralReductionPercent.known()
            ),
            Self::RaisedToOnePlace => {
                write!(
                    out,
                    "the places together are not below one place with all persons, so the days are raised to it"
                )
            }
            Self::IntegrationLimited { asked_percent } => {
                let most = Parameter::IntegrationPercent.known();
                write!(
                    out,
                    "{asked_percent} percent for integration were asked, at most {most} are taken off"
                )
            }
            Self::AboveTable => write!(out, "above the table's last row, so continued in its steps"),
            Self::TableNotSeen => {
                write!(out, "the printed table of 2024 was not seen; {}", audit_time().source)
            }
            Self::OwnTable => write!(out, "the table value was entered"),
            Self::UsualSplit => {
                write!(out, "nothing prescribes the share of stage 1; the usual one is taken")
            }
        }
    }
}

/// Returns the days of an audit.
///
/// Half days are the nearest ones; where that would fall below the limit of reduction it is the next half day above.
///
/// # Errors
/// Refuses what [`time_of`] refuses.
pub fn plan_time(work: &AuditWork) -> Result<PlannedTime, TimeRefusal> {
    let mut notes = Vec::new();
    let whole = whole(work, &mut notes)?;
    let mut exact = whole.days;
    if !work.sites.is_empty() {
        let sum = places(&work.sites, &mut notes)?;
        if sum < exact {
            notes.push(TimeNote::RaisedToOnePlace);
        }
        exact = exact.max(sum);
    }
    let most = Parameter::IntegrationPercent.known();
    if work.integration_percent > most {
        notes.push(TimeNote::IntegrationLimited { asked_percent: work.integration_percent });
    }
    exact = exact.percent(100 - work.integration_percent.min(most));
    let part = |parameter: Parameter| exact.part(parameter.fraction().expect("a fraction; a test says so"));
    let exact = AuditShares {
        initial: exact,
        surveillance: part(Parameter::SurveillanceFraction),
        recertification: part(Parameter::RecertificationFraction),
    };
    let mut initial = exact.initial.rounded();
    if exact.initial >= whole.fewest && initial < whole.fewest {
        initial = initial.plus(Days::halves(1));
    }
    let rounded = AuditShares {
        initial,
        surveillance: exact.surveillance.rounded(),
        recertification: exact.recertification.rounded(),
    };
    let stage_1 = stage_1(initial, work.stage_1_percent, &mut notes);
    let stage_2 = initial.minus(stage_1);
    Ok(PlannedTime { table: whole.table, fewest: whole.fewest, exact, rounded, stage_1, stage_2, notes })
}

/// Returns the days of all persons at one place.
fn whole(work: &AuditWork, notes: &mut Vec<TimeNote>) -> Result<TimeOf, TimeRefusal> {
    let time = match work.own_table {
        Some(own) => {
            notes.push(TimeNote::OwnTable);
            changed(own, work.whole.change_percent)?
        }
        None => {
            if !audit_time().identical_in_2024_verified {
                notes.push(TimeNote::TableNotSeen);
            }
            time_of(work.whole)?
        }
    };
    if time.is_above_table {
        notes.push(TimeNote::AboveTable);
    }
    if time.change_percent != work.whole.change_percent {
        notes.push(TimeNote::ReductionLimited { asked_percent: work.whole.change_percent });
    }
    Ok(time)
}

/// Returns the days of all places together.
fn places(sites: &[SiteTime], notes: &mut Vec<TimeNote>) -> Result<Days, TimeRefusal> {
    let (most, most_central) =
        (Parameter::SiteReductionPercent.known(), Parameter::CentralReductionPercent.known());
    let mut sum = Days::default();
    for (index, site) in sites.iter().enumerate() {
        let asked_central = site.of_which_central_percent.min(site.reduction_percent);
        let central = asked_central.min(most_central);
        let reduction = (site.reduction_percent - asked_central).saturating_add(central).min(most);
        if reduction != site.reduction_percent {
            notes.push(TimeNote::SiteReductionLimited { site: index + 1 });
        }
        sum = sum.plus(time_of(site.work)?.days.percent(100 - reduction));
    }
    Ok(sum)
}

/// Returns the days of stage 1: at least half a day, and half a day is left for stage 2 where there is one.
fn stage_1(initial: Days, percent: Option<u32>, notes: &mut Vec<TimeNote>) -> Days {
    let share = match percent {
        Some(percent) => initial.percent(percent.min(100)),
        None => {
            notes.push(TimeNote::UsualSplit);
            initial.part(Parameter::Stage1Fraction.fraction().expect("a fraction; a test says so"))
        }
    };
    let half = Days::halves(1);
    share.rounded().min(initial.minus(half).max(half))
}

/// Returns the days of several standards audited together, each computed before; at most a fifth is taken off, and
/// nothing where there is only one.
#[must_use]
pub fn integrated(standards: &[Days], percent: u32) -> Days {
    let sum = standards.iter().fold(Days::default(), |sum, days| sum.plus(*days));
    let percent = if standards.len() < 2 { 0 } else { percent.min(Parameter::IntegrationPercent.known()) };
    sum.percent(100 - percent)
}

/// Returns the fewest days on site of so many; planning and reports take the rest at most.
#[must_use]
pub fn on_site_fewest(days: Days) -> Days {
    days.percent(Parameter::OnSitePercent.known())
}
