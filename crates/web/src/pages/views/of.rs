//! Which grid an address speaks of: the statement of applicability, or the list of a kind of record.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use maud::Markup;
use model::{RecordId, RecordKind};

use super::{Layout, Look};
use crate::address;
use crate::failure::Failure;
use crate::layout::PageHead;
use crate::pages::cells::Open;
use crate::pages::record::{capital, here};
use crate::pages::{assets, record, risks, soa};
use crate::parts::{Column, Editing, Grid, Row};
use crate::site::Site;
use crate::visit::{Visit, param};

/// A grid: its rows are records of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// The statement of applicability: controls, with what is stated of them.
    Soa,
    /// The list of a kind.
    Kind(RecordKind),
}

impl Of {
    /// Returns the grid with this word in addresses.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        if word == "soa" {
            return Some(Self::Soa);
        }
        address::kind_of(word).filter(|kind| !kind.kind().single).map(Self::Kind)
    }

    /// Returns its word in addresses.
    #[must_use]
    pub fn word(self) -> String {
        match self {
            Self::Soa => "soa".to_owned(),
            Self::Kind(kind) => address::kind(kind),
        }
    }

    /// Returns the kind of its rows.
    #[must_use]
    pub fn kind(self) -> RecordKind {
        match self {
            Self::Soa => RecordKind::Control,
            Self::Kind(kind) => kind,
        }
    }

    /// Returns its address within the organisation: `/risks`.
    #[must_use]
    pub fn here(self) -> String {
        match self {
            Self::Soa => "/soa".to_owned(),
            Self::Kind(kind) => here(kind),
        }
    }

    /// Returns the address of what is done with it: `/grids/risks/bulk`.
    #[must_use]
    pub fn at(self, what: &str) -> String {
        format!("/grids/{}/{what}", self.word())
    }

    /// Returns its heading.
    #[must_use]
    pub fn title(self) -> String {
        match self {
            Self::Soa => "Statement of applicability".to_owned(),
            Self::Kind(kind) => capital(kind.kind().plural),
        }
    }

    /// Returns the records that the visit's query asks for, in its order.
    #[must_use]
    pub fn found(self, visit: &Visit) -> Vec<RecordId> {
        match self {
            Self::Soa => soa::list::found(visit),
            Self::Kind(RecordKind::Risk) => risks::list::found(visit),
            Self::Kind(RecordKind::Asset) => assets::list::found(visit),
            Self::Kind(kind) => record::list::found(visit, kind).into_iter().map(|(id, _)| id).collect(),
        }
    }

    /// Returns every column that it can have, those first that it has where nobody chose.
    #[must_use]
    pub fn columns(self, visit: &Visit) -> Vec<Column> {
        match self {
            Self::Soa => soa::columns(visit.isms()),
            Self::Kind(RecordKind::Risk) => risks::columns(visit),
            Self::Kind(RecordKind::Asset) => assets::columns(visit),
            Self::Kind(kind) => record::list::all_columns(visit, kind),
        }
    }

    /// Returns how many of its columns stand there where nobody chose.
    #[must_use]
    pub fn usual(self, visit: &Visit) -> usize {
        match self {
            Self::Soa | Self::Kind(RecordKind::Risk | RecordKind::Asset) => self.columns(visit).len(),
            Self::Kind(kind) => record::list::usual_columns(visit, kind),
        }
    }

    /// Returns the columns that are shown, in their order.
    #[must_use]
    pub fn shown(self, visit: &Visit, layout: &Layout) -> Vec<Column> {
        let columns = match self {
            Self::Soa | Self::Kind(RecordKind::Risk | RecordKind::Asset) => self.columns(visit),
            Self::Kind(kind) => record::list::columns_of(visit, kind, layout),
        };
        layout.applied(Grid { columns, ..Grid::default() }).columns
    }

    /// Returns the row of a record as it stands, and its columns.
    ///
    /// # Errors
    /// Where there is no such record.
    pub fn row(self, visit: &Visit, id: RecordId, layout: &Layout) -> Result<(Vec<Column>, Row), Failure> {
        let (columns, row) = match self {
            Self::Soa => (self.columns(visit), soa::row_of(visit, id)?),
            Self::Kind(RecordKind::Risk) => (self.columns(visit), risks::row_of(visit, id)?),
            Self::Kind(RecordKind::Asset) => (self.columns(visit), assets::row_of(visit, id)?),
            Self::Kind(kind) => record::list::row_of(visit, (kind, id), layout)?,
        };
        let row = Row { editing: Editing::No, ..row };
        let mut grid = layout.applied(Grid { columns, rows: vec![row], ..Grid::default() });
        Ok((grid.columns, grid.rows.pop().expect("one row went in")))
    }

    /// Returns the page: its heading and its main part; a row may stand open with what was typed.
    #[must_use]
    pub fn drawn(self, visit: &Visit, look: &Look, open: Option<&Open>) -> (PageHead, Markup) {
        match self {
            Self::Soa => (soa::list::head(visit), soa::list::main(visit, look, open)),
            Self::Kind(RecordKind::Risk) => (risks::list::head(visit), risks::list::main(visit, look, open)),
            Self::Kind(RecordKind::Asset) => {
                (assets::list::head(visit), assets::list::main(visit, look, open))
            }
            Self::Kind(kind) => {
                (record::list::head(visit, kind), record::list::main(visit, kind, look, open))
            }
        }
    }
}

impl FromRequestParts<Site> for Of {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Failure> {
        let word = param(parts, site, "grid").await?;
        Self::read(&word).ok_or_else(|| Failure::unknown("such page"))
    }
}
