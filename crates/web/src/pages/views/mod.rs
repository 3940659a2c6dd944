//! How a person sees a grid: columns, density, and filters that were given a name. Kept beside the ledger, for they may be lost.

pub mod columns;
pub mod of;
pub mod saved;

use model::records::Person;
use model::{Line, Ref};
use serde::{Deserialize, Serialize};

pub use of::Of;

use crate::failure::Failure;
use crate::fields::Fields;
use crate::parts::{Column, Density, Grid, Pinned, Width};
use crate::visit::Visit;

/// How many views one person, or all together, keep of one grid.
pub const VIEWS_MAX: usize = 50;
/// How many views of one grid one person saves for all.
pub const TEAM_EACH_MAX: usize = 10;
/// How long the name of a view may be.
pub const NAME_CHARS_MAX: usize = 60;
/// How long the query of a view may be.
pub const QUERY_BYTES_MAX: usize = 2_000;
/// How many columns are remembered.
const COLUMNS_MAX: usize = 200;
/// Fields of a query that say where one is, not what is asked for.
const OF_THE_PLACE: [&str; 9] = ["as_of", "page", "rows", "edit", "view", "set", "print", "diff", "filter"];

/// How somebody wants a grid to look.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// How much room a row has; the grid's own where nothing is said.
    #[serde(default)]
    pub density: Option<Density>,
    /// The columns in order; the grid's own where there are none.
    #[serde(default)]
    pub columns: Vec<Placed>,
}

/// A column in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// Its field.
    pub field: String,
    /// How much room it takes.
    #[serde(default)]
    pub width: Width,
    /// Whether it stays in sight.
    #[serde(default)]
    pub pinned: bool,
}

impl Placed {
    /// Reads a column as a heading spells it: `owner`, `owner:wide`, `owner:auto:pin`.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut parts = text.split(':').map(str::trim);
        let field = parts.next().unwrap_or_default().to_owned();
        let word = parts.next().unwrap_or_default();
        let width =
            Width::ALL.iter().find(|(_, known)| *known == word).map_or(Width::Auto, |(width, _)| *width);
        Self { field, width, pinned: parts.next() == Some("pin") }
    }
}

/// A filter, a sorting and columns under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// Its name.
    pub name: String,
    /// What it asks for: the fields of a query.
    pub query: String,
    /// How it looks.
    #[serde(default)]
    pub layout: Layout,
    /// The number of who saved it.
    #[serde(default)]
    pub by: String,
}

/// Whose a view is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// One person's.
    Mine,
    /// Everybody's in the organisation.
    Team,
}

impl Whose {
    /// Returns where the views of a grid lie.
    fn place(self, person: Ref<Person>, of: Of) -> String {
        match self {
            Self::Mine => format!("view:{person}:{}:", of.word()),
            Self::Team => format!("view:team:{}:", of.word()),
        }
    }
}

/// How a visit sees a grid.
#[derive(Debug, Clone, Default)]
pub struct Look {
    /// Columns and density.
    pub layout: Layout,
    /// The views that can be opened.
    pub views: Vec<(Whose, Saved)>,
    /// The view that is open.
    pub open: Option<Saved>,
    /// The name of a view that was asked for and is not there.
    pub missing: Option<String>,
}

impl Layout {
    /// Says whether a column was chosen; all are where nobody chose.
    #[must_use]
    pub fn names(&self, field: &str) -> bool {
        self.columns.iter().any(|placed| placed.field == field)
    }

    /// Returns the places of the columns that are shown, in order; the first column always comes first.
    fn order(&self, columns: &[Column]) -> Vec<(usize, Width, Pinned)> {
        let plain = |at: usize| (at, Width::Auto, Pinned::No);
        if self.columns.is_empty() {
            return (0..columns.len()).map(plain).collect();
        }
        let place = |placed: &Placed| {
            let at = columns.iter().position(|column| column.field == placed.field).filter(|at| *at > 0)?;
            Some((at, placed.width, if placed.pinned { Pinned::Yes } else { Pinned::No }))
        };
        let (pinned, others): (Vec<_>, Vec<_>) =
            self.columns.iter().filter_map(place).partition(|(_, _, pinned)| *pinned == Pinned::Yes);
        std::iter::once(plain(0)).chain(pinned).chain(others).collect()
    }

