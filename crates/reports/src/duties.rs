//! Duties: one walk over all registers, which yields what is to be done, what was done, and what only comes by its day.
//!
//! Tasks, My work, the calendar, the portfolio and the status are readings of it: each question has one answer.

mod by_hand;
mod decisions;
mod ending;
mod looks;
mod work;

use model::records::{MemberRole, Person, PersonKind, Role};
use model::{Date, Isms, Line, Owner, RecordId, Ref};

use crate::dates::DateKind;
use crate::tasks::TaskKind;

/// Something that falls to somebody, or that comes by its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// The record that it is about.
    pub record: RecordId,
    /// The part of the record, where it is the part's.
    pub part: Option<u32>,
    /// What it is called.
    pub title: String,
    /// What is to be done: `approve`, `record the run`.
    pub verb: &'static str,
    /// What sort of work it is.
    pub kind: TaskKind,
    /// Who does it; several where one of them is enough, nobody where it is not said.
    pub on: Vec<Ref<Person>>,
    /// As what they are asked, where that is not by their name.
    pub meant: Option<Meant>,
    /// Who must not do it.
    pub not_by: Vec<Ref<Person>>,
    /// Since when it waits, where that is known.
    pub since: Option<Date>,
    /// Its day: until when it is to be done, or when it was.
    pub day: Option<Date>,
    /// What the calendar calls the day; nothing where it does not tell it.
    pub dated: Option<(DateKind, &'static str)>,
    /// Why it is asked, in a few words.
    pub why: String,
    /// How it stands.
    pub state: DutyState,
}

/// How a duty stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DutyState {
    /// Somebody has to do it.
    Open,
    /// It was done.
    Done,
    /// Nobody has to do anything: a day comes, and what it ends or begins is told.
    Comes,
}

/// As what somebody is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meant {
    /// As the holder of a role.
    Role(Ref<Role>),
    /// By a name that is no record.
    Named(Line),
    /// As top management.
    TopManagement,
}

impl Duty {
    fn of(isms: &Isms, record: RecordId, verb: &'static str, kind: TaskKind) -> Self {
        Self {
            record,
            part: None,
            title: isms.name_of(record),
            verb,
            kind,
            on: Vec::new(),
            meant: None,
            not_by: Vec::new(),
            since: None,
            day: None,
            dated: None,
            why: String::new(),
            state: DutyState::Open,
        }
    }

    /// Returns an open duty of who owns a record, without a day.
    pub(crate) fn asked(
        isms: &Isms,
        record: RecordId,
        verb: &'static str,
        kind: TaskKind,
        owner: Option<&Owner>,
    ) -> Self {
        Self::of(isms, record, verb, kind).owned(isms, owner)
    }

    /// Asks an owner: the person, or who holds the role.
    fn owned(mut self, isms: &Isms, owner: Option<&Owner>) -> Self {
        self.on = people(isms, owner);
        self.meant = match owner {
            Some(Owner::Role(role)) => Some(Meant::Role(*role)),
            Some(Owner::Named(name)) => Some(Meant::Named(name.clone())),
            Some(Owner::Person(_)) | None => None,
        };
        self
    }

    /// Asks top management.
    fn for_top(mut self, isms: &Isms, today: Date) -> Self {
        self.on = top_management(isms, today);
        self.meant = Some(Meant::TopManagement);
        self
    }

    fn asks(self, on: Vec<Ref<Person>>) -> Self {
        Self { on, ..self }
    }

    /// Keeps people from it who wrote, asked for or did what it is about.
    fn not_by(mut self, people: Vec<Ref<Person>>) -> Self {
        self.on.retain(|person| !people.contains(person));
        self.not_by = people;
        self
    }

    fn dated(self, day: Option<Date>, kind: DateKind, word: &'static str) -> Self {
        Self { day, dated: Some((kind, word)), ..self }
    }

