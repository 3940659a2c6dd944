//! Typed text on its way into a record: which fields people may write, and what was wrong with each.

use model::{Change, Isms, Problem, RecordId, RecordKind, Shown, Writer};

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
            problems.extend(unknown_references(isms, id, typed, &change));
            problems.extend(frozen_fields(isms, id, &change));
            if problems.is_empty() { Ok(change) } else { Err(problems) }
        }
    }
}

/// Returns the names of the operations that move a record of a kind on: those whose intent begins with its word.
fn operations_of(kind: RecordKind) -> String {
    let word = kind.kind().singular.rsplit(' ').next().unwrap_or_default();
    let is_of = |intent: &str| intent.split_once('.').is_some_and(|(subject, _)| subject == word);
    let names = crate::ALL.iter().filter(|info| is_of(info.intent)).map(|info| info.name);
    names.collect::<Vec<_>>().join(", ")
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
