//! The rules: one rule, one file, one line in each list.

mod acceptance_ended;
mod acceptance_level_missing;
mod acceptance_not_by_owner;
mod acceptance_outdated;
mod accepted_above_level_without_authority;
mod action_done_without_result;
mod after_rating_lower_without_control;
mod avoided_activity_goes_on;
mod control_undecided;
mod exclusion_against_requirement;
mod exclusion_contradicted_by_facts;
mod exclusion_review_overdue;
mod exclusion_without_justification;
mod implemented_without_design;
mod inclusion_without_reason;
mod level_differs_from_method;
mod method_not_approved;
mod method_without_triggers;
mod mitigation_without_control;
mod necessary_control_missing_from_soa;
mod plan_not_approved_by_owner;
mod ratings_far_apart;
mod reason_no_longer_holds;
mod residual_counts_unfinished_control;
mod residual_higher_than_now;
mod residual_relies_on_failing_control;
mod residual_risk_not_accepted;
mod risk_entry_incomplete;
mod risk_not_rated;
mod risk_rated_by_old_method;
mod risk_register_empty;
mod risk_without_owner;
mod risk_without_treatment;
mod same_justification_on_many_rows;
mod scale_step_undefined;
mod scope_element_without_risk;
mod scope_not_approved;
mod shared_risk_without_agreement;
mod soa_differs_from_approved;
mod soa_not_approved;
mod soa_status_differs;
mod soa_uses_old_numbering;
mod treatment_action_incomplete;
mod treatment_action_overdue;
mod treatment_uses_excluded_control;
mod treatment_without_plan;

use crate::Rule;

/// All rules, by code.
pub static RULES: &[&Rule] = &[
    &scope_not_approved::RULE,
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
];
