//! The engine: asking again gives what asking all gives; what is ahead, held, unknown and quieted.

use std::collections::BTreeSet;

use diagnostics::{Diagnostic, Grade, Quiet, Severity, Time, Verdict};

use dice::Dice;
use model::records::{
    Asset, Control, Disposition, DispositionVerdict, Document, Evidence, Obligation, Party, Process, Risk,
    Unit,
};
use model::sample::Sample;
use model::{ElementRef, Record, RecordId, Ref, Stamp, YesNo};

use crate::{Ask, Results, check, check_again};

mod edits;

mod dice {
    /// Pseudo-random numbers that are the same each time.
    pub struct Dice(pub u64);

    impl Dice {
        /// Returns a number below a bound.
        pub fn below(&mut self, bound: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(self.0 >> 33).unwrap_or(0) % bound.max(1)
        }
    }
}

/// Returns what all rules say.
fn all(sample: &Sample) -> Vec<Diagnostic> {
    check(&Ask::new(&sample.isms, None, sample.today)).diagnostics().cloned().collect()
}

/// Returns the codes of what is open and not ahead, each once.
fn shown(diagnostics: &[Diagnostic]) -> BTreeSet<&'static str> {
    diagnostics.iter().filter(|one| one.is_open() && one.time == Time::Now).map(|one| one.code).collect()
}

/// Begins anew with an organisation in good order, and what the rules say about it.
fn begun_anew() -> (Sample, Results) {
    let sample = Sample::in_good_order();
    let results = check(&Ask::new(&sample.isms, None, sample.today));
    (sample, results)
}

#[test]
fn asking_again_gives_what_asking_all_gives() {
    let mut dice = Dice(2026);
    let (mut sample, mut results) = begun_anew();
    let (mut edits, mut differing) = (0, 0);
    while edits < 600 {
        // Now and then start anew, so that not everything is broken at once.
        if edits % 60 == 59 {
            (sample, results) = begun_anew();
        }
        let before = sample.isms.clone();
        let said: Vec<Diagnostic> = results.diagnostics().cloned().collect();
        let mut changed = Vec::new();
        for _ in 0..=dice.below(2) {
            if let Some(change) = edits::any_edit(&sample, &said, &mut dice) {
                let stamp = Stamp { on: sample.today, ..Stamp::default() };
                sample.isms.apply(&change, stamp);
                changed.extend(change.id());
            }
        }
        if changed.is_empty() {
            continue;
        }
        edits += 1;
        let ask = Ask::new(&sample.isms, None, sample.today);
        let again = check_again(&ask, &results, &before, &changed);
        let whole = check(&ask);
        if again != whole {
            let wrong = differences(&again, &whole);
            panic!("edit {edits}, after {changed:?}, in another order or: {wrong:#?}");
        }
        differing += usize::from(results != whole);
        results = again;
    }
    assert!(differing > 150, "the edits should matter: {differing}");
}

/// Returns what only one of two results says.
fn differences(again: &Results, whole: &Results) -> Vec<String> {
    let only = |word: &str, one: &Results, other: &Results| -> Vec<String> {
        let missing = one.diagnostics().filter(|said| !other.diagnostics().any(|known| known == *said));
        missing.map(|said| format!("{word} {} {} {}", said.code, said.place, said.message)).collect()
    };
    let mut wrong = only("asked again:", again, whole);
    wrong.extend(only("asked anew:", whole, again));
    wrong
}