    /// Puts the columns of a grid, and the cells of its rows, as they were chosen.
    #[must_use]
    pub fn applied(&self, mut grid: Grid) -> Grid {
        grid.density = self.density.unwrap_or(grid.density);
        let order = self.order(&grid.columns);
        let columns = std::mem::take(&mut grid.columns);
        for row in &mut grid.rows {
            let cells = std::mem::take(&mut row.cells);
            row.cells = order.iter().filter_map(|(at, ..)| cells.get(*at).cloned()).collect();
        }
        grid.columns = order
            .iter()
            .filter_map(|(at, width, pinned)| {
                Some(Column { width: *width, pinned: *pinned, ..columns.get(*at)?.clone() })
            })
            .collect();
        grid
    }

    /// Returns the layout without what no grid has so much of.
    fn bounded(mut self) -> Self {
        self.columns.truncate(COLUMNS_MAX);
        self
    }
}

/// Returns how a visit sees a grid; where the address opens a view, its filter takes the place of the query.
///
/// # Errors
/// Where the store does not answer.
pub async fn opened(mut visit: Visit, of: Of) -> Result<(Visit, Look), Failure> {
    let views = saved_of(&visit, of).await?;
    let name = visit.query.get("view").to_owned();
    let open = views.iter().find(|(_, view)| view.name == name).map(|(_, view)| view.clone());
    let layout = match &open {
        Some(view) => view.layout.clone(),
        None => own_layout(&visit, of).await?,
    };
    if let Some(view) = &open
        && !visit.query.has("set")
    {
        let mut fields = Fields::read(&view.query).0;
        fields.retain(|(name, _)| !OF_THE_PLACE.contains(&name.as_str()));
        // What is asked beside the name is of this page, not of the view.
        fields
            .extend(visit.query.0.iter().filter(|(name, _)| OF_THE_PLACE.contains(&name.as_str())).cloned());
        fields.push(("set".to_owned(), "1".to_owned()));
        visit.query = Fields(fields);
    }
    // A link to a view outlives the view.
    let missing = Some(name).filter(|name| open.is_none() && !name.is_empty());
    Ok((visit, Look { layout, views, open, missing }))
}

/// Returns what a query asks for, without where one is.
#[must_use]
pub fn asked(query: &Fields) -> String {
    let fields = query.0.iter().filter(|(name, _)| !OF_THE_PLACE.contains(&name.as_str()));
    let fields = fields.map(|(name, value)| (name.as_str(), value.as_str()));
    crate::address::with_query("", fields).trim_start_matches('?').to_owned()
}

/// Returns where a person's layout of a grid lies.
fn layout_at(person: Ref<Person>, of: Of) -> String {
    format!("grid:{person}:{}", of.word())
}

/// Returns the columns and density that the actor chose.
async fn own_layout(visit: &Visit, of: Of) -> Result<Layout, Failure> {
    let kept = visit.site.instance().aside(visit.books.log(), &layout_at(visit.actor, of)).await?;
    // What an earlier version kept and this one cannot read is as if nobody had chosen.
    let layout: Option<Layout> = kept.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    Ok(layout.unwrap_or_default().bounded())
}

/// Keeps the columns and density that the actor chose; nothing takes them away.
async fn keep_layout(visit: &Visit, of: Of, layout: Option<&Layout>) -> Result<(), Failure> {
    let bytes = layout.map(|layout| serde_json::to_vec(layout).expect("plain words"));
    visit.site.instance().put_aside(visit.books.log(), &layout_at(visit.actor, of), bytes).await?;
    visit.site.pages().clear();
    Ok(())
}

/// Returns the views that the actor can open, own ones first, by name.
async fn saved_of(visit: &Visit, of: Of) -> Result<Vec<(Whose, Saved)>, Failure> {
    let mut views = Vec::new();
    // What the team calls its views is not for those who look from outside.
    let all = [Whose::Mine, Whose::Team];
    for whose in all.into_iter().filter(|whose| *whose == Whose::Mine || !visit.books.is_from_outside()) {
        let kept = visit.site.instance().asides(visit.books.log(), &whose.place(visit.actor, of)).await?;
        let read = kept.into_iter().filter_map(|(_, bytes)| serde_json::from_slice::<Saved>(&bytes).ok());
        views.extend(read.take(VIEWS_MAX).map(|view| (whose, view)));
    }
    Ok(views)
}

