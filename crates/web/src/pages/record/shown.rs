//! A field as it is read: references are links, parts are a table, text keeps its lines.

use maud::{Markup, html};
use model::{AnyRecord, Clause, Date, PartId, RecordId, RecordKind, Ref, Shape, Shown, Writer};

use super::rows;
use crate::locale::locale;
use crate::pages::comments::Marks;
use crate::parts::digest::digest;
use crate::parts::table::{Table, stacked};
use crate::parts::{Fact, Status, facts, outside, state, tag};
use crate::visit::Visit;

/// Fields that stand in the heading, or beside what people read.
const BESIDE: &[&str] = &["title", "uuid"];
/// What stands beside a file for whom the client shared none.
pub const NO_FILE: &str = "the client shared no file";
/// From how many rows on a list is folded.
const FOLDED_FROM: usize = 12;

/// Returns the facts of a record, without its title and without what is not recorded.
#[must_use]
pub fn record_facts(visit: &Visit, id: RecordId, record: &dyn AnyRecord) -> Vec<Fact> {
    let fields = record.fields();
    let carried = operations::carried(visit.isms(), id);
    let is_shown = |shown: &&Shown| !BESIDE.contains(&shown.name) && !carried.contains(&shown.name);
    let recorded = fields.iter().filter(is_shown).filter(|shown| !shown.text.is_empty());
    let marks = Marks::of(visit, id);
    recorded.map(|shown| fact(visit, id, shown, &marks)).collect()
}

/// Returns what is not recorded, in one line; each name leads to its place in the form.
#[must_use]
pub fn not_recorded(visit: &Visit, id: RecordId, record: &dyn AnyRecord) -> Markup {
    let fields = record.fields();
    let missing: Vec<&Shown> =
        fields.iter().filter(|shown| !BESIDE.contains(&shown.name) && shown.text.is_empty()).collect();
    let writes = !missing.is_empty() && visit.offers_edit(id);
    let form = |shown: &Shown| visit.at(&format!("{}/edit#{}", crate::address::record(id), shown.name));
    html! {
        @if !missing.is_empty() {
            p.not-recorded {
                span.missing { "Not recorded" } ": "
                @for (at, shown) in missing.iter().enumerate() {
                    @if at > 0 { ", " }
                    @if shown.writer == Writer::Form && writes {
                        a href=(form(shown)) title=(shown.help) { (shown.label) }
                    } @else { span title=(shown.help) { (shown.label) } }
                }
            }
        }
    }
}

fn fact(visit: &Visit, id: RecordId, shown: &Shown, marks: &Marks<'_>) -> Fact {
    let history = visit.at(&format!("/history?record={id}&field={}", shown.name));
    let fact = if shown.text.is_empty() {
        Fact::words(shown.label, "")
    } else {
        Fact::new(shown.label, value(visit, id, shown)).history(history)
    };
    fact.help(shown.help).said(marks.on(shown.name))
}

/// Returns the value of a field.
#[must_use]
pub fn value(visit: &Visit, id: RecordId, shown: &Shown) -> Markup {
    match (id.kind, shown.name) {
        (_, "file") => return file(visit, id, &shown.text),
        (_, "approvals") => return approvals(visit, &shown.text),
        (RecordKind::Method, "interval_months") => {
            return html! { "every " (shown.text) @if shown.text == "1" { " month" } @else { " months" } };
        }
        (RecordKind::Document, "kind") => return kind_of_document(&shown.text),
        _ => {}
    }
    match shown.shape.columns() {
        Some(columns) => {
            let named = |row: &[String]| part_of(id, shown.name, row);
            parts_table(visit, columns, &shown.text, shown.label, &named)
        }
        None => of_shape(visit, &shown.shape, &shown.text, shown.label),
    }
}

/// Returns the id of a part that is quoted by one, from the first cell of its row: `CA-4.2`, `DEC-2.1`, `GAP-1 6.1.2 c)`.
fn part_of(id: RecordId, field: &str, row: &[String]) -> Option<PartId> {
    let first = row.first()?;
    match (id.kind, field) {
        (RecordKind::Nonconformity, "actions") => {
            Some(PartId::CorrectiveAction(Ref::of(id.key), first.parse().ok()?))
        }
        (RecordKind::ManagementReview, "decisions") => {
            Some(PartId::Decision(Ref::of(id.key), first.parse().ok()?))
        }
        (RecordKind::GapAnalysis, "entries") => Some(PartId::GapEntry(Ref::of(id.key), Clause::new(first))),
        _ => None,
    }
}

