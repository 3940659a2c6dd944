//! Recommend certification: the team says what it would decide (ISO/IEC 17021-1, 9.4.8).

use model::records::{Engagement, EngagementState, Person};
use model::{Date, Isms, Prose, Ref, Words};

use crate::engaging::{TeamRefusal, certifying, staffed, team_of};
use crate::stepping::Step;
use crate::{Decided, Operation};

/// Recommend what is to be decided on a certificate.
#[derive(Debug, Clone)]
pub struct RecommendCertification {
    /// The engagement.
    pub engagement: Ref<Engagement>,
    /// What the team recommends, and why.
    pub recommendation: Prose,
}

impl Operation for RecommendCertification {
    const NAME: &'static str = "recommend certification";
    const INTENT: &'static str = "engagement.recommend";
    type Refusal = TeamRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let step = Step::of(isms, self.engagement, today)?;
        certifying(isms, step.id)?;
        if step.record.state != EngagementState::Running {
            return Err(step
                .not_now(step.record.state.word(), "the team of work that runs recommends")
                .into());
        }
        staffed(isms, &step, today)?;
        step.said(&self.recommendation, "say what the team recommends, and why")?;
        if !team_of(step.record).contains(&actor) {
            return Err(TeamRefusal::Stranger { engagement: step.id, who: actor });
        }
        let mut recommended = Engagement::clone(step.record);
        recommended.recommendation = self.recommendation;
        recommended.recommended_by = Some(actor);
        Ok(vec![isms.put::<Engagement>(self.engagement, recommended)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{agreed, refusal, refusal_of, run_as, running};

    #[test]
    fn the_team_of_work_that_runs_recommends() {
        let recommend =
            |text: &str| RecommendCertification { engagement: Ref::number(1), recommendation: text.into() };
        assert!(refusal(&agreed(), recommend("grant")).starts_with("ENG-1 is agreed"));
        let mut isms = running();
        assert_eq!(
            refusal_of(&isms, 3, recommend("grant")),
            "PER-3 is not on the team of ENG-1; the team recommends"
        );
        assert!(refusal_of(&isms, 2, recommend("")).contains("say what the team recommends"));
        run_as(&mut isms, 2, recommend("grant"));
        let engagement = isms.engagements.get(&Ref::number(1)).expect("there");
        assert_eq!(engagement.recommended_by, Some(Ref::number(2)));
    }
}
