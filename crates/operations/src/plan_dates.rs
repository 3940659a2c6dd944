//! Plan the way: the nine phases get dates from what is recorded; dates that a person gave stay.

use model::records::{Person, Phase, Plan};
use model::{Date, Decimal, Isms, Ref};
use standards::schedule::{Disorder, audit_days_of, disorder, facts_of, planned, weekend};
use thiserror::Error;

use crate::absent::counted;
use crate::answers::day_wanted;
use crate::{Absent, AnswersProblem, Decided, Operation};

/// Plan the way to the certificate.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlanDates {
    /// The day by which the certificate is wanted.
    pub wanted: DayWanted,
    /// Auditor days of the first audit, where the body has named them.
    pub audit_days: Option<Decimal>,
    /// Phases that get dates of a person.
    pub moves: Vec<Phase>,
    /// Phases whose dates are worked out again.
    pub freed: Vec<u32>,
}

/// What becomes of the day by which the certificate is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DayWanted {
    /// It stands.
    #[default]
    AsItIs,
    /// It is this one from now on.
    By(Date),
    /// No day is wanted any more: the plan takes the shortest honest way.
    Nothing,
}

/// Why the way cannot be planned so.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum PlanDatesRefusal {
    /// There is no plan.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// The day wanted is over or far away.
    #[error(transparent)]
    Wanted(#[from] AnswersProblem),
    /// There are nine phases.
    #[error("there is no phase {0}; expected 1 to 9")]
    NoPhase(u32),
    /// A phase ends before it starts.
    #[error("phase {number} would end on {ends}, before it starts on {starts}")]
    Backwards {
        /// The phase.
        number: u32,
        /// Its first day.
        starts: Date,
        /// Its last day.
        ends: Date,
    },
    /// A milestone falls on a weekend, or an audit stands before the one that it needs.
    #[error("{0}")]
    Disorder(Disorder),
    /// A phase is moved to nowhere.
    #[error("phase {0} needs a day on which it starts")]
    NoDay(u32),
    /// No audit takes so many days.
    #[error("{0} is no number of audit days; expected between 0.5 and 1000")]
    NoDays(Decimal),
}

impl Operation for PlanDates {
    const NAME: &'static str = "plan the way";
    const INTENT: &'static str = "plan.schedule";
    type Refusal = PlanDatesRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let id = Ref::<Plan>::one();
        let before = counted(isms, id)?;
        let mut plan = Plan::clone(before);
        plan.wanted_on = match self.wanted {
            DayWanted::AsItIs => plan.wanted_on,
            DayWanted::By(day) => Some(day),
            DayWanted::Nothing => None,
        };
        day_wanted(isms, plan.wanted_on, today)?;
        if let Some(days) = self.audit_days {
            if audit_days_of(days, 1).is_none() {
                return Err(PlanDatesRefusal::NoDays(days));
            }
            plan.audit_days = Some(days);
        }
        for number in self.freed {
            looked_at(number)?;
            plan.phases.retain(|phase| phase.number != number);
        }
        let moved: Vec<u32> = self.moves.iter().map(|phase| phase.number).collect();
        for moved in self.moves {
            put(&mut plan, moved)?;
        }
        let plan = planned(&plan, &facts_of(isms, today));
        if let Some(wrong) = disorder(&plan, &moved) {
            return Err(PlanDatesRefusal::Disorder(wrong));
        }
        if plan == **before { Ok(Vec::new()) } else { Ok(vec![isms.put::<Plan>(id, plan)]) }
    }
}

fn looked_at(number: u32) -> Result<(), PlanDatesRefusal> {
    if (1..=9).contains(&number) { Ok(()) } else { Err(PlanDatesRefusal::NoPhase(number)) }
}

