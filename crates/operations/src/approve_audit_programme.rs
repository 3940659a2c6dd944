//! Approve audit programme: somebody puts the audits of a cycle in force.

use model::records::{AuditProgramme, Person};
use model::{Change, Date, Isms, Ref};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Approve an audit programme.
#[derive(Debug, Clone)]
pub struct ApproveAuditProgramme {
    /// The programme.
    pub programme: Ref<AuditProgramme>,
}

impl Operation for ApproveAuditProgramme {
    const NAME: &'static str = "approve audit programme";
    const INTENT: &'static str = "programme.approve";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let id = self.programme;
        let step = Step::of(isms, id, today)?;
        match (step.record.cycle_start, step.record.cycle_end) {
            (Some(start), Some(end)) if start <= end => {}
            (Some(_), Some(_)) | (None, _) | (_, None) => {
                return Err(step.missing("say from when to when its cycle goes"));
            }
        }
        if step.record.approved_on.is_some() {
            return Err(step.not_now("approved", "who approved it stands until the programme changes"));
        }
        let mut approved = AuditProgramme::clone(step.record);
        (approved.approved_by, approved.approved_on) = (Some(actor), Some(today));
        Ok(vec![isms.put::<AuditProgramme>(id, approved)])
    }
}

/// Returns an edit of a programme; one of what was approved has to be approved anew, and the history keeps who did it before.
pub(crate) fn with_approval(isms: &Isms, mut change: Change) -> Change {
    if let Change::AuditProgramme(id, stored) = &mut change
        && let Some(before) = isms.audit_programmes.get(id)
        && content(before) != content(&stored.record)
    {
        let changed = &mut std::sync::Arc::make_mut(stored).record;
        (changed.approved_by, changed.approved_on) = (None, None);
    }
    change
}

/// Returns what of a programme is approved.
fn content(programme: &AuditProgramme) -> [String; 6] {
    let AuditProgramme { cycle_start, cycle_end, objectives, methods, importance, independence, .. } =
        programme;
    let days = [cycle_start, cycle_end].map(|day| day.map(|day| day.to_string()).unwrap_or_default());
    let [from, to] = days;
    let texts = [objectives, methods, importance, independence].map(ToString::to_string);
    let [objectives, methods, importance, independence] = texts;
    [from, to, objectives, methods, importance, independence]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{edit, engaged, refusal, refusal_of, run};

    #[test]
    fn a_programme_without_a_cycle_is_not_approved() {
        let mut isms = engaged();
        let approve = ApproveAuditProgramme { programme: Ref::number(1) };
        let refused = refusal(&isms, approve.clone());
        assert_eq!(refused, "PRG-1 needs more: say from when to when its cycle goes");
        run(&mut isms, edit("PRG-1", "cycle_start", "2026-01-01"));
        run(&mut isms, edit("PRG-1", "cycle_end", "2025-12-31"));
        assert!(refusal(&isms, approve.clone()).starts_with("PRG-1 needs more"));
        run(&mut isms, edit("PRG-1", "cycle_end", "2028-12-31"));
        run(&mut isms, approve.clone());
        let stands = "PRG-1 is approved; who approved it stands until the programme changes";
        assert_eq!(refusal(&isms, approve.clone()), stands);
        assert_eq!(refusal_of(&isms, 2, approve.clone()), stands);
        let approved_by =
            |isms: &Isms| isms.audit_programmes.get(&Ref::number(1)).expect("there").approved_by;
        run(&mut isms, edit("PRG-1", "owner", "PER-2"));
        assert_eq!(approved_by(&isms), Some(Ref::number(1)), "who sees to it is no content");
        run(&mut isms, edit("PRG-1", "methods", "on site only"));
        assert_eq!(approved_by(&isms), None, "nobody approved what it says now");
        run(&mut isms, approve);
        assert_eq!(approved_by(&isms), Some(Ref::number(1)));
    }
}
