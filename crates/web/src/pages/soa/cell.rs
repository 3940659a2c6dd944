//! A cell of the statement is saved: by itself as a piece of the page, or with its row where there is no script.

use axum::http::StatusCode;
use axum::response::Response;
use model::records::{Control, Reason};
use model::{Isms, Prose, RecordKind, Ref, Value};
use operations::{AnyOperation, EditRecord, StateControl};

use super::proposals::{Naming, reasons_typed};
use super::row::{KIND, columns, row};
use super::{HERE, list};
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::layout::PageHead;
use crate::pages::cells::{self, Unsaved, Wanted};
use crate::pages::naming::{Marks, owner_typed};
use crate::parts::Editing;
use crate::parts::conflict::{Conflict, ConflictField, conflict};
use crate::visit::{Of, Visit};

/// The cells that can be written: as posted, and as the record calls them.
const CELLS: [(&str, &str); 5] = [
    ("applicable", "included"),
    ("reasons", "reasons"),
    ("justification", "justification"),
    ("state", "state"),
    ("owner", "owner"),
];

/// Saves the cells that were posted.
///
/// # Errors
/// Where there is no such control, or the store does not take it.
pub async fn save(visit: Visit, Of(id): Of<Control>, wanted: Wanted, typed: Fields) -> Answer {
    if visit.isms().controls.get(&id).is_none() {
        return Err(Failure::unknown(id));
    }
    let saved = write(&visit, id, &typed).await?;
    let visit = Visit { snapshot: visit.books.now(), ..visit };
    match (saved, wanted) {
        (Ok(_), Wanted::Row) => Ok(fresh(&visit, id)),
        (Ok(done), Wanted::Page) => {
            visit.say(format!("{id} was saved"), done.as_ref());
            Ok(visit.to(&format!("/soa#{id}")))
        }
        (Err(why), Wanted::Row) => Ok(cells::unsaved(&why)),
        (Err(Unsaved::Refused(words)), Wanted::Page) => Ok(refused(visit, id, &typed, words)),
        (Err(Unsaved::Stale(stale)), Wanted::Page) => Ok(stale_page(&visit, id, &typed, &stale)),
    }
}

/// Answers with the row as it stands.
fn fresh(visit: &Visit, id: Ref<Control>) -> Response {
    let results = visit.results();
    let marks = Marks::of(&results, KIND);
    let control = visit.isms().controls.get(&id).expect("it was there a moment ago");
    // The address of a cell is not that of the page: links of the row are those of the page.
    cells::row(
        &columns(visit.isms()),
        &crate::parts::Row {
            editing: Editing::No,
            edit_href: Some(format!("{}?edit={id}#{id}", visit.at(HERE))),
            ..row(visit, id, control, &marks)
        },
    )
}

/// Writes what differs; nothing where all of it stands there already.
async fn write(
    visit: &Visit,
    id: Ref<Control>,
    typed: &Fields,
) -> Result<Result<Option<app::Done>, Unsaved>, Failure> {
    let mut revision = typed.revision();
    for _ in 0..3 {
        let isms = visit.books.now().isms;
        let mut cells = match read(&isms, visit, id, typed) {
            Ok(cells) => cells,
            Err(words) => return Ok(Err(Unsaved::Refused(words))),
        };
        let now = isms.revision(id.id());
        if let Some(read) = revision.filter(|read| *read != now) {
            let names: Vec<&str> = cells.iter().map(|(name, _)| *name).collect();
            if let Some(mut stale) = cells::since(visit, id.id(), read, &names).await? {
                let mine =
                    |name: &str| cells.iter().find(|(known, _)| *known == name).map(|(_, text)| text.clone());
                let untouched = |field: &model::FieldDiff| {
                    mine(field.name).is_some_and(|text| text == field.before || text == field.after)
                };
                let left: Vec<&str> =
                    stale.theirs.iter().filter(|field| untouched(field)).map(|field| field.name).collect();
                cells.retain(|(name, _)| !left.contains(name));
                stale.theirs.retain(|field| !left.contains(&field.name));
                if !stale.theirs.is_empty() {
                    return Ok(Err(Unsaved::Stale(stale)));
                }
            }
        }
        cells.retain(|(name, text)| present(&isms, id, name) != *text);
        if cells.is_empty() {
            return Ok(Ok(None));
        }
        let operations = match operations(&isms, id, now, &cells) {
            Ok(operations) => operations,
            Err(words) => return Ok(Err(Unsaved::Refused(words))),
        };
        visit.writable()?;
        match visit.books.run_all(&visit.acting(""), "control.state", &operations).await? {
            Ok(done) => return Ok(Ok(Some(done))),
            Err((_, words)) if visit.books.now().isms.revision(id.id()) == now => {
                return Ok(Err(Unsaved::Refused(words)));
            }
            // Somebody was quicker: look at what they wrote.
            Err(_) => revision = revision.or(Some(now)),
        }
    }
    Err(app::Failure::Busy.into())
}

