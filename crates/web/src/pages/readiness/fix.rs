//! One fix: what it would write, and writing it.

use axum::http::StatusCode;
use diagnostics::{Diagnostic, FixGrade};
use maud::{Markup, html};
use model::RecordId;
use operations::ApplyFix;

use super::{HERE, back, first_named, named};
use crate::failure::Answer;
use crate::fields::Fields;
use crate::layout::PageHead;
use crate::pages::naming::told;
use crate::parts::table::{Table, table};
use crate::parts::{Action, actions};
use crate::visit::Visit;

/// Answers with what a fix would write.
///
/// # Errors
/// Where nothing is said of the record any more.
pub async fn page(visit: Visit) -> Answer {
    let results = visit.results();
    let one = first_named(&results, &visit.query)?;
    Ok(visit.page(HERE, head(&visit, &one), main(&visit, &one, None)))
}

/// Writes what a fix offers.
///
/// # Errors
/// Where nothing is said of the record any more, or the store does not take it.
pub async fn apply(visit: Visit, typed: Fields) -> Answer {
    let results = visit.results();
    let one = first_named(&results, &typed)?;
    let writes: Vec<(RecordId, String, String)> = named(&results, &typed)
        .iter()
        .filter(|one| can_be_applied(one))
        .flat_map(|one| writes(one))
        .collect();
    match visit.run(ApplyFix { writes }).await? {
        Ok(done) => {
            let place = one.place.record().map(|id| format!("{id}: ")).unwrap_or_default();
            visit.say(format!("{place}{} was mended", one.name), Some(&done));
            Ok(visit.to(&back(&typed)))
        }
        Err(refusal) => {
            let main = main(&visit, &one, Some(&refusal.to_string()));
            Ok(visit.refused_page(StatusCode::UNPROCESSABLE_ENTITY, HERE, head(&visit, &one), main))
        }
    }
}

/// Says whether a fix writes something by itself.
pub(super) fn can_be_applied(one: &Diagnostic) -> bool {
    let by_itself = match one.help.grade {
        FixGrade::Safe | FixGrade::Likely => true,
        FixGrade::FillIn | FixGrade::Think => false,
    };
    by_itself && !one.help.writes.is_empty()
}

/// Returns what a fix writes, as the operation takes it.
pub(super) fn writes(one: &Diagnostic) -> Vec<(RecordId, String, String)> {
    one.help.writes.iter().map(|write| (write.id, write.field.to_owned(), write.text.clone())).collect()
}

fn head(visit: &Visit, one: &Diagnostic) -> PageHead {
    PageHead {
        crumbs: vec![("Readiness".to_owned(), visit.at(HERE))],
        id: one.code.to_owned(),
        title: "What the fix would write".to_owned(),
        ..PageHead::default()
    }
}

fn main(visit: &Visit, one: &Diagnostic, problem: Option<&str>) -> Markup {
    let mut yes = Action::post("Write it", format!("/o/{}/readiness/fix", visit.org)).primary();
    for (name, value) in &visit.query.0 {
        yes = yes.with(name.clone(), value.clone());
    }
    html! {
        (crate::parts::form::problems(problem, &[]))
        p.confirm-sentence { (super::rule::capital(&told(visit.isms(), &one.message))) }
        p { (told(visit.isms(), &one.help.text)) }
        (preview(visit, &[one]))
        @if can_be_applied(one) {
            p.secondary { "One commit in your name; it can be undone." }
            (actions(&[yes, Action::link("Go back", visit.at(&back(&visit.query))).quiet()]))
        } @else {
            p.secondary { "This one needs a person: nothing can be written by itself." }
        }
    }
}

/// Returns what fixes would write: before and after.
pub(super) fn preview(visit: &Visit, fixes: &[&Diagnostic]) -> Markup {
    let mut rows = Vec::new();
    for one in fixes {
        for write in &one.help.writes {
            let record = visit.isms().find(write.id);
            let before = record.and_then(|record| record.text(write.field)).unwrap_or_default();
            let fields = write.id.kind.fields();
            let label = fields
                .iter()
                .find(|field| field.name == write.field)
                .map_or(write.field, |field| field.label);
            rows.push(vec![
                html! { a.id-link href=(visit.record_at(write.id)) { (write.id) } " " (visit.isms().name_of(write.id)) },
                html! { code { (one.code) } },
                html! { (label) },
                html! { @if before.is_empty() { span.missing { "nothing" } } @else { del { (before) } } },
                html! { ins { (write.text) } },
            ]);
        }
    }
    let head = ["Record", "Rule", "Field", "Now", "Then"].map(str::to_owned).to_vec();
    table(&Table { caption: String::new(), head, rows })
}
