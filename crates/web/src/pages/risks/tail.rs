//! The newest part of a record's history.

use app::{Event, Filter, Via};
use maud::{Markup, html};
use model::RecordId;

use crate::failure::Failure;
use crate::locale::{time_under, zone_line};
use crate::pages::history::list::field_change;
use crate::pages::naming::clipped;
use crate::parts::timeline::{Day, Event as Shown, FieldChange, timeline};
use crate::rail::long_day;
use crate::visit::Visit;

/// How many events are shown.
const EVENTS_MAX: usize = 8;
/// How much of a value is shown.
const TEXT_MAX: usize = 160;

/// Returns the newest events of a record, and how many there are in all.
///
/// # Errors
/// Where the log cannot be read.
pub async fn tail(visit: &Visit, id: RecordId) -> Result<(Markup, usize), Failure> {
    let before = visit.is_past().then(|| visit.snapshot.commits());
    let filter = Filter { record: Some(id), before, at_most: EVENTS_MAX, ..Filter::default() };
    let events = visit.books.history(&filter).await?;
    let count = visit.books.commits(&Filter { at_most: usize::MAX, ..filter }).len();
    let mut days: Vec<(model::Date, Vec<Shown>)> = Vec::new();
    for event in events {
        let shown = shown(visit, &event);
        match days.last_mut().filter(|(day, _)| *day == event.stamp.on) {
            Some((_, events)) => events.push(shown),
            None => days.push((event.stamp.on, vec![shown])),
        }
    }
    let days: Vec<Day> = days.into_iter().map(|(day, events)| Day { day: long_day(day), events }).collect();
    Ok((html! { (timeline(&days)) (zone_line(visit)) }, count))
}

fn shown(visit: &Visit, event: &Event) -> Shown {
    let what = operations::ALL
        .iter()
        .find(|known| known.intent == event.intent)
        .map_or(&*event.intent, |known| known.name);
    // What a record began with stands on its page.
    let changed = event.changes.iter().filter(|change| change.verb != "create");
    let changes = changed.flat_map(|change| &change.fields).map(|field| {
        let FieldChange { field, before, after } = field_change(visit, field);
        FieldChange { field, before: clipped(&before, TEXT_MAX), after: clipped(&after, TEXT_MAX) }
    });
    Shown {
        number: format!("#{}", event.seq),
        href: Some(visit.at(&format!("/history/{}", event.seq))),
        time: time_under(visit, event.stamp.at, event.stamp.on),
        who: event.who.clone(),
        what: format!("· {}", crate::pages::record::capital(what)),
        record: None,
        channel: channel(event.via).to_owned(),
        because: (!event.because.is_empty()).then(|| event.because.clone()),
        changes: changes.collect(),
    }
}

/// Returns the word for a channel.
fn channel(via: Via) -> &'static str {
    match via {
        Via::Session => "web",
        Via::ApiKey => "API",
        Via::Cli => "command line",
        Via::Import => "import",
        Via::Upgrade => "upgrade",
        Via::Scheduler => "scheduler",
    }
}
