//! A treatment plan that an owner has not approved.

use diagnostics::{Diagnostic, FixGrade, Grade, Place, Severity, Stage};
use model::records::{Person, PlanContent, PlannedAction, TreatmentAction, TreatmentPlan};
use model::{Approval, Date, RecordId, RecordKind, Ref, Value};
use std::collections::{BTreeMap, BTreeSet};

use crate::planning::{few, joined};
use crate::rule::Step;
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0621",
    name: "plan not approved by owner",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.3 f"],
    what: "Finds owners of risks in the treatment plan who have not approved the present plan for their own risks.",
    why: "who answers for a risk has to agree to what is done about it",
    fix: "ask the owner to approve",
    fix_grade: FixGrade::Likely,
    check: Check::Whole {
        reads: &[
            RecordKind::TreatmentAction,
            RecordKind::Risk,
            RecordKind::TreatmentPlan,
            RecordKind::Role,
            RecordKind::Person,
        ],
        check,
    },
    escalate: Escalate::When(nobody_approved),
    holds: &[],
    bad: &[
        Bad {
            title: "one owner has not approved",
            given: |s| {
                s.edit_one(|plan: &mut TreatmentPlan| plan.approvals.retain(|one| one.by != Ref::number(2)))
            },
            says: &["Jonas Weil has not approved the treatment plan for 1 own risk"],
        },
        Bad {
            title: "an action changed after the approval",
            given: |s| {
                s.edit(1, |action: &mut TreatmentAction| action.due = Some(Date::constant(2026, 12, 31)))
            },
            says: &["Jonas Weil has not approved the treatment plan for 1 own risk"],
        },
    ],
    good: &[Good { title: "each owner has approved the own part", given: |_| {} }],
};

fn check(ask: &Ask, report: &mut Report) {
    let plan = ask.isms.treatment_plan.one();
    let mut parts: BTreeMap<Ref<Person>, Part> = BTreeMap::new();
    let mut nobody: BTreeSet<RecordId> = BTreeSet::new();
    // What is frozen is compared only where somebody approved.
    let approvers: BTreeSet<Ref<Person>> =
        plan.into_iter().flat_map(|plan| plan.approvals.iter().map(|approval| approval.by)).collect();
    for (id, action) in ask.isms.treatment_actions.iter() {
        let Some(risk_id) = action.risk else { continue };
        let Some(risk) = ask.isms.risks.get(&risk_id) else { continue };
        match risk.owner_person(ask.isms) {
            Some(owner) => {
                let part = parts.entry(owner).or_default();
                if approvers.contains(&owner) {
                    part.planned.push(planned(id, action));
                }
                if risk.status.is_open() {
                    part.risks.insert(risk_id.id());
                }
            }
            None if risk.status.is_open() && risk.owner.as_ref().is_some_and(|owner| !owner.is_empty()) => {
                nobody.insert(risk_id.id());
            }
            None => {}
        }
    }
    for (owner, part) in parts.iter().filter(|(_, part)| !part.risks.is_empty()) {
        let agreed = plan.is_some_and(|plan| {
            plan.approvals.iter().any(|approval| {
                approval.by == *owner
                    && holds(approval, ask.today)
                    && approval.content.actions == part.planned
            })
        });
        if !agreed {
            say(ask, *owner, part, report);
        }
    }
    let nobody: Vec<RecordId> = nobody.into_iter().collect();
    if let Some(first) = nobody.first() {
        let place = Place::field(*first, "owner");
        report.unknown(place, format!("which person owns {}, to approve the treatment plan", few(&nobody)));
    }
}

/// What one owner has to approve.
#[derive(Default)]
struct Part {
    planned: Vec<PlannedAction>,
    risks: BTreeSet<RecordId>,
}

/// Returns an action as an approval freezes it.
fn planned(id: Ref<TreatmentAction>, action: &TreatmentAction) -> PlannedAction {
    PlannedAction {
        id,
        title: action.title.clone(),
        risk: action.risk,
        control: action.control,
        owner: action.owner.clone(),
        due: action.due,
    }
}

/// Says whether an approval was given by a day and not taken back.
fn holds(approval: &Approval<PlanContent>, today: Date) -> bool {
    approval.on <= today && approval.withdrawn_on.is_none_or(|on| on > today)
}

/// Says that an owner has not approved.
fn say(ask: &Ask, owner: Ref<Person>, part: &Part, report: &mut Report) {
    let plan = ask.isms.treatment_plan.one();
    let own = plan.into_iter().flat_map(|plan| plan.approvals.iter());
    let last = own.filter(|approval| approval.by == owner).max_by_key(|approval| approval.version);
    let remark = match last {
        Some(_) => "the own actions have changed since, or the approval was taken back",
        None => "this owner has never agreed",
    };
    let risks: Vec<RecordId> = part.risks.iter().copied().collect();
    let count = risks.len();
    let word = if count == 1 { "risk" } else { "risks" };
    let person = ask.isms.name_of(owner.id());
    report
        .add(
            Place::field(owner, ""),
            format!("{person} has not approved the treatment plan for {count} own {word}"),
        )
        .proof_of(
            Ref::<TreatmentPlan>::one(),
            "version",
            plan.map(|plan| plan.version.max(1).to_string()).unwrap_or_default(),
        )
        .proof_of(
            Ref::<TreatmentPlan>::one(),
            "approved by this owner",
            last.map(Value::text).unwrap_or_default(),
        )
        .remark(remark)
        .proof("own risks in the plan", joined(&risks, ", "))
        .help(format!("ask {person} to approve the actions for {}", few(&risks)))
        .command("plumb approve plan");
}

/// Gets worse where no owner has approved anything.
fn nobody_approved(ask: &Ask, _: &[&Diagnostic]) -> Step {
    let plan = ask.isms.treatment_plan.one();
    let any = plan.is_some_and(|plan| plan.approvals.iter().any(|approval| holds(approval, ask.today)));
    if any { Step::Stay } else { Step::Up }
}
