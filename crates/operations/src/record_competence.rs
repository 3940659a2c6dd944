//! Record competence: what a person knows or can do, and what shows it (7.2 d).

use model::records::{CompetenceRecord, Evidence, Person};
use model::{Date, Isms, Line, Ref};

use crate::stepping::{Step, StepRefusal, all_counted, near};
use crate::{Decided, Operation};

/// Record what a person knows or can do.
#[derive(Debug, Clone)]
pub struct RecordCompetence {
    /// The person.
    pub person: Ref<Person>,
    /// What the person knows or can do.
    pub competence: Line,
    /// The certificate, course or years of work that show it.
    pub proof: Line,
    /// The file that shows it.
    pub evidence: Option<Ref<Evidence>>,
    /// The last day on which the proof counts.
    pub valid_until: Option<Date>,
}

impl Operation for RecordCompetence {
    const NAME: &'static str = "record competence";
    const INTENT: &'static str = "person.competence";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { person: id, competence, proof, evidence, valid_until } = self;
        let step = Step::of(isms, id, today)?;
        step.said(&competence, "say what the person knows or can do")?;
        if proof.is_empty() && evidence.is_none() {
            return Err(step.missing("say what shows it"));
        }
        let valid_until = near(today, valid_until)?;
        all_counted(isms, evidence.into_iter().collect())?;
        let record = CompetenceRecord { competence, proof, evidence, valid_until };
        if step.record.competences.contains(&record) {
            return Err(step.not_now("known to have that competence", "the same proof is on record"));
        }
        step.room(&step.record.competences)?;
        let mut competent = Person::clone(step.record);
        competent.competences.push(record);
        Ok(vec![isms.put::<Person>(id, competent)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{refusal, run, small};

    #[test]
    fn a_competence_has_a_proof_and_is_recorded_once() {
        let mut isms = small();
        let record = |proof: &str| RecordCompetence {
            person: Ref::number(2),
            competence: "Auditing".into(),
            proof: proof.into(),
            evidence: None,
            valid_until: None,
        };
        assert_eq!(refusal(&isms, record("")), "PER-2 needs more: say what shows it");
        run(&mut isms, record("lead auditor course"));
        assert!(refusal(&isms, record("lead auditor course")).ends_with("the same proof is on record"));
        run(&mut isms, record("ten audits"));
        assert_eq!(isms.people.get(&Ref::number(2)).expect("there").competences.len(), 2);
    }
}
