//! A record: its facts, what points at it, what the rules say about it, and where it came from.

use std::collections::BTreeMap;

use app::diagnostics::Time;
use maud::{Markup, html};
use model::{AnyRecord, RecordId, RecordKind, Ref, Writer};

use super::standing::standing;
use super::{Which, capital, deeds, here, shown};
use crate::address;
use crate::failure::{Answer, Failure};
use crate::layout::PageHead;
use crate::pages::audits::coverage;
use crate::pages::comments;
use crate::pages::readiness::shown::view;
use crate::pages::risks::{method, method_of};
use crate::parts::table::{Table, table};
use crate::parts::{Action, Fact, Icon, Status, diagnostic, facts, section, split, tag};
use crate::visit::Visit;

/// How many diagnostics a page shows whole.
const SHOWN: usize = 20;
/// From how many records of one kind on a list of those that point here is folded.
const FOLDED_FROM: usize = 8;
/// How many records of one kind that point here are listed.
const SOURCES: usize = 50;

/// Answers with the page of a record.
///
/// # Errors
/// Where there is no such record.
pub async fn page(visit: Visit, Which(id): Which) -> Answer {
    let record = visit.find(id)?;
    let mut fields = shown::record_facts(&visit, id, record);
    if id.kind == RecordKind::Method && method::has_matrix(&method_of(&visit)) {
        // The figure says it better than rows of digits.
        fields.retain(|fact| fact.name != "How a level follows");
    }
    let main = html! {
        (said(&visit, id).await?)
        @if id.kind == RecordKind::AuditProgramme { (coverage::of_programme(&visit, Ref::of(id.key))) }
        @if id.kind == RecordKind::Method {
            (method::approval(&visit))
            (section("matrix", "Matrix", "", &[], method::matrix(&method_of(&visit))))
        }
        (facts(&fields))
        (shown::not_recorded(&visit, id, record))
        (crate::pages::shares::between(&visit, id))
        (comments::thread(&visit, id))
    };
    let panel =
        html! { (deeds::links(&visit, id, record)) (sources(&visit, id)) (about(&visit, id, record)) };
    Ok(visit.page(&here(id.kind), head(&visit, id, record), split(main, panel)))
}

/// Returns what the rules say about a record now, and how many speak later.
///
/// # Errors
/// Where the proofs cannot be read.
pub async fn said(visit: &Visit, id: RecordId) -> Result<Markup, Failure> {
    let mut found: Vec<_> = visit
        .results()
        .diagnostics()
        .filter(|one| one.place.record() == Some(id) && one.is_open())
        .cloned()
        .collect();
    found.sort_by_key(|one| (one.time == Time::Ahead, one.severity));
    if !visit.is_past() {
        visit.books.prove(&mut found, SHOWN).await?;
    }
    let now: Vec<_> = found.iter().filter(|one| one.time == Time::Now).collect();
    Ok(html! {
        @if !now.is_empty() {
            (section("problems", "What the rules say", &now.len().to_string(), &[], html! {
                div.stack { @for one in now.iter().take(SHOWN) { (diagnostic(&view(visit, one))) } }
            }))
        }
        @if found.len() > now.len() { p.secondary { (found.len() - now.len()) " more speak in a later phase" } }
    })
}

/// Says whether something of a kind is typed; all else changes by its steps.
#[must_use]
pub fn can_be_typed(kind: RecordKind) -> bool {
    kind.fields().iter().any(|field| field.writer == Writer::Form)
}

/// Returns the heading of a record's pages.
#[must_use]
pub fn head(visit: &Visit, id: RecordId, record: &dyn AnyRecord) -> PageHead {
    let at = |page: &str| visit.at(&format!("{}{page}", address::record(id)));
    let mut actions: Vec<Action> = deeds::first(visit, id, record).into_iter().collect();
    if can_be_typed(id.kind) && visit.offers_edit(id) {
        let edit = Action::link("Edit", at("/edit")).icon(Icon::Pencil).key("e");
        actions.push(if actions.is_empty() { edit.primary() } else { edit });
    }
    actions.push(
        Action::link("History", visit.at(&format!("/history?record={id}"))).icon(Icon::History).key("h"),
    );
    if id.kind == RecordKind::GapAnalysis {
        actions.push(Action::link("Item by item", visit.at(&format!("/gap/{id}"))).icon(Icon::Gap));
    }
    if id.kind == RecordKind::Organisation && visit.offers_here("organisation.answer", id) {
        actions.push(Action::link("Five questions", visit.at("/answers")));
    }
    let may_go = !id.kind.kind().single && !operations::always_stays(id.kind);
    if may_go && visit.offers_here("record.remove", id) {
        actions.push(Action::link("Remove", at("/remove")).quiet());
    }
    let title =
        if record.title().is_empty() { capital(id.kind.kind().singular) } else { record.title().to_owned() };
    let proposed = record.about().proposed.as_ref();
    PageHead {
        crumbs: crumbs(visit, id.kind),
        id: id.to_string(),
        title,
        state: standing(record, visit.today)
            .or_else(|| proposed.map(|_| (Status::Info, "proposed".to_owned()))),
        lead: Some(html! { (id.kind.kind().what) " Clause " (id.kind.kind().clause) "." }),
        actions,
        ..PageHead::default()
    }
}

