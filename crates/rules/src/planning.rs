//! What the rules about risks, treatment and the statement of applicability share: levels, acceptance, who names a control.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fmt::Display;

pub(crate) use model::records::Above;
use model::records::{Acceptance, Levels, MethodContent, Rating, Risk};
use model::{Element, RecordId, Ref, Value};

use crate::{Ask, Naming};

/// Returns a risk, unless it is closed or only proposed.
pub(crate) fn open_risk<'a>(ask: &Ask<'a>, id: RecordId) -> Option<&'a Risk> {
    let risk: &Risk = ask.isms.risks.get(&Ref::of(id.key))?;
    risk.status.is_open().then_some(risk)
}

/// Counts the open risks.
pub(crate) fn open_risks(ask: &Ask) -> usize {
    ask.open_risks()
}

/// Returns how ratings are read.
fn levels<'a>(ask: &'a Ask<'_>) -> Levels<'a> {
    Levels::of(ask.isms, &ask.method, ask.today)
}

/// Returns the method that a rating was made by: its version, or the one that holds where it names none.
pub(crate) fn method_of<'a>(ask: &'a Ask<'_>, rating: &Rating) -> Cow<'a, MethodContent> {
    levels(ask).method_of(rating)
}

/// Returns the place of a rating's level in the method that holds: read by its own version, carried over by its word.
pub(crate) fn place(ask: &Ask, rating: &Rating) -> Option<usize> {
    levels(ask).place(rating)
}

/// Returns the level of a rating in a word.
pub(crate) fn word(ask: &Ask, rating: &Rating) -> String {
    let method = method_of(ask, rating);
    let by_method = method.level(rating).and_then(|place| method.word(place)).map(ToString::to_string);
    by_method
        .or_else(|| rating.level.as_ref().map(ToString::to_string))
        .or_else(|| rating.score.map(|score| score.to_string()))
        .unwrap_or_else(|| "not rated".to_owned())
}

/// Compares the levels of two ratings; nothing where the method does not know one of them.
pub(crate) fn order(ask: &Ask, one: &Rating, other: &Rating) -> Option<Ordering> {
    if let (Some(one), Some(other)) = (&one.level, &other.level)
        && one.eq_ignore_ascii_case(other)
    {
        return Some(Ordering::Equal);
    }
    if one.method_version == other.method_version {
        let method = method_of(ask, one);
        return Some(method.level(one)?.cmp(&method.level(other)?));
    }
    Some(place(ask, one)?.cmp(&place(ask, other)?))
}

/// Compares the rating after treatment with the one now; equal where there is none or nothing to compare with.
pub(crate) fn after_to_now(ask: &Ask, risk: &Risk) -> Option<Ordering> {
    if risk.after.is_blank() || risk.now.is_blank() {
        return Some(Ordering::Equal);
    }
    order(ask, &risk.after, &risk.now)
}

/// Says whether a rating is above the acceptance level; that nothing is rated (PB0604) or that there is no limit (PB0606) other
/// rules say.
pub(crate) fn above(ask: &Ask, rating: &Rating) -> Above {
    levels(ask).above(rating)
}

/// Returns the place of the level that was accepted, in the method that holds.
pub(crate) fn accepted_place(ask: &Ask, acceptance: &Acceptance) -> Option<usize> {
    let by_word = acceptance.level.as_ref().and_then(|level| ask.method.place(level));
    by_word.or_else(|| place(ask, acceptance.rating.as_ref()?))
}

/// Returns the level that was accepted in a word.
pub(crate) fn accepted_word(ask: &Ask, acceptance: &Acceptance) -> String {
    match (&acceptance.level, &acceptance.rating) {
        (Some(level), _) => level.to_string(),
        (None, Some(rating)) => word(ask, rating),
        (None, None) => "no level".to_owned(),
    }
}

/// Returns the highest level accepted without more ado, as the method says it.
pub(crate) fn limit(ask: &Ask) -> String {
    ask.method.acceptance_level.text()
}

/// Returns the open risks, obligations that still bind and agreements in force that name a control.
pub(crate) fn named_by(ask: &Ask, control: RecordId) -> Vec<RecordId> {
    Naming::of(ask.isms, Ref::of(control.key), ask.today).records()
}

/// Joins with commas and a last `and`.
pub(crate) fn list<T: Display>(things: &[T]) -> String {
    match things {
        [] => String::new(),
        [only] => only.to_string(),
        [first @ .., last] => format!("{} and {last}", joined(first, ", ")),
    }
}

/// Names the first three and counts the others.
pub(crate) fn few<T: Display>(things: &[T]) -> String {
    if things.len() <= 3 {
        return list(things);
    }
    format!("{} and {} more", joined(&things[..3], ", "), things.len() - 3)
}

