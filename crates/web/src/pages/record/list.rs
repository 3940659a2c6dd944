//! The list of records of one kind: words, choices, sorting, pages of a hundred.

use axum::extract::Path;
use maud::{Markup, html};
use model::{AnyRecord, PartId, RecordId, RecordKind, Shape, Shown};

use super::{capital, here, inputs, proposals, shown, standing};
use crate::failure::{Answer, Failure};
use crate::layout::PageHead;
use crate::locale::locale;
use crate::pages::audits::coverage;
use crate::pages::bulk::read::can_be_written;
use crate::pages::cells::Open;
use crate::pages::naming::short_name;
use crate::pages::register;
use crate::pages::views::{Layout, Look, Of, opened};
use crate::parts::filter::Pick;
use crate::parts::{Action, Cell, Choice, Column, ColumnKind, Editing, Grid, Icon, Row, Sorted, grid, state};
use crate::visit::{Visit, see_other};
use crate::{address, parts};

/// How many records are looked at for what stands in a column.
const LOOKED_AT: usize = 2000;
/// How many fields stand beside the title.
const COLUMNS: usize = 5;
/// How many references a cell names.
const SEVERAL: usize = 4;
/// What stands where there is no record of a kind, if not that there is none yet.
const NOTHING: &[(RecordKind, &str)] =
    &[(RecordKind::Nonconformity, "None open"), (RecordKind::Request, "No open request")];
/// How many choices stand above the list.
const PICKS: usize = 3;

/// Answers with the list of a kind; the word may also be an id, which leads to its record.
///
/// # Errors
/// Where there is no such kind or record.
pub async fn page(visit: Visit, Path(params): Path<std::collections::HashMap<String, String>>) -> Answer {
    let word = params.get("kind").map(String::as_str).unwrap_or_default();
    if let Some(kind) = address::kind_of(word) {
        return of_kind(visit, kind).await;
    }
    if let Some(part) = PartId::parse(word).filter(|part| visit.isms().find(part.record()).is_some()) {
        return Ok(see_other(&format!("{}#{part}", visit.record_at(part.record()))));
    }
    let id = RecordId::parse(word).ok_or_else(|| Failure::unknown("such page"))?;
    visit.find(id)?;
    Ok(see_other(&visit.record_at(id)))
}

/// Answers with the list of evidence, under its inbox.
///
/// # Errors
/// Where the way of looking at it cannot be read.
pub async fn page_of_evidence(visit: Visit) -> Answer {
    of_kind(visit, RecordKind::Evidence).await
}

/// Answers with the list of a kind that the address does not name.
///
/// # Errors
/// Where the way of looking at it cannot be read.
pub async fn of_kind(visit: Visit, kind: RecordKind) -> Answer {
    if kind.kind().single {
        return Ok(see_other(&visit.record_at(RecordId { kind, key: model::Key::One })));
    }
    let (visit, look) = opened(visit, Of::Kind(kind)).await?;
    Ok(visit.page(&here(kind), head(&visit, kind), main(&visit, kind, &look, None)))
}

/// Returns the heading.
#[must_use]
pub fn head(visit: &Visit, kind: RecordKind) -> PageHead {
    let called = kind.kind();
    PageHead {
        lead: Some(html! { (called.what) }),
        actions: actions(visit, kind),
        ..PageHead::new(capital(called.plural))
    }
}

/// Returns the page's main part; a row may stand open with what was typed.
#[must_use]
pub fn main(visit: &Visit, kind: RecordKind, look: &Look, open: Option<&Open>) -> Markup {
    let counted = visit.isms().count(kind);
    html! {
        (crate::rail::beside(visit, kind))
        (proposals::section(visit, kind))
        @if kind == RecordKind::Audit { (coverage::of_list(visit)) }
        @if kind == RecordKind::Evidence { (crate::pages::evidence::inbox::section(visit)) }
        @if counted == 0 { (nothing(visit, kind)) } @else { (list(visit, kind, (look, open), counted)) }
    }
}

fn actions(visit: &Visit, kind: RecordKind) -> Vec<Action> {
    let plural = address::kind(kind);
    if visit.reads_only() {
        return Vec::new();
    }
    // An audit is planned before it is anything else.
    let verb = if kind == RecordKind::Audit { "Plan" } else { "New" };
    let new = Action::link(format!("{verb} {}", kind.kind().singular), visit.at(&format!("/{plural}/new")));
    let mut all = super::deeds::steps::of_kind(visit, kind);
    let is_new = super::page::can_be_typed(kind) && visit.offers_new(kind);
    // Where a step makes records of the kind, it asks what is needed; the blank form comes second.
    match all.first_mut() {
        Some(first) => {
            *first = first.clone().primary().icon(Icon::Plus).key("n");
            all.extend(is_new.then(|| new.quiet()));
        }
        None => all.extend(is_new.then(|| new.primary().icon(Icon::Plus).key("n"))),
    }
    all.extend(crate::pages::register::drafts(visit, kind));
    if kind == RecordKind::Document {
        all.push(Action::link("What is required", visit.at(crate::pages::documents::REGISTER)).quiet());
    }
    all
}

