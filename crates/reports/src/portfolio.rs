//! A portfolio: one line for each organisation, and what waits in all of them.

use std::collections::BTreeMap;

use diagnostics::{Diagnostic, Severity, Time};
use model::records::AuditState;
use model::{Date, Decimal, Isms, Span};
use rules::{Phase, PhaseNow, first_steps, phase_now};
use standards::schedule::{VisitAudit, plan_of};

use crate::tasks::{Task, tasks};

/// How many weeks ahead work is told.
pub const WEEKS: usize = 8;

/// A day of audit, in minutes.
const DAY_MINUTES: i32 = 8 * 60;
/// The most minutes that one audit counts for: a year of days.
const AUDIT_MINUTES_MAX: f64 = 366.0 * 480.0;

/// Where one organisation stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its name.
    pub name: String,
    /// The number of its phase.
    pub phase: u32,
    /// The title of its phase.
    pub phase_title: String,
    /// What comes next, and when.
    pub next: Option<(String, Date)>,
    /// Problems that an auditor would call major, or that hold a gate.
    pub errors: usize,
    /// Problems that would be minor.
    pub warnings: usize,
    /// What waits and is not far ahead, the late and the soonest first.
    pub waiting: Vec<Task>,
    /// The last day on which somebody there did something.
    pub acted_on: Option<Date>,
    /// The minutes of work in this week and in those that follow.
    pub weeks: [usize; WEEKS],
}

impl Standing {
    /// Returns how many days nobody there did anything.
    #[must_use]
    pub fn idle_days(&self, today: Date) -> Option<i32> {
        days(self.acted_on?, today)
    }

    /// Returns for whom something waits, by name, and how much; who has most first.
    #[must_use]
    pub fn waiting_on(&self, isms: &Isms) -> Vec<(String, usize)> {
        let mut names: Vec<(String, usize)> = Vec::new();
        for one in &self.waiting {
            let name = match one.on.first() {
                None => one.waits_for(isms, |person| isms.name_of(person.id())),
                Some(person) => isms.name_of(person.id()),
            };
            match names.iter_mut().find(|(known, _)| *known == name) {
                Some((_, count)) => *count += 1,
                None => names.push((name, 1)),
            }
        }
        names.sort_by(|(one, ones), (other, others)| others.cmp(ones).then_with(|| one.cmp(other)));
        names
    }

    /// Returns how many days the oldest of what is late is late.
    #[must_use]
    pub fn late_days(&self, today: Date) -> Option<i32> {
        let oldest = self.waiting.iter().filter(|one| one.is_late(today)).filter_map(|one| one.due).min();
        days(oldest?, today)
    }
}

/// What is late for one person, over several organisations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// The name of the person.
    pub name: String,
    /// The address, where one is recorded.
    pub email: String,
    /// Each thing in one line.
    pub lines: Vec<String>,
}

/// Returns one reminder for each person with something late, by name. People are one where their address is one; who has none
/// on record is one of one organisation only, so that no message tells one client of another.
#[must_use]
pub fn reminders<'a>(all: impl Iterator<Item = (&'a Standing, &'a Isms, Date)>) -> Vec<Reminder> {
    let mut people: BTreeMap<(String, String, String), Vec<String>> = BTreeMap::new();
    for (standing, isms, today) in all {
        for item in standing.waiting.iter().filter(|item| item.is_late(today)) {
            let due = item.due.map(|due| format!(", due {due}")).unwrap_or_default();
            let line = format!("{}: {} {} {}{due}", standing.name, item.verb, item.record, item.title);
            for person in &item.on {
                let email =
                    isms.people.get(person).map(|person| person.email.to_string()).unwrap_or_default();
                let alone = if email.is_empty() { standing.name.clone() } else { String::new() };
                people.entry((isms.name_of(person.id()), email, alone)).or_default().push(line.clone());
            }
        }
    }
    people.into_iter().map(|((name, email, _), lines)| Reminder { name, email, lines }).collect()
}

