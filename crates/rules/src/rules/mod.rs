//! The rules: one rule, one file, one line in each list.

mod acceptance_ended;
mod acceptance_level_missing;
mod acceptance_not_by_owner;
mod acceptance_outdated;
mod accepted_above_level_without_authority;
mod access_review_incomplete;
mod access_review_late;
mod action_done_without_result;
mod after_rating_lower_without_control;
mod anchor_too_old;
mod approved_content_changed;
mod asset_without_owner;
mod avoided_activity_goes_on;
mod backup_not_rehearsed;
mod chain_does_not_verify;
mod climate_relevance_undecided;
mod climate_relevant_without_consequence;
mod cloud_service_without_exit;
mod confidentiality_unsigned;
mod context_not_determined;
mod control_document_missing;
mod control_undecided;
mod control_without_owner;
mod control_without_rhythm;
mod developer_changes_production;
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
mod exclusion_against_requirement;
mod exclusion_contradicted_by_facts;
mod exclusion_review_overdue;
mod exclusion_without_justification;
mod file_digest_differs;
mod history_contradicts_anchor;
mod implemented_control_without_evidence;
mod implemented_without_design;
mod inclusion_without_reason;
mod information_unclassified;
mod interface_without_risk;
mod isms_duty_unassigned;
mod isms_process_incomplete;
mod issues_not_reviewed;
mod key_expired;
mod leaver_account_active;
mod leaver_still_responsible;
mod level_differs_from_method;
mod log_source_silent;
mod mandatory_document_missing;
mod method_not_approved;
mod method_without_triggers;
mod mitigation_without_control;
mod multi_factor_missing;
mod necessary_control_missing_from_soa;
mod obligation_not_reviewed;
mod outsourced_process_without_control;
mod party_without_requirement;
mod plan_not_approved_by_owner;
mod policy_approved_below_top;
mod policy_content_missing;
mod policy_not_approved;
mod privileged_account_unapproved;
mod process_without_criteria;
mod production_change_unapproved;
mod production_data_in_test;
mod ratings_far_apart;
mod reason_no_longer_holds;
mod recovery_not_shown;
mod relied_evidence_changed;
mod requirement_addressed_nowhere;
mod requirement_undecided;
mod residual_counts_unfinished_control;
mod residual_higher_than_now;
mod residual_relies_on_failing_control;
mod residual_risk_not_accepted;
mod restore_not_tested;
mod risk_entry_incomplete;
mod risk_not_rated;
mod risk_rated_by_old_method;
mod risk_register_empty;
mod risk_review_overdue_after_change;
mod risk_without_owner;
mod risk_without_treatment;
mod role_without_person;
mod same_file_for_two_periods;
mod same_justification_on_many_rows;
mod scale_step_undefined;
mod scope_boundary_incomplete;
mod scope_differs_from_approved;
mod scope_element_without_risk;
mod scope_exclusion_without_reason;
mod scope_names_unknown_element;
mod scope_not_approved;
mod screened_after_access;
mod shared_risk_without_agreement;
mod soa_differs_from_approved;
mod soa_not_approved;
mod soa_status_differs;
mod soa_uses_old_numbering;
mod supplier_review_overdue;
mod supplier_without_agreement;
mod supplier_without_interface;
mod system_never_scanned;
mod treatment_action_incomplete;
mod treatment_action_overdue;
mod treatment_uses_excluded_control;
mod treatment_without_plan;
mod unapproved_document_in_use;
mod vulnerability_overdue;

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
    &method_not_approved::RULE,
    &risk_without_owner::RULE,
    &risk_rated_by_old_method::RULE,
    &risk_not_rated::RULE,
    &scope_element_without_risk::RULE,
    &acceptance_level_missing::RULE,
    &after_rating_lower_without_control::RULE,
    &accepted_above_level_without_authority::RULE,
    &acceptance_ended::RULE,
    &risk_without_treatment::RULE,
    &control_undecided::RULE,
    &exclusion_without_justification::RULE,
    &inclusion_without_reason::RULE,
    &same_justification_on_many_rows::RULE,
    &treatment_uses_excluded_control::RULE,
    &implemented_without_design::RULE,
    &soa_not_approved::RULE,
    &soa_differs_from_approved::RULE,
    &necessary_control_missing_from_soa::RULE,
    &treatment_without_plan::RULE,
    &plan_not_approved_by_owner::RULE,
    &residual_risk_not_accepted::RULE,
    &treatment_action_overdue::RULE,
    &treatment_action_incomplete::RULE,
    &action_done_without_result::RULE,
    &scale_step_undefined::RULE,
    &method_without_triggers::RULE,
    &level_differs_from_method::RULE,
    &ratings_far_apart::RULE,
    &risk_register_empty::RULE,
    &risk_entry_incomplete::RULE,
    &mitigation_without_control::RULE,
    &residual_counts_unfinished_control::RULE,
    &residual_relies_on_failing_control::RULE,
    &residual_higher_than_now::RULE,
    &acceptance_not_by_owner::RULE,
    &acceptance_outdated::RULE,
    &avoided_activity_goes_on::RULE,
    &shared_risk_without_agreement::RULE,
    &soa_uses_old_numbering::RULE,
    &exclusion_against_requirement::RULE,
    &exclusion_contradicted_by_facts::RULE,
    &soa_status_differs::RULE,
    &exclusion_review_overdue::RULE,
    &reason_no_longer_holds::RULE,
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
    &access_review_late::RULE,
    &access_review_incomplete::RULE,
    &leaver_account_active::RULE,
    &privileged_account_unapproved::RULE,
    &multi_factor_missing::RULE,
    &supplier_without_agreement::RULE,
    &supplier_review_overdue::RULE,
    &cloud_service_without_exit::RULE,
    &screened_after_access::RULE,
    &confidentiality_unsigned::RULE,
    &vulnerability_overdue::RULE,
    &system_never_scanned::RULE,
    &restore_not_tested::RULE,
    &recovery_not_shown::RULE,
    &production_change_unapproved::RULE,
    &log_source_silent::RULE,
    &key_expired::RULE,
    &developer_changes_production::RULE,
    &production_data_in_test::RULE,
    &obligation_not_reviewed::RULE,
    &chain_does_not_verify::RULE,
    &file_digest_differs::RULE,
    &backup_not_rehearsed::RULE,
    &approved_content_changed::RULE,
    &relied_evidence_changed::RULE,
    &anchor_too_old::RULE,
    &history_contradicts_anchor::RULE,
];
