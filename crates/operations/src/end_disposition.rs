//! End disposition: what was said about a diagnostic is taken back, for a reason.

use model::records::{Disposition, Person};
use model::{Change, Date, Isms, Prose, Ref};

use crate::commenting::comments_about;
use crate::{Decided, DiagnosticRefusal, Operation};

/// Take back what was said about a diagnostic.
#[derive(Debug, Clone)]
pub struct EndDisposition {
    /// What was said.
    pub disposition: Ref<Disposition>,
    /// Why it holds no longer.
    pub because: Prose,
}

impl Operation for EndDisposition {
    const NAME: &'static str = "end disposition";
    const INTENT: &'static str = "diagnostic.end";
    type Refusal = DiagnosticRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, _today: Date) -> Decided<Self> {
        let Self { disposition: id, because } = self;
        if isms.dispositions.find(&id).is_none() {
            return Err(DiagnosticRefusal::Nothing(id));
        }
        if because.is_empty() {
            return Err(DiagnosticRefusal::NoReason);
        }
        let gone = comments_about(isms, &[id.id()]).into_iter().chain([id.id()]);
        Ok(gone.map(|id| Change::Removed(id, because.clone())).collect())
    }
}
