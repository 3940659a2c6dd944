//! Regrade diagnostic: it is right, and graver or less grave than its rule says.

use model::records::{DispositionVerdict, Person};
use model::{Date, Isms, Prose, Ref};

use crate::diagnostic::say;
use crate::{Decided, DiagnosticAt, DiagnosticRefusal, Grade, Operation};

/// Regrade a diagnostic.
#[derive(Debug, Clone)]
pub struct RegradeDiagnostic {
    /// The diagnostic.
    pub at: DiagnosticAt,
    /// How grave its rule says that it is.
    pub grade: Grade,
    /// How grave it is here.
    pub to: Grade,
    /// Why.
    pub because: Prose,
}

impl Operation for RegradeDiagnostic {
    const NAME: &'static str = "regrade diagnostic";
    const INTENT: &'static str = "diagnostic.regrade";
    type Refusal = DiagnosticRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { at, grade, to, because } = self;
        if grade == to {
            return Err(DiagnosticRefusal::SameGrade { rule: at.rule, grade: to.word() });
        }
        if because.is_empty() {
            return Err(DiagnosticRefusal::NoReason);
        }
        let verdict = DispositionVerdict::Regraded { grade: to.word().into(), because };
        say(isms, at, verdict, actor, today)
    }
}
