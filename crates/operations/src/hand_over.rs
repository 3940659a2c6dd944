//! Hand over: what a person answers for, another answers for from today.

use std::sync::Arc;

use model::records::Person;
use model::{ANSWERING, AnyRecord, Change, Date, Isms, Owner, Prose, Ref, Value, is_over};
use thiserror::Error;

use crate::absent::recorded;
use crate::{Absent, Decided, FieldProblem, Operation, Typed, write_fields};

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
            // What is over stays with who answered for it.
            let typed = if is_over(record, today) { Typed::new() } else { fields_of(record, from, to) };
            let change = match write_fields(isms, id, &typed) {
                Ok(change) => parts(operators(change, from, to), from, to),
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
    let (from, to) = (from.text(), to.text());
    let mut typed = Typed::new();
    for name in ANSWERING {
        let Some(text) = record.text(name) else { continue };
        let mut people: Vec<&str> = text.split(", ").collect();
        if !people.contains(&from.as_str()) {
            continue;
        }
        if people.contains(&to.as_str()) {
            people.retain(|person| *person != from);
        }
        let handed = people.iter().map(|person| if *person == from { to.as_str() } else { person });
        typed.push(((*name).to_owned(), handed.collect::<Vec<_>>().join(", ")));
    }
    typed
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

/// Puts another person where parts that are still open name the one who answers for them; what is done stays.
fn parts(mut change: Change, from: Ref<Person>, to: Ref<Person>) -> Change {
    let (leaver, other) = (Owner::Person(from), Owner::Person(to));
    let pass = |owner: &mut Option<Owner>| {
        if owner.as_ref() == Some(&leaver) {
            *owner = Some(other.clone());
        }
    };
    // A record is only copied where something in it is handed over.
    let is_named = |owner: &Option<Owner>| owner.as_ref() == Some(&leaver);
    if let Change::Nonconformity(_, stored) = &mut change
        && stored.record.actions.iter().any(|action| action.is_open() && is_named(&action.owner))
    {
        let actions = &mut Arc::make_mut(stored).record.actions;
        for action in actions.iter_mut().filter(|action| action.is_open() && is_named(&action.owner)) {
            pass(&mut action.owner);
            // Whoever owned it does not judge it later.
            if !action.owned_before.contains(&from) {
                action.owned_before.push(from);
            }
        }
    } else if let Change::ManagementReview(_, stored) = &mut change
        && stored.record.decisions.iter().any(|one| one.done_on.is_none() && is_named(&one.owner))
    {
        let decisions = &mut Arc::make_mut(stored).record.decisions;
        decisions.iter_mut().filter(|one| one.done_on.is_none()).for_each(|one| pass(&mut one.owner));
    } else if let Change::GapAnalysis(_, stored) = &mut change
        && stored.record.entries.iter().any(|entry| is_named(&entry.owner))
    {
        Arc::make_mut(stored).record.entries.iter_mut().for_each(|entry| pass(&mut entry.owner));
    } else if let Change::Context(_, stored) = &mut change
        && stored.record.communications.iter().any(|one| is_named(&one.by))
    {
        Arc::make_mut(stored).record.communications.iter_mut().for_each(|one| pass(&mut one.by));
    }
    change
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PlanCorrectiveAction;
    use crate::testing::{act, acted, audited, create, edit, id, plan, put, refusal, reviewed, run, small};

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
    fn open_parts_are_handed_over_and_what_is_done_stays() {
        let mut isms = acted();
        let owner = Some(Owner::Person(Ref::number(1)));
        run(&mut isms, PlanCorrectiveAction { owner: owner.clone(), ..plan("Remind") });
        run(&mut isms, act(2));
        run(&mut isms, PlanCorrectiveAction { owner: owner.clone(), ..plan("Look again") });
        run(&mut isms, hand_over(1, 2));
        let actions = isms.nonconformities.get(&Ref::number(1)).expect("there").actions.clone();
        assert_eq!(actions[1].owner, owner, "it is done");
        assert_eq!(actions[2].owner, Some(Owner::Person(Ref::number(2))));
        assert_eq!(
            (&actions[1].owned_before, &actions[2].owned_before),
            (&Vec::new(), &vec![Ref::number(1)])
        );
    }

    #[test]
    fn weaknesses_runs_audits_and_trainings_to_come_are_handed_over_and_those_over_stay() {
        let mut isms = audited();
        run(&mut isms, create("vulnerability", "Old library"));
        run(&mut isms, create("vulnerability", "Older library"));
        let locks = |done_on| model::records::ControlRun {
            title: "Look at the locks".into(),
            done_by: Some(Owner::Person(Ref::number(1))),
            done_on,
            ..Default::default()
        };
        put(&mut isms, (Ref::number(1), locks(None)));
        put(&mut isms, (Ref::number(2), locks(Some(Date::constant(2026, 3, 1)))));
        run(&mut isms, create("training", "First aid for data"));
        run(&mut isms, create("audit", "Next audit"));
        run(&mut isms, create("objective", "Fewer open screens"));
        for (record, field, text) in [
            ("VUL-1", "owner", "PER-1"),
            ("VUL-2", "owner", "PER-1"),
            ("VUL-2", "fixed_on", "2026-03-01"),
            ("TRN-1", "given_by", "PER-1"),
            ("AUD-2", "auditors", "PER-1, PER-2"),
            ("OBJ-1", "owner", "PER-1"),
        ] {
            run(&mut isms, edit(record, field, text));
        }
        run(&mut isms, hand_over(1, 2));
        let text = |record: &str, field: &str| {
            isms.find(id(record)).and_then(|found| found.text(field)).unwrap_or_default()
        };
        for (record, field, whose) in [
            ("VUL-1", "owner", "PER-2"),
            ("VUL-2", "owner", "PER-1"),
            ("RUN-1", "done_by", "PER-2"),
            ("RUN-2", "done_by", "PER-1"),
            ("TRN-1", "given_by", "PER-2"),
            ("AUD-2", "auditors", "PER-2"),
            ("OBJ-1", "owner", "PER-2"),
        ] {
            assert_eq!(text(record, field), whose, "{record}");
        }
    }

    #[test]
    fn a_decision_that_is_open_is_handed_over_also_from_a_review_that_was_held() {
        let mut isms = reviewed();
        let owner = Some(Owner::Person(Ref::number(1)));
        let decide = crate::RecordDecision {
            review: Ref::number(1),
            title: "Buy locks".into(),
            change: model::YesNo::Yes,
            about: Vec::new(),
            owner: owner.clone(),
            due: None,
        };
        run(&mut isms, decide);
        run(&mut isms, hand_over(1, 2));
        let review = isms.management_reviews.get(&Ref::number(1)).expect("there");
        assert_eq!(review.decisions[0].owner, Some(Owner::Person(Ref::number(2))));
    }

    #[test]
    fn nothing_is_handed_to_somebody_who_left_or_to_oneself() {
        let mut isms = small();
        assert_eq!(refusal(&isms, hand_over(1, 1)), "PER-1 has it already; choose another person");
        run(&mut isms, edit("PER-2", "left_on", "2026-03-03"));
        assert_eq!(refusal(&isms, hand_over(1, 2)), "PER-2 left on 2026-03-03; choose a person who is here");
    }
}
