//! Follow up gap: a gap becomes work with an owner and a date.

use model::records::{Control, GapAnalysis, GapEntry, NonconformitySource, Person};
use model::{Date, Isms, Line, PartId, RecordId, RecordKind, Ref};

use crate::assess_gap::{entry_of, place_of};
use crate::follow_up::Origin;
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, FollowUp, Operation};

/// Begin the work that closes a gap; also after the analysis is finished.
#[derive(Debug, Clone)]
pub struct FollowUpGap {
    /// The entry: `GAP-1 6.1.2 c)`.
    pub entry: PartId,
    /// What is begun; see `fitting_work`.
    pub work: FollowUp,
}

impl Operation for FollowUpGap {
    const NAME: &'static str = "follow up gap";
    const INTENT: &'static str = "gap.follow_up";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { entry, work } = self;
        let (id, criterion) = entry_of(entry)?;
        let step = Step::of(isms, id, today)?;
        let place = place_of(&step, &criterion)?;
        let entry = &step.record.entries[place];
        if !entry.is_gap() {
            return Err(step.missing("an entry where something is missing; this one has no gap"));
        }
        step.room(&entry.follow_up)?;
        let control = control_of(isms, entry);
        let evidence = entry.evidence.clone();
        let origin = Origin { id: step.id, source: NonconformitySource::Own, control, evidence };
        let (begun, change) = work.begin(isms, origin, today)?;
        if entry.follow_up.contains(&begun) {
            return Err(step.not_now("followed up by that", "it is linked there"));
        }
        let mut followed = GapAnalysis::clone(step.record);
        followed.entries[place].follow_up.push(begun);
        Ok(change.into_iter().chain([isms.put::<GapAnalysis>(id, followed)]).collect())
    }
}

/// Returns the control that an entry is about, where it is one that is there.
fn control_of(isms: &Isms, entry: &GapEntry) -> Option<Ref<Control>> {
    let id = RecordId::parse(entry.criterion.as_ref()?.as_str())?;
    let control = (id.kind == RecordKind::Control).then(|| Ref::of(id.key))?;
    isms.controls.get(&control).map(|_| control)
}

/// Returns the work that fits a gap: an action that puts a control in place, else something that is made better.
///
/// Not a nonconformity: before the management system claims to conform, a gap is work to be done and no breach.
#[must_use]
pub fn fitting_work(isms: &Isms, entry: &GapEntry, due: Option<Date>) -> FollowUp {
    let criterion = entry.criterion.as_ref().map(ToString::to_string).unwrap_or_default();
    let first = entry.gap.lines().next().unwrap_or_default();
    let title = Line::new(&if first.is_empty() {
        format!("close the gap at {criterion}")
    } else {
        format!("{criterion}: {first}")
    });
    let owner = entry.owner.clone();
    match control_of(isms, entry) {
        Some(_) => FollowUp::Action { title, risk: None, owner, due },
        None => FollowUp::Improvement { title, description: entry.gap.clone(), owner, due },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{gapped, id, refusal, run};

    #[test]
    fn a_gap_becomes_the_work_that_fits_and_is_linked_to_it() {
        let mut isms = gapped();
        let part = |text: &str| PartId::parse(text).expect("a part");
        let entry = |isms: &Isms, criterion: &str| {
            isms.gap_analyses
                .get(&Ref::number(1))
                .expect("there")
                .entry(&criterion.into())
                .cloned()
                .expect("one")
        };
        let due = Some(Date::constant(2026, 6, 30));
        for (criterion, begun) in [("4.3", "IMP-1"), ("A.5.9", "IMP-2")] {
            let work = fitting_work(&isms, &entry(&isms, criterion), due);
            run(&mut isms, FollowUpGap { entry: part(&format!("GAP-1 {criterion}")), work });
            assert_eq!(entry(&isms, criterion).follow_up, [id(begun)], "{criterion}");
        }
        let improvement = isms.improvements.get(&Ref::number(1)).expect("begun");
        assert_eq!((&*improvement.title, improvement.due), ("4.3: half of it is missing", due));
        assert_eq!(improvement.from, [id("GAP-1")]);
        let linked = FollowUpGap { entry: part("GAP-1 4.3"), work: FollowUp::Begun(id("IMP-1")) };
        assert!(refusal(&isms, linked).starts_with("GAP-1 is followed up by that"));
    }

    #[test]
    fn what_is_met_needs_no_work_and_a_control_gets_an_action() {
        let isms = gapped();
        let work = FollowUp::Begun(id("TRT-1"));
        let met = FollowUpGap { entry: PartId::parse("GAP-1 4.1").expect("a part"), work };
        assert!(refusal(&isms, met).ends_with("this one has no gap"));
        let control = GapEntry { criterion: Some("A.5.1".into()), ..GapEntry::default() };
        assert!(matches!(fitting_work(&isms, &control, None), FollowUp::Action { .. }));
    }
}
