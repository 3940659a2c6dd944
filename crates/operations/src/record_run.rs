//! Record run: a control was carried out.

use model::records::{Control, ControlRun, Evidence, Person};
use model::{Date, Isms, Line, Owner, Prose, Ref, Span};

use crate::stepping::{Step, StepRefusal, all_counted, pointed_at};
use crate::{Decided, Operation};

/// Record that a control was carried out.
#[derive(Debug, Clone)]
pub struct RecordRun {
    /// Which run it was.
    pub run: RunOf,
    /// When; today where nothing is said.
    pub on: Option<Date>,
    /// Who did it; the actor where nothing is said.
    pub by: Option<Owner>,
    /// What came of it.
    pub output: Prose,
    /// What shows it.
    pub evidence: Vec<Ref<Evidence>>,
    /// What was not as it should be.
    pub exceptions: Prose,
    /// What was done about that.
    pub correction: Prose,
}

/// Which run of a control was carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunOf {
    /// One that was scheduled.
    Scheduled(Ref<ControlRun>),
    /// One that came as something happened.
    Unscheduled(Ref<Control>),
}

impl Operation for RecordRun {
    const NAME: &'static str = "record run";
    const INTENT: &'static str = "run.record";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { run, on, by, output, evidence, exceptions, correction } = self;
        let (id, before, on) = match run {
            RunOf::Scheduled(id) => {
                let step = Step::of(isms, id, today)?;
                if step.record.done_on.is_some() {
                    return Err(step.not_now("done", "correct its exceptions, or record another run"));
                }
                if step.record.withdrawn_on.is_some() {
                    return Err(step.not_now("withdrawn", "record a run that was not scheduled"));
                }
                said_first(&exceptions, &correction, |what| step.missing(what))?;
                (id, ControlRun::clone(step.record), step.day(on, &[])?)
            }
            RunOf::Unscheduled(control) => {
                let step = Step::of(isms, control, today)?;
                said_first(&exceptions, &correction, |what| step.missing(what))?;
                let on = step.day(on, &[])?;
                let title = Line::new(&format!("{}, {on}", step.record.title));
                let run = ControlRun { title, control: Some(control), ..ControlRun::default() };
                (isms.control_runs.next(), run, on)
            }
        };
        if output.is_empty() && evidence.is_empty() && exceptions.is_empty() {
            return Err(StepRefusal::Missing { id: id.id(), what: NOTHING_SAID });
        }
        if before.due.is_some_and(|due| is_too_early(due, on)) {
            return Err(StepRefusal::Missing { id: id.id(), what: TOO_EARLY });
        }
        pointed_at(isms, &by)?;
        let evidence = all_counted(isms, evidence)?;
        let done = ControlRun {
            done_on: Some(on),
            done_by: Some(by.unwrap_or(Owner::Person(actor))),
            output,
            evidence,
            exceptions,
            correction,
            ..before
        };
        Ok(vec![isms.put::<ControlRun>(id, done)])
    }
}

/// What is asked for where a run says nothing: done, it would show an auditor nothing.
const NOTHING_SAID: &str = "say what came of it, name the evidence, or say what was not as it should be";

/// What is asked for instead of a day long before a run was due.
pub(crate) const TOO_EARLY: &str = "a day not more than two years before it is due";

/// Says whether a run cannot have been done on a day, so long before it is due.
pub(crate) fn is_too_early(due: Date, on: Date) -> bool {
    due.checked_sub(Span::new().years(2)).is_ok_and(|first| on < first)
}

/// Refuses a correction of nothing.
fn said_first(
    exceptions: &Prose,
    correction: &Prose,
    missing: impl Fn(&'static str) -> StepRefusal,
) -> Result<(), StepRefusal> {
    if exceptions.is_empty() && !correction.is_empty() {
        return Err(missing("say what was not as it should be before what was done about it"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, edit, ran, refusal, run, small};

    fn record(run: RunOf) -> RecordRun {
        RecordRun {
            run,
            on: None,
            by: None,
            output: "all locked".into(),
            evidence: vec![Ref::number(1)],
            exceptions: "".into(),
            correction: "".into(),
        }
    }

    #[test]
    fn a_run_is_done_once_by_whoever_says_so() {
        let mut isms = ran();
        let again = refusal(&isms, record(RunOf::Scheduled(Ref::number(1))));
        assert_eq!(again, "RUN-1 is done; correct its exceptions, or record another run");
        run(&mut isms, record(RunOf::Scheduled(Ref::number(2))));
        let done = isms.control_runs.get(&Ref::number(2)).expect("there");
        assert_eq!((done.done_on, &done.done_by), (Some(TODAY), &Some(Owner::Person(Ref::number(1)))));
        let empty = RecordRun {
            output: "".into(),
            evidence: Vec::new(),
            ..record(RunOf::Unscheduled(Ref::number(1)))
        };
        assert!(refusal(&isms, empty).ends_with(
            "needs more: say what came of it, name the evidence, or say what was not as it should be"
        ));
        let unfounded =
            RecordRun { correction: "locked it".into(), ..record(RunOf::Scheduled(Ref::number(3))) };
        assert!(refusal(&isms, unfounded).starts_with("RUN-3 needs more: say what was not as it should be"));
        let nobody =
            RecordRun { by: Some(Owner::Person(Ref::number(9))), ..record(RunOf::Scheduled(Ref::number(3))) };
        assert_eq!(refusal(&isms, nobody), "there is no PER-9");
    }

    #[test]
    fn a_run_that_nobody_scheduled_names_its_control() {
        let mut isms = small();
        run(&mut isms, record(RunOf::Unscheduled(Ref::number(1))));
        let done = isms.control_runs.get(&Ref::number(1)).expect("there");
        assert_eq!((done.control, done.due), (Some(Ref::number(1)), None));
        assert_eq!(done.title, "Lock, 2026-03-03");
    }

    #[test]
    fn a_run_is_not_done_years_before_it_is_due_and_only_by_its_step() {
        let isms = ran();
        let long_ago =
            RecordRun { on: Some(Date::constant(2023, 1, 1)), ..record(RunOf::Scheduled(Ref::number(2))) };
        assert!(refusal(&isms, long_ago).ends_with("a day not more than two years before it is due"));
        for (field, text) in [("done_on", "2026-03-03"), ("done_by", "PER-1"), ("output", "all locked")] {
            let words = refusal(&isms, edit("RUN-2", field, text));
            assert!(words.starts_with(&format!("{field}: a run is recorded by its own step")), "{words}");
            assert!(refusal(&isms, edit("RUN-1", field, "")).contains("RUN-1 is recorded; correct what"));
        }
    }

    #[test]
    fn the_day_of_a_run_that_was_due_stands() {
        let mut isms = ran();
        run(&mut isms, edit("RUN-2", "due", "2026-03-02"));
        let words = refusal(&isms, edit("RUN-2", "due", "2026-06-01"));
        assert!(words.starts_with("due: RUN-2 was due on 2026-03-02"), "{words}");
    }
}
