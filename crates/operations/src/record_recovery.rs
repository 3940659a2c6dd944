//! Record recovery: somebody tried whether what was saved, or a whole system, comes back (A.8.13, A.5.30).

use model::records::{
    Asset, Evidence, NonconformitySource, Person, RecoveryKind, RecoveryResult, RecoveryTest,
};
use model::{Date, Decimal, Isms, Line, Owner, Prose, Ref};

use crate::follow_up::Origin;
use crate::stepping::{Step, StepRefusal, all_counted, bounded, pointed_at};
use crate::{Decided, FollowUp, Operation};

/// Record a try whether a system or its data comes back.
#[derive(Debug, Clone)]
pub struct RecordRecovery {
    /// The system.
    pub system: Ref<Asset>,
    /// Restore of saved data, or recovery of the whole system.
    pub kind: RecoveryKind,
    /// What is tried, in a few words; the system's name where nothing is said.
    pub title: Line,
    /// When; today where nothing is said.
    pub on: Option<Date>,
    /// Who tried it; the actor where nothing is said.
    pub by: Option<Owner>,
    /// Ok or failed.
    pub result: RecoveryResult,
    /// How many hours it took until all was back.
    pub hours: Option<Decimal>,
    /// How it was checked that what came back is whole.
    pub verified: Prose,
    /// What was seen.
    pub notes: Prose,
    /// What shows it.
    pub evidence: Vec<Ref<Evidence>>,
    /// What is begun because of it.
    pub follow_up: Option<FollowUp>,
}

impl Operation for RecordRecovery {
    const NAME: &'static str = "record recovery";
    const INTENT: &'static str = "recovery.record";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { system, kind, title, on, by, result, hours, verified, notes, evidence, follow_up } = self;
        let step = Step::of(isms, system, today)?;
        if result == RecoveryResult::Ok {
            step.said(&verified, "say how it was checked that what came back is whole")?;
        }
        bounded(hours, 100_000, "hours", "between 0 and 100000")?;
        pointed_at(isms, &by)?;
        let evidence = all_counted(isms, evidence)?;
        let id = isms.recovery_tests.next();
        let mut test = RecoveryTest {
            title: if title.is_empty() { step.record.title.clone() } else { title },
            kind: Some(kind),
            system: Some(system),
            on: Some(step.day(on, &[])?),
            by: Some(by.unwrap_or(Owner::Person(actor))),
            result: Some(result),
            actual_hours: hours,
            verified,
            notes,
            action: None,
            evidence: evidence.clone(),
        };
        let mut changes = Vec::new();
        if let Some(follow_up) = follow_up {
            let source = NonconformitySource::Monitoring;
            let origin = Origin { id: id.id(), source, control: None, evidence };
            let (begun, change) = follow_up.begin(isms, origin, today)?;
            test.action = Some(begun);
            changes.extend(change);
        }
        changes.insert(0, isms.put::<RecoveryTest>(id, test));
        Ok(changes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{breach, id, recover, refusal, run, small};

    #[test]
    fn a_success_says_how_it_was_checked_and_a_failure_can_begin_something() {
        let mut isms = small();
        let unchecked = RecordRecovery { verified: "".into(), ..recover(RecoveryResult::Ok) };
        assert!(refusal(&isms, unchecked).ends_with("say how it was checked that what came back is whole"));
        let odd = RecordRecovery { hours: Some(Decimal::whole(-1)), ..recover(RecoveryResult::Ok) };
        assert_eq!(refusal(&isms, odd), "-1 hours cannot be meant; expected between 0 and 100000");
        run(
            &mut isms,
            RecordRecovery { follow_up: Some(breach("No backup")), ..recover(RecoveryResult::Failed) },
        );
        let test = isms.recovery_tests.get(&Ref::number(1)).expect("recorded");
        assert_eq!(test.action, Some(id("NC-1")));
        assert_eq!(isms.nonconformities.get(&Ref::number(1)).expect("opened").about, [id("RCT-1")]);
    }
}
