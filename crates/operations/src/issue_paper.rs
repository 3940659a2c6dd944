//! Issue paper: a plan, request, finding, report or decision goes to the client, bound by its digest.

use model::records::{Engagement, EngagementState, Issued, IssuedKind, Person};
use model::{Date, Isms, Line, Ref, Words};

use crate::engaging::{TeamRefusal, certifying, staffed};
use crate::issued_paper::IssuedPaper;
use crate::stepping::Step;
use crate::{Decided, Operation};

/// Note what went to the client.
#[derive(Debug, Clone)]
pub struct IssuePaper {
    /// The engagement.
    pub engagement: Ref<Engagement>,
    /// What goes to the client.
    pub paper: IssuedPaper,
    /// What the client's records call it; nothing where it goes as a file.
    pub there: Line,
}

impl Operation for IssuePaper {
    const NAME: &'static str = "issue paper";
    const INTENT: &'static str = "engagement.issue";
    type Refusal = TeamRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { engagement: id, paper, there } = self;
        let step = Step::of(isms, id, today)?;
        certifying(isms, step.id)?;
        match (step.record.state, paper.kind) {
            (EngagementState::Running, _)
            | (EngagementState::Agreed, IssuedKind::Plan | IssuedKind::Request)
            | (EngagementState::Decided, IssuedKind::Report | IssuedKind::Decision) => {}
            (EngagementState::Agreed, IssuedKind::Finding | IssuedKind::Report | IssuedKind::Decision) => {
                return Err(step.not_now("agreed", "it begins before anything is found").into());
            }
            (EngagementState::Decided, IssuedKind::Plan | IssuedKind::Request | IssuedKind::Finding) => {
                return Err(step.not_now("decided", "plan another engagement").into());
            }
            (EngagementState::Planned | EngagementState::Ended, _) => {
                let help = "papers go out while the work runs";
                return Err(step.not_now(step.record.state.word(), help).into());
            }
        }
        staffed(isms, &step, today)?;
        whole(&step, &paper)?;
        step.room(&step.record.issued)?;
        let digest = paper.digest();
        let mut changed = Engagement::clone(step.record);
        match changed.issued.iter_mut().find(|one| one.digest.as_ref() == Some(&digest)) {
            Some(known) if there.is_empty() || known.there == there => return Ok(Vec::new()),
            Some(known) => known.there = there,
            None => changed.issued.push(Issued {
                kind: Some(paper.kind),
                title: paper.title,
                digest: Some(digest),
                on: Some(today),
                by: Some(actor),
                there,
            }),
        }
        Ok(vec![isms.put::<Engagement>(id, changed)])
    }
}

/// Looks that a paper says what one of its kind has to say.
fn whole(step: &Step<'_, Engagement>, paper: &IssuedPaper) -> Result<(), TeamRefusal> {
    step.said(&paper.title, "say what the paper is called")?;
    step.said(&paper.text, "say what it says")?;
    let is_grave = paper.grade.is_some_and(model::records::FindingGrade::is_nonconformity);
    let missing = match paper.kind {
        IssuedKind::Finding if paper.grade.is_none() => Some("say how grave the finding is"),
        IssuedKind::Finding if is_grave && paper.clause.is_none() => {
            Some("name the requirement that is not met")
        }
        IssuedKind::Plan if paper.day.is_none() => Some("say the first day of the audit"),
        IssuedKind::Decision => {
            let decided = step.record.decision.as_ref();
            if decided.is_none() {
                Some("the decision, by somebody outside the team, before it goes out")
            } else if decided.and_then(|decision| decision.granted) != paper.granted {
                Some("whether the certificate is given, as it was decided")
            } else {
                None
            }
        }
        IssuedKind::Finding | IssuedKind::Plan | IssuedKind::Request | IssuedKind::Report => None,
    };
    missing.map_or(Ok(()), |missing| Err(step.missing(missing).into()))
}

/// Returns the number that a paper has, or will have, among those of an engagement.
#[must_use]
pub fn number_of(id: Ref<Engagement>, engagement: &Engagement, paper: &IssuedPaper) -> Line {
    let digest = paper.digest();
    let known = engagement.issued.iter().position(|one| one.digest.as_ref() == Some(&digest));
    Line::new(&format!("{id}/{}", known.unwrap_or(engagement.issued.len()) + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::AnyOperation;
    use crate::testing::{TODAY, agreed, issued_finding, refusal, run, running};

    fn issue(paper: IssuedPaper) -> IssuePaper {
        IssuePaper { engagement: Ref::number(1), paper, there: "ISD-1".into() }
    }

    #[test]
    fn a_paper_goes_out_once_however_often_it_is_issued() {
        let mut isms = running();
        let number = |isms: &Isms| {
            number_of(
                Ref::number(1),
                isms.engagements.get(&Ref::number(1)).expect("there"),
                &issued_finding(),
            )
        };
        assert_eq!(&*number(&isms), "ENG-1/1");
        run(&mut isms, issue(issued_finding()));
        let again = AnyOperation::decide(&issue(issued_finding()), &isms, Ref::number(1), TODAY);
        assert!(again.expect("it is the same").is_empty());
        assert_eq!(&*number(&isms), "ENG-1/1");
        run(&mut isms, issue(IssuedPaper { title: "Another".into(), ..issued_finding() }));
        assert_eq!(isms.engagements.get(&Ref::number(1)).expect("there").issued.len(), 2);
    }

    #[test]
    fn nothing_is_found_before_the_work_and_no_decision_goes_out_that_was_not_made() {
        assert!(refusal(&agreed(), issue(issued_finding())).starts_with("ENG-1 is agreed; it begins before"));
        let isms = running();
        let decision =
            IssuedPaper { kind: IssuedKind::Decision, granted: Some(model::YesNo::Yes), ..issued_finding() };
        assert!(refusal(&isms, issue(decision)).contains("the decision, by somebody outside the team"));
        let vague = IssuedPaper { clause: None, ..issued_finding() };
        assert!(refusal(&isms, issue(vague)).contains("name the requirement"));
        let plan = IssuedPaper { kind: IssuedKind::Plan, ..issued_finding() };
        assert!(refusal(&isms, issue(plan)).contains("say the first day of the audit"));
    }
}