/// Returns where an organisation stands on a day, by its records and what the rules say of them.
#[must_use]
pub fn standing<'a>(
    name: String,
    isms: &Isms,
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
    acted_on: Option<Date>,
    today: Date,
) -> Standing {
    let diagnostics: Vec<&Diagnostic> = diagnostics.into_iter().collect();
    let phase = phase_now(isms, today, diagnostics.iter().copied());
    let next = next(isms, phase, today);
    let weeks = weeks(isms, &diagnostics, next.as_ref().map(|(_, day)| *day), today);
    let count = |severity| {
        diagnostics
            .iter()
            .filter(|one| one.is_open() && one.time == Time::Now && one.severity == severity)
            .count()
    };
    Standing {
        name,
        phase: phase.number(),
        phase_title: phase.title(),
        next,
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        waiting: tasks(isms, today, diagnostics.iter().copied())
            .into_iter()
            .filter(|one| !one.is_ahead(today))
            .collect(),
        acted_on,
        weeks,
    }
}

/// Returns the minutes of work in each week: those of the steps that are open now, spread evenly until the next date, and the days
/// of planned audits in the weeks in which they begin.
fn weeks(isms: &Isms, diagnostics: &[&Diagnostic], next: Option<Date>, today: Date) -> [usize; WEEKS] {
    let mut weeks = [0; WEEKS];
    let open = first_steps(diagnostics.iter().copied(), isms, today, usize::MAX).minutes();
    let until = next.and_then(|day| week_of(day, today)).map_or(0, |week| week.min(WEEKS - 1));
    let each = open / (until + 1);
    for week in &mut weeks[..=until] {
        *week += each;
    }
    // What does not part evenly is done first.
    weeks[0] += open - each * (until + 1);
    for (_, audit) in isms.audits.iter().filter(|(_, audit)| audit.state == AuditState::Planned) {
        let planned = audit.planned_on.and_then(|day| week_of(day, today)).filter(|week| *week < WEEKS);
        let minutes = audit.days.and_then(|days| days.times(Decimal::whole(DAY_MINUTES)));
        if let (Some(week), Some(minutes)) = (planned, minutes) {
            let minutes: f64 = minutes.to_string().parse().unwrap_or_default();
            weeks[week] += minutes.clamp(0.0, AUDIT_MINUTES_MAX).ceil() as usize;
        }
    }
    weeks
}

/// Returns the Monday of a day's week.
#[must_use]
pub fn monday(day: Date) -> Date {
    day.saturating_sub(Span::new().days(i64::from(day.weekday().to_monday_zero_offset())))
}

/// Returns how many weeks after the present one a day is; none before it.
fn week_of(day: Date, today: Date) -> Option<usize> {
    usize::try_from(days(monday(today), monday(day))? / 7).ok()
}

/// Returns the next date: of a certificate its next visit, before it the next phase or the day wanted.
fn next(isms: &Isms, phase: PhaseNow, today: Date) -> Option<(String, Date)> {
    let wanted = plan_of(isms, today).wanted.on();
    if let PhaseNow::Certified(cycle) = phase {
        return Some(match cycle.audit {
            VisitAudit::Planned(_, on) => (cycle.next.title(), on),
            VisitAudit::Done(_, _) | VisitAudit::Unplanned => {
                (format!("{} by", cycle.next.title()), cycle.by)
            }
        });
    }
    let plan = isms.plan.one()?;
    let begins = Phase::all()
        .filter_map(|phase| Some((plan.phase(phase.number())?.starts_on?, phase.title())))
        .filter(|(day, _)| *day > today)
        .min();
    match begins {
        Some((day, title)) => Some((title.to_owned(), day)),
        None => wanted.map(|day| ("certificate wanted".to_owned(), day)),
    }
}

fn days(from: Date, to: Date) -> Option<i32> {
    from.until(to).ok().map(|span| span.get_days())
}

#[cfg(test)]
mod tests {
    use model::sample::{Moment, Sample, Size};

    use crate::tasks::TaskKind;

    use super::*;