/// Returns who approved which version, the newest first, from the lines that a record keeps: `v2 by PER-4 on 2026-09-12`.
fn approvals(visit: &Visit, text: &str) -> Markup {
    let day =
        |text: &str| text.parse::<Date>().map_or_else(|_| text.to_owned(), |day| locale().short_day(day));
    let row = |line: &str| {
        let (version, rest) = line.split_once(" by ").unwrap_or((line, ""));
        let (by, rest) = rest.split_once(" on ").unwrap_or((rest, ""));
        let (on, withdrawn) = rest.split_once(", withdrawn on ").unwrap_or((rest, ""));
        vec![
            html! { (version) },
            reference(visit, by),
            html! { span.nowrap { (day(on)) } },
            html! { @if withdrawn.is_empty() { (state(Status::Met, "given")) } @else { (state(Status::NotApplicable, &format!("withdrawn {}", day(withdrawn)))) } },
        ]
    };
    stacked(&Table {
        caption: String::new(),
        head: ["Version", "Approved by", "Day", "Stands"].map(str::to_owned).to_vec(),
        rows: text.lines().rev().map(row).collect(),
    })
}

/// Returns the kind of a document by its title, with the word that rules know it by.
pub(super) fn kind_of_document(word: &str) -> Markup {
    html! {
        @match standards::title_of_kind(word) {
            Some(title) => span title=(word) { (title) },
            None => (word),
        }
    }
}

fn of_shape(visit: &Visit, shape: &Shape, text: &str, label: &str) -> Markup {
    if let Some(columns) = shape.columns() {
        return parts_table(visit, columns, text, label, &|_| None);
    }
    match shape.each() {
        None => one(visit, shape.bare(), text),
        Some(each) if each.points() => references(visit, text, label),
        Some(_) if shape.stands_in_line() => {
            html! { @for one in text.split([',', '\n']).map(str::trim) { (tag(one)) " " } }
        }
        Some(_) => linked_lines(visit, text),
    }
}

/// Returns one value that is there.
fn one(visit: &Visit, shape: &Shape, text: &str) -> Markup {
    match shape {
        Shape::Reference(_) | Shape::Owner => reference(visit, text),
        Shape::Line => line(text),
        Shape::Parts(parts) => parts_facts(visit, parts, text),
        Shape::Date | Shape::Number | Shape::Decimal => {
            html! { span.nowrap { (locale().told(shape, text)) } }
        }
        Shape::Choice(_) => html! { (text) },
        Shape::Prose | Shape::Optional(_) | Shape::List(_) => lines(text),
    }
}

/// Returns a kept file: name, size, digest, and the way to save it.
fn file(visit: &Visit, id: RecordId, text: &str) -> Markup {
    let cells = rows::cells(text);
    let cell = |at: usize| cells.get(at).map_or("", String::as_str);
    let told = html! { " " span.secondary { (locale().told(&Shape::Number, cell(2))) " bytes, " (cell(3)) } " " (digest("sha256", cell(1))) };
    if !visit.books.opens_files() {
        return html! { (cell(0)) (told) " " span.secondary { (NO_FILE) } };
    }
    html! {
        a href=(visit.at(&format!("{}/file", crate::address::record(id)))) { (cell(0)) }
        (told)
    }
}

/// Returns a record's id and title as a link; words that are no id stay words.
#[must_use]
pub fn reference(visit: &Visit, text: &str) -> Markup {
    match RecordId::parse(text) {
        Some(id) => link(visit, id),
        None => html! { (text) },
    }
}

/// Returns a record's id and title as a link.
#[must_use]
pub fn link(visit: &Visit, id: RecordId) -> Markup {
    match visit.isms().find(id) {
        Some(record) => html! {
            a href=(visit.record_at(id)) { code { (id) } " " (record.title()) }
            @if record.about().proposed.is_some() { " " (crate::parts::chip(Status::Info, "proposed")) }
        },
        None => html! { code { (id) } " " span.missing { "is not there" } },
    }
}

fn line(text: &str) -> Markup {
    if text.starts_with("https://") || text.starts_with("http://") {
        outside(text, text)
    } else {
        lines(text)
    }
}

