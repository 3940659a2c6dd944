//! Risks: the register, and one risk with everything that hangs on it.

pub mod accept;
pub mod close;
mod heat;
mod level;
mod line;
pub mod list;
pub mod method;
pub mod rate;
pub mod risk;
mod row;
mod tail;
pub mod treat;

use model::records::Risk;
use model::{Entry, RecordId, RecordKind, Ref};

use crate::failure::Failure;
use crate::fields::Fields;
use crate::layout::PageHead;
use crate::pages::naming::Marks;
use crate::parts::Row;
use crate::visit::Visit;

pub use level::{level, method as method_of, order};
pub use row::columns;

/// The entry in the rail.
const HERE: &str = "/risks";

/// Returns a risk, proposed or not.
///
/// # Errors
/// Where there is none.
fn found(visit: &Visit, id: Ref<Risk>) -> Result<&Entry<Risk>, Failure> {
    visit.isms().risks.find(&id).ok_or_else(|| Failure::unknown(id))
}

/// Returns the row of a risk as it stands.
///
/// # Errors
/// Where there is none.
pub fn row_of(visit: &Visit, id: RecordId) -> Result<Row, Failure> {
    let id = Ref::<Risk>::of(id.key);
    let results = visit.results();
    let marks = Marks::of(&results, RecordKind::Risk);
    Ok(row::row(visit, &method_of(visit), id, found(visit, id)?, &marks))
}

/// Returns the revision that a form was read at: the one it carries, or the present one where it is shown for the first time.
fn read_at(visit: &Visit, id: Ref<Risk>, typed: &Fields) -> u32 {
    let now = visit.books.now().isms.revision(id.id());
    typed.revision().filter(|read| (1..=now).contains(read)).unwrap_or(now)
}

/// Returns what was typed, as read at another revision.
fn read_anew(typed: &Fields, revision: u32) -> Fields {
    let others = typed.0.iter().filter(|(name, _)| name != "revision").cloned();
    Fields(others.chain([("revision".to_owned(), revision.to_string())]).collect())
}

/// Returns the heading of a form about a risk.
fn form_head(visit: &Visit, id: Ref<Risk>, title: &str) -> PageHead {
    PageHead {
        crumbs: vec![
            ("Risks".to_owned(), visit.at(HERE)),
            (format!("{id} {}", visit.isms().name_of(id.id())), visit.record_at(id)),
        ],
        ..PageHead::new(title)
    }
}
