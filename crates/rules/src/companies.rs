//! Companies of three sizes in good order: on the days that matter no rule has an error or a warning to say.

#![cfg(test)]

use diagnostics::{Severity, Verdict};
use model::sample::{Moment, Sample, Size};

use crate::proof::sample_integrity;
use crate::{Ask, check};

/// The days on which a company is looked at.
const MOMENTS: [Moment; 4] =
    [Moment::Preparing, Moment::BeforeStage1, Moment::BeforeStage2, Moment::Certified];

/// Returns what rules say about a sample, but for notes; also what is ahead, held back or unknown.
fn said(sample: &Sample) -> Vec<String> {
    let integrity = sample_integrity(sample);
    let results = check(&Ask::new(&sample.isms, Some(&integrity), sample.today));
    let grave = results
        .diagnostics()
        .filter(|one| one.severity > Severity::Note || one.verdict != Verdict::Fired)
        .map(|one| format!("{} {} {}", one.code, one.place, one.message));
    grave.collect()
}

/// Looks at a company of a size on each day.
fn is_quiet(size: Size) {
    let found: Vec<String> = MOMENTS
        .iter()
        .flat_map(|moment| {
            let said = said(&Sample::company(size, *moment));
            said.into_iter().map(move |said| format!("{moment:?}: {said}"))
        })
        .collect();
    assert!(found.is_empty(), "{size:?} {}: {found:#?}", found.len());
}

#[test]
fn ten_people_in_good_order_see_no_error_and_no_warning() {
    is_quiet(Size::Ten);
}

#[test]
fn sixty_people_in_good_order_see_no_error_and_no_warning() {
    is_quiet(Size::Sixty);
}

#[test]
fn two_hundred_and_fifty_people_in_good_order_see_no_error_and_no_warning() {
    is_quiet(Size::TwoHundredFifty);
}

#[test]
fn the_small_sample_goes_on_in_good_order() {
    for moment in MOMENTS {
        let mut sample = Sample::in_good_order();
        sample.go_on(moment.day());
        let found = said(&sample);
        assert!(found.is_empty(), "{moment:?} {}: {found:#?}", found.len());
    }
}

#[test]
fn the_companies_differ_in_what_they_are() {
    let counted = |size| {
        let sample = Sample::company(size, Moment::Preparing);
        let isms = &sample.isms;
        let inside = isms.elements().filter(|(_, element)| element.in_scope().is_in()).count();
        (isms.people.len() - 1, inside, isms.suppliers.len(), isms.units.len())
    };
    assert_eq!(counted(Size::Ten), (10, 7, 2, 1));
    assert_eq!(counted(Size::Sixty), (60, 17, 5, 3));
    assert_eq!(counted(Size::TwoHundredFifty), (250, 34, 13, 7));
}
