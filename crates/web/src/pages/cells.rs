//! Cells of a grid that are saved where they stand: as a row of the grid, or as a page where there is no script.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use model::{FieldDiff, RecordId};
use operations::{EditRecord, EditRecordRefusal, Typed};

use super::register::ROWS;
use super::views::{Layout, Of, Placed, opened};
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::locale::{locale, time_under};
use crate::parts::{Column, Editing, Row, grid_row};
use crate::visit::Visit;

/// How many columns a browser may name.
const COLUMNS_MAX: usize = 200;

/// What the browser wants back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// The row, to be put where it stood, in these columns.
    Row(Layout),
    /// A page.
    Page,
}

/// A row that stands open as a form, with what was typed and why it was not taken.
pub struct Open {
    /// The record.
    pub id: RecordId,
    /// What was typed.
    pub typed: Fields,
    /// Why it was not taken.
    pub words: String,
}

impl Open {
    /// Opens the row, where it is the one that is meant.
    #[must_use]
    pub fn applied(open: Option<&Self>, columns: &[Column], mut row: Row) -> Row {
        let Some(open) = open.filter(|open| row.id == open.id.to_string()) else { return row };
        row.editing = Editing::Yes;
        row.problem = Some(open.words.clone());
        for (column, cell) in columns.iter().zip(&mut row.cells) {
            if open.typed.has(&column.field) && cell.value.is_some() {
                cell.value = Some(open.typed.joined(&column.field));
            }
        }
        row
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Wanted {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let Some(said) = parts.headers.get("x-fragment") else { return Ok(Self::Page) };
        let said = said.to_str().unwrap_or_default();
        let columns = said.split(',').filter(|_| said.contains(',')).take(COLUMNS_MAX);
        Ok(Self::Row(Layout { density: None, columns: columns.map(Placed::read).collect() }))
    }
}

/// Why a cell was not saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unsaved {
    /// It cannot be so.
    Refused(String),
    /// Somebody wrote the same field meanwhile.
    Stale(Stale),
}

/// What stands there instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stale {
    /// The revision now.
    pub now: u32,
    /// The fields that both wrote: before and after the other one wrote.
    pub theirs: Vec<FieldDiff>,
    /// Who wrote them.
    pub who: String,
    /// When: the time, with its day where that is not today.
    pub at: String,
}

/// Returns what was written to some fields of a record since a revision, and by whom; nothing where others were written.
///
/// # Errors
/// Where the log cannot be read.
pub async fn since(
    visit: &Visit,
    id: RecordId,
    read: u32,
    fields: &[&str],
) -> Result<Option<Stale>, Failure> {
    let stale = written(visit, id, read, fields).await?;
    Ok((!stale.theirs.is_empty()).then_some(stale))
}

/// Returns the same with the revision that stands now; without fields where others were written.
///
/// # Errors
/// Where the log cannot be read.
pub async fn written(visit: &Visit, id: RecordId, read: u32, fields: &[&str]) -> Result<Stale, Failure> {
    let now = visit.books.now().isms.revision(id);
    let at_most = usize::try_from(now.saturating_sub(read)).unwrap_or(usize::MAX);
    if at_most == 0 {
        return Ok(Stale { now, theirs: Vec::new(), who: String::new(), at: String::new() });
    }
    let filter = app::Filter { record: Some(id), at_most, ..app::Filter::default() };
    let mut theirs: Vec<FieldDiff> = Vec::new();
    let (mut who, mut at) = (String::new(), String::new());
    // Newest first: the newest gives what stands there, the oldest what was read.
    for event in visit.books.history(&filter).await? {
        let of_it =
            event.changes.into_iter().filter(|change| change.id == id).flat_map(|change| change.fields);
        for field in of_it.filter(|field| fields.contains(&field.name)) {
            if who.is_empty() {
                who = event.who.clone();
                at = time_under(visit, event.stamp.at, visit.today);
            }
            match theirs.iter_mut().find(|known| known.name == field.name) {
                Some(known) => known.before = field.before,
                None => theirs.push(field),
            }
        }
    }
    theirs.retain(|field| field.before != field.after);
    Ok(Stale { now, theirs, who, at })
}

