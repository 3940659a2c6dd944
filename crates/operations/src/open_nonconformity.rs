//! Open nonconformity: what an audit found is dealt with.

use model::records::{
    Finding, FindingGrade, Nonconformity, NonconformityGrade, NonconformitySource, Person, Process,
};
use model::{Date, Isms, Owner, RecordId, Ref, Value, Words};

use crate::absent::all_there;
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Open the nonconformity that deals with a finding.
#[derive(Debug, Clone)]
pub struct OpenNonconformity {
    /// The finding.
    pub finding: Ref<Finding>,
    /// Who sees to it.
    pub owner: Option<Owner>,
    /// The process that it happened in.
    pub process: Option<Ref<Process>>,
}

impl Operation for OpenNonconformity {
    const NAME: &'static str = "open nonconformity";
    const INTENT: &'static str = "nonconformity.open";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { finding: id, owner, process } = self;
        let step = Step::of(isms, id, today)?;
        let finding = step.record;
        if !finding.state.is_open() {
            return Err(step.not_now(finding.state.word(), "there is nothing left to deal with"));
        }
        if finding.nonconformity.is_some() {
            return Err(step.not_now("dealt with", "its nonconformity was opened before"));
        }
        let grade = match finding.grade {
            Some(FindingGrade::Major) => NonconformityGrade::Major,
            Some(FindingGrade::Minor) => NonconformityGrade::Minor,
            Some(FindingGrade::Opportunity | FindingGrade::Concern | FindingGrade::Conformity) | None => {
                return Err(step.not_now("neither major nor minor", "grade it so, or record an improvement"));
            }
        };
        let mut targets: Vec<RecordId> = process.map(Ref::id).into_iter().collect();
        owner.references(&mut |target| targets.push(target));
        all_there(isms, targets).map_err(StepRefusal::Absent)?;
        let internal =
            finding.audit.and_then(|audit| isms.audits.get(&audit)).is_none_or(|audit| audit.is_internal());
        let nonconformity = Nonconformity {
            title: finding.title.clone(),
            source: Some(if internal { NonconformitySource::Internal } else { NonconformitySource::Body }),
            grade: Some(grade),
            clause: finding.clause.clone(),
            process,
            control: finding.control,
            about: finding.about.clone(),
            owner,
            raised_on: finding.raised_on.or(Some(today)),
            statement: finding.statement.clone(),
            evidence: finding.evidence.clone(),
            ..Nonconformity::default()
        };
        let opened = isms.nonconformities.next();
        let linked = Finding { nonconformity: Some(opened), ..Finding::clone(finding) };
        Ok(vec![isms.put::<Nonconformity>(opened, nonconformity), isms.put::<Finding>(id, linked)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{audited, raise, refusal, run};

    #[test]
    fn a_nonconformity_takes_over_what_the_finding_says_once() {
        let mut isms = audited();
        let open = |number| OpenNonconformity { finding: Ref::number(number), owner: None, process: None };
        run(&mut isms, open(1));
        let opened = isms.nonconformities.get(&Ref::number(1)).expect("opened");
        let finding = isms.findings.get(&Ref::number(1)).expect("there");
        assert_eq!((&opened.statement, &opened.clause), (&finding.statement, &finding.clause));
        assert_eq!(opened.source, Some(NonconformitySource::Internal));
        assert_eq!(finding.nonconformity, Some(Ref::number(1)));
        assert_eq!(refusal(&isms, open(1)), "F-1 is dealt with; its nonconformity was opened before");
        run(&mut isms, raise(FindingGrade::Conformity));
        assert!(refusal(&isms, open(2)).starts_with("F-2 is neither major nor minor"));
    }
}
