//! Schedule runs: the days on which a control is next to be carried out, from its rhythm.

use std::collections::BTreeSet;

use model::records::{Cadence, Control, ControlRun, ControlState, Person};
use model::{Change, Date, Isms, Key, Line, Prose, Recurrence, Ref, Span, Words, YesNo};

use crate::absent::LIST_MAX;
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// How many years ahead runs are scheduled at most.
const YEARS_MAX: i64 = 3;

/// Schedule the runs of a control up to a day; those that are there stay, and a period that has one gets no other, so that
/// doing it twice adds nothing, also with another first day.
#[derive(Debug, Clone)]
pub struct ScheduleRuns {
    /// The control.
    pub control: Ref<Control>,
    /// The day that the rhythm counts from; else it goes on as it began, from the day the control works, or from today.
    pub first: Option<Date>,
    /// The last day for which runs are wanted.
    pub until: Date,
}

/// How often a control is carried out, as days.
pub(crate) enum Rhythm<'a> {
    /// By its own rule.
    Own(&'a Recurrence),
    /// Each so many days.
    Days(i32),
    /// Each so many months; on the last day of a month that has no such day.
    Months(i32),
}

impl Operation for ScheduleRuns {
    const NAME: &'static str = "schedule runs";
    const INTENT: &'static str = "run.schedule";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { control: id, first, until } = self;
        let step = Step::of(isms, id, today)?;
        let control = step.record;
        if control.state == ControlState::Retired {
            return Err(step.not_now("retired", "it is not carried out any more"));
        }
        if control.included == Some(YesNo::No) {
            return Err(step.not_now("left out of the statement of applicability", "include it first"));
        }
        let Some(rhythm) = Rhythm::of(control) else {
            return Err(match control.cadence {
                None => step.missing("say how often it is carried out"),
                Some(cadence) => step.not_now(cadence.word(), "record its runs as they come"),
            });
        };
        let horizon = today.checked_add(Span::new().years(YEARS_MAX)).unwrap_or(Date::MAX);
        if until < today || until > horizon {
            return Err(step.missing("a last day from today on, at most three years ahead"));
        }
        let dues: Vec<Date> = isms
            .sources::<ControlRun>(step.id)
            .filter_map(|run| isms.control_runs.find(&run))
            .filter(|run| run.control == Some(id))
            .filter_map(|run| run.due)
            .collect();
        let start = first.unwrap_or_else(|| start(&rhythm, &dues, control.implemented_on, today));
        let all = rhythm.days(start, today, until);
        let days = rhythm.without(&all, &dues);
        if days.is_empty() {
            return Err(step.not_now("scheduled", "all its runs up to then are there"));
        }
        if days.len() > LIST_MAX {
            return Err(StepRefusal::TooMany(days.len()));
        }
        let elsewhere = all.iter().filter(|day| !days.contains(day) && !dues.contains(day)).count();
        let words = match elsewhere {
            0 => None,
            1 => Some("1 day was left out: its period has a run on another day".to_owned()),
            more => Some(format!("{more} days were left out: their periods have a run on another day")),
        };
        let note = words.map(|words| Change::Note(Prose::new(&words)));
        Ok(note.into_iter().chain(runs(isms, id, &control.title, days)).collect())
    }
}

/// Returns the new runs of a control, numbered on from the last.
fn runs(isms: &Isms, control: Ref<Control>, title: &Line, days: Vec<Date>) -> Vec<Change> {
    let next = match isms.control_runs.next().key {
        Key::Number(number) => number,
        Key::One | Key::AnnexA(_) => 1,
    };
    (next..)
        .zip(days)
        .map(|(number, due)| {
            let title = Line::new(&format!("{title}, {due}"));
            let run = ControlRun { title, control: Some(control), due: Some(due), ..ControlRun::default() };
            isms.put::<ControlRun>(Ref::number(number), run)
        })
        .collect()
}

/// Returns the day that a rhythm counts from: since when the control works, unless the runs that are there count from another.
fn start(rhythm: &Rhythm<'_>, dues: &[Date], works: Option<Date>, today: Date) -> Date {
    let (Some(oldest), Some(newest)) = (dues.iter().min(), dues.iter().max()) else {
        return works.unwrap_or(today);
    };
    works.filter(|works| !rhythm.days(*works, *newest, *newest).is_empty()).unwrap_or(*oldest)
}

