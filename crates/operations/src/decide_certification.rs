//! Decide certification: somebody outside the team decides, on what the team recommended (ISO/IEC 17021-1, 9.5).

use model::records::{CertificationDecision, Engagement, EngagementState, Person};
use model::{Date, Isms, Prose, Ref, Words, YesNo};

use crate::engaging::{certifying, team_of};
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Decide on a certificate.
#[derive(Debug, Clone)]
pub struct DecideCertification {
    /// The engagement.
    pub engagement: Ref<Engagement>,
    /// Whether the certificate is given.
    pub granted: YesNo,
    /// What the decision rests on.
    pub because: Prose,
}

impl Operation for DecideCertification {
    const NAME: &'static str = "decide certification";
    const INTENT: &'static str = "engagement.decide";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { engagement, granted, because } = self;
        let step = Step::of(isms, engagement, today)?;
        certifying(isms, step.id)?;
        if step.record.state != EngagementState::Running {
            return Err(step.not_now(step.record.state.word(), "what runs and was recommended is decided"));
        }
        if step.record.recommended_by.is_none() {
            return Err(step.missing("the recommendation of the team"));
        }
        step.said(&because, "say what the decision rests on")?;
        if team_of(step.record).contains(&actor) || step.record.recommended_by == Some(actor) {
            return Err(StepRefusal::Oneself { id: step.id, who: actor, what: "was on the team of" });
        }
        let decision =
            CertificationDecision { by: Some(actor), on: Some(today), granted: Some(granted), because };
        let decision = Some(decision);
        let state = EngagementState::Decided;
        let decided = Engagement { state, decision, ..Engagement::clone(step.record) };
        Ok(vec![isms.put::<Engagement>(engagement, decided)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RecommendCertification;
    use crate::testing::{edit, refusal, refusal_of, run_as, running};

    #[test]
    fn whoever_audited_does_not_decide_and_does_not_slip_off_the_team_to_decide() {
        let mut isms = running();
        let decide = || DecideCertification {
            engagement: Ref::number(1),
            granted: YesNo::Yes,
            because: "sound".into(),
        };
        assert!(refusal_of(&isms, 3, decide()).contains("the recommendation of the team"));
        let recommendation = "grant it".into();
        run_as(&mut isms, 1, RecommendCertification { engagement: Ref::number(1), recommendation });
        for auditor in [1, 2] {
            let words = refusal_of(&isms, auditor, decide());
            assert_eq!(
                words,
                format!("PER-{auditor} was on the team of ENG-1; somebody else decides about it")
            );
        }
        let words = refusal(&isms, edit("ENG-1", "team", ""));
        assert!(words.starts_with("team: ENG-1 is recommended"), "{words}");
        run_as(&mut isms, 3, decide());
        assert!(refusal_of(&isms, 3, decide()).starts_with("ENG-1 is decided"));
        assert!(refusal(&isms, edit("ENG-1", "scope", "all")).starts_with("scope: ENG-1 is decided"));
    }
}
