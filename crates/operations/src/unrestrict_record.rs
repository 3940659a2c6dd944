//! Unrestrict record: everybody here sees a record again.

use model::records::Person;
use model::{Change, Date, Isms, Prose, RecordId, Ref};

use crate::absent::Absent;
use crate::stepping::StepRefusal;
use crate::{Decided, Operation};

/// Let everybody here see a record again.
#[derive(Debug, Clone)]
pub struct UnrestrictRecord {
    /// The record.
    pub id: RecordId,
    /// Why.
    pub because: Prose,
}

impl Operation for UnrestrictRecord {
    const NAME: &'static str = "unrestrict record";
    const INTENT: &'static str = "record.unrestrict";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, _today: Date) -> Decided<Self> {
        let Self { id, because } = self;
        let record = isms.find(id).ok_or(Absent::Unknown(id))?;
        if record.about().restricted.is_none() {
            return Err(StepRefusal::NotNow { id, state: "not restricted", help: "everybody here sees it" });
        }
        if because.is_empty() {
            return Err(StepRefusal::Missing { id, what: "say why everybody may see it" });
        }
        let present = isms.present(id).ok_or(Absent::Unknown(id))?;
        Ok(vec![Change::Note(because), present.with_about(|about| about.restricted = None)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{id, refusal, run, small};

    #[test]
    fn a_restriction_is_lifted_for_a_reason() {
        let mut isms = small();
        run(&mut isms, crate::RestrictRecord { id: id("R-1"), to: Vec::new(), because: "salaries".into() });
        let silent = UnrestrictRecord { id: id("R-1"), because: "".into() };
        assert_eq!(refusal(&isms, silent), "R-1 needs more: say why everybody may see it");
    }
}
