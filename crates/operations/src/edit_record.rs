//! Edit a record: other values for some of its fields, on the revision that was read.

use model::records::Person;
use model::{Change, Date, Isms, Prose, RecordId, Ref, Stamp};
use thiserror::Error;

use crate::sound::written;
use crate::take_proposal::{counting, with_leaned_on};
use crate::{Decided, FieldProblem, Operation, Typed, in_a_line};

/// Edit a record. Who changes a proposal takes it, and with it the proposals that it points at.
#[derive(Debug, Clone)]
pub struct EditRecord {
    /// The record.
    pub id: RecordId,
    /// The revision at which it was read; nothing to write on whatever is there.
    pub revision: Option<u32>,
    /// The fields that change.
    pub typed: Typed,
    /// Why.
    pub because: Prose,
}

/// Why a record cannot be edited.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum EditRecordRefusal {
    /// There is no such record.
    #[error("there is no {0}")]
    Unknown(RecordId),
    /// Somebody else wrote it meanwhile.
    #[error(
        "{id} was changed meanwhile: you read revision {read}, and it is at {now}; look at both and edit again"
    )]
    Stale {
        /// The record.
        id: RecordId,
        /// The revision that was read.
        read: u32,
        /// The revision now.
        now: u32,
    },
    /// Fields could not be written.
    #[error("{}", in_a_line(.0))]
    Fields(Vec<FieldProblem>),
    /// It would have no title.
    #[error("{0} needs a title")]
    Untitled(RecordId),
}

impl Operation for EditRecord {
    const NAME: &'static str = "edit record";
    const INTENT: &'static str = "record.edit";
    type Refusal = EditRecordRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { id, revision, typed, because } = self;
        let found = isms.find(id).ok_or(EditRecordRefusal::Unknown(id))?;
        if let Some(read) = revision.filter(|read| *read != found.revision()) {
            return Err(EditRecordRefusal::Stale { id, read, now: found.revision() });
        }
        let change = written(isms, id, &typed, today).map_err(EditRecordRefusal::Fields)?;
        if change.shown().is_some_and(|(_, title, _)| title.is_empty()) && !id.kind.kind().single {
            return Err(EditRecordRefusal::Untitled(id));
        }
        if isms.present(id).as_ref() == Some(&change) {
            return Ok(Vec::new());
        }
        let mut changes = Vec::new();
        if !because.is_empty() {
            changes.push(Change::Note(because));
        }
        if found.about().proposed.is_none() {
            changes.push(change);
            return Ok(changes);
        }
        let change = counting(isms, id, change, actor, today);
        // What it points at from now on is taken with it, not what it pointed at when it was proposed.
        let mut after = isms.clone();
        after.apply(&change, Stamp::default());
        changes.push(change);
        let others = with_leaned_on(&after, vec![id]).into_iter().skip(1);
        let taken =
            others.filter_map(|other| Some(counting(isms, other, isms.present(other)?, actor, today)));
        changes.extend(taken);
        Ok(changes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{create_proposed, edit, id, refusal, run, small, typed};

    #[test]
    fn an_edit_writes_what_was_typed_and_no_more() {
        let mut isms = small();
        run(&mut isms, edit("R-1", "threat", "a thief"));
        let risk = isms.risks.get(&Ref::number(1)).expect("there");
        assert_eq!((&*risk.threat, &*risk.title), ("a thief", "Laptop theft"));
        let before = isms.revision(risk_id());
        run(&mut isms, edit("R-1", "threat", "a thief"));
        assert_eq!(isms.revision(risk_id()), before, "the same again is no change");
    }

    fn risk_id() -> RecordId {
        Ref::<model::records::Risk>::number(1).id()
    }

    #[test]
    fn a_change_of_a_draft_takes_what_it_points_at_afterwards_and_nothing_else() {
        let mut isms = small();
        run(&mut isms, create_proposed("interested party", "Owners"));
        run(&mut isms, create_proposed("interested party", "Customers"));
        let asks = create_proposed("obligation", "A certificate");
        let typed = [asks.typed.clone(), typed(&[("party", "PTY-1")])].concat();
        run(&mut isms, crate::CreateRecord { typed, ..asks });
        run(&mut isms, edit("OBL-1", "party", "PTY-2"));
        assert!(isms.get(id("OBL-1")).is_some() && isms.get(id("PTY-2")).is_some());
        assert!(isms.get(id("PTY-1")).is_none(), "nobody took it");
    }

    #[test]
    fn a_stale_edit_is_refused() {
        let mut isms = small();
        let stale = EditRecord { revision: Some(1), ..edit("R-1", "threat", "a thief") };
        run(&mut isms, stale.clone());
        let stale = EditRecord { typed: vec![("threat".to_owned(), "a spy".to_owned())], ..stale };
        assert!(refusal(&isms, stale).starts_with("R-1 was changed meanwhile: you read revision 1"));
    }

    #[test]
    fn a_field_of_an_operation_an_unknown_record_and_a_lost_title_are_refused_by_name() {
        let isms = small();
        let refused = refusal(&isms, edit("R-1", "acceptances", "x"));
        assert!(refused.starts_with("acceptances: this field is written by an operation of its own"));
        assert_eq!(refusal(&isms, edit("R-1", "elements", "AST-99")), "elements: there is no AST-99");
        assert_eq!(refusal(&isms, edit("R-1", "title", "")), "R-1 needs a title");
        assert_eq!(refusal(&isms, edit("R-99", "title", "a")), "there is no R-99");
    }
}