/// Returns how many days after 1 January of the year 1 a day is.
fn days_since(day: Date) -> i64 {
    i64::from((day - Date::constant(1, 1, 1)).get_days())
}

impl<'a> Rhythm<'a> {
    /// Returns the rhythm of a control; nothing where it says none, or one without days.
    pub(crate) fn of(control: &'a Control) -> Option<Self> {
        if let Some(own) = &control.recurrence {
            return Some(Self::Own(own));
        }
        match control.cadence? {
            Cadence::Continuous | Cadence::OnEvent => None,
            Cadence::Daily => Some(Self::Days(1)),
            Cadence::Weekly => Some(Self::Days(7)),
            Cadence::Monthly => Some(Self::Months(1)),
            Cadence::Quarterly => Some(Self::Months(3)),
            Cadence::Semiannual => Some(Self::Months(6)),
            Cadence::Annual => Some(Self::Months(12)),
            Cadence::Biennial => Some(Self::Months(24)),
        }
    }

    /// Returns the days of a rhythm whose period has no run yet.
    fn without(&self, days: &[Date], dues: &[Date]) -> Vec<Date> {
        match self {
            // The time until its next day is the period of a day; one after the last day falls into that of the last.
            Self::Own(_) => {
                let followers = days.iter().skip(1).copied().chain([Date::MAX]);
                let is_free = |(day, next): &(&Date, Date)| {
                    let others = |due: &Date| *due > **day && *due < *next && !days.contains(due);
                    !dues.contains(day) && !dues.iter().any(others)
                };
                days.iter().zip(followers).filter(is_free).map(|(day, _)| *day).collect()
            }
            Self::Days(_) | Self::Months(_) => {
                let taken: BTreeSet<i64> = dues.iter().map(|due| self.period(*due)).collect();
                days.iter().copied().filter(|day| !taken.contains(&self.period(*day))).collect()
            }
        }
    }

    /// Returns the number of the period of the calendar in which a day lies: the day, the week, or so many months of the year.
    fn period(&self, day: Date) -> i64 {
        let months =
            |each: i32| i64::from((12 * i32::from(day.year()) + i32::from(day.month()) - 1).div_euclid(each));
        match self {
            Self::Own(_) | Self::Days(1) => days_since(day),
            // 1 January of the year 1 is a Monday.
            Self::Days(days) => days_since(day).div_euclid(i64::from(*days)),
            Self::Months(each) => months(*each),
        }
    }

    /// Returns its days between two, counted from a start, which is the first of them where the rhythm has no rule of its own.
    pub(crate) fn days(&self, start: Date, from: Date, to: Date) -> Vec<Date> {
        let from = from.max(start);
        let since = from - start;
        let (each, turns) = match self {
            Self::Own(rule) => return rule.days(start, from, to).collect(),
            Self::Days(days) => (Span::new().days(i64::from(*days)), since.get_days() / days),
            // Counted from the start, so that the 31st comes back after February.
            Self::Months(months) => {
                let months_since = 12 * (i32::from(from.year()) - i32::from(start.year()))
                    + i32::from(from.month())
                    - i32::from(start.month());
                (Span::new().months(i64::from(*months)), months_since / months)
            }
        };
        (i64::from(turns)..)
            .map_while(|turn| start.checked_add(each.checked_mul(turn).ok()?).ok())
            .take_while(|day| *day <= to)
            .filter(|day| *day >= from)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, edit, refusal, run, small};

    fn schedule(until: Date) -> ScheduleRuns {
        ScheduleRuns { control: Ref::number(1), first: None, until }
    }

    fn dues(isms: &Isms) -> Vec<String> {
        isms.control_runs.iter().filter_map(|(_, run)| run.due).map(|due| due.to_string()).collect()
    }

    const MAY: Date = Date::constant(2026, 5, 31);

