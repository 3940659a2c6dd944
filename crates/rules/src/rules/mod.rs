//! The rules: one rule, one file, one line in each list.

mod approved_content_changed;
mod asset_without_owner;
mod chain_does_not_verify;
mod climate_relevance_undecided;
mod climate_relevant_without_consequence;
mod cloud_service_without_exit;
mod confidentiality_unsigned;
mod context_not_determined;
mod control_document_missing;
mod control_without_owner;
mod control_without_rhythm;
mod document_approved_by_its_author;
mod document_names_unknown_element;
mod document_review_overdue;
mod document_unidentified;
mod evidence_accepted_by_its_collector;
mod evidence_not_accepted_by_a_person;
mod evidence_origin_unclear;
mod evidence_reused_without_verdict;
mod evidence_stale;
mod excluded_element_still_needed;
mod file_digest_differs;
mod implemented_control_without_evidence;
mod information_unclassified;
mod interface_without_risk;
mod isms_duty_unassigned;
mod isms_process_incomplete;
mod issues_not_reviewed;
mod leaver_still_responsible;
mod log_source_silent;
mod mandatory_document_missing;
mod obligation_not_reviewed;
mod outsourced_process_without_control;
mod party_without_requirement;
mod policy_approved_below_top;
mod policy_content_missing;
mod policy_not_approved;
mod process_without_criteria;
mod production_data_in_test;
mod requirement_addressed_nowhere;
mod requirement_undecided;
mod risk_review_overdue_after_change;
mod risk_without_owner;
mod role_without_person;
mod same_file_for_two_periods;
mod scope_boundary_incomplete;
mod scope_differs_from_approved;
mod scope_exclusion_without_reason;
mod scope_names_unknown_element;
mod scope_not_approved;
mod supplier_review_overdue;
mod supplier_without_agreement;
mod supplier_without_interface;
mod system_never_scanned;
mod unapproved_document_in_use;

use crate::Rule;

/// All rules, by code.
pub static RULES: &[&Rule] = &[
    &scope_not_approved::RULE,
    &scope_exclusion_without_reason::RULE,
    &scope_names_unknown_element::RULE,
    &supplier_without_interface::RULE,
    &scope_differs_from_approved::RULE,
    &excluded_element_still_needed::RULE,
    &scope_boundary_incomplete::RULE,
    &interface_without_risk::RULE,
    &context_not_determined::RULE,
    &party_without_requirement::RULE,
    &climate_relevance_undecided::RULE,
    &requirement_undecided::RULE,
    &requirement_addressed_nowhere::RULE,
    &climate_relevant_without_consequence::RULE,
    &issues_not_reviewed::RULE,
    &isms_process_incomplete::RULE,
    &policy_not_approved::RULE,
    &role_without_person::RULE,
    &leaver_still_responsible::RULE,
    &policy_approved_below_top::RULE,
    &policy_content_missing::RULE,
    &isms_duty_unassigned::RULE,
    &risk_without_owner::RULE,
    &document_review_overdue::RULE,
    &document_approved_by_its_author::RULE,
    &mandatory_document_missing::RULE,
    &document_names_unknown_element::RULE,
    &document_unidentified::RULE,
    &unapproved_document_in_use::RULE,
    &risk_review_overdue_after_change::RULE,
    &outsourced_process_without_control::RULE,
    &process_without_criteria::RULE,
    &implemented_control_without_evidence::RULE,
    &evidence_stale::RULE,
    &evidence_not_accepted_by_a_person::RULE,
    &evidence_reused_without_verdict::RULE,
    &evidence_accepted_by_its_collector::RULE,
    &same_file_for_two_periods::RULE,
    &evidence_origin_unclear::RULE,
    &control_without_owner::RULE,
    &control_without_rhythm::RULE,
    &control_document_missing::RULE,
    &asset_without_owner::RULE,
    &information_unclassified::RULE,
    &supplier_without_agreement::RULE,
    &supplier_review_overdue::RULE,
    &cloud_service_without_exit::RULE,
    &confidentiality_unsigned::RULE,
    &system_never_scanned::RULE,
    &log_source_silent::RULE,
    &production_data_in_test::RULE,
    &obligation_not_reviewed::RULE,
    &chain_does_not_verify::RULE,
    &file_digest_differs::RULE,
    &approved_content_changed::RULE,
];
