//! Why the dates are as they are, in one sentence each.

use model::Date;

use super::data::{months, weeks};
use super::days::{after_months, after_weeks, days_between, monday_after};
use super::lay::{Dates, has_begun, missed};
use super::{Facts, Wanted, title};

/// Says why the certificate cannot be there earlier, and how the day wanted fits.
pub(super) fn because(facts: &Facts, dates: &Dates, wanted: Wanted, earliest: Date) -> String {
    match wanted {
        Wanted::Unsaid => format!("{earliest} is the earliest honest date: {}", binding(dates)),
        Wanted::Over { on } => {
            format!("{on} is over; begun today, {earliest} is the earliest honest date: {}", binding(dates))
        }
        Wanted::Met { on, spare_weeks: 0 } => {
            format!("{on} can be met, with no week to spare: {}", binding(dates))
        }
        Wanted::Met { on, spare_weeks } => {
            let spare = weeks_in_words(i32::try_from(spare_weeks).unwrap_or(i32::MAX).saturating_mul(7));
            format!("{on} can be met with {spare} to spare, which the plan spreads over the phases")
        }
        Wanted::TooEarly { on } => too_early(facts, dates, on),
        Wanted::Renewal { on, .. } => format!("the certificate is to be renewed by {on}"),
    }
}

/// Says what alone ends after the day wanted.
fn too_early(facts: &Facts, dates: &Dates, on: Date) -> String {
    let record = months("record");
    let alone = after_months(facts.today, record);
    let (operate, stage_2) = (dates.of(4), dates.of(7));
    let recorded = after_months(operate.starts, record);
    let late = |day: Date| weeks_in_words(days_between(on, day));
    if operate.starts >= facts.today && alone > on {
        return format!(
            "the audit period of {record} months alone, begun today, ends {} after {on}",
            late(alone)
        );
    }
    if recorded > on {
        return format!(
            "controls can be at work from {}, and the audit period of {record} months alone ends {} after {on}",
            operate.starts,
            late(recorded)
        );
    }
    if stage_2.ends > on {
        return format!("Stage 2 alone ends {} after {on}: {}", late(stage_2.ends), binding(dates));
    }
    let closing = weeks("closing") + weeks("decision");
    format!(
        "Stage 2 ends on {} at the earliest; answering its findings and the decision of the body take {closing} weeks \
         more and end {} after {on}",
        stage_2.ends,
        late(dates.certificate_on())
    )
}

/// Says what Stage 2 waits for, and what comes after it.
fn binding(dates: &Dates) -> String {
    let record = months("record");
    let (operate, check, stage_2) = (dates.of(4), dates.of(5), dates.of(7));
    let mended = after_weeks(monday_after(dates.of(6).ends), weeks("between-stages"));
    let closing = weeks("closing") + weeks("decision");
    if after_months(operate.starts, record) >= mended {
        return format!(
            "controls are at work from {}, Stage 2 looks back on {record} months of them, and findings and decision \
             take {closing} weeks more",
            operate.starts
        );
    }
    format!(
        "the internal audit needs {} weeks of records and ends with the review on {}, Stage 1 and what it raises fill \
         the weeks to Stage 2 on {}, and findings and decision take {closing} weeks more",
        weeks("record-before-audit"),
        check.ends,
        stage_2.starts
    )
}

/// Says what does not hang together in dates that were given.
pub(super) fn conflicts(facts: &Facts, dates: &Dates) -> Vec<String> {
    let mut conflicts = Vec::new();
    for (number, phase) in (1..).zip(&dates.0) {
        let given = facts.given.iter().any(|given| given.number == number);
        let early = days_between(phase.starts, phase.honest);
        if let Some(day) = missed(facts, number) {
            conflicts.push(format!(
                "{} was to begin on {day}, and no record says that it has begun",
                title(number)
            ));
            continue;
        }
        if !given || early <= 6 || has_begun(facts, number) {
            continue;
        }
        let why = match number {
            4 => "the first controls are decided",
            5 => "there are six weeks of records to look at",
            6 => "internal audit and review are done and an auditor is free",
            7 => "what Stage 1 raises is mended and three months of records are there",
            _ => "the phase before it ends",
        };
        conflicts.push(format!("{} is set to begin {} before {why}", title(number), weeks_in_words(early)));
    }
    let checked = dates.of(5);
    if facts.given.iter().any(|given| given.number == 5) && checked.ends >= dates.of(7).starts {
        conflicts.push("internal audit and management review end after Stage 2 begins".to_owned());
    }
    conflicts
}

/// Says what is assumed because nobody said it.
pub(super) fn assumes(facts: &Facts) -> Vec<String> {
    let people = facts.people.is_none_or(|people| people == 0);
    let smallest = super::data::file().sizes.first().copied().unwrap_or(0);
    let words = || format!("nobody said how many people work here, so the plan assumes {smallest}");
    people.then(words).into_iter().collect()
}

/// Says a number of days as days or weeks.
pub(super) fn weeks_in_words(days: i32) -> String {
    match days {
        1 => "1 day".to_owned(),
        ..=13 => format!("{days} days"),
        _ => format!("{} weeks", (days + 3) / 7),
    }
}
