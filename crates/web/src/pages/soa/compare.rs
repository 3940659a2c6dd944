//! The statement as it is, held against the version that is in force.

use maud::{Markup, html};
use model::Value;
use model::records::SoaRow;

use super::row::reasons_line;
use super::{HERE, Versions};
use crate::failure::Answer;
use crate::layout::PageHead;
use crate::locale::locale;
use crate::pages::naming::owner_name;
use crate::parts::digest::digest;
use crate::parts::empty::empty;
use crate::parts::table::{Table, table};
use crate::parts::{Action, Icon};
use crate::visit::Visit;

/// Answers with all rows that differ.
///
/// # Errors
/// None of its own.
pub async fn page(visit: Visit) -> Answer {
    let versions = Versions::of(&visit);
    let head = PageHead {
        crumbs: vec![("Statement of applicability".to_owned(), visit.at(HERE))],
        ..PageHead::new(match &versions.in_force {
            Some(in_force) => format!("Now, against version {}", in_force.version),
            None => "Now, against nothing yet".to_owned(),
        })
    };
    Ok(visit.page(HERE, head, main(&visit, &versions)))
}

fn main(visit: &Visit, versions: &Versions) -> Markup {
    let Some(in_force) = &versions.in_force else {
        let back = Action::link("Back to the rows", visit.at(HERE));
        return empty(
            Icon::Compare,
            "No version was approved yet",
            "Once one is, this page shows what changed since.",
            &[back],
        );
    };
    let pairs = versions.differing();
    let mut rows = Vec::new();
    for (was, is) in &pairs {
        rows.extend(differences(visit, *was, *is));
    }
    html! {
        p.secondary {
            "Version " (in_force.version) " was approved by " (visit.isms().name_of(in_force.by.id())) " on " (locale().short_day(in_force.on)) ", "
            (digest("sha256", &in_force.digest.to_string())) "."
            @if versions.content.scope_version != in_force.content.scope_version { " The scope has another version since." }
        }
        @if rows.is_empty() {
            (empty(Icon::Check, "Every row is as it was approved", "", &[Action::link("Back to the rows", visit.at(HERE))]))
        } @else {
            (table(&Table {
                caption: String::new(),
                head: ["Control", "Field", "As approved", "Now"].map(str::to_owned).to_vec(),
                rows,
            }))
        }
    }
}

/// Returns a line for each field that differs.
fn differences(visit: &Visit, was: Option<&SoaRow>, is: Option<&SoaRow>) -> Vec<Vec<Markup>> {
    let Some(any) = is.or(was) else { return Vec::new() };
    let control = html! { a.id-link href=(visit.record_at(any.control)) { (any.control) } " " (any.title) };
    let (Some(was), Some(is)) = (was, is) else {
        let there =
            |row: Option<&SoaRow>| if row.is_some() { "in the statement" } else { "not in the statement" };
        return vec![vec![control, html! { "Row" }, html! { (there(was)) }, html! { (there(is)) }]];
    };
    let isms = visit.isms();
    let applies = |row: &SoaRow| row.included.map_or("undecided".to_owned(), |included| included.text());
    let fields = [
        ("Title", was.title.to_string(), is.title.to_string()),
        ("Applies", applies(was), applies(is)),
        ("Because of", reasons_line(&was.reasons), reasons_line(&is.reasons)),
        ("Justification", was.justification.to_string(), is.justification.to_string()),
        ("State", was.state.text(), is.state.text()),
        ("Owner", owner_name(isms, was.owner.as_ref()), owner_name(isms, is.owner.as_ref())),
    ];
    fields
        .into_iter()
        .filter(|(_, was, is)| was != is)
        .enumerate()
        .map(|(at, (label, was, is))| {
            vec![
                if at == 0 {
                    control.clone()
                } else {
                    html! {}
                },
                html! { (label) },
                html! { @if was.is_empty() { span.missing { "nothing" } } @else { del { (was) } } },
                html! { @if is.is_empty() { span.missing { "nothing" } } @else { ins { (is) } } },
            ]
        })
        .collect()
}
