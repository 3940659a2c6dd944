//! Receive finding: the body wrote what its auditors found.

use model::records::{
    Audit, AuditKind, AuditState, Control, Evidence, Finding, FindingGrade, Person, ReceivedKind,
};
use model::{Clause, Date, Isms, Line, Prose, Ref};

use crate::absent::counted;
use crate::receive_paper::{Paper, received};
use crate::stepping::{Step, StepRefusal, near, pointed_at};
use crate::{Decided, Operation};

/// Record a finding that the body sent.
#[derive(Debug, Clone)]
pub struct ReceiveFinding {
    /// The audit of the body.
    pub audit: Ref<Audit>,
    /// What was found, in a few words.
    pub title: Line,
    /// How grave it is.
    pub grade: FindingGrade,
    /// The requirement.
    pub clause: Option<Clause>,
    /// The control concerned.
    pub control: Option<Ref<Control>>,
    /// What the body wrote of it.
    pub statement: Prose,
    /// The number that the body gives it.
    pub reference: Line,
    /// When it was raised; today where nothing is said.
    pub raised_on: Option<Date>,
    /// By when an answer is wanted.
    pub answer_due: Option<Date>,
    /// What the body wrote.
    pub letter: Ref<Evidence>,
}

impl Operation for ReceiveFinding {
    const NAME: &'static str = "receive finding";
    const INTENT: &'static str = "certification.receive_finding";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let step = Step::of(isms, self.audit, today)?;
        let Self {
            audit,
            title,
            grade,
            clause,
            control,
            statement,
            reference,
            raised_on,
            answer_due,
            letter,
        } = self;
        if !step.record.kind.is_some_and(AuditKind::is_certification) {
            return Err(step.not_now("no audit of the body", "raise the finding in it"));
        }
        if step.record.state == AuditState::Cancelled {
            return Err(step.not_now("cancelled", "it found nothing"));
        }
        step.said(&title, "say in a few words what was found")?;
        if grade == FindingGrade::Concern && step.record.kind != Some(AuditKind::Stage1) {
            return Err(step.missing("another grade; a concern is raised at Stage 1 only"));
        }
        if grade.is_nonconformity() && clause.is_none() {
            return Err(step.missing("name the requirement that is not met"));
        }
        counted(isms, letter)?;
        pointed_at(isms, &control)?;
        let raised_on = step.day(raised_on, &[("was started", step.record.started_on)])?;
        let answer_due = near(today, answer_due)?;
        if answer_due.is_some_and(|due| due < raised_on) {
            return Err(step.missing("a day for the answer after the finding"));
        }
        let mut known = isms.sources::<Finding>(step.id).filter_map(|id| isms.findings.get(&id));
        if !reference.is_empty() && known.any(|one| one.audit == Some(audit) && one.reference == reference) {
            return Err(step.not_now("told of that finding", "one of that number is on record"));
        }
        let id = isms.findings.next();
        let finding = Finding {
            title: title.clone(),
            audit: Some(audit),
            grade: Some(grade),
            clause,
            control,
            statement,
            evidence: vec![letter],
            reference,
            // Nobody here found it.
            raised_by: None,
            raised_on: Some(raised_on),
            answer_due,
            ..Finding::default()
        };
        let mut changes = vec![isms.put::<Finding>(id, finding)];
        if let Some(certification) = step.record.certification {
            let about = vec![id.id()];
            let paper = Paper { kind: ReceivedKind::Finding, what: title, letter, about, on: None };
            changes.push(received(isms, certification, paper, today)?);
        }
        Ok(changes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{engaged, receive_finding, receive_plan, refusal, run};

    #[test]
    fn a_finding_that_came_is_nobodys_here_and_has_its_letter() {
        let mut isms = engaged();
        run(&mut isms, receive_plan());
        let inside = ReceiveFinding { audit: Ref::number(1), ..receive_finding() };
        assert_eq!(refusal(&isms, inside), "AUD-1 is no audit of the body; raise the finding in it");
        let vague = ReceiveFinding { clause: None, ..receive_finding() };
        assert!(refusal(&isms, vague).ends_with("name the requirement that is not met"));
        run(&mut isms, receive_finding());
        let finding = isms.findings.get(&Ref::number(1)).expect("recorded");
        assert_eq!((finding.raised_by, &finding.evidence[..]), (None, &[Ref::number(1)][..]));
        assert!(refusal(&isms, receive_finding()).starts_with("AUD-2 is told of that finding"));
        assert_eq!(isms.certifications.get(&Ref::number(1)).expect("there").received.len(), 2);
    }
}
