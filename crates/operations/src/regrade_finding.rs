//! Regrade finding: an auditor says that it is graver or less grave, for a reason, before the report goes out.

use model::records::{Audit, AuditKind, AuditState, Finding, FindingGrade, Nonconformity};
use model::records::{NonconformityGrade, NonconformityState, Person};
use model::{Change, Date, Isms, Prose, Ref, Words};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Give a finding another grade.
#[derive(Debug, Clone)]
pub struct RegradeFinding {
    /// The finding.
    pub finding: Ref<Finding>,
    /// How grave it is from now on.
    pub grade: FindingGrade,
    /// Why.
    pub because: Prose,
}

impl Operation for RegradeFinding {
    const NAME: &'static str = "regrade finding";
    const INTENT: &'static str = "finding.regrade";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { finding: id, grade, because } = self;
        let step = Step::of(isms, id, today)?;
        let found = step.record;
        if !found.state.is_open() {
            return Err(step.not_now(found.state.word(), "what is over keeps its grade"));
        }
        let audit = found.audit.map(|audit| Step::of(isms, audit, today)).transpose()?;
        let Some(audit) = audit else { return Err(step.missing("say which audit found it")) };
        in_the_audit(&step, &audit, actor)?;
        if found.grade == Some(grade) {
            return Err(step.not_now("of that grade", "name another"));
        }
        step.said(&because, "say why it is of another grade")?;
        if grade == FindingGrade::Concern {
            return Err(step.missing("another grade; a concern is raised at Stage 1 only"));
        }
        if grade.is_nonconformity() && found.clause.is_none() {
            return Err(step.missing("name the requirement that is not met"));
        }
        if grade.is_nonconformity() && found.statement.is_empty() {
            return Err(step.missing("say what is asked, what was found, and what shows it"));
        }
        let breach = breach_of(isms, found, grade, today)?;
        let regraded = Finding { grade: Some(grade), ..Finding::clone(found) };
        let changes = [Change::Note(because), isms.put::<Finding>(id, regraded)];
        Ok(changes.into_iter().chain(breach).collect())
    }
}

/// Looks that an auditor of the audit says so, before its report goes out.
fn in_the_audit(
    step: &Step<'_, Finding>,
    audit: &Step<'_, Audit>,
    actor: Ref<Person>,
) -> Result<(), StepRefusal> {
    if audit.record.kind.is_some_and(AuditKind::is_certification) {
        return Err(step.not_now("the body's, as it wrote it", "supersede it where the body wrote anew"));
    }
    match audit.record.state {
        AuditState::Planned | AuditState::Running | AuditState::Done | AuditState::Concluded => {}
        AuditState::Reported => {
            return Err(step.not_now("reported", "withdraw the report of its audit first, or supersede it"));
        }
        AuditState::Cancelled => return Err(step.not_now("of a cancelled audit", "supersede it")),
    }
    if audit.record.auditors.contains(&actor) || step.record.raised_by == Some(actor) {
        Ok(())
    } else {
        Err(step.missing("an auditor of its audit, or who raised it, to say so"))
    }
}

/// Returns the nonconformity with the new grade; a finding that has one stays a breach.
fn breach_of(
    isms: &Isms,
    finding: &Finding,
    grade: FindingGrade,
    today: Date,
) -> Result<Option<Change>, StepRefusal> {
    let Some(id) = finding.nonconformity else { return Ok(None) };
    let breach = Step::of(isms, id, today)?;
    let grade = match grade {
        FindingGrade::Major => NonconformityGrade::Major,
        FindingGrade::Minor => NonconformityGrade::Minor,
        FindingGrade::Opportunity | FindingGrade::Concern | FindingGrade::Conformity => {
            let help = "what is dealt with as a nonconformity stays major or minor";
            return Err(StepRefusal::First { other: breach.id, help });
        }
    };
    if breach.record.state == NonconformityState::Closed || breach.record.grade == Some(grade) {
        return Ok(None);
    }
    let regraded = Nonconformity { grade: Some(grade), ..Nonconformity::clone(breach.record) };
    Ok(Some(isms.put::<Nonconformity>(id, regraded)))
}

/// Returns how much a grade weighs: a major one most, what is no breach nothing.
pub(crate) fn weight(grade: Option<FindingGrade>) -> u8 {
    match grade {
        Some(FindingGrade::Major) => 2,
        Some(FindingGrade::Minor) => 1,
        Some(FindingGrade::Opportunity | FindingGrade::Concern | FindingGrade::Conformity) | None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ReportAudit;
    use crate::testing::{audited, breached, edit, engaged, receive_finding, receive_plan};
    use crate::testing::{create, refusal, refusal_of, run, run_as};

    fn regrade(grade: FindingGrade, because: &str) -> RegradeFinding {
        RegradeFinding { finding: Ref::number(1), grade, because: because.into() }
    }

    #[test]
    fn a_grade_changes_by_an_auditor_for_a_reason_and_by_no_edit() {
        let mut isms = audited();
        let words = refusal(&isms, edit("F-1", "grade", "opportunity"));
        assert!(words.starts_with("grade: F-1 is raised; regrade it for a reason"), "{words}");
        assert!(refusal(&isms, edit("F-1", "audit", "")).starts_with("audit: F-1 is raised"));
        run(&mut isms, create("person", "Lee"));
        let stranger = refusal_of(&isms, 3, regrade(FindingGrade::Major, "x"));
        assert_eq!(stranger, "F-1 needs more: an auditor of its audit, or who raised it, to say so");
        assert!(
            refusal_of(&isms, 2, regrade(FindingGrade::Major, ""))
                .ends_with("say why it is of another grade")
        );
        assert!(refusal_of(&isms, 2, regrade(FindingGrade::Minor, "x")).starts_with("F-1 is of that grade"));
        run_as(&mut isms, 2, regrade(FindingGrade::Major, "it is so at each site"));
        assert_eq!(isms.findings.get(&Ref::number(1)).expect("there").grade, Some(FindingGrade::Major));
    }

    #[test]
    fn a_grade_stands_once_the_report_went_out_and_a_body_s_always() {
        let mut isms = audited();
        run(&mut isms, ReportAudit { audit: Ref::number(1), to: vec![Ref::number(1)], on: None });
        let late = refusal_of(&isms, 2, regrade(FindingGrade::Opportunity, "a trifle"));
        assert!(late.starts_with("F-1 is reported; withdraw the report of its audit first"), "{late}");
        let mut isms = engaged();
        run(&mut isms, receive_plan());
        run(&mut isms, receive_finding());
        assert!(
            refusal(&isms, regrade(FindingGrade::Opportunity, "a trifle")).starts_with("F-1 is the body's")
        );
    }

    #[test]
    fn what_has_a_nonconformity_stays_a_breach_and_takes_it_along() {
        let mut isms = breached();
        let lighter = refusal(&isms, regrade(FindingGrade::Opportunity, "a trifle"));
        assert!(lighter.starts_with("NC-1 comes first: what is dealt with as a nonconformity"), "{lighter}");
        run(&mut isms, regrade(FindingGrade::Major, "it is so at each site"));
        let breach = isms.nonconformities.get(&Ref::number(1)).expect("there");
        assert_eq!(breach.grade, Some(NonconformityGrade::Major));
    }
}
