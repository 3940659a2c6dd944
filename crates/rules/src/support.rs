//! What the rules about support, objectives and measures share: people in scope, texts that mean the same, dates by month.

use std::collections::BTreeMap;

use model::records::{ManagementReview, Nonconformity, Person, TrainingKind};
use model::{Date, Isms, RecordId, RecordKind, Ref, YesNo};

use crate::planning::few;
use crate::{Ask, Found, facts};

/// The active people on a day, by what is known of whether they work in scope.
#[derive(Default)]
pub(crate) struct People<'a> {
    /// Those who work in scope.
    pub(crate) inside: Vec<(Ref<Person>, &'a Person)>,
    /// Those of whom nobody has said it.
    pub(crate) unsaid: Vec<(Ref<Person>, &'a Person)>,
}

impl<'a> People<'a> {
    /// Finds them; a rule that asks this reads the whole kind `Person`.
    pub(crate) fn of(ask: &Ask<'a>) -> Self {
        let mut people = Self::default();
        let isms: &'a Isms = ask.isms;
        for (id, person) in isms.people.iter().filter(|(_, person)| person.is_active(ask.today)) {
            match person.in_scope {
                Some(YesNo::Yes) => people.inside.push((id, &**person)),
                None => people.unsaid.push((id, &**person)),
                Some(YesNo::No) => {}
            }
        }
        people
    }
}

/// Says of which people nobody has recorded whether they work in scope.
pub(crate) fn unsaid_scope(people: &[Ref<Person>]) -> String {
    format!("for {} it is not recorded whether they work in scope", few(people))
}

/// Adds up to ten people to a proof, each with a value, and counts the others.
pub(crate) fn name_people(
    found: &mut Found,
    isms: &Isms,
    people: &[Ref<Person>],
    value: impl Fn(&Person) -> String,
) {
    const NAMED: usize = 10;
    for id in people.iter().take(NAMED) {
        let Some(person) = isms.people.get(id) else { continue };
        found.proof_of(*id, person.title.to_string(), value(person));
    }
    if people.len() > NAMED {
        found.proof("and others", people.len() - NAMED);
    }
}

/// Returns when each person last took part in an awareness training, by a day.
///
/// A rule that asks this reads the whole kind `Training`.
pub(crate) fn awareness(isms: &Isms, today: Date) -> BTreeMap<Ref<Person>, Date> {
    let mut newest: BTreeMap<Ref<Person>, Date> = BTreeMap::new();
    let awareness =
        isms.trainings.iter().filter(|(_, training)| training.kind == Some(TrainingKind::Awareness));
    for (_, training) in awareness {
        for attendance in &training.attendance {
            let on = attendance.on.or(training.done_on).filter(|on| *on <= today);
            let Some((person, on)) = attendance.person.zip(on) else { continue };
            let last = newest.entry(person).or_insert(on);
            *last = (*last).max(on);
        }
    }
    newest
}

/// Returns the words of a text in lower case, each between blanks, so that words are found in words.
pub(crate) fn words(text: &str) -> String {
    let mut words = String::from(" ");
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        words.extend(word.chars().flat_map(char::to_lowercase));
        words.push(' ');
    }
    words
}

/// Says whether something that blocks work is a lack of resources.
pub(crate) fn is_lack_of_resources(blocked_by: &str) -> bool {
    let words = words(blocked_by);
    words.contains(" resources ") || words.contains(" resource ")
}

/// Says whether a record is a review, in which decisions are taken, or a nonconformity, and counts.
pub(crate) fn is_reaction(isms: &Isms, id: RecordId) -> bool {
    if id.kind == RecordKind::ManagementReview {
        return facts::get::<ManagementReview>(isms, id).is_some();
    }
    id.kind == RecordKind::Nonconformity && facts::get::<Nonconformity>(isms, id).is_some()
}

#[cfg(test)]
mod tests {
    use diagnostics::{Diagnostic, Severity, Verdict};
    use model::records::{Incident, IncidentState, Obligation, RiskAssessment, Training};
    use model::sample::Sample;

    use crate::facts::months_after;

    use super::*;
    use crate::check;

