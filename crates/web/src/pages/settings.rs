//! Settings: the organisation's own record, and the limits of the rules.

use app::rules::{Parameters, limit_unit, limit_words};
use maud::html;
use model::{Key, RecordId, RecordKind, Shape};

use crate::failure::Answer;
use crate::layout::PageHead;
use crate::locale::locale;
use crate::pages::record::{capital, shown};
use crate::parts::table::{Table, table};
use crate::parts::{Action, facts, section};
use crate::visit::Visit;

/// Answers with the settings.
///
/// # Errors
/// Where there is no record of the organisation.
pub async fn page(visit: Visit) -> Answer {
    let id = RecordId { kind: RecordKind::Organisation, key: Key::One };
    let record = visit.find(id)?;
    let edit = visit.at(&format!("{}/edit", crate::address::record(id)));
    let set = visit.isms().organisation.one().map(|one| one.parameters.clone()).unwrap_or_default();
    let told = |number: &str| locale().told(&Shape::Decimal, number);
    let row = |(name, usual): &(&'static str, f64)| {
        let own = set.iter().find(|parameter| &*parameter.name == *name);
        vec![
            html! { (capital(limit_words(name))) br; code.secondary { (name) } },
            html! { (told(&usual.to_string())) " " span.secondary { (unit(name, &usual.to_string())) } },
            html! { @if let Some(own) = own { b { (told(&own.value.to_string())) } " " span.secondary { (unit(name, &own.value.to_string())) } } },
            html! { @if let Some(own) = own { (own.because) } },
        ]
    };
    let edit = Action::link("Edit", edit).primary();
    let actions: Vec<Action> = visit.offers_edit(id).then_some(edit).into_iter().collect();
    let main = html! {
        (section("organisation", "Organisation", "", &[], html! {
            (facts(&shown::record_facts(&visit, id, record)))
            (shown::not_recorded(&visit, id, record))
        }))
        (crate::pages::account::inviting::way(&visit))
        (section("limits", "Limits of the rules", "", &[], html! {
            p.words.secondary { "A limit that does not fit here is set in the organisation's record, each with its reason; auditors see both." }
            (table(&Table {
                caption: String::new(),
                head: ["Limit", "#Usual", "#Here", "Because"].map(str::to_owned).to_vec(),
                rows: Parameters::usual().iter().map(row).collect(),
            }))
        }))
        (crate::pages::logo::shown(&visit))
        (crate::pages::let_in::way(&visit))
        (crate::pages::account::mail::way(&visit).await?)
        p { a href=(crate::api::REFERENCE) { "What other programs can ask and do here" } }
    };
    Ok(visit.page("/settings", PageHead { actions, ..PageHead::new("Settings") }, main))
}

/// Returns what a limit is counted in; one of them is one.
fn unit(name: &str, number: &str) -> &'static str {
    let unit = limit_unit(name);
    if number == "1" { unit.trim_end_matches('s') } else { unit }
}
