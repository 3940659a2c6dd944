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
mod application_beyond_scope;
mod approved_content_changed;
mod asset_without_owner;
mod audit_finding_dropped;
mod audit_not_reported;
mod audit_or_review_missing_before_stage_2;
mod audit_overdue;
mod audit_programme_missing;
mod audit_without_criteria;
mod auditor_audits_own_work;
mod auditor_request_overdue;
mod auditor_without_competence;
mod avoided_activity_goes_on;
mod awareness_training_overdue;
mod backup_not_rehearsed;
mod cause_without_action;
mod certificate_expiry_near;
mod certificate_names_old_soa;
mod certificate_scope_differs;
mod certification_team_conflict;
mod chain_does_not_verify;
mod change_not_reported_to_body;
mod change_without_assessment;
mod clause_never_audited;
mod climate_relevance_undecided;
mod climate_relevant_without_consequence;
mod cloud_service_without_exit;
mod communication_undetermined;
mod competence_need_undetermined;
mod competence_without_proof;
mod concern_open_before_stage_2;
mod conclusion_before_work;
mod confidentiality_unsigned;
mod context_not_determined;
mod control_audited_on_paper_only;
mod control_document_missing;
mod control_too_young;
mod control_undecided;
mod control_without_owner;
mod control_without_rhythm;
mod corrective_action_overdue;
mod developer_changes_production;
mod document_approved_by_its_author;
mod document_names_unknown_element;
mod document_not_read_by_all;
mod document_review_overdue;
mod document_unidentified;
mod effectiveness_checked_by_doer;
mod effectiveness_not_checked;
mod effectiveness_not_concluded;
mod element_neither_in_nor_out;
mod event_without_record;
mod evidence_accepted_by_its_collector;
mod evidence_not_accepted_by_a_person;
mod evidence_origin_unclear;
mod evidence_outside_period;
mod evidence_reused_without_verdict;
mod evidence_stale;
mod exception_ended;
mod excluded_element_still_needed;
mod exclusion_against_requirement;
mod exclusion_contradicted_by_facts;
mod exclusion_review_overdue;
mod exclusion_without_justification;
mod external_document_unlisted;
mod external_major_near_limit;
mod external_minor_without_accepted_plan;
mod failed_test_without_follow_up;
mod file_digest_differs;
mod history_contradicts_anchor;
mod implemented_control_without_evidence;
mod implemented_without_design;
mod incident_notified_late;
mod incident_without_lesson;
mod inclusion_without_reason;
mod information_unclassified;
mod interface_without_risk;
mod internal_audit_never_done;
mod isms_change_unplanned;
mod isms_duty_unassigned;
mod isms_process_incomplete;
mod issues_not_reviewed;
mod key_expired;
mod leaver_account_active;
mod leaver_still_responsible;
mod level_differs_from_method;
mod log_source_silent;
mod loss_figure_not_reproducible;
mod mandatory_document_missing;
mod measure_plan_incomplete;
mod measure_without_reading;
mod method_not_approved;
mod method_without_triggers;
mod mitigation_without_control;
mod multi_factor_missing;
mod necessary_control_missing_from_soa;
mod nonconformity_repeats;
mod nonconformity_without_cause;
mod nonconformity_without_correction;
mod nothing_ever_found;
mod nothing_measured;
mod objective_missed_without_reaction;
mod objective_not_measurable;
mod objective_not_monitored;
mod objective_plan_incomplete;
mod objectives_missing;
mod obligation_not_reviewed;
mod outsourced_process_without_control;
mod partial_mapping_counted_as_full;
mod party_without_requirement;
mod period_without_evidence;
mod plan_not_approved_by_owner;
mod policy_approved_below_top;
mod policy_content_missing;
mod policy_not_approved;
mod policy_not_known;
mod population_without_completeness_proof;
mod privileged_account_unapproved;
mod process_without_criteria;
mod production_change_unapproved;
mod production_data_in_test;
mod ratings_far_apart;
mod reading_not_analysed;
mod reason_no_longer_holds;
mod record_without_retention;
mod recovery_not_shown;
mod relied_evidence_changed;
mod requirement_addressed_nowhere;
mod requirement_undecided;
mod residual_counts_unfinished_control;
mod residual_higher_than_now;
mod residual_relies_on_failing_control;
mod residual_risk_not_accepted;
mod resource_shortage_undecided;
mod restore_not_tested;
mod review_before_audit_results;
mod review_decision_overdue;
mod review_decision_without_action;
mod review_input_missing;
mod review_missing;
mod review_without_result;
mod review_without_top_management;
mod risk_assessment_overdue;
mod risk_entry_incomplete;
mod risk_not_rated;
mod risk_rated_by_old_method;
mod risk_register_empty;
mod risk_review_overdue_after_change;
mod risk_without_owner;
mod risk_without_treatment;
mod role_without_person;
mod run_exception_uncorrected;
mod same_file_for_two_periods;
mod same_justification_on_many_rows;
mod sample_not_reproducible;
mod sample_without_basis;
mod scale_step_undefined;
mod scheduled_run_missed;
mod scheduled_run_missed_twice;
mod scope_boundary_incomplete;
mod scope_differs_from_approved;
mod scope_element_without_risk;
mod scope_exclusion_without_reason;
mod scope_leaves_out_what_is_relied_on;
mod scope_names_unknown_element;
mod scope_not_approved;
mod scope_part_never_audited;
mod scope_wider_than_needed;
mod screened_after_access;
mod screenshots_only;
mod shared_risk_without_agreement;
mod similar_cases_not_searched;
mod soa_differs_from_approved;
mod soa_not_approved;
mod soa_status_differs;
mod soa_uses_old_numbering;
mod stage_1_pack_incomplete;
mod supplier_review_overdue;
mod supplier_without_agreement;
mod supplier_without_interface;
mod surveillance_window_closes;
mod system_never_scanned;
mod target_missed_without_action;
mod template_text_unedited;
mod test_concluded_against_its_result;
mod top_management_without_trace;
mod training_effect_unchecked;
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
    &scope_wider_than_needed::RULE,
    &context_not_determined::RULE,
    &party_without_requirement::RULE,
    &climate_relevance_undecided::RULE,
    &requirement_undecided::RULE,
    &requirement_addressed_nowhere::RULE,
    &climate_relevant_without_consequence::RULE,
    &issues_not_reviewed::RULE,
    &isms_process_incomplete::RULE,
    &partial_mapping_counted_as_full::RULE,
    &scope_leaves_out_what_is_relied_on::RULE,
    &element_neither_in_nor_out::RULE,
    &policy_not_approved::RULE,
    &policy_not_known::RULE,
    &role_without_person::RULE,
    &leaver_still_responsible::RULE,
    &policy_approved_below_top::RULE,
    &policy_content_missing::RULE,
    &isms_duty_unassigned::RULE,
    &top_management_without_trace::RULE,
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
    &objectives_missing::RULE,
    &objective_not_measurable::RULE,
    &objective_plan_incomplete::RULE,
    &objective_not_monitored::RULE,
    &objective_missed_without_reaction::RULE,
    &isms_change_unplanned::RULE,
    &scale_step_undefined::RULE,
    &method_without_triggers::RULE,
    &level_differs_from_method::RULE,
    &ratings_far_apart::RULE,
    &risk_register_empty::RULE,
    &risk_entry_incomplete::RULE,
    &loss_figure_not_reproducible::RULE,
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
    &competence_without_proof::RULE,
    &awareness_training_overdue::RULE,
    &document_not_read_by_all::RULE,
    &competence_need_undetermined::RULE,
    &training_effect_unchecked::RULE,
    &communication_undetermined::RULE,
    &resource_shortage_undecided::RULE,
    &document_review_overdue::RULE,
    &document_approved_by_its_author::RULE,
    &mandatory_document_missing::RULE,
    &document_names_unknown_element::RULE,
    &template_text_unedited::RULE,
    &document_unidentified::RULE,
    &record_without_retention::RULE,
    &external_document_unlisted::RULE,
    &unapproved_document_in_use::RULE,
    &scheduled_run_missed::RULE,
    &scheduled_run_missed_twice::RULE,
    &risk_review_overdue_after_change::RULE,
    &change_without_assessment::RULE,
    &outsourced_process_without_control::RULE,
    &risk_assessment_overdue::RULE,
    &process_without_criteria::RULE,
    &run_exception_uncorrected::RULE,
    &measure_without_reading::RULE,
    &measure_plan_incomplete::RULE,
    &nothing_measured::RULE,
    &reading_not_analysed::RULE,
    &target_missed_without_action::RULE,
    &effectiveness_not_concluded::RULE,
    &audit_programme_missing::RULE,
    &clause_never_audited::RULE,
    &auditor_audits_own_work::RULE,
    &sample_without_basis::RULE,
    &audit_without_criteria::RULE,
    &audit_not_reported::RULE,
    &audit_overdue::RULE,
    &auditor_without_competence::RULE,
    &scope_part_never_audited::RULE,
    &review_input_missing::RULE,
    &review_decision_without_action::RULE,
    &review_missing::RULE,
    &review_without_result::RULE,
    &review_decision_overdue::RULE,
    &review_without_top_management::RULE,
    &review_before_audit_results::RULE,
    &internal_audit_never_done::RULE,
    &audit_finding_dropped::RULE,
    &population_without_completeness_proof::RULE,
    &sample_not_reproducible::RULE,
    &test_concluded_against_its_result::RULE,
    &control_audited_on_paper_only::RULE,
    &conclusion_before_work::RULE,
    &nonconformity_without_cause::RULE,
    &effectiveness_not_checked::RULE,
    &effectiveness_checked_by_doer::RULE,
    &nonconformity_repeats::RULE,
    &corrective_action_overdue::RULE,
    &similar_cases_not_searched::RULE,
    &nonconformity_without_correction::RULE,
    &cause_without_action::RULE,
    &nothing_ever_found::RULE,
    &implemented_control_without_evidence::RULE,
    &evidence_stale::RULE,
    &evidence_outside_period::RULE,
    &evidence_not_accepted_by_a_person::RULE,
    &screenshots_only::RULE,
    &evidence_reused_without_verdict::RULE,
    &evidence_accepted_by_its_collector::RULE,
    &event_without_record::RULE,
    &control_too_young::RULE,
    &period_without_evidence::RULE,
    &same_file_for_two_periods::RULE,
    &evidence_origin_unclear::RULE,
    &control_without_owner::RULE,
    &failed_test_without_follow_up::RULE,
    &exception_ended::RULE,
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
    &incident_notified_late::RULE,
    &incident_without_lesson::RULE,
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
    &stage_1_pack_incomplete::RULE,
    &audit_or_review_missing_before_stage_2::RULE,
    &surveillance_window_closes::RULE,
    &certificate_expiry_near::RULE,
    &certificate_scope_differs::RULE,
    &application_beyond_scope::RULE,
    &external_major_near_limit::RULE,
    &certificate_names_old_soa::RULE,
    &concern_open_before_stage_2::RULE,
    &external_minor_without_accepted_plan::RULE,
    &certification_team_conflict::RULE,
    &change_not_reported_to_body::RULE,
    &auditor_request_overdue::RULE,
];
