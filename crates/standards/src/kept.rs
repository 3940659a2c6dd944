//! Where an ISMS keeps what the standard asks for: which records are it, and whether they hold all that is asked.

use model::records::*;
use model::{Date, Isms, Record, RecordId, YesNo, in_force};

/// A record that is one of the things that an ISMS keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// The record.
    pub id: RecordId,
    /// Whether it holds all that is asked.
    pub whole: Whole,
}

/// Whether a record holds all that is asked of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whole {
    /// It does.
    Yes,
    /// It is a draft, or lacks something.
    NotYet,
}

/// Returns the records of a kind that hold something, as `judge` says: nothing, in part, or whole.
fn each<R: Record>(isms: &Isms, judge: impl Fn(&R) -> Option<bool>) -> Vec<Held> {
    let judged = R::table(isms).iter().filter_map(|(id, entry)| Some((id.id(), judge(entry)?)));
    judged.map(|(id, whole)| Held { id, whole: if whole { Whole::Yes } else { Whole::NotYet } }).collect()
}

/// Returns the records that are one of the things that an ISMS keeps ([`crate::kept_things`]).
#[must_use]
pub fn kept(isms: &Isms, thing: &str, today: Date) -> Vec<Held> {
    match thing {
        "context_issue_register" => each(isms, |_: &Issue| Some(true)),
        "climate_determination" => each(isms, |context: &Context| {
            context.climate_relevant.map(|_| !context.climate_because.is_empty())
        }),
        "interested_party_register" => each(isms, |_: &Party| Some(true)),
        "requirement_register" => each(isms, |one: &Obligation| Some(one.addressed.is_some())),
        "scope_statement" => {
            each(isms, |scope: &Scope| (!scope.statement.is_empty()).then(|| scope.in_force(today).is_some()))
        }
        "interface_register" => each(isms, |_: &Interface| Some(true)),
        "isms_process_map" => each(isms, |process: &Process| {
            (process.kind == Some(ProcessKind::Isms)).then(|| process.owner.is_some())
        }),
        "policy" => each(isms, |document: &Document| {
            (&*document.kind == "policy_top").then(|| document.in_force(today).is_some())
        }),
        "role_assignment" => each(isms, |role: &Role| Some(role.holder.is_some())),
        "risk_methodology" => each(isms, |method: &Method| {
            (!method.levels.is_empty()).then(|| method.in_force(today).is_some())
        }),
        "risk_register" => each(isms, |risk: &Risk| {
            risk.status.is_open().then(|| risk.owner.is_some() && risk.now.level.is_some())
        }),
        "risk_assessment_record" => {
            each(isms, |one: &RiskAssessment| Some(one.state == AssessmentState::Done))
        }
        "treatment_plan" => each(isms, |plan: &TreatmentPlan| {
            (!plan.approvals.is_empty()).then(|| in_force(&plan.approvals, today).is_some())
        }),
        "soa" => {
            let is_begun = isms.controls.iter().any(|(_, control)| control.included.is_some());
            each(isms, |soa: &Soa| {
                (is_begun || !soa.approvals.is_empty()).then(|| soa.in_force(today).is_some())
            })
        }
        "control" => each(isms, |control: &Control| {
            (control.included == Some(YesNo::Yes)).then_some(control.state == ControlState::Implemented)
        }),
        // At or below the acceptance level the plan that an owner approved carries the acceptance.
        "residual_risk_acceptance" => {
            let accepted = each(isms, |risk: &Risk| (!risk.acceptances.is_empty()).then_some(true));
            let planned =
                each(isms, |plan: &TreatmentPlan| in_force(&plan.approvals, today).is_some().then_some(true));
            [accepted, planned].concat()
        }
        "objective" => each(isms, |one: &Objective| {
            let measured = one.target.is_some() || !one.not_measurable_because.is_empty();
            Some(one.owner.is_some() && one.due.is_some() && measured)
        }),
        "change_plan" => each(isms, |change: &PlannedChange| Some(change.planned_on.is_some())),
        _ => kept_in_use(isms, thing, today),
    }
}

