//! Dispute diagnostic: a person says that it is wrong, and why; it stays visible.

use model::records::{DispositionVerdict, Person};
use model::{Date, Isms, Prose, Ref};

use crate::diagnostic::say;
use crate::{Decided, DiagnosticAt, DiagnosticRefusal, Operation};

/// Dispute a diagnostic.
#[derive(Debug, Clone)]
pub struct DisputeDiagnostic {
    /// The diagnostic.
    pub at: DiagnosticAt,
    /// Why it is wrong.
    pub because: Prose,
}

impl Operation for DisputeDiagnostic {
    const NAME: &'static str = "dispute diagnostic";
    const INTENT: &'static str = "diagnostic.dispute";
    type Refusal = DiagnosticRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { at, because } = self;
        if because.is_empty() {
            return Err(DiagnosticRefusal::NoReason);
        }
        say(isms, at, DispositionVerdict::Disputed { because }, actor, today)
    }
}
