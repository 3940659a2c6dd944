//! Proposals: what answers, templates and files suggest, of all kinds; one key takes, changes or refuses each.

use maud::{Markup, html};
use model::{AnyRecord, Isms, RecordId, RecordKind, Shape};

use super::record::proposals::{Seen, every, run};
use super::record::{capital, shown};
use crate::address;
use crate::failure::Answer;
use crate::fields::Fields;
use crate::layout::PageHead;
use crate::parts::{Action, Icon, Status, facts, key, mark, section, tag};
use crate::visit::Visit;

/// The address.
const HERE: &str = "/proposals";
/// How many proposals of one kind are shown at once.
pub(crate) const SHOWN: usize = 100;
/// How many characters of a proposal are read without opening it.
const GIST_CHARS: usize = 220;
/// The kinds in the order in which they are best taken; all others follow.
const ORDER: &[RecordKind] = &[
    RecordKind::Context,
    RecordKind::Scope,
    RecordKind::Issue,
    RecordKind::Party,
    RecordKind::Obligation,
    RecordKind::Method,
    RecordKind::Risk,
    RecordKind::Document,
];

/// Answers with all proposals by kind.
///
/// # Errors
/// Never; the type is that of all pages.
pub async fn page(visit: Visit) -> Answer {
    let groups = waiting(visit.isms());
    let whole: usize = groups.iter().map(|(_, ids)| ids.len()).sum();
    let first = groups.first().and_then(|(_, ids)| ids.first().copied());
    let at =
        RecordId::parse(visit.query.get("at")).filter(|at| groups.iter().any(|(_, ids)| ids.contains(at)));
    let at = at.or(first);
    let head = PageHead {
        lead: Some(
            html! { (whole) " wait. A proposal counts as nothing until you take it; a change takes it. History says who did." },
        ),
        actions: vec![Action::link("History", visit.at("/history")).icon(Icon::History)],
        ..PageHead::new("Proposals")
    };
    let main = html! {
        @if groups.is_empty() {
            (crate::parts::empty::empty(Icon::Check, "No proposal waits", "All were taken or refused; what was taken counts.",
                &[Action::link("My work", visit.at("")).primary()]))
        } @else {
            p.keys-line.secondary {
                span { (key("j")) " " (key("k")) "move" }
                @for (letter, word) in [("t", "take"), ("e", "change"), ("x", "refuse")] { span { (key(letter)) (word) } }
            }
        }
        @for (kind, ids) in &groups { (group(&visit, *kind, ids, at)) }
    };
    Ok(visit.page(HERE, head, main))
}

/// Takes or refuses; the next proposal has the focus then.
///
/// # Errors
/// A failure of the world, or where the form says neither.
pub async fn decide(visit: Visit, typed: Fields) -> Answer {
    let before: Vec<RecordId> = waiting(visit.isms()).into_iter().flat_map(|(_, ids)| ids).collect();
    let last = typed.all("id").filter_map(|text| Some(Seen::read(text)?.id)).last();
    run(&visit, &typed, |_| true).await?;
    Ok(visit.to(&next_after(&visit, &before, last)))
}

/// Returns the address of the page with the focus on the proposal after this one.
#[must_use]
pub fn after(visit: &Visit, id: RecordId) -> String {
    // The one that was changed is no proposal any more, but where it stood is known by kind and number.
    let groups = waiting(visit.isms());
    let next = groups
        .iter()
        .flat_map(|(_, ids)| ids)
        .find(|other| place(other.kind) == place(id.kind) && **other > id);
    let next = next
        .or_else(|| groups.iter().flat_map(|(_, ids)| ids).find(|other| place(other.kind) > place(id.kind)));
    here_at(next.copied())
}

fn next_after(visit: &Visit, before: &[RecordId], last: Option<RecordId>) -> String {
    let now = visit.books.now();
    let waits = |id: &&RecordId| now.isms.find(**id).is_some_and(|record| record.about().proposed.is_some());
    let from = last.and_then(|last| before.iter().position(|id| *id == last)).unwrap_or(0);
    let next = before[from.min(before.len())..].iter().find(waits);
    here_at(next.or_else(|| before.iter().rev().find(waits)).copied())
}

