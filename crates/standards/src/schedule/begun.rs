//! Which phases have begun, by what people have recorded: a planned day that has passed begins nothing.

use model::records::{AuditKind, AuditState, ReviewState};
use model::{Isms, RecordKind};

/// Kinds of which one record shows that a phase has begun. What the five questions record is said before the work, and begins none.
const BEGINS: [(u32, &[RecordKind]); 5] = [
    (
        1,
        &[
            RecordKind::Issue,
            RecordKind::Role,
            RecordKind::Unit,
            RecordKind::Process,
            RecordKind::Interface,
            RecordKind::Agreement,
            RecordKind::Document,
        ],
    ),
    (2, &[RecordKind::Risk, RecordKind::RiskAssessment]),
    (3, &[RecordKind::TreatmentAction]),
    (
        4,
        &[
            RecordKind::Evidence,
            RecordKind::ControlRun,
            RecordKind::ControlTest,
            RecordKind::Training,
            RecordKind::Acknowledgement,
            RecordKind::AccessReview,
            RecordKind::RecoveryTest,
        ],
    ),
    (5, &[RecordKind::WorkingPaper, RecordKind::Finding]),
];

/// Returns the numbers of the phases that have begun by the records.
pub fn begun(isms: &Isms) -> Vec<u32> {
    let by_kind = |number: u32| {
        let mut kinds = BEGINS.iter().filter(|(phase, _)| *phase == number).flat_map(|(_, kinds)| *kinds);
        kinds.any(|kind| isms.count(*kind) > 0)
    };
    (1..=9).filter(|number| by_kind(*number) || by_content(isms, *number)).collect()
}

/// Says whether what is there from the first commit, or what is planned beforehand, was worked on.
fn by_content(isms: &Isms, number: u32) -> bool {
    match number {
        1 => {
            isms.scope.one().is_some_and(|scope| !scope.statement.is_empty())
                || isms.context.one().is_some_and(|context| context.climate_relevant.is_some())
        }
        2 => isms.method.one().is_some_and(|method| !method.levels.is_empty()),
        3 => {
            isms.controls.iter().any(|(_, control)| control.included.is_some())
                || isms.soa.one().is_some_and(|soa| !soa.approvals.is_empty())
                || isms.treatment_plan.one().is_some_and(|plan| !plan.approvals.is_empty())
        }
        5 => {
            audited(isms, &[AuditKind::Internal])
                || isms.management_reviews.iter().any(|(_, review)| review.state == ReviewState::Held)
        }
        6 => audited(isms, &[AuditKind::Stage1]),
        7 => audited(isms, &[AuditKind::Stage2]),
        8 => audit_is_done(isms) || certified(isms),
        9 => certified(isms) || audited(isms, &[AuditKind::Surveillance, AuditKind::Recertification]),
        _ => false,
    }
}

/// Says whether auditors are or were at work.
fn audited(isms: &Isms, kinds: &[AuditKind]) -> bool {
    let mut of_these =
        isms.audits.iter().filter(|(_, audit)| audit.kind.is_some_and(|kind| kinds.contains(&kind)));
    of_these.any(|(_, audit)| match audit.state {
        AuditState::Running | AuditState::Done | AuditState::Concluded | AuditState::Reported => true,
        AuditState::Planned | AuditState::Cancelled => false,
    })
}

/// Says whether the work of Stage 2 is done, so that the body can decide.
fn audit_is_done(isms: &Isms) -> bool {
    isms.audits.iter().any(|(_, audit)| audit.kind == Some(AuditKind::Stage2) && audit.done_on.is_some())
}

/// Says whether a body has decided on a certificate.
fn certified(isms: &Isms) -> bool {
    isms.certifications.iter().any(|(_, one)| one.state.was_granted())
}

#[cfg(test)]
mod tests {
    use model::records::{Audit, Issue, Site};
    use model::sample::Sample;
    use model::{Isms, Ref};

    use super::*;

    #[test]
    fn nothing_begins_by_itself_nor_by_what_the_questions_record() {
        assert!(begun(&Isms::default()).is_empty());
        let mut sample = Sample::blank();
        sample.put(Ref::number(1), Site { title: "Brno".into(), ..Site::default() });
        assert!(begun(&sample.isms).is_empty());
    }

    #[test]
    fn a_record_of_its_work_begins_a_phase_and_a_planned_audit_begins_none() {
        let mut sample = Sample::blank();
        sample.put(Ref::number(1), Issue { title: "Growth".into(), ..Issue::default() });
        let mut stage_1 = Audit { kind: Some(AuditKind::Stage1), ..Audit::default() };
        sample.put(Ref::number(1), stage_1.clone());
        assert_eq!(begun(&sample.isms), [1]);
        stage_1.state = AuditState::Running;
        sample.put(Ref::number(1), stage_1);
        assert_eq!(begun(&sample.isms), [1, 6]);
    }
}
