//! Several operations as one: import, bulk, several fixes. Each is decided on the state that the ones before leave.

use std::collections::BTreeMap;

use model::records::Person;
use model::{Change, Date, Isms, Prose, Ref, Stamp};

use crate::Operation;

/// An operation of any kind, to be decided later.
pub trait AnyOperation: Send + Sync {
    /// Returns its words for people.
    fn name(&self) -> &'static str;

    /// Returns its dotted name.
    fn intent(&self) -> &'static str;

    /// Decides on this state.
    ///
    /// # Errors
    /// The refusal, in plain words.
    fn decide(&self, isms: &Isms, actor: Ref<Person>, today: Date) -> Result<Vec<Change>, String>;
}

impl<O: Operation + Clone + Send + Sync> AnyOperation for O {
    fn name(&self) -> &'static str {
        O::NAME
    }
    fn intent(&self) -> &'static str {
        O::INTENT
    }
    fn decide(&self, isms: &Isms, actor: Ref<Person>, today: Date) -> Result<Vec<Change>, String> {
        Operation::decide(self.clone(), isms, actor, today).map_err(|refusal| refusal.to_string())
    }
}

/// Operations that make one commit, under a name and an intent of their own.
pub struct Batch {
    /// Its words for people.
    pub name: &'static str,
    /// Its dotted name.
    pub intent: &'static str,
    /// What is done, in this order.
    pub operations: Vec<Box<dyn AnyOperation>>,
}

impl Batch {
    /// Returns the batch of a file's rows.
    #[must_use]
    pub fn import(operations: Vec<Box<dyn AnyOperation>>) -> Self {
        Self { name: "apply import", intent: "import.apply", operations }
    }

    /// Returns the batch of several records changed at once.
    #[must_use]
    pub fn bulk(operations: Vec<Box<dyn AnyOperation>>) -> Self {
        Self { name: "edit in bulk", intent: "record.bulk", operations }
    }

    /// Decides all operations; what is refused is left out, and told.
    #[must_use]
    pub fn outcome(&self, isms: &Isms, actor: Ref<Person>, today: Date) -> Outcome {
        decide_in_turn(&self.operations, isms, actor, today)
    }
}

/// All or nothing: the first refusals refuse the batch. Use `outcome` to leave out what is refused.
impl AnyOperation for Batch {
    fn name(&self) -> &'static str {
        self.name
    }
    fn intent(&self) -> &'static str {
        self.intent
    }
    fn decide(&self, isms: &Isms, actor: Ref<Person>, today: Date) -> Result<Vec<Change>, String> {
        let Outcome { changes, refused } = self.outcome(isms, actor, today);
        if refused.is_empty() {
            return Ok(changes);
        }
        let mut lines: Vec<String> =
            refused.iter().take(5).map(|(place, refusal)| format!("{}: {refusal}", place + 1)).collect();
        if refused.len() > lines.len() {
            lines.push(format!("and {} more", refused.len() - lines.len()));
        }
        Err(lines.join("; "))
    }
}

/// What came of a batch: the changes of what was decided, and the refusals by place.
#[derive(Debug, Default)]
pub struct Outcome {
    /// All changes: at most one note, first, and at most one change of each record.
    pub changes: Vec<Change>,
    /// Which operations were refused, and why; their changes are not in.
    pub refused: Vec<(usize, String)>,
}

/// Decides operations in turn, each on the state that the ones before leave; what is refused is left out.
///
/// A record that changes several times is written once, as the last one leaves it; one that ends as it began, not at all.
#[must_use]
pub fn decide_in_turn(
    operations: &[Box<dyn AnyOperation>],
    isms: &Isms,
    actor: Ref<Person>,
    today: Date,
) -> Outcome {
    decide_in_turn_where(operations, isms, actor, today, |_, _, _| Ok(()))
}

