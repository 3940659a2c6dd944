//! What the tests of this crate share: a small organisation, and ways to run and refuse.

mod engagement;
mod handing;
mod members;
mod operating;
mod serving;
mod talking;

pub use engagement::*;
pub use handing::*;
pub use members::*;
pub use operating::*;
pub use serving::*;
pub use talking::*;

use model::records::*;
use model::{About, Change, Date, Digest, Isms, Line, Proposed, RecordId, RecordKind, Ref, Stamp};
use uuid::Uuid;

use crate::{AnyOperation, BeginOrganisation, CreateRecord, EditRecord, StateControl, Typed};

/// The day of all tests.
pub const TODAY: Date = Date::constant(2026, 3, 3);

/// Reads an id.
pub fn id(text: &str) -> RecordId {
    RecordId::parse(text).unwrap_or_else(|| panic!("{text} is no id"))
}

/// Returns typed fields.
pub fn typed(fields: &[(&str, &str)]) -> Typed {
    fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

/// Runs an operation as PER-1 and applies what it decides.
pub fn run(isms: &mut Isms, operation: impl AnyOperation) {
    run_as(isms, 1, operation);
}

/// Runs an operation as a person and applies what it decides.
pub fn run_as(isms: &mut Isms, actor: u32, operation: impl AnyOperation) {
    let changes = operation.decide(isms, Ref::number(actor), TODAY);
    let changes = changes.unwrap_or_else(|refusal| panic!("{}: {refusal}", operation.name()));
    for change in changes {
        isms.apply(&change, Stamp { on: TODAY, ..Stamp::default() });
    }
}

/// Returns why an operation of PER-1 is refused.
pub fn refusal(isms: &Isms, operation: impl AnyOperation) -> String {
    refusal_of(isms, 1, operation)
}

/// Returns why an operation of a person is refused.
pub fn refusal_of(isms: &Isms, actor: u32, operation: impl AnyOperation) -> String {
    match operation.decide(isms, Ref::number(actor), TODAY) {
        Ok(changes) => panic!("{} was not refused: {changes:?}", operation.name()),
        Err(refusal) => refusal,
    }
}

/// Returns the edit of one field.
pub fn edit(record: &str, field: &str, text: &str) -> EditRecord {
    EditRecord { id: id(record), revision: None, typed: typed(&[(field, text)]), because: "".into() }
}

/// Returns the creation of a record with this title.
pub fn create(kind: &str, title: &str) -> CreateRecord {
    let kind = RecordKind::of_name(kind).unwrap_or_else(|| panic!("{kind} is no kind"));
    CreateRecord { kind, id: None, typed: typed(&[("title", title)]), about: About::default(), uuid: None }
}

/// Returns the proposal of a record with this title.
pub fn create_proposed(kind: &str, title: &str) -> CreateRecord {
    let about = About { proposed: Some(Proposed { origin: "template".into() }), ..About::default() };
    CreateRecord { about, ..create(kind, title) }
}

/// Returns the decision to include a control as a baseline.
pub fn include(control: &str) -> StateControl {
    StateControl {
        control: Ref::of(id(control).key),
        revision: None,
        included: Some(model::YesNo::Yes),
        reasons: vec![Reason::Baseline("everybody has one".into())],
        justification: "".into(),
        review_on: None,
    }
}

/// Returns a file that is described in full.
pub fn stored_file() -> StoredFile {
    StoredFile {
        name: "report.pdf".into(),
        digest: Digest::of(b"report"),
        size: 6,
        media: "application/pdf".into(),
    }
}

/// Returns the beginning of an organisation.
pub fn begin() -> BeginOrganisation {
    BeginOrganisation {
        name: "Fridge Ltd".into(),
        kind: OrganisationKind::Client,
        time_zone: "Europe/Prague".into(),
        person: "Pat".into(),
        uuid: Uuid::from_u128(7),
    }
}

/// Returns a small organisation: one of most kinds, linked.
pub fn small() -> Isms {
    let mut isms = Isms::default();
    let person =
        |title: &str, uuid| Person { title: title.into(), uuid: Uuid::from_u128(uuid), ..Person::default() };
    put(&mut isms, (Ref::number(1), person("Pat", 1)));
    put(&mut isms, (Ref::number(2), person("Kim", 2)));
    put(&mut isms, (Ref::one(), Organisation { title: "Fridge Ltd".into(), ..Organisation::default() }));
    let statement = "All of it".into();
    put(&mut isms, (Ref::one(), Scope { title: "Scope".into(), version: 1, statement, ..Scope::default() }));
    put(&mut isms, (Ref::one(), method()));
    put(&mut isms, (Ref::one(), Soa { title: "Statement".into(), version: 1, ..Soa::default() }));
    let plan = TreatmentPlan { title: "Treatment plan".into(), version: 1, ..TreatmentPlan::default() };
    put(&mut isms, (Ref::one(), plan));
    let holder = Some(Ref::number(1));
    put(&mut isms, (Ref::number(1), Role { title: "Security".into(), holder, ..Role::default() }));
    put(&mut isms, (Ref::number(1), Asset { title: "Laptops".into(), ..Asset::default() }));
    put(&mut isms, (Ref::number(1), Agreement { title: "Insurance".into(), ..Agreement::default() }));
    let policies = Control { title: "Policies".into(), ..Control::default() };
    put(&mut isms, (Ref::of(id("A.5.1").key), policies));
    put(&mut isms, (Ref::number(1), Control { title: "Lock".into(), ..Control::default() }));
    let owner = Some(model::Owner::Person(Ref::number(1)));
    let now = Rating { level: Some("high".into()), ..Rating::default() };
    put(&mut isms, (Ref::number(1), Risk { title: "Laptop theft".into(), owner, now, ..Risk::default() }));
    put(&mut isms, (Ref::number(2), Risk { title: "Phishing".into(), ..Risk::default() }));
    let action = |title: &str, risk, due| TreatmentAction {
        title: title.into(),
        risk,
        due,
        ..TreatmentAction::default()
    };
    let due = Some(Date::constant(2026, 6, 30));
    put(&mut isms, (Ref::number(1), action("Encrypt disks", Some(Ref::number(1)), due)));
    put(&mut isms, (Ref::number(2), action("Train people", None, None)));
    let uses = vec![EvidenceUse { target: Some(id("A.5.1")), ..EvidenceUse::default() }];
    put(&mut isms, (Ref::number(1), Evidence { title: "Screenshot".into(), uses, ..Evidence::default() }));
    let text = "Lock the screen".into();
    put(&mut isms, (Ref::number(1), Document { title: "Rules".into(), text, ..Document::default() }));
    isms
}

/// Returns a method: two ranges, their product, two levels.
fn method() -> Method {
    let range = || Scale::Range(model::Decimal::whole(1), model::Decimal::whole(3));
    let level = |word: &str, from| LevelStep {
        word: Line::new(word),
        from: Some(model::Decimal::whole(from)),
        ..LevelStep::default()
    };
    Method {
        title: "Risk method".into(),
        version: 1,
        likelihood: range(),
        consequence: range(),
        levels: vec![level("low", 1), level("high", 6)],
        function: LevelFunction::Product,
        ..Method::default()
    }
}

/// Puts a record without asking.
pub fn put<C: Into<Change>>(isms: &mut Isms, change: C) {
    isms.apply(&change.into(), Stamp { on: TODAY, ..Stamp::default() });
}
