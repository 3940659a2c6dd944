//! Packs: what is handed to an auditor, sealed.

use crate::field::{part, record};
use crate::values::words;
use crate::{Approval, Date, Digest, Isms, Line, Prose, RecordId, Ref};

use serde::{Deserialize, Serialize};

use super::{Audit, Person};
record! {
    /// What is handed to an auditor before an audit: items of a list, sealed as they stood.
    Pack => packs, "PCK", "pack", "packs", clause "7.5.1", single false,
    "What is handed to an auditor before an audit, sealed as it stood.";
    title: Line, Form "Title", "What the pack is called.";
    gate: Option<Gate>, Form "Gate", "Stage 1, Stage 2, surveillance or recertification.";
    audit: Option<Ref<Audit>>, Form "Audit", "The audit that it is for.";
    items: Vec<PackItem>, Form "Items", "What it holds.";
    notes: Prose, Form "Notes", "What the auditor should know about it.";
    sealed_on: Option<Date>, Operation "Sealed on", "When it was sealed.";
    sealed_by: Option<Ref<Person>>, Operation "Sealed by", "Who sealed it.";
    seals: Vec<Approval<PackContent>>, Operation "Seals", "The items as they stood, bound to their content.";
}

words! {
    /// The audit of the cycle that something is for.
    Gate {
        /// The body reads the documents and looks whether we are ready.
        Stage1 = "stage 1" | "stage1",
        /// The body looks whether the system works.
        Stage2 = "stage 2" | "stage2",
        /// The body looks again in each year of the certificate.
        Surveillance = "surveillance",
        /// The body looks at the whole before the certificate ends.
        Recertification = "recertification",
    }
}

words! {
    /// What a pack for Stage 1 holds.
    PackPart {
        /// The scope.
        Scope = "scope",
        /// The policy.
        Policy = "policy",
        /// How risks are rated and treated.
        Method = "risk method" | "method",
        /// The results of the last risk assessment.
        RiskResults = "risk assessment" | "results of the last risk assessment",
        /// The treatment plan.
        TreatmentPlan = "treatment plan",
        /// The statement of applicability.
        Soa = "statement of applicability" | "soa",
        /// The objectives.
        Objectives = "objectives",
        /// The audit programme.
        AuditProgramme = "audit programme",
        /// Results of internal audits.
        AuditResults = "internal audit results" | "results of internal audits",
        /// Results of the management review.
        ReviewResults = "management review results" | "results of the management review",
        /// The list of documented information.
        Documents = "list of documented information" | "documents",
        /// Organisation, sites and number of people.
        Organisation = "organisation, sites and people" | "organisation",
    }
}

part! {
    /// A line of a pack.
    PackItem;
    part: Option<PackPart>, "Part", "Which item of the list it is.";
    title: Line, "Title", "What it is called.";
    records: Vec<RecordId>, "Records", "The records behind it.";
}

/// What a seal freezes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackContent {
    /// The items.
    pub items: Vec<PackItem>,
    /// The records behind them, each with the digest of its stored form.
    pub records: Vec<(RecordId, Digest)>,
}

impl Pack {
    /// Returns what a seal would freeze now.
    #[must_use]
    pub fn content(&self, isms: &Isms) -> PackContent {
        let mut records: Vec<RecordId> = self.items.iter().flat_map(|item| item.records.clone()).collect();
        records.sort_unstable();
        records.dedup();
        let digest = |id: &RecordId| Some((*id, Digest::of(&isms.present(*id)?.body())));
        PackContent { items: self.items.clone(), records: records.iter().filter_map(digest).collect() }
    }
}
