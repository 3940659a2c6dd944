//! The list of records of one kind: words, choices, sorting, pages of a hundred.

use axum::extract::Path;
use maud::{Markup, html};
use model::{AnyRecord, PartId, RecordId, RecordKind, Shape, Shown};

use super::{capital, here, proposals, shown, standing};
use crate::failure::{Answer, Failure};
use crate::layout::PageHead;
use crate::pages::audits::coverage;
use crate::pages::naming::short_name;
use crate::pages::register;
use crate::parts::{Action, Cell, Choice, Column, ColumnKind, Grid, Icon, Row, Sorted, grid, state};
use crate::visit::{Visit, see_other};
use crate::{address, parts};

/// How many records are looked at for what stands in a column.
const LOOKED_AT: usize = 2000;
/// How many fields stand beside the title.
const COLUMNS: usize = 5;
/// How many references a cell names.
const SEVERAL: usize = 4;
/// How many choices stand above the list.
const PICKS: usize = 3;

/// Answers with the list of a kind; the word may also be an id, which leads to its record.
///
/// # Errors
/// Where there is no such kind or record.
pub async fn page(visit: Visit, Path(params): Path<std::collections::HashMap<String, String>>) -> Answer {
    let word = params.get("kind").map(String::as_str).unwrap_or_default();
    if let Some(kind) = address::kind_of(word) {
        return Ok(of_kind(&visit, kind));
    }
    if let Some(part) = PartId::parse(word).filter(|part| visit.isms().find(part.record()).is_some()) {
        return Ok(see_other(&format!("{}#{part}", visit.record_at(part.record()))));
    }
    let id = RecordId::parse(word).ok_or_else(|| Failure::unknown("such page"))?;
    visit.find(id)?;
    Ok(see_other(&visit.record_at(id)))
}

/// Answers with the list of a kind that the address does not name.
#[must_use]
pub fn of_kind(visit: &Visit, kind: RecordKind) -> axum::response::Response {
    let called = kind.kind();
    if called.single {
        return see_other(&visit.record_at(RecordId { kind, key: model::Key::One }));
    }
    let found = found(visit, kind);
    let head = PageHead {
        lead: Some(html! { (called.what) }),
        actions: actions(visit, kind),
        ..PageHead::new(capital(called.plural))
    };
    let counted = visit.isms().count(kind);
    let main = html! {
        (crate::rail::beside(visit, kind))
        (proposals::section(visit, kind))
        @if kind == RecordKind::Audit { (coverage::of_list(visit)) }
        @if counted == 0 { (nothing(visit, kind)) } @else { (list(visit, kind, &found, counted)) }
    };
    visit.page(&here(kind), head, main)
}

fn actions(visit: &Visit, kind: RecordKind) -> Vec<Action> {
    let plural = address::kind(kind);
    let table = Action::link(
        "JSON",
        visit.here_with(&[]).replacen(&format!("/{plural}"), &format!("/{plural}.json"), 1),
    );
    if visit.is_past() {
        return vec![table.quiet()];
    }
    let new = Action::link(format!("New {}", kind.kind().singular), visit.at(&format!("/{plural}/new")));
    let mut all = super::deeds::steps::of_kind(visit, kind);
    // Where a step makes records of the kind, it asks what is needed; the blank form comes second.
    match all.first_mut() {
        Some(first) => {
            *first = first.clone().primary().icon(Icon::Plus).key("n");
            all.push(new.quiet());
        }
        None => all.push(new.primary().icon(Icon::Plus).key("n")),
    }
    all.extend(crate::pages::register::drafts(visit, kind));
    if kind == RecordKind::Document {
        all.push(Action::link("What is required", visit.at(crate::pages::documents::REGISTER)).quiet());
    }
    all.push(table.quiet());
    all
}

fn nothing(visit: &Visit, kind: RecordKind) -> Markup {
    let called = kind.kind();
    let new =
        Action::link(format!("New {}", called.singular), visit.at(&format!("/{}/new", address::kind(kind))));
    let import = Action::link("Import a file", visit.at("/import"));
    let steps = if visit.is_past() { vec![] } else { vec![new.primary(), import] };
    parts::empty::empty(
        Icon::Folder,
        &format!("No {} yet", called.plural),
        &format!("ISO/IEC 27001, clause {}", called.clause),
        &steps,
    )
}

