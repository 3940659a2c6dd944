//! Waive diagnostic: it is right, and lived with until a day, for a reason.

use model::records::{DispositionVerdict, Person};
use model::{Date, Isms, Prose, Ref};

use crate::diagnostic::{disposition_of, say};
use crate::stepping::is_near;
use crate::{Decided, DiagnosticAt, DiagnosticRefusal, Grade, Operation};

/// Waive a diagnostic; errors cannot be waived.
#[derive(Debug, Clone)]
pub struct WaiveDiagnostic {
    /// The diagnostic.
    pub at: DiagnosticAt,
    /// How grave its rule says that it is.
    pub grade: Grade,
    /// Until when.
    pub until: Date,
    /// Why.
    pub because: Prose,
}

impl Operation for WaiveDiagnostic {
    const NAME: &'static str = "waive diagnostic";
    const INTENT: &'static str = "diagnostic.waive";
    type Refusal = DiagnosticRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { at, grade, until, because } = self;
        match grade {
            Grade::Error => return Err(DiagnosticRefusal::Error(at.rule)),
            Grade::Warning | Grade::Note => {}
        }
        let said = disposition_of(isms, &at.rule, at.record);
        if said.is_some_and(|(_, verdict)| matches!(verdict, DispositionVerdict::Regraded { .. })) {
            // Else an error that somebody graded down could be waived after all.
            return Err(DiagnosticRefusal::Regraded(at.rule));
        }
        if until < today {
            return Err(DiagnosticRefusal::Over(until));
        }
        if !is_near(today, until) {
            return Err(DiagnosticRefusal::Far(until));
        }
        if because.is_empty() {
            return Err(DiagnosticRefusal::NoReason);
        }
        say(isms, at, DispositionVerdict::Waived { until, because }, actor, today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{id, refusal, run, run_as, small};
    use crate::{ConfirmDiagnostic, DisputeDiagnostic, EndDisposition, RegradeDiagnostic};

    fn at() -> DiagnosticAt {
        DiagnosticAt { rule: "PB0610".into(), record: Some(id("R-1")), title: "R-1 is high".into() }
    }

    fn waive(grade: Grade) -> WaiveDiagnostic {
        let until = Date::constant(2026, 6, 30);
        WaiveDiagnostic { at: at(), grade, until, because: "the move is in May".into() }
    }

    #[test]
    fn the_latest_word_about_a_diagnostic_takes_the_place_of_the_one_before() {
        let mut isms = small();
        run(&mut isms, ConfirmDiagnostic { at: at() });
        run_as(&mut isms, 2, waive(Grade::Warning));
        assert_eq!(isms.dispositions.len(), 1);
        let said = isms.dispositions.get(&Ref::number(1)).expect("there");
        assert_eq!(said.by, Some(Ref::number(2)));
        let until = Date::constant(2026, 6, 30);
        let waived = DispositionVerdict::Waived { until, because: "the move is in May".into() };
        assert_eq!(said.verdict, waived);
        run(&mut isms, DisputeDiagnostic { at: at(), because: "there is a lock".into() });
        let (first, verdict) = disposition_of(&isms, "PB0610", Some(id("R-1"))).expect("said");
        assert_eq!(verdict, DispositionVerdict::Disputed { because: "there is a lock".into() });
        run(&mut isms, EndDisposition { disposition: first, because: "there is none".into() });
        assert!(isms.dispositions.is_empty());
    }

    #[test]
    fn an_error_is_not_waived_and_a_waiver_has_an_end_and_a_reason() {
        let isms = small();
        assert_eq!(
            refusal(&isms, waive(Grade::Error)),
            "PB0610 is an error and cannot be waived; mend it, or dispute it with a reason"
        );
        let over = WaiveDiagnostic { until: Date::constant(2026, 3, 2), ..waive(Grade::Note) };
        assert!(refusal(&isms, over).starts_with("a waiver until 2026-03-02 is over already"));
        let silent = WaiveDiagnostic { because: "".into(), ..waive(Grade::Note) };
        assert_eq!(refusal(&isms, silent), "say why; a reader of the list will ask");
    }

    #[test]
    fn a_diagnostic_is_regraded_to_another_grade() {
        let mut isms = small();
        let regrade = |to: Grade| RegradeDiagnostic {
            at: at(),
            grade: Grade::Warning,
            to,
            because: "small site".into(),
        };
        assert_eq!(refusal(&isms, regrade(Grade::Warning)), "PB0610 is graded warning already");
        run(&mut isms, regrade(Grade::Note));
        let (_, verdict) = disposition_of(&isms, "PB0610", Some(id("R-1"))).expect("said");
        let waived = refusal(&isms, waive(Grade::Note));
        assert!(waived.contains("graded anew"), "an error graded down is not waived: {waived}");
        let said = DispositionVerdict::Regraded { grade: "note".into(), because: "small site".into() };
        assert_eq!(verdict, said);
    }

    #[test]
    fn a_diagnostic_has_a_rule_and_a_record_that_is_there() {
        let isms = small();
        let rule = DiagnosticAt { rule: "no rule".into(), ..at() };
        assert!(refusal(&isms, ConfirmDiagnostic { at: rule }).starts_with("\"no rule\" is not the code"));
        let record = DiagnosticAt { record: Some(id("R-99")), ..at() };
        assert_eq!(refusal(&isms, ConfirmDiagnostic { at: record }), "there is no R-99");
    }
}
