//! The forms of operations, by the records that they are done to.

mod audits;
mod by_hand;
mod certifications;
mod handing;
mod joint;
mod members;
mod nonconformities;
mod operation;
mod reviews;
mod risks;
mod serving;
mod support;
mod talking;
mod too_soon;

use model::RecordKind;

use crate::form::OperationForm;

/// All forms, by kind of record and in the order in which a record goes its way.
const ALL: &[&[OperationForm]] = &[
    support::FORMS,
    support::MORE,
    operation::FORMS,
    operation::MORE,
    operation::ACCESS,
    audits::FORMS,
    audits::DRAWS,
    nonconformities::FORMS,
    nonconformities::ACTIONS,
    reviews::FORMS,
    reviews::DECISIONS,
    certifications::FORMS,
    risks::FORMS,
    handing::FORMS,
    handing::MORE,
    members::FORMS,
    members::MORE,
    joint::FORMS,
    joint::MORE,
    serving::FORMS,
    serving::ISSUING,
    talking::FORMS,
    talking::MORE,
];

/// Forms of operations whose pages and commands were made by hand.
const BY_HAND: &[&[OperationForm]] = &[by_hand::FORMS, by_hand::MORE, by_hand::APPROVALS];

/// Returns the forms of all operations on records, also of those whose pages and commands were made by hand.
pub fn every_form() -> impl Iterator<Item = &'static OperationForm> {
    let by_hand = BY_HAND.iter().chain(by_hand::WITHDRAWALS).copied().flatten();
    forms().chain(by_hand)
}

/// Returns the forms that a record of any kind has, whatever kind they name.
pub fn forms_of_any() -> impl Iterator<Item = &'static OperationForm> {
    by_hand::OF_ANY.iter()
}

/// Returns all forms that pages and commands are drawn from.
pub fn forms() -> impl Iterator<Item = &'static OperationForm> {
    ALL.iter().copied().flatten()
}

/// Returns the forms of a kind of record, in the order in which it goes its way.
pub fn forms_of(kind: RecordKind) -> impl Iterator<Item = &'static OperationForm> {
    forms().filter(move |form| form.on == kind)
}

/// Kinds whose forms by hand have pages of their own.
const PAGES_BY_HAND: &[RecordKind] =
    &[RecordKind::Risk, RecordKind::Control, RecordKind::Plan, RecordKind::Organisation];

/// Returns the forms that pages draw for a kind of record: those of which only the commands were made by hand come first.
pub fn drawn_of(kind: RecordKind) -> impl Iterator<Item = &'static OperationForm> {
    let by_hand = BY_HAND.iter().chain(by_hand::WITHDRAWALS).copied().flatten();
    let drawn = by_hand.filter(move |form| form.on == kind && !PAGES_BY_HAND.contains(&kind));
    drawn.chain(forms_of(kind))
}

/// Returns the form of a verb for a kind of record.
#[must_use]
pub fn form_of(kind: RecordKind, verb: &str) -> Option<&'static OperationForm> {
    forms_of(kind).find(|form| form.verb == verb)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::testing::{TODAY, audited, engaged};
    use model::RecordId;

    #[test]
    fn a_verb_stands_once_for_each_kind_and_asks_nothing_twice() {
        let mut seen = BTreeSet::new();
        for form in every_form() {
            assert!(seen.insert((form.on, form.verb)), "{:?} {}", form.on, form.verb);
            let names: BTreeSet<&str> = form.inputs.iter().map(|input| input.name).collect();
            assert_eq!(names.len(), form.inputs.len(), "{}", form.name);
            assert!(form.what.ends_with('.') && form.inputs.iter().all(|input| input.help.ends_with('.')));
            assert!(crate::ALL.iter().any(|known| known.name == form.name && known.intent == form.intent));
        }
    }

    #[test]
    fn what_the_state_does_not_allow_does_not_fit() {
        let audit = RecordId::parse("AUD-1").expect("an id");
        let offered = |isms: &model::Isms| -> Vec<&str> {
            forms_of(RecordKind::Audit)
                .filter(|form| (form.fits)(isms, audit, TODAY))
                .map(|form| form.verb)
                .collect()
        };
        assert_eq!(offered(&engaged()), ["start", "cancel", "plan-samples"]);
        assert_eq!(offered(&audited()), ["raise", "conclude", "report"]);
    }

    #[test]
    fn every_input_that_cannot_be_read_is_told_at_once() {
        let audit = RecordId::parse("AUD-1").expect("an id");
        let raise = form_of(RecordKind::Audit, "raise").expect("a form");
        let typed = |pairs: &[(&str, &str)]| -> crate::Typed {
            pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
        };
        let wrong = typed(&[("grade", "awful"), ("paper", "R-1"), ("colour", "red")]);
        let Err(problems) = (raise.make)(audit, &wrong) else { panic!("it is refused") };
        let fields: Vec<&str> = problems.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(fields, ["colour", "grade", "paper"]);
        let right = typed(&[
            ("title", "No plan"),
            ("grade", "minor"),
            ("clause", "9.2.2 b)"),
            ("statement", "none is there"),
        ]);
        let Ok(operation) = (raise.make)(audit, &right) else { panic!("it reads") };
        let changes = operation.decide(&audited(), model::Ref::number(1), TODAY).expect("raised");
        assert_eq!(changes.len(), 1);
    }
}
