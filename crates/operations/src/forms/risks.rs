//! Forms of the risk assessment and of second ratings.

use crate::form::{OperationForm, forms};

pub(super) const FORMS: &[OperationForm] = forms! {
    StartAssessment on assessment: RiskAssessment, "start", "Start", "Begins the look at the risks." {}
    RateRiskAgain on risk: Risk, "rate-again", "Rate it as a second person", "Notes how another person rates it, to compare; the rating that counts stays." {
        likelihood: "Likelihood", "The value on the scale of likelihood.";
        consequence: "Consequence", "The value on the scale of consequence.";
        rationale: "Rationale", "Why these values.";
    }
    FinishAssessment on assessment: RiskAssessment, "finish", "Finish", "Ends the assessment and freezes the register as its result." {}
};
