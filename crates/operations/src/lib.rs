//! What people can do: one operation, one file. Each decides from the state and returns all its changes, or one refusal.
//!
//! Pure: the state, the actor and the day are arguments. Who may is asked before; whether it can happen is decided here.
//! Deciding may refuse; replaying may not.

mod absent;
mod accept_residual_risk;
mod add_evidence;
mod annotate_record;
mod answer_finding;
mod answer_questions;
mod answers;
mod apply_fix;
mod approve_audit_programme;
mod approve_document;
mod approve_method;
mod approve_scope;
mod approve_soa;
mod approve_treatment_plan;
mod approving;
mod attach_document_file;
mod batch;
mod begin_organisation;
mod build_review_inputs;
mod cancel_audit;
mod cancel_review;
mod check_effectiveness;
mod close_finding;
mod close_nonconformity;
mod close_risk;
mod conclude_audit;
mod conclude_paper;
mod confirm_diagnostic;
mod create_record;
mod decide_treatment;
mod diagnostic;
mod dispute_diagnostic;
mod drafts;
mod edit_record;
mod end_disposition;
mod finish_assessment;
mod finish_audit;
mod finish_corrective_action;
mod finish_decision;
mod form;
mod forms;
mod freeze_population;
mod hand_over;
mod hold_review;
mod judge_evidence;
mod link_evidence;
mod list;
mod move_due_date;
mod open_nonconformity;
mod plan_corrective_action;
mod plan_dates;
mod progress_action;
mod raise_finding;
mod rate_risk;
mod record_cause;
mod record_certification;
mod record_correction;
mod record_decision;
mod refuse_proposal;
mod regrade_diagnostic;
mod rely_on_evidence;
mod remove_record;
mod reopen_nonconformity;
mod reopen_risk;
mod report_audit;
mod send_for_review;
mod start_assessment;
mod start_audit;
mod state_control;
mod stepping;
mod supersede_finding;
mod take_proposal;
mod typed;
mod undo;
mod unlink_evidence;
mod verify_action;
mod versions;
mod waive_diagnostic;
mod withdraw_acceptance;
mod withdraw_approval;
mod withdraw_document;
mod withdraw_evidence;

pub use absent::{Absent, LIST_MAX};
pub use accept_residual_risk::*;
pub use add_evidence::*;
pub use annotate_record::*;
pub use answer_finding::*;
pub use answer_questions::*;
pub use answers::{ANSWERS_MAX, Answers, AnswersProblem, answer_list};
pub use apply_fix::*;
pub use approve_audit_programme::*;
pub use approve_document::*;
pub use approve_method::*;
pub use approve_scope::*;
pub use approve_soa::*;
pub use approve_treatment_plan::*;
pub use approving::ApprovalRefusal;
pub use attach_document_file::*;
pub use batch::*;
pub use begin_organisation::*;
pub use build_review_inputs::*;
pub use cancel_audit::*;
pub use cancel_review::*;
pub use check_effectiveness::*;
pub use close_finding::*;
pub use close_nonconformity::*;
pub use close_risk::*;
pub use conclude_audit::*;
pub use conclude_paper::*;
pub use confirm_diagnostic::*;
pub use create_record::*;
pub use decide_treatment::*;
pub use diagnostic::{DiagnosticAt, DiagnosticRefusal, Grade, disposition_of};
pub use dispute_diagnostic::*;
pub use drafts::{company, drafts_waiting};
pub use edit_record::*;
pub use end_disposition::*;
pub use finish_assessment::*;
pub use finish_audit::*;
pub use finish_corrective_action::*;
pub use finish_decision::*;
pub use form::{Input, Made, OperationForm};
pub use forms::{form_of, forms, forms_of};
pub use freeze_population::*;
pub use hand_over::*;
pub use hold_review::*;
pub use judge_evidence::*;
pub use link_evidence::*;
pub use list::*;
pub use move_due_date::*;
pub use open_nonconformity::*;
pub use plan_corrective_action::*;
pub use plan_dates::*;
pub use progress_action::*;
pub use raise_finding::*;
pub use rate_risk::*;
pub use record_cause::*;
pub use record_certification::*;
pub use record_correction::*;
pub use record_decision::*;
pub use refuse_proposal::*;
pub use regrade_diagnostic::*;
pub use rely_on_evidence::*;
pub use remove_record::*;
pub use reopen_nonconformity::*;
pub use reopen_risk::*;
pub use report_audit::*;
pub use send_for_review::*;
pub use start_assessment::*;
pub use start_audit::*;
pub use state_control::*;
pub use stepping::StepRefusal;
pub use supersede_finding::*;
pub use take_proposal::*;
pub use typed::*;
pub use undo::*;
pub use unlink_evidence::*;
pub use verify_action::*;
pub use versions::*;
pub use waive_diagnostic::*;
pub use withdraw_acceptance::*;
pub use withdraw_approval::*;
pub use withdraw_document::*;
pub use withdraw_evidence::*;

use model::records::Person;
use model::{Change, Date, Isms, Ref};

/// What a person can do.
pub trait Operation {
    /// Its words for people: `accept residual risk`.
    const NAME: &'static str;
    /// Its dotted name, in the commit header and in policies: `risk.accept`.
    const INTENT: &'static str;
    /// Why it cannot happen today.
    type Refusal: std::error::Error + Send + Sync + 'static;

    /// Decides on this state: all changes, or one refusal.
    ///
    /// # Errors
    /// The refusal, in plain words.
    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self>
    where
        Self: Sized;
}

/// What deciding comes to.
pub type Decided<O> = Result<Vec<Change>, <O as Operation>::Refusal>;

#[cfg(test)]
mod every;
#[cfg(test)]
mod testing;
