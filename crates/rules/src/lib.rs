//! The alignment engine: two hundred small questions about an ISMS, and what an auditor would raise.
//!
//! Pure: the value, the standards, the facts about the ledger and the day are arguments.

mod answering;
mod ask;
mod catalogue;
mod checking;
mod clause_majors;
mod companies;
mod cycle;
mod engine;
mod facts;
mod hold;
mod integrity;
mod limits;
mod naming;
mod phase;
mod planning;
mod premises;
mod proof;
mod proposals;
mod relied;
mod report;
mod rhythm;
mod rule;
pub mod rules;
mod steps;
mod support;
mod technical;
mod telling;

pub use ask::{Ask, Parameters};
pub use clause_majors::{ClauseMajor, MINORS_FOR_A_MAJOR, clause_majors};
pub use engine::{Results, check, check_again};
pub use integrity::{Anchor, Backup, FileFault, Integrity};
pub use limits::{limit_unit, limit_words};
pub use naming::Naming;
pub use phase::{Phase, PhaseNow, phase_now, phase_of};
pub use report::{Found, Report};
pub use rule::{Bad, Check, Escalate, Good, Hold, Limit, Rule, Step};
pub use rules::RULES;
pub use steps::{
    Ahead, More, Origin, STEPS_MAX, StepNow, Steps, about, drafts_for, first_steps, minutes_of, steps,
};

/// Returns the rule with this code, in any case.
#[must_use]
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.code.eq_ignore_ascii_case(code.trim()))
}