    #[test]
    fn a_rhythm_gives_the_next_days_once_and_goes_on_as_it_began() {
        let mut isms = small();
        assert_eq!(refusal(&isms, schedule(MAY)), "C-1 needs more: say how often it is carried out");
        run(&mut isms, edit("C-1", "cadence", "monthly"));
        run(&mut isms, edit("C-1", "implemented_on", "2026-01-31"));
        run(&mut isms, schedule(Date::constant(2026, 4, 30)));
        assert_eq!(dues(&isms), ["2026-03-31", "2026-04-30"]);
        let again = refusal(&isms, schedule(Date::constant(2026, 4, 30)));
        assert_eq!(again, "C-1 is scheduled; all its runs up to then are there");
        run(&mut isms, schedule(MAY));
        assert_eq!(dues(&isms), ["2026-03-31", "2026-04-30", "2026-05-31"]);
        assert_eq!(isms.control_runs.get(&Ref::number(3)).expect("there").title, "Lock, 2026-05-31");
        run(&mut isms, edit("C-1", "implemented_on", ""));
        run(&mut isms, schedule(Date::constant(2026, 6, 30)));
        assert_eq!(dues(&isms).last().map(String::as_str), Some("2026-06-30"));
    }

    #[test]
    fn a_rule_of_its_own_goes_before_the_cadence() {
        let mut isms = small();
        run(&mut isms, edit("C-1", "cadence", "on event"));
        let event = "C-1 is on event; record its runs as they come";
        assert_eq!(refusal(&isms, schedule(MAY)), event);
        run(&mut isms, edit("C-1", "recurrence", "FREQ=MONTHLY;BYDAY=-1FR"));
        run(&mut isms, schedule(MAY));
        assert_eq!(dues(&isms), ["2026-03-27", "2026-04-24", "2026-05-29"]);
    }

    #[test]
    fn another_first_day_doubles_no_run_of_a_period() {
        let mut isms = small();
        run(&mut isms, edit("C-1", "cadence", "monthly"));
        let from = |day, until| ScheduleRuns { first: Some(Date::constant(2026, 3, day)), ..schedule(until) };
        run(&mut isms, from(15, MAY));
        assert_eq!(dues(&isms), ["2026-03-15", "2026-04-15", "2026-05-15"]);
        assert!(refusal(&isms, from(31, MAY)).ends_with("all its runs up to then are there"));
        let further =
            from(31, Date::constant(2026, 6, 30)).decide(&isms, Ref::number(1), TODAY).expect("one more");
        let words = "3 days were left out: their periods have a run on another day";
        assert_eq!(further[0], Change::Note(words.into()));
        run(&mut isms, from(31, Date::constant(2026, 6, 30)));
        assert_eq!(dues(&isms).last().map(String::as_str), Some("2026-06-30"));
        assert_eq!(dues(&isms).len(), 4);
    }

    #[test]
    fn weeks_quarters_and_own_rules_have_one_run_for_each_period_too() {
        for (cadence, first, other, until) in [
            ("weekly", 4, 6, Date::constant(2026, 4, 5)),
            ("quarterly", 3, 30, Date::constant(2026, 12, 31)),
            ("daily", 3, 10, Date::constant(2026, 3, 20)),
        ] {
            let mut isms = small();
            run(&mut isms, edit("C-1", "cadence", cadence));
            let from = |day| ScheduleRuns { first: Some(Date::constant(2026, 3, day)), ..schedule(until) };
            run(&mut isms, from(first));
            assert!(refusal(&isms, from(other)).starts_with("C-1 is scheduled"), "{cadence}");
        }
        let mut isms = small();
        run(&mut isms, edit("C-1", "recurrence", "FREQ=MONTHLY"));
        let from = |day| ScheduleRuns { first: Some(Date::constant(2026, 3, day)), ..schedule(MAY) };
        run(&mut isms, from(20));
        assert!(refusal(&isms, from(10)).starts_with("C-1 is scheduled"));
    }

    #[test]
    fn nothing_is_scheduled_for_what_is_over_or_too_far_away() {
        let mut isms = small();
        run(&mut isms, edit("C-1", "cadence", "daily"));
        for until in [Date::constant(2026, 3, 2), Date::constant(2029, 3, 4), Date::MAX] {
            assert!(refusal(&isms, schedule(until)).ends_with("at most three years ahead"), "{until}");
        }
        run(&mut isms, ScheduleRuns { first: Some(Date::MIN), ..schedule(TODAY) });
        run(&mut isms, edit("C-1", "state", "retired"));
        assert_eq!(refusal(&isms, schedule(MAY)), "C-1 is retired; it is not carried out any more");
    }
}