#[test]
fn a_party_that_stops_to_matter_is_noticed_where_a_unit_was_needed_for_it() {
    let rule = crate::rule("PB0409").expect("it is a rule");
    let mut sample = Sample::in_good_order();
    (rule.bad[0].given)(&mut sample);
    let process = Ref::<Process>::number(91);
    let party = Party { title: "Readers".into(), relevant: Some(YesNo::Yes), ..Party::default() };
    sample.put(Ref::number(91), party);
    sample.put(process, Process { title: "Publish".into(), ..Process::default() });
    let asked = Obligation {
        title: "Pages that are right".into(),
        party: Some(Ref::number(91)),
        addressed: Some(YesNo::Yes),
        by: vec![process.id()],
        ..Obligation::default()
    };
    sample.put(Ref::number(91), asked);
    sample.edit(9, |unit: &mut Unit| unit.depends_on.extend(ElementRef::new(process.id())));
    let results = check(&Ask::new(&sample.isms, None, sample.today));
    assert_eq!(results.of_rule("PB0409").count(), 0, "readers rely on what it does");
    let before = sample.isms.clone();
    sample.edit(91, |party: &mut Party| party.relevant = Some(YesNo::No));
    let ask = Ask::new(&sample.isms, None, sample.today);
    let again = check_again(&ask, &results, &before, &[Ref::<Party>::number(91).id()]);
    assert_eq!(again.of_rule("PB0409").count(), 1);
    let whole = check(&ask);
    assert!(again == whole, "{:#?}", differences(&again, &whole));
}

#[test]
fn an_empty_organisation_is_shown_its_first_few_steps() {
    let diagnostics = all(&Sample::blank());
    let now = shown(&diagnostics);
    assert!(!now.is_empty() && now.len() <= 7, "{now:?}");
    assert!(now.iter().all(|code| crate::phase_of(code).number() <= 1), "{now:?}");
    let ahead = diagnostics.iter().filter(|one| one.time == Time::Ahead);
    assert!(ahead.clone().any(|one| one.code == "PB0713"), "what comes later is counted");
    assert!(ahead.clone().all(Diagnostic::counts), "what is ahead counts at its gate");
}

#[test]
fn the_first_risk_begins_the_phase_of_risks() {
    let mut sample = Sample::blank();
    let time =
        |sample: &Sample, code| all(sample).into_iter().find(|one| one.code == code).map(|one| one.time);
    assert_eq!(time(&sample, "PB0713"), Some(Time::Ahead));
    sample.put(Ref::number(1), Risk { title: "Theft".into(), ..Risk::default() });
    assert_eq!(time(&sample, "PB0602"), Some(Time::Now));
    assert_eq!(time(&sample, "PB0713"), Some(Time::Ahead), "operating has not begun");
}

#[test]
fn a_proposed_record_begins_nothing_and_is_not_judged() {
    let mut sample = Sample::blank();
    let before = all(&sample);
    let change = Risk::put(Ref::number(1), Risk { title: "Theft".into(), ..Risk::default() }.into());
    let proposed = model::Proposed { origin: "a template".into() };
    let change = change.with_about(|about| about.proposed = Some(proposed));
    sample.isms.apply(&change, Stamp::default());
    assert_eq!(all(&sample), before);
}

#[test]
fn beneath_a_proposal_what_a_record_points_at_still_asks_about_it() {
    let (mut sample, _) = begun_anew();
    let risk = Ref::<Risk>::number(4);
    let blank = Risk::put(risk, Risk { title: "Theft".into(), ..Risk::default() }.into());
    let proposed = model::Proposed { origin: "a template".into() };
    sample.isms.apply(&blank.with_about(|about| about.proposed = Some(proposed)), Stamp::default());
    let results = check(&Ask::new(&sample.isms, None, sample.today));
    let before = sample.isms.clone();
    let changed = sample.days_ago(31);
    sample.edit(3, |asset: &mut Asset| asset.changed_on = Some(changed));
    let asset = RecordId::from(Ref::<Asset>::number(3));
    let again = check_again(&Ask::new(&sample.isms, None, sample.today), &results, &before, &[asset]);
    assert!(again.of_rule("PB0803").any(|one| one.place.record() == Some(risk.id())));
}

