//! Several operations as one: import, bulk, undo. Each is decided on the state that the ones before leave.

use model::records::Person;
use model::{Change, Date, Isms, Ref, Stamp};

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

/// What came of a batch: the changes of what was decided, and the refusals by place.
#[derive(Debug, Default)]
pub struct Outcome {
    /// All changes, in order.
    pub changes: Vec<Change>,
    /// Which operations were refused, and why; their changes are not in.
    pub refused: Vec<(usize, String)>,
}

/// Decides operations in turn, each on the state that the ones before leave; what is refused is left out.
///
/// A record that changes several times is written once, as the last one leaves it.
#[must_use]
pub fn decide_in_turn(
    operations: &[Box<dyn AnyOperation>],
    isms: &Isms,
    actor: Ref<Person>,
    today: Date,
) -> Outcome {
    let mut state = isms.clone();
    let mut outcome = Outcome::default();
    for (place, operation) in operations.iter().enumerate() {
        match operation.decide(&state, actor, today) {
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
    outcome
}

/// Keeps the last change of each record, at the place of its first.
#[must_use]
pub fn last_of_each(changes: Vec<Change>) -> Vec<Change> {
    let mut kept: Vec<Change> = Vec::with_capacity(changes.len());
    let mut places = std::collections::BTreeMap::new();
    for change in changes {
        let Some(id) = change.id() else {
            kept.push(change);
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
    kept
}
