//! A cell of the register is saved: by itself as a piece of the page, or with its row where there is no script.

use axum::http::StatusCode;
use axum::response::Response;
use model::records::Risk;
use model::{RecordKind, Ref};

use super::level::method;
use super::row::{columns, row};
use super::{HERE, found, list};
use crate::failure::Answer;
use crate::fields::Fields;
use crate::pages::cells::{self, Unsaved, Wanted};
use crate::pages::naming::{Marks, owner_typed};
use crate::parts::{Editing, Row};
use crate::visit::{Of, Visit};

/// The cells that can be written.
const CELLS: [&str; 2] = ["title", "owner"];

/// Saves the cells that were posted.
///
/// # Errors
/// Where there is no such risk, or the store does not take it.
pub async fn save(visit: Visit, Of(id): Of<Risk>, wanted: Wanted, typed: Fields) -> Answer {
    found(&visit, id)?;
    let posted = CELLS.iter().filter(|name| typed.has(name)).map(|name| {
        let text = if *name == "owner" {
            owner_typed(visit.isms(), typed.get(name))
        } else {
            typed.get(name).to_owned()
        };
        ((*name).to_owned(), text)
    });
    let posted = posted.collect();
    let saved = cells::edit(&visit, id.id(), typed.revision(), posted).await?;
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

fn fresh(visit: &Visit, id: Ref<Risk>) -> Result<Row, crate::Failure> {
    let results = visit.results();
    let marks = Marks::of(&results, RecordKind::Risk);
    Ok(row(visit, &method(visit), id, found(visit, id)?, &marks))
}

/// Answers with the page, the row open with what was typed, at the revision that stands now.
fn again(
    visit: &Visit,
    id: Ref<Risk>,
    typed: &Fields,
    status: StatusCode,
    words: String,
) -> Result<Response, crate::Failure> {
    let mut open = Row { editing: Editing::Yes, problem: Some(words), ..fresh(visit, id)? };
    for (column, cell) in columns(visit, visit.isms()).iter().zip(&mut open.cells) {
        if typed.has(&column.field) && cell.value.is_some() {
            cell.value = Some(typed.get(&column.field).to_owned());
        }
    }
    Ok(visit.refused_page(status, HERE, list::head(visit), list::main(visit, &[open])))
}
