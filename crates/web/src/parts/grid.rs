//! A table that is edited where it stands. Without script a row opens as a form; with script each cell does.

use maud::{Markup, html};

use super::form::{Choice, Widget};
use super::icon::{Icon, icon};

/// A whole table.
#[derive(Debug, Clone, Default)]
pub struct Grid {
    /// The table's id, the only one on the page.
    pub id: String,
    /// What the table holds, for those who do not see it.
    pub caption: String,
    /// The columns; the first one names the row and stays in sight.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
    /// How much room a row has.
    pub density: Density,
    /// The letters that set a value, as `y:applicable=yes` (see `grid.js`).
    pub keys: Vec<KeySets>,
}

/// How much room a row has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Density {
    /// 40 pixels.
    #[default]
    Normal,
    /// 32 pixels.
    Compact,
}

/// A letter that sets a field of the row that has the focus.
#[derive(Debug, Clone)]
pub struct KeySets {
    /// The letter.
    pub key: String,
    /// The field.
    pub field: String,
    /// The value it sets.
    pub value: String,
    /// Whether pressing it again takes the value away.
    pub press: Press,
}

/// What pressing a letter does to the value that stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Press {
    /// The value takes its place.
    Replaces,
    /// The value joins the others, or leaves them.
    Toggles,
}

/// One column.
#[derive(Debug, Clone, Default)]
pub struct Column {
    /// The field's name, as it is posted.
    pub field: String,
    /// The heading.
    pub label: String,
    /// What the heading means.
    pub help: Option<String>,
    /// How its cells stand.
    pub kind: ColumnKind,
    /// How its cells are edited; `None`: they are not.
    pub edit: Option<Widget>,
    /// Where sorting by it leads, and how it is sorted now.
    pub sort: Option<(String, Sorted)>,
    /// How much room it takes.
    pub width: Width,
    /// Whether it stays in sight, beside the first one.
    pub pinned: Pinned,
}

/// How much room a column takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Width {
    /// As much as its words need.
    #[default]
    Auto,
    /// Little.
    Narrow,
    /// More than little.
    Medium,
    /// Much.
    Wide,
}

impl Width {
    /// Every width, with its word.
    pub const ALL: [(Self, &str); 4] =
        [(Self::Auto, "auto"), (Self::Narrow, "narrow"), (Self::Medium, "medium"), (Self::Wide, "wide")];

    /// Returns its word.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(known, _)| *known == self).map_or("auto", |(_, word)| word)
    }
}

/// Whether a column stays in sight.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pinned {
    /// It moves away with the others.
    #[default]
    No,
    /// It stays beside the first one.
    Yes,
}

/// How the cells of a column stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ColumnKind {
    /// Short words, on one line.
    #[default]
    Words,
    /// Long words: they share the room that is left, and wrap.
    Wide,
    /// An id.
    Id,
    /// A number, at the end.
    Number,
    /// A mark, in the middle.
    Mark,
}

/// How a table is sorted by a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sorted {
    /// It is not.
    No,
    /// Smallest first.
    Up,
    /// Greatest first.
    Down,
}

/// One row.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// The row's id: `A.8.11`. It is also its anchor.
    pub id: String,
    /// Where an edit of it is posted; `None`: it cannot be edited.
    pub action: Option<String>,
    /// The revision that was read.
    pub revision: u64,
    /// Where the row opens as a form, without script.
    pub edit_href: Option<String>,
    /// The cells, one for each column.
    pub cells: Vec<Cell>,
    /// Whether the row is open as a form now.
    pub editing: Editing,
    /// What is wrong with the row as typed.
    pub problem: Option<String>,
}

/// Whether a row is open as a form.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Editing {
    /// It is read.
    #[default]
    No,
    /// It is written.
    Yes,
}

/// One cell.
#[derive(Debug, Clone)]
pub struct Cell {
    /// What is seen.
    pub shown: Markup,
    /// What is edited; `None`: this cell is not. Many values are parted by commas.
    pub value: Option<String>,
    /// Words that are offered and count as nothing until taken.
    pub proposed: Option<String>,
}

impl Cell {
    /// Returns a cell that is only read.
    pub fn read(shown: Markup) -> Self {
        Self { shown, value: None, proposed: None }
    }

    /// Returns a cell of plain words that is only read.
    pub fn words(words: &str) -> Self {
        Self::read(html! { (words) })
    }

    /// Returns a cell that shows one thing and edits another.
    pub fn edit(shown: Markup, value: impl Into<String>) -> Self {
        Self { shown, value: Some(value.into()), proposed: None }
    }

    /// Returns a cell of plain words that are edited as they are.
    pub fn words_edit(words: impl Into<String>) -> Self {
        let words = words.into();
        Self { shown: html! { (words) }, value: Some(words), proposed: None }
    }

    /// Adds words that are offered and count as nothing until taken.
    pub fn proposed(self, words: impl Into<String>) -> Self {
        Self { proposed: Some(words.into()), ..self }
    }
}

/// The form that takes what is selected: the boxes of all rows belong to it.
pub const SELECTS: &str = "bulk";

