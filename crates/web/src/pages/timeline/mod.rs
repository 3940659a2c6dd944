//! Timeline: phases, audits, reviews and the certificate over the years, the gates with what holds them, and every date.

mod certificate;
mod dates;
mod gates;

use maud::{Markup, html};
use model::{Date, Span};

use self::dates::{Dated, Row, dates};
use crate::failure::Answer;
use crate::layout::PageHead;
use crate::locale::locale;
use crate::parts::calendar::{Calendar, Strip, calendar};
use crate::parts::table::{Table, table};
use crate::parts::{Action, Icon, section, state};
use crate::rail::long_day;
use crate::visit::Visit;

/// The address.
const HERE: &str = "/timeline";
/// Most rows of the table that are in sight; those of earlier years are folded.
const BEHIND_DAYS: i64 = 90;

/// Answers with the timeline.
///
/// # Errors
/// None of its own.
pub async fn page(visit: Visit) -> Answer {
    let all = dates(&visit);
    let main = html! {
        (next(&all, visit.today))
        (section("picture", "The years", "", &[], html! { (spans(&visit)) (picture(&visit, &all)) }))
        (gates::section(&visit))
        (section("dates", "Dates", "", &[], rows(&visit, &all)))
    };
    Ok(visit.page(HERE, head(&visit), main))
}

fn head(visit: &Visit) -> PageHead {
    let actions = vec![
        Action::link("Plan", visit.at("/plan")).icon(Icon::Timeline),
        Action::link("Readiness", visit.at("/readiness")).icon(Icon::Readiness),
    ];
    PageHead {
        lead: Some(
            html! { "Every date of the engagement in one place: what was planned, what was done, and what the rules of certification add." },
        ),
        actions,
        ..PageHead::new("Timeline")
    }
}

/// Returns the next date, and those that are late.
fn next(all: &[Dated], today: Date) -> Markup {
    let late = all.iter().filter(|one| one.is_late()).count();
    let next = all.iter().find(|one| one.on >= today && !one.is_over());
    html! {
        p.lead {
            @if let Some(next) = next {
                span { "Next: " b { (next.title) } ", " (long_day(next.on)) span.secondary { " (" (apart(today, next.on)) ")" } }
            }
            @if late > 0 { span { b { (late) } " late" } }
        }
    }
}

/// Returns how far a day is, in words.
fn apart(today: Date, day: Date) -> String {
    match days_between(today, day) {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        days => format!("in {days} days"),
    }
}

fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// Returns the links between the spans that the picture may show.
fn spans(visit: &Visit) -> Markup {
    let chosen = visit.query.get("span");
    let link = |word: &str, label: &str| {
        let is_it = chosen == word;
        html! { a href=(visit.here_with(&[("span", word)])) aria-current=[is_it.then_some("true")] { (label) } }
    };
    html! { p.views.calendar-spans { (link("", "all")) (link("year", "a year around today")) (link("ahead", "two years ahead")) } }
}

/// Returns the first and last day of the picture.
fn span_of(visit: &Visit, all: &[Dated]) -> Option<(Date, Date)> {
    let today = visit.today;
    let months = |months: i32| today.saturating_add(Span::new().months(months));
    match visit.query.get("span") {
        "year" => Some((months(-6), months(6))),
        "ahead" => Some((months(-1), months(24))),
        _ => {
            let first = all.iter().map(|one| one.from.unwrap_or(one.on)).min()?;
            let last = all.iter().map(|one| one.on).max()?;
            let (first, last) = (first.min(today), last.max(today));
            // A little room, so that the last mark stands inside.
            let room = days_between(first, last) / 25 + 7;
            Some((first, last.saturating_add(Span::new().days(room))))
        }
    }
}

fn picture(visit: &Visit, all: &[Dated]) -> Markup {
    let Some((from, to)) = span_of(visit, all) else { return html! {} };
    let whole = days_between(from, to).max(1);
    let share =
        |day: Date| u16::try_from((days_between(from, day) * 1000 / whole).clamp(0, 1000)).unwrap_or(0);
    let inside = |one: &&Dated| one.on >= from && one.from.unwrap_or(one.on) <= to;
    let strip = |row: &Row| {
        let of: Vec<&Dated> = all.iter().filter(|one| one.row == *row).filter(inside).collect();
        let words = |one: &Dated| format!("{}, {}: {}", one.title, one.on, one.state.1);
        Strip {
            name: row.title().to_owned(),
            href: row.href().map(|href| visit.at(href)),
            bars: of
                .iter()
                .filter_map(|one| Some((share(one.from?), share(one.on), one.state.0, words(one))))
                .collect(),
            marks: of
                .iter()
                .filter(|one| one.from.is_none() && one.on <= to)
                .map(|one| (share(one.on), one.state.0, words(one)))
                .collect(),
            note: note(&of, visit.today),
        }
    };
    calendar(&Calendar {
        ticks: ticks(from, to).into_iter().map(|(word, day)| (word, share(day))).collect(),
        today: (from..=to).contains(&visit.today).then(|| share(visit.today)),
        strips: Row::ALL
            .iter()
            .map(strip)
            .filter(|strip| !(strip.bars.is_empty() && strip.marks.is_empty()))
            .collect(),
    })
}

/// Returns what a strip comes to: what is next in it.
fn note(of: &[&Dated], today: Date) -> String {
    let next = of.iter().find(|one| one.on >= today && !one.is_over());
    next.map(|next| format!("next: {}, {}", next.title, locale().short_day(next.on))).unwrap_or_default()
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
        .map(|day| (day.strftime(if day.month() == 1 { "%b %Y" } else { "%b" }).to_string(), day))
        .collect()
}

/// Returns all dates as a table; those long over are folded.
fn rows(visit: &Visit, all: &[Dated]) -> Markup {
    let since = visit.today.saturating_sub(Span::new().days(BEHIND_DAYS));
    let (behind, ahead): (Vec<&Dated>, Vec<&Dated>) =
        all.iter().partition(|one| one.on < since && !one.is_late());
    html! {
        @if all.is_empty() { p.secondary { "Nothing has a date yet." } }
        @if !behind.is_empty() {
            details.fold { summary { (behind.len()) " earlier dates" } (dates_table(visit, &behind)) }
        }
        @if !ahead.is_empty() { (dates_table(visit, &ahead)) }
    }
}

fn dates_table(visit: &Visit, of: &[&Dated]) -> Markup {
    let row = |one: &&Dated| {
        vec![
            html! { span.nowrap { (locale().short_day(one.on)) } },
            html! {
                @match &one.href { Some(href) => a href=(visit.at(href)) { (one.title) }, None => (one.title), }
            },
            html! { (one.row.title()) },
            state(one.state.0, &one.state.1),
            html! { (locale().days_in(&one.why)) },
        ]
    };
    table(&Table {
        caption: String::new(),
        head: ["Day", "What", "Of", "State", "Why this day"].map(str::to_owned).to_vec(),
        rows: of.iter().map(row).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ticks_stand_at_the_beginning_of_years_halves_or_months() {
        let day = Date::constant;
        let words = |from, to| ticks(from, to).into_iter().map(|(word, _)| word).collect::<Vec<_>>();
        assert_eq!(words(day(2026, 10, 5), day(2027, 2, 5)), ["Nov", "Dec", "Jan 2027", "Feb"]);
        assert_eq!(words(day(2023, 2, 1), day(2025, 2, 1)).first().map(String::as_str), Some("Apr"));
        let years = words(day(2020, 2, 1), day(2030, 2, 1));
        assert_eq!((years.len(), years[0].as_str()), (10, "Jan 2021"));
    }
}
