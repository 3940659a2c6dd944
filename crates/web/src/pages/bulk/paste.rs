//! A block from a spreadsheet: which rows it means, which are new, what cannot be; then one commit.

use axum::http::StatusCode;
use importers::headings::{Kind as Register, recognise};
use importers::values::plain;
use maud::{Markup, html};
use model::{RecordId, RecordKind, Shown};

use super::lines::{Deed, Line, look};
use super::read::{of_column, read, writable};
use super::table::{COLUMNS_MAX, cells};
use super::{Preview, ROWS_MAX, Wanted, back, done, head};
use crate::failure::Answer;
use crate::fields::Fields;
use crate::pages::naming::counted;
use crate::pages::views::{Look, Of, opened};
use crate::parts::form::problems;
use crate::visit::Visit;

/// How much text is pasted at once.
const TEXT_BYTES_MAX: usize = 1024 * 1024;
/// How many lines the field has.
const LINES: usize = 12;
/// How headings of other registers are called in ours.
const ALIKE: [(&str, &str); 5] = [
    ("category", "kind"),
    ("class", "classification"),
    ("applicable", "included"),
    ("vulnerability", "weakness"),
    ("noted", "identified_on"),
];

/// What a column of the block is.
enum Column {
    /// The id of the row.
    Id,
    /// A field.
    Field(Shown),
    /// Nothing that can be written, under this name.
    Not(String),
}

/// The rows of a block, and what its columns are.
struct Block {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
    /// The number of the first row, from one.
    first: usize,
    /// Which records the rows are by their place; nothing where the block says so itself.
    places: Option<Vec<RecordId>>,
}

/// Answers with the field that a block is pasted into.
///
/// # Errors
/// None of its own.
pub async fn ask(visit: Visit, of: Of) -> Answer {
    let filter = visit.query.get("filter").to_owned();
    let head = head(&visit, of, &filter, "Paste from a spreadsheet");
    Ok(visit.page(&of.here(), head, main(&visit, of, &filter, "", None)))
}

/// Shows what a block would change, or writes it.
///
/// # Errors
/// A failure of the world.
pub async fn paste(visit: Visit, of: Of, typed: Fields) -> Answer {
    let filter = typed.get("filter").to_owned();
    // What lies at the edges of a block are cells too.
    let text = typed.0.iter().rev().find(|(name, _)| name == "text").map_or("", |(_, text)| text.as_str());
    let (visit, look_of) = opened(Visit { query: Fields::read(&filter), ..visit }, of).await?;
    let block = match block(&visit, of, &look_of, &typed, text) {
        Ok(block) => block,
        Err(words) => {
            let shown = if text.len() > TEXT_BYTES_MAX { "" } else { text };
            let main = main(&visit, of, &filter, shown, Some(&words));
            let head = head(&visit, of, &filter, "Paste from a spreadsheet");
            return Ok(visit.refused_page(StatusCode::UNPROCESSABLE_ENTITY, &of.here(), head, main));
        }
    };
    let notes = notes(of, &block);
    let looked = look(&visit, of.kind(), lines(&visit, of.kind(), &block)).await;
    let hidden = ["at", "from", "filter"].map(|name| (name.to_owned(), typed.get(name).to_owned()));
    let mut hidden = hidden.to_vec();
    hidden.push(("text".to_owned(), text.to_owned()));
    let preview = Preview {
        of,
        sentence: format!("{} pasted", counted(block.rows.len(), "row", "rows")),
        action: visit.at(&of.at("paste")),
        hidden,
        looked: &looked,
        notes,
        problem: None,
        step: None,
    };
    done(&visit, "Paste from a spreadsheet", Wanted::of(&typed), &typed, preview).await
}

fn main(visit: &Visit, of: Of, filter: &str, text: &str, problem: Option<&str>) -> Markup {
    let fields: Vec<&str> = writable(of.kind()).iter().map(|shown| shown.label).collect();
    html! {
        (problems(problem, &[]))
        p.lead { "Copy rows in your spreadsheet and paste them here. Nothing is written before you have seen what would change." }
        form.form method="post" action=(visit.at(&of.at("paste"))) data-form {
            input type="hidden" name="filter" value=(filter);
            div.field {
                label for="text" { "Rows" }
                p.hint id="text-hint" { "At most " (ROWS_MAX) " rows and 1 MiB. A first row of headings says what the columns are; without one they are those of the grid, in its order. A row is known by its id, else by its title; what is not known is new. A blank cell clears its field." }
                textarea id="text" name="text" rows=(LINES) spellcheck="false" wrap="off" aria-describedby="text-hint" { "\n" (text) }
            }
            div.form-end {
                button.button.primary type="submit" { span { "Look at it" } kbd aria-hidden="true" { "Ctrl ↵" } }
                a.button.quiet href=(back(visit, of, filter)) { "Go back" }
            }
        }
        details.fold { summary { "Headings that are known" } p { "Id, " (fields.join(", ")) ", and what registers commonly call them" } }
    }
}