/// Returns lines, of which those that are ids of records lead to them.
fn linked_lines(visit: &Visit, text: &str) -> Markup {
    let one = |text: &str| match RecordId::parse(text).filter(|id| visit.isms().find(*id).is_some()) {
        Some(id) => link(visit, id),
        None => html! { (text) },
    };
    html! { @for (at, text) in text.lines().enumerate() { @if at > 0 { br; } (one(text)) } }
}

/// Returns text with its lines.
#[must_use]
pub fn lines(text: &str) -> Markup {
    let lines: Vec<&str> = text.lines().collect();
    html! { @for (at, one) in lines.iter().enumerate() { @if at > 0 { br; } (one) } }
}

/// Returns one part as facts; what is not recorded is left out.
fn parts_facts(visit: &Visit, parts: &[model::PartShape], text: &str) -> Markup {
    let cells = rows::cells(text);
    let filled = parts.iter().zip(&cells).filter(|(_, cell)| !cell.is_empty());
    let fact = |(part, cell): (&model::PartShape, &String)| {
        Fact::new(part.label, of_shape(visit, &part.shape, cell, part.label))
    };
    facts(&filled.map(fact).collect::<Vec<_>>())
}

/// Returns references as a list, folded where it is long.
fn references(visit: &Visit, text: &str, label: &str) -> Markup {
    let all: Vec<&str> = text.split([',', '\n']).map(str::trim).filter(|one| !one.is_empty()).collect();
    if all.is_empty() {
        return html! {};
    }
    let list = html! { ul.plain { @for one in &all { li { (reference(visit, one)) } } } };
    long(all.len(), label, list)
}

/// Returns something long folded under how much it is, and something short as it is.
fn long(count: usize, label: &str, body: Markup) -> Markup {
    if count <= FOLDED_FROM {
        return body;
    }
    html! { details.fold { summary { (count) " " (label.to_lowercase()) } (body) } }
}

/// Returns parts as a table; columns in which nothing stands are left out, and a part that has an id shows it.
fn parts_table(
    visit: &Visit,
    parts: &[model::PartShape],
    text: &str,
    label: &str,
    named: &dyn Fn(&[String]) -> Option<PartId>,
) -> Markup {
    let rows = rows::rows(text);
    let filled: Vec<usize> = (0..parts.len())
        .filter(|at| rows.iter().any(|row| row.get(*at).is_some_and(|cell| !cell.is_empty())))
        .collect();
    let cell = |row: &Vec<String>, at: usize| {
        let text = row.get(at).map_or("", String::as_str);
        match named(row).filter(|_| at == 0) {
            Some(part) => part_cell(visit, &part),
            None => parts.get(at).map(|part| in_cell(visit, part, text)).unwrap_or_default(),
        }
    };
    let is_named = rows.first().is_some_and(|row| named(row).is_some());
    let heading = |at: &usize| {
        parts.get(*at).map(|part| if *at == 0 && is_named { "Id".to_owned() } else { part.label.to_owned() })
    };
    let body = stacked(&Table {
        caption: label.to_owned(),
        head: filled.iter().filter_map(heading).collect(),
        rows: rows.iter().map(|row| filled.iter().map(|at| cell(row, *at)).collect()).collect(),
    });
    long(rows.len(), label, body)
}

/// Returns a value in a cell of a table: people by their names.
fn in_cell(visit: &Visit, part: &model::PartShape, text: &str) -> Markup {
    match RecordId::parse(text).filter(|id| id.kind == RecordKind::Person && part.shape.points()) {
        Some(id) => {
            html! { a.plain-link href=(visit.record_at(id)) title=(id) { (visit.isms().name_of(id)) } }
        }
        None => of_shape(visit, &part.shape, text, part.label),
    }
}

/// Returns the id of a part, which others quote and link to; of an item of a gap analysis the way to its row.
fn part_cell(visit: &Visit, part: &PartId) -> Markup {
    match part {
        PartId::GapEntry(analysis, criterion) => {
            let href = crate::pages::gap::row_at(visit, *analysis, criterion);
            html! { a.id-link href=(href) { (criterion) } }
        }
        PartId::CorrectiveAction(..) | PartId::Decision(..) => {
            html! { code.part-id id=(part) { (part) } }
        }
    }
}
