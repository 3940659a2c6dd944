//! Apply fix: what a rule offers to mend is written, in several records at once.

use std::collections::BTreeMap;

use model::records::Person;
use model::{Date, Isms, Problem, RecordId, RecordKind, Ref, Stamp};
use thiserror::Error;

use crate::sound::written;
use crate::{Absent, Decided, FieldProblem, Operation, StateControl, StateControlRefusal, Typed};

/// Most fields that one fix writes.
const WRITES_MAX: usize = 10_000;

/// Apply a fix.
#[derive(Debug, Clone)]
pub struct ApplyFix {
    /// What is written: the record, the name of its field, and the text.
    pub writes: Vec<(RecordId, String, String)>,
}

/// Why a fix cannot be applied.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ApplyFixRefusal {
    /// A record is not there.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// A field could not be written.
    #[error("{id}: {problem}")]
    Field {
        /// The record.
        id: RecordId,
        /// The field, and what is the matter.
        problem: FieldProblem,
    },
    /// A row of the statement cannot be stated so.
    #[error(transparent)]
    Statement(#[from] StateControlRefusal),
    /// Too much at once.
    #[error("a fix of {0} fields is more than can be meant; expected at most {WRITES_MAX}")]
    TooMany(usize),
    /// It would change nothing.
    #[error("there is nothing left to mend; the records say so already")]
    Nothing,
}

impl Operation for ApplyFix {
    const NAME: &'static str = "apply fix";
    const INTENT: &'static str = "diagnostic.fix";
    type Refusal = ApplyFixRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        if self.writes.len() > WRITES_MAX {
            return Err(ApplyFixRefusal::TooMany(self.writes.len()));
        }
        let mut by_record: BTreeMap<RecordId, (Typed, Typed)> = BTreeMap::new();
        for (id, field, text) in self.writes {
            let (plain, row) = by_record.entry(id).or_default();
            let in_row = id.kind == RecordKind::Control && StateControl::FIELDS.contains(&field.as_str());
            if in_row { row.push((field, text)) } else { plain.push((field, text)) }
        }
        let mut state = isms.clone();
        let mut changes = Vec::new();
        for (id, (plain, row)) in by_record {
            let before = isms.present(id).ok_or(Absent::Unknown(id))?;
            let first_of = |problems: Vec<FieldProblem>| problems.into_iter().next();
            if !plain.is_empty() {
                let written = written(&state, id, &plain, today);
                let change = match written.map_err(first_of) {
                    Ok(change) => change,
                    Err(Some(problem)) => return Err(ApplyFixRefusal::Field { id, problem }),
                    Err(None) => continue,
                };
                if change.shown().is_some_and(|(_, title, _)| title.is_empty()) {
                    let problem = Problem::new("a record needs a title");
                    let problem = FieldProblem { field: "title".to_owned(), problem };
                    return Err(ApplyFixRefusal::Field { id, problem });
                }
                state.apply(&change, Stamp { on: today, ..Stamp::default() });
            }
            if !row.is_empty() {
                let mut stated = StateControl::of(&state, Ref::of(id.key)).ok_or(Absent::Unknown(id))?;
                for (field, text) in row {
                    stated.write(&field, &text).map_err(|problem| ApplyFixRefusal::Field {
                        id,
                        problem: FieldProblem { field, problem },
                    })?;
                }
                for change in stated.decide(&state, actor, today)? {
                    state.apply(&change, Stamp { on: today, ..Stamp::default() });
                }
            }
            changes.extend(state.present(id).filter(|after| *after != before));
        }
        if changes.is_empty() { Err(ApplyFixRefusal::Nothing) } else { Ok(changes) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{id, refusal, run, small};

    fn fix(writes: &[(&str, &str, &str)]) -> ApplyFix {
        let write = |(record, field, text): &(&str, &str, &str)| {
            (id(record), (*field).to_owned(), (*text).to_owned())
        };
        ApplyFix { writes: writes.iter().map(write).collect() }
    }

    #[test]
    fn a_fix_writes_plain_fields_and_cells_of_the_statement_in_one_change_of_each_record() {
        let mut isms = small();
        let writes = [
            ("A.5.1", "included", "yes"),
            ("A.5.1", "owner", "PER-2"),
            ("A.5.1", "reasons", "R-1"),
            ("R-2", "owner", "PER-2"),
        ];
        run(&mut isms, fix(&writes));
        let control = isms.controls.get(&Ref::of(id("A.5.1").key)).expect("there");
        assert_eq!(control.revision, 2);
        assert_eq!(control.stated_on, Some(Date::constant(2026, 3, 3)));
        assert_eq!(isms.find(id("A.5.1")).and_then(|found| found.text("reasons")).as_deref(), Some("R-1"));
        assert_eq!(isms.find(id("R-2")).and_then(|found| found.text("owner")).as_deref(), Some("PER-2"));
        assert!(refusal(&isms, fix(&writes)).starts_with("there is nothing left to mend"));
    }

    #[test]
    fn one_field_that_cannot_be_written_refuses_the_whole_fix_by_name() {
        let isms = small();
        let refused = refusal(&isms, fix(&[("R-2", "owner", "PER-2"), ("R-1", "acceptances", "")]));
        assert!(refused.starts_with("R-1: acceptances: this field is written by an operation of its own"));
        assert_eq!(refusal(&isms, fix(&[("A.5.1", "reasons", "R-99")])), "there is no R-99");
        assert_eq!(refusal(&isms, fix(&[("R-99", "title", "a")])), "there is no R-99");
        assert_eq!(refusal(&isms, fix(&[("R-1", "title", "")])), "R-1: title: a record needs a title");
    }
}
