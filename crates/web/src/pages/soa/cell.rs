//! A cell of the statement is saved: by itself as a piece of the page, or with its row where there is no script.

use axum::http::StatusCode;
use axum::response::Response;
use maud::html;
use model::records::Control;
use model::{Date, Isms, Prose, RecordKind, Ref, Value as _, Words as _, YesNo};
use operations::Typed;

use super::HERE;
use super::proposals::Naming;
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::layout::PageHead;
use crate::pages::bulk::lines::writing;
use crate::pages::bulk::read::read;
use crate::pages::cells::{self, Open, Unsaved, Wanted};
use crate::pages::views::Of;
use crate::parts::conflict::{Conflict, ConflictField, conflict};
use crate::visit::{Of as Named, Visit};

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
pub async fn save(visit: Visit, Named(id): Named<Control>, wanted: Wanted, typed: Fields) -> Answer {
    if visit.isms().controls.get(&id).is_none() {
        return Err(Failure::unknown(id));
    }
    let saved = write(&visit, id, &typed).await?;
    // Links of the row are those of the page, not of the cell.
    let (action, path) = (visit.path.clone(), format!("/o/{}{HERE}", visit.org));
    let visit = Visit { snapshot: visit.books.now(), path, ..visit };
    match (saved, wanted) {
        (Ok(done), Wanted::Row(layout)) => {
            // An approved statement that is edited is a draft from here on: the bar says so without loading the page.
            let stands = html! { template data-also="soa-stands" { (super::list::bar_of_versions(&visit)) } };
            cells::row_and(&visit, Of::Soa, id.id(), &layout, done.and_then(|done| done.seq), stands)
        }
        (Ok(done), Wanted::Page) => {
            visit.say(format!("{id} was saved"), done.as_ref());
            Ok(visit.to(&format!("/soa#{id}")))
        }
        (Err(why), Wanted::Row(_)) => Ok(cells::unsaved(&why)),
        (Err(Unsaved::Refused(words)), Wanted::Page) => {
            let open = Open { id: id.id(), typed, words };
            cells::again(visit, Of::Soa, StatusCode::UNPROCESSABLE_ENTITY, open).await
        }
        (Err(Unsaved::Stale(stale)), Wanted::Page) => Ok(stale_page(&visit, (id, action), &typed, &stale)),
    }
}

/// Writes what differs; nothing where all of it stands there already.
async fn write(
    visit: &Visit,
    id: Ref<Control>,
    typed: &Fields,
) -> Result<Result<Option<app::Done>, Unsaved>, Failure> {
    let read = typed.read_at(visit.books.now().isms.revision(id.id()))?;
    for _ in 0..3 {
        let isms = visit.books.now().isms;
        let mut cells = match read_cells(visit, id, typed) {
            Ok(cells) => cells,
            Err(words) => return Ok(Err(Unsaved::Refused(words))),
        };
        let now = isms.revision(id.id());
        if read != now {
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
        cells.extend(taken_with_yes(&isms, id, &cells, visit.today));
        if cells.is_empty() {
            return Ok(Ok(None));
        }
        let typed: Typed = cells.iter().map(|(name, text)| ((*name).to_owned(), text.clone())).collect();
        let operations = match writing(&isms, id.id(), Some(now), &typed) {
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
            Err(_) => {}
        }
    }
    Err(app::Failure::Busy.into())
}

/// Returns the reasons that the records name, where somebody says yes and gives none: with the yes they are that person's own.
fn taken_with_yes(
    isms: &Isms,
    id: Ref<Control>,
    cells: &[(&'static str, String)],
    today: Date,
) -> Option<(&'static str, String)> {
    let says_yes = cells.iter().any(|(name, text)| *name == "included" && text == YesNo::Yes.word());
    let gives = cells.iter().any(|(name, _)| *name == "reasons") || !present(isms, id, "reasons").is_empty();
    let proposed = if says_yes && !gives { Naming::of(isms, id, today).reasons() } else { Vec::new() };
    (!proposed.is_empty()).then(|| ("reasons", proposed.text()))
}

/// Reads the posted cells as the record's fields, in the text that the record would have.
fn read_cells(
    visit: &Visit,
    id: Ref<Control>,
    typed: &Fields,
) -> Result<Vec<(&'static str, String)>, String> {
    let fields = RecordKind::Control.fields();
    let mut cells = Vec::new();
    for (posted, field) in CELLS {
        if !typed.has(posted) || typed.get(&format!("take-{posted}")) == "theirs" {
            continue;
        }
        let Some(shown) = fields.iter().find(|shown| shown.name == field) else { continue };
        let text = read(visit, Some(id.id()), RecordKind::Control, shown, typed.get(posted))?;
        cells.push((field, if field == "justification" { Prose::new(&text).to_string() } else { text }));
    }
    Ok(cells)
}

/// Returns what stands in a field.
fn present(isms: &Isms, id: Ref<Control>, field: &str) -> String {
    isms.find(id.id()).and_then(|record| record.text(field)).unwrap_or_default()
}

/// Answers with both versions of the fields that two people wrote.
fn stale_page(
    visit: &Visit,
    (id, action): (Ref<Control>, String),
    typed: &Fields,
    stale: &cells::Stale,
) -> Response {
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
        action,
        revision: u64::from(stale.now),
        theirs: format!("{} wrote it, {}", stale.who, stale.at),
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
