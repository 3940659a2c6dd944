//! The limits of the rules in words: what each is a limit of.

/// Returns what a limit is, in words; its name where it has none.
#[must_use]
pub fn limit_words(name: &str) -> &str {
    WORDS.iter().find(|(known, _)| *known == name).map_or(name, |(_, words)| words)
}

/// Returns what a limit is counted in, as its name says.
#[must_use]
pub fn limit_unit(name: &str) -> &'static str {
    UNITS.iter().find(|(end, _)| name.ends_with(end)).map_or("", |(_, unit)| unit)
}

/// What the ends of the names of limits mean.
const UNITS: &[(&str, &str)] = &[
    ("_days", "days"),
    ("_hours", "hours"),
    ("_months", "months"),
    ("share_min", "of all"),
    ("ratio_major", "of all"),
    ("gap_max", "of all"),
    ("rating_gap", "steps"),
    ("text_max", "rows"),
    ("reuse_max", "uses"),
];

/// What each limit is.
const WORDS: &[(&str, &str)] = &[
    ("draft_days", "time an edit of something approved may wait for approval"),
    ("issue_review_days", "age limit of the review of issues"),
    ("obligation_review_days", "age limit of the check of laws and contracts"),
    ("ack_days", "time to acknowledge a new document"),
    ("ack_share_min", "share of people that must have acknowledged the policy"),
    ("ratio_major", "share at which many minors become one major"),
    ("rerate_days", "time to rate again after a new method version"),
    ("rating_gap", "steps between two ratings that call for a reason"),
    ("risk_review_days", "time to look at a risk after a change of what it rests on"),
    ("change_before_days", "how long before a change its assessment may lie"),
    ("change_after_days", "how long after a change its assessment may lie"),
    ("same_text_max", "rows that may share one justification"),
    ("objective_progress_days", "age limit of progress of an objective"),
    ("newcomer_days", "time to train newcomers"),
    ("awareness_gap_max", "share of people without current training that is tolerated"),
    ("effect_days", "time to check the effect of training"),
    ("run_grace_days", "time a scheduled run may be late"),
    ("analysis_days", "time to analyse a reading"),
    ("audit_slip_days", "slip allowed for an internal audit"),
    ("audit_lead_days", "days a planned audit needs before stage 2 to be reported in time"),
    ("report_days", "time to report an internal audit"),
    ("review_interval_days", "longest time between management reviews"),
    ("nc_correction_days", "time to put right"),
    ("nc_cause_days", "time to find a cause and plan against it"),
    ("evidence_review_days", "time to accept or refuse evidence"),
    ("evidence_reuse_max", "uses of one evidence item that need no second look"),
    ("operating_months", "length of the audit period before stage 2"),
    ("removal_days", "time to remove access after a review"),
    ("leaver_days", "time to disable accounts of leavers"),
    ("privileged_review_days", "age limit of the review of privileged accounts"),
    ("supplier_review_days", "age limit of the review of a supplier (120 where its criticality is high)"),
    ("log_silence_days", "time a log source may be silent"),
    ("backup_rehearsal_days", "age limit of a verified restore of the records of plumb"),
    ("anchor_hours", "age limit of the newest outside anchor"),
    ("pack_days", "days before stage 1 at which the pack must be sealed"),
    ("concern_days", "days before stage 2 at which concerns must be answered"),
    ("plan_days", "time to get a plan for a minor accepted"),
    ("majors_warn_days", "days of warning before the limit of a major"),
    ("surveillance_warn_days", "days of warning before the limit of a surveillance"),
    ("expiry_warn_days", "days of warning before the end of a certificate"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Parameters;

    #[test]
    fn every_limit_has_its_words() {
        for (name, _) in Parameters::usual() {
            assert_ne!(limit_words(name), *name, "{name} has no words");
            assert_ne!(limit_unit(name), "", "{name} is counted in nothing");
        }
        assert_eq!(WORDS.len(), Parameters::usual().len(), "words without a limit");
    }
}