fn nothing(visit: &Visit, kind: RecordKind) -> Markup {
    let called = kind.kind();
    let new =
        Action::link(format!("New {}", called.singular), visit.at(&format!("/{}/new", address::kind(kind))));
    let import = Action::link("Import a file", visit.at("/import"));
    let is_new = super::page::can_be_typed(kind) && visit.offers_new(kind);
    let steps = if is_new { vec![new.primary(), import] } else { vec![] };
    let own = NOTHING.iter().find(|(known, _)| *known == kind).map(|(_, words)| (*words).to_owned());
    let sentence = own.unwrap_or_else(|| format!("No {} yet", called.plural));
    parts::empty::empty(Icon::Folder, &sentence, called.what, &steps)
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
    let text = record.searched();
    words.split_whitespace().all(|word| text.contains(word) || id.to_string().to_lowercase().contains(word))
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

/// Returns the fields that can stand beside the title: short ones, in the order people read them.
fn short_fields(kind: RecordKind) -> Vec<Shown> {
    let beside = ["title", "uuid", "state", "status"];
    // Ids in a row say less than a day or a word does: they stand there where there is room.
    let ids = |shown: &Shown| match shown.shape.each() {
        Some(Shape::Reference(kinds)) => !kinds.contains(&RecordKind::Person),
        Some(_) | None => false,
    };
    let fields = kind.fields().into_iter();
    let short = fields.filter(|shown| !beside.contains(&shown.name) && is_short(&shown.shape));
    let (rows, words): (Vec<Shown>, Vec<Shown>) = short.partition(ids);
    words.into_iter().chain(rows).collect()
}

/// Returns the fields that stand beside the title: those that were chosen, else the first in which something stands.
fn beside(kind: RecordKind, found: &[(RecordId, &dyn AnyRecord)], layout: &Layout) -> Vec<Shown> {
    let fields = short_fields(kind).into_iter();
    if !layout.columns.is_empty() {
        return fields.filter(|shown| layout.names(shown.name)).collect();
    }
    // A column in which nothing stands would only take room.
    let stands = |shown: &Shown| {
        found
            .iter()
            .take(LOOKED_AT)
            .any(|(_, record)| record.value(shown.name).is_some_and(|value| !value.is_empty()))
    };
    fields.filter(stands).take(COLUMNS).collect()
}

/// Returns every column that the list can have, those first that it has where nobody chose.
#[must_use]
pub fn all_columns(visit: &Visit, kind: RecordKind) -> Vec<Column> {
    let usual = beside(kind, &visit.isms().counted(kind), &Layout::default());
    let is_usual = |shown: &Shown| usual.iter().any(|known| known.name == shown.name);
    let others = short_fields(kind).into_iter().filter(|shown| !is_usual(shown));
    let all: Vec<Shown> = usual.iter().cloned().chain(others).collect();
    heads(visit, kind, &all)
}

/// Returns how many columns the list has where nobody chose.
#[must_use]
pub fn usual_columns(visit: &Visit, kind: RecordKind) -> usize {
    heads(visit, kind, &beside(kind, &visit.isms().counted(kind), &Layout::default())).len()
}

/// Returns the columns that a layout shows, in the list's own order.
#[must_use]
pub fn columns_of(visit: &Visit, kind: RecordKind, layout: &Layout) -> Vec<Column> {
    heads(visit, kind, &beside(kind, &found(visit, kind), layout))
}

/// Returns the row of a record as it stands, and its columns.
///
/// # Errors
/// Where there is no such record.
pub fn row_of(
    visit: &Visit,
    (kind, id): (RecordKind, RecordId),
    layout: &Layout,
) -> Result<(Vec<Column>, Row), Failure> {
    let record = visit.find(id)?;
    let beside = if layout.columns.is_empty() {
        beside(kind, &found(visit, kind), layout)
    } else {
        beside(kind, &[], layout)
    };
    Ok((heads(visit, kind, &beside), row(visit, (id, record), &beside, Edited::Yes)))
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

fn list(visit: &Visit, kind: RecordKind, (look, open): (&Look, Option<&Open>), counted: usize) -> Markup {
    let found = found(visit, kind);
    let beside = beside(kind, &found, &look.layout);
    let (part, ways) = register::part(visit, kind, &found);
    let ids: Vec<RecordId> = part.iter().map(|(id, _)| *id).collect();
    let edited = if register::writes(visit, &ids) { Edited::Yes } else { Edited::No };
    let columns = heads(visit, kind, &beside);
    let rows = part.iter().map(|one| Open::applied(open, &columns, row(visit, *one, &beside, edited)));
    let table = look.layout.applied(Grid {
        id: "list".to_owned(),
        caption: capital(kind.kind().plural),
        rows: rows.collect(),
        columns: match edited {
            Edited::Yes => columns.clone(),
            Edited::No => columns.iter().map(|column| Column { edit: None, ..column.clone() }).collect(),
        },
        ..Grid::default()
    });
    let picks = picks(visit, kind);
    let counts = (found.len(), counted);
    html! {
        (register::bar(visit, kind, picks.clone(), &[], counts))
        @if edited == Edited::Yes { (register::tools(visit, Of::Kind(kind), look, &picks, counts)) }
        @else { (register::ways_to_look(visit, Of::Kind(kind), look)) }
        @if found.is_empty() { p.secondary { "Nothing fits these words" } } @else { (grid(&table)) }
        (ways)
    }
}

/// Whether the cells of a list can be edited by who reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edited {
    Yes,
    No,
}

fn picks(visit: &Visit, kind: RecordKind) -> Vec<Pick> {
    let pick = |(field, words): (Shown, Vec<&'static str>)| {
        let words = words.iter().map(|word| Choice::new(*word, *word));
        let choices = [Choice::new("", "any")].into_iter().chain(words);
        let choices = choices.chain([Choice::new("none", "not recorded")]).collect();
        register::pick(visit, field.name, field.label, choices)
    };
    choices(kind).into_iter().map(pick).collect()
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
            sort: Some((visit.here_with(&[("sort", next.as_str()), ("page", "")]), sorted)),
            ..Column::default()
        }
    };
    let isms = visit.isms();
    let title = kind.fields().into_iter().find(|shown| shown.name == "title");
    let edit = |shown: &Shown| can_be_written(kind, shown).then(|| inputs::cell_widget(&shown.shape, isms));
    let titled =
        Column { edit: title.as_ref().and_then(edit), ..head("title", "Title", None, ColumnKind::Wide) };
    let mut heads = vec![head("id", "Id", None, ColumnKind::Id), titled];
    if standing::stands(kind) {
        let by = standing::field_of(kind);
        let state = head(by.unwrap_or("state"), "State", Some("How it stands"), ColumnKind::Words);
        // What only dates say is in no field to sort by.
        heads.push(Column { sort: state.sort.clone().filter(|_| by.is_some()), ..state });
    }
    heads.extend(beside.iter().map(|shown| Column {
        edit: edit(shown),
        ..head(shown.name, shown.label, Some(shown.help), ColumnKind::Words)
    }));
    heads
}

