//! Gap movement: what became better or worse between two gap analyses.

use model::Clause;
use model::records::{GapAnalysis, GapEntry, GapState};

/// How one criterion moved between two analyses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GapMove {
    /// The clause item or the control.
    pub criterion: Clause,
    /// Its state in the first.
    pub before: Option<GapState>,
    /// Its state in the second.
    pub after: Option<GapState>,
    /// Where it went.
    pub turn: GapTurn,
}

/// Where a criterion went between two analyses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GapTurn {
    /// More of it is there, or the same with more maturity.
    Better,
    /// Less of it is there, or the same with less maturity.
    Worse,
    /// Nothing moved.
    Same,
    /// It became applicable, or is no longer.
    Applies,
    /// Only the second has a state for it.
    New,
    /// Only the first has a state for it.
    Gone,
}

/// Returns how each criterion moved, in the order of the second analysis; what only the first has stands last.
#[must_use]
pub fn movement(before: &GapAnalysis, after: &GapAnalysis) -> Vec<GapMove> {
    let now = after.entries.iter().filter_map(|entry| {
        let criterion = entry.criterion.as_ref()?;
        Some(moved(criterion, before.entry(criterion), Some(entry)))
    });
    let gone = before.entries.iter().filter_map(|entry| {
        let criterion = entry.criterion.as_ref()?;
        after.entry(criterion).is_none().then(|| moved(criterion, Some(entry), None))
    });
    now.chain(gone).collect()
}

/// Compares two entries of one criterion.
fn moved(criterion: &Clause, before: Option<&GapEntry>, after: Option<&GapEntry>) -> GapMove {
    let state = |entry: Option<&GapEntry>| entry.and_then(|entry| entry.state);
    let maturity = |entry: Option<&GapEntry>| entry.and_then(|entry| entry.maturity);
    let turn = match (state(before), state(after)) {
        (None, None) => GapTurn::Same,
        (None, Some(_)) => GapTurn::New,
        (Some(_), None) => GapTurn::Gone,
        (Some(first), Some(second)) => match (step(first), step(second)) {
            (None, None) => GapTurn::Same,
            (None, Some(_)) | (Some(_), None) => GapTurn::Applies,
            (Some(first), Some(second)) => {
                let grown = match (maturity(before), maturity(after)) {
                    (Some(first), Some(second)) => second.cmp(&first),
                    // Maturity that was not said on both sides is not compared.
                    (None, _) | (_, None) => std::cmp::Ordering::Equal,
                };
                match second.cmp(&first).then(grown) {
                    std::cmp::Ordering::Greater => GapTurn::Better,
                    std::cmp::Ordering::Less => GapTurn::Worse,
                    std::cmp::Ordering::Equal => GapTurn::Same,
                }
            }
        },
    };
    GapMove { criterion: criterion.clone(), before: state(before), after: state(after), turn }
}

/// Returns how much is there, as a step; nothing where it is not asked.
fn step(state: GapState) -> Option<u8> {
    match state {
        GapState::NotMet => Some(0),
        GapState::Partly => Some(1),
        GapState::Met => Some(2),
        GapState::NotApplicable => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn analysis(entries: &[(&str, Option<GapState>, Option<u32>)]) -> GapAnalysis {
        let entries = entries.iter().map(|(criterion, state, maturity)| GapEntry {
            criterion: Some((*criterion).into()),
            state: *state,
            maturity: *maturity,
            ..GapEntry::default()
        });
        GapAnalysis { entries: entries.collect(), ..GapAnalysis::default() }
    }

    #[test]
    fn each_criterion_moves_by_its_state_and_then_by_its_maturity() {
        use GapState::{Met, NotApplicable, NotMet, Partly};
        let first = analysis(&[
            ("4.1", Some(NotMet), None),
            ("4.2", Some(Met), None),
            ("4.3", Some(Partly), Some(1)),
            ("5.1", Some(Partly), None),
            ("5.2", Some(NotApplicable), None),
            ("5.3", Some(Met), None),
        ]);
        let second = analysis(&[
            ("4.1", Some(Partly), None),
            ("4.2", Some(Partly), None),
            ("4.3", Some(Partly), Some(2)),
            ("5.1", Some(Partly), Some(4)),
            ("5.2", Some(NotMet), None),
            ("6.1", Some(Met), None),
        ]);
        let turns: Vec<_> =
            movement(&first, &second).into_iter().map(|one| (one.criterion.to_string(), one.turn)).collect();
        let expected = [
            ("4.1", GapTurn::Better),
            ("4.2", GapTurn::Worse),
            ("4.3", GapTurn::Better),
            ("5.1", GapTurn::Same),
            ("5.2", GapTurn::Applies),
            ("6.1", GapTurn::New),
            ("5.3", GapTurn::Gone),
        ];
        assert_eq!(turns, expected.map(|(criterion, turn)| (criterion.to_owned(), turn)));
        assert!(movement(&first, &first).iter().all(|one| one.turn == GapTurn::Same));
    }
}
