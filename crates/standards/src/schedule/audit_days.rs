//! How many days the certification body's auditors take, from the people in scope.

use model::Decimal;

use crate::certification::audit_time;

/// Auditor days of the first audit and of those after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditDays {
    /// The persons they rest on; nothing where the days themselves were given.
    pub persons: Option<u32>,
    /// The first audit, both stages.
    pub initial: Decimal,
    /// Of that, Stage 1.
    pub stage_1: Decimal,
    /// Of that, Stage 2.
    pub stage_2: Decimal,
    /// The fewest that a body may offer, where the days come from the table.
    pub fewest: Option<Decimal>,
    /// Each yearly surveillance.
    pub surveillance: Decimal,
    /// The recertification in the third year.
    pub recertification: Decimal,
    /// What they rest on, and what was not seen.
    pub basis: String,
    /// Which sites are visited, where there are several.
    pub sites: Option<SiteVisits>,
}

/// How many sites are visited beside the head office, where they work alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SiteVisits {
    /// All sites.
    pub sites: u32,
    /// In the first audit.
    pub initial: u32,
    /// In each surveillance.
    pub surveillance: u32,
    /// In the recertification.
    pub recertification: u32,
}

impl std::fmt::Display for SiteVisits {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { sites, initial, surveillance, .. } = self;
        let rest = "a site with risks of its own is always visited, and travel is not audit time";
        if *sites == 2 {
            return write!(out, "2 sites: both are visited in the first audit; {rest}");
        }
        let others = sites.saturating_sub(1);
        write!(
            out,
            "{sites} sites: of the {others} beside the head office, where they work alike, {initial} are visited in the \
             first audit and {surveillance} a year; {rest}"
        )
    }
}

/// Returns the days from the people in scope; nothing where nobody is known.
pub fn audit_days(persons: Option<u32>, sites: u32) -> Option<AuditDays> {
    let persons = persons.filter(|persons| *persons > 0)?;
    let (days, above) = table(persons);
    let time = audit_time();
    let fewest = days * f64::from(100 - time.max_total_reduction_percent) / 100.0;
    let above = if above { "; above the table's last row, so continued in its steps" } else { "" };
    let basis = format!(
        "{persons} persons in scope, table of ISO/IEC 27006:2015 as carried into 27006-1:2024{above}; the printed table of \
         2024 was not seen, and the body may go down by at most {} percent or up for complexity",
        time.max_total_reduction_percent
    );
    let days = AuditDays { persons: Some(persons), fewest: Some(halves(fewest)), basis, ..split(days) };
    Some(AuditDays { sites: visits(sites), ..days })
}

/// Returns the days that somebody entered, such as those of an offer; nothing where they are none.
pub fn audit_days_of(days: Decimal, sites: u32) -> Option<AuditDays> {
    let days: f64 = days.to_string().parse().ok()?;
    let is_possible = (0.5..=1000.0).contains(&days);
    is_possible.then(|| AuditDays {
        basis: "days entered by you, such as those of the body's offer".to_owned(),
        sites: visits(sites),
        ..split(days)
    })
}

/// Returns the days by the table; above its last row each step is a quarter wider and one day more.
fn table(persons: u32) -> (f64, bool) {
    let time = audit_time();
    if let Some(row) = time.row(persons) {
        return (row.days, false);
    }
    let Some(last) = time.rows.last() else { return (0.0, true) };
    let (mut most, mut days) = (f64::from(last.persons_max), last.days);
    let mut width = f64::from(last.persons_max - last.persons_min + 1);
    while f64::from(persons) > most {
        width *= 1.25;
        most += width;
        days += 1.0;
    }
    (days, true)
}

/// Splits the days of the first audit and derives the others.
fn split(days: f64) -> AuditDays {
    let time = audit_time();
    let initial = rounded(days);
    let stage_1 = rounded(f64::from(initial) / 2.0 * STAGE_1_SHARE).clamp(1, initial);
    let half = |halves: u32| Decimal::whole(i32::try_from(halves).unwrap_or(i32::MAX)).times(a_half());
    let half = |halves| half(halves).unwrap_or_default();
    AuditDays {
        persons: None,
        initial: half(initial),
        stage_1: half(stage_1),
        stage_2: half(initial - stage_1),
        fewest: None,
        surveillance: halves(days * time.surveillance_fraction),
        recertification: halves(days * time.recertification_fraction),
        basis: String::new(),
        sites: None,
    }
}

/// The usual share of Stage 1; nothing prescribes one (`time-stage-split` in the rules of certification).
const STAGE_1_SHARE: f64 = 0.3;

fn a_half() -> Decimal {
    Decimal::parse("0.5").expect("0.5 is a number")
}

/// Returns days rounded to half days.
fn halves(days: f64) -> Decimal {
    Decimal::whole(i32::try_from(rounded(days)).unwrap_or(i32::MAX)).times(a_half()).unwrap_or_default()
}

/// Returns how many half days it is, at least one.
fn rounded(days: f64) -> u32 {
    // At most some thousand days come here, so nothing is cut off.
    (days * 2.0).round().clamp(1.0, 100_000.0) as u32
}

/// Returns how many sites are visited; nothing where there is one.
fn visits(sites: u32) -> Option<SiteVisits> {
    let others = sites.checked_sub(1).filter(|others| *others > 0)?;
    let part = |share: f64| (f64::from(others).sqrt() * share).ceil() as u32;
    Some(SiteVisits { sites, initial: part(1.0), surveillance: part(0.6), recertification: part(0.8) })
}
