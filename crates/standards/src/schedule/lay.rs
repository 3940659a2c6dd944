//! Laying phases one after the other, or over each other where that is honest.

use model::Date;

use super::data::{months, weeks, weeks_of, when, why, work};
use super::days::{
    after_months, after_weeks, days_between, friday_before, friday_of, monday_after, monday_from,
    workday_from,
};
use super::{COUNT_MAX, Facts, Given, Planned, Source, title};

/// How the phases are laid.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lay {
    /// By how many percent the work takes longer.
    pub stretch: u32,
    /// How many weeks longer controls run before the internal audit.
    pub wait: u32,
    /// What becomes of given dates that come too early.
    pub early: Early,
    /// A phase that is late.
    pub slip: Option<Slip>,
}

/// A phase, and by how many days it is late.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slip {
    pub number: u32,
    pub days: u32,
}

/// What becomes of given dates that come too early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Early {
    /// They stand as given.
    AsGiven,
    /// They are pushed to the first honest day, unless the phase has begun by the records.
    Pushed,
}

impl Lay {
    /// The shortest way.
    pub(super) const SHORTEST: Self = Self { stretch: 0, wait: 0, early: Early::AsGiven, slip: None };
    /// Work takes at most twice as long.
    pub(super) const STRETCH_MAX: u32 = 100;
    /// Controls run at most twenty years longer.
    pub(super) const WAIT_MAX: u32 = 1040;
}

/// First and last day of a phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lane {
    pub starts: Date,
    pub ends: Date,
    /// The first honest day to start.
    pub honest: Date,
}

/// First and last day of each phase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dates(pub [Lane; 9]);

impl Dates {
    /// Returns the dates of a phase from 1 to 9.
    pub(super) fn of(&self, number: usize) -> Lane {
        self.0[number - 1]
    }

    /// Returns the day of the certificate.
    pub(super) fn certificate_on(&self) -> Date {
        self.of(8).ends
    }

    /// Returns by how many days phases begin before they honestly can.
    pub(super) fn pressed(&self) -> i64 {
        self.0.iter().map(|lane| i64::from(days_between(lane.starts, lane.honest).max(0))).sum()
    }

    /// Returns the phases with their words.
    pub(super) fn planned(&self, facts: &Facts) -> Vec<Planned> {
        let planned = |(number, dates): (u32, &Lane)| {
            let given = given(facts, number);
            let (takes, gate) = words(number);
            let source = if given.is_some() { Source::Given } else { Source::WorkedOut };
            let (starts_on, ends_on) = (dates.starts, dates.ends);
            Planned {
                number,
                title: title(number),
                starts_on,
                ends_on,
                source,
                takes,
                gate,
                why: why(number, facts),
            }
        };
        (1..).zip(&self.0).map(planned).collect()
    }
}

/// Returns what a phase takes and its gate, in words.
fn words(number: u32) -> (&'static str, &'static str) {
    match (work(number), number) {
        (Some(work), _) => (&work.takes, &work.gate),
        (None, 4) => (
            "controls run in their rhythm and leave records; people are trained; measures are read",
            "three months of records of the controls in force",
        ),
        (None, 8) => (
            "findings are answered with cause and plan; the body decides",
            "the certification body has decided and the certificate is issued",
        ),
        (None, _) => (
            "a visit each year, and a new audit before the certificate ends",
            "first surveillance within twelve months of the decision",
        ),
    }
}

fn given(facts: &Facts, number: u32) -> Option<&Given> {
    let is_it =
        |given: &&Given| given.number == number && (given.starts_on.is_some() || given.ends_on.is_some());
    facts.given.iter().find(is_it)
}

/// Says whether a phase has begun: by the records, on a day that was given.
pub(super) fn has_begun(facts: &Facts, number: u32) -> bool {
    let starts = given(facts, number).and_then(|given| given.starts_on);
    facts.begun.contains(&number) && starts.is_some_and(|starts| starts <= facts.today)
}

/// Returns the day on which a phase was to begin and did not: it has passed, and no record says that it began.
pub(super) fn missed(facts: &Facts, number: u32) -> Option<Date> {
    let given = given(facts, number)?;
    let day = given.starts_on.or(given.ends_on)?;
    (day < facts.today && !has_begun(facts, number)).then_some(day)
}

