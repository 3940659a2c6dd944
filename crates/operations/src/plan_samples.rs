//! Plan samples: of each control of an audit, how many cases are to be looked at, and why so many.

use model::records::{
    Audit, AuditState, Control, ControlRun, Person, PlannedSample, Population, SampleMethod,
};
use model::{Date, Isms, Line, Ref, Words};
use standards::sampling::{Extent, Frequency, practice_for_events};

use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Plan the samples of an audit by the sizes of practice; doing it again follows what changed.
#[derive(Debug, Clone)]
pub struct PlanSamples {
    /// The audit.
    pub audit: Ref<Audit>,
}

impl Operation for PlanSamples {
    const NAME: &'static str = "plan samples";
    const INTENT: &'static str = "audit.plan_samples";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let id = self.audit;
        let step = Step::of(isms, id, today)?;
        match step.record.state {
            AuditState::Planned | AuditState::Running => {}
            AuditState::Done | AuditState::Concluded | AuditState::Reported | AuditState::Cancelled => {
                return Err(
                    step.not_now(step.record.state.word(), "samples are planned before they are drawn")
                );
            }
        }
        if step.record.controls.is_empty() {
            return Err(step.missing("name the controls that it covers"));
        }
        step.room(&step.record.controls)?;
        let controls = step.record.controls.iter();
        let sample_plan: Vec<PlannedSample> =
            controls.filter_map(|control| planned(isms, step.record, *control)).collect();
        if sample_plan == step.record.sample_plan {
            return Err(step.not_now("planned", "nothing changed since its samples were planned"));
        }
        Ok(vec![isms.put::<Audit>(id, Audit { sample_plan, ..Audit::clone(step.record) })])
    }
}

/// Returns what is to be looked at of one control; nothing where it is not there.
fn planned(isms: &Isms, audit: &Audit, id: Ref<Control>) -> Option<PlannedSample> {
    let control = isms.controls.get(&id)?;
    let population = isms.sources::<Population>(id.id()).filter(|list| {
        let found = isms.populations.get(list);
        found.is_some_and(|list| list.control == Some(id) && list.period_end >= audit.period_start)
    });
    let population = population.last();
    let counted = population.and_then(|list| isms.populations.get(&list)).and_then(|list| list.count);
    let cases = counted.or_else(|| Some(runs(isms, audit, id)).filter(|runs| *runs > 0));
    let frequency = control.cadence.map(standards::Cadence::of).and_then(Frequency::of);
    let (size, basis) = match (frequency, cases) {
        (Some(frequency), cases) => {
            let usual = frequency.size().at(Extent::Usual);
            let word = control.cadence.map_or("", Words::word);
            let size = cases.map_or(usual, |cases| usual.min(cases));
            (Some(size), format!("usual practice for a control that is {word}"))
        }
        (None, Some(cases)) => {
            let size = practice_for_events(cases, Extent::Usual).ok();
            (size, format!("usual practice for {cases} events in the period"))
        }
        (None, None) => (None, "how many cases there are is not known yet".to_owned()),
    };
    let method = size.map(|size| {
        if cases.is_some_and(|cases| size >= cases) { SampleMethod::All } else { SampleMethod::Random }
    });
    let basis = Line::new(&basis);
    Some(PlannedSample { control: Some(id), population, cases, method, size, basis })
}

/// Counts the runs of a control in the period of an audit.
fn runs(isms: &Isms, audit: &Audit, control: Ref<Control>) -> u32 {
    let in_period = |day: Date| {
        audit.period_start.is_none_or(|start| day >= start) && audit.period_end.is_none_or(|end| day <= end)
    };
    let runs = isms.sources::<ControlRun>(control.id()).filter_map(|run| isms.control_runs.get(&run));
    let counted = runs.filter(|run| run.control == Some(control) && run.withdrawn_on.is_none());
    let count = counted.filter(|run| run.due.or(run.done_on).is_some_and(in_period)).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{edit, engaged, refusal, run};

    #[test]
    fn each_control_gets_a_size_and_says_why() {
        let mut isms = engaged();
        let plan = || PlanSamples { audit: Ref::number(1) };
        assert_eq!(refusal(&isms, plan()), "AUD-1 needs more: name the controls that it covers");
        run(&mut isms, edit("AUD-1", "controls", "A.5.1, C-1"));
        run(&mut isms, edit("C-1", "cadence", "weekly"));
        run(&mut isms, plan());
        let planned = |isms: &Isms| isms.audits.get(&Ref::number(1)).expect("there").sample_plan.clone();
        assert_eq!((planned(&isms)[0].size, planned(&isms)[0].method), (None, None));
        let usual = Frequency::Weekly.size().usual;
        assert_eq!(
            (planned(&isms)[1].size, planned(&isms)[1].method),
            (Some(usual), Some(SampleMethod::Random))
        );
        assert_eq!(&*planned(&isms)[1].basis, "usual practice for a control that is weekly");
        assert!(refusal(&isms, plan()).starts_with("AUD-1 is planned"));
        run(&mut isms, edit("C-1", "cadence", "annual"));
        run(&mut isms, plan());
        assert_eq!(planned(&isms)[1].size, Some(1));
    }
}