    #[test]
    fn a_company_in_good_order_is_told_with_its_next_date_and_what_waits_for_whom() {
        let today = Moment::Certified.day();
        let sample = Sample::company(Size::Sixty, Moment::Certified);
        let isms = &sample.isms;
        let told = standing("Acme".to_owned(), isms, &[], Some(today.yesterday().expect("a day")), today);
        assert_eq!((told.errors, told.warnings, told.idle_days(today)), (0, 0, Some(1)));
        assert!(told.next.as_ref().is_some_and(|(_, day)| *day > today), "{:?}", told.next);
        let whole: usize = told.waiting_on(isms).iter().map(|(_, count)| count).sum();
        assert_eq!(whole, told.waiting.len());
    }

    #[test]
    fn work_is_spread_until_the_next_date_and_audits_stand_in_their_week() {
        let today = Moment::Certified.day();
        let mut sample = Sample::company(Size::Sixty, Moment::Certified);
        let on = monday(today).saturating_add(Span::new().days(15));
        let audits: Vec<_> = sample.isms.audits.iter().map(|(id, _)| id).collect();
        for audit in &audits {
            sample.edit_at(*audit, |audit: &mut model::records::Audit| {
                audit.state = AuditState::Planned;
                (audit.planned_on, audit.days) = (None, None);
            });
        }
        let without = weeks(&sample.isms, &[], None, today);
        assert_eq!(without, [0; WEEKS], "nothing is open, and no day is planned");
        sample.edit_at(audits[0], |audit: &mut model::records::Audit| {
            (audit.planned_on, audit.days) = (Some(on), Some(Decimal::whole(2)));
        });
        let mut wanted = [0; WEEKS];
        wanted[2] = 2 * 480;
        assert_eq!(weeks(&sample.isms, &[], None, today), wanted);
        let empty = Isms::default();
        let said = rules::check(&rules::Ask::new(&empty, None, today));
        let diagnostics: Vec<&Diagnostic> = said.diagnostics().collect();
        let (now, spread) =
            (weeks(&empty, &diagnostics, None, today), weeks(&empty, &diagnostics, Some(on), today));
        assert!(now[0] > 0 && now[1] == 0, "without a date all is of this week: {now:?}");
        assert!(spread[2] > 0 && spread[3] == 0 && spread.iter().sum::<usize>() == now[0], "{spread:?}");
    }

    #[test]
    fn a_person_gets_one_reminder_of_all_that_is_late_and_none_of_what_is_not() {
        let today = Moment::Certified.day();
        let sample = Sample::company(Size::Sixty, Moment::Certified);
        let isms = &sample.isms;
        let mut told = standing("Acme".to_owned(), isms, &[], None, today);
        let person = isms.people.iter().next().expect("somebody").0;
        let one = |title: &str, due| Task {
            record: person.id(),
            title: title.to_owned(),
            verb: "do",
            kind: TaskKind::Act,
            on: vec![person],
            meant: None,
            not_by: Vec::new(),
            since: None,
            due,
            why: String::new(),
        };
        told.waiting =
            vec![one("late", today.yesterday().ok()), one("today", Some(today)), one("ever", None)];
        let all = reminders([(&told, isms, today), (&told, isms, today)].into_iter());
        assert_eq!(all.len(), 1, "one for each person");
        assert_eq!(all[0].lines.len(), 2, "of both organisations");
        assert!(all[0].lines.iter().all(|line| line.contains(" late, due ")), "{:?}", all[0].lines);
    }

    #[test]
    fn who_has_no_address_is_not_taken_for_a_namesake_at_another_client() {
        let today = Moment::Certified.day();
        let mut sample = Sample::company(Size::Sixty, Moment::Certified);
        let person = sample.isms.people.iter().next().expect("somebody").0;
        let told = |name: &str, isms: &Isms| {
            let mut told = standing(name.to_owned(), isms, &[], None, today);
            told.waiting.truncate(1);
            for one in &mut told.waiting {
                (one.on, one.due) = (vec![person], today.yesterday().ok());
            }
            told
        };
        let mut count = |email: &str| {
            sample.edit(1, |person: &mut model::records::Person| person.email = email.into());
            let isms = &sample.isms;
            let (acme, bolt) = (told("Acme", isms), told("Bolt", isms));
            assert_eq!(acme.waiting.len(), 1, "something waits in the sample");
            reminders([(&acme, isms, today), (&bolt, isms, today)].into_iter()).len()
        };
        assert_eq!((count(""), count("jana@house.example")), (2, 1));
    }
}
