//! Rely on evidence: an auditor saw it, and the bytes seen are noted.

use model::records::{Evidence, Person, Reliance, WorkingPaper};
use model::{Date, Isms, Ref};

use crate::absent::LIST_MAX;
use crate::frozen::is_reported;
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Note the evidence that an auditor saw, bound to its bytes.
#[derive(Debug, Clone)]
pub struct RelyOnEvidence {
    /// The working paper.
    pub paper: Ref<WorkingPaper>,
    /// What was seen.
    pub evidence: Ref<Evidence>,
    /// When; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for RelyOnEvidence {
    const NAME: &'static str = "rely on evidence";
    const INTENT: &'static str = "paper.rely";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { paper: id, evidence, on } = self;
        let step = Step::of(isms, id, today)?;
        if is_reported(isms, step.record.audit) {
            return Err(
                step.not_now("behind a report that went out", "withdraw the report of its audit first")
            );
        }
        let seen = Step::of(isms, evidence, today)?;
        let digest = seen.record.file.as_ref().map(|file| file.digest.clone()).unwrap_or_default();
        let mut relied = WorkingPaper::clone(step.record);
        let same = |one: &Reliance| one.evidence == Some(evidence) && one.digest == digest;
        if relied.reliances.iter().any(same) {
            return Err(step.not_now("bound to it", "the same file was seen before"));
        }
        if relied.reliances.len() >= LIST_MAX {
            return Err(step.missing("another working paper; this one relies on too much"));
        }
        let on = step.day(on, &[("got that evidence", seen.record.received_on)])?;
        relied.reliances.push(Reliance { evidence: Some(evidence), digest, by: Some(actor), on: Some(on) });
        Ok(vec![isms.put::<WorkingPaper>(id, relied)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ReportAudit;
    use crate::testing::{audited, engaged, refusal, run};

    #[test]
    fn what_was_seen_is_bound_to_its_bytes_once() {
        let mut isms = engaged();
        let rely =
            |evidence| RelyOnEvidence { paper: Ref::number(1), evidence: Ref::number(evidence), on: None };
        assert_eq!(refusal(&isms, rely(7)), "there is no EV-7");
        run(&mut isms, rely(1));
        assert_eq!(refusal(&isms, rely(1)), "WP-1 is bound to it; the same file was seen before");
        let paper = isms.working_papers.get(&Ref::number(1)).expect("there");
        assert_eq!(paper.reliances[0].by, Some(Ref::number(1)));
    }

    #[test]
    fn nothing_is_seen_after_the_report_went_out() {
        let mut isms = audited();
        run(&mut isms, ReportAudit { audit: Ref::number(1), to: vec![Ref::number(1)], on: None });
        let rely = RelyOnEvidence { paper: Ref::number(1), evidence: Ref::number(1), on: None };
        let words = "WP-1 is behind a report that went out; withdraw the report of its audit first";
        assert_eq!(refusal(&isms, rely), words);
    }
}
