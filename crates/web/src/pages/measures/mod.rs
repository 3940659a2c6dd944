//! Measures: what is measured again and again, each with its readings as a line and as a table.

mod chart;
pub mod list;
pub mod measure;

use model::Date;
use model::records::{Direction, Measure, Reading};

use crate::locale::locale;
use crate::pages::naming::short_day;
use crate::parts::Status;

/// The entry in the rail.
const HERE: &str = "/measures";

/// Returns the readings with a day and a number, by day, up to a day.
fn readings(measure: &Measure, today: Date) -> Vec<&Reading> {
    let is_whole = |one: &&Reading| one.on.is_some_and(|on| on <= today) && one.value.is_some();
    let mut all: Vec<&Reading> = measure.readings.iter().filter(is_whole).collect();
    all.sort_by_key(|one| one.on);
    all
}

/// Returns how a measure stands, in a word.
fn standing(measure: &Measure, today: Date) -> (Status, String) {
    if measure.ended_on.is_some_and(|on| on <= today) {
        return (Status::NotApplicable, "ended".to_owned());
    }
    let newest = readings(measure, today).last().and_then(|one| Some((one.on?, one.value?)));
    let Some((on, value)) = newest else {
        let status = if measure.is_overdue(today) { Status::Attention } else { Status::NotStarted };
        return (status, "no reading yet".to_owned());
    };
    if measure.is_overdue(today) {
        return (Status::Attention, format!("no reading since {}", short_day(on)));
    }
    match measure.is_missed_by(value) {
        Some(true) => (Status::Attention, "target missed".to_owned()),
        Some(false) => (Status::Met, "target met".to_owned()),
        None => (Status::Info, format!("measured {}", short_day(on))),
    }
}

/// Returns a number with its unit.
fn with_unit(measure: &Measure, value: model::Decimal) -> String {
    let value = locale().decimal(value);
    match measure.unit.trim() {
        "" => value,
        "percent" | "%" => format!("{value} %"),
        unit => format!("{value} {unit}"),
    }
}

/// Returns the target in words: `at least 95 %`.
fn target(measure: &Measure) -> Option<String> {
    let word = match measure.better {
        Some(Direction::Less) => "at most",
        Some(Direction::More) | None => "at least",
    };
    measure.target.map(|target| format!("{word} {}", with_unit(measure, target)))
}