/// Returns the records that count and that the query asks for, sorted as it says.
#[must_use]
pub fn found(visit: &Visit, kind: RecordKind) -> Vec<(RecordId, &dyn AnyRecord)> {
    let words = visit.query.get("q").to_lowercase();
    let picked: Vec<(&str, &str)> = choices(kind)
        .iter()
        .map(|(shown, _)| (shown.name, visit.query.get(shown.name)))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    let mut found = visit.isms().counted(kind);
    found.retain(|(id, record)| {
        picked.iter().all(|(field, value)| has(record.text(field), value))
            && (words.is_empty() || mentions(*id, *record, &words))
    });
    let sort = visit.query.get("sort");
    let (field, down) = sort.strip_prefix('-').map_or((sort, false), |field| (field, true));
    if kind.fields().iter().any(|shown| shown.name == field) {
        let key = |record: &dyn AnyRecord| record.text(field).unwrap_or_default().to_lowercase();
        // What has no value stands last in both directions.
        found.sort_by_cached_key(|(_, record)| key(*record));
        if down {
            found.reverse();
        }
        found.sort_by_key(|(_, record)| record.text(field).is_none_or(|text| text.is_empty()));
    } else if field == "id" && down {
        found.reverse();
    }
    found
}

/// Says whether a field holds the chosen word; `none` is a field in which nothing stands.
fn has(text: Option<String>, value: &str) -> bool {
    let text = text.unwrap_or_default();
    if value == "none" { text.is_empty() } else { text.split([',', '\n']).any(|one| one.trim() == value) }
}

/// Says whether all words stand somewhere in a record.
#[must_use]
pub fn mentions(id: RecordId, record: &dyn AnyRecord, words: &str) -> bool {
    let mut text = format!("{id} {}", record.title());
    for shown in record.fields() {
        text.push(' ');
        text.push_str(&shown.text);
    }
    let text = text.to_lowercase();
    words.split_whitespace().all(|word| text.contains(word))
}

/// Returns the fields of a few words that the list can be filtered by.
fn choices(kind: RecordKind) -> Vec<(Shown, Vec<&'static str>)> {
    let words = |shape: &Shape| {
        let words = shape.each().unwrap_or(shape).words();
        (!words.is_empty()).then(|| words.to_vec())
    };
    let fields = kind.fields().into_iter();
    fields.filter_map(|shown| words(&shown.shape).map(|words| (shown, words))).take(PICKS).collect()
}

/// Returns the fields that stand beside the title: short ones in which something stands, in the order people read them.
fn columns(kind: RecordKind, found: &[(RecordId, &dyn AnyRecord)]) -> Vec<Shown> {
    let fields = kind.fields().into_iter();
    let beside = ["title", "uuid", "state", "status"];
    let short = fields.filter(|shown| !beside.contains(&shown.name) && is_short(&shown.shape));
    // Ids in a row say less than a day or a word does: they stand there where there is room.
    let ids = |shown: &Shown| match shown.shape.each() {
        Some(Shape::Reference(kinds)) => !kinds.contains(&RecordKind::Person),
        Some(_) | None => false,
    };
    // A column in which nothing stands would only take room.
    let stands = |shown: &Shown| {
        found
            .iter()
            .take(LOOKED_AT)
            .any(|(_, record)| record.value(shown.name).is_some_and(|value| !value.is_empty()))
    };
    let (rows, words): (Vec<Shown>, Vec<Shown>) = short.filter(stands).partition(ids);
    words.into_iter().chain(rows).take(COLUMNS).collect()
}

fn is_short(shape: &Shape) -> bool {
    match shape.bare() {
        Shape::Line
        | Shape::Date
        | Shape::Number
        | Shape::Decimal
        | Shape::Choice(_)
        | Shape::Reference(_)
        | Shape::Owner => true,
        Shape::List(_) => shape.stands_in_line(),
        Shape::Prose | Shape::Parts(_) | Shape::Optional(_) => false,
    }
}

fn list(visit: &Visit, kind: RecordKind, found: &[(RecordId, &dyn AnyRecord)], counted: usize) -> Markup {
    let beside = columns(kind, found);
    let (part, ways) = register::part(visit, kind, found);
    let table = Grid {
        id: "list".to_owned(),
        caption: capital(kind.kind().plural),
        columns: heads(visit, kind, &beside),
        rows: part.iter().map(|(id, record)| row(visit, *id, *record, &beside)).collect(),
        ..Grid::default()
    };
    html! {
        (bar(visit, kind, found.len(), counted))
        @if found.is_empty() { p.secondary { "Nothing fits these words" } } @else { (grid(&table)) }
        (ways)
    }
}

