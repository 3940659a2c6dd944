//! Hand over: what a person answers for, another answers for from today.

use std::sync::Arc;

use model::records::Person;
use model::{AnyRecord, Change, Date, Isms, Owner, Prose, Ref, Value};
use thiserror::Error;

use crate::absent::recorded;
use crate::{Absent, Decided, FieldProblem, Operation, Typed, write_fields};

/// The fields that say who answers for something; who wrote, judged or approved it stays as it was.
const FIELDS: &[&str] = &["owner", "holder", "deputy"];

/// Hand over all that a person owns, holds or operates.
#[derive(Debug, Clone)]
pub struct HandOver {
    /// Who answers for it now.
    pub from: Ref<Person>,
    /// Who answers for it from today.
    pub to: Ref<Person>,
    /// Why.
    pub because: Prose,
}

/// Why nothing can be handed over.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum HandOverRefusal {
    /// One of the two is not there.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// Both are one.
    #[error("{0} has it already; choose another person")]
    Same(Ref<Person>),
    /// The other has left.
    #[error("{to} left on {on}; choose a person who is here")]
    Left {
        /// The other.
        to: Ref<Person>,
        /// The last day.
        on: Date,
    },
    /// There is nothing to hand over.
    #[error("{0} answers for nothing; there is nothing to hand over")]
    Nothing(Ref<Person>),
    /// A field could not be written.
    #[error(transparent)]
    Field(#[from] FieldProblem),
}

impl Operation for HandOver {
    const NAME: &'static str = "hand over";
    const INTENT: &'static str = "person.hand_over";
    type Refusal = HandOverRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { from, to, because } = self;
        recorded(isms, from)?;
        let other = recorded(isms, to)?;
        if from == to {
            return Err(HandOverRefusal::Same(to));
        }
        if let Some(on) = other.left_on.filter(|on| *on <= today) {
            return Err(HandOverRefusal::Left { to, on });
        }
        let mut changes = Vec::new();
        for id in isms.all_sources(from.id()) {
            let Some(record) = isms.find(id) else { continue };
            let typed = fields_of(record, from, to);
            let change = match write_fields(isms, id, &typed) {
                Ok(change) => operators(change, from, to),
                Err(problems) => match problems.into_iter().next() {
                    Some(problem) => return Err(problem.into()),
                    None => continue,
                },
            };
            changes.extend((isms.present(id).as_ref() != Some(&change)).then_some(change));
        }
        if changes.is_empty() {
            return Err(HandOverRefusal::Nothing(from));
        }
        let note = (!because.is_empty()).then_some(Change::Note(because));
        Ok(note.into_iter().chain(changes).collect())
    }
}

/// Returns the fields of a record that name a person as the one who answers for it, with the other's name.
fn fields_of(record: &dyn AnyRecord, from: Ref<Person>, to: Ref<Person>) -> Typed {
    let from = from.text();
    let names = FIELDS.iter().filter(|name| record.text(name).as_ref() == Some(&from));
    names.map(|name| ((*name).to_owned(), to.text())).collect()
}

/// Puts another person among the operators of a control, once.
fn operators(mut change: Change, from: Ref<Person>, to: Ref<Person>) -> Change {
    let (leaver, other) = (Owner::Person(from), Owner::Person(to));
    if let Change::Control(_, stored) = &mut change
        && stored.record.operators.contains(&leaver)
    {
        let list = &mut Arc::make_mut(stored).record.operators;
        if list.contains(&other) {
            list.retain(|operator| *operator != leaver);
        }
        for operator in list.iter_mut().filter(|operator| **operator == leaver) {
            *operator = other.clone();
        }
    }
    change
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{edit, id, refusal, run, small};

    fn hand_over(from: u32, to: u32) -> HandOver {
        HandOver { from: Ref::number(from), to: Ref::number(to), because: "leaves in June".into() }
    }

    #[test]
    fn what_a_person_answers_for_goes_to_the_other_and_what_the_person_wrote_stays() {
        let mut isms = small();
        run(&mut isms, edit("A.5.1", "operators", "PER-1, ROL-1, PER-2"));
        run(&mut isms, edit("DOC-1", "authors", "PER-1"));
        run(&mut isms, hand_over(1, 2));
        let text = |record: &str, field: &str| {
            isms.find(id(record)).and_then(|found| found.text(field)).unwrap_or_default()
        };
        assert_eq!(text("R-1", "owner"), "PER-2");
        assert_eq!(text("ROL-1", "holder"), "PER-2");
        assert_eq!(text("A.5.1", "operators"), "ROL-1, PER-2");
        assert_eq!(text("DOC-1", "authors"), "PER-1");
        assert_eq!(
            refusal(&isms, hand_over(1, 2)),
            "PER-1 answers for nothing; there is nothing to hand over"
        );
    }

    #[test]
    fn nothing_is_handed_to_somebody_who_left_or_to_oneself() {
        let mut isms = small();
        assert_eq!(refusal(&isms, hand_over(1, 1)), "PER-1 has it already; choose another person");
        run(&mut isms, edit("PER-2", "left_on", "2026-03-03"));
        assert_eq!(refusal(&isms, hand_over(1, 2)), "PER-2 left on 2026-03-03; choose a person who is here");
    }
}
