//! A small ISMS from its first day through its phases.

use std::sync::Arc;

use model::records;
use model::records::*;
use model::sample::Sample;
use model::{About, Change, Date, Key, Proposed, Record, Ref, Stamp, Stored};

use super::*;
use crate::{Ask, Integrity, Phase, Results, check};

fn asked(sample: &Sample) -> Results {
    check(&Ask::new(&sample.isms, Some(&Integrity::default()), sample.today))
}

/// An organisation on its first day, with a plan whose phases lie ahead.
fn first_day() -> Sample {
    let mut sample = Sample::blank();
    let on = sample.today;
    let phase = |number: u32| records::Phase {
        number,
        starts_on: on.checked_add(model::Span::new().days(i64::from(number) * 30 - 30)).ok(),
        ends_on: None,
    };
    sample.put(Ref::one(), Plan { phases: (1..=9).map(phase).collect(), ..Plan::default() });
    sample.put(Ref::one(), Organisation { title: "Acme".into(), ..Organisation::default() });
    sample
}

fn copy<R: Record>(to: &mut Sample) {
    let good = Sample::in_good_order();
    for (id, entry) in R::table(&good.isms).iter() {
        to.put_on(Date::constant(2025, 11, 3), id, R::clone(entry));
    }
}

fn scope_is_done(sample: &mut Sample) {
    copy::<Person>(sample);
    copy::<Role>(sample);
    copy::<Unit>(sample);
    copy::<Site>(sample);
    copy::<Process>(sample);
    copy::<Asset>(sample);
    copy::<Supplier>(sample);
    copy::<Interface>(sample);
    copy::<Issue>(sample);
    copy::<Context>(sample);
    copy::<Party>(sample);
    copy::<Agreement>(sample);
    copy::<Obligation>(sample);
    copy::<Document>(sample);
    copy::<Acknowledgement>(sample);
    copy::<Scope>(sample);
    sample.freeze();
}

fn codes(steps: &Steps) -> Vec<&'static str> {
    steps.now.iter().map(|step| step.code).collect()
}

#[test]
fn the_first_day_shows_the_first_phase_alone_in_the_order_of_doing() {
    let sample = first_day();
    let results = asked(&sample);
    let steps = steps(results.diagnostics(), &sample.isms, sample.today);
    assert_eq!(steps.phase.number(), 1);
    assert!(steps.now.len() <= STEPS_MAX && steps.now.iter().all(|step| step.phase.number() == 1));
    assert_eq!(codes(&steps)[..2], ["PB0410", "PB0412"]);
    assert_eq!(steps.ahead.next.map(Phase::number), Some(2));
    assert_eq!(steps.ahead.from, Some(sample.today.checked_add(model::Span::new().days(30)).expect("a day")));
    assert!(steps.ahead.count > 0 && steps.minutes() > 0);
}

#[test]
fn each_finished_phase_uncovers_the_next() {
    let mut sample = first_day();
    scope_is_done(&mut sample);
    let results = asked(&sample);
    let risk = steps(results.diagnostics(), &sample.isms, sample.today);
    assert_eq!(risk.phase.number(), 2, "{:?}", codes(&risk));
    assert!(!risk.now.is_empty() && risk.now[0].phase.number() == 2, "{:?}", codes(&risk));
    assert!(risk.ahead.next.is_none_or(|next| next.number() > 2));

    copy::<Method>(&mut sample);
    copy::<Risk>(&mut sample);
    sample.freeze();
    let results = asked(&sample);
    let treatment = steps(results.diagnostics(), &sample.isms, sample.today);
    assert_eq!(treatment.phase.number(), 3, "{:?}", codes(&treatment));

    copy::<Control>(&mut sample);
    copy::<TreatmentAction>(&mut sample);
    copy::<TreatmentPlan>(&mut sample);
    copy::<Soa>(&mut sample);
    copy::<Evidence>(&mut sample);
    sample.remove("EV-1");
    sample.freeze();
    let results = asked(&sample);
    let operate = steps(results.diagnostics(), &sample.isms, sample.today);
    assert_eq!(operate.phase.number(), 4, "{:?}", codes(&operate));

    // All that follows: evidence, audits, reviews and what was learnt.
    sample.isms = Sample::in_good_order().isms;
    let results = asked(&sample);
    let done = steps(results.diagnostics(), &sample.isms, sample.today);
    assert!(done.now.is_empty() && done.ahead.count == 0, "{:?}", codes(&done));
    assert_eq!((done.phase.number(), done.more), (9, More::default()));
}