    fn since(self, since: Option<Date>) -> Self {
        Self { since, ..self }
    }

    fn because(self, why: impl Into<String>) -> Self {
        Self { why: why.into(), ..self }
    }

    /// Settles it where it was done.
    fn done(self, on: Option<Date>) -> Self {
        match on {
            Some(_) => Self { state: DutyState::Done, ..self },
            None => self,
        }
    }

    /// Says that nobody has to do anything for it.
    fn comes(self) -> Self {
        Self { state: DutyState::Comes, ..self }
    }
}

/// Returns all duties of a day, in no order.
#[must_use]
pub fn duties(isms: &Isms, today: Date) -> Vec<Duty> {
    let mut walk = Walk { isms, today, duties: Vec::new() };
    walk.decisions();
    walk.work();
    walk.looks();
    walk.endings();
    walk.by_hand();
    walk.duties
}

/// The walk, and what it has found so far.
struct Walk<'a> {
    isms: &'a Isms,
    today: Date,
    duties: Vec<Duty>,
}

impl Walk<'_> {
    fn add(&mut self, duty: Duty) {
        self.duties.push(duty);
    }
}

/// Returns the people that an owner stands for: the person, or who holds the role.
#[must_use]
pub fn people(isms: &Isms, owner: Option<&Owner>) -> Vec<Ref<Person>> {
    owner.and_then(|owner| owner.person(isms)).into_iter().collect()
}

/// Returns who top management is: people recorded as that, and members who approve as that.
#[must_use]
pub fn top_management(isms: &Isms, today: Date) -> Vec<Ref<Person>> {
    let is_named = |one: &Person| one.kind == Some(PersonKind::TopManagement);
    let is_member = |id: Ref<Person>| {
        isms.memberships.iter().any(|(_, one)| {
            one.person == Some(id) && one.is_in_force(today) && one.roles.contains(&MemberRole::TopManagement)
        })
    };
    let people = isms.people.iter().filter(|(_, one)| one.is_active(today));
    people.filter(|(id, one)| is_named(one) || is_member(*id)).map(|(id, _)| id).collect()
}

/// Returns for whom something waits in words: the role with who holds it, names, or that nobody is named.
pub(crate) fn waits_for(
    isms: &Isms,
    on: &[Ref<Person>],
    meant: Option<&Meant>,
    named: impl Fn(Ref<Person>) -> String,
) -> String {
    const NAMES_MAX: usize = 3;
    let mut names = on.iter().take(NAMES_MAX).map(|person| named(*person)).collect::<Vec<_>>().join(", ");
    if on.len() > NAMES_MAX {
        names.push_str(&format!(" and {} more", on.len() - NAMES_MAX));
    }
    match (meant, on.is_empty()) {
        (Some(Meant::Role(role)), true) => format!("{}, which nobody holds", isms.name_of(role.id())),
        (Some(Meant::Role(role)), false) => format!("{} ({names})", isms.name_of(role.id())),
        (Some(Meant::Named(name)), true) => name.to_string(),
        (Some(Meant::TopManagement), true) => "top management; nobody is named as that yet".to_owned(),
        (None, true) => "nobody named".to_owned(),
        (Some(Meant::Named(_) | Meant::TopManagement) | None, false) => names,
    }
}

#[cfg(test)]
mod tests {
    use model::records::{ControlRun, Measure, Role, TreatmentAction};
    use model::{Change, Span, Stamp};

    use super::*;
    use crate::dates::{DateStanding, dates};
    use crate::sample::good;
    use crate::tasks::tasks;

