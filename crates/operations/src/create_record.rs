//! Create a record: a new one of any kind, from typed fields.

use model::records::Person;
use model::{About, Change, Date, Digest, Isms, Key, RecordId, RecordKind, Ref};
use thiserror::Error;
use uuid::Uuid;

use crate::sound::{Way, sound};
use crate::{Decided, FieldProblem, Operation, Typed, in_a_line, write_fields};

/// Create a record.
#[derive(Debug, Clone)]
pub struct CreateRecord {
    /// Its kind.
    pub kind: RecordKind,
    /// Its id, where one is wanted (an import keeps the file's number); else the next.
    pub id: Option<RecordId>,
    /// Its fields.
    pub typed: Typed,
    /// What is kept beside the fields: sources, unmapped columns, a proposal's origin.
    pub about: About,
    /// What the ledger will call it, where it is a person.
    pub uuid: Option<Uuid>,
}

/// Why a record cannot be created.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum CreateRecordRefusal {
    /// The id is no id of this kind, or its number is too high.
    #[error("{id} is not the id of a new {kind}; expected one such as {example}, with at most eight digits")]
    OtherId {
        /// The id that was given.
        id: RecordId,
        /// The kind.
        kind: &'static str,
        /// An id of the kind.
        example: String,
    },
    /// Another person has the uuid.
    #[error("the ledger calls {0} by this uuid already; give each person one of its own")]
    SameUuid(Ref<Person>),
    /// Fields could not be written.
    #[error("{}", in_a_line(.0))]
    Fields(Vec<FieldProblem>),
    /// The id was given before.
    #[error("{0} was given before; a number is never given twice")]
    Given(RecordId),
    /// There is one already.
    #[error("there is one {0} already; edit it")]
    Single(&'static str),
    /// It has no title.
    #[error("{} needs a title", with_article(.0))]
    Untitled(&'static str),
}

impl Operation for CreateRecord {
    const NAME: &'static str = "create record";
    const INTENT: &'static str = "record.create";
    type Refusal = CreateRecordRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { kind, id, typed, about, uuid } = self;
        // Only a file brings numbers of its own, or says where a row stood.
        let way = if id.is_some() || !about.sources.is_empty() { Way::File } else { Way::Form };
        let id = match id {
            Some(id) if is_usable(id, kind) => id,
            Some(id) => {
                let kind = kind.kind();
                let example = kind.example();
                return Err(CreateRecordRefusal::OtherId { id, kind: kind.singular, example });
            }
            None => isms.next(kind),
        };
        if isms.revision(id) > 0 {
            let single = kind.kind().single;
            let words = kind.kind().singular;
            return Err(if single {
                CreateRecordRefusal::Single(words)
            } else {
                CreateRecordRefusal::Given(id)
            });
        }
        let change = write_fields(isms, id, &typed).map_err(CreateRecordRefusal::Fields)?;
        if change.shown().is_some_and(|(_, title, _)| title.is_empty()) {
            return Err(CreateRecordRefusal::Untitled(kind.kind().singular));
        }
        let mut change = change.with_about(|kept| *kept = about);
        sound(isms, &change, today, way).map_err(CreateRecordRefusal::Fields)?;
        if let Change::Evidence(_, stored) = &mut change {
            std::sync::Arc::make_mut(stored).record.received_on = Some(today);
        }
        if let Change::Document(_, stored) = &mut change {
            std::sync::Arc::make_mut(stored).record.version = 1;
        }
        if let Change::Person(_, stored) = &mut change {
            let uuid = uuid.filter(|uuid| !uuid.is_nil()).unwrap_or_else(|| following(isms, id));
            if let Some((other, _)) = isms.people.everything().find(|(_, person)| person.uuid == uuid) {
                return Err(CreateRecordRefusal::SameUuid(other));
            }
            std::sync::Arc::make_mut(stored).record.uuid = uuid;
        }
        Ok(vec![change])
    }
}

/// Returns a kind with its article: `an asset`, `a risk`.
fn with_article(kind: &str) -> String {
    let article = if kind.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    format!("{article} {kind}")
}

