//! An excluded control that somebody asks for.

use diagnostics::{Diagnostic, FixGrade, Grade, Place, Severity, Stage};
use model::records::{Agreement, Obligation};
use model::sample::Sample;
use model::{Date, RecordId, RecordKind, Ref, Value, YesNo};
use std::collections::BTreeSet;

use crate::rule::Step;
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0682",
    name: "exclusion against requirement",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.3 d"],
    what: "Finds excluded controls that a law, contract or agreement asks for.",
    why: "what a law or contract asks for cannot be left out by a decision of our own",
    fix: "include it, or have the obligation changed",
    fix_grade: FixGrade::Think,
    check: Check::Each { of: &[RecordKind::Control], reads: &[], through: &[], check },
    escalate: Escalate::When(many_controls),
    holds: &[],
    bad: &[Bad {
        title: "only a contract asks for it",
        given: |s| excluded(s),
        says: &["A.8.34 is excluded, and OBL-2 asks for it"],
    }],
    good: &[
        Good { title: "nobody asks for what is excluded", given: |_| {} },
        Good {
            title: "the contract has ended",
            given: |s| {
                excluded(s);
                s.edit(2, |contract: &mut Obligation| contract.ended_on = Some(Date::constant(2026, 4, 1)));
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(control) = ask.isms.controls.get(&Ref::of(id.key)) else { return };
    if control.included != Some(YesNo::No) {
        return;
    }
    let isms = ask.isms;
    let obligations = isms.sources::<Obligation>(id).filter(|source| {
        isms.obligations.get(source).is_some_and(|obligation| {
            obligation.addressed == Some(YesNo::Yes)
                && obligation.by.contains(&id)
                && obligation.ended_on.is_none_or(|on| on > ask.today)
        })
    });
    let agreements = isms.sources::<Agreement>(id).filter(|source| {
        isms.agreements.get(source).is_some_and(|agreement| {
            agreement.is_in_force(ask.today)
                && agreement.clauses.iter().any(|clause| clause.control.map(Ref::id) == Some(id))
        })
    });
    let sources: Vec<RecordId> = obligations.map(Ref::id).chain(agreements.map(Ref::id)).collect();
    for source in sources {
        report
            .add(Place::field(id, "included"), format!("{id} is excluded, and {source} asks for it"))
            .proof("justification", control.justification.text())
            .proof_of(source, "asks for", isms.name_of(source))
            .remark("it is not ours to leave out")
            .command(format!("plumb soa set {id} --included yes --reason {source}"));
    }
}

/// Says whether more than five controls are concerned.
fn many_controls(_: &Ask, found: &[&Diagnostic]) -> Step {
    let controls: BTreeSet<RecordId> = found.iter().filter_map(|found| found.place.record()).collect();
    if controls.len() > 5 { Step::Up } else { Step::Stay }
}

/// Excludes a control that only a contract asks for.
fn excluded(s: &mut Sample) {
    s.edit(2, |contract: &mut Obligation| contract.by.extend(RecordId::parse("A.8.34")));
    s.edit_control("A.8.34", |control| {
        control.included = Some(YesNo::No);
        control.reasons.clear();
        control.justification = "Audits look at paper only.".into();
    });
    s.freeze();
}
