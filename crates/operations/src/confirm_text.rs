//! Confirm text: somebody stands by a text that was taken over word for word (7.5).

use model::records::Person;
use model::{Date, Isms, Line, Prose, RecordId, Ref, TextOrigin};
use thiserror::Error;

use crate::{Absent, Decided, Operation};

/// Stand by a text of a template or a suggestion as it is.
#[derive(Debug, Clone)]
pub struct ConfirmText {
    /// The record.
    pub id: RecordId,
    /// The field; all texts of the record where nothing is said.
    pub field: Line,
    /// Who stands by it and why it fits here.
    pub because: Prose,
}

/// Why a text cannot be confirmed.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ConfirmTextRefusal {
    /// The record is not there.
    #[error(transparent)]
    Absent(#[from] Absent),
    /// No text waits.
    #[error("no text of {0} waits for a word; each was written here, changed or confirmed")]
    Nothing(RecordId),
    /// The field has no such text.
    #[error("{field} of {id} is no text that was taken over as it is; expected one of: {expected}")]
    OtherField {
        /// The record.
        id: RecordId,
        /// The field that was named.
        field: Line,
        /// The fields that wait.
        expected: String,
    },
    /// No reason was given.
    #[error("say who stands by the text of {0}, and why it fits as it is")]
    NoReason(RecordId),
}

impl Operation for ConfirmText {
    const NAME: &'static str = "confirm text";
    const INTENT: &'static str = "record.confirm_text";
    type Refusal = ConfirmTextRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, _today: Date) -> Decided<Self> {
        let Self { id, field, because } = self;
        let found = isms.find(id).ok_or(Absent::Unknown(id))?;
        if found.about().proposed.is_some() {
            return Err(Absent::Proposed(id).into());
        }
        let waiting: Vec<&TextOrigin> =
            found.about().origins.iter().filter(|origin| origin.confirmed_because.is_empty()).collect();
        if waiting.is_empty() {
            return Err(ConfirmTextRefusal::Nothing(id));
        }
        let meant = |origin: &TextOrigin| field.is_empty() || origin.field == field;
        if !waiting.iter().any(|origin| meant(origin)) {
            let expected = waiting.iter().map(|origin| &*origin.field).collect::<Vec<_>>().join(", ");
            return Err(ConfirmTextRefusal::OtherField { id, field, expected });
        }
        if because.is_empty() {
            return Err(ConfirmTextRefusal::NoReason(id));
        }
        let present = isms.present(id).ok_or(Absent::Unknown(id))?;
        Ok(vec![present.with_about(|about| {
            let origins = about.origins.iter_mut().filter(|origin| origin.confirmed_because.is_empty());
            for origin in origins.filter(|origin| meant(origin)) {
                origin.confirmed_because = because.clone();
            }
        })])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, edit, id, refusal, run, small};
    use model::{Digest, TextSource};

    /// Returns the small organisation with two texts of a control that were taken over.
    fn taken() -> Isms {
        let mut isms = small();
        run(&mut isms, edit("A.5.1", "design", "We have policies."));
        let origin = |field: &str| TextOrigin {
            field: field.into(),
            source: TextSource::Template,
            template: "policies".into(),
            digest: Digest::of(b"We have policies."),
            accepted_by: Ref::number(1),
            accepted_on: TODAY,
            confirmed_because: "".into(),
        };
        let present = isms.present(id("A.5.1")).expect("there");
        let change =
            present.with_about(|about| about.origins = vec![origin("design"), origin("justification")]);
        isms.apply(&change, model::Stamp::default());
        isms
    }

    fn confirm(field: &str, because: &str) -> ConfirmText {
        ConfirmText { id: id("A.5.1"), field: field.into(), because: because.into() }
    }

    #[test]
    fn a_text_is_confirmed_by_field_with_a_reason_and_only_once() {
        let mut isms = taken();
        assert!(refusal(&isms, confirm("design", "")).starts_with("say who stands by the text of A.5.1"));
        assert!(refusal(&isms, confirm("owner", "x")).ends_with("expected one of: design, justification"));
        run(&mut isms, confirm("design", "PER-1: it is how we work"));
        let origins = isms.find(id("A.5.1")).expect("there").about().origins.clone();
        assert_eq!(origins[0].confirmed_because, "PER-1: it is how we work");
        assert!(origins[1].confirmed_because.is_empty());
        run(&mut isms, confirm("", "the rest too"));
        assert!(refusal(&isms, confirm("", "x")).starts_with("no text of A.5.1 waits for a word"));
        let origins = isms.find(id("A.5.1")).expect("there").about().origins.clone();
        assert_eq!(origins[0].confirmed_because, "PER-1: it is how we work", "the word before stays");
    }

    #[test]
    fn a_record_without_texts_of_others_has_nothing_to_confirm() {
        let isms = small();
        let other = ConfirmText { id: id("R-1"), ..confirm("", "x") };
        assert!(refusal(&isms, other).starts_with("no text of R-1 waits"));
        let unknown = ConfirmText { id: id("R-99"), ..confirm("", "x") };
        assert_eq!(refusal(&isms, unknown), "there is no R-99");
    }
}
