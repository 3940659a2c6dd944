//! What the records answer already of a gap analysis, and from which of them.
//!
//! Cautious on purpose: a record that is there and incomplete makes a criterion partly met, and nothing on record says nothing.

use model::records::*;
use model::{Clause, Date, Isms, Prose, RecordId, RecordKind, Ref, Words, YesNo};
use standards::kept::{Whole, kept};

/// Most records that one answer names.
const NAMED_MAX: usize = 50;

/// What the records say about one criterion.
#[derive(Debug, Clone, PartialEq)]
pub struct GapAnswer {
    /// How far it is met.
    pub state: GapState,
    /// What was seen.
    pub seen: Prose,
    /// The records that say so.
    pub from: Vec<RecordId>,
}

/// Returns what the records say about a clause item or a control; nothing where they say nothing.
#[must_use]
pub fn answer_of(isms: &Isms, criterion: &Clause, today: Date) -> Option<GapAnswer> {
    match RecordId::parse(criterion.as_str()) {
        Some(id) if id.kind == RecordKind::Control => control_answer(isms, Ref::of(id.key)),
        Some(_) | None => clause_answer(isms, criterion, today),
    }
}

/// Returns what the row and the state of a control say.
fn control_answer(isms: &Isms, id: Ref<Control>) -> Option<GapAnswer> {
    let control = isms.controls.get(&id)?;
    let (state, seen) = match (control.included, control.state) {
        (Some(YesNo::No), _) => {
            (GapState::NotApplicable, format!("{id} is left out: {}", control.justification))
        }
        // Nobody has said anything yet.
        (None, ControlState::NotStarted) => return None,
        (_, ControlState::Implemented) => (GapState::Met, format!("{id} is implemented")),
        (_, ControlState::Partial) => (GapState::Partly, format!("{id} is partly implemented")),
        (_, ControlState::NotStarted | ControlState::Planned | ControlState::Retired) => {
            (GapState::NotMet, format!("{id} is {}", control.state.word()))
        }
    };
    Some(GapAnswer { state, seen: Prose::new(&seen), from: vec![id.id()] })
}

/// Returns what the things say that an ISMS keeps to answer a clause.
fn clause_answer(isms: &Isms, criterion: &Clause, today: Date) -> Option<GapAnswer> {
    let clause = standards::clause(criterion.as_str())?;
    let mut all_whole = true;
    let mut from = Vec::new();
    let mut seen = Vec::new();
    for thing in &clause.satisfied_by {
        let holding = kept(isms, thing, today);
        let whole = holding.iter().filter(|held| held.whole == Whole::Yes).count();
        all_whole &= !holding.is_empty() && whole == holding.len();
        let words = thing.replace('_', " ");
        seen.push(match holding.len() {
            0 => format!("{words}: nothing on record"),
            count => format!("{words}: {whole} of {count} complete"),
        });
        from.extend(holding.into_iter().map(|held| held.id));
    }
    from.sort_unstable();
    from.dedup();
    from.truncate(NAMED_MAX);
    let state = if all_whole { GapState::Met } else { GapState::Partly };
    (!from.is_empty()).then(|| GapAnswer { state, seen: Prose::new(&seen.join("\n")), from })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, edit, id, include, run, small};
    use crate::{ApproveScope, StateControl};

    fn answer(isms: &Isms, criterion: &str) -> Option<(GapState, Vec<RecordId>)> {
        answer_of(isms, &criterion.into(), TODAY).map(|answer| (answer.state, answer.from))
    }

    #[test]
    fn a_draft_is_half_an_answer_and_what_is_in_force_a_whole_one() {
        let mut isms = small();
        assert_eq!(answer(&isms, "4.3"), Some((GapState::Partly, vec![id("SCO")])));
        run(&mut isms, ApproveScope::default());
        assert_eq!(answer(&isms, "4.3"), Some((GapState::Met, vec![id("SCO")])));
        assert_eq!(answer(&isms, "9.3.2 a)"), None, "nothing on record says nothing");
        assert_eq!(answer(&isms, "9.3"), None, "a heading asks nothing");
    }

    #[test]
    fn a_control_answers_once_somebody_said_something_about_it() {
        let mut isms = small();
        assert_eq!(answer(&isms, "A.5.1"), None);
        run(&mut isms, include("A.5.1"));
        assert_eq!(answer(&isms, "A.5.1"), Some((GapState::NotMet, vec![id("A.5.1")])));
        run(&mut isms, edit("A.5.1", "state", "implemented"));
        assert_eq!(answer(&isms, "A.5.1").map(|(state, _)| state), Some(GapState::Met));
        let out = StateControl {
            included: Some(YesNo::No),
            reasons: Vec::new(),
            justification: "no policies needed".into(),
            ..include("A.5.1")
        };
        run(&mut isms, out);
        assert_eq!(answer(&isms, "A.5.1").map(|(state, _)| state), Some(GapState::NotApplicable));
    }
}