/// Reads a block.
fn block(visit: &Visit, of: Of, look: &Look, typed: &Fields, text: &str) -> Result<Block, String> {
    if text.len() > TEXT_BYTES_MAX {
        return Err(
            "this is more than can be pasted at once; expected at most 1 MiB: import it as a file".to_owned()
        );
    }
    let mut rows = cells(text);
    if rows.is_empty() {
        return Err("nothing was pasted; expected rows with tabs between the cells".to_owned());
    }
    if rows.iter().any(|row| row.len() > COLUMNS_MAX) {
        return Err(format!("a row has more than {COLUMNS_MAX} cells; expected fewer"));
    }
    let headings = headings(visit, of, &rows[0]);
    let has_headings = headings.is_some();
    if has_headings {
        rows.remove(0);
    }
    if rows.len() > ROWS_MAX {
        return Err(format!(
            "{} rows are more than can be pasted at once; expected at most {ROWS_MAX}: import them as a file",
            rows.len()
        ));
    }
    if rows.is_empty() {
        return Err("only headings were pasted; expected rows under them".to_owned());
    }
    let first = if has_headings { 2 } else { 1 };
    let ids = of.found(visit);
    let at = RecordId::parse(typed.get("at")).and_then(|at| ids.iter().position(|id| *id == at));
    match (headings, at) {
        (Some(columns), _) => Ok(Block { columns, rows, first, places: None }),
        (None, Some(at)) => {
            let columns = of_grid(visit, of, look, typed.get("from"));
            Ok(Block { columns, rows, first, places: Some(ids[at..].to_vec()) })
        }
        (None, None) => {
            let is_id = rows[0].first().and_then(|cell| RecordId::parse(cell)).is_some();
            let columns = of_grid(visit, of, look, if is_id { "id" } else { "title" });
            Ok(Block { columns, rows, first, places: None })
        }
    }
}

/// Returns the columns of the grid from one on, as they stand.
fn of_grid(visit: &Visit, of: Of, look: &Look, from: &str) -> Vec<Column> {
    let fields = writable(of.kind());
    let columns = of.shown(visit, &look.layout);
    let begin = columns.iter().position(|column| column.field == from).unwrap_or(0);
    let read_as = |column: &crate::parts::Column| match of_column(&column.field) {
        "id" => Column::Id,
        name => match fields.iter().find(|shown| shown.name == name) {
            Some(shown) => Column::Field(shown.clone()),
            None => Column::Not(column.label.clone()),
        },
    };
    columns.iter().skip(begin).map(read_as).collect()
}

/// Reads a first row as headings; nothing where it is none.
fn headings(visit: &Visit, of: Of, row: &[String]) -> Option<Vec<Column>> {
    let fields = writable(of.kind());
    let grid = of.columns(visit);
    let columns: Vec<Column> = row.iter().map(|cell| heading(of.kind(), &grid, &fields, cell)).collect();
    let known = columns.iter().filter(|column| !matches!(column, Column::Not(_))).count();
    let said = row.iter().filter(|cell| !cell.is_empty()).count();
    let tells_rows = columns.iter().any(|column| match column {
        Column::Id => true,
        Column::Field(shown) => shown.name == "title",
        Column::Not(_) => false,
    });
    (known > 0 && tells_rows && 2 * known >= said).then_some(columns)
}

/// Returns what a heading means: a label of ours, or what registers commonly call it.
fn heading(kind: RecordKind, grid: &[crate::parts::Column], fields: &[Shown], cell: &str) -> Column {
    let words = plain(cell);
    let prefix = format!("{} id", kind.kind().singular);
    let shown =
        grid.iter().find(|column| plain(&column.label) == words).map(|column| of_column(&column.field));
    if ["id", prefix.as_str()].contains(&words.as_str()) || shown == Some("id") {
        return Column::Id;
    }
    let by_name = |field: &Shown| plain(field.label) == words || field.name.replace('_', " ") == words;
    let in_grid = fields.iter().find(|field| Some(field.name) == shown);
    let ours = in_grid.or_else(|| fields.iter().find(|field| by_name(field)));
    let common = || {
        let found = recognise(register(kind)?, cell, "")?.name();
        if found == "id" {
            return Some(Column::Id);
        }
        let alike = ALIKE.iter().find(|(theirs, _)| *theirs == found).map(|(_, ours)| *ours);
        let is_it = |shown: &&Shown| shown.name == found || Some(shown.name) == alike;
        fields.iter().find(is_it).cloned().map(Column::Field)
    };
    match ours {
        Some(shown) => Column::Field(shown.clone()),
        None => common().unwrap_or_else(|| Column::Not(cell.to_owned())),
    }
}

