//! Lend template: a consultancy offers what it keeps to its clients, and notes that first.

use model::records::{OrganisationKind, Person};
use model::{Change, Date, Isms, Prose, RecordId, Ref};

use crate::absent::Absent;
use crate::stepping::StepRefusal;
use crate::{Decided, Operation};

/// Note, in the consultancy's own organisation, which of its records are offered and to how many.
#[derive(Debug, Clone)]
pub struct LendTemplate {
    /// What is offered.
    pub records: Vec<RecordId>,
    /// To how many organisations. Their names stay out: not everybody here serves each of them.
    pub to: usize,
}

impl Operation for LendTemplate {
    const NAME: &'static str = "lend template";
    const INTENT: &'static str = "template.lend";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, _today: Date) -> Decided<Self> {
        let kind = isms.organisation.one().map(|here| here.kind);
        if kind != Some(OrganisationKind::Consultancy) {
            return Err(StepRefusal::Unsaid(
                "only a consultancy keeps templates for others; what another organisation wrote leaves it as an export",
            ));
        }
        let note = note(isms, &self.records, self.to)?;
        Ok(vec![note])
    }
}

/// Returns the note of what leaves an organisation as a template.
pub(crate) fn note(isms: &Isms, records: &[RecordId], to: usize) -> Result<Change, StepRefusal> {
    if records.is_empty() || to == 0 {
        return Err(StepRefusal::Unsaid("say what is offered, and to whom"));
    }
    if let Some(missing) = records.iter().find(|id| isms.get(**id).is_none()) {
        return Err(Absent::Unknown(*missing).into());
    }
    let what: Vec<String> = records.iter().map(ToString::to_string).collect();
    let whom = if to == 1 { "1 organisation".to_owned() } else { format!("{to} organisations") };
    Ok(Change::Note(Prose::new(&format!("offered as a template to {whom}: {}", what.join(", ")))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ExportTemplate;
    use crate::testing::{TODAY, id, refusal, small};
    use model::records::Organisation;

    #[test]
    fn only_a_consultancy_lends_what_it_has_and_notes_how_often_and_not_to_whom() {
        let mut isms = small();
        let lend = |records: &[&str], to: usize| LendTemplate {
            records: records.iter().map(|one| id(one)).collect(),
            to,
        };
        assert!(refusal(&isms, lend(&["R-1"], 1)).starts_with("only a consultancy keeps templates"));
        let mut house = isms.organisation.one().expect("it is there").stored.record.clone();
        house.kind = OrganisationKind::Consultancy;
        isms.apply(&isms.put::<Organisation>(Ref::one(), house), model::Stamp::default());
        assert_eq!(refusal(&isms, lend(&["R-99"], 1)), "there is no R-99");
        assert!(refusal(&isms, lend(&[], 1)).starts_with("say what is offered"));
        let noted = lend(&["R-1", "R-2"], 3).decide(&isms, Ref::number(1), TODAY).expect("it is noted");
        let words = "offered as a template to 3 organisations: R-1, R-2";
        assert_eq!(noted, vec![Change::Note(words.into())]);
        let export = ExportTemplate { records: vec![id("R-1")], to: 1 };
        let noted = export.decide(&isms, Ref::number(1), TODAY).expect("it is noted");
        assert_eq!(noted, vec![Change::Note("offered as a template to 1 organisation: R-1".into())]);
    }
}
