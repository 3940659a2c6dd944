//! The gates of a certification as data: what holds, and by which rules.

use super::{CertificationRule, certification_rule_named};

/// What a gate stands before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GateBefore {
    /// The begin of stage 2.
    Stage2,
    /// A positive decision.
    Decision,
    /// The choice of the team.
    Team,
    /// The approval of the audit programme.
    Programme,
    /// The approval of the audit time.
    Time,
    /// A visit to somebody who is certified.
    Visit,
}

/// One gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CertificationGate {
    /// The word it is named by.
    pub id: &'static str,
    /// What it stands before.
    pub before: GateBefore,
    /// What has to hold.
    pub holds: &'static str,
    /// The words of its rules.
    rules: &'static [&'static str],
}

impl CertificationGate {
    /// Returns the rules it rests on.
    pub fn rules(&self) -> impl Iterator<Item = &'static CertificationRule> {
        self.rules.iter().map(|id| certification_rule_named(id).expect("a rule of the file; a test says so"))
    }

    /// Says whether a public source supports each of its rules.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        self.rules().all(|rule| rule.verified)
    }
}

/// Returns all gates.
#[must_use]
pub fn gates() -> &'static [CertificationGate] {
    GATES
}

const fn gate(
    id: &'static str,
    before: GateBefore,
    holds: &'static str,
    rules: &'static [&'static str],
) -> CertificationGate {
    CertificationGate { id, before, holds, rules }
}

const GATES: &[CertificationGate] = &[
    gate(
        "stage-1-concluded",
        GateBefore::Stage2,
        "stage 1 has written conclusions, and each area of concern is resolved or planned",
        &["s1-report", "s1-interval", "s2-not-same-day", "s1-review-before-s2"],
    ),
    gate(
        "majors-verified",
        GateBefore::Decision,
        "each major has its correction and corrective action accepted and verified",
        &["decision-major"],
    ),
    gate("minors-planned", GateBefore::Decision, "each minor has an accepted plan", &["decision-minor"]),
    gate(
        "majors-in-time",
        GateBefore::Decision,
        "majors of stage 2 were verified within six months of its last day, or another stage 2 was done",
        &["nc-6-months"],
    ),
    gate(
        "isms-runs",
        GateBefore::Decision,
        "at least one internal audit and one management review cover the certified scope",
        &["decision-isms-maturity"],
    ),
    gate(
        "others-decide",
        GateBefore::Decision,
        "nobody on the deciding side was on the team of the audits decided on",
        &["decision-separation"],
    ),
    gate(
        "nobody-advised",
        GateBefore::Team,
        "nobody on the team advised the client in the last two years",
        &["imp-person-consultancy-2y"],
    ),
    gate(
        "internal-auditors-apart",
        GateBefore::Team,
        "nobody who does the internal audits belongs to the body",
        &["imp-internal-audit-2y", "imp-isms-internal-reviews"],
    ),
    gate(
        "all-covered",
        GateBefore::Programme,
        "each requirement of clauses 4 to 10 and each control in the statement is audited at least once in the cycle",
        &["prog-cycle", "prog-coverage"],
    ),
    gate(
        "surveillance-contents",
        GateBefore::Programme,
        "each surveillance looks at internal audit, management review, earlier findings, complaints, changes and the use of \
         marks",
        &["surv-contents", "surv-isms"],
    ),
    gate(
        "sites-covered",
        GateBefore::Programme,
        "each site is in the programme, a sample follows the formula, and at least a quarter of it is drawn at random",
        &["ms-formula", "ms-random", "ms-central", "ms-isms"],
    ),
    gate(
        "certificate-stands",
        GateBefore::Visit,
        "the certificate is neither suspended nor withdrawn, and has not ended",
        &["suspend-effect", "suspend-restore", "cert-validity"],
    ),
    gate(
        "days-enough",
        GateBefore::Time,
        "the planned days are not below 70 percent of the table's",
        &["time-table", "time-max-reduction"],
    ),
];
