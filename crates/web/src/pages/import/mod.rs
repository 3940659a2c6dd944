//! Import: file, what it is, columns, check, apply. Nothing is written before the last step.

pub mod apply;
pub mod check;
pub mod columns;
pub mod file;
pub mod kept;
mod map_text;
mod planned;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use maud::Markup;

use crate::failure::Failure;
use crate::layout::PageHead;
use crate::parts::steps::steps;
use crate::site::Site;
use crate::visit::{Visit, param};

/// The entry in the rail.
const HERE: &str = "/import";

/// The word in an address that names a file between two steps.
pub struct Word(pub String);

impl FromRequestParts<Site> for Word {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Failure> {
        Ok(Self(param(parts, site, "word").await?))
    }
}

/// Returns the five steps of a kept file, with the way back to those that are done; only tables are asked what they are and have columns.
fn way(visit: &Visit, kept: Option<&kept::Upload>, now: Step) -> Markup {
    let at = |page: &str| kept.map(|kept| visit.at(&format!("/import/{}{page}", kept.word)));
    let asked = |page: &str| at(page).filter(|_| kept.is_some_and(kept::Upload::has_columns));
    let all = [
        ("File", Some(visit.at(HERE))),
        ("What it is", asked("/columns#sheet-0")),
        ("Columns", asked("/columns#columns-0")),
        ("Check", at("")),
        ("Apply", None),
    ];
    steps(&all, now as usize)
}

/// A step of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The file is chosen.
    File,
    /// It is said what its tables list.
    What,
    /// It is said what their columns mean.
    Columns,
    /// It is seen what would change.
    Check,
    /// It was written.
    Apply,
}

fn head(visit: &Visit, title: &str) -> PageHead {
    PageHead { crumbs: vec![("Import".to_owned(), visit.at(HERE))], ..PageHead::new(title) }
}
