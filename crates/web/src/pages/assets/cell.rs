//! A cell of the grid of assets is saved: by itself as a piece of the page, or with its row where there is no script.

use axum::http::StatusCode;
use axum::response::Response;
use model::records::Asset;
use model::{RecordKind, Ref};

use super::row::{columns, risks, row};
use super::{HERE, list};
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::pages::cells::{self, Unsaved, Wanted};
use crate::pages::naming::{Marks, owner_typed};
use crate::parts::{Editing, Row};
use crate::visit::{Of, Visit};

/// The cells that can be written.
const CELLS: [&str; 9] = [
    "title",
    "kind",
    "owner",
    "confidentiality",
    "integrity",
    "availability",
    "classification",
    "in_scope",
    "depends_on",
];
/// The cells that hold a value from 1 to 5.
const VALUES: [&str; 3] = ["confidentiality", "integrity", "availability"];

/// Saves the cells that were posted.
///
/// # Errors
/// Where there is no such asset, or the store does not take it.
pub async fn save(visit: Visit, Of(id): Of<Asset>, wanted: Wanted, typed: Fields) -> Answer {
    if visit.isms().assets.find(&id).is_none() {
        return Err(Failure::unknown(id));
    }
    let saved = match read(&visit, &typed) {
        Ok(posted) => cells::edit(&visit, id.id(), typed.revision(), posted).await?,
        Err(words) => Err(Unsaved::Refused(words)),
    };
    let visit = Visit { snapshot: visit.books.now(), path: visit.at(HERE), ..visit };
    match (saved, wanted) {
        (Ok(_), Wanted::Row) => Ok(cells::row(&columns(&visit, visit.isms()), &fresh(&visit, id)?)),
        (Ok(done), Wanted::Page) => {
            visit.say(format!("{id} was saved"), Some(&done));
            Ok(visit.to(&format!("{HERE}#{id}")))
        }
        (Err(why), Wanted::Row) => Ok(cells::unsaved(&why)),
        (Err(Unsaved::Refused(words)), Wanted::Page) => {
            again(&visit, id, &typed, StatusCode::UNPROCESSABLE_ENTITY, words)
        }
        (Err(Unsaved::Stale(stale)), Wanted::Page) => {
            again(&visit, id, &typed, StatusCode::CONFLICT, cells::in_words(&stale))
        }
    }
}

/// Reads what was posted.
fn read(visit: &Visit, typed: &Fields) -> Result<Vec<(String, String)>, String> {
    let mut posted = Vec::new();
    for name in CELLS.iter().filter(|name| typed.has(name)) {
        let text = typed.get(name);
        let is_value = text.parse::<u32>().is_ok_and(|value| (1..=5).contains(&value));
        if VALUES.contains(name) && !text.is_empty() && !is_value {
            return Err(format!("{text} is not a value; expected 1 low to 5 high, or nothing"));
        }
        let text = if *name == "owner" { owner_typed(visit.isms(), text) } else { text.to_owned() };
        posted.push(((*name).to_owned(), text));
    }
    Ok(posted)
}

fn fresh(visit: &Visit, id: Ref<Asset>) -> Result<Row, Failure> {
    let results = visit.results();
    let marks = Marks::of(&results, RecordKind::Asset);
    let asset = visit.isms().assets.find(&id).ok_or_else(|| Failure::unknown(id))?;
    let risks = risks(visit.isms());
    Ok(row(visit, id, asset, &marks, risks.get(&id.id()).map_or(0, Vec::len)))
}

/// Answers with the page, the row open with what was typed, at the revision that stands now.
fn again(
    visit: &Visit,
    id: Ref<Asset>,
    typed: &Fields,
    status: StatusCode,
    words: String,
) -> Result<Response, Failure> {
    let mut open = Row { editing: Editing::Yes, problem: Some(words), ..fresh(visit, id)? };
    for (column, cell) in columns(visit, visit.isms()).iter().zip(&mut open.cells) {
        if typed.has(&column.field) && cell.value.is_some() {
            cell.value = Some(typed.get(&column.field).to_owned());
        }
    }
    Ok(visit.refused_page(status, HERE, list::head(visit), list::main(visit, &[open])))
}
