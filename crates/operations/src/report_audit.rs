//! Report audit: its report goes out to named people and is frozen as it went.

use model::records::{Audit, AuditState, Person};
use model::{Approval, Date, Isms, Ref, Words};

use crate::absent::{LIST_MAX, once_each};
use crate::stepping::{Step, StepRefusal, people};
use crate::{Decided, Operation};

/// Report an audit; a report that changed since goes out as the next version.
#[derive(Debug, Clone)]
pub struct ReportAudit {
    /// The audit.
    pub audit: Ref<Audit>,
    /// Who gets it.
    pub to: Vec<Ref<Person>>,
    /// When; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for ReportAudit {
    const NAME: &'static str = "report audit";
    const INTENT: &'static str = "audit.report";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { audit: id, to, on } = self;
        let step = Step::of(isms, id, today)?;
        match step.record.state {
            AuditState::Concluded | AuditState::Reported => {}
            AuditState::Planned | AuditState::Running | AuditState::Done => {
                return Err(step.not_now(step.record.state.word(), "say first what it comes to"));
            }
            AuditState::Cancelled => return Err(step.not_now("cancelled", "there is nothing to report")),
        }
        let to = once_each(to);
        if to.is_empty() || to.len() > LIST_MAX {
            return Err(step.missing("name who gets the report"));
        }
        people(isms, &to)?;
        let on = step.day(on, &[("was concluded", step.record.concluded_on)])?;
        let mut reported = Audit::clone(step.record);
        let content = Audit::report(isms, id);
        let newest = reported.reports.iter().max_by_key(|report| report.version);
        let version = newest.map_or(1, |report| report.version.saturating_add(1));
        if newest.is_some_and(|report| report.withdrawn_on.is_none() && report.content == content) {
            if to.iter().all(|person| reported.distributed_to.contains(person)) {
                return Err(step.not_now("reported", "the same report went to the same people"));
            }
        } else {
            reported.reports.push(Approval::of(version, actor, on, content));
        }
        reported.distributed_to.extend(to);
        reported.distributed_to = once_each(reported.distributed_to);
        reported.reported_on = reported.reported_on.or(Some(on));
        reported.state = AuditState::Reported;
        Ok(vec![isms.put::<Audit>(id, reported)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{audited, edit, id, refusal, run};

    #[test]
    fn a_report_is_frozen_and_a_changed_one_is_the_next_version() {
        let mut isms = audited();
        let report = |to: &[u32]| ReportAudit {
            audit: Ref::number(1),
            to: to.iter().map(|number| Ref::number(*number)).collect(),
            on: None,
        };
        assert_eq!(refusal(&isms, report(&[])), "AUD-1 needs more: name who gets the report");
        assert_eq!(refusal(&isms, report(&[9])), "there is no PER-9");
        run(&mut isms, report(&[1]));
        let same = "AUD-1 is reported; the same report went to the same people";
        assert_eq!(refusal(&isms, report(&[1])), same);
        // What went out is mended by taking it back, and reporting anew.
        let because = "the grade is wrong".into();
        run(&mut isms, crate::WithdrawApproval { id: id("AUD-1"), version: 1, by: None, because });
        run(&mut isms, edit("F-1", "grade", "major"));
        run(&mut isms, report(&[1, 2]));
        let audit = isms.audits.get(&Ref::number(1)).expect("there");
        let grades: Vec<_> = audit.reports.iter().map(|report| report.content.findings[0].grade).collect();
        let (minor, major) = (model::records::FindingGrade::Minor, model::records::FindingGrade::Major);
        assert_eq!(grades, [Some(minor), Some(major)]);
        assert_eq!(audit.distributed_to, [Ref::number(1), Ref::number(2)]);
    }
}
