//! Receive plan: the body wrote when it comes and what it looks at.

use model::records::{Audit, AuditKind, AuditState, Certification, Evidence, Person, ReceivedKind};
use model::{Change, Clause, Date, Decimal, Isms, Line, Prose, Ref, Words};

use crate::absent::counted;
use crate::receive_paper::{Paper, received};
use crate::stepping::{Step, StepRefusal, bounded, near};
use crate::{Decided, Operation};

/// Record the plan of an audit that the body sent.
#[derive(Debug, Clone)]
pub struct ReceivePlan {
    /// The certification.
    pub certification: Ref<Certification>,
    /// The audit that was planned before; a new one where nothing is said.
    pub audit: Option<Ref<Audit>>,
    /// Which audit of the cycle it is.
    pub kind: AuditKind,
    /// What the audit is called.
    pub title: Line,
    /// The first day.
    pub planned_on: Date,
    /// How many days of work it takes.
    pub days: Option<Decimal>,
    /// Against what it looks.
    pub criteria: Prose,
    /// Clauses that it covers.
    pub clauses: Vec<Clause>,
    /// What the body wrote.
    pub letter: Ref<Evidence>,
    /// When it came; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for ReceivePlan {
    const NAME: &'static str = "receive plan";
    const INTENT: &'static str = "certification.receive_plan";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { certification, audit, kind, title, planned_on, days, criteria, clauses, letter, on } =
            self;
        let (id, before) = match audit {
            None => (isms.audits.next(), Audit::default()),
            Some(id) => {
                let step = Step::of(isms, id, today)?;
                if step.record.state != AuditState::Planned {
                    return Err(step.not_now(step.record.state.word(), "a plan comes before the audit"));
                }
                if step.record.kind.is_some_and(|known| known != kind) {
                    return Err(step.not_now("another audit", "name the one that the plan is of"));
                }
                step.room(&step.record.letters)?;
                (id, Audit::clone(step.record))
            }
        };
        if !kind.is_certification() {
            return Err(StepRefusal::Unsaid(
                "say which audit of the body it is; an internal audit is planned here",
            ));
        }
        near(today, Some(planned_on))?;
        bounded(days, 1_000, "days of an audit", "at most 1000")?;
        counted(isms, letter)?;
        let title = if title.is_empty() { before.title.clone() } else { title };
        if title.is_empty() {
            return Err(StepRefusal::Unsaid("say what the audit is called"));
        }
        if clauses.len() > crate::LIST_MAX {
            return Err(StepRefusal::TooMany(clauses.len()));
        }
        let mut planned = Audit {
            title: title.clone(),
            kind: Some(kind),
            certification: Some(certification),
            planned_on: Some(planned_on),
            days: days.or(before.days),
            criteria: if criteria.is_empty() { before.criteria.clone() } else { criteria },
            clauses: if clauses.is_empty() { before.clauses.clone() } else { clauses },
            ..before
        };
        planned.letters.push(letter);
        let paper = Paper { kind: ReceivedKind::Plan, what: title, letter, about: vec![id.id()], on };
        let kept = received(isms, certification, paper, today)?;
        let planned: Change = isms.put::<Audit>(id, planned);
        Ok(vec![planned, kept])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{engaged, id, receive_plan, refusal, run};

    #[test]
    fn a_plan_that_came_makes_an_audit_of_the_body_or_dates_the_one_there() {
        let mut isms = engaged();
        let own = ReceivePlan { kind: AuditKind::Internal, ..receive_plan() };
        assert!(refusal(&isms, own).starts_with("say which audit of the body it is"));
        run(&mut isms, receive_plan());
        let audit = isms.audits.get(&Ref::number(2)).expect("planned");
        assert_eq!((audit.kind, audit.certification), (Some(AuditKind::Stage2), Some(Ref::number(1))));
        assert_eq!(audit.letters, [Ref::number(1)]);
        let kept = isms.certifications.get(&Ref::number(1)).expect("there");
        assert_eq!(
            (kept.received[0].kind, kept.received[0].about.clone()),
            (Some(ReceivedKind::Plan), vec![id("AUD-2")])
        );
        let later =
            ReceivePlan { audit: Some(Ref::number(2)), title: "Stage 2, moved".into(), ..receive_plan() };
        run(&mut isms, later);
        assert_eq!(isms.audits.get(&Ref::number(2)).expect("there").title, "Stage 2, moved");
        let wrong = ReceivePlan { audit: Some(Ref::number(1)), ..receive_plan() };
        assert!(refusal(&isms, wrong).starts_with("AUD-1 is another audit"));
    }
}
