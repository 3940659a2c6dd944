//! Attend training: people took part in a training (7.2, 7.3).

use model::records::{Attendance, Person, Training};
use model::{Date, Isms, Line, Ref};

use crate::stepping::{Step, StepRefusal, all_counted};
use crate::{Decided, Operation};

/// Record who took part in a training, many at once.
#[derive(Debug, Clone)]
pub struct AttendTraining {
    /// The training.
    pub training: Ref<Training>,
    /// Who took part, each with what a test at the end came to.
    pub people: Vec<(Ref<Person>, Line)>,
    /// When; today where nothing is said.
    pub on: Option<Date>,
}

impl Operation for AttendTraining {
    const NAME: &'static str = "attend training";
    const INTENT: &'static str = "training.attend";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { training: id, people, on } = self;
        let step = Step::of(isms, id, today)?;
        if people.is_empty() {
            return Err(step.missing("name who took part"));
        }
        all_counted(isms, people.iter().map(|(person, _)| *person).collect())?;
        let on = step.day(on, &[])?;
        let mut attended = Training::clone(step.record);
        let is_first = attended.attendance.is_empty();
        attended.done_on = Some(attended.done_on.unwrap_or(on));
        let before = attended.attendance.len();
        for (person, result) in people {
            // A day of one's own is only said where it is another than the training's.
            let day = Some(on).filter(|on| attended.done_on != Some(*on));
            let is_there = attended
                .attendance
                .iter()
                .any(|one| one.person == Some(person) && one.on.or(attended.done_on) == Some(on));
            if !is_there {
                step.room(&attended.attendance)?;
                attended.attendance.push(Attendance { person: Some(person), on: day, result });
            }
        }
        if attended.attendance.len() == before && !is_first {
            return Err(step.not_now("attended by them", "they are on the list of that day"));
        }
        Ok(vec![isms.put::<Training>(id, attended)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, create, refusal, run, small};

    #[test]
    fn everybody_is_on_the_list_of_a_day_once() {
        let mut isms = small();
        run(&mut isms, create("training", "Passwords"));
        let attend = |people: &[u32], on| AttendTraining {
            training: Ref::number(1),
            people: people.iter().map(|number| (Ref::number(*number), "9 of 10".into())).collect(),
            on,
        };
        assert_eq!(refusal(&isms, attend(&[], None)), "TRN-1 needs more: name who took part");
        assert_eq!(refusal(&isms, attend(&[1, 9], None)), "there is no PER-9");
        run(&mut isms, attend(&[1, 1], None));
        assert!(refusal(&isms, attend(&[1], None)).starts_with("TRN-1 is attended by them"));
        run(&mut isms, attend(&[1, 2], Some(Date::constant(2026, 3, 1))));
        let training = isms.trainings.get(&Ref::number(1)).expect("there");
        assert_eq!((training.done_on, training.attendance.len()), (Some(TODAY), 3));
        assert_eq!(
            (training.attendance[0].on, training.attendance[2].on),
            (None, Some(Date::constant(2026, 3, 1)))
        );
    }
}
