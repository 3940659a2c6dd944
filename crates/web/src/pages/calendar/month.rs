//! A month as a grid of weeks, each from the day that the reader's weeks begin with.

use jiff::civil::Weekday;
use maud::{Markup, html};
use model::{Date, Span};
use reports::dates::Dated;

use super::status;
use crate::locale::locale;
use crate::visit::Visit;

/// How many dates a day shows.
const SHOWN: usize = 4;
/// The days of a week.
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Returns the first and the last day of the grid of a month.
pub(super) fn span(first: Date, week: Weekday) -> (Date, Date) {
    let before = i64::from(first.weekday().since(week));
    let last = first.last_of_month();
    let after = i64::from(6 - last.weekday().since(week));
    (first.saturating_sub(Span::new().days(before)), last.saturating_add(Span::new().days(after)))
}

/// Returns the grid.
pub(super) fn grid(visit: &Visit, first: Date, all: &[&Dated]) -> Markup {
    let (from, to) = span(first, locale().week);
    let days: Vec<Date> = from.series(Span::new().days(1)).take_while(|day| *day <= to).collect();
    html! {
        table.month {
            caption.vh { (first.strftime("%B %Y").to_string()) }
            thead { tr { @for day in days.iter().take(7).map(|day| name(*day)) { th scope="col" { abbr title=(day) { (&day[..3]) } } } } }
            tbody {
                @for week in days.chunks(7) {
                    tr { @for day in week { (cell(visit, first, *day, all)) } }
                }
            }
        }
    }
}

/// Returns the name of a day of the week.
fn name(day: Date) -> &'static str {
    let at = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or_default();
    DAYS.get(at).copied().unwrap_or_default()
}

fn cell(visit: &Visit, first: Date, day: Date, all: &[&Dated]) -> Markup {
    let of: Vec<&&Dated> = all.iter().filter(|one| one.on == day).collect();
    let is_other = day.first_of_month() != first;
    let is_today = day == visit.today && !visit.is_past();
    html! {
        td.other-month[is_other].today[is_today] {
            time datetime=(day) { (day.day()) @if is_today { span.vh { " today" } } }
            @if !of.is_empty() {
                ul {
                    @for one in of.iter().take(SHOWN) {
                        li { a.(status(one.standing).class()) href=(visit.record_at(one.record)) title={ (one.what) ": " (one.title) ", " (one.standing.word()) } { (one.title) } }
                    }
                    @if of.len() > SHOWN { li.secondary { "and " (of.len() - SHOWN) " more" } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weeks_of_a_month_begin_where_those_of_the_reader_do_and_hold_all_its_days() {
        let day = Date::constant;
        assert_eq!(span(day(2026, 11, 1), Weekday::Monday), (day(2026, 10, 26), day(2026, 12, 6)));
        assert_eq!(
            span(day(2027, 2, 1), Weekday::Monday),
            (day(2027, 2, 1), day(2027, 2, 28)),
            "four whole weeks"
        );
        assert_eq!(span(day(2026, 11, 1), Weekday::Sunday), (day(2026, 11, 1), day(2026, 12, 5)));
    }
}