    #[test]
    fn what_is_late_in_the_calendar_is_a_late_task_and_the_other_way_round() {
        let sample =
            model::sample::Sample::company(model::sample::Size::Sixty, model::sample::Moment::Certified);
        let today = model::sample::Moment::Certified.day().saturating_add(Span::new().days(200));
        let told = tasks(&sample.isms, today, &[]);
        let days = dates(&sample.isms, today, Date::MIN, Date::MAX);
        let late: Vec<_> = told.iter().filter(|task| task.is_late(today)).collect();
        assert!(late.len() > 5, "{} late", late.len());
        for task in &late {
            let is_told = |one: &crate::dates::Dated| {
                one.record == task.record && Some(one.on) == task.due && one.standing == DateStanding::Late
            };
            // Who has to read what is told by the document, not day by day.
            assert!(task.kind == TaskKind::Read || days.iter().any(is_told), "{task:?}");
        }
        for duty in duties(&sample.isms, today) {
            let is_late = duty.state == DutyState::Open && duty.day.is_some_and(|day| day < today);
            assert!(!is_late || late.iter().any(|task| task.record == duty.record), "{duty:?}");
        }
    }

    #[test]
    fn where_a_role_is_meant_the_role_and_who_holds_it_are_named() {
        let mut sample = good();
        let role: Ref<Role> = Ref::number(77);
        let put = |sample: &mut model::sample::Sample, holder| {
            let change = Change::from((role, Role { title: "Operator".into(), holder, ..Role::default() }));
            sample.isms.apply(&change, Stamp::default());
        };
        put(&mut sample, None);
        sample.edit::<TreatmentAction>(1, |action| {
            action.owner = Some(Owner::Role(role));
            action.state = model::records::ActionState::ToDo;
        });
        let words = |isms: &Isms, today| {
            let all = tasks(isms, today, &[]);
            let one = all.into_iter().find(|one| one.record.to_string() == "TRT-1").expect("it is open");
            one.waits_for(isms, |person| isms.name_of(person.id()))
        };
        assert_eq!(words(&sample.isms, sample.today), "Operator, which nobody holds");
        put(&mut sample, Some(Ref::number(1)));
        let name = sample.isms.name_of(Ref::<Person>::number(1).id());
        assert_eq!(words(&sample.isms, sample.today), format!("Operator ({name})"));
    }

    #[test]
    fn a_reading_of_a_measure_is_late_when_the_rules_say_so() {
        let mut sample = good();
        let set_on = Some(sample.days_ago(14));
        sample.edit::<Measure>(1, |one| {
            one.readings.clear();
            (one.set_on, one.frequency_days) = (set_on, Some(10));
        });
        let late = |sample: &model::sample::Sample, days: i64| {
            let today = sample.today.saturating_add(Span::new().days(days));
            let all = tasks(&sample.isms, today, &[]);
            let one = all.iter().find(|one| one.record.to_string() == "MEA-1").expect("it is measured");
            (one.is_late(today), sample.isms.measures.get(&Ref::number(1)).expect("there").is_overdue(today))
        };
        assert_eq!(late(&sample, 0), (false, false));
        assert_eq!(late(&sample, 1), (false, false));
        assert_eq!(late(&sample, 2), (true, true));
    }

    #[test]
    fn a_run_of_who_operates_the_control_is_theirs_in_the_calendar_too() {
        let mut sample = good();
        let (id, today): (Ref<ControlRun>, _) = (Ref::number(77), sample.today);
        let control = sample.isms.controls.iter().next().expect("Annex A is always there").0;
        let run = ControlRun { control: Some(control), due: Some(today), ..ControlRun::default() };
        sample.isms.apply(&Change::from((id, run)), Stamp::default());
        sample.edit_control(&control.to_string(), |one| one.operators = vec![Owner::Person(Ref::number(2))]);
        let day = dates(&sample.isms, today, today, today);
        let day = day.iter().find(|one| one.record == id.id()).expect("it is in the calendar");
        let all = tasks(&sample.isms, today, &[]);
        let task = all.iter().find(|one| one.record == id.id()).expect("it is a task");
        assert_eq!((&day.on_whom, &task.on), (&vec![Ref::number(2)], &vec![Ref::number(2)]));
    }
}