/// The same, where each operation is let through by its intent and its changes, or left out with the words of why not.
#[must_use]
pub fn decide_in_turn_where(
    operations: &[Box<dyn AnyOperation>],
    isms: &Isms,
    actor: Ref<Person>,
    today: Date,
    mut allow: impl FnMut(&Isms, &str, &[Change]) -> Result<(), String>,
) -> Outcome {
    let mut state = isms.clone();
    let mut outcome = Outcome::default();
    for (place, operation) in operations.iter().enumerate() {
        let decided = operation.decide(&state, actor, today);
        let allowed = decided.and_then(|changes| {
            allow(&state, operation.intent(), &changes)?;
            Ok(changes)
        });
        match allowed {
            Ok(changes) => {
                for change in changes {
                    state.apply(&change, Stamp { on: today, ..Stamp::default() });
                    outcome.changes.push(change);
                }
            }
            Err(refusal) => outcome.refused.push((place, refusal)),
        }
    }
    outcome.changes = last_of_each(outcome.changes);
    outcome.changes.retain(|change| match (change, change.id()) {
        (Change::Removed(id, _), _) => isms.find(*id).is_some(),
        (_, Some(id)) => isms.present(id).as_ref() != Some(change),
        (_, None) => true,
    });
    outcome
}

/// Keeps the last change of each record, at the place of its first; reasons become one note, first of all.
#[must_use]
pub fn last_of_each(changes: Vec<Change>) -> Vec<Change> {
    let mut kept: Vec<Change> = Vec::with_capacity(changes.len());
    let mut places = BTreeMap::new();
    let mut reasons: Vec<Prose> = Vec::new();
    for change in changes {
        let Some(id) = change.id() else {
            if let Change::Note(reason) = change
                && reasons.len() < 20
                && !reasons.contains(&reason)
            {
                reasons.push(reason);
            }
            continue;
        };
        match places.get(&id) {
            Some(place) => kept[*place] = change,
            None => {
                places.insert(id, kept.len());
                kept.push(change);
            }
        }
    }
    if !reasons.is_empty() {
        let reasons: Vec<&str> = reasons.iter().map(|reason| &**reason).collect();
        kept.insert(0, Change::Note(Prose::new(&reasons.join("\n"))));
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, create, edit, id, refusal, small};
    use crate::{EditRecord, RemoveRecord};

    fn import(operations: Vec<Box<dyn AnyOperation>>) -> Batch {
        Batch::import(operations)
    }

    #[test]
    fn each_operation_sees_what_the_ones_before_did_and_a_record_is_written_once() {
        let isms = small();
        let batch = import(vec![
            Box::new(create("Asset", "Printer")),
            Box::new(edit("AST-2", "location", "cellar")),
            Box::new(edit("R-1", "elements", "AST-2")),
        ]);
        let outcome = batch.outcome(&isms, Ref::number(1), TODAY);
        assert_eq!(outcome.refused, []);
        let ids: Vec<String> =
            outcome.changes.iter().filter_map(Change::id).map(|id| id.to_string()).collect();
        assert_eq!(ids, ["AST-2", "R-1"]);
    }

    #[test]
    fn what_is_refused_is_left_out_and_told_by_place() {
        let isms = small();
        let batch =
            import(vec![Box::new(edit("R-9", "title", "a")), Box::new(edit("R-1", "title", "Theft"))]);
        let outcome = batch.outcome(&isms, Ref::number(1), TODAY);
        assert_eq!(outcome.refused, [(0, "there is no R-9".to_owned())]);
        assert_eq!(outcome.changes.len(), 1);
        assert_eq!(refusal(&isms, batch), "1: there is no R-9");
    }

    #[test]
    fn what_comes_and_goes_in_one_batch_leaves_nothing() {
        let remove = RemoveRecord { id: id("AST-2"), because: "twice".into() };
        let batch = import(vec![
            Box::new(create("Asset", "Printer")),
            Box::new(remove),
            Box::new(edit("R-1", "title", "Theft")),
            Box::new(edit("R-1", "title", "Laptop theft")),
        ]);
        assert!(batch.outcome(&small(), Ref::number(1), TODAY).changes.is_empty());
    }

    #[test]
    fn reasons_become_one_note_in_front() {
        let because = |id: &str, reason: &str| -> Box<dyn AnyOperation> {
            Box::new(EditRecord { because: reason.into(), ..edit(id, "title", "Another title") })
        };
        let batch =
            import(vec![because("R-1", "a file"), because("R-2", "a file"), because("AST-1", "a talk")]);
        let changes = batch.outcome(&small(), Ref::number(1), TODAY).changes;
        assert_eq!(changes.len(), 4);
        assert_eq!(changes[0], Change::Note("a file\na talk".into()));
    }
}
