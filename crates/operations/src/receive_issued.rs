//! Receive issued: what a certification body issued is on record as it wrote it, with what it becomes here.

mod becoming;

use model::records::{IssuedDocument, Person, Share};
use model::{Change, Date, Digest, Isms, Line, RecordId, Ref, Stamp};
use thiserror::Error;

use crate::issued_paper::{IssuedPaper, digest_of};
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation, RecordCertificationRefusal};

/// Take what a certification body issued.
#[derive(Debug, Clone)]
pub struct ReceiveIssued {
    /// The share of the engagement.
    pub share: Ref<Share>,
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
        let content = self.paper.content();
        let found = digest_of(self.paper.kind, &self.paper.title, &content);
        if found != self.digest {
            let (found, recorded) = (found.short().to_owned(), self.digest.short().to_owned());
            return Err(ReceiveIssuedRefusal::Changed { number: self.number, found, recorded });
        }
        let of_share = |one: &&(RecordId, &IssuedDocument)| one.1.share == Some(self.share);
        let known: Vec<(RecordId, &IssuedDocument)> = isms
            .issued_documents
            .iter()
            .map(|(id, one)| (id.id(), &**one))
            .filter(|one| of_share(&one))
            .collect();
        if known.iter().any(|(_, one)| one.digest.as_ref() == Some(&found)) {
            return Ok(Vec::new());
        }
        if let Some((known, _)) = known.iter().find(|(_, one)| one.number == self.number) {
            let (share, known) = (step.id, *known);
            return Err(ReceiveIssuedRefusal::Taken { share, known, number: self.number });
        }
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
