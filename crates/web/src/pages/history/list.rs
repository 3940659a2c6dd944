//! History: commits, newest first, by record, person and field; days compared, and the past opened.

use app::{Event, EventChange, Filter};
use maud::{Markup, html};
use model::records::Person;
use model::{Date, FieldDiff, RecordId, Ref};

use super::compare;
use crate::failure::{Answer, Failure};
use crate::layout::PageHead;
use crate::locale::{locale, time_under, zone_line};
use crate::pages::naming::{self, counted};
use crate::pages::record::{Which, capital, inputs};
use crate::parts::filter::{FilterBar, Pick, filter_bar};
use crate::parts::form::field;
use crate::parts::timeline::{Day, Event as Line, FieldChange, timeline};
use crate::parts::{Action, Choice, Input, Widget, section};
use crate::rail::long_day;
use crate::visit::{Visit, see_other};

/// How many commits a page tells.
const EVENTS: usize = 50;
/// How many changes of one commit are read for a list of commits.
const TOLD: usize = 24;
/// How many records of a commit are told in the list.
const CHANGES: usize = 5;

/// Answers with the history.
///
/// # Errors
/// Where the log cannot be read, or a filter is not understood.
pub async fn page(visit: Visit) -> Answer {
    let diff = visit.query.get("diff");
    if !diff.is_empty() {
        return compare::page(&visit, diff).await;
    }
    let filter = filter(&visit)?;
    let mut events = visit.books.history(&filter).await?;
    let last = events.last().map(|event| event.seq);
    let is_full = events.len() == EVENTS;
    let wanted = visit.query.get("field");
    if !wanted.is_empty() {
        events.retain(|event| {
            event.changes.iter().any(|one| one.fields.iter().any(|field| field.name == wanted))
        });
    }
    let older = last.filter(|seq| is_full && *seq > 0);
    let main = html! {
        details.travel id="travel" {
            summary { "Open a page as of a past day, or compare two days" }
            (travel(&visit))
        }
        (bar(&visit, &events))
        @if events.is_empty() { p.secondary { "Nothing happened here" } }
        h2.vh { "Changes" }
        (zone_line(&visit))
        (timeline(&days(&visit, &events, CHANGES)))
        @if let Some(seq) = older {
            p { a rel="next" href=(visit.here_with(&[("before", seq.to_string().as_str())])) { "older" } }
        }
    };
    let lead = html! {
        "Every change: who, when, through which channel, and why."
        @if !visit.books.is_kept() { " Nobody has an account here: who it was is what they said." }
    };
    Ok(visit.page("/history", PageHead { lead: Some(lead), ..PageHead::new("History") }, main))
}

/// Goes to the history of a record.
///
/// # Errors
/// Never; the record may be gone, its history is not.
pub async fn of_record(visit: Visit, Which(id): Which) -> Answer {
    Ok(see_other(&visit.at(&format!("/history?record={id}"))))
}

/// Opens a page of this organisation in the past.
///
/// # Errors
/// Where the day is not understood.
pub async fn past(visit: Visit) -> Answer {
    let day = typed_day(visit.query.get("day"), visit.today)?;
    let page = visit.query.get("page");
    let is_ours = page.starts_with('/') && !page.starts_with("//") && !page.contains(['?', '#', '\\']);
    let page = if is_ours { page } else { "/readiness" };
    Ok(see_other(&format!("/o/{}{page}?as_of={day}", visit.org)))
}

/// Reads a day as people type it in a form about the past: `31 Mar` is the last one.
pub(super) fn typed_day(text: &str, today: Date) -> Result<Date, Failure> {
    let Ok(day) = naming::day(text, today) else { return read_day(text) };
    let is_next = day > today && !text.contains(&day.year().to_string());
    let before = day.checked_sub(jiff::Span::new().years(1)).ok().filter(|_| is_next);
    Ok(before.unwrap_or(day))
}

/// Reads a day of a query.
pub(super) fn read_day(text: &str) -> Result<Date, Failure> {
    text.trim().parse().map_err(|_| {
        Failure::Unreadable(format!(
            "{:?} is not a day; expected one such as 2026-03-31",
            text.chars().take(40).collect::<String>()
        ))
    })
}

