//! When what these rules say weighs more, and what they cannot judge.

use diagnostics::{Severity, Verdict};
use model::records::*;
use model::sample::Sample;
use model::{Date, Ref};

use crate::{Ask, check};

/// Returns how bad the first thing is that a rule says; nothing where it is silent or cannot judge.
fn weight(s: &Sample, code: &str) -> Option<Severity> {
    let results = check(&Ask::new(&s.isms, None, s.today));
    results.of_rule(code).find(|one| one.verdict == Verdict::Fired).map(|one| one.severity)
}

/// Changes the sample in two steps and returns how bad a rule calls it after each.
fn steps(code: &str, first: impl Fn(&mut Sample), then: impl Fn(&mut Sample)) -> [Option<Severity>; 2] {
    let mut s = Sample::in_good_order();
    first(&mut s);
    let before = weight(&s, code);
    then(&mut s);
    [before, weight(&s, code)]
}

const WORSE: [Option<Severity>; 2] = [Some(Severity::Warning), Some(Severity::Error)];

#[test]
fn a_missing_review_weighs_more_where_none_is_planned() {
    let planned = |s: &mut Sample| {
        let on = s.days_ago(401);
        s.edit(1, |review: &mut ManagementReview| review.held_on = Some(on));
        let planned_on = Some(Date::constant(2026, 6, 20));
        s.put(Ref::number(99), ManagementReview { planned_on, ..ManagementReview::default() });
    };
    assert_eq!(steps("PB0923", planned, |s| s.remove("MR-99")), WORSE);
    let over = |s: &mut Sample| {
        let audits: Vec<String> = s.isms.audits.iter().map(|(id, _)| id.to_string()).collect();
        audits.iter().for_each(|id| s.remove(id));
        let (kind, done_on) = (Some(AuditKind::Stage2), Some(s.days_ago(1)));
        s.put(Ref::number(99), Audit { kind, done_on, ..Audit::default() });
    };
    assert_eq!(steps("PB0923", planned, over), WORSE);
}

#[test]
fn an_audit_never_done_weighs_more_where_none_comes_in_time_for_stage_2() {
    let planned = |s: &mut Sample| {
        let audits: Vec<String> = s.isms.audits.iter().map(|(id, _)| id.to_string()).collect();
        audits.iter().for_each(|id| s.remove(id));
        for (number, kind, day) in [(98, AuditKind::Internal, 5), (99, AuditKind::Stage2, 19)] {
            let planned_on = Some(Date::constant(2026, 10, day));
            s.put(Ref::number(number), Audit { kind: Some(kind), planned_on, ..Audit::default() });
        }
    };
    let later = |s: &mut Sample| {
        s.edit(98, |audit: &mut Audit| audit.planned_on = Some(Date::constant(2026, 10, 6)));
    };
    assert_eq!(steps("PB0931", planned, later), WORSE, "fourteen days before stage 2, and thirteen");
}

#[test]
fn what_is_major_weighs_more() {
    let major = |s: &mut Sample| {
        s.edit(2, |found: &mut Nonconformity| found.grade = Some(NonconformityGrade::Major));
    };
    let raised_on = Some(Date::constant(2026, 4, 1));
    let raised =
        move |s: &mut Sample| s.put(Ref::number(2), Nonconformity { raised_on, ..Nonconformity::default() });
    assert_eq!(steps("PB1007", raised, major), WORSE);
    let explained = move |s: &mut Sample| {
        raised(s);
        s.edit(2, |found: &mut Nonconformity| found.cause = "Nobody looked.".into());
    };
    assert_eq!(steps("PB1008", explained, major), WORSE);
    let planned = move |s: &mut Sample| {
        let action = CorrectiveAction { due: Some(s.days_ago(1)), ..CorrectiveAction::default() };
        s.put(Ref::number(2), Nonconformity { actions: vec![action], ..Nonconformity::default() });
    };
    assert_eq!(steps("PB1005", planned, major), WORSE);
    let duty = |s: &mut Sample| {
        s.edit(99, |exception: &mut Exception| exception.kind = Some(ExceptionKind::Duty));
    };
    assert_eq!(steps("PB1123", |s| s.put(Ref::number(99), Exception::default()), duty), WORSE);
}

#[test]
fn a_decision_weighs_more_once_a_review_passed_it_over() {
    let due = |s: &mut Sample| {
        let due = s.days_ago(9);
        s.edit(1, |review: &mut ManagementReview| review.decisions[0].due = Some(due));
    };
    let passed = |s: &mut Sample| {
        let held_on = Some(s.days_ago(1));
        s.put(Ref::number(99), ManagementReview { held_on, ..ManagementReview::default() });
    };
    assert_eq!(steps("PB0925", due, passed), WORSE);
    let named = |s: &mut Sample| {
        passed(s);
        let letter = Some(InputLetter::A);
        let input =
            ReviewInput { letter, text: "DEC-1.1 waits for the tool.".into(), ..ReviewInput::default() };
        s.edit(99, |review: &mut ManagementReview| review.inputs.push(input));
    };
    assert_eq!(steps("PB0925", due, named)[1], Some(Severity::Warning));
}

#[test]
fn what_is_not_recorded_is_neither_fired_nor_passed() {
    let unknown = |code: &str, spoil: fn(&mut Sample)| {
        let mut s = Sample::in_good_order();
        spoil(&mut s);
        let results = check(&Ask::new(&s.isms, None, s.today));
        results.of_rule(code).any(|one| matches!(one.verdict, Verdict::Unknown { .. }))
    };
    assert!(unknown("PB0922", |s| {
        s.edit(1, |review: &mut ManagementReview| {
            (review.decisions[1].change, review.decisions[1].owner) = (None, None);
        });
    }));
    assert!(unknown("PB0926", |s| {
        s.edit(1, |review: &mut ManagementReview| review.attendees = vec![Ref::number(4)]);
        s.edit(4, |person: &mut Person| person.kind = None);
    }));
    assert!(unknown("PB1001", |s| s.put(Ref::number(2), Nonconformity::default())));
    assert!(unknown("PB0808", |s| {
        s.put(Ref::number(99), ControlRun { exceptions: "Two.".into(), ..ControlRun::default() });
    }));
}

#[test]
fn what_nobody_keeps_of_history_and_backups_is_unknown_and_no_step() {
    let s = Sample::in_good_order();
    let kept_inside = crate::Anchor {
        on: s.today,
        holder: "us".into(),
        external: model::YesNo::No,
        sequence: 4,
        root: "a".into(),
        present: Some("a".into()),
    };
    let inside = crate::Integrity { anchors: vec![kept_inside], ..crate::Integrity::default() };
    for integrity in [None, Some(crate::Integrity::default()), Some(inside)] {
        let results = check(&Ask::new(&s.isms, integrity.as_ref(), s.today));
        for code in ["PB1203", "PB1206", "PB1207"] {
            let said: Vec<&Verdict> = results.of_rule(code).map(|one| &one.verdict).collect();
            assert!(matches!(said.as_slice(), [Verdict::Unknown { .. }]), "{code}: {said:?}");
        }
        let steps = crate::steps(results.diagnostics(), &s.isms, s.today);
        assert!(steps.now.is_empty() && steps.later.is_empty(), "it asks nobody to do anything");
    }
}
