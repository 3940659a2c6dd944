//! Forms of the risk assessment.

use crate::form::{OperationForm, forms};

pub(super) const FORMS: &[OperationForm] = forms! {
    StartAssessment on assessment: RiskAssessment, "start", "Start", "Begins the look at the risks." {}
    FinishAssessment on assessment: RiskAssessment, "finish", "Finish", "Ends the assessment and freezes the register as its result." {}
};