/// Returns the place of a view.
fn view_at(visit: &Visit, of: Of, whose: Whose, name: &str) -> String {
    format!("{}{name}", whose.place(visit.actor, of))
}

/// Keeps a view; nothing takes it away.
async fn keep_view(
    visit: &Visit,
    of: Of,
    whose: Whose,
    name: &str,
    view: Option<&Saved>,
) -> Result<(), Failure> {
    let bytes = view.map(|view| serde_json::to_vec(view).expect("plain words"));
    let at = view_at(visit, of, whose, name);
    visit.site.instance().put_aside(visit.books.log(), &at, bytes).await?;
    visit.site.pages().clear();
    Ok(())
}

/// Reads the name of a view.
///
/// # Errors
/// Says what was expected.
fn name_typed(text: &str) -> Result<String, String> {
    let name = Line::new(text).to_string();
    match name.chars().count() {
        0 => Err("Enter a name for the view".to_owned()),
        count if count > NAME_CHARS_MAX => {
            Err(format!("Enter a name of at most {NAME_CHARS_MAX} characters; this one has {count}"))
        }
        _ => Ok(name),
    }
}

#[cfg(test)]
mod tests {
    use maud::html;

    use super::*;
    use crate::parts::{Cell, Row};

    fn grid() -> Grid {
        let column = |field: &str| Column { field: field.to_owned(), ..Column::default() };
        let cell = |words: &str| Cell::read(html! { (words) });
        Grid {
            columns: ["id", "title", "owner"].map(column).to_vec(),
            rows: vec![Row { cells: ["R-1", "Theft", "Jana"].map(cell).to_vec(), ..Row::default() }],
            ..Grid::default()
        }
    }

    fn shown(layout: &Layout) -> (Vec<String>, Vec<String>) {
        let grid = layout.applied(grid());
        let cells = grid.rows[0].cells.iter().map(|cell| cell.shown.0.clone()).collect();
        (grid.columns.into_iter().map(|column| column.field).collect(), cells)
    }

    fn placed(field: &str, pinned: bool) -> Placed {
        Placed { field: field.to_owned(), width: Width::Wide, pinned }
    }

    #[test]
    fn cells_go_with_their_columns_and_the_first_column_stays_first() {
        let layout =
            Layout { columns: vec![placed("owner", false), placed("id", false)], ..Layout::default() };
        assert_eq!(shown(&layout), (vec!["id".into(), "owner".into()], vec!["R-1".into(), "Jana".into()]));
        let layout =
            Layout { columns: vec![placed("title", false), placed("owner", true)], ..Layout::default() };
        assert_eq!(shown(&layout).0, ["id", "owner", "title"], "what is pinned stands beside the first");
        assert_eq!(shown(&Layout::default()).0, ["id", "title", "owner"]);
    }

    #[test]
    fn columns_that_are_no_more_are_left_out() {
        let layout =
            Layout { columns: vec![placed("gone", true), placed("title", false)], ..Layout::default() };
        assert_eq!(shown(&layout).0, ["id", "title"]);
        let read: Layout =
            serde_json::from_str("{\"columns\":[{\"field\":\"title\"}],\"density\":\"compact\"}")
                .expect("ours");
        assert_eq!(Placed::read("owner:wide:pin"), placed("owner", true));
        assert_eq!((read.density, read.columns[0].width), (Some(Density::Compact), Width::Auto));
    }

    #[test]
    fn what_is_asked_for_leaves_out_where_one_is() {
        let query = Fields::read("owner=-&page=2&sort=-title&as_of=2026-01-01&view=x&set=1&q=");
        assert_eq!(asked(&query), "owner=-&sort=-title");
        assert!(name_typed(" \n").is_err() && name_typed(&"x".repeat(61)).is_err());
        assert_eq!(name_typed(" Mine \u{202e}").map(|name| name.starts_with("Mine")), Ok(true));
    }
}
