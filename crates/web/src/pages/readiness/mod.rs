//! Readiness: what is wrong or missing, step by step, and how to mend it.

pub mod fix;
pub mod fixes;
mod groups;
pub mod overview;
pub mod rule;
pub mod say;
pub mod shown;
pub mod whose;

use diagnostics::Diagnostic;
use model::RecordId;
use rules::Results;

use crate::failure::Failure;
use crate::fields::Fields;
use crate::visit::Visit;

/// The entry in the rail.
const HERE: &str = "/readiness";

/// Returns the diagnostics that a form names: `code`, and `at` for the record.
fn named<'a>(results: &'a Results, typed: &Fields) -> Vec<&'a Diagnostic> {
    let at = RecordId::parse(typed.get("at"));
    let is_it = |one: &&Diagnostic| one.code == typed.get("code") && one.place.record() == at;
    results.diagnostics().filter(is_it).collect()
}

/// Returns the first diagnostic that a form names.
///
/// # Errors
/// Where nothing is said of it any more.
fn first_named(results: &Results, typed: &Fields) -> Result<Diagnostic, Failure> {
    let found = named(results, typed).first().map(|one| Diagnostic::clone(one));
    found.ok_or_else(|| {
        if typed.get("code").is_empty() {
            return Failure::Unknown(
                "the address does not say which rule it is about; Readiness lists what they say".to_owned(),
            );
        }
        let what = if typed.get("at").is_empty() { "this any more" } else { typed.get("at") };
        Failure::Unknown(format!(
            "{} says nothing of {what} here: it was mended, or the records changed",
            clipped(typed.get("code"))
        ))
    })
}

/// Shortens what an address holds.
fn clipped(text: &str) -> String {
    text.chars().take(20).collect()
}

/// Returns the address of the list that a form came from, within the organisation.
fn back(typed: &Fields) -> String {
    // A form on a record's own page leads back there.
    if let Some(id) = RecordId::parse(typed.get("from")) {
        return crate::address::record(id);
    }
    let kept = ["gate", "group", "level", "owner", "open", "in"];
    crate::address::with_query(HERE, kept.iter().map(|name| (*name, typed.get(name))))
}

/// Returns the query that names a diagnostic and the list it is seen in.
fn at(visit: &Visit, page: &str, one: &Diagnostic) -> String {
    let record = one.place.record().map(|id| id.to_string()).unwrap_or_default();
    let mut fields = vec![("code", one.code), ("at", record.as_str())];
    let in_list = visit.path.ends_with(HERE);
    let kept = ["gate", "group", "level", "owner", "open", "in"];
    fields.extend(kept.iter().filter(|_| in_list).map(|name| (*name, visit.query.get(name))));
    let from = from(visit, one);
    fields.extend(from.as_deref().map(|id| ("from", id)));
    let (path, query) = (visit.at(page), crate::address::with_query("", fields));
    if path.contains('?') { path + &query.replacen('?', "&", 1) } else { path + &query }
}

/// Returns the record on whose own page a diagnostic is seen.
fn from(visit: &Visit, one: &Diagnostic) -> Option<String> {
    let id = one.place.record()?;
    (visit.path == visit.record_at(id)).then(|| id.to_string())
}
