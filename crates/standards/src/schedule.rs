//! The way to a certificate, with dates: nine phases, the earliest honest day, and whether the day wanted can be met.

mod audit_days;
mod begun;
mod cycle;
mod data;
mod days;
mod forecast;
mod lay;
mod order;
mod plan;
#[cfg(test)]
mod tests;
mod words;

pub use audit_days::{AuditDays, SiteVisits, audit_days, audit_days_of};
pub use begun::begun;
pub use cycle::{CertificateCycle, Visit, VisitAudit, certificate_cycle};
pub use forecast::{Forecast, ForecastStep, forecast};
pub use order::{Disorder, disorder, weekend};
pub use plan::{
    audit_days_for, days_entered, facts_of, forecast_of, is_up_to_date, persons_of_organisation,
    persons_on_record, plan_of, planned,
};

use model::{Date, Span};

use data::{months, when};
use lay::{Early, Lay, laid};

/// The most people, sites and suppliers that make a difference: more are counted as so many.
pub const COUNT_MAX: u32 = 10_000_000;

/// What the dates rest on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The day on which the plan is made.
    pub today: Date,
    /// The day by which the certificate is wanted.
    pub wanted: Option<Date>,
    /// How many people work in the scope; nobody and unknown are the same.
    pub people: Option<u32>,
    /// How many sites.
    pub sites: u32,
    /// How many suppliers.
    pub suppliers: u32,
    /// What else makes some phases longer.
    pub traits: Vec<Trait>,
    /// Phases whose dates are given: by a person, or because they have begun.
    pub given: Vec<Given>,
    /// The numbers of the phases that have begun by the records: a given day that has passed holds for these alone.
    pub begun: Vec<u32>,
    /// The numbers of those in which something is open that has to be mended before they are over.
    pub unfinished: Vec<u32>,
}

impl Facts {
    /// Returns the facts of an organisation of which nothing is known.
    pub fn on(today: Date) -> Self {
        Self {
            today,
            wanted: None,
            people: None,
            sites: 0,
            suppliers: 0,
            traits: Vec::new(),
            given: Vec::new(),
            begun: Vec::new(),
            unfinished: Vec::new(),
        }
    }
}

/// What makes some phases longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trait {
    /// It writes software.
    Software,
    /// A law asks for security.
    Law,
}

/// A phase whose dates are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// Its number.
    pub number: u32,
    /// Its first day; worked out where only the last is given.
    pub starts_on: Option<Date>,
    /// Its last day; worked out where only the first is given.
    pub ends_on: Option<Date>,
}

/// A phase with its dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Its number, 1 to 9.
    pub number: u32,
    /// Its name.
    pub title: &'static str,
    /// Its first day.
    pub starts_on: Date,
    /// Its last day.
    pub ends_on: Date,
    /// Who gave the dates.
    pub source: Source,
    /// What it takes, in a line.
    pub takes: &'static str,
    /// What has to be true at its end.
    pub gate: &'static str,
    /// Why it takes as long as it does.
    pub why: Vec<&'static str>,
}

/// Where the dates of a phase come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// They were worked out.
    WorkedOut,
    /// They were given, and hold.
    Given,
}

/// Whether the certificate can be there on the day wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// No day was named.
    Unsaid,
    /// It can; so many whole weeks are to spare.
    Met {
        /// The day.
        on: Date,
        /// Weeks to spare over the shortest way, which the plan spreads.
        spare_weeks: u32,
    },
    /// It cannot.
    TooEarly {
        /// The day.
        on: Date,
    },
    /// The day is over.
    Over {
        /// The day.
        on: Date,
    },
    /// A certificate holds: its renewal is wanted.
    Renewal {
        /// The day by which it has to be decided.
        on: Date,
        /// When it would be decided; nothing while a surveillance comes first.
        expected: Option<Date>,
    },
}

impl Wanted {
    /// Returns the day wanted.
    pub fn on(self) -> Option<Date> {
        match self {
            Self::Unsaid => None,
            Self::Met { on, .. } | Self::TooEarly { on } | Self::Over { on } | Self::Renewal { on, .. } => {
                Some(on)
            }
        }
    }

    /// Says how the day wanted fits, in the words that stand behind it: `cannot be met`.
    pub fn words(self) -> String {
        match self {
            Self::Unsaid => "no date named".to_owned(),
            Self::Met { spare_weeks: 0, .. } => "can be met, with no week to spare".to_owned(),
            Self::Met { spare_weeks: 1, .. } => "can be met, 1 week to spare".to_owned(),
            Self::Met { spare_weeks, .. } => format!("can be met, {spare_weeks} weeks to spare"),
            Self::TooEarly { .. } => "cannot be met".to_owned(),
            Self::Over { .. } => "is over".to_owned(),
            Self::Renewal { expected: None, .. } => "recertification is wanted by then".to_owned(),
            Self::Renewal { on, expected: Some(expected) } if expected <= on => format!(
                "recertification can be decided about {expected}, {} to spare",
                words::weeks_in_words(days::days_between(expected, on))
            ),
            Self::Renewal { on, expected: Some(expected) } => format!(
                "recertification would be decided about {expected}, {} too late",
                words::weeks_in_words(days::days_between(on, expected))
            ),
        }
    }

