//! The pack for Stage 1 is not sealed, or lacks something that is there.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Audit, Gate, Pack, PackItem, PackPart, RiskAssessment};
use model::sample::Sample;
use model::{Date, RecordId, RecordKind, Ref, Value, Words};

use crate::facts;
use crate::planning::{few, joined};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB1301",
    name: "stage 1 pack incomplete",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["7.5.1", "17021-1 9.3.1.2.2"],
    what: "Finds, shortly before Stage 1, that no pack for it is sealed, or that the sealed one lacks an item that the registers hold.",
    why: "the body reads the pack to plan its audit, and what it lacks costs a day",
    fix: "build and seal the pack again",
    fix_grade: FixGrade::Safe,
    check: Check::Whole {
        reads: &[
            RecordKind::Pack,
            RecordKind::Audit,
            RecordKind::AuditProgramme,
            RecordKind::Organisation,
            RecordKind::Scope,
            RecordKind::Document,
            RecordKind::Method,
            RecordKind::RiskAssessment,
            RecordKind::TreatmentPlan,
            RecordKind::Soa,
            RecordKind::Objective,
            RecordKind::ManagementReview,
        ],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "the objectives were left out",
            given: |s| {
                s.go_on(Date::constant(2026, 8, 31));
                s.edit(1, |pack: &mut Pack| {
                    pack.items.retain(|item| item.part != Some(PackPart::Objectives));
                });
            },
            says: &["the stage 1 pack lacks objectives"],
        },
        Bad {
            title: "the plan of audits was left out",
            given: |s| {
                sealed(s);
                s.edit(1, |pack: &mut Pack| {
                    pack.items.retain(|item| item.part != Some(PackPart::AuditProgramme));
                });
            },
            says: &["the stage 1 pack lacks audit programme"],
        },
        Bad {
            title: "a complete pack that nobody sealed",
            given: |s| {
                sealed(s);
                s.edit(1, |pack: &mut Pack| pack.sealed_on = None);
            },
            says: &["the stage 1 pack lacks its seal"],
        },
        Bad {
            title: "fourteen days before, there is none",
            given: |s| {
                s.today = Date::constant(2026, 8, 24);
                for kind in ["OBJ-1", "OBJ-2"] {
                    if s.isms.find(RecordId::parse(kind).expect("an id")).is_some() {
                        s.remove(kind);
                    }
                }
            },
            says: &["the stage 1 pack lacks scope, policy, risk method and 8 more"],
        },
    ],
    good: &[
        Good { title: "sealed and complete", given: sealed },
        Good { title: "fifteen days before", given: |s| s.today = Date::constant(2026, 8, 23) },
        Good {
            title: "Stage 1 is over",
            given: |s| {
                s.today = Date::constant(2026, 9, 9);
                s.edit(2, |audit: &mut Audit| audit.done_on = Some(Date::constant(2026, 9, 8)));
            },
        },
    ],
};

/// Seals a pack with everything, a week before Stage 1.
fn sealed(s: &mut Sample) {
    s.today = Date::constant(2026, 8, 31);
    let item = |part: &PackPart| PackItem { part: Some(*part), ..PackItem::default() };
    let pack = Pack {
        title: "Stage 1".into(),
        gate: Some(Gate::Stage1),
        audit: Some(Ref::number(2)),
        items: PackPart::ALL.iter().map(item).collect(),
        sealed_on: Some(Date::constant(2026, 8, 20)),
        sealed_by: Some(Ref::number(2)),
        ..Pack::default()
    };
    s.put(Ref::number(1), pack);
}

