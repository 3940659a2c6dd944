//! A draft counts as nothing until a person takes it: rules say the same with proposals and without.

#![cfg(test)]

use diagnostics::{Diagnostic, Time};
use model::sample::Sample;
use model::{About, Isms, Key, Proposed, Record, RecordKind, Ref, Stamp, Stored, records};

use crate::proof::{in_good_order, sample_integrity};
use crate::{Ask, RULES, Results, check};

/// Returns what the rules say about a sample.
fn said(sample: &Sample) -> Results {
    check(&Ask::new(&sample.isms, Some(&sample_integrity(sample)), sample.today))
}

/// Proposes a record: over the one of which there is one, else under a number of its own.
fn propose<R: Record>(s: &mut Sample, id: Ref<R>, record: R) {
    let about = About { proposed: Some(Proposed { origin: "a starter".into() }), ..About::default() };
    let (_, first) = s.isms.controls.iter().next().expect("the controls are there from the first day");
    let stamp = Stamp { on: s.today, ..first.made };
    s.isms.apply(&R::put(id, Stored { about, record }), stamp);
}

/// Proposes a copy of each record of a kind that others have, and a blank one over what there is one of.
fn propose_all<R: Record>(s: &mut Sample, others: &Isms) {
    for (id, entry) in R::table(others).iter() {
        match id.key {
            Key::Number(number) => propose(s, Ref::number(number + 500), R::clone(entry)),
            Key::One | Key::AnnexA(_) => {
                let is_here = R::table(&s.isms).get(&id).is_some();
                let record = if is_here { R::default() } else { R::clone(entry) };
                propose(s, id, record);
            }
        }
    }
}

macro_rules! propose_kinds {
    ($sample:expr, $others:expr, $($kind:ident)*) => {
        $(propose_all::<records::$kind>($sample, $others);)*
    };
}

/// Proposes something of each kind that a starter or an import can bring.
fn with_proposals(sample: &Sample) -> Sample {
    let mut changed = sample.clone();
    let others = in_good_order().isms;
    propose_kinds!(&mut changed, &others,
        Scope Context Method Soa TreatmentPlan Plan Control
        Person Role Unit Site Process Asset Supplier Interface Agreement Issue Party Obligation
        Risk TreatmentAction RiskAssessment Objective Measure Document Acknowledgement Training Evidence
        Account AccessReview RecoveryTest Vulnerability PlannedChange ProductionChange CryptoKey RetentionRule
        AuditProgramme Audit WorkingPaper Population Sample Finding Nonconformity Improvement ManagementReview
        Certification);
    changed
}

/// Compares what is said about a sample with proposals and without.
fn assert_same(title: &str, sample: &Sample) {
    let (without, with) = (said(sample), said(&with_proposals(sample)));
    if without == with {
        return;
    }
    let differing: Vec<_> = without
        .diagnostics()
        .filter(|one| !with.diagnostics().any(|other| other == *one))
        .chain(with.diagnostics().filter(|one| !without.diagnostics().any(|other| other == *one)))
        .map(|one| format!("{} {} {} {:?}", one.code, one.place, one.message, one.proof))
        .collect();
    panic!("{title}: {differing:#?}");
}

/// Returns an organisation on its first day: what there is one of is there, and nobody has written it.
fn first_day() -> Sample {
    let mut begun = Sample::blank();
    let organisation = records::Organisation { title: "Kestrel".into(), ..records::Organisation::default() };
    begun.put(Ref::one(), organisation);
    begun.put(Ref::one(), records::Scope { title: "Scope".into(), ..records::Scope::default() });
    begun.put(Ref::one(), records::Context { title: "Context".into(), ..records::Context::default() });
    begun.put(Ref::one(), records::Method { title: "Method".into(), ..records::Method::default() });
    begun.put(Ref::one(), records::Plan { title: "Plan".into(), ..records::Plan::default() });
    begun
}

#[test]
fn what_nobody_has_written_is_asked_for_once() {
    let results = said(&with_proposals(&first_day()));
    let about = |kind: RecordKind| -> Vec<&str> {
        let at = |one: &&Diagnostic| one.place.record().is_some_and(|id| id.kind == kind);
        let is_now = |one: &&Diagnostic| one.held_by.is_none() && one.time == Time::Now;
        let open = results.diagnostics().filter(at).filter(is_now);
        open.map(|one| one.code).collect()
    };
    assert_eq!(about(RecordKind::Scope), ["PB0401"]);
    assert_eq!(about(RecordKind::Context), ["PB0412"]);
}

#[test]
fn a_company_with_nothing_but_proposals_is_told_what_one_without_them_is() {
    assert_same("nothing at all", &Sample::blank());
    let begun = first_day();
    assert_same("the first day", &begun);
}

#[test]
fn proposals_change_nothing_of_what_a_rule_says_in_its_example() {
    for rule in RULES {
        let Some(bad) = rule.bad.first() else { continue };
        let mut sample = in_good_order();
        (bad.given)(&mut sample);
        assert_same(rule.code, &sample);
    }
}
