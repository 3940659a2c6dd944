//! Decide treatment: modify, retain, avoid or share a risk, and with what (6.1.3 a).

use model::records::{Agreement, Control, Person, Risk, Treatment};
use model::{Change, Date, Isms, Prose, Ref};
use thiserror::Error;

use crate::absent::{LIST_MAX, all_there, once_each, recorded};
use crate::stepping::is_near;
use crate::{Absent, Decided, Operation};

/// Decide the treatment of a risk; what is given takes the place of what was decided before.
#[derive(Debug, Clone)]
pub struct DecideTreatment {
    /// The risk.
    pub risk: Ref<Risk>,
    /// What is decided.
    pub treatment: Treatment,
    /// Controls that lower it.
    pub controls: Vec<Ref<Control>>,
    /// Contracts or insurances that share it.
    pub shared_with: Vec<Ref<Agreement>>,
    /// When the activity ends, where the risk is avoided.
    pub stop_on: Option<Date>,
    /// Why, where more is to be said.
    pub because: Prose,
}

/// Why a treatment cannot be decided.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum DecideTreatmentRefusal {
    /// The risk, a control or an agreement is not there.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// It is closed.
    #[error("{0} is closed; reopen it before you decide about it")]
    Closed(Ref<Risk>),
    /// Contracts share it, and the decision is another.
    #[error("contracts share a risk only where it is shared; choose share, or name no contract for {0}")]
    SharedElsewhere(Ref<Risk>),
    /// The activity ends, and the decision is another.
    #[error("an activity ends only where its risk is avoided; choose avoid, or give no end for {0}")]
    StoppedElsewhere(Ref<Risk>),
    /// The day is too far away to be meant.
    #[error("{0} is more than 50 years away; expected a nearer day")]
    Far(Date),
    /// The list is too long to be meant.
    #[error("{0} controls or contracts are more than can be meant; expected at most {LIST_MAX}")]
    TooMany(usize),
}

impl Operation for DecideTreatment {
    const NAME: &'static str = "decide treatment";
    const INTENT: &'static str = "risk.treat";
    type Refusal = DecideTreatmentRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { risk: id, treatment, controls, shared_with, stop_on, because } = self;
        let risk = recorded(isms, id)?;
        let count = controls.len().max(shared_with.len());
        if count > LIST_MAX {
            return Err(DecideTreatmentRefusal::TooMany(count));
        }
        if !risk.status.is_open() {
            return Err(DecideTreatmentRefusal::Closed(id));
        }
        if !shared_with.is_empty() && treatment != Treatment::Share {
            return Err(DecideTreatmentRefusal::SharedElsewhere(id));
        }
        if stop_on.is_some() && treatment != Treatment::Avoid {
            return Err(DecideTreatmentRefusal::StoppedElsewhere(id));
        }
        if let Some(far) = stop_on.filter(|day| !is_near(today, *day)) {
            return Err(DecideTreatmentRefusal::Far(far));
        }
        all_there(isms, controls.iter().map(|control| control.id()))?;
        all_there(isms, shared_with.iter().map(|agreement| agreement.id()))?;
        let decided = Risk {
            treatment,
            controls: once_each(controls),
            shared_with: once_each(shared_with),
            stop_on,
            ..Risk::clone(risk)
        };
        if decided == **risk {
            return Ok(Vec::new());
        }
        let note = (!because.is_empty()).then_some(Change::Note(because));
        Ok(note.into_iter().chain([isms.put::<Risk>(id, decided)]).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{refusal, run, small};

    fn decide(treatment: Treatment) -> DecideTreatment {
        DecideTreatment {
            risk: Ref::number(1),
            treatment,
            controls: Vec::new(),
            shared_with: Vec::new(),
            stop_on: None,
            because: Prose::default(),
        }
    }

    #[test]
    fn a_decision_takes_the_place_of_the_one_before() {
        let mut isms = small();
        let own = Ref::number(1);
        run(&mut isms, DecideTreatment { controls: vec![own, own], ..decide(Treatment::Modify) });
        assert_eq!(isms.risks.get(&Ref::number(1)).expect("there").controls, [own]);
        run(&mut isms, decide(Treatment::Retain));
        let risk = isms.risks.get(&Ref::number(1)).expect("there");
        assert_eq!((risk.treatment, risk.controls.len()), (Treatment::Retain, 0));
    }

    #[test]
    fn what_contradicts_itself_is_refused() {
        let isms = small();
        let shared = DecideTreatment { shared_with: vec![Ref::number(1)], ..decide(Treatment::Modify) };
        assert!(refusal(&isms, shared).starts_with("contracts share a risk only where it is shared"));
        let stop_on = Some(Date::constant(2027, 1, 1));
        let stopped = DecideTreatment { stop_on, ..decide(Treatment::Retain) };
        assert!(refusal(&isms, stopped).starts_with("an activity ends only where its risk is avoided"));
        let many = vec![Ref::number(1); LIST_MAX + 1];
        let many = DecideTreatment { controls: many, ..decide(Treatment::Modify) };
        assert!(refusal(&isms, many).starts_with("2001 controls or contracts are more than can be meant"));
        let unknown = DecideTreatment { controls: vec![Ref::number(9)], ..decide(Treatment::Modify) };
        assert_eq!(refusal(&isms, unknown), "there is no C-9");
    }
}