#[test]
fn what_is_ahead_stays_ahead_while_a_phase_that_has_begun_is_not_done() {
    let mut sample = first_day();
    scope_is_done(&mut sample);
    sample.remove("ISS-1");
    sample.edit_one(|scope: &mut Scope| scope.approvals.clear());
    let results = asked(&sample);
    let steps = steps(results.diagnostics(), &sample.isms, sample.today);
    assert_eq!(steps.phase.number(), 1);
    assert!(
        steps.now.iter().all(|step| step.phase.number() <= 1 || step.severity == diagnostics::Severity::Note)
    );
    assert_eq!(steps.ahead.next.map(Phase::number), Some(2));
}

#[test]
fn a_draft_that_answers_a_rule_is_taken_and_not_written() {
    let mut sample = first_day();
    let about =
        About { proposed: Some(Proposed { origin: standards::starters::ORIGIN.into() }), ..About::default() };
    for (number, kind) in [(1, IssueKind::Internal), (2, IssueKind::External)] {
        let issue = Issue { title: "Growth".into(), kind: Some(kind), ..Issue::default() };
        let stored = Stored { about: about.clone(), record: issue };
        let change = Change::Issue(Ref::of(Key::Number(number)), Arc::new(stored));
        sample.isms.apply(&change, Stamp { on: sample.today, ..Stamp::default() });
    }
    let results = asked(&sample);
    let steps = steps(results.diagnostics(), &sample.isms, sample.today);
    let issues = &steps.now[0];
    assert_eq!((issues.code, issues.drafts.len()), ("PB0410", 2));
    assert_eq!(
        (issues.what.as_str(), issues.origin),
        ("take or change 2 proposals of issues", Origin::Answers)
    );
    assert_eq!(issues.says(), "take or change 2 proposals of issues (proposed from your answers)");
    assert!(issues.how.starts_with("read them, then take what fits: plumb take ISS-1"));
    assert_eq!(issues.minutes, 2);
}

#[test]
fn many_places_of_one_rule_are_one_step() {
    let mut sample = Sample::in_good_order();
    for number in 1..=4 {
        sample.edit(number, |risk: &mut Risk| risk.owner = None);
    }
    let results = asked(&sample);
    let steps = steps(results.diagnostics(), &sample.isms, sample.today);
    let owners = steps.now.iter().find(|step| step.code == "PB0602").expect("risks without owner");
    assert_eq!(owners.what, "risk without owner: R-1, R-2, R-3 and 1 more");
    assert_eq!((owners.ids.len(), owners.all.len()), (4, 4));
}

#[test]
fn rules_that_one_draft_answers_are_one_step() {
    let mut sample = first_day();
    let about = About { proposed: Some(Proposed { origin: "template".into() }), ..About::default() };
    let record = Scope { statement: "all we do".into(), ..Scope::default() };
    let change = Change::Scope(Ref::one(), Arc::new(Stored { about, record }));
    sample.isms.apply(&change, Stamp { on: sample.today, ..Stamp::default() });
    let results = asked(&sample);
    let steps = steps(results.diagnostics(), &sample.isms, sample.today);
    assert!(steps.now.iter().all(|step| step.code != "PB0407"), "{:?}", codes(&steps));
    let scope = steps.now.iter().find(|step| step.code == "PB0401").expect("the draft of the scope");
    assert_eq!(
        (scope.says().as_str(), scope.origin),
        ("take or change the proposal for the scope", Origin::Proposal)
    );
    assert!(steps.later.iter().all(|step| step.phase.number() > 1) && !steps.later.is_empty());
}
