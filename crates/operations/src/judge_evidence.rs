//! Judge evidence: a person looked at it, takes it or not, and says for each use whether it is enough.

use model::records::{Evidence, EvidenceStatus, Person, Verdict};
use model::{Date, Isms, Prose, RecordId, Ref};
use thiserror::Error;

use crate::absent::counted;
use crate::{Absent, Decided, Operation};

/// Judge evidence.
#[derive(Debug, Clone)]
pub struct JudgeEvidence {
    /// The evidence.
    pub evidence: Ref<Evidence>,
    /// Whether it is taken.
    pub judgement: Judgement,
    /// What was looked at, or why it is not taken.
    pub because: Prose,
    /// For which uses it is enough, and for which not.
    pub verdicts: Vec<(RecordId, Verdict)>,
}

/// Whether evidence is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    /// It is.
    Accept,
    /// It is not.
    Reject,
}

/// Why evidence cannot be judged.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum JudgeEvidenceRefusal {
    /// It is not there.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// It was withdrawn.
    #[error("{0} was withdrawn; there is nothing to judge")]
    Withdrawn(Ref<Evidence>),
    /// No reason was given.
    #[error("say why {0} is not taken, so that better evidence can be found")]
    NoReason(Ref<Evidence>),
    /// It does not support that record.
    #[error("{evidence} is not linked to {target}; link it before you say whether it is enough")]
    NotLinked {
        /// The evidence.
        evidence: Ref<Evidence>,
        /// The record.
        target: RecordId,
    },
    /// It would be enough for something, and is not taken.
    #[error(
        "{evidence} cannot be enough for {target} and be rejected; accept it, or say that it is not enough"
    )]
    Contradiction {
        /// The evidence.
        evidence: Ref<Evidence>,
        /// The record.
        target: RecordId,
    },
    /// Nothing would change.
    #[error("{evidence} was judged so on {on}; there is nothing new to say")]
    Already {
        /// The evidence.
        evidence: Ref<Evidence>,
        /// When.
        on: Date,
    },
}

impl Operation for JudgeEvidence {
    const NAME: &'static str = "judge evidence";
    const INTENT: &'static str = "evidence.judge";
    type Refusal = JudgeEvidenceRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { evidence: id, judgement, because, verdicts } = self;
        let evidence = counted(isms, id)?;
        if evidence.status == EvidenceStatus::Withdrawn {
            return Err(JudgeEvidenceRefusal::Withdrawn(id));
        }
        let status = match judgement {
            Judgement::Accept => EvidenceStatus::Accepted,
            Judgement::Reject if because.is_empty() => return Err(JudgeEvidenceRefusal::NoReason(id)),
            Judgement::Reject => EvidenceStatus::Rejected,
        };
        let mut judged = Evidence::clone(evidence);
        for (target, verdict) in &verdicts {
            let (target, verdict) = (*target, *verdict);
            if judgement == Judgement::Reject && verdict != Verdict::Not {
                return Err(JudgeEvidenceRefusal::Contradiction { evidence: id, target });
            }
            let found = judged.uses.iter_mut().find(|used| used.target == Some(target));
            let found = found.ok_or(JudgeEvidenceRefusal::NotLinked { evidence: id, target })?;
            found.verdict = Some(verdict);
            found.judged_by = Some(actor);
            found.judged_on = Some(today);
        }
        let same = evidence.status == status && verdicts.is_empty() && evidence.judged_because == because;
        if let Some(on) = evidence.judged_on.filter(|_| same) {
            return Err(JudgeEvidenceRefusal::Already { evidence: id, on });
        }
        judged.status = status;
        judged.accepted_by = Some(actor);
        judged.judged_on = Some(today);
        judged.judged_because = because;
        Ok(vec![isms.put::<Evidence>(id, judged)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{id, refusal, run_as, small};

    fn judge(judgement: Judgement, because: &str) -> JudgeEvidence {
        JudgeEvidence { evidence: Ref::number(1), judgement, because: because.into(), verdicts: Vec::new() }
    }

    #[test]
    fn a_judgement_keeps_who_when_and_what_for() {
        let mut isms = small();
        let verdicts = vec![(id("A.5.1"), Verdict::Partly)];
        run_as(&mut isms, 2, JudgeEvidence { verdicts, ..judge(Judgement::Accept, "") });
        let evidence = isms.evidence.get(&Ref::number(1)).expect("there");
        assert_eq!(evidence.status, EvidenceStatus::Accepted);
        assert_eq!(evidence.accepted_by, Some(Ref::number(2)));
        assert_eq!(evidence.uses[0].verdict, Some(Verdict::Partly));
        assert_eq!(evidence.uses[0].judged_on, Some(Date::constant(2026, 3, 3)));
        let again = refusal(&isms, judge(Judgement::Accept, ""));
        assert_eq!(again, "EV-1 was judged so on 2026-03-03; there is nothing new to say");
    }

    #[test]
    fn evidence_is_rejected_for_a_reason_and_is_then_enough_for_nothing() {
        let isms = small();
        assert!(refusal(&isms, judge(Judgement::Reject, "")).starts_with("say why EV-1 is not taken"));
        let verdicts = vec![(id("A.5.1"), Verdict::Enough)];
        let both = JudgeEvidence { verdicts, ..judge(Judgement::Reject, "too old") };
        assert!(refusal(&isms, both).starts_with("EV-1 cannot be enough for A.5.1 and be rejected"));
        let verdicts = vec![(id("DOC-1"), Verdict::Enough)];
        let other = JudgeEvidence { verdicts, ..judge(Judgement::Accept, "") };
        assert!(refusal(&isms, other).starts_with("EV-1 is not linked to DOC-1"));
    }
}
