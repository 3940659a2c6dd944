//! The statement of applicability: all controls, which apply, why, and how far they are.

pub mod approve;
pub mod cell;
pub mod compare;
pub mod list;
mod proposals;
mod row;

pub use row::{columns, state_of};

use model::records::{Control, Reason, Soa, SoaContent, SoaRow};
use model::{Approval, Date, Isms, RecordId, Ref, Value, YesNo};

use crate::failure::Failure;
use crate::pages::naming::Marks;
use crate::parts::Row;
use crate::visit::Visit;

/// The entry in the rail.
const HERE: &str = "/soa";

/// Returns the row of a control as it stands.
///
/// # Errors
/// Where there is none.
pub fn row_of(visit: &Visit, id: RecordId) -> Result<Row, Failure> {
    let id = Ref::<Control>::of(id.key);
    let control = visit.isms().controls.get(&id).ok_or_else(|| Failure::unknown(id))?;
    let results = visit.results();
    Ok(row::row(visit, id, control, &marks(visit, &results)))
}

/// Returns what the rules say of each row: of an excluded one also what stands elsewhere and rests on the exclusion.
fn marks<'a>(visit: &Visit, results: &'a rules::Results) -> Marks<'a> {
    let controls = &visit.isms().controls;
    Marks::and_named(results, row::KIND, |id| {
        controls.get(&Ref::of(id.key)).is_some_and(|control| control.included == Some(YesNo::No))
    })
}

/// Reads what was typed or pressed as reasons of a row.
///
/// # Errors
/// Says what a word cannot stand for.
pub fn reasons_typed(isms: &Isms, today: Date, id: Ref<Control>, text: &str) -> Result<String, String> {
    let lines = proposals::reasons_typed(&proposals::Naming::of(isms, id, today), id, text)?;
    let reasons = <Vec<Reason> as Value>::read(&lines).map_err(|problem| problem.to_string())?;
    Ok(reasons.text())
}

/// The live rows, and the version in force.
struct Versions {
    /// What an approval would freeze now.
    content: SoaContent,
    /// The number that it would have.
    version: u32,
    /// The version in force on the day.
    in_force: Option<Approval<SoaContent>>,
}

impl Versions {
    fn of(visit: &Visit) -> Self {
        let isms = visit.isms();
        let id = Ref::<Soa>::one().id();
        let in_force = isms.soa.one().and_then(|soa| soa.in_force(visit.today)).cloned();
        Self {
            content: Soa::content(isms, visit.today),
            version: operations::draft_version(isms, id, visit.today).unwrap_or(1),
            in_force,
        }
    }

    /// Says whether the live rows are those in force.
    fn is_approved(&self) -> bool {
        self.in_force.as_ref().is_some_and(|approval| approval.content == self.content)
    }

    /// Returns the rows that differ: as approved, and as they are.
    fn differing(&self) -> Vec<(Option<&SoaRow>, Option<&SoaRow>)> {
        let before =
            self.in_force.as_ref().map(|approval| approval.content.rows.as_slice()).unwrap_or_default();
        differing(before, &self.content.rows)
    }
}

/// Pairs the rows of two states that differ.
fn differing<'a>(before: &'a [SoaRow], after: &'a [SoaRow]) -> Vec<(Option<&'a SoaRow>, Option<&'a SoaRow>)> {
    let find = |rows: &'a [SoaRow], id| rows.iter().find(|row| row.control == id);
    let mut pairs: Vec<_> = after
        .iter()
        .map(|row| (find(before, row.control), Some(row)))
        .filter(|(was, is)| was != is)
        .collect();
    pairs.extend(before.iter().filter(|row| find(after, row.control).is_none()).map(|row| (Some(row), None)));
    pairs
}