/// Lays all phases.
pub(super) fn laid(facts: &Facts, lay: Lay) -> Dates {
    let people = facts.people.unwrap_or(0).min(COUNT_MAX);
    let stretched = |number: u32| {
        let weeks = weeks_of(number, people) + when(number, facts);
        weeks + weeks * lay.stretch / 100
    };
    let plain = |number: u32| weeks_of(number, people) + when(number, facts);
    let place = |number: u32, from: Date, ends: &dyn Fn(Date) -> Date| placed(facts, lay, number, from, ends);

    let scope = place(1, workday_from(facts.today), &|starts| friday_of(starts, stretched(1)));
    let risk = place(2, monday_after(scope.ends), &|starts| friday_of(starts, stretched(2)));
    let treatment = place(3, monday_after(risk.ends), &|starts| friday_of(starts, stretched(3)));
    // The first controls run while the rest of the statement is still being decided.
    let operates_from = after_weeks(monday_from(treatment.starts), stretched(3).div_ceil(2));
    let operate = place(4, operates_from, &|starts| after_months(starts, months("record")));
    let audit_from = after_weeks(operate.starts, weeks("record-before-audit") + lay.wait);
    let check =
        place(5, monday_from(audit_from.max(treatment.ends)), &|starts| friday_of(starts, stretched(5)));
    let booked = monday_from(after_weeks(facts.today, weeks("booking")));
    // Whatever ran beside it, the body reads scope, risks and statement at Stage 1.
    let written = scope.ends.max(risk.ends).max(treatment.ends).max(check.ends);
    let stage_1 = place(6, monday_after(written).max(booked), &|starts| friday_of(starts, plain(6)));
    let mended = after_weeks(monday_after(stage_1.ends), weeks("between-stages"));
    let record = monday_from(after_months(operate.starts, months("record")));
    let stage_2 = place(7, mended.max(record), &|starts| friday_of(starts, plain(7)));
    let closing = weeks("closing") + weeks("decision");
    let certificate = place(8, monday_after(stage_2.ends), &|starts| friday_of(starts, closing));
    let surveillance = place(9, monday_after(certificate.ends), &|_| {
        after_months(certificate.ends, months("cycle")).saturating_add(model::Span::new().days(-1))
    });
    let mut dates =
        Dates([scope, risk, treatment, operate, check, stage_1, stage_2, certificate, surveillance]);
    if given(facts, 4).is_none_or(|given| given.ends_on.is_none()) {
        // Controls run on for ever; as a phase, operating ends where Stage 2 begins to look at it.
        dates.0[3].ends = friday_before(stage_2.starts).max(operate.starts);
    }
    dates
}

/// Places a phase: where its dates were given there, else from the first honest day on.
fn placed(facts: &Facts, lay: Lay, number: u32, honest: Date, ends: &dyn Fn(Date) -> Date) -> Lane {
    let given = given(facts, number);
    let has_begun = has_begun(facts, number);
    // What has not begun begins today at the earliest, whatever was planned.
    let honest = if has_begun { honest } else { honest.max(workday_from(facts.today)) };
    let mut starts = given.and_then(|given| given.starts_on).unwrap_or(honest);
    let is_missed = missed(facts, number).is_some();
    let is_early = lay.early == Early::Pushed && starts < honest && !has_begun;
    let mut last = given.and_then(|given| given.ends_on);
    if is_early || is_missed {
        starts = honest;
        last = last.map(|last| last.max(ends(honest)));
    }
    if let Some(last) = last {
        // A last day alone says when it has to begin at the latest.
        starts = starts.min(last);
    }
    let mut ends = last.unwrap_or_else(|| ends(starts)).max(starts);
    if has_begun && facts.unfinished.contains(&number) {
        // What is open in it takes this week at least.
        ends = ends.max(friday_of(workday_from(facts.today), 1));
    }
    if let Some(slip) = lay.slip.filter(|slip| slip.number == number) {
        let late = |day: Date| day.saturating_add(model::Span::new().days(i64::from(slip.days)));
        // Controls that fell silent have their months of records to begin again; other work only ends later.
        starts = if has_begun && number != 4 { starts } else { late(starts) };
        ends = late(ends);
    }
    Lane { starts, ends, honest }
}