/// Returns the way to a record: its list.
#[must_use]
pub fn crumbs(visit: &Visit, kind: RecordKind) -> Vec<(String, String)> {
    if kind.kind().single {
        return Vec::new();
    }
    vec![(capital(kind.kind().plural), visit.at(&here(kind)))]
}

/// Returns the records that point at this one, by kind.
#[must_use]
pub fn sources(visit: &Visit, id: RecordId) -> Markup {
    let mut by_kind: BTreeMap<RecordKind, Vec<RecordId>> = BTreeMap::new();
    let others = |source: &RecordId| *source != id && source.kind != RecordKind::Comment;
    for source in visit.isms().all_sources(id).filter(others) {
        by_kind.entry(source.kind).or_default().push(source);
    }
    let whole: usize = by_kind.values().map(Vec::len).sum();
    let list = |kind: RecordKind, sources: &[RecordId]| {
        let all = address::with_query(&visit.at(&here(kind)), [("q", id.to_string().as_str())]);
        html! {
            ul.plain { @for source in sources.iter().take(SOURCES) { li { (shown::link(visit, *source)) } } }
            @if sources.len() > SOURCES { p.small { a href=(all) { "and " (sources.len() - SOURCES) " more" } } }
        }
    };
    html! {
        @if whole > 0 {
            (section("sources", "What points here", &whole.to_string(), &[], html! {
                @for (kind, sources) in &by_kind {
                    @if sources.len() > FOLDED_FROM {
                        details.fold { summary { (capital(kind.kind().plural)) " " (sources.len()) } (list(*kind, sources)) }
                    } @else {
                        h3 { (capital(kind.kind().plural)) }
                        (list(*kind, sources))
                    }
                }
            }))
        }
    }
}

/// Returns when it was made and changed, and what is kept beside its fields.
#[must_use]
pub fn about(visit: &Visit, id: RecordId, record: &dyn AnyRecord) -> Markup {
    let about = record.about();
    let stamp =
        |stamp: model::Stamp| html! { (crate::rail::long_day(stamp.on)) " by " (visit.books.who(stamp.by)) };
    let mut lines = vec![
        Fact::new("Made", stamp(record.made())),
        Fact::new("Changed", stamp(record.changed())),
        Fact::new(
            "Revision",
            html! { a href=(visit.at(&format!("/history?record={id}"))) { (record.revision()) } },
        ),
    ];
    if !about.labels.is_empty() {
        lines.push(Fact::new("Labels", html! { @for label in &about.labels { (tag(label)) " " } }));
    }
    if let Some(proposed) = &about.proposed {
        lines.push(Fact::words("Proposed by", &proposed.origin));
    }
    let sources = about
        .sources
        .iter()
        .map(|source| vec![html! { (source.file) }, html! { (source.id) }, html! { (source.row) }]);
    let columns =
        about.columns.iter().map(|column| vec![html! { (column.heading) }, shown::lines(&column.text)]);
    let head = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    html! {
        (section("about", "About this record", "", &[], html! {
            (facts(&lines))
            @if let Some(uuid) = record.text("uuid").filter(|uuid| !uuid.is_empty()) {
                details.fold { summary { "For other programs" } p.small { "They know it by " code { (uuid) } } }
            }
            @if !about.sources.is_empty() {
                (table(&Table { caption: "Imported from".to_owned(), head: head(&["File", "Id", "Row"]), rows: sources.collect() }))
            }
            @if !about.columns.is_empty() {
                (table(&Table { caption: "Columns that nobody mapped".to_owned(), head: head(&["Heading", "Text"]), rows: columns.collect() }))
            }
        }))
    }
}
