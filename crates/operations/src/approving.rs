//! What all approvals have in common: they bind a content that was read, once per version, and say why not.

use model::records::Person;
use model::{Approval, Date, Digest, Prose, RecordId, Ref};
use serde::Serialize;
use standards::starters;
use thiserror::Error;

use crate::Absent;

/// Why something cannot be approved.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ApprovalRefusal {
    /// It is not there.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// There is nothing to approve.
    #[error("there is nothing to approve in {id}: {missing}")]
    Nothing {
        /// What was to be approved.
        id: RecordId,
        /// What is missing, and what to do.
        missing: &'static str,
    },
    /// The content is another than the one that was read.
    #[error("{0} was changed since you read it; read it again before you approve it")]
    Changed(RecordId),
    /// The same content was approved in this version.
    #[error(
        "version {version} of {id} was approved by {by} on {on} as it stands; there is nothing new to approve"
    )]
    Already {
        /// What was to be approved.
        id: RecordId,
        /// The version.
        version: u32,
        /// Who approved it.
        by: Ref<Person>,
        /// When.
        on: Date,
    },
    /// A draft left a place open, and nobody filled it in.
    #[error("the text of {id} still says {blanks}; write what belongs there first")]
    Blank {
        /// What was to be approved.
        id: RecordId,
        /// The places that are open.
        blanks: String,
    },
    /// A document that was withdrawn or superseded.
    #[error("{0} was withdrawn; send it for review again first")]
    Withdrawn(RecordId),
}

/// Looks that texts are filled in where their draft left a place open.
pub(crate) fn filled<'a>(
    id: RecordId,
    texts: impl IntoIterator<Item = &'a Prose>,
) -> Result<(), ApprovalRefusal> {
    let mut open: Vec<&str> = Vec::new();
    for text in texts {
        let more: Vec<&str> =
            starters::blanks(text).into_iter().filter(|blank| !open.contains(blank)).collect();
        open.extend(more);
    }
    match open.as_slice() {
        [] => Ok(()),
        open => Err(ApprovalRefusal::Blank { id, blanks: open.join(", ") }),
    }
}

/// What is to be approved.
pub(crate) struct Draft<C> {
    pub id: RecordId,
    pub version: u32,
    pub content: C,
    /// The digest of what was read; nothing to approve whatever stands there.
    pub seen: Option<Digest>,
}

/// Adds an approval, unless an approval of the same content that `counts` stands in this version.
pub(crate) fn approve<C: Serialize + PartialEq>(
    approvals: &mut Vec<Approval<C>>,
    draft: Draft<C>,
    by: Ref<Person>,
    on: Date,
    counts: impl Fn(&Approval<C>) -> bool,
) -> Result<(), ApprovalRefusal> {
    let Draft { id, version, content, seen } = draft;
    let standing = approvals.iter().find(|approval| {
        approval.version == version
            && approval.withdrawn_on.is_none()
            && approval.content == content
            && counts(approval)
    });
    if let Some(standing) = standing {
        return Err(ApprovalRefusal::Already { id, version, by: standing.by, on: standing.on });
    }
    let approval = Approval::of(version, by, on, content);
    if seen.is_some_and(|seen| seen != approval.digest) {
        return Err(ApprovalRefusal::Changed(id));
    }
    approvals.push(approval);
    Ok(())
}