    /// Returns what a rule says of the sample after a change.
    fn said(code: &str, change: impl FnOnce(&mut Sample)) -> Vec<Diagnostic> {
        let mut sample = Sample::in_good_order();
        change(&mut sample);
        check(&Ask::new(&sample.isms, None, sample.today)).of_rule(code).cloned().collect()
    }

    /// Returns how grave the only thing is that a rule says.
    fn severity(code: &str, change: impl FnOnce(&mut Sample)) -> Severity {
        match said(code, change).as_slice() {
            [only] => only.severity,
            other => panic!("{code} says {} things", other.len()),
        }
    }

    #[test]
    fn a_person_of_whom_nobody_said_whether_in_scope_makes_a_share_unknown() {
        let unsaid = |s: &mut Sample| s.edit(4, |person: &mut Person| person.in_scope = None);
        let missing = "for PER-4 it is not recorded whether they work in scope".to_owned();
        let policy = said("PB0502", |s| {
            unsaid(s);
            s.remove("ACK-4");
        });
        let awareness = said("PB0702", |s| {
            unsaid(s);
            s.edit(1, |one: &mut Training| one.attendance.retain(|who| who.person != Some(Ref::number(4))));
        });
        for found in [policy, awareness] {
            let verdicts: Vec<&Verdict> = found.iter().map(|one| &one.verdict).collect();
            assert_eq!(verdicts, [&Verdict::Unknown { missing: missing.clone() }]);
        }
        assert!(said("PB0502", unsaid).is_empty(), "who has acknowledged makes no difference");
    }

    #[test]
    fn what_weighs_more_is_one_step_worse() {
        let fewer = |count: usize| {
            move |s: &mut Sample| ["ACK-1", "ACK-2", "ACK-3"].iter().take(count).for_each(|id| s.remove(id))
        };
        assert_eq!(severity("PB0502", fewer(2)), Severity::Warning);
        assert_eq!(severity("PB0502", fewer(3)), Severity::Error);
        let untrained = |numbers: &'static [u32]| {
            move |s: &mut Sample| {
                let is_left =
                    |person: Option<Ref<Person>>| numbers.iter().any(|n| person == Some(Ref::number(*n)));
                s.edit(1, |one: &mut Training| one.attendance.retain(|who| !is_left(who.person)));
            }
        };
        assert_eq!(severity("PB0702", untrained(&[4])), Severity::Warning);
        assert_eq!(severity("PB0702", untrained(&[3, 4])), Severity::Error);
        let assessed =
            |on: Date| move |s: &mut Sample| s.edit(1, |one: &mut RiskAssessment| one.on = Some(on));
        assert_eq!(severity("PB0806", assessed(Date::constant(2024, 12, 1))), Severity::Warning);
        assert_eq!(severity("PB0806", assessed(Date::constant(2024, 11, 30))), Severity::Error);
        let silent = |obligation: u32| {
            move |s: &mut Sample| {
                let incident = Incident {
                    state: IncidentState::Incident,
                    detected_on: Some(s.days_ago(9).at(8, 0, 0, 0)),
                    notifiable: Some(YesNo::Yes),
                    obligation: Some(Ref::number(obligation)),
                    ..Incident::default()
                };
                s.put(Ref::number(1), incident);
                s.edit(obligation, |one: &mut Obligation| one.notice_hours = Some(72));
            }
        };
        assert_eq!(severity("PB1151", silent(2)), Severity::Warning);
        assert_eq!(severity("PB1151", silent(1)), Severity::Error);
    }

    #[test]
    fn a_word_is_found_as_a_word_only() {
        assert!(words("the Data-Protection Act, 32").contains(&words("data protection act")));
        assert!(!words("data protection actions").contains(&words("Data protection act")));
    }

    #[test]
    fn only_a_lack_of_resources_is_one() {
        assert!(is_lack_of_resources("Resources") && is_lack_of_resources("no resources yet"));
        assert!(!is_lack_of_resources("") && !is_lack_of_resources("resourceful people disagree"));
    }

    #[test]
    fn months_end_on_the_last_day_that_exists() {
        assert_eq!(months_after(Date::constant(2026, 1, 31), 1), Some(Date::constant(2026, 2, 28)));
    }
}
