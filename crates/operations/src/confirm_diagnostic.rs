//! Confirm diagnostic: a person looked, and it is right.

use model::records::{DispositionVerdict, Person};
use model::{Date, Isms, Ref};

use crate::diagnostic::say;
use crate::{Decided, DiagnosticAt, DiagnosticRefusal, Operation};

/// Confirm a diagnostic.
#[derive(Debug, Clone)]
pub struct ConfirmDiagnostic {
    /// The diagnostic.
    pub at: DiagnosticAt,
}

impl Operation for ConfirmDiagnostic {
    const NAME: &'static str = "confirm diagnostic";
    const INTENT: &'static str = "diagnostic.confirm";
    type Refusal = DiagnosticRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        say(isms, self.at, DispositionVerdict::Confirmed, actor, today)
    }
}
