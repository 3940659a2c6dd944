//! The audit programme: where one is in force, its address leads to it.

use model::RecordKind;

use super::coverage::in_force;
use crate::failure::Answer;
use crate::pages::record::list;
use crate::visit::{Visit, see_other};

/// The address.
pub(super) const HERE: &str = "/audit-programmes";

/// Leads to the programme in force; where there is none or several, or the list was asked for something, answers with the list.
///
/// # Errors
/// Where the way of looking at the list cannot be read.
pub async fn newest(visit: Visit) -> Answer {
    let is_asked = visit.query.0.iter().any(|(name, _)| name != "as_of");
    let only = match in_force(&visit).as_slice() {
        [(id, _)] if !is_asked => Some(id.id()),
        _ => None,
    };
    match only {
        Some(id) => Ok(see_other(&visit.record_at(id))),
        None => list::of_kind(visit, RecordKind::AuditProgramme).await,
    }
}
