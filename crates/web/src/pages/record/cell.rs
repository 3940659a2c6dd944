//! A cell of a list is saved: by itself as a piece of the page, or with its row where there is no script.

use axum::http::StatusCode;
use operations::Typed;

use super::Which;
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::pages::bulk::read::{is_stated, read, writable};
use crate::pages::cells::{self, Open, Unsaved, Wanted};
use crate::pages::views::Of;
use crate::visit::Visit;

/// Saves the cells that were posted.
///
/// # Errors
/// Where there is no such record, or the store does not take it.
pub async fn save(visit: Visit, Which(id): Which, wanted: Wanted, typed: Fields) -> Answer {
    visit.find(id)?;
    let of = Of::read(&crate::address::kind(id.kind)).ok_or_else(|| Failure::unknown("such page"))?;
    let read = typed.read_at(visit.books.now().isms.revision(id))?;
    let saved = match posted(&visit, id, &typed) {
        Ok(posted) => cells::edit(&visit, id, read, posted).await?,
        Err(words) => Err(Unsaved::Refused(words)),
    };
    // Links of the row are those of the page, not of the cell.
    let path = format!("/o/{}{}", visit.org, of.here());
    let visit = Visit { snapshot: visit.books.now(), path, ..visit };
    match (saved, wanted) {
        (Ok(done), Wanted::Row(layout)) => cells::row(&visit, of, id, &layout, done.seq),
        (Ok(done), Wanted::Page) => {
            let nothing = done.seq.is_none();
            let words = if nothing { "is as it was; there was nothing to save" } else { "was saved" };
            visit.say(format!("{id} {words}"), Some(&done));
            Ok(visit.to(&format!("{}#{id}", of.here())))
        }
        (Err(why), Wanted::Row(_)) => Ok(cells::unsaved(&why)),
        (Err(Unsaved::Refused(words)), Wanted::Page) => {
            cells::again(visit, of, StatusCode::UNPROCESSABLE_ENTITY, Open { id, typed, words }).await
        }
        (Err(Unsaved::Stale(stale)), Wanted::Page) => {
            let words = cells::in_words(&stale);
            cells::again(visit, of, StatusCode::CONFLICT, Open { id, typed, words }).await
        }
    }
}

/// Reads what was posted for the fields that the form of the record writes.
fn posted(visit: &Visit, id: model::RecordId, typed: &Fields) -> Result<Typed, String> {
    let fields = writable(id.kind).into_iter().filter(|shown| !is_stated(id.kind, shown.name));
    fields
        .filter(|shown| typed.has(shown.name))
        .map(|shown| {
            let text = if shown.shape.stands_in_line() {
                typed.joined(shown.name)
            } else {
                typed.get(shown.name).to_owned()
            };
            let text = read(visit, Some(id), id.kind, &shown, &text)?;
            Ok((shown.name.to_owned(), text))
        })
        .collect()
}
