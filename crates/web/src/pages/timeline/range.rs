//! The days that the picture shows, and where each of them stands in it.

use maud::{Markup, html};
use model::{Date, Span};
use reports::timeline::Timeline;

use super::dates::Dated;
use crate::visit::Visit;

/// The room of a month's word in thousandths of the narrowest picture that has words; one with its year is longer.
const WORD: u16 = 70;

/// The first and the last day of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    /// The first day.
    pub(super) from: Date,
    /// The last day.
    pub(super) to: Date,
}

impl Range {
    /// Returns the range that was asked for: without a word from the beginning to the certificate, or the years of the one that holds.
    pub(super) fn read(visit: &Visit, way: &Timeline, all: &[Dated]) -> Self {
        let today = visit.today;
        let months = |months: i32| today.saturating_add(Span::new().months(months));
        match visit.query.get("span") {
            "year" => Self { from: months(-6), to: months(6) },
            "ahead" => Self { from: months(-1), to: months(24) },
            "all" => {
                let first = all.iter().map(|one| one.from.unwrap_or(one.on));
                Self::padded(first.chain(all.iter().map(|one| one.on)), today)
            }
            _ => Self::of_the_way(way, today, all),
        }
    }

    fn of_the_way(way: &Timeline, today: Date, all: &[Dated]) -> Self {
        let schedule = &way.schedule;
        // What is late is in the picture, wherever it lies.
        let late = all.iter().filter(|one| one.is_late()).map(|one| one.on);
        if let Some(cycle) = &schedule.cycle {
            return Self::padded(late.chain([cycle.decided_on, cycle.expires_on]), today);
        }
        let phases = schedule.phases.iter().filter(|phase| phase.number < super::LAST);
        let days = phases.flat_map(|phase| [phase.starts_on, phase.ends_on]);
        let certificate = [Some(schedule.certificate_on), way.forecast.as_ref().map(|one| one.on)];
        let wanted = schedule.wanted.on();
        Self::padded(late.chain(days).chain(certificate.into_iter().flatten()).chain(wanted), today)
    }

    /// Returns the range of days with today and a month of room at either end.
    fn padded(days: impl Iterator<Item = Date>, today: Date) -> Self {
        let (first, last) = days.fold((today, today), |(first, last), day| (first.min(day), last.max(day)));
        let month = Span::new().months(1);
        Self { from: first.saturating_sub(month), to: last.saturating_add(month) }
    }

    /// Says whether any of these days is in the picture.
    pub(super) fn shows(self, from: Date, to: Date) -> bool {
        from <= self.to && to >= self.from
    }

    /// Returns where a day stands, in thousandths.
    pub(super) fn share(self, day: Date) -> u16 {
        let whole = days_between(self.from, self.to).max(1);
        let at = (days_between(self.from, day) * 1000 / whole).clamp(0, 1000);
        u16::try_from(at).unwrap_or(0)
    }

    /// Returns the words along the top with their places; none so near the end that it would be cut.
    pub(super) fn words(self) -> Vec<(String, u16)> {
        let placed = ticks(self.from, self.to).into_iter().map(|(word, day)| (word, self.share(day)));
        placed.filter(|(word, at)| at + WORD * if word.len() > 4 { 2 } else { 1 } <= 1000).collect()
    }
}

/// Returns the links between the ranges.
pub(super) fn choices(visit: &Visit, is_certified: bool) -> Markup {
    let chosen = visit.query.get("span");
    let link = |word: &str, label: &str| {
        let is_it = chosen == word;
        html! { a href=(visit.here_with(&[("span", word)])) aria-current=[is_it.then_some("true")] { (label) } }
    };
    let whole = if is_certified { "the certificate" } else { "to the certificate" };
    html! { p.views.calendar-spans { (link("", whole)) (link("year", "a year around today")) (link("ahead", "two years ahead")) (link("all", "all")) } }
}

/// Returns how many days lie between two.
pub(super) fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// Returns the first days of months along the top, as many as have room.
fn ticks(from: Date, to: Date) -> Vec<(String, Date)> {
    let days = days_between(from, to);
    let each = match days {
        ..=400 => 1,
        401..=900 => 3,
        901..=2000 => 6,
        _ => 12,
    };
    let first = from.first_of_month().saturating_add(Span::new().months(1));
    let first = (0..12).map(|at| first.saturating_add(Span::new().months(at)));
    // Steps of several months begin where a year does.
    let first = first.into_iter().find(|day| (i64::from(day.month()) - 1) % each == 0).unwrap_or(from);
    let months = (0..).map(|at| first.saturating_add(Span::new().months(at * each)));
    months
        .take(40)
        .take_while(|day| *day < to)
        .map(|day| (day.strftime(if day.month() == 1 { "%Y" } else { "%b" }).to_string(), day))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn day(year: i16, month: i8, day: i8) -> Date {
        Date::constant(year, month, day)
    }

    #[test]
    fn the_ticks_stand_at_the_beginning_of_years_halves_or_months() {
        let words = |from, to| ticks(from, to).into_iter().map(|(word, _)| word).collect::<Vec<_>>();
        assert_eq!(words(day(2026, 10, 5), day(2027, 2, 5)), ["Nov", "Dec", "2027", "Feb"]);
        assert_eq!(words(day(2023, 2, 1), day(2025, 2, 1)).first().map(String::as_str), Some("Apr"));
        let years = words(day(2020, 2, 1), day(2030, 2, 1));
        assert_eq!((years.len(), years[0].as_str()), (10, "2021"));
    }

    #[test]
    fn a_month_of_room_stands_at_either_end_and_no_word_is_cut() {
        let days = [day(2026, 7, 24), day(2027, 3, 3)];
        let range = Range::padded(days.into_iter(), day(2026, 11, 23));
        assert_eq!((range.from, range.to), (day(2026, 6, 24), day(2027, 4, 3)));
        assert_eq!((range.share(range.from), range.share(range.to)), (0, 1000));
        assert!(range.share(days[0]) > 50 && range.share(days[1]) < 950);
        let words = range.words();
        assert_eq!(words.first().map(|(word, _)| word.as_str()), Some("Jul"));
        assert!(words.iter().all(|(_, at)| *at <= 1000 - WORD), "{words:?}");
        assert!(words.iter().all(|(word, _)| word != "Apr"), "{words:?}");
    }
}
