//! Timeline: the phases as lanes with what holds each, audits, reviews and the certificate over the years, the gates, and every date.

mod certificate;
mod dates;
mod gates;
mod lanes;
mod late;
mod range;

use diagnostics::Diagnostic;
use maud::{Markup, html};
use model::{Date, Span};
use reports::timeline::timeline;

use self::dates::{Dated, Row, dates};
use self::range::{Range, days_between};
use crate::failure::Answer;
use crate::layout::PageHead;
use crate::locale::locale;
use crate::pages::readiness::shown::fix_at;
use crate::parts::calendar::{Calendar, Strip, calendar};
use crate::parts::table::{Table, table};
use crate::parts::{Action, Icon, section, state};
use crate::rail::long_day;
use crate::visit::Visit;

/// The address.
const HERE: &str = "/timeline";
/// Most rows of the table that are in sight; those of earlier years are folded.
const BEHIND_DAYS: i64 = 90;
/// The phase of the years after the certificate: no lane of the way to it.
const LAST: u32 = 9;

/// Answers with the timeline.
///
/// # Errors
/// None of its own.
pub async fn page(visit: Visit) -> Answer {
    let results = visit.results();
    let said: Vec<&Diagnostic> = results.diagnostics().collect();
    let way = timeline(visit.isms(), visit.today, results.diagnostics());
    let errors = lanes::errors(&results);
    let all = dates(&visit, &way);
    let range = Range::read(&visit, &way, &all);
    let is_certified = way.schedule.cycle.is_some();
    let main = html! {
        (late::standing(&visit, &way))
        (late::because(&visit, &way, &errors).await)
        (late::made_of(&visit, &way))
        (section("picture", "The way", "", &[], html! {
            (next(&all, visit.today))
            (range::choices(&visit, is_certified))
            (lanes::phases(&visit, &way, range, &errors))
            (picture(&visit, &all, range))
        }))
        (gates::section(&visit, &way.schedule))
        (section("dates", "Dates", "", &[], rows(&visit, &all)))
    };
    let blocker = gates::blocker(&said, &errors, is_certified);
    Ok(visit.page(HERE, head(&visit, blocker), main))
}

fn head(visit: &Visit, blocker: Option<&Diagnostic>) -> PageHead {
    let blocker = blocker.filter(|_| !visit.reads_only());
    let first = blocker.map(|one| Action::link("Fix first blocker", fix_at(visit, one)).primary());
    let mut actions: Vec<Action> = first.into_iter().collect();
    actions.push(Action::link("Plan", visit.at("/plan")).icon(Icon::Timeline));
    actions.push(Action::link("Readiness", visit.at("/readiness")).icon(Icon::Readiness));
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

/// Returns audits, reviews and the certificate as strips under the lanes, over the same days.
fn picture(visit: &Visit, all: &[Dated], range: Range) -> Markup {
    let inside = |one: &&Dated| range.shows(one.from.unwrap_or(one.on), one.on);
    let strip = |row: &Row| {
        let of: Vec<&Dated> = all.iter().filter(|one| one.row == *row).filter(inside).collect();
        let words = |one: &Dated| format!("{}, {}: {}", one.title, one.on, one.state.1);
        Strip {
            name: row.title().to_owned(),
            href: row.href().map(|href| visit.at(href)),
            bars: of
                .iter()
                .filter_map(|one| {
                    Some((range.share(one.from?), range.share(one.on), one.state.0, words(one)))
                })
                .collect(),
            marks: of
                .iter()
                .filter(|one| one.from.is_none())
                .map(|one| (range.share(one.on), one.state.0, words(one)))
                .collect(),
            note: note(&of, visit.today),
        }
    };
    let today = visit.today;
    calendar(&Calendar {
        ticks: range.words(),
        today: range.shows(today, today).then(|| range.share(today)),
        strips: Row::STRIPS
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