/// Saves plain fields of a record; where others wrote other fields meanwhile, both stand.
///
/// # Errors
/// A failure of the world; the inner error says why it was not saved.
pub async fn edit(
    visit: &Visit,
    id: RecordId,
    read: u32,
    typed: Typed,
) -> Result<Result<app::Done, Unsaved>, Failure> {
    let fields: Vec<String> = typed.iter().map(|(name, _)| name.clone()).collect();
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    let mut revision = read;
    for _ in 0..3 {
        let operation = EditRecord {
            id,
            revision: Some(revision),
            typed: typed.clone(),
            because: model::Prose::default(),
        };
        match visit.run(operation).await? {
            Ok(done) => return Ok(Ok(done)),
            Err(EditRecordRefusal::Stale { read, now, .. }) => match since(visit, id, read, &fields).await? {
                Some(stale) => return Ok(Err(Unsaved::Stale(stale))),
                None => revision = now,
            },
            Err(EditRecordRefusal::Fields(problems)) => {
                let words: Vec<String> = problems.iter().map(|one| locale().problem(&one.problem)).collect();
                return Ok(Err(Unsaved::Refused(words.join("; "))));
            }
            Err(refusal @ (EditRecordRefusal::Unknown(_) | EditRecordRefusal::Untitled(_))) => {
                return Ok(Err(Unsaved::Refused(refusal.to_string())));
            }
        }
    }
    Err(app::Failure::Busy.into())
}

/// Answers with a row as it stands now, in the columns that the browser shows, and with the way to take back the commit
/// that saved it.
///
/// # Errors
/// Where there is no such record.
pub fn row(visit: &Visit, of: Of, id: RecordId, layout: &Layout, saved: Option<u64>) -> Answer {
    row_and(visit, of, id, layout, saved, html! {})
}

/// Answers with the same, and with what else of the page became different: templates that name the part that they replace.
///
/// # Errors
/// Where there is no such record.
pub fn row_and(
    visit: &Visit,
    of: Of,
    id: RecordId,
    layout: &Layout,
    saved: Option<u64>,
    also: Markup,
) -> Answer {
    let (columns, row) = of.row(visit, id, layout)?;
    let mut answer = fragment(html! { (grid_row(&columns, &row)) (also) });
    if let Some(seq) = saved {
        let undo = visit.at(&format!("/history/{seq}/undo"));
        let undo = HeaderValue::try_from(undo).map_err(|error| Failure::Unreadable(error.to_string()))?;
        answer.headers_mut().insert(HeaderName::from_static("x-undo"), undo);
    }
    Ok(answer)
}

/// Answers with the page on which the row stands open, with what was typed, at the revision that stands now.
///
/// # Errors
/// Where the store does not answer.
pub async fn again(visit: Visit, of: Of, status: StatusCode, open: Open) -> Answer {
    let path = format!("/o/{}{}", visit.org, of.here());
    let visit = Visit { path, query: Fields::default(), ..visit };
    // The page of the list on which it stands; what the usual filter leaves out is asked for by its id.
    let query = match of.found(&visit).iter().position(|id| *id == open.id) {
        Some(place) => ("page".to_owned(), (place / ROWS + 1).to_string()),
        None => ("q".to_owned(), open.id.to_string()),
    };
    let (visit, look) = opened(Visit { query: Fields(vec![query]), ..visit }, of).await?;
    let (head, main) = of.drawn(&visit, &look, Some(&open));
    Ok(visit.refused_page(status, &of.here(), head, main))
}

/// Answers with a piece of a page.
fn fragment(markup: Markup) -> Response {
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], markup.into_string()).into_response()
}

/// Answers a script that the cell was not saved, in words; what was typed stays in the cell.
#[must_use]
pub fn unsaved(why: &Unsaved) -> Response {
    match why {
        Unsaved::Refused(words) => (StatusCode::UNPROCESSABLE_ENTITY, words.clone()).into_response(),
        Unsaved::Stale(stale) => {
            let mut answer = (StatusCode::CONFLICT, in_words(stale)).into_response();
            let now = HeaderValue::from(stale.now);
            answer.headers_mut().insert(HeaderName::from_static("x-revision"), now);
            answer
        }
    }
}

/// Says the same above a form, in which what was typed still stands.
#[must_use]
pub fn above_form(stale: &Stale) -> String {
    let became = |field: &FieldDiff| {
        let (before, after) = told(field);
        format!("{}: {before} became {after}", field.label)
    };
    let written: Vec<String> = stale.theirs.iter().map(became).collect();
    format!(
        "{} saved this meanwhile, {}. {}. What you gave still stands below: change it or send it again to put it in the place of theirs, or cancel to leave theirs",
        stale.who,
        stale.at,
        written.join("; ")
    )
}

/// Says what stands there instead, and how to go on.
#[must_use]
pub fn in_words(stale: &Stale) -> String {
    let written: Vec<String> =
        stale.theirs.iter().map(|field| format!("{}: {}", field.label, told(field).1)).collect();
    format!(
        "{} wrote meanwhile, {}: {}. Yours is still here: save again to put it in its place, or Escape to leave theirs",
        stale.who,
        stale.at,
        written.join("; ")
    )
}

/// Returns what a field was and what it is, as people read it: of its parts those that differ.
fn told(field: &FieldDiff) -> (String, String) {
    let differing = field.differing(&|id| id.to_string());
    let said = |text: String| match text.as_str() {
        "" => "nothing".to_owned(),
        text => format!("“{}”", locale().told(&field.shape, text)),
    };
    (said(differing.before), said(differing.after))
}