/// Gives a phase the dates of a person.
fn put(plan: &mut Plan, moved: Phase) -> Result<(), PlanDatesRefusal> {
    let number = moved.number;
    looked_at(number)?;
    let starts = moved.starts_on.ok_or(PlanDatesRefusal::NoDay(number))?;
    if let Some(ends) = moved.ends_on.filter(|ends| *ends < starts) {
        return Err(PlanDatesRefusal::Backwards { number, starts, ends });
    }
    if let Some(wrong) = weekend(&moved) {
        return Err(PlanDatesRefusal::Disorder(wrong));
    }
    plan.phases.retain(|phase| phase.number != number);
    // The same dates as worked out are no move, unless somebody says them: then they hold.
    plan.worked_out.retain(|phase| *phase != moved);
    plan.phases.push(moved);
    plan.phases.sort_by_key(|phase| phase.number);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use standards::schedule::is_up_to_date;

    use crate::testing::{TODAY, begin, create, edit, refusal, run};

    fn begun() -> Isms {
        let mut isms = Isms::default();
        run(&mut isms, begin());
        isms
    }

    fn plan(isms: &Isms) -> &Plan {
        isms.plan.one().expect("there")
    }

    fn stage_2(starts: Date, ends: Option<Date>) -> PlanDates {
        let moved = Phase { number: 7, starts_on: Some(starts), ends_on: ends };
        PlanDates { moves: vec![moved], ..PlanDates::default() }
    }

    #[test]
    fn nine_phases_are_written_once() {
        let mut isms = begun();
        run(&mut isms, PlanDates::default());
        assert_eq!(plan(&isms).phases.len(), 9);
        assert_eq!(plan(&isms).phases, plan(&isms).worked_out);
        let again = PlanDates::default().decide(&isms, Ref::number(1), TODAY).expect("decided");
        assert!(again.is_empty(), "the same plan is no change");
    }

    #[test]
    fn a_day_wanted_that_is_over_or_far_away_is_refused_unless_it_stands() {
        let mut isms = begun();
        let wants = |wanted: Date| PlanDates { wanted: DayWanted::By(wanted), ..PlanDates::default() };
        assert!(refusal(&isms, wants(TODAY)).contains("has passed"));
        assert!(refusal(&isms, wants(Date::constant(2926, 1, 1))).contains("more than ten years"));
        run(&mut isms, edit("PLAN", "wanted_on", "2020-01-01"));
        run(&mut isms, wants(Date::constant(2020, 1, 1)));
    }

    #[test]
    fn a_phase_that_a_person_moved_keeps_its_dates() {
        let mut isms = begun();
        run(&mut isms, PlanDates::default());
        let (starts, ends) = (Date::constant(2027, 3, 1), Date::constant(2027, 3, 5));
        run(&mut isms, stage_2(starts, Some(ends)));
        run(&mut isms, edit("ORG", "people_count", "800"));
        run(
            &mut isms,
            PlanDates { wanted: DayWanted::By(Date::constant(2028, 1, 1)), ..PlanDates::default() },
        );
        let moved = plan(&isms).phase(7).expect("there");
        assert_eq!((moved.starts_on, moved.ends_on), (Some(starts), Some(ends)));
        assert!(plan(&isms).was_moved(7) && !plan(&isms).was_moved(6));
        run(&mut isms, PlanDates { freed: vec![7], ..PlanDates::default() });
        assert!(!plan(&isms).was_moved(7));
        assert_ne!(plan(&isms).phase(7).and_then(|phase| phase.starts_on), Some(starts));
    }

    #[test]
    fn dates_typed_in_a_form_hold_as_well() {
        let mut isms = begun();
        run(&mut isms, edit("PLAN", "phases", "4 | 2026-05-04 | 2026-09-30"));
        run(&mut isms, PlanDates::default());
        assert_eq!(plan(&isms).phases.len(), 9);
        assert_eq!(plan(&isms).phase(4).and_then(|phase| phase.starts_on), Some(Date::constant(2026, 5, 4)));
        assert!(plan(&isms).was_moved(4));
    }

    #[test]
    fn a_phase_begins_with_its_records_and_not_with_its_planned_day() {
        let later = Date::constant(2026, 3, 20);
        let begins = |isms: &mut Isms| {
            let changes = PlanDates::default().decide(isms, Ref::number(1), later).expect("decided");
            for change in &changes {
                isms.apply(change, model::Stamp { on: later, ..model::Stamp::default() });
            }
            plan(isms).phase(1).and_then(|phase| phase.starts_on)
        };
        let mut isms = begun();
        run(&mut isms, PlanDates::default());
        let mut worked_on = isms.clone();
        run(&mut worked_on, create("issue", "Growth"));
        assert!(is_up_to_date(&isms, TODAY) && !is_up_to_date(&isms, later));
        assert_eq!(begins(&mut isms), Some(later), "nobody has begun");
        assert!(is_up_to_date(&isms, later));
        assert_eq!(begins(&mut worked_on), Some(TODAY));
    }

    #[test]
    fn the_day_wanted_can_be_taken_back() {
        let mut isms = begun();
        run(
            &mut isms,
            PlanDates { wanted: DayWanted::By(Date::constant(2028, 1, 1)), ..PlanDates::default() },
        );
        run(&mut isms, PlanDates::default());
        assert!(plan(&isms).wanted_on.is_some(), "unsaid, it stands");
        run(&mut isms, PlanDates { wanted: DayWanted::Nothing, ..PlanDates::default() });
        assert_eq!(plan(&isms).wanted_on, None);
    }

    #[test]
    fn what_cannot_be_is_refused_in_a_sentence() {
        let isms = begun();
        let backwards = stage_2(Date::constant(2027, 3, 5), Some(Date::constant(2027, 3, 1)));
        let said = "phase 7 would end on 2027-03-01, before it starts on 2027-03-05";
        assert_eq!(refusal(&isms, backwards), said);
        let weekend = stage_2(Date::constant(2027, 3, 6), None);
        let said = "Stage 2 would begin on 2027-03-06, a Saturday; the Monday after is 2027-03-08";
        assert_eq!(refusal(&isms, weekend), said);
        let early = stage_2(TODAY.tomorrow().expect("a day"), None);
        assert!(refusal(&isms, early).contains(", and Stage 1 ends on "));
        let nowhere = PlanDates { freed: vec![10], ..PlanDates::default() };
        assert_eq!(refusal(&isms, nowhere), "there is no phase 10; expected 1 to 9");
        let days = PlanDates { audit_days: Some(Decimal::whole(-1)), ..PlanDates::default() };
        assert_eq!(refusal(&isms, days), "-1 is no number of audit days; expected between 0.5 and 1000");
        assert_eq!(refusal(&Isms::default(), PlanDates::default()), "there is no PLAN");
    }
}