fn bar(visit: &Visit, kind: RecordKind, shown: usize, counted: usize) -> Markup {
    let pick = |(field, words): (Shown, Vec<&'static str>)| {
        let words = words.iter().map(|word| Choice::new(*word, *word));
        let choices = [Choice::new("", "any")].into_iter().chain(words);
        let choices = choices.chain([Choice::new("none", "not recorded")]).collect();
        register::pick(visit, field.name, field.label, choices)
    };
    let picks = choices(kind).into_iter().map(pick).collect();
    register::bar(visit, kind, picks, &[], (shown, counted))
}

fn heads(visit: &Visit, kind: RecordKind, beside: &[Shown]) -> Vec<Column> {
    let head = |field: &str, label: &str, help: Option<&str>, kind: ColumnKind| {
        let sort = visit.query.get("sort");
        let (next, sorted) = if sort == field {
            (format!("-{field}"), Sorted::Up)
        } else if sort.strip_prefix('-') == Some(field) {
            (field.to_owned(), Sorted::Down)
        } else {
            (field.to_owned(), Sorted::No)
        };
        Column {
            field: field.to_owned(),
            label: label.to_owned(),
            help: help.map(str::to_owned),
            kind,
            edit: None,
            sort: Some((visit.here_with(&[("sort", next.as_str()), ("page", "")]), sorted)),
        }
    };
    let mut heads =
        vec![head("id", "Id", None, ColumnKind::Id), head("title", "Title", None, ColumnKind::Wide)];
    if standing::stands(kind) {
        let by = standing::field_of(kind);
        let state = head(by.unwrap_or("state"), "State", Some("How it stands"), ColumnKind::Words);
        // What only dates say is in no field to sort by.
        heads.push(Column { sort: state.sort.clone().filter(|_| by.is_some()), ..state });
    }
    heads.extend(
        beside.iter().map(|shown| head(shown.name, shown.label, Some(shown.help), ColumnKind::Words)),
    );
    heads
}

fn row(visit: &Visit, id: RecordId, record: &dyn AnyRecord, beside: &[Shown]) -> Row {
    let href = visit.record_at(id);
    let title = if record.title().is_empty() { "without a title" } else { record.title() };
    let mut cells =
        vec![Cell::read(html! { a href=(href) { (id) } }), Cell::read(html! { a href=(href) { (title) } })];
    if standing::stands(id.kind) {
        let stands = standing::standing(record, visit.today);
        cells.push(Cell::read(html! {
            @if let Some((status, word)) = stands { (state(status, &word)) } @else { span.missing { "–" } }
        }));
    }
    cells.extend(beside.iter().map(|column| {
        let text = record.text(column.name).unwrap_or_default();
        Cell::read(if text.is_empty() {
            html! { span.missing { "–" } }
        } else {
            short(visit, column, &text)
        })
    }));
    Row { id: id.to_string(), cells, ..Row::default() }
}

/// Returns a value in a cell: of people their names, of other references the ids.
fn short(visit: &Visit, column: &Shown, text: &str) -> Markup {
    if column.shape.each().is_some_and(Shape::points) {
        return several(visit, text);
    }
    match RecordId::parse(text).filter(|_| column.shape.points()) {
        Some(id) if id.kind == RecordKind::Person => several(visit, text),
        Some(id) => {
            html! { a.plain-link.g-name href=(visit.record_at(id)) title=(id) { (visit.isms().name_of(id)) } }
        }
        None => shown::lines(text),
    }
}

/// Returns several references: of people their names, of others the ids; many are counted.
fn several(visit: &Visit, text: &str) -> Markup {
    let ids: Vec<RecordId> = text.split([',', '\n']).filter_map(|one| RecordId::parse(one.trim())).collect();
    html! {
        @for (at, id) in ids.iter().take(SEVERAL).enumerate() {
            @if at > 0 { ", " }
            @let name = visit.isms().name_of(*id);
            a.plain-link href=(visit.record_at(*id)) title=(name) {
                @if id.kind == RecordKind::Person { (short_name(&name)) } @else { (id) }
            }
        }
        @if ids.len() > SEVERAL { span.secondary { " and " (ids.len() - SEVERAL) " more" } }
    }
}
