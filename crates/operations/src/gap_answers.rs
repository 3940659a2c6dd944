//! What the records answer already of a gap analysis, and from which of them.
//!
//! Cautious on purpose: a record that is there and incomplete makes a criterion partly met, and nothing on record says nothing.

use model::records::*;
use model::{Clause, Date, Isms, Prose, Record, RecordId, RecordKind, Ref, Words, YesNo, in_force};

/// Most records that one answer names.
const NAMED_MAX: usize = 50;

/// What the records say about one criterion.
#[derive(Debug, Clone, PartialEq)]
pub struct GapAnswer {
    /// How far it is met.
    pub state: GapState,
    /// What was seen.
    pub seen: Prose,
    /// The records that say so.
    pub from: Vec<RecordId>,
}

/// How much of something is there: each record, and whether it is complete.
type Holding = Vec<(RecordId, Whole)>;

/// Whether a record holds all that is asked of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whole {
    Yes,
    NotYet,
}

/// Returns what the records say about a clause item or a control; nothing where they say nothing.
#[must_use]
pub fn answer_of(isms: &Isms, criterion: &Clause, today: Date) -> Option<GapAnswer> {
    match RecordId::parse(criterion.as_str()) {
        Some(id) if id.kind == RecordKind::Control => control_answer(isms, Ref::of(id.key)),
        Some(_) | None => clause_answer(isms, criterion, today),
    }
}

/// Returns what the row and the state of a control say.
fn control_answer(isms: &Isms, id: Ref<Control>) -> Option<GapAnswer> {
    let control = isms.controls.get(&id)?;
    let (state, seen) = match (control.included, control.state) {
        (Some(YesNo::No), _) => {
            (GapState::NotApplicable, format!("{id} is left out: {}", control.justification))
        }
        // Nobody has said anything yet.
        (None, ControlState::NotStarted) => return None,
        (_, ControlState::Implemented) => (GapState::Met, format!("{id} is implemented")),
        (_, ControlState::Partial) => (GapState::Partly, format!("{id} is partly implemented")),
        (_, ControlState::NotStarted | ControlState::Planned | ControlState::Retired) => {
            (GapState::NotMet, format!("{id} is {}", control.state.word()))
        }
    };
    Some(GapAnswer { state, seen: Prose::new(&seen), from: vec![id.id()] })
}

/// Returns what the things say that an ISMS keeps to answer a clause.
fn clause_answer(isms: &Isms, criterion: &Clause, today: Date) -> Option<GapAnswer> {
    let clause = standards::clause(criterion.as_str())?;
    let mut all_whole = true;
    let mut from = Vec::new();
    let mut seen = Vec::new();
    for thing in &clause.satisfied_by {
        let holding = kept(isms, thing, today);
        let whole = holding.iter().filter(|(_, whole)| *whole == Whole::Yes).count();
        all_whole &= !holding.is_empty() && whole == holding.len();
        let words = thing.replace('_', " ");
        seen.push(match holding.len() {
            0 => format!("{words}: nothing on record"),
            count => format!("{words}: {whole} of {count} complete"),
        });
        from.extend(holding.into_iter().map(|(id, _)| id));
    }
    from.sort_unstable();
    from.dedup();
    from.truncate(NAMED_MAX);
    let state = if all_whole { GapState::Met } else { GapState::Partly };
    (!from.is_empty()).then(|| GapAnswer { state, seen: Prose::new(&seen.join("\n")), from })
}

/// Returns the records of a kind that hold something, as `judge` says: nothing, in part, or whole.
fn each<R: Record>(isms: &Isms, judge: impl Fn(&R) -> Option<bool>) -> Holding {
    let judged = R::table(isms).iter().filter_map(|(id, entry)| Some((id.id(), judge(entry)?)));
    judged.map(|(id, whole)| (id, if whole { Whole::Yes } else { Whole::NotYet })).collect()
}

/// Returns the records that are one of the things that an ISMS keeps (`standards::kept_things`).
fn kept(isms: &Isms, thing: &str, today: Date) -> Holding {
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
        "soa" => each(isms, |soa: &Soa| (!soa.approvals.is_empty()).then(|| soa.in_force(today).is_some())),
        "control" => each(isms, |control: &Control| {
            (control.included == Some(YesNo::Yes)).then_some(control.state == ControlState::Implemented)
        }),
        "residual_risk_acceptance" => {
            each(isms, |risk: &Risk| (!risk.acceptances.is_empty()).then_some(true))
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
fn kept_in_use(isms: &Isms, thing: &str, today: Date) -> Holding {
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
        _ => Holding::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, edit, id, include, run, small};
    use crate::{ApproveScope, StateControl};

    fn answer(isms: &Isms, criterion: &str) -> Option<(GapState, Vec<RecordId>)> {
        answer_of(isms, &criterion.into(), TODAY).map(|answer| (answer.state, answer.from))
    }

    #[test]
    fn a_draft_is_half_an_answer_and_what_is_in_force_a_whole_one() {
        let mut isms = small();
        assert_eq!(answer(&isms, "4.3"), Some((GapState::Partly, vec![id("SCO")])));
        run(&mut isms, ApproveScope::default());
        assert_eq!(answer(&isms, "4.3"), Some((GapState::Met, vec![id("SCO")])));
        assert_eq!(answer(&isms, "9.3.2 a)"), None, "nothing on record says nothing");
        assert_eq!(answer(&isms, "9.3"), None, "a heading asks nothing");
    }

    #[test]
    fn a_control_answers_once_somebody_said_something_about_it() {
        let mut isms = small();
        assert_eq!(answer(&isms, "A.5.1"), None);
        run(&mut isms, include("A.5.1"));
        assert_eq!(answer(&isms, "A.5.1"), Some((GapState::NotMet, vec![id("A.5.1")])));
        run(&mut isms, edit("A.5.1", "state", "implemented"));
        assert_eq!(answer(&isms, "A.5.1").map(|(state, _)| state), Some(GapState::Met));
        let out = StateControl {
            included: Some(YesNo::No),
            reasons: Vec::new(),
            justification: "no policies needed".into(),
            ..include("A.5.1")
        };
        run(&mut isms, out);
        assert_eq!(answer(&isms, "A.5.1").map(|(state, _)| state), Some(GapState::NotApplicable));
    }

    #[test]
    fn everything_that_an_isms_keeps_is_looked_for() {
        let known = include_str!("gap_answers.rs");
        for thing in standards::kept_things() {
            let nowhere = ["resource_plan", "auditor_record"].contains(&thing.id.as_str());
            assert!(nowhere || known.contains(&format!("\"{}\"", thing.id)), "{}", thing.id);
        }
    }
}
