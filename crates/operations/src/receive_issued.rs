//! Receive issued: what a certification body issued is on record as it wrote it, with what it becomes here.

mod becoming;
mod genuine;

use model::records::{IssuedDocument, Person, Share};
use model::{Change, Date, Digest, Isms, Line, RecordId, Ref, Stamp};
use thiserror::Error;

use crate::issued_paper::IssuedPaper;
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation, RecordCertificationRefusal};

/// Take what a certification body issued.
#[derive(Debug, Clone)]
pub struct ReceiveIssued {
    /// The share of the engagement.
    pub share: Ref<Share>,
    /// The share that the body meant.
    pub meant_for: Line,
    /// What the body calls the paper.
    pub number: Line,
    /// The paper.
    pub paper: IssuedPaper,
    /// The hash of its content, as the body recorded it.
    pub digest: Digest,
    /// Who issued it at the body.
    pub issued_by: Line,
    /// When.
    pub issued_on: Date,
    /// What the body calls itself.
    pub body: Line,
    /// What the body calls the work.
    pub engagement: Line,
    /// The last commit of the body's records when it signed: number and hash.
    pub head: Line,
    /// The key that it signed with.
    pub key: Line,
    /// Its signature over all of this.
    pub signature: Line,
}

/// Why what was issued is not taken.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ReceiveIssuedRefusal {
    /// The step does not fit.
    #[error(transparent)]
    Step(#[from] StepRefusal),
    /// The certification does not take it.
    #[error(transparent)]
    Certification(#[from] RecordCertificationRefusal),
    /// Nobody has said by which key the body is known.
    #[error(
        "{share} knows no key of {body}, so anybody could have written this; compare the key that the body gave you, and bind it to \
         the share"
    )]
    NoKey {
        /// The share.
        share: RecordId,
        /// The body.
        body: Line,
    },
    /// It is not signed.
    #[error("{number} is not signed; ask the body to issue it again")]
    Unsigned {
        /// What the body calls it.
        number: Line,
    },
    /// Another key signed it.
    #[error(
        "{number} is signed with the key {found}, and {share} knows the body by {bound}; ask the body, by another way than it came"
    )]
    OtherKey {
        /// What the body calls it.
        number: Line,
        /// The share.
        share: RecordId,
        /// The fingerprint of its key.
        found: String,
        /// The fingerprint of the body's.
        bound: String,
    },
    /// The signature is not over what it says.
    #[error("{number} says something else than the body signed; ask the body for it again")]
    Forged {
        /// What the body calls it.
        number: Line,
    },
    /// Another body issued it.
    #[error("{number} was issued by {said}, and {share} is for {expected}")]
    OtherBody {
        /// What the body calls it.
        number: Line,
        /// The share.
        share: RecordId,
        /// Who issued it.
        said: Line,
        /// Whom the share is for.
        expected: Line,
    },
    /// It belongs to other work.
    #[error("{number} belongs to {said}, and {share} is for {expected}")]
    OtherEngagement {
        /// What the body calls it.
        number: Line,
        /// The share.
        share: RecordId,
        /// The work that it belongs to.
        said: Line,
        /// The work that the share is for.
        expected: Line,
    },
    /// It is meant for another share.
    #[error("{number} is meant for {said}, and this is {share}")]
    OtherShare {
        /// What the body calls it.
        number: Line,
        /// The share by which it came.
        share: RecordId,
        /// The share that it is meant for.
        said: Line,
    },
    /// Whoever issued it is not among those who see the share.
    #[error("{who} issued {number}, and is not on the team of {share}")]
    NotOfTeam {
        /// What the body calls it.
        number: Line,
        /// The share.
        share: RecordId,
        /// Who issued it.
        who: Line,
    },
    /// It was taken in before.
    #[error("{number} was taken in before, as {known}; nothing was changed")]
    Known {
        /// What the body calls it.
        number: Line,
        /// What it is here.
        known: RecordId,
    },
    /// Its words are others than those that the body recorded.
    #[error("{number} has the hash {found}, and the body recorded {recorded}; ask the body for it again")]
    Changed {
        /// What the body calls it.
        number: Line,
        /// What its words hash to.
        found: String,
        /// What the body recorded.
        recorded: String,
    },
    /// Another paper has its number.
    #[error("{known} of {share} is called {number} and says something else; expected a number of its own")]
    Taken {
        /// The share.
        share: RecordId,
        /// The paper that has it.
        known: RecordId,
        /// The number.
        number: Line,
    },
}

impl crate::form::Refused for ReceiveIssuedRefusal {
    fn is_too_soon(&self, subject: RecordId) -> bool {
        match self {
            Self::Step(step) => step.is_too_soon(subject),
            Self::Certification(refusal) => refusal.is_too_soon(subject),
            Self::NoKey { .. }
            | Self::Unsigned { .. }
            | Self::OtherKey { .. }
            | Self::Forged { .. }
            | Self::OtherBody { .. }
            | Self::OtherEngagement { .. }
            | Self::OtherShare { .. }
            | Self::NotOfTeam { .. }
            | Self::Known { .. }
            | Self::Changed { .. }
            | Self::Taken { .. } => false,
        }
    }
}

impl Operation for ReceiveIssued {
    const NAME: &'static str = "receive issued";
    const INTENT: &'static str = "issued.receive";
    type Refusal = ReceiveIssuedRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let step = Step::of(isms, self.share, today)?;
        if !step.record.is_open(today) {
            return Err(step.not_now("not open", "papers come while it is").into());
        }
        step.said(&self.number, "say what the body calls the paper")?;
        step.said(&self.paper.title, "say what the paper is called")?;
        let found = genuine::genuine(isms, &step, &self, actor)?;
        let content = self.paper.content();
        let issued_on = step.day(Some(self.issued_on), &[])?;
        let mut becoming = becoming::Becoming::of(isms, &step, &self, actor, today);
        let record = becoming.record()?;
        let id = isms.issued_documents.next();
        let issued = IssuedDocument {
            title: self.paper.title.clone(),
            kind: Some(self.paper.kind),
            share: Some(self.share),
            number: self.number.clone(),
            content,
            digest: Some(found),
            issued_by: self.issued_by.clone(),
            issued_on: Some(issued_on),
            key: self.key.clone(),
            signature: self.signature.clone(),
            head: self.head.clone(),
            record,
        };
        let mut changes = becoming.changes;
        changes.push(isms.put::<IssuedDocument>(id, issued));
        Ok(crate::last_of_each(changes))
    }
}

/// Applies changes to a copy of the state, so that what follows is decided on it.
fn apply(isms: &mut Isms, changes: &[Change], today: Date) {
    for change in changes {
        isms.apply(change, Stamp { on: today, ..Stamp::default() });
    }
}

#[cfg(test)]
mod tests;