/// Returns the whole table in its own region, which scrolls by itself.
pub fn grid(grid: &Grid) -> Markup {
    let density = match grid.density {
        Density::Normal => "grid",
        Density::Compact => "grid compact",
    };
    let letters: Vec<String> = grid.keys.iter().map(letter).collect();
    // Ticking all at once is the script's: without it each row has its box.
    let first = html! {
        @if grid.rows.iter().any(|row| row.action.is_some()) {
            label.g-pick.with-script { input type="checkbox" data-all aria-label="select all rows"; }
        }
    };
    let none = html! {};
    html! {
        div.grid-region role="region" aria-label=(grid.caption) tabindex="0" {
            table.(density) id=(grid.id) data-grid data-keys=(letters.join(";")) {
                caption.vh { (grid.caption) }
                thead { tr { @for (at, column) in grid.columns.iter().enumerate() { (heading(column, if at == 0 { &first } else { &none })) } @if written(&grid.columns) { th.g-act scope="col" { span.vh { "edit" } } } } }
                tbody { @for row in &grid.rows { (grid_row(&grid.columns, row)) } }
            }
            @for column in &grid.columns {
                @if let Some(widget) = &column.edit {
                    template data-editor=(column.field) { (super::form::control(widget, &column.field, &column.field, "", &column.label)) }
                }
            }
        }
        p.grid-says.vh role="status" aria-live="polite" {}
    }
}

/// Returns one row: also what the server answers after a cell was saved.
pub fn grid_row(columns: &[Column], row: &Row) -> Markup {
    let form = format!("edit-{}", row.id);
    html! {
        tr id=(row.id) data-row=(row.id) data-action=[row.action.as_deref()] data-revision=(row.revision) .editing[row.editing == Editing::Yes] {
            @for (at, (column, cell)) in columns.iter().zip(&row.cells).enumerate() {
                @if at == 0 {
                    th.(classes(column)) scope="row" {
                        @if row.action.is_some() {
                            label.g-pick { input type="checkbox" name="id" value=(row.id) form=(SELECTS) aria-label={ "select " (row.id) }; }
                        }
                        (cell.shown)
                    }
                }
                @else { (one_cell(column, cell, row, &form)) }
            }
            @if written(columns) {
              td.g-act {
                @if row.editing == Editing::Yes {
                    form.one-button id=(form) method="post" action=[row.action.as_deref()] {
                        input type="hidden" name="revision" value=(row.revision);
                        @if let Some(problem) = &row.problem { p.error role="alert" { (problem) } }
                        button.button.primary type="submit" { "Save" }
                    }
                } @else if let Some(href) = &row.edit_href {
                    a.g-edit href=(href) title={ "edit " (row.id) } { (icon(Icon::Pencil)) span.vh { "edit " (row.id) } }
                }
              }
            }
        }
    }
}

/// Says whether a table is one that is edited.
fn written(columns: &[Column]) -> bool {
    columns.iter().any(|column| column.edit.is_some())
}

fn one_cell(column: &Column, cell: &Cell, row: &Row, form: &str) -> Markup {
    let field = cell.value.as_ref().and(column.edit.as_ref()).map(|_| column.field.as_str());
    html! {
        td.(classes(column)) data-label=(column.label) data-field=[field] data-value=[field.and(cell.value.as_deref())]
            data-proposed=[cell.proposed.as_deref()] {
            @match (&column.edit, &cell.value, row.editing) {
                (Some(widget), Some(value), Editing::Yes) => {
                    (super::form::control_in(widget, &format!("{form}-{}", column.field), &column.field, value, &column.label, Some(form)))
                },
                (Some(_) | None, Some(_) | None, Editing::No | Editing::Yes) => {
                    (cell.shown)
                    @if let Some(words) = &cell.proposed { span.proposed { span.proposed-word { "proposed" } " " (words) } }
                },
            }
        }
    }
}

fn heading(column: &Column, before: &Markup) -> Markup {
    let sorted = column.sort.as_ref().and_then(|(_, sorted)| match sorted {
        Sorted::No => None,
        Sorted::Up => Some("ascending"),
        Sorted::Down => Some("descending"),
    });
    html! {
        th.(classes(column)) scope="col" title=[column.help.as_deref()] aria-sort=[sorted] data-column=(spelled(column)) {
            (before)
            @match &column.sort {
                Some((href, Sorted::No)) => a href=(href) { (column.label) },
                Some((href, Sorted::Up)) => a href=(href) { (column.label) (icon(Icon::ArrowUp)) },
                Some((href, Sorted::Down)) => a href=(href) { (column.label) (icon(Icon::ArrowDown)) },
                None => (column.label),
            }
        }
    }
}

fn letter(sets: &KeySets) -> String {
    let sign = match sets.press {
        Press::Replaces => "=",
        Press::Toggles => "~",
    };
    format!("{}:{}{sign}{}", sets.key, sets.field, sets.value)
}

/// Returns the classes of a column: how its cells stand, how wide it is, whether it stays.
fn classes(column: &Column) -> String {
    let width = match column.width {
        Width::Auto => "",
        Width::Narrow => " g-narrow",
        Width::Medium => " g-medium",
        Width::Wide => " g-broad",
    };
    let pinned = if column.pinned == Pinned::Yes { " g-pin" } else { "" };
    format!("{}{width}{pinned}", class(column.kind))
}

/// Returns a column as its heading spells it, for the script that asks for a row again: `owner`, `owner:auto:pin`.
fn spelled(column: &Column) -> String {
    match (column.width, column.pinned) {
        (Width::Auto, Pinned::No) => column.field.clone(),
        (width, Pinned::No) => format!("{}:{}", column.field, width.word()),
        (width, Pinned::Yes) => format!("{}:{}:pin", column.field, width.word()),
    }
}

fn class(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Words => "g-words",
        ColumnKind::Wide => "g-wide",
        ColumnKind::Id => "g-id",
        ColumnKind::Number => "g-number",
        ColumnKind::Mark => "g-mark",
    }
}

/// Returns choices whose words are their values.
pub fn choices(words: &[&str]) -> Vec<Choice> {
    words.iter().map(|word| Choice::new(*word, *word)).collect()
}
