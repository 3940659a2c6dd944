//! The rules: one rule, one file, one line in each list.

mod climate_relevance_undecided;
mod climate_relevant_without_consequence;
mod context_not_determined;
mod excluded_element_still_needed;
mod interface_without_risk;
mod isms_duty_unassigned;
mod isms_process_incomplete;
mod issues_not_reviewed;
mod leaver_still_responsible;
mod party_without_requirement;
mod policy_approved_below_top;
mod policy_content_missing;
mod policy_not_approved;
mod requirement_addressed_nowhere;
mod requirement_undecided;
mod risk_without_owner;
mod role_without_person;
mod scope_boundary_incomplete;
mod scope_exclusion_without_reason;
mod scope_names_unknown_element;
mod scope_not_approved;
mod supplier_without_interface;

use crate::Rule;

/// All rules, by code.
pub static RULES: &[&Rule] = &[
    &scope_not_approved::RULE,
    &scope_exclusion_without_reason::RULE,
    &scope_names_unknown_element::RULE,
    &supplier_without_interface::RULE,
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
];
