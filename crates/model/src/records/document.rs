//! Documents: what is written down, in versions.

use serde::{Deserialize, Serialize};

use crate::approval::{Approval, in_force};
use crate::field::{part, record};
use crate::values::words;
use crate::{Date, Line, Owner, Prose, Ref, YesNo};

use super::{Mention, Person, StoredFile};
record! {
    /// Something written down: a policy, a procedure, a plan.
    Document => documents, "DOC", "document", "documents", clause "7.5", single false,
    "Something written down that people follow: a policy, a procedure, a plan.";
    title: Line, Form "Title", "What the document is called.";
    kind: Line, Form "Kind", "policy_top, method, or what the standard calls it; see the register of required documents.";
    family: Line, Form "Family", "The group it belongs to.";
    version: u32, Operation "Version", "The version that the draft would become.";
    status: DocumentStatus, Operation "Status", "Draft, in review, approved, superseded or withdrawn.";
    owner: Option<Owner>, Form "Owner", "Who keeps it right.";
    authors: Vec<Ref<Person>>, Form "Authors", "Who wrote this version.";
    text: Prose, Form "Text", "The text, in Markdown.";
    link: Line, Form "Link", "Where it is kept elsewhere.";
    file: Option<StoredFile>, Operation "File", "The file, by name and digest.";
    external: Option<YesNo>, Form "From outside", "Whether it comes from outside.";
    next_review: Option<Date>, Form "Next review", "When it is to be looked at again.";
    marks: Vec<PolicyMark>, Form "Says", "Of the policy: what the standard asks it to say.";
    mentions: Vec<Mention>, Form "Mentions", "Names in the text, each with the record that it means.";
    required_readers: Vec<Ref<Person>>, Form "Must be read by", "Who has to confirm having read it.";
    approvals: Vec<Approval<DocumentContent>>, Operation "Approvals", "Versions that were approved.";
    campaigns: Vec<ReadingCampaign>, Operation "Reading campaigns", "Who was asked when to confirm having read which version.";
}

part! {
    /// People who are asked to confirm having read a version (7.3).
    ReadingCampaign;
    version: u32, "Version", "The version to be read.";
    started_on: Option<Date>, "Started on", "When they were asked.";
    due: Option<Date>, "Due", "By when they are to confirm it.";
    by: Option<Ref<Person>>, "By", "Who asked.";
    readers: Vec<Ref<Person>>, "Readers", "Who was asked.";
}

words! {
    /// Where a document stands.
    DocumentStatus {
        /// Being written.
        Draft = "draft" | "",
        /// Waiting for approval.
        InReview = "in review" | "in_review",
        /// Approved.
        Approved = "approved" | "published",
        /// A later one took its place.
        Superseded = "superseded",
        /// It holds no longer.
        Withdrawn = "withdrawn" | "deprecated",
    }
}

#[expect(clippy::derivable_impls, reason = "the enum is declared by a macro that knows no default")]
impl Default for DocumentStatus {
    fn default() -> Self {
        Self::Draft
    }
}

words! {
    /// What the standard asks the policy to say (5.2).
    PolicyMark {
        /// It fits the purpose of the organisation (5.2 a).
        FitsPurpose = "fits purpose" | "fits_purpose",
        /// It holds objectives or says how they are set (5.2 b).
        Objectives = "objectives or frame" | "objectives_or_frame",
        /// It promises to meet requirements (5.2 c).
        Requirements = "commits to requirements" | "commits_requirements",
        /// It promises to improve (5.2 d).
        Improvement = "commits to improvement" | "commits_improvement",
    }
}

/// What an approval of a document freezes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentContent {
    /// Its title.
    pub title: Line,
    /// Its text.
    pub text: Prose,
    /// Its place elsewhere.
    pub link: Line,
    /// Its file.
    pub file: Option<StoredFile>,
    /// Who wrote it.
    pub authors: Vec<Ref<Person>>,
    /// What it says of what the standard asks.
    pub marks: Vec<PolicyMark>,
}

impl Document {
    /// Returns the approval in force on a day; a document withdrawn or superseded has none.
    #[must_use]
    pub fn in_force(&self, today: Date) -> Option<&Approval<DocumentContent>> {
        match self.status {
            DocumentStatus::Draft | DocumentStatus::InReview | DocumentStatus::Approved => {
                in_force(&self.approvals, today)
            }
            DocumentStatus::Superseded | DocumentStatus::Withdrawn => None,
        }
    }

    /// Returns what an approval would freeze now.
    #[must_use]
    pub fn content(&self) -> DocumentContent {
        DocumentContent {
            title: self.title.clone(),
            text: self.text.clone(),
            link: self.link.clone(),
            file: self.file.clone(),
            authors: self.authors.clone(),
            marks: self.marks.clone(),
        }
    }
}