fn filter(visit: &Visit) -> Result<Filter, Failure> {
    let record = match visit.query.get("record") {
        "" => None,
        text => Some(RecordId::parse(text).ok_or_else(|| {
            Failure::Unreadable("record is not an id; expected one such as R-12".to_owned())
        })?),
    };
    let by = match visit.query.get("by") {
        "" => None,
        text => {
            let person: Option<Ref<Person>> = Ref::parse(text);
            let found = person.and_then(|person| visit.isms().people.find(&person));
            Some(found.ok_or_else(|| Failure::unknown("such person"))?.uuid)
        }
    };
    // In the past, what came after is not there.
    let end = visit.is_past().then(|| visit.snapshot.commits());
    let before = visit.query.get("before").parse().ok();
    let before = match (before, end) {
        (Some(one), Some(other)) => Some(std::cmp::min(one, other)),
        (one, other) => one.or(other),
    };
    // A filter by field must see every change.
    let told_max = visit.query.get("field").is_empty().then_some(TOLD);
    Ok(Filter { record, by, before, at_most: EVENTS, told_max })
}

fn bar(visit: &Visit, events: &[Event]) -> Markup {
    let mut people = vec![Choice::new("", "anybody")];
    people.extend(inputs::records(visit.isms(), &[model::RecordKind::Person]));
    let record = visit.query.get("record");
    let mut picks = vec![Pick {
        name: "by".to_owned(),
        label: "Who".to_owned(),
        choices: people,
        chosen: visit.query.get("by").to_owned(),
    }];
    if let Some(id) = RecordId::parse(record) {
        let mut fields = vec![Choice::new("", "any")];
        fields.extend(id.kind.fields().into_iter().map(|shown| Choice::new(shown.name, shown.label)));
        picks.push(Pick {
            name: "field".to_owned(),
            label: "Field".to_owned(),
            choices: fields,
            chosen: visit.query.get("field").to_owned(),
        });
    }
    let is_filtered = ["record", "by", "field"].iter().any(|name| !visit.query.get(name).is_empty());
    let keep = |name: &str| (name.to_owned(), visit.query.get(name).to_owned());
    html! {
        @if let Some(id) = RecordId::parse(record) {
            p { "Of " a href=(visit.record_at(id)) { code { (id) } " " (visit.isms().name_of(id)) } }
        }
        (filter_bar(&FilterBar {
            action: visit.path.clone(),
            picks,
            kept: ["record", "as_of"].into_iter().map(keep).filter(|(_, value)| !value.is_empty()).collect(),
            counted: format!("{} shown of {} commits", locale().whole(events.len()), locale().whole(visit.snapshot.commits())),
            clear: is_filtered.then(|| visit.at("/history")),
            ..FilterBar::default()
        }))
    }
}

/// Returns events by day.
pub(super) fn days(visit: &Visit, events: &[Event], changes: usize) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for event in events {
        let day = long_day(event.stamp.on);
        if days.last().is_none_or(|last| last.day != day) {
            days.push(Day { day, events: Vec::new() });
        }
        let lines = tell(visit, event, changes);
        days.last_mut().expect("just pushed").events.extend(lines);
    }
    days
}

/// Tells a commit: one line for each of its first records.
fn tell(visit: &Visit, event: &Event, at_most: usize) -> Vec<Line> {
    let what = intent_words(&event.intent);
    let line = |record: Option<(String, String)>, what: String, changes: Vec<FieldChange>| Line {
        number: format!("#{}", event.seq),
        href: Some(visit.at(&format!("/history/{}", event.seq))),
        time: time_under(visit, event.stamp.at, event.stamp.on),
        who: event.who.clone(),
        what,
        record,
        channel: channel(event).to_owned(),
        because: (!event.because.is_empty()).then(|| event.because.clone()),
        changes,
    };
    let mut lines: Vec<Line> = event
        .changes
        .iter()
        .take(at_most)
        .map(|change| {
            let record = Some((change.id.to_string(), visit.record_at(change.id)));
            line(record, words(&event.intent, change), fields(visit, &change.fields))
        })
        .collect();
    let all = event.changes.len() + event.untold;
    if all > at_most {
        lines.push(line(
            None,
            format!("· {}: and {} more records", capital(what), all - at_most.min(event.changes.len())),
            Vec::new(),
        ));
    }
    if lines.is_empty() {
        lines.push(line(None, format!("· {}", capital(what)), Vec::new()));
    }
    // The reason is said once.
    for later in lines.iter_mut().skip(1) {
        later.because = None;
    }
    lines
}