    /// Says whether the certificate can be there in time.
    pub fn is_met(self) -> bool {
        match self {
            Self::Met { .. } => true,
            Self::Renewal { on, expected } => expected.is_none_or(|expected| expected <= on),
            Self::Unsaid | Self::TooEarly { .. } | Self::Over { .. } => false,
        }
    }
}

/// The whole way with its dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// The nine phases, in order.
    pub phases: Vec<Planned>,
    /// The day of the certificate by this plan.
    pub certificate_on: Date,
    /// The earliest honest day of the certificate.
    pub earliest_on: Date,
    /// Whether the day wanted can be met.
    pub wanted: Wanted,
    /// One sentence: why the earliest day is no earlier, and how the day wanted fits.
    pub because: String,
    /// By when the first surveillance has to be done.
    pub first_surveillance_by: Date,
    /// When the certificate ends.
    pub expires_on: Date,
    /// What does not hang together in dates that were given; one sentence each.
    pub conflicts: Vec<String>,
    /// What is assumed where nobody said it; one sentence each.
    pub assumes: Vec<String>,
    /// The years of the certificate that holds; nothing on the way to the first one.
    pub cycle: Option<CertificateCycle>,
}

impl Schedule {
    /// Returns the phase of this number.
    pub fn phase(&self, number: u32) -> Option<&Planned> {
        self.phases.iter().find(|phase| phase.number == number)
    }
}

/// Lays the way out from a day on.
pub fn schedule(facts: &Facts) -> Schedule {
    let shortest = laid(facts, Lay::SHORTEST);
    let honest = laid(facts, Lay { stretch: 0, wait: 0, early: Early::Pushed, slip: None });
    let earliest_on = honest.certificate_on().max(facts.today);
    let spare = facts.wanted.filter(|wanted| *wanted >= earliest_on);
    let dates = spare.map_or(shortest, |wanted| spread(facts, wanted));
    let certificate_on = dates.certificate_on();
    let wanted = match facts.wanted {
        None => Wanted::Unsaid,
        Some(on) if on < facts.today => Wanted::Over { on },
        Some(on) if on < earliest_on => Wanted::TooEarly { on },
        Some(on) => Wanted::Met { on, spare_weeks: days::whole_weeks(earliest_on, on) },
    };
    let because = words::because(facts, &honest, wanted, earliest_on);
    let conflicts = words::conflicts(facts, &dates);
    let (first_surveillance_by, expires_on) = after_certificate(certificate_on);
    Schedule {
        because,
        conflicts,
        certificate_on,
        earliest_on,
        wanted,
        first_surveillance_by,
        expires_on,
        phases: dates.planned(facts),
        assumes: words::assumes(facts),
        cycle: None,
    }
}

/// Returns by when the first surveillance has to be done, and the last day of the certificate.
fn after_certificate(certificate_on: Date) -> (Date, Date) {
    let end = days::after_months(certificate_on, months("cycle"));
    (
        days::after_months(certificate_on, months("first-surveillance")),
        end.saturating_add(Span::new().days(-1)),
    )
}

/// Spreads the time that is to spare: first over the work, up to twice as long, then into a longer record before the internal audit.
fn spread(facts: &Facts, wanted: Date) -> lay::Dates {
    let pressed = laid(facts, Lay::SHORTEST).pressed();
    let fits = |lay: Lay| {
        let dates = laid(facts, lay);
        dates.certificate_on() <= wanted && dates.pressed() <= pressed
    };
    let stretch = most(Lay::STRETCH_MAX, |stretch| fits(Lay { stretch, ..Lay::SHORTEST }));
    let wait = most(Lay::WAIT_MAX, |wait| fits(Lay { stretch, wait, ..Lay::SHORTEST }));
    laid(facts, Lay { stretch, wait, ..Lay::SHORTEST })
}

/// Returns the largest number up to a limit that fits, where each below one that fits does too; 0 where none does.
fn most(limit: u32, fits: impl Fn(u32) -> bool) -> u32 {
    let (mut low, mut high) = (0, limit);
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        if fits(middle) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    low
}

/// Returns the names of the phases.
fn title(number: u32) -> &'static str {
    match number {
        1 => "Scope",
        2 => "Risk",
        3 => "Treatment and SoA",
        4 => "Operate",
        5 => "Check",
        6 => "Stage 1",
        7 => "Stage 2",
        8 => "Certificate",
        _ => "Surveillance",
    }
}

/// Returns how many weeks of work a phase takes for these facts, without anything to spare.
pub fn weeks_of_work(number: u32, facts: &Facts) -> u32 {
    data::weeks_of(number, facts.people.unwrap_or(0)) + when(number, facts)
}