fn row(visit: &Visit, (id, record): (RecordId, &dyn AnyRecord), beside: &[Shown], edited: Edited) -> Row {
    let href = visit.record_at(id);
    let title = if record.title().is_empty() { "without a title" } else { record.title() };
    let mut cells = vec![
        Cell::read(html! { a href=(href) { (id) } }),
        Cell::edit(html! { a.plain-link href=(href) { (title) } }, record.title()),
    ];
    if standing::stands(id.kind) {
        let stands = standing::standing(record, visit.today);
        cells.push(Cell::read(html! {
            @if let Some((status, word)) = stands { (state(status, &word)) } @else { span.missing { "–" } }
        }));
    }
    cells.extend(beside.iter().map(|column| {
        let text = record.text(column.name).unwrap_or_default();
        let shown = if text.is_empty() {
            html! { span.missing { "–" } }
        } else if (id.kind, column.name) == (RecordKind::Document, "kind") {
            shown::kind_of_document(&text)
        } else {
            short(visit, column, &text)
        };
        if can_be_written(id.kind, column) {
            Cell::edit(shown, in_line(column, text))
        } else {
            Cell::read(shown)
        }
    }));
    let row = Row { id: id.to_string(), revision: u64::from(record.revision()), cells, ..Row::default() };
    if edited == Edited::No {
        return row;
    }
    Row {
        action: Some(format!("/o/{}{}/cell", visit.org, address::record(id))),
        edit_href: Some(format!("{}#{id}", visit.here_with(&[("edit", &id.to_string())]))),
        editing: if visit.query.get("edit") == id.to_string() { Editing::Yes } else { Editing::No },
        ..row
    }
}

/// Returns a text as it stands in a cell: several ids or words in one line.
fn in_line(column: &Shown, text: String) -> String {
    if column.shape.stands_in_line() {
        text.split(['\n', ',']).map(str::trim).collect::<Vec<_>>().join(", ")
    } else {
        locale().in_form(&column.shape, &text)
    }
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
        None => shown::lines(&locale().told(&column.shape, text)),
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