/// Returns the same of what shows that the management system is carried out and looked at.
fn kept_in_use(isms: &Isms, thing: &str, today: Date) -> Vec<Held> {
    let is_internal = |audit: &Audit| audit.is_internal() && audit.state != AuditState::Cancelled;
    match thing {
        "competence_matrix" => each(isms, |role: &Role| (!role.competences.is_empty()).then_some(true)),
        "training_record" => {
            each(isms, |training: &Training| training.done_on.map(|_| training.effect_checked_on.is_some()))
        }
        "awareness_programme" => each(isms, |training: &Training| {
            (training.kind == Some(TrainingKind::Awareness)).then_some(training.done_on.is_some())
        }),
        "communication_plan" => each(isms, |context: &Context| {
            let said = |one: &Communication| {
                !(one.what.is_empty()
                    || one.when.is_empty()
                    || one.with_whom.is_empty()
                    || one.how.is_empty())
            };
            (!context.communications.is_empty()).then(|| context.communications.iter().all(said))
        }),
        "document_register" | "document" => {
            each(isms, |document: &Document| Some(document.in_force(today).is_some()))
        }
        "operational_control" => each(isms, |run: &ControlRun| run.done_on.map(|_| true)),
        "evidence" => each(isms, |one: &Evidence| Some(!one.uses.is_empty())),
        "supplier_register" => each(isms, |supplier: &Supplier| Some(supplier.owner.is_some())),
        "measurement_plan" => each(isms, |measure: &Measure| {
            let asked = measure.measured_by.is_some() && measure.analysed_by.is_some();
            Some(asked && !measure.method.is_empty())
        }),
        "measurement_result" => each(isms, |measure: &Measure| {
            (!measure.readings.is_empty()).then_some(!measure.evaluations.is_empty())
        }),
        "internal_audit_programme" => {
            each(isms, |programme: &AuditProgramme| Some(programme.approved_on.is_some()))
        }
        "internal_audit_plan" => {
            each(isms, |audit: &Audit| is_internal(audit).then(|| !audit.criteria.is_empty()))
        }
        "internal_audit_report" => {
            each(isms, |audit: &Audit| is_internal(audit).then_some(audit.state == AuditState::Reported))
        }
        "management_review" | "leadership_record" => each(isms, |review: &ManagementReview| {
            (review.state != ReviewState::Cancelled).then_some(review.state == ReviewState::Held)
        }),
        "improvement_register" | "opportunity_register" => each(isms, |one: &Improvement| {
            (one.state != ImprovementState::Dropped).then_some(one.owner.is_some())
        }),
        "nonconformity" => each(isms, |one: &Nonconformity| Some(!one.correction.is_empty())),
        "corrective_action" => each(isms, |one: &Nonconformity| {
            (!one.actions.is_empty()).then_some(one.effect_checked_on.is_some())
        }),
        // Means and auditors are in no record of their own: nothing can be read from them.
        _ => Vec::new(),
    }
}

/// Says whether the records can tell where a thing is kept: means and auditors are in no record of their own.
#[must_use]
pub fn is_readable(thing: &str) -> bool {
    !["resource_plan", "auditor_record"].contains(&thing)
}

/// Returns the frozen results that are a required document by themselves on a day; nothing for documents that somebody writes.
///
/// A finished assessment is the results of risk assessment, and the approved state of the actions those of treatment, so that
/// nobody writes a report only to have one.
#[must_use]
pub fn frozen_results(isms: &Isms, kind: &str, today: Date) -> Option<Vec<RecordId>> {
    let held = match kind {
        "risk-assessment-results" => each(isms, |one: &RiskAssessment| {
            let is_frozen = one.registers.iter().any(|register| register.on <= today);
            (one.state == AssessmentState::Done && is_frozen).then_some(true)
        }),
        "risk-treatment-results" => {
            each(isms, |plan: &TreatmentPlan| in_force(&plan.approvals, today).map(|_| true))
        }
        _ => return None,
    };
    Some(held.into_iter().map(|held| held.id).collect())
}

#[cfg(test)]
mod tests {
    #[test]
    fn everything_that_an_isms_keeps_is_looked_for() {
        let known = include_str!("kept.rs");
        for thing in crate::kept_things() {
            assert!(
                !super::is_readable(&thing.id) || known.contains(&format!("\"{}\"", thing.id)),
                "{}",
                thing.id
            );
        }
    }
}