fn here_at(id: Option<RecordId>) -> String {
    // Without an anchor: a browser that goes to one leaves the focus where it was.
    id.map_or_else(|| HERE.to_owned(), |id| format!("{HERE}?at={id}"))
}

/// Returns all that is only proposed, by kind, in the order in which it is best taken.
#[must_use]
pub fn waiting(isms: &Isms) -> Vec<(RecordKind, Vec<RecordId>)> {
    let mut groups: Vec<(RecordKind, Vec<RecordId>)> = RecordKind::ALL
        .iter()
        .map(|kind| (*kind, isms.proposed(*kind)))
        .filter(|(_, ids)| !ids.is_empty())
        .collect();
    groups.sort_by_key(|(kind, _)| place(*kind));
    groups
}

fn place(kind: RecordKind) -> usize {
    ORDER.iter().position(|known| *known == kind).unwrap_or_else(|| {
        ORDER.len() + RecordKind::ALL.iter().position(|known| *known == kind).unwrap_or_default()
    })
}

fn group(visit: &Visit, kind: RecordKind, ids: &[RecordId], at: Option<RecordId>) -> Markup {
    let shown = &ids[..ids.len().min(SHOWN)];
    let every = |label: &str, what: &str| every(visit, &visit.at(HERE), (label, what), shown, ids.len());
    let actions = if visit.reads_only() || ids.len() < 2 {
        Vec::new()
    } else {
        vec![every("Take", "take"), every("Refuse", "refuse").quiet()]
    };
    let title = if ids.len() == 1 { kind.kind().singular } else { kind.kind().plural };
    section(
        &address::kind(kind),
        &capital(title),
        &ids.len().to_string(),
        &actions,
        html! {
            ul.work.proposals data-rows {
                @for id in shown { @if let Some(record) = visit.isms().find(*id) { (one(visit, *id, record, at == Some(*id))) } }
            }
            @if ids.len() > SHOWN { p.secondary { "the first " (SHOWN) " of " (ids.len()) " are shown; decide some, and the next appear" } }
        },
    )
}

fn one(visit: &Visit, id: RecordId, record: &dyn AnyRecord, is_at: bool) -> Markup {
    let origin = record.about().proposed.as_ref().map(|one| one.origin.to_string()).unwrap_or_default();
    let title =
        if record.title().is_empty() { capital(id.kind.kind().singular) } else { record.title().to_owned() };
    html! {
        li id=(id) {
            (mark(Status::Info, "proposed"))
            div.work-words {
                a.work-title href=(visit.record_at(id)) autofocus[is_at] { (title) }
                p.secondary { b { (id) } " " (gist(record)) }
                details.proposal-whole {
                    summary { "Read all of it" }
                    (facts(&shown::record_facts(visit, id, record)))
                    p.secondary { "From " (tag(&origin)) }
                }
            }
            @if !visit.reads_only() { (buttons(visit, id)) }
        }
    }
}

fn buttons(visit: &Visit, id: RecordId) -> Markup {
    let change = visit.at(&format!("{}/edit?back=proposals", address::record(id)));
    html! {
        form.work-end.actions method="post" action=(visit.at(HERE)) {
            input type="hidden" name="id" value=(Seen::of(visit.isms(), id));
            button.button type="submit" name="what" value="take" data-key="t" { span { "Take" } span.vh { " " (id) } }
            @if visit.offers_edit(id) { a.button.quiet href=(change) data-key="e" { span { "Change" } span.vh { " " (id) } } }
            button.button.quiet type="submit" name="what" value="refuse" data-key="x" { span { "Refuse" } span.vh { " " (id) } }
        }
    }
}

/// Returns the first sentences of a record.
fn gist(record: &dyn AnyRecord) -> String {
    let fields = record.fields();
    let is_prose = |shape: &Shape| matches!(shape, Shape::Prose);
    let words: Vec<String> = fields
        .iter()
        .filter(|shown| is_prose(&shown.shape) && !shown.text.is_empty())
        .map(|shown| shown.text.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    let whole = words.join(" ");
    if whole.chars().count() <= GIST_CHARS {
        return whole;
    }
    let cut: String = whole.chars().take(GIST_CHARS).collect();
    format!("{} …", cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words))
}