#[test]
fn what_follows_from_one_cause_is_held_near_it_and_still_counts() {
    let mut sample = Sample::in_good_order();
    let long_ago = sample.days_ago(500);
    sample.edit(72, |evidence: &mut Evidence| {
        evidence.period_start = Some(long_ago);
        evidence.period_end = Some(long_ago);
    });
    sample.edit(67, |evidence: &mut Evidence| evidence.uses.clear());
    let diagnostics = all(&sample);
    assert_eq!(shown(&diagnostics), BTreeSet::from(["PB1101", "PB1102"]), "two controls, two causes");
    sample.edit_control("A.8.13", |control: &mut Control| control.cadence = None);
    let diagnostics = all(&sample);
    let unknown = diagnostics.iter().find(|one| one.code == "PB1102").expect("its rhythm is missing");
    assert!(matches!(unknown.verdict, Verdict::Unknown { .. }) && !unknown.counts() && !unknown.is_open());
}

#[test]
fn a_cause_holds_what_follows_on_records_one_reference_away() {
    let mut sample = Sample::in_good_order();
    sample.edit(8, |document: &mut Document| document.approvals.clear());
    let diagnostics = all(&sample);
    let held = diagnostics.iter().find(|one| one.code == "PB0719").expect("the control works by a draft");
    assert_eq!(held.held_by, Some("PB1131"));
    assert!(held.counts() && !held.is_open());
    assert_eq!(shown(&diagnostics), BTreeSet::from(["PB1131"]));
}

#[test]
fn a_waived_diagnostic_is_quiet_until_its_day() {
    let mut sample = Sample::in_good_order();
    sample.edit_control("A.8.20", |control: &mut Control| control.owner = None);
    let until = sample.today;
    let disposition = Disposition {
        title: "no owner".into(),
        rule: "PB1121".into(),
        record: RecordId::parse("A.8.20"),
        verdict: DispositionVerdict::Waived { until, because: "The new engineer starts in June.".into() },
        ..Disposition::default()
    };
    sample.put(Ref::number(1), disposition);
    let quiet = |sample: &Sample| {
        let diagnostics = all(sample);
        let found = diagnostics.into_iter().find(|one| one.code == "PB1121").expect("it still fires");
        found.said.map(|said| said.quiet)
    };
    assert_eq!(quiet(&sample), Some(Quiet::Yes));
    assert!(shown(&all(&sample)).is_empty());
    sample.today = sample.today.tomorrow().expect("there is a next day");
    assert_eq!(quiet(&sample), Some(Quiet::No));
}

#[test]
fn a_regraded_diagnostic_has_the_grade_that_a_person_gave_it_and_stays_open() {
    let mut sample = Sample::in_good_order();
    sample.edit_control("A.8.20", |control: &mut Control| control.owner = None);
    let found = |sample: &Sample| {
        let found = all(sample).into_iter().find(|one| one.code == "PB1121").expect("it fires");
        (found.severity, found.grade, found.is_open())
    };
    let by_rule = found(&sample);
    let grades = [
        ("error", Severity::Error, Grade::Major),
        ("warning", Severity::Warning, Grade::Minor),
        ("note", Severity::Note, Grade::Opportunity),
    ];
    for (word, severity, grade) in grades {
        let disposition = Disposition {
            title: "no owner".into(),
            rule: "PB1121".into(),
            record: RecordId::parse("A.8.20"),
            verdict: DispositionVerdict::Regraded { grade: word.into(), because: "A spare network.".into() },
            ..Disposition::default()
        };
        sample.put(Ref::number(1), disposition);
        assert_eq!(found(&sample), (severity, grade, true), "{word}");
    }
    let elsewhere = Disposition {
        title: "no owner".into(),
        rule: "PB1121".into(),
        record: RecordId::parse("A.8.21"),
        verdict: DispositionVerdict::Regraded { grade: "note".into(), because: "Of another record.".into() },
        ..Disposition::default()
    };
    sample.put(Ref::number(1), elsewhere);
    assert_eq!(found(&sample), by_rule, "what was said of another record changes nothing here");
}

#[test]
fn many_of_one_kind_are_one_step_worse() {
    let mut sample = Sample::in_good_order();
    for number in [1, 2] {
        sample.edit(number, |asset: &mut Asset| asset.owner = None);
    }
    let worse: BTreeSet<Severity> =
        all(&sample).into_iter().filter(|one| one.code == "PB1132").map(|one| one.severity).collect();
    assert_eq!(worse, BTreeSet::from([Severity::Error]));
}
