//! A save on a revision that is over: different fields are merged, the same field is shown side by side.

use maud::Markup;
use model::{Isms, RecordId};
use operations::Typed;

use crate::failure::Failure;
use crate::locale::locale;
use crate::pages::cells;
use crate::parts::conflict::{Conflict, ConflictField, conflict};
use crate::visit::Visit;

/// What becomes of what was typed.
pub enum Merge {
    /// It can be written on this revision: only the fields that the writer changed.
    Write {
        /// The revision.
        revision: u32,
        /// The fields.
        mine: Typed,
    },
    /// Both changed the same fields: the page that asks.
    Conflict(Markup),
}

/// Compares what was typed with what was read and with what is there now; `ways` is where the choice is posted, and where leaving leads.
///
/// # Errors
/// Where the history cannot be read.
pub async fn merge(
    visit: &Visit,
    isms: &Isms,
    id: RecordId,
    read: Option<u32>,
    typed: &Typed,
    because: &str,
    (action, cancel): (String, String),
) -> Result<Merge, Failure> {
    let record = isms.find(id).ok_or_else(|| Failure::unknown(id))?;
    let revision = record.revision();
    let now = |name: &str| record.text(name).unwrap_or_default();
    let read = read.unwrap_or(revision);
    let names: Vec<&str> = typed.iter().map(|(name, _)| name.as_str()).collect();
    let since = cells::written(visit, id, read, &names).await?;
    let before = |name: &str| since.theirs.iter().find(|field| field.name == name);
    let was = |name: &str| before(name).map_or_else(|| now(name), |field| field.before.clone());
    let mine: Typed = typed.iter().filter(|(name, text)| !same(text, &was(name))).cloned().collect();
    let (both, only_mine): (Typed, Typed) =
        mine.into_iter().partition(|(name, text)| !same(&was(name), &now(name)) && !same(text, &now(name)));
    if both.is_empty() {
        return Ok(Merge::Write { revision, mine: only_mine });
    }
    let known = id.kind.fields();
    let of = |name: &str| known.iter().find(|shown| shown.name == name);
    let label = |name: &str| of(name).map_or(name, |shown| shown.label).to_owned();
    // These are posted again, and read as the form's own fields are.
    let text = |name: &str, text: &str| {
        of(name).map_or_else(|| text.to_owned(), |shown| locale().in_form(&shown.shape, text))
    };
    let fields = both.iter().map(|(name, yours)| ConflictField {
        name: name.clone(),
        label: label(name),
        was: text(name, &was(name)),
        theirs: text(name, &now(name)),
        yours: text(name, yours),
    });
    let merged = only_mine.iter().map(|(name, mine)| (name.clone(), label(name), text(name, mine)));
    let why = Some(because).filter(|why| !why.is_empty());
    let merged = merged.chain(why.map(|why| ("because".to_owned(), "why".to_owned(), why.to_owned())));
    Ok(Merge::Conflict(conflict(&Conflict {
        action,
        revision: u64::from(revision),
        theirs: format!("{} saved it, {}", since.who, since.at),
        fields: fields.collect(),
        merged: merged.collect(),
        cancel,
    })))
}

/// Says whether two texts mean the same: ends of lines and outer blanks aside.
fn same(one: &str, other: &str) -> bool {
    let lines = |text: &str| text.trim().lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
    lines(one) == lines(other)
}
