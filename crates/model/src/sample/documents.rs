//! The documents of the sample: the policy, the results of the risk work, and what controls ask for.

use jiff::civil::date;

use super::{CLERK, LEAD, Sample, TOP};
use crate::records::*;
use crate::{Approval, Date, Owner, Ref, Words};

/// Number, kind, title, and when it was approved.
const DOCUMENTS: [(u32, &str, &str, Date); 13] = [
    (1, "policy_top", "Security policy", date(2026, 3, 10)),
    (2, "risk-assessment-results", "Results of the risk assessment", date(2026, 4, 28)),
    (3, "risk-treatment-results", "Results of the risk treatment", date(2026, 5, 20)),
    (4, "topic-policies", "Rules for daily work", date(2026, 3, 12)),
    (5, "access-policy", "Rules for access", date(2026, 3, 12)),
    (6, "incident-plan", "Plan for incidents", date(2026, 3, 12)),
    (7, "acceptable-use", "Use of devices", date(2026, 3, 12)),
    (8, "incident-procedure", "Handling of incidents", date(2026, 3, 12)),
    (9, "obligations", "Laws and contracts", date(2026, 3, 12)),
    (10, "operating-procedures", "Running the order system", date(2026, 3, 12)),
    (11, "nda", "Promise of secrecy", date(2026, 3, 12)),
    (12, "configurations", "Settings of systems", date(2026, 3, 12)),
    (13, "engineering-principles", "How we build", date(2026, 3, 12)),
];

/// Puts the documents; the clerk keeps the rules for access.
pub(super) fn put(sample: &mut Sample) {
    for (number, kind, title, approved) in DOCUMENTS {
        let document = Document {
            title: title.into(),
            kind: kind.into(),
            version: 1,
            status: DocumentStatus::Approved,
            owner: Some(Owner::Person(if number == 5 { CLERK } else { LEAD })),
            authors: vec![LEAD],
            text: format!("{title}, in words.").into(),
            next_review: Some(date(2027, 3, 1)),
            marks: if number == 1 { PolicyMark::ALL.to_vec() } else { Vec::new() },
            approvals: vec![Approval::of(1, TOP, approved, DocumentContent::default())],
            ..Document::default()
        };
        sample.put_on(approved, Ref::number(number), document);
    }
}
