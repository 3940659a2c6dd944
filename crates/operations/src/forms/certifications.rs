//! Forms of the certification.

use crate::form::{OperationForm, forms};

pub(super) const FORMS: &[OperationForm] = forms! {
    RecordCertification on certification: Certification, "record", "Record what the body decided",
    "Records what became of the certification, in the order in which it can happen." {
        state: "State", "Where it stands since then.";
        on: "On", "When; today where nothing is said.";
        because: "Because", "Why; has to be said where the certificate rests, shrinks or ends.";
        letter: "Letter", "What the body wrote.";
        decided_by: "Decided by", "Who decided at the body.";
        expires_on: "Expires on", "The last day of the certificate.";
    }
};
