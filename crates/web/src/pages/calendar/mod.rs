//! The calendar: what happens, ends or is due in a month, as a grid and day by day; and the year ahead as a list.

pub mod feed;
mod month;
pub mod subscribe;

use maud::{Markup, html};
use model::records::Person;
use model::{Date, Ref, Span};
use reports::dates::{DateKind, DateStanding, Dated, dates};
use serde_json::json;

use crate::failure::{self, Answer, Failure};
use crate::layout::PageHead;
use crate::locale::locale;
use crate::pages::naming::short_name;
use crate::parts::empty::empty;
use crate::parts::filter::{FilterBar, Pick, filter_bar};
use crate::parts::table::{Table, stacked};
use crate::parts::{Action, Choice, Icon, Status, state};
use crate::session::Who;
use crate::visit::Visit;

/// The address within the organisation.
pub const HERE: &str = "/calendar";
/// The ways to see the dates: label, word in the address.
const VIEWS: &[(&str, &str)] = &[("month", ""), ("year ahead", "list")];
/// How many months the list shows.
const MONTHS_AHEAD: i64 = 12;

/// Answers with a month, or with the year ahead.
///
/// # Errors
/// Where the address names no month.
pub async fn page(visit: Visit) -> Answer {
    let first = month_of(&visit)?;
    let is_list = visit.query.get("as") == "list";
    let (from, to) = if is_list {
        (visit.today, months_after(visit.today, MONTHS_AHEAD))
    } else {
        month::span(first, locale().week)
    };
    let all = dates(visit.isms(), visit.today, from, to);
    let shown: Vec<&Dated> = all.iter().filter(|one| is_wanted(&visit, one)).collect();
    let within: Vec<&Dated> = match is_list {
        true => shown.clone(),
        false => shown.iter().copied().filter(|one| one.on.first_of_month() == first).collect(),
    };
    let main = html! {
        (bar(&visit, &all, within.len()))
        @if is_list {
            (list(&visit, &within))
        } @else {
            (ways(&visit, first))
            (month::grid(&visit, first, &shown))
            @if within.is_empty() { (nothing(&visit)) }
            @else { (crate::parts::section("days", "Day by day", &within.len().to_string(), &[], rows(&visit, &within, "dates of the month"))) }
        }
    };
    Ok(visit.page(HERE, head(&visit), main))
}

/// Answers with the same as JSON.
///
/// # Errors
/// Where the address names no month.
pub async fn as_json(visit: Visit) -> Answer {
    let first = month_of(&visit)?;
    let last = first.last_of_month();
    let all = dates(visit.isms(), visit.today, first, last);
    let shown: Vec<_> = all
        .iter()
        .filter(|one| is_wanted(&visit, one))
        .map(|one| {
            json!({
                "on": one.on.to_string(),
                "what": one.what,
                "title": one.title,
                "record": one.record.to_string(),
                "kind": one.kind.word(),
                "state": one.standing.word(),
                "people": one.on_whom.iter().map(ToString::to_string).collect::<Vec<_>>(),
            })
        })
        .collect();
    Ok(failure::json(&json!({ "from": first.to_string(), "to": last.to_string(), "dates": shown })))
}

fn head(visit: &Visit) -> PageHead {
    let mut actions = Vec::new();
    if let Who::Account(_) = visit.session.who() {
        actions.push(Action::link("Subscribe", visit.at("/calendar/subscribe")).icon(Icon::Calendar));
    }
    actions.push(Action::link("As a file", visit.at("/calendar.ics")).icon(Icon::Download).quiet());
    PageHead {
        lead: Some(
            html! { "Control runs, work due, reviews, audits, dates of the certificate, and what ends by itself." },
        ),
        actions,
        ..PageHead::new("Calendar")
    }
}

/// Returns the first day of the month that the address names.
fn month_of(visit: &Visit) -> Result<Date, Failure> {
    let text = visit.query.get("month");
    if text.is_empty() {
        return Ok(visit.today.first_of_month());
    }
    let expected = || Failure::Unreadable("month is not a month; expected one such as 2026-03".to_owned());
    let first: Date = format!("{text}-01").parse().map_err(|_| expected())?;
    if text.len() == 7 && (1900..=2200).contains(&first.year()) { Ok(first) } else { Err(expected()) }
}

fn months_after(day: Date, months: i64) -> Date {
    day.saturating_add(Span::new().months(months))
}

/// Says whether the filter lets a date through.
fn is_wanted(visit: &Visit, one: &Dated) -> bool {
    let (kind, who) = (visit.query.get("kind"), visit.query.get("who"));
    let is_whose = match who {
        "" => true,
        "me" => one.on_whom.contains(&visit.actor),
        id => Ref::<Person>::parse(id).is_some_and(|person| one.on_whom.contains(&person)),
    };
    is_whose && (kind.is_empty() || one.kind.word() == kind)
}

