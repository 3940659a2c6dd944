//! One row of the register.

use maud::html;
use model::records::{Lacks, Levels, MethodContent, Risk, Standing, Treatment};
use model::{Entry, Ref, Value, Words};

use super::level::level;
use crate::locale::locale;
use crate::pages::naming::{Marks, owner_cell, owners};
use crate::parts::{Cell, Column, ColumnKind, Editing, Row, Sorted, Status, Widget, state};
use crate::visit::Visit;

/// Returns the columns, each with the way to sort by it.
pub fn columns(visit: &Visit) -> Vec<Column> {
    let isms = visit.isms();
    let sorted = super::list::sorted(visit);
    let column = |field: &str, label: &str, kind, edit, sorts: &str| Column {
        field: field.to_owned(),
        label: label.to_owned(),
        kind,
        edit,
        sort: (!sorts.is_empty()).then(|| sort(visit, &sorted, sorts)),
        ..Column::default()
    };
    vec![
        column("id", "Id", ColumnKind::Id, None, "id"),
        column("title", "Risk", ColumnKind::Wide, Some(Widget::Text), "title"),
        column("owner", "Owner", ColumnKind::Words, Some(Widget::Ref(owners(isms))), "owner"),
        column("now", "Now", ColumnKind::Words, None, "now"),
        column("after", "After", ColumnKind::Words, None, "after"),
        column("treatment", "Treatment", ColumnKind::Words, None, "treatment"),
        Column {
            help: Some("Within or above the level that is accepted without a further decision".to_owned()),
            ..column("status", "Stands", ColumnKind::Words, None, "")
        },
        column("said", "Rules", ColumnKind::Mark, None, ""),
    ]
}

/// Returns where sorting by a column leads, and how it is sorted now; numbers begin with the greatest.
fn sort(visit: &Visit, sorted: &str, by: &str) -> (String, Sorted) {
    let down = format!("-{by}");
    let greatest_first = ["now", "after"].contains(&by);
    let (present, next) = match (sorted == by, sorted == down) {
        (true, _) => (Sorted::Up, down.clone()),
        (_, true) => (Sorted::Down, by.to_owned()),
        (false, false) => (Sorted::No, if greatest_first { down.clone() } else { by.to_owned() }),
    };
    (visit.here_with(&[("sort", &next), ("page", "")]), present)
}

/// Returns one row.
pub fn row(visit: &Visit, method: &MethodContent, id: Ref<Risk>, risk: &Entry<Risk>, marks: &Marks) -> Row {
    let writes = !visit.reads_only();
    let shown = html! { a.plain-link href=(visit.record_at(id)) { (risk.title) } };
    Row {
        id: id.to_string(),
        action: writes.then(|| format!("/o/{}/risks/{id}/cell", visit.org)),
        revision: u64::from(risk.revision),
        edit_href: writes.then(|| format!("{}#{id}", visit.here_with(&[("edit", &id.to_string())]))),
        editing: if visit.query.get("edit") == id.to_string() && writes { Editing::Yes } else { Editing::No },
        problem: None,
        cells: vec![
            Cell::read(html! { a href=(visit.record_at(id)) { (id) } }),
            Cell::edit(shown, risk.title.to_string()),
            Cell::edit(
                owner_cell(visit.isms(), risk.owner.as_ref()),
                risk.owner.as_ref().map(Value::text).unwrap_or_default(),
            ),
            Cell::read(level(method, &risk.now)),
            Cell::read(if risk.after.is_blank() {
                html! {}
            } else {
                level(method, &risk.after)
            }),
            Cell::read(html! {
                @match risk.treatment {
                    Treatment::Undecided => span.missing { "undecided" },
                    Treatment::Modify | Treatment::Retain | Treatment::Avoid | Treatment::Share => (risk.treatment.word()),
                }
            }),
            Cell::read(stands(visit, method, risk)),
            Cell::read(marks.show(id.id(), &format!("{}#said", visit.record_at(id)))),
        ],
    }
}

/// What is said of a level that needs nobody's word.
const WITHIN: &str = "within what is accepted";

/// Says how a risk stands: gone, accepted, in treatment, or waiting for somebody.
pub fn standing(visit: &Visit, method: &MethodContent, risk: &Risk) -> (Status, String) {
    let (status, word) = match Levels::of(visit.isms(), method, visit.today).standing(risk) {
        Standing::Closed => (Status::NotApplicable, "closed"),
        Standing::Accepted(Some(until)) => {
            return (Status::Met, format!("accepted until {}", locale().short_day(until)));
        }
        Standing::Accepted(None) => (Status::Met, "accepted"),
        Standing::HalfAccepted(Lacks::Owner(_)) => (Status::Attention, "waits for its owner"),
        Standing::HalfAccepted(Lacks::Authority) => (Status::Attention, "waits for whom the method names"),
        Standing::NotRated => (Status::NotStarted, "not rated"),
        Standing::Undecided => (Status::Attention, "undecided"),
        Standing::Unjudged => (Status::NotStarted, "no level to judge by"),
        Standing::Within => (Status::Met, WITHIN),
        Standing::NotAccepted => (Status::Attention, "not accepted"),
        Standing::Above => (Status::InProgress, "above"),
    };
    (status, word.to_owned())
}

fn stands(visit: &Visit, method: &MethodContent, risk: &Risk) -> maud::Markup {
    let (status, word) = standing(visit, method, risk);
    let word = match word.as_str() {
        word if word.starts_with("accepted") => "accepted",
        WITHIN => "acceptable",
        word => word,
    };
    state(status, word)
}