/// Returns the words of an intent: `accept residual risk`.
#[must_use]
pub fn intent_words(intent: &str) -> &str {
    operations::ALL.iter().find(|known| known.intent == intent).map_or(intent, |known| known.name)
}

/// Returns what was done to a record: `changed Laptops`, `· Accept residual risk: Ransomware`.
fn words(intent: &str, change: &EventChange) -> String {
    if intent.starts_with("record.") {
        format!("{} {}", verb(change), change.title)
    } else {
        format!("· {}: {}", capital(intent_words(intent)), change.title)
    }
}

fn verb(change: &EventChange) -> &'static str {
    match change.verb {
        "create" => "made",
        "delete" => "removed",
        _ => "changed",
    }
}

fn channel(event: &Event) -> &'static str {
    match event.via {
        app::Via::Session => "web",
        app::Via::Cli => "command line",
        app::Via::Import => "import",
        app::Via::ApiKey => "API",
        app::Via::Upgrade => "upgrade",
        app::Via::Scheduler => "scheduler",
    }
}

/// Returns changes of fields as parts show them.
pub(super) fn fields(visit: &Visit, fields: &[FieldDiff]) -> Vec<FieldChange> {
    fields.iter().map(|field| field_change(visit, field)).collect()
}

/// Returns the change of a field, with the names of what it points at.
pub fn field_change(visit: &Visit, field: &FieldDiff) -> FieldChange {
    let differing = field.differing(&|id| named(visit, id));
    let told = |text: String| locale().told(&field.shape, &text);
    let (before, after) = (told(differing.before), told(differing.after));
    let field = match differing.same {
        0 => field.label.to_owned(),
        same => format!("{} ({} as before)", field.label, counted(same, "other", "others")),
    };
    FieldChange { field, before, after }
}

/// Returns an id with the name behind it; what is gone has none.
fn named(visit: &Visit, id: RecordId) -> String {
    match visit.isms().find(id).map(model::AnyRecord::title) {
        Some(title) if !title.is_empty() => format!("{id} {title}"),
        Some(_) | None => id.to_string(),
    }
}

/// Returns the two forms that travel: two days compared, and a page in the past.
fn travel(visit: &Visit) -> Markup {
    let day = |name: &str, label: &str, day: Date| {
        Input::new(name, label, Widget::Date).value(day.to_string()).required()
    };
    let week = visit.today.checked_sub(jiff::Span::new().days(7)).unwrap_or(visit.today);
    let yesterday = visit.today.yesterday().unwrap_or(visit.today);
    let pages = [
        "/readiness",
        "/risks",
        "/soa",
        "/controls",
        "/assets",
        "/evidence",
        "/documents",
        "/records",
        "/history",
    ];
    let choices = pages.iter().map(|page| Choice::new(*page, page.trim_start_matches('/'))).collect();
    let which = Input::new("page", "Page", Widget::Select(choices)).required();
    let org = &visit.org;
    let compare = section(
        "compare",
        "Compare two days",
        "",
        &[],
        html! {
            form.form method="get" action={ "/o/" (org) "/history/compare" } {
                (field(&day("from", "From", week))) (field(&day("to", "To", visit.today)))
                div.form-end { button.button type="submit" { "Compare" } }
            }
        },
    );
    let past = section(
        "past",
        "Open a page in the past",
        "",
        &[],
        html! {
            form.form method="get" action={ "/o/" (org) "/history/past" } {
                (field(&which)) (field(&day("day", "As of the end of", yesterday)))
                div.form-end { button.button type="submit" { "Open" } }
            }
        },
    );
    crate::parts::halves(compare, past)
}

/// Returns the button that takes a commit back.
pub(super) fn undo_action(visit: &Visit, seq: u64) -> Action {
    Action::link("Undo", visit.at(&format!("/history/{seq}/undo"))).icon(crate::parts::Icon::Undo)
}
