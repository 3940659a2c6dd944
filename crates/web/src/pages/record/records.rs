//! All records: every kind with its count, in the order of the standard's work.

use maud::html;
use model::RecordKind;

use super::{capital, here};
use crate::failure::Answer;
use crate::layout::PageHead;
use crate::parts::table::{Table, stacked};
use crate::visit::Visit;

/// Answers with all kinds.
pub async fn page(visit: Visit) -> Answer {
    let row = |kind: &RecordKind| {
        let called = kind.kind();
        let proposed = visit.isms().proposals(*kind);
        vec![
            html! { a href=(visit.at(&here(*kind))) { (capital(called.plural)) } },
            html! { @if called.single { "one" } @else { (visit.isms().count(*kind)) } @if proposed > 0 { " and " (proposed) " proposed" } },
            html! { code { (called.prefix) } },
            html! { (called.clause) },
            html! { (called.what) },
        ]
    };
    let kinds = stacked(&Table {
        caption: String::from("Kinds of records"),
        head: ["Kind", "#Count", "Id", "Clause", "What it is"].map(str::to_owned).to_vec(),
        rows: RecordKind::ALL.iter().map(row).collect(),
    });
    let lead = html! { "Every kind of record has a list, a page, a form and a history." };
    Ok(visit.page("/records", PageHead { lead: Some(lead), ..PageHead::new("All records") }, kinds))
}