/// Returns how importers call the register of a kind.
fn register(kind: RecordKind) -> Option<Register> {
    [
        (RecordKind::Risk, Register::Risk),
        (RecordKind::Asset, Register::Asset),
        (RecordKind::Control, Register::Soa),
        (RecordKind::Supplier, Register::Supplier),
        (RecordKind::TreatmentAction, Register::Action),
        (RecordKind::Evidence, Register::Evidence),
        (RecordKind::Person, Register::Person),
    ]
    .into_iter()
    .find(|(known, _)| *known == kind)
    .map(|(_, register)| register)
}

/// Says which columns are left out.
fn notes(of: Of, block: &Block) -> Vec<String> {
    let width = block.rows.iter().map(Vec::len).max().unwrap_or_default();
    let mut notes: Vec<String> = Vec::new();
    for column in block.columns.iter().take(width) {
        if let Column::Not(name) = column
            && !name.is_empty()
        {
            notes.push(format!(
                "“{name}” is left out: no cell of {} is written under this name",
                of.kind().kind().plural
            ));
        }
    }
    if width > block.columns.len() {
        notes.push(format!(
            "{} beyond the last column are left out",
            counted(width - block.columns.len(), "column", "columns")
        ));
    }
    notes
}

/// Returns the lines of a block; blank rows are none.
fn lines(visit: &Visit, kind: RecordKind, block: &Block) -> Vec<Line> {
    let known = Titles::of(visit, kind);
    let is_said = |(_, row): &(usize, &Vec<String>)| row.iter().any(|cell| !cell.is_empty());
    let rows = block.rows.iter().enumerate().filter(is_said);
    rows.map(|(at, row)| {
        let number = Some(block.first + at);
        let refused = |words: String| Line { id: None, row: number, deed: Deed::Refused(words) };
        let id = match which(visit, kind, block, (at, row), &known) {
            Ok(id) => id,
            Err(words) => return refused(words),
        };
        let mut typed = Vec::new();
        for (column, cell) in block.columns.iter().zip(row) {
            let Column::Field(shown) = column else { continue };
            match read(visit, id, kind, shown, cell) {
                Ok(text) => typed.push((shown.name.to_owned(), text)),
                Err(words) => {
                    let deed = Deed::Refused(format!("{}: {words}", shown.label));
                    return Line { id, row: number, deed };
                }
            }
        }
        Line { id, row: number, deed: Deed::Write(typed) }
    })
    .collect()
}

/// The titles of the records of a kind, each with its record where only one is called so.
struct Titles(std::collections::HashMap<String, Option<RecordId>>);

impl Titles {
    fn of(visit: &Visit, kind: RecordKind) -> Self {
        let mut titles = std::collections::HashMap::new();
        for (id, record) in visit.isms().counted(kind) {
            let only = titles.entry(record.title().to_lowercase()).or_insert(Some(id));
            if *only != Some(id) {
                *only = None;
            }
        }
        Self(titles)
    }
}

/// Returns the record that a row means; nothing where it is a new one.
fn which(
    visit: &Visit,
    kind: RecordKind,
    block: &Block,
    (at, row): (usize, &[String]),
    known: &Titles,
) -> Result<Option<RecordId>, String> {
    if let Some(places) = &block.places {
        return Ok(places.get(at).copied());
    }
    let cell = |wanted: fn(&Column) -> bool| {
        let place = block.columns.iter().position(wanted)?;
        row.get(place).map(String::as_str).filter(|cell| !cell.is_empty())
    };
    if let Some(text) = cell(|column| matches!(column, Column::Id)) {
        let id = RecordId::parse(text).filter(|id| id.kind == kind);
        let id = id.ok_or_else(|| format!("“{text}” is no id of {}", kind.kind().plural))?;
        let is_there = visit.isms().get(id).is_some();
        return if is_there {
            Ok(Some(id))
        } else {
            Err(format!("there is no {id}; leave the id out for a new row"))
        };
    }
    let title = cell(|column| matches!(column, Column::Field(shown) if shown.name == "title"));
    match title.and_then(|title| known.0.get(&title.to_lowercase()).map(|id| (title, id))) {
        Some((_, Some(id))) => Ok(Some(*id)),
        Some((title, None)) => Err(format!("several are called “{title}”: give the id")),
        None => Ok(None),
    }
}
