//! A portfolio: one line for each organisation, and what waits in all of them.

use std::collections::BTreeMap;

use diagnostics::{Diagnostic, Severity, Time};
use model::{Date, Isms};
use rules::{Phase, PhaseNow, phase_now};
use standards::schedule::{VisitAudit, plan_of};

use crate::tasks::{Task, tasks};

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
pub fn standing(
    name: String,
    isms: &Isms,
    diagnostics: &[Diagnostic],
    acted_on: Option<Date>,
    today: Date,
) -> Standing {
    let phase = phase_now(isms, today, diagnostics);
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
        next: next(isms, phase, today),
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        waiting: tasks(isms, today, diagnostics).into_iter().filter(|one| !one.is_ahead(today)).collect(),
        acted_on,
    }
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