/// Most a number may be that is given from outside; the numbers counted up from there stay readable as ids.
const NUMBER_MAX: u32 = 99_999_999;

/// Says whether a new record of the kind may have this id.
fn is_usable(id: RecordId, kind: RecordKind) -> bool {
    let fits = match id.key {
        Key::One => kind.kind().single,
        Key::AnnexA(_) => kind == RecordKind::Control,
        Key::Number(number) => !kind.kind().single && (1..=NUMBER_MAX).contains(&number),
    };
    id.kind == kind && fits
}

/// Returns the uuid of a person to whom none is given: it follows from the id and the organisation.
pub(crate) fn following(isms: &Isms, id: RecordId) -> Uuid {
    let organisation = isms.organisation.one().map(|found| found.title.to_string()).unwrap_or_default();
    let digest = Digest::of(format!("person {id} of {organisation}").as_bytes());
    let mut bytes = [0; 16];
    for (byte, pair) in bytes.iter_mut().zip(digest.as_str().as_bytes().chunks(2)) {
        let digits = pair.iter().filter_map(|digit| char::from(*digit).to_digit(16));
        *byte = digits.fold(0, |byte, digit| (byte << 4) | (digit & 15) as u8);
    }
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{create, id, refusal, run, small};

    #[test]
    fn a_record_gets_the_next_number_or_the_one_that_is_free() {
        let mut isms = small();
        run(&mut isms, CreateRecord { id: Some(id("R-012")), ..create("Risk", "Fire") });
        run(&mut isms, create("Risk", "Flood"));
        assert_eq!(isms.name_of(id("R-12")), "Fire");
        assert_eq!(isms.name_of(id("R-13")), "Flood");
        let again = CreateRecord { id: Some(id("R-12")), ..create("Risk", "Smoke") };
        assert_eq!(refusal(&isms, again), "R-12 was given before; a number is never given twice");
    }

    #[test]
    fn an_id_of_another_kind_or_beyond_reading_is_refused() {
        let isms = small();
        let other = CreateRecord { id: Some(id("AST-9")), ..create("Risk", "Fire") };
        assert!(
            refusal(&isms, other).starts_with("AST-9 is not the id of a new risk; expected one such as R-3")
        );
        for number in [0, NUMBER_MAX + 1, u32::MAX] {
            let key = RecordId { kind: RecordKind::Risk, key: Key::Number(number) };
            let high = CreateRecord { id: Some(key), ..create("Risk", "Fire") };
            assert!(refusal(&isms, high).contains("is not the id of a new risk"));
        }
        assert_eq!(refusal(&isms, create("Scope", "a")), "there is one scope already; edit it");
        assert_eq!(refusal(&isms, create("Risk", " ")), "a risk needs a title");
        assert_eq!(refusal(&isms, create("Asset", "")), "an asset needs a title");
    }

    #[test]
    fn a_document_begins_as_its_first_version_and_evidence_with_the_day_it_came_in() {
        let mut isms = small();
        run(&mut isms, create("Document", "Policy"));
        run(&mut isms, create("Evidence", "Log"));
        assert_eq!(isms.documents.get(&Ref::number(2)).map(|found| found.version), Some(1));
        let today = Some(crate::testing::TODAY);
        assert_eq!(isms.evidence.get(&Ref::number(2)).and_then(|found| found.received_on), today);
    }

    #[test]
    fn each_person_has_a_uuid_of_its_own() {
        let mut isms = small();
        run(&mut isms, create("Person", "Ada"));
        run(&mut isms, create("Person", "Eve"));
        let uuids: Vec<Uuid> = isms.people.iter().map(|(_, person)| person.uuid).collect();
        assert!(uuids.iter().all(|uuid| !uuid.is_nil()));
        assert!((1..uuids.len()).all(|place| !uuids[..place].contains(&uuids[place])));
        let same = CreateRecord { uuid: Some(uuids[0]), ..create("Person", "Bob") };
        assert!(refusal(&isms, same).starts_with("the ledger calls PER-1 by this uuid already"));
    }
}