fn bar(visit: &Visit, all: &[Dated], shown: usize) -> Markup {
    let mut people: Vec<Ref<Person>> = all.iter().flat_map(|one| one.on_whom.iter().copied()).collect();
    people.sort_unstable();
    people.dedup();
    let mut who = vec![Choice::new("", "anybody"), Choice::new("me", "me")];
    who.extend(
        people.iter().map(|person| Choice::new(person.to_string(), visit.isms().name_of(person.id()))),
    );
    let mut kinds = vec![Choice::new("", "all")];
    kinds.extend(DateKind::ALL.iter().map(|kind| Choice::new(kind.word(), kind.title())));
    let pick = |name: &str, label: &str, choices: Vec<Choice>| Pick {
        name: name.to_owned(),
        label: label.to_owned(),
        chosen: visit.query.get(name).to_owned(),
        choices,
    };
    let kept =
        ["as", "as_of", "month"].iter().map(|name| ((*name).to_owned(), visit.query.get(name).to_owned()));
    let is_filtered = ["who", "kind"].iter().any(|name| !visit.query.get(name).is_empty());
    filter_bar(&FilterBar {
        action: visit.path.clone(),
        words: None,
        picks: vec![pick("kind", "What", kinds), pick("who", "Whose", who)],
        views: VIEWS
            .iter()
            .map(|(label, word)| ((*label).to_owned(), visit.here_with(&[("as", *word)])))
            .collect(),
        view: VIEWS.iter().position(|(_, word)| *word == visit.query.get("as")).unwrap_or(0),
        kept: kept.filter(|(_, value)| !value.is_empty()).collect(),
        counted: crate::pages::naming::counted(shown, "date", "dates"),
        clear: is_filtered.then(|| visit.here_with(&[("who", ""), ("kind", "")])),
        go: "",
    })
}

/// Returns the ways to other months.
fn ways(visit: &Visit, first: Date) -> Markup {
    let to = |months: i64| {
        let month = months_after(first, months).strftime("%Y-%m").to_string();
        visit.here_with(&[("month", month.as_str())])
    };
    html! {
        nav.month-ways aria-label="months" {
            a.button.quiet rel="prev" href=(to(-1)) { (crate::parts::icon(Icon::ArrowLeft)) span.vh { "the month before" } }
            h2 { (first.strftime("%B %Y").to_string()) }
            a.button.quiet rel="next" href=(to(1)) { (crate::parts::icon(Icon::ArrowRight)) span.vh { "the month after" } }
            @if first != visit.today.first_of_month() { a href=(visit.here_with(&[("month", "")])) { "this month" } }
        }
    }
}

fn nothing(visit: &Visit) -> Markup {
    let plan = if visit.is_past() { vec![] } else { vec![Action::link("Plan the dates", visit.at("/plan"))] };
    empty(
        Icon::Calendar,
        "Nothing falls in this month",
        "Dates come from runs, audits, reviews and all that has a day.",
        &plan,
    )
}

/// Returns the year ahead, month by month.
fn list(visit: &Visit, all: &[&Dated]) -> Markup {
    let mut months: Vec<(Date, Vec<&Dated>)> = Vec::new();
    for one in all {
        let first = one.on.first_of_month();
        match months.last_mut().filter(|(month, _)| *month == first) {
            Some((_, dates)) => dates.push(one),
            None => months.push((first, vec![one])),
        }
    }
    html! {
        @if months.is_empty() { (nothing(visit)) }
        @for (first, dates) in &months {
            @let id = first.strftime("m%Y-%m").to_string();
            (crate::parts::section(&id, &first.strftime("%B %Y").to_string(), &dates.len().to_string(), &[], rows(visit, dates, &first.strftime("%B %Y").to_string())))
        }
    }
}

/// Returns dates as a table, named for those who do not see its heading.
fn rows(visit: &Visit, all: &[&Dated], named: &str) -> Markup {
    let row = |one: &&Dated| {
        let names = one.on_whom.iter().take(2).map(|person| short_name(&visit.isms().name_of(person.id())));
        vec![
            html! { span.nowrap { (locale().brief_weekday(one.on)) } },
            html! { a href=(visit.record_at(one.record)) { (one.title) } " " code.secondary { (one.record) } },
            html! { (one.what) },
            state(status(one.standing), one.standing.word()),
            html! { (names.collect::<Vec<_>>().join(", ")) },
        ]
    };
    let shown = Table {
        caption: named.to_owned(),
        head: ["Day", "What", "Kind", "State", "Who"].map(str::to_owned).to_vec(),
        rows: all.iter().map(row).collect(),
    };
    html! { div.dates { (stacked(&shown)) } }
}

/// Returns how a date looks.
fn status(standing: DateStanding) -> Status {
    match standing {
        DateStanding::Done => Status::Met,
        DateStanding::Ahead => Status::NotStarted,
        DateStanding::Late => Status::Attention,
    }
}
