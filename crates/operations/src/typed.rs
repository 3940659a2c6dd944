//! Typed text on its way into a record: which fields people may write, and what was wrong with each.

use std::sync::Arc;

use model::{Change, Isms, Problem, RecordId, RecordKind, Shown, Writer};

use crate::absent::{LIST_MAX, once_each};
use crate::frozen;

/// What was typed for fields, by name; a field of a part is named `now.likelihood`.
pub type Typed = Vec<(String, String)>;

/// A field that could not be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// The name of the field.
    pub field: String,
    /// What is the matter.
    pub problem: Problem,
}

impl std::fmt::Display for FieldProblem {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}: {}", self.field, self.problem)
    }
}

impl std::error::Error for FieldProblem {}

/// Keeps who owned an action that is handed on: whoever owned it does not judge it later.
fn with_owner_before(isms: &Isms, mut change: Change) -> Change {
    if let Change::TreatmentAction(id, stored) = &mut change
        && let Some(before) = isms.treatment_actions.find(id)
        && before.owner != stored.record.owner
        && let Some(person) = before.owner.as_ref().and_then(|owner| owner.person(isms))
        && !stored.record.owned_before.contains(&person)
    {
        Arc::make_mut(stored).record.owned_before.push(person);
    }
    change
}

/// Writes typed fields on top of a record, or of a blank one, and looks that what they point at exists.
///
/// # Errors
/// Each field that could not be written, with what was expected.
pub fn write_fields(
    isms: &Isms,
    id: RecordId,
    typed: &[(String, String)],
) -> Result<Change, Vec<FieldProblem>> {
    let mut problems = Vec::new();
    for shown in id.kind.fields() {
        let is_typed = |(name, _): &&(String, String)| name.split('.').next() == Some(shown.name);
        if shown.writer == Writer::Operation && typed.iter().any(|field| is_typed(&field)) {
            let problem = Problem::new("this field is written by an operation of its own");
            let problem = match operations_of(id.kind) {
                names if names.is_empty() => problem,
                names => problem.expected(format!("one of: {names}")),
            };
            problems.push(FieldProblem { field: shown.name.to_owned(), problem });
        }
    }
    match Change::of_text(isms, id, typed) {
        Err(found) => {
            problems.extend(found.into_iter().map(|(field, problem)| FieldProblem { field, problem }));
            Err(problems)
        }
        Ok(change) => {
            problems.extend(too_many_references(&change));
            problems.extend(unknown_references(isms, id, typed, &change));
            problems.extend(frozen_fields(isms, id, &change));
            if problems.is_empty() { Ok(with_owner_before(isms, change)) } else { Err(problems) }
        }
    }
}

/// Returns the names of the operations that move a record of a kind on: those with a form for one, and those whose intent
/// names just this kind; where there are none, those whose intent names its last word.
fn operations_of(kind: RecordKind) -> String {
    let kind_of = kind.kind();
    let (whole, short) = (kind_of.singular.replace(' ', "_"), kind_of.prefix.to_lowercase());
    let last = kind_of.singular.rsplit(' ').next().unwrap_or_default();
    let named = |words: &[&str]| -> Vec<&'static str> {
        let is_of =
            |intent: &str| intent.split_once('.').is_some_and(|(subject, _)| words.contains(&subject));
        crate::ALL.iter().filter(|info| is_of(info.intent)).map(|info| info.name).collect()
    };
    let forms = crate::forms_of(kind).filter(|form| form.target == crate::FormTarget::Record);
    let mut names: Vec<&str> = forms.map(|form| form.name).collect();
    names.extend(named(&[&whole, &short]));
    if names.is_empty() {
        names = named(&[last]);
    }
    once_each(names).join(", ")
}

/// Finds fields that would change although the record is in a state that freezes them.
fn frozen_fields(isms: &Isms, id: RecordId, change: &Change) -> Vec<FieldProblem> {
    let Some(frozen) = frozen(isms, id) else { return Vec::new() };
    let before = isms.present(id);
    let (Some((_, _, before)), Some((_, _, after))) =
        (before.as_ref().and_then(Change::shown), change.shown())
    else {
        return Vec::new();
    };
    let is_changed = |(one, other): &(&Shown, &Shown)| frozen.holds(one.name) && one.text != other.text;
    let changed = before.iter().zip(&after).filter(is_changed);
    let problem = || Problem::new(format!("{id} is {}; {}", frozen.state, frozen.help));
    changed.map(|(field, _)| FieldProblem { field: field.name.to_owned(), problem: problem() }).collect()
}

/// Finds fields that would point at more records than one field may.
fn too_many_references(change: &Change) -> Vec<FieldProblem> {
    let Some((_, _, fields)) = change.shown() else { return Vec::new() };
    let problem = |count: usize| {
        Problem::new(format!("{count} links are too many")).expected(format!("at most {LIST_MAX}"))
    };
    let many = fields.into_iter().filter(|field| field.references.len() > LIST_MAX);
    many.map(|field| FieldProblem { field: field.name.to_owned(), problem: problem(field.references.len()) })
        .collect()
}

/// Finds typed references to records that are not there.
fn unknown_references(
    isms: &Isms,
    id: RecordId,
    typed: &[(String, String)],
    change: &Change,
) -> Vec<FieldProblem> {
    let Some((_, _, fields)) = change.shown() else { return Vec::new() };
    let written = |name: &str| typed.iter().any(|(field, _)| field.split('.').next() == Some(name));
    let mut problems = Vec::new();
    for field in fields.iter().filter(|field| written(field.name)) {
        for target in field.references.iter().filter(|target| **target != id && isms.find(**target).is_none())
        {
            let problem = Problem::new(format!("there is no {target}"));
            problems.push(FieldProblem { field: field.name.to_owned(), problem });
        }
    }
    problems
}

/// Joins problems to one line.
#[must_use]
pub fn in_a_line(problems: &[FieldProblem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_people_do_not_write_names_the_operations_of_its_own_kind_alone() {
        assert_eq!(operations_of(RecordKind::AccessReview), "record removals");
        let reviews = operations_of(RecordKind::ManagementReview);
        assert!(reviews.contains("hold review") && !reviews.contains("removals"), "{reviews}");
        let changes = operations_of(RecordKind::PlannedChange);
        assert!(changes.contains("plan change") && changes.contains("report change"), "{changes}");
        let documents = operations_of(RecordKind::Document);
        assert!(documents.contains("approve document"), "{documents}");
        let mut silent: Vec<&str> = RecordKind::ALL
            .iter()
            .filter(|kind| kind.fields().iter().any(|field| field.writer == Writer::Operation))
            .filter(|kind| operations_of(**kind).is_empty())
            .map(|kind| kind.kind().singular)
            .collect();
        silent.retain(|kind| *kind != "membership");
        assert_eq!(silent, ["disposition", "scenario"], "what is said of diagnostics, and what is computed");
    }
}
