//! Agree engagement: client, team, days and window stand (ISO/IEC 17021-1, 9.1.4 and 9.2).

use model::records::{Engagement, EngagementState, OrganisationKind, Person};
use model::{Date, Isms, Ref, Words};

use crate::engaging::{TeamRefusal, audit_days, serving, staffed};
use crate::stepping::{Step, near};
use crate::{Decided, Operation};

/// Agree on an engagement: its team fits, and its days have their reasons.
#[derive(Debug, Clone)]
pub struct AgreeEngagement {
    /// The engagement.
    pub engagement: Ref<Engagement>,
}

impl Operation for AgreeEngagement {
    const NAME: &'static str = "agree engagement";
    const INTENT: &'static str = "engagement.agree";
    type Refusal = TeamRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let step = Step::of(isms, self.engagement, today)?;
        let kind = serving(isms, step.id)?;
        if step.record.state != EngagementState::Planned {
            return Err(step.not_now(step.record.state.word(), "what is planned is agreed").into());
        }
        staffed(isms, &step, today)?;
        let from = near(today, step.record.from)?.ok_or_else(|| step.missing("say the first day"))?;
        let until = near(today, step.record.until)?.ok_or_else(|| step.missing("say the last day"))?;
        if until < from {
            return Err(step.missing("a last day that is not before the first").into());
        }
        let mut agreed = Engagement::clone(step.record);
        if kind == OrganisationKind::Body {
            agreed.audit_days = audit_days(isms, &step)?;
        }
        agreed.state = EngagementState::Agreed;
        Ok(vec![isms.put::<Engagement>(self.engagement, agreed)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{accepted, edit, refusal, run};

    fn agree() -> AgreeEngagement {
        AgreeEngagement { engagement: Ref::number(1) }
    }

    #[test]
    fn a_team_knows_the_trade_has_no_conflict_and_names_everybody_once() {
        let mut isms = accepted();
        run(&mut isms, edit("ENG-1", "team", "PER-2"));
        assert_eq!(
            refusal(&isms, agree()),
            "nobody on the team of ENG-1 knows cold chains; record the competence, or add somebody who has it"
        );
        run(&mut isms, edit("PER-2", "competences", "Cold chains | ten years | | 2026-03-02"));
        assert!(refusal(&isms, agree()).contains("knows cold chains"), "what ran out does not count");
        run(&mut isms, edit("PER-2", "competences", "Cold chains | ten years"));
        run(&mut isms, edit("ENG-1", "team", "PER-2, PER-1"));
        assert!(refusal(&isms, agree()).starts_with("PER-1 stands more than once in the team of ENG-1"));
        run(&mut isms, edit("ENG-1", "team", "PER-2"));
        run(&mut isms, edit("PER-2", "conflicts", "CLT-1 | wrote their policies | 2026-03-03"));
        assert_eq!(
            refusal(&isms, agree()),
            "PER-2 must not work on ENG-1 (wrote their policies); put somebody else on the team"
        );
        run(&mut isms, edit("PER-2", "conflicts", "CLT-1 | wrote their policies | 2026-03-02"));
        run(&mut isms, agree());
    }

    #[test]
    fn days_are_those_of_the_table_or_have_reasons() {
        let mut isms = accepted();
        run(&mut isms, edit("PER-2", "competences", "Cold chains | ten years"));
        run(&mut isms, edit("ENG-1", "team", "PER-2"));
        run(&mut isms, edit("CLT-1", "people_count", ""));
        assert!(refusal(&isms, agree()).contains("say how many days it takes"));
        run(&mut isms, edit("CLT-1", "people_count", "40"));
        run(&mut isms, edit("ENG-1", "audit_days", "2"));
        let words = refusal(&isms, agree());
        assert!(words.starts_with("ENG-1 takes 2 days where the table says "), "{words}");
        run(&mut isms, edit("ENG-1", "time_reasons", "one process | -2 | all do the same"));
        run(&mut isms, agree());
        let mut isms = accepted();
        run(&mut isms, edit("PER-2", "competences", "Cold chains | ten years"));
        run(&mut isms, edit("ENG-1", "team", "PER-2"));
        run(&mut isms, agree());
        let days = isms.engagements.get(&Ref::number(1)).expect("there").audit_days;
        assert!(days.is_some_and(|days| days > model::Decimal::whole(1)), "{days:?}");
    }

    #[test]
    fn a_body_does_not_advise_and_a_consultancy_does_not_certify() {
        let mut isms = accepted();
        for purpose in ["advice", "internal audit"] {
            run(&mut isms, edit("ENG-1", "purpose", purpose));
            assert!(refusal(&isms, agree()).contains("a certification body neither advises its clients"));
        }
        let mut isms = crate::testing::consultancy();
        run(&mut isms, edit("ENG-1", "purpose", "stage 2"));
        assert!(refusal(&isms, agree()).ends_with("another purpose; a certification body does that"));
        run(&mut isms, edit("ENG-1", "purpose", "advice"));
        run(&mut isms, agree());
    }

    #[test]
    fn an_engagement_has_days_in_order_and_is_agreed_once() {
        let mut isms = crate::testing::agreed();
        assert_eq!(refusal(&isms, agree()), "ENG-1 is agreed; what is planned is agreed");
        isms = crate::testing::consultancy();
        run(&mut isms, edit("ENG-1", "until", "2026-02-01"));
        assert!(refusal(&isms, agree()).ends_with("a last day that is not before the first"));
    }
}
