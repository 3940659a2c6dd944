//! One asset as a row.

use std::collections::HashMap;

use maud::{Markup, html};
use model::records::{Asset, AssetKind, Classification, Risk};
use model::{Entry, InScope, Isms, RecordId, Ref, Value, Words};

use crate::pages::naming::{Marks, owner_cell, owners};
use crate::parts::{Cell, Choice, Column, ColumnKind, Editing, Row, Sorted, Status, Widget, state};
use crate::visit::Visit;

/// Returns the columns, each with the way to sort by it.
pub fn columns(visit: &Visit) -> Vec<Column> {
    let isms = visit.isms();
    let column = |field: &str, label: &str, help: &str, kind, edit| Column {
        field: field.to_owned(),
        label: label.to_owned(),
        help: (!help.is_empty()).then(|| help.to_owned()),
        kind,
        edit,
        sort: Some(sort(visit, field)),
        ..Column::default()
    };
    let value = || Some(Widget::Number(1, 5, String::new()));
    vec![
        column("id", "Id", "", ColumnKind::Id, None),
        column("title", "Asset", "", ColumnKind::Wide, Some(Widget::Text)),
        column("kind", "Type", "", ColumnKind::Words, Some(words(AssetKind::WORDS))),
        column("owner", "Owner", "", ColumnKind::Words, Some(Widget::Ref(owners(isms)))),
        column("confidentiality", "C", "Confidentiality, 1 low to 5 high", ColumnKind::Number, value()),
        column("integrity", "I", "Integrity, 1 low to 5 high", ColumnKind::Number, value()),
        column("availability", "A", "Availability, 1 low to 5 high", ColumnKind::Number, value()),
        column("classification", "Classification", "", ColumnKind::Words, Some(words(Classification::WORDS))),
        column("in_scope", "Scope", "in, or out: and why", ColumnKind::Words, Some(Widget::Text)),
        Column {
            sort: None,
            ..column(
                "depends_on",
                "Depends on",
                "What it needs to work",
                ColumnKind::Words,
                Some(Widget::Text),
            )
        },
        column("risks", "Risks", "Open risks that touch it", ColumnKind::Number, None),
        Column { sort: None, ..column("said", "Rules", "What the rules say", ColumnKind::Mark, None) },
    ]
}

fn words(words: &[&str]) -> Widget {
    let mut choices = vec![Choice::new("", "not said")];
    choices.extend(words.iter().map(|word| Choice::new(*word, *word)));
    Widget::Select(choices)
}

fn sort(visit: &Visit, by: &str) -> (String, Sorted) {
    let down = format!("-{by}");
    let asked = visit.query.get("sort");
    let present = if asked == by || (asked.is_empty() && by == "id") {
        Sorted::Up
    } else if asked == down {
        Sorted::Down
    } else {
        Sorted::No
    };
    let next = if present == Sorted::Up { down.as_str() } else { by };
    (visit.here_with(&[("sort", next), ("page", "")]), present)
}

/// Counts the open risks that touch each element.
pub fn risks(isms: &Isms) -> HashMap<RecordId, Vec<Ref<Risk>>> {
    let mut risks: HashMap<RecordId, Vec<Ref<Risk>>> = HashMap::new();
    for (id, risk) in isms.risks.iter().filter(|(_, risk)| risk.status.is_open()) {
        for element in &risk.elements {
            risks.entry(element.id()).or_default().push(id);
        }
    }
    risks
}

/// Returns one row.
pub fn row(visit: &Visit, id: Ref<Asset>, asset: &Entry<Asset>, marks: &Marks, risks: usize) -> Row {
    let writes = !visit.reads_only();
    let value =
        |value: Option<u32>| Cell::words_edit(value.map(|value| value.to_string()).unwrap_or_default());
    let word = |word: Option<&str>| Cell::words_edit(word.unwrap_or_default());
    Row {
        id: id.to_string(),
        action: writes.then(|| format!("/o/{}/assets/{id}/cell", visit.org)),
        revision: u64::from(asset.revision),
        edit_href: writes.then(|| format!("{}#{id}", visit.here_with(&[("edit", &id.to_string())]))),
        editing: if visit.query.get("edit") == id.to_string() && writes { Editing::Yes } else { Editing::No },
        problem: None,
        cells: vec![
            Cell::read(html! { a href=(visit.record_at(id)) { (id) } }),
            Cell::edit(
                html! { a.plain-link href=(visit.record_at(id)) { (asset.title) } },
                asset.title.to_string(),
            ),
            word(asset.kind.map(Words::word)),
            Cell::edit(
                owner_cell(visit.isms(), asset.owner.as_ref()),
                asset.owner.as_ref().map(Value::text).unwrap_or_default(),
            ),
            value(asset.confidentiality),
            value(asset.integrity),
            value(asset.availability),
            word(asset.classification.map(Words::word)),
            Cell::edit(scope(&asset.in_scope), asset.in_scope.text()),
            Cell::edit(depends(visit, asset), asset.depends_on.text()),
            Cell::read(
                html! { @if risks > 0 { a href=(visit.record_at(id)) { (risks) } } @else { span.secondary { "0" } } },
            ),
            Cell::read(marks.show(id.id(), &visit.record_at(id))),
        ],
    }
}

fn scope(scope: &InScope) -> Markup {
    html! {
        @match scope {
            InScope::Undecided => span.missing { "undecided" },
            InScope::In => (state(Status::Met, "in")),
            InScope::Out(because) if because.is_empty() => (state(Status::Attention, "out")),
            InScope::Out(because) => span title=(because) { (state(Status::NotApplicable, "out")) },
        }
    }
}

fn depends(visit: &Visit, asset: &Asset) -> Markup {
    html! {
        @for element in asset.depends_on.iter().take(3) {
            a.id-link href=(visit.record_at(element.id())) title=(visit.isms().name_of(element.id())) { (element) } " "
        }
        @if asset.depends_on.len() > 3 { span.secondary { "+" (asset.depends_on.len() - 3) } }
    }
}
