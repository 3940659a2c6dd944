//! Export template: what an organisation wrote for itself goes to others, and that is noted in it first.

use model::records::Person;
use model::{Date, Isms, RecordId, Ref};

use crate::lend_template::note;
use crate::stepping::StepRefusal;
use crate::{Decided, Operation};

/// Note, in the organisation that wrote them, which records leave it as templates and to how many.
#[derive(Debug, Clone)]
pub struct ExportTemplate {
    /// What leaves.
    pub records: Vec<RecordId>,
    /// To how many organisations. Their names stay out: clients do not know each other.
    pub to: usize,
}

impl Operation for ExportTemplate {
    const NAME: &'static str = "export template";
    const INTENT: &'static str = "template.export";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, _today: Date) -> Decided<Self> {
        let note = note(isms, &self.records, self.to)?;
        Ok(vec![note])
    }
}