/// Reads the posted cells as the record's fields, in the text that the record would have.
fn read(
    isms: &Isms,
    visit: &Visit,
    id: Ref<Control>,
    typed: &Fields,
) -> Result<Vec<(&'static str, String)>, String> {
    let mut cells = Vec::new();
    for (posted, field) in CELLS {
        if !typed.has(posted) || typed.get(&format!("take-{posted}")) == "theirs" {
            continue;
        }
        let text = typed.get(posted);
        let text = match field {
            "included" if text.eq_ignore_ascii_case("undecided") => String::new(),
            "reasons" => {
                let lines = reasons_typed(&Naming::of(isms, id, visit.today), id, text)?;
                let reasons = <Vec<Reason> as Value>::read(&lines).map_err(|problem| problem.to_string())?;
                reasons.text()
            }
            "justification" => Prose::new(text).to_string(),
            "owner" => owner_typed(isms, text),
            _ => text.to_lowercase(),
        };
        cells.push((field, text));
    }
    Ok(cells)
}

/// Returns what stands in a field.
fn present(isms: &Isms, id: Ref<Control>, field: &str) -> String {
    isms.find(id.id()).and_then(|record| record.text(field)).unwrap_or_default()
}

/// Returns the operations that write cells: the row's by its own, the control's as an edit.
fn operations(
    isms: &Isms,
    id: Ref<Control>,
    revision: u32,
    cells: &[(&'static str, String)],
) -> Result<Vec<Box<dyn AnyOperation>>, String> {
    let mut operations: Vec<Box<dyn AnyOperation>> = Vec::new();
    let of_row = |name: &&'static str| StateControl::FIELDS.contains(name);
    if cells.iter().any(|(name, _)| of_row(name)) {
        let mut stated = StateControl::of(isms, id).ok_or_else(|| format!("there is no {id}"))?;
        stated.revision = Some(revision);
        for (name, text) in cells.iter().filter(|(name, _)| of_row(name)) {
            stated.write(name, text).map_err(|problem| problem.to_string())?;
        }
        operations.push(Box::new(stated));
    }
    let plain: Vec<(String, String)> = cells
        .iter()
        .filter(|(name, _)| !of_row(name))
        .map(|(name, text)| ((*name).to_owned(), text.clone()))
        .collect();
    if !plain.is_empty() {
        let read = operations.is_empty().then_some(revision);
        let edit = EditRecord { id: id.id(), revision: read, typed: plain, because: Prose::default() };
        operations.push(Box::new(edit));
    }
    Ok(operations)
}

/// Answers with the page, the row open with what was typed.
fn refused(visit: Visit, id: Ref<Control>, typed: &Fields, words: String) -> Response {
    let results = visit.results();
    let marks = Marks::of(&results, KIND);
    let control = visit.isms().controls.get(&id).expect("it was there a moment ago");
    let mut open =
        crate::parts::Row { editing: Editing::Yes, problem: Some(words), ..row(&visit, id, control, &marks) };
    for (column, cell) in columns(visit.isms()).iter().zip(&mut open.cells) {
        if typed.has(&column.field) && cell.value.is_some() {
            cell.value = Some(typed.get(&column.field).to_owned());
        }
    }
    let page = Visit { path: visit.at(HERE), ..visit };
    let main = list::main(&page, &[open]);
    page.refused_page(StatusCode::UNPROCESSABLE_ENTITY, HERE, list::head(&page), main)
}

/// Answers with both versions of the fields that two people wrote.
fn stale_page(visit: &Visit, id: Ref<Control>, typed: &Fields, stale: &cells::Stale) -> Response {
    let fields = RecordKind::Control.fields();
    let posted =
        |field: &str| CELLS.iter().find(|(_, known)| *known == field).map_or("", |(posted, _)| posted);
    let both = stale.theirs.iter().map(|field| ConflictField {
        name: posted(field.name).to_owned(),
        label: field.label.to_owned(),
        was: field.before.clone(),
        theirs: field.after.clone(),
        yours: typed.get(posted(field.name)).to_owned(),
    });
    let is_both = |field: &str| stale.theirs.iter().any(|one| one.name == field);
    let merged =
        CELLS.iter().filter(|(posted, field)| typed.has(posted) && !is_both(field)).map(|(posted, field)| {
            let label = fields.iter().find(|known| known.name == *field).map_or(*field, |known| known.label);
            ((*posted).to_owned(), label.to_owned(), typed.get(posted).to_owned())
        });
    let view = Conflict {
        action: visit.path.clone(),
        revision: u64::from(stale.now),
        theirs: format!("{} wrote it", stale.who),
        fields: both.collect(),
        merged: merged.collect(),
        cancel: visit.at(&format!("{HERE}#{id}")),
    };
    let head = PageHead {
        crumbs: vec![("Statement of applicability".to_owned(), visit.at(HERE))],
        id: id.to_string(),
        ..PageHead::new("Two versions of one row")
    };
    visit.refused_page(StatusCode::CONFLICT, HERE, head, conflict(&view))
}
