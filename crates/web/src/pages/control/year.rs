//! A year of a control as a picture: twelve months back and three ahead, each run where it was done or is due.

use maud::{Markup, html};
use model::records::RunStanding;
use model::{Date, Span};

use super::Ran;
use crate::pages::naming::short_day;
use crate::visit::Visit;

/// The picture's size, and where its line lies.
const WIDE: f64 = 720.0;
const HIGH: f64 = 56.0;
const EDGE: f64 = 8.0;
const LINE: f64 = 22.0;
/// How many months are drawn before today, and after.
const BACK: i32 = 12;
const AHEAD: i32 = 3;

/// Returns the picture; nothing where no run lies in these months.
pub(super) fn picture(visit: &Visit, ran: &Ran) -> Markup {
    let Some((from, to)) = months(visit.today) else { return html! {} };
    let within: Vec<_> = ran.all.iter().filter(|one| (from..to).contains(&one.2)).collect();
    let at = |day: Date| place(from, to, day);
    html! {
        @if !within.is_empty() {
            figure.chart {
                svg.run-year viewBox={ "0 0 " (WIDE) " " (HIGH) } role="img" aria-label="runs of fifteen months; the table below names them" {
                    line.chart-tick x1=(EDGE) x2=(WIDE - EDGE) y1=(LINE) y2=(LINE) {}
                    @for (month, next) in each_month(from, to) {
                        line.chart-tick x1=(at(month)) x2=(at(month)) y1=(LINE - 6.0) y2=(LINE + 6.0) {}
                        text.chart-word x=(at(middle(month, next))) y=(HIGH - 8.0) text-anchor="middle" { (word(month, from)) }
                    }
                    line.lane-today x1=(at(visit.today)) x2=(at(visit.today)) y1="2" y2=(LINE + 14.0) {}
                    @for (id, _, day, standing) in within {
                        circle.(class(*standing)) cx=(at(*day)) cy=(LINE) r="5" { title { (id) ", " (short_day(*day)) ": " (said(*standing)) } }
                    }
                }
            }
        }
    }
}

/// Returns the first day drawn, and the day after the last.
fn months(today: Date) -> Option<(Date, Date)> {
    let from = today.first_of_month().checked_sub(Span::new().months(BACK - 1)).ok()?;
    let to = today.first_of_month().checked_add(Span::new().months(AHEAD + 1)).ok()?;
    Some((from, to))
}

/// Returns each month drawn, with the first day after it.
fn each_month(from: Date, to: Date) -> Vec<(Date, Date)> {
    let first = |month: i32| from.checked_add(Span::new().months(month)).unwrap_or(to);
    (0..BACK + AHEAD).map(|month| (first(month), first(month + 1))).collect()
}

fn middle(month: Date, next: Date) -> Date {
    let days = month.until(next).map_or(0, |span| span.get_days());
    month.checked_add(Span::new().days(days / 2)).unwrap_or(month)
}

/// Returns where a day lies, in the picture's units with one place.
fn place(from: Date, to: Date, day: Date) -> String {
    let days = |to: Date| from.until(to).map_or(0.0, |span| f64::from(span.get_days()));
    format!("{:.1}", EDGE + (days(day) / days(to).max(1.0)).clamp(0.0, 1.0) * (WIDE - 2.0 * EDGE))
}

/// Returns a month's word; the first of a year, and of the picture, says which.
fn word(month: Date, first: Date) -> String {
    let form = if month.month() == 1 || month == first { "%b %y" } else { "%b" };
    month.strftime(form).to_string()
}

fn class(standing: RunStanding) -> &'static str {
    match standing {
        RunStanding::Done => "run-done",
        RunStanding::Late => "run-late",
        RunStanding::Missed => "run-missed",
        RunStanding::Due => "run-due",
    }
}

/// Returns the word for a run.
pub(super) fn said(standing: RunStanding) -> &'static str {
    match standing {
        RunStanding::Done => "done",
        RunStanding::Late => "done late",
        RunStanding::Missed => "missed",
        RunStanding::Due => "to come",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_begins_eleven_months_back_and_ends_three_ahead_with_every_month_in_it() {
        let (from, to) = months(Date::constant(2026, 11, 22)).expect("days of this century");
        assert_eq!((from, to), (Date::constant(2025, 12, 1), Date::constant(2027, 3, 1)));
        let all = each_month(from, to);
        assert_eq!((all.len(), all[14].1), (15, to));
        let x = |day| place(from, to, day).parse::<f64>().expect("a number");
        assert!((x(from) - EDGE).abs() < 0.1 && (x(to) - (WIDE - EDGE)).abs() < 0.1);
        assert!(x(Date::constant(2026, 3, 1)) < x(Date::constant(2026, 4, 1)));
        assert_eq!(word(Date::constant(2026, 1, 1), from), "Jan 26");
        assert_eq!(word(from, from), "Dec 25");
    }
}
