//! Raise finding: an auditor says what was found.

use model::records::{Audit, AuditKind, AuditState, Control, Finding, FindingGrade, Person, WorkingPaper};
use model::{Clause, Date, Isms, Line, Prose, Ref};

use crate::absent::all_there;
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Raise a finding in an audit.
#[derive(Debug, Clone)]
pub struct RaiseFinding {
    /// The audit.
    pub audit: Ref<Audit>,
    /// What was found, in a few words.
    pub title: Line,
    /// How grave it is.
    pub grade: FindingGrade,
    /// The requirement.
    pub clause: Option<Clause>,
    /// The control concerned.
    pub control: Option<Ref<Control>>,
    /// What is asked, what was found, and what shows it.
    pub statement: Prose,
    /// The working paper behind it.
    pub paper: Option<Ref<WorkingPaper>>,
}

impl Operation for RaiseFinding {
    const NAME: &'static str = "raise finding";
    const INTENT: &'static str = "finding.raise";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { audit, title, grade, clause, control, statement, paper } = self;
        let step = Step::of(isms, audit, today)?;
        if step.record.kind.is_some_and(AuditKind::is_certification) {
            return Err(step.not_now("an audit of the certification body", "record the finding that it sent"));
        }
        match step.record.state {
            AuditState::Running | AuditState::Done | AuditState::Concluded | AuditState::Reported => {}
            AuditState::Planned => return Err(step.not_now("planned", "start it before it finds anything")),
            AuditState::Cancelled => return Err(step.not_now("cancelled", "it found nothing")),
        }
        step.said(&title, "say in a few words what was found")?;
        if grade == FindingGrade::Concern {
            return Err(step.missing("another grade; a concern is raised at Stage 1 only"));
        }
        let is_breach = grade.is_nonconformity();
        if is_breach && clause.is_none() {
            return Err(step.missing("name the requirement that is not met"));
        }
        if is_breach && statement.is_empty() {
            return Err(step.missing("say what is asked, what was found, and what shows it"));
        }
        all_there(isms, control.map(Ref::id).into_iter().chain(paper.map(Ref::id)))
            .map_err(StepRefusal::Absent)?;
        let sheet = paper.and_then(|paper| isms.working_papers.get(&paper));
        if sheet.is_some_and(|sheet| sheet.audit != Some(audit)) {
            return Err(step.missing("a working paper of its own behind the finding"));
        }
        let finding = Finding {
            title,
            audit: Some(audit),
            paper,
            grade: Some(grade),
            clause,
            control,
            statement,
            raised_by: Some(actor),
            raised_on: Some(today),
            ..Finding::default()
        };
        Ok(vec![isms.put::<Finding>(isms.findings.next(), finding)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{audited, create, engaged, raise, receive_plan, refusal, run};

    #[test]
    fn a_breach_names_the_requirement_and_what_shows_it() {
        let mut isms = audited();
        let minor = raise(FindingGrade::Minor);
        assert_eq!(refusal(&engaged(), minor.clone()), "AUD-1 is planned; start it before it finds anything");
        let nameless = RaiseFinding { clause: None, ..minor.clone() };
        assert_eq!(refusal(&isms, nameless), "AUD-1 needs more: name the requirement that is not met");
        let bare = RaiseFinding { statement: "".into(), ..minor };
        assert!(refusal(&isms, bare).ends_with("say what is asked, what was found, and what shows it"));
        let concern = "AUD-1 needs more: another grade; a concern is raised at Stage 1 only";
        assert_eq!(refusal(&isms, raise(FindingGrade::Concern)), concern);
        let idea = RaiseFinding { clause: None, statement: "".into(), ..raise(FindingGrade::Opportunity) };
        run(&mut isms, idea);
        let finding = isms.findings.get(&Ref::number(2)).expect("raised");
        assert_eq!((finding.audit, finding.raised_on), (Some(Ref::number(1)), Some(crate::testing::TODAY)));
    }

    #[test]
    fn a_finding_rests_on_a_paper_of_its_audit_and_the_body_s_are_received() {
        let mut isms = audited();
        run(&mut isms, create("working paper", "Elsewhere"));
        let stray = RaiseFinding { paper: Some(Ref::number(2)), ..raise(FindingGrade::Minor) };
        assert!(refusal(&isms, stray).ends_with("a working paper of its own behind the finding"));
        run(&mut isms, receive_plan());
        let own = RaiseFinding { audit: Ref::number(2), paper: None, ..raise(FindingGrade::Minor) };
        let words = "AUD-2 is an audit of the certification body; record the finding that it sent";
        assert_eq!(refusal(&isms, own), words);
    }
}
