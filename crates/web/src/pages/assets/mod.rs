//! Assets: systems, information and devices, in a grid.

pub mod list;
mod row;

use model::records::Asset;
use model::{RecordId, RecordKind, Ref};

pub use row::columns;

use crate::failure::Failure;
use crate::pages::naming::Marks;
use crate::parts::Row;
use crate::visit::Visit;

/// The entry in the rail.
const HERE: &str = "/assets";

/// Returns the row of an asset as it stands.
///
/// # Errors
/// Where there is none.
pub fn row_of(visit: &Visit, id: RecordId) -> Result<Row, Failure> {
    let id = Ref::<Asset>::of(id.key);
    let asset = visit.isms().assets.find(&id).ok_or_else(|| Failure::unknown(id))?;
    let results = visit.results();
    let marks = Marks::of(&results, RecordKind::Asset);
    let risks = row::risks(visit.isms()).get(&id.id()).map_or(0, Vec::len);
    Ok(row::row(visit, id, asset, &marks, risks))
}
