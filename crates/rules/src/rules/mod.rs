//! The rules: one rule, one file, one line in each list.

mod risk_without_owner;
mod scope_not_approved;

use crate::Rule;

/// All rules, by code.
pub static RULES: &[&Rule] = &[&scope_not_approved::RULE, &risk_without_owner::RULE];