/// Joins with something between.
pub(crate) fn joined<T: Display>(things: &[T], between: &str) -> String {
    let things: Vec<String> = things.iter().map(ToString::to_string).collect();
    things.join(between)
}

/// What is in scope: as the scope in force froze it, or as the live list says where none is in force.
pub(crate) struct Inside {
    frozen: Option<BTreeSet<RecordId>>,
}

impl Inside {
    /// Reads the scope.
    pub(crate) fn of(ask: &Ask) -> Self {
        let scope = ask.isms.scope.one().and_then(|scope| scope.in_force(ask.today));
        Self { frozen: scope.map(|scope| scope.content.elements.iter().map(|frozen| frozen.id).collect()) }
    }

    /// Says whether an element is in scope and in use.
    pub(crate) fn holds(&self, ask: &Ask, id: RecordId, element: &dyn Element) -> bool {
        let inside = match &self.frozen {
            Some(frozen) => frozen.contains(&id),
            None => element.in_scope().is_in(),
        };
        inside && element.retired_on().is_none_or(|on| on > ask.today)
    }
}

#[cfg(test)]
mod tests {
    use diagnostics::Verdict;
    use model::records::{LevelStep, Method, MethodContent, Treatment};
    use model::sample::Sample;
    use model::{Approval, Line, Owner};

    use super::*;
    use crate::check;

    /// Returns what is unknown, by code.
    fn unknown(s: &Sample) -> Vec<(&'static str, String)> {
        let integrity = crate::proof::sample_integrity(s);
        let results = check(&Ask::new(&s.isms, Some(&integrity), s.today));
        let unknown = results.diagnostics().cloned().filter_map(|diagnostic| match diagnostic.verdict {
            Verdict::Unknown { missing } => Some((diagnostic.code, missing)),
            Verdict::Fired => None,
        });
        unknown.collect()
    }

    /// Puts a second version of the method in force, in which `low` stands one place higher.
    fn one_more_level(s: &mut Sample) {
        let on = s.days_ago(5);
        s.edit_one(|method: &mut Method| {
            let first = method.approvals[0].clone();
            let step = LevelStep { word: "lowest".into(), ..LevelStep::default() };
            let levels = std::iter::once(step).chain(first.content.levels.iter().cloned()).collect();
            let content = MethodContent { levels, ..first.content.clone() };
            method.levels = content.levels.clone();
            method.version = 2;
            method.approvals.push(Approval::of(2, first.by, on, content));
        });
    }

    #[test]
    fn a_level_of_another_version_is_carried_over_by_its_word() {
        let mut s = Sample::in_good_order();
        one_more_level(&mut s);
        let mut fresh = Rating { level: Some("low".into()), method_version: Some(2), ..Rating::default() };
        let old = Rating { method_version: Some(1), ..fresh.clone() };
        let ask = Ask::new(&s.isms, None, s.today);
        assert_eq!((place(&ask, &fresh), place(&ask, &old)), (Some(2), Some(2)));
        fresh.level = Some("high".into());
        assert_eq!(order(&ask, &old, &fresh), Some(Ordering::Less));
    }

    #[test]
    fn a_level_that_the_method_does_not_know_is_neither_above_nor_below() {
        let mut s = Sample::in_good_order();
        s.edit(5, |risk: &mut Risk| {
            risk.treatment = Treatment::Undecided;
            risk.now.level = Some("serious".into());
        });
        let codes: Vec<&str> = unknown(&s).into_iter().map(|(code, _)| code).collect();
        assert!(codes.contains(&"PB0610"), "{codes:?}");
    }

    #[test]
    fn without_an_acceptance_level_one_rule_speaks_and_no_risk_is_unknown() {
        let mut s = Sample::in_good_order();
        s.edit_one(|method: &mut Method| method.acceptance_level = None);
        s.freeze();
        assert_eq!(unknown(&s), []);
    }

    #[test]
    fn an_owner_that_a_file_named_owns_the_risk_and_is_nobody_as_a_person() {
        let mut s = Sample::in_good_order();
        for number in 2..=3 {
            s.edit(number, |risk: &mut Risk| risk.owner = Some(Owner::Named(Line::new("SOC Manager"))));
        }
        let expected = [
            ("PB0621", "which person owns R-2, to approve the treatment plan".to_owned()),
            ("PB0674", "which person owns R-3".to_owned()),
        ];
        assert_eq!(unknown(&s), expected);
    }

    #[test]
    fn a_long_list_names_three_and_counts_the_others() {
        assert_eq!(few(&["R-1", "R-2", "R-3", "R-4", "R-5"]), "R-1, R-2, R-3 and 2 more");
        assert_eq!(few(&["R-1", "R-2"]), "R-1 and R-2");
    }
}