fn check(ask: &Ask, report: &mut Report) {
    let Some(stage) = ask.cycle().stage1_ahead() else { return };
    if -ask.days_since(stage.day) > ask.parameters.days("pack_days") {
        return;
    }
    let packs = || ask.isms.packs.iter().filter(|(_, pack)| pack.gate == Some(Gate::Stage1));
    let sealed = packs().filter(|(_, pack)| pack.sealed_on.is_some_and(|on| on <= ask.today));
    let newest = sealed.max_by_key(|(id, pack)| (pack.sealed_on, *id));
    let best = newest.or_else(|| packs().last());
    let has =
        |part: PackPart| best.is_some_and(|(_, pack)| pack.items.iter().any(|item| item.part == Some(part)));
    let held: Vec<PackPart> = PackPart::ALL.iter().copied().filter(|part| is_held(ask, *part)).collect();
    let missing: Vec<&str> = held.iter().filter(|part| !has(**part)).map(|part| part.word()).collect();
    if newest.is_some() && missing.is_empty() {
        return;
    }
    let items = match (missing.is_empty(), best) {
        (false, _) => few(&missing),
        (true, Some(_)) => "its seal".to_owned(),
        (true, None) => "everything".to_owned(),
    };
    let place = match best {
        Some((id, _)) if missing.is_empty() => Place::field(id, "sealed_on"),
        Some((id, _)) => Place::field(id, "items"),
        None => Place::field(stage.audit, "planned_on"),
    };
    let words: Vec<&str> = held.iter().map(|part| part.word()).collect();
    let found = report
        .add(place, format!("the stage 1 pack lacks {items}"))
        .proof("missing", joined(&missing, "; "))
        .proof("the registers hold", joined(&words, "; "))
        .proof_of(stage.audit, "day of Stage 1", stage.day);
    let items: Vec<&str> = held.iter().map(|part| part.word()).collect();
    let items = items.join(" ; ");
    match best.filter(|(_, pack)| pack.sealed_on.is_none()) {
        Some((id, _)) if missing.is_empty() => found.command(format!("plumb pack seal {id}")),
        Some((id, _)) => found.command(format!("plumb set {id} items='{items}'")),
        None => found.command(format!(
            "plumb new pack title='Stage 1' gate='stage 1' audit={} items='{items}'",
            stage.audit
        )),
    };
    if let Some((id, pack)) = best {
        let parts: Vec<&str> = pack.items.iter().filter_map(|item| Some(item.part?.word())).collect();
        found.proof_of(id, "sealed on", pack.sealed_on.text());
        found.proof_of(id, "items", joined(&parts, "; "));
    }
}

/// Says whether the registers hold an item of the list for Stage 1.
fn is_held(ask: &Ask, part: PackPart) -> bool {
    let isms = ask.isms;
    match part {
        PackPart::Scope => isms.scope.one().is_some_and(|scope| scope.in_force(ask.today).is_some()),
        PackPart::Policy => facts::of_kind_in_force(ask, "policy_top").next().is_some(),
        PackPart::Method => isms.method.one().is_some_and(|method| method.in_force(ask.today).is_some()),
        PackPart::RiskResults => {
            let assessed = |one: &RiskAssessment| one.on.is_some_and(|on| on <= ask.today);
            isms.risk_assessments.iter().any(|(_, one)| assessed(one))
                || facts::of_kind_in_force(ask, "risk-assessment-results").next().is_some()
        }
        PackPart::TreatmentPlan => isms.treatment_plan.one().is_some_and(|plan| !plan.approvals.is_empty()),
        PackPart::Soa => isms.soa.one().is_some_and(|soa| soa.in_force(ask.today).is_some()),
        PackPart::Objectives => !isms.objectives.is_empty(),
        PackPart::AuditProgramme => !isms.audit_programmes.is_empty(),
        PackPart::AuditResults => {
            isms.audits.iter().any(|(_, audit)| audit.is_internal() && is_past(ask, audit.reported_on))
        }
        PackPart::ReviewResults => {
            isms.management_reviews.iter().any(|(_, review)| is_past(ask, review.held_on))
        }
        PackPart::Documents => !isms.documents.is_empty(),
        PackPart::Organisation => isms.organisation.one().is_some(),
    }
}

/// Says whether a day was set and has come.
fn is_past(ask: &Ask, day: Option<Date>) -> bool {
    day.is_some_and(|day| day <= ask.today)
}
