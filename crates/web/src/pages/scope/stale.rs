//! A scope that others wrote while it was typed: what only one side changed is kept, and what both changed is told.

use model::{InScope, RecordId, Value as _};

use super::rows::{Chosen, Row};
use super::{Typed, same, scope_id};
use crate::failure::Failure;
use crate::pages::cells::{self, Stale};
use crate::visit::Visit;

/// Brings what was typed to the revisions that stand now; returns what both sides wrote, in words, where they did.
///
/// # Errors
/// Where the history cannot be read.
pub(super) async fn merged(visit: &Visit, typed: &mut Typed) -> Result<Option<String>, Failure> {
    let mut told: Vec<String> = Vec::new();
    if let Some(stale) = since(visit, scope_id(), typed.revision, &["statement", "services"]).await? {
        typed.revision = stale.now;
        let mut both = stale;
        both.theirs.retain(|field| {
            let text = if field.name == "statement" { &mut typed.statement } else { &mut typed.services };
            taken(field.name, text, &field.before, &field.after)
        });
        told.extend((!both.theirs.is_empty()).then(|| format!("The scope: {}", cells::above_form(&both))));
    }
    for row in &mut typed.rows {
        let Some(mut both) = since(visit, row.id, row.revision, &["in_scope"]).await? else { continue };
        row.revision = both.now;
        both.theirs.retain(|field| both_chose(row, &field.before, &field.after));
        told.extend(
            (!both.theirs.is_empty())
                .then(|| format!("{} {}: {}", row.id, row.name, cells::above_form(&both))),
        );
    }
    Ok((!told.is_empty()).then(|| told.join(". ")))
}

/// Returns what was written to some fields of a record since it was read; nothing where it stands as it was read.
async fn since(visit: &Visit, id: RecordId, read: u32, fields: &[&str]) -> Result<Option<Stale>, Failure> {
    let now = visit.books.now().isms.revision(id);
    if read < now { cells::written(visit, id, read, fields).await.map(Some) } else { Ok(None) }
}

/// Takes their text where the reader left the field alone; says whether both changed it, and not to the same.
fn taken(name: &str, text: &mut String, was: &str, theirs: &str) -> bool {
    // Services are typed one a line, and kept as a list.
    let plain = |text: &str| match name {
        "services" => text
            .replace(['\r', '\n'], ",")
            .split(',')
            .map(str::trim)
            .filter(|one| !one.is_empty())
            .collect::<Vec<_>>()
            .join(", "),
        _ => text.to_owned(),
    };
    if same(&plain(text), &plain(was)) {
        theirs.clone_into(text);
        return false;
    }
    !same(&plain(text), &plain(theirs))
}

/// Does the same with what was chosen for an element.
fn both_chose(row: &mut Row, was: &str, theirs: &str) -> bool {
    // Left out without a reason is one thing, with and without the colon.
    let plain = |text: &str| text.trim().trim_end_matches(':').to_owned();
    let text = plain(&row.text());
    if text == plain(was) {
        let (chosen, because) = match InScope::read(theirs) {
            Ok(InScope::In) => (Chosen::In, String::new()),
            Ok(InScope::Out(because)) => (Chosen::Out, because.text()),
            Ok(InScope::Undecided) | Err(_) => (Chosen::Undecided, String::new()),
        };
        (row.chosen, row.because) = (chosen, because);
        return false;
    }
    text != plain(theirs)
}
