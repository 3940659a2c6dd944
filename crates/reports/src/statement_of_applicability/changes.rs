//! What differs between the rows now and the rows in force, row by row, in words.

use std::collections::BTreeMap;

use model::records::{Control, Reason, SoaContent, SoaRow};
use model::{Ref, Value, YesNo};

use super::reasons;
use crate::basis::Basis;

/// A row that differs.
pub(super) struct Changed {
    /// The control.
    pub control: String,
    /// What differs, one line each.
    pub lines: Vec<String>,
}

/// Returns the rows that differ, in their order; rows that are gone come last.
pub(super) fn changes<'a>(basis: &Basis, before: &'a SoaContent, now: &'a SoaContent) -> Vec<Changed> {
    let rows = |content: &'a SoaContent| -> BTreeMap<Ref<Control>, &'a SoaRow> {
        content.rows.iter().map(|row| (row.control, row)).collect()
    };
    let (old, new) = (rows(before), rows(now));
    let mut changed: Vec<Changed> = now
        .rows
        .iter()
        .map(|row| {
            let lines = match old.get(&row.control) {
                None => vec![format!("new: applicable {}", applicable(row.included))],
                Some(before) => differences(basis, before, row),
            };
            Changed { control: row.control.to_string(), lines }
        })
        .filter(|changed| !changed.lines.is_empty())
        .collect();
    let gone = before.rows.iter().filter(|row| !new.contains_key(&row.control));
    changed.extend(gone.map(|row| Changed {
        control: row.control.to_string(),
        lines: vec![format!("no longer stated; was applicable {}", applicable(row.included))],
    }));
    changed
}

fn differences(basis: &Basis, before: &SoaRow, now: &SoaRow) -> Vec<String> {
    let mut lines = Vec::new();
    if before.included != now.included {
        lines.push(format!(
            "applicable: {} instead of {}",
            applicable(now.included),
            applicable(before.included)
        ));
    }
    let (came, went) = (only(&now.reasons, &before.reasons), only(&before.reasons, &now.reasons));
    lines.extend(came.into_iter().map(|reason| format!("reason added: {}", named(basis, reason))));
    lines.extend(went.into_iter().map(|reason| format!("reason gone: {}", named(basis, reason))));
    if before.state != now.state {
        lines.push(format!("state: {} instead of {}", now.state, before.state));
    }
    if before.owner != now.owner {
        let name = |owner| Some(basis.owner(owner)).filter(|name| !name.is_empty());
        let nobody = || "nobody".to_owned();
        let (now, before) = (name(now.owner.as_ref()), name(before.owner.as_ref()));
        lines.push(format!(
            "owner: {} instead of {}",
            now.unwrap_or_else(nobody),
            before.unwrap_or_else(nobody)
        ));
    }
    if before.justification != now.justification {
        lines.push("justification worded anew".to_owned());
    }
    if before.title != now.title {
        lines.push(format!("title: was {}", before.title));
    }
    lines
}

fn only<'a>(these: &'a [Reason], those: &[Reason]) -> Vec<&'a Reason> {
    these.iter().filter(|reason| !those.contains(reason)).collect()
}

fn named(basis: &Basis, reason: &Reason) -> String {
    reasons::named(reason).map_or_else(|| reason.text(), |id| basis.named(id))
}

/// Returns the word for a decision.
pub(super) fn applicable(included: Option<YesNo>) -> &'static str {
    match included {
        Some(YesNo::Yes) => "yes",
        Some(YesNo::No) => "no",
        None => "undecided",
    }
}
