//! A kept organisation for tests: its members, its records, and a book of who wrote what.

use std::collections::BTreeMap;

use model::records::*;
use model::{Change, Date, Isms, Line, Owner, RecordId, Ref, Stamp, YesNo};
use operations::AnyOperation;
use uuid::Uuid;

use crate::{Asking, Known, Past, Proof, TokenKinds, TokenScope, Touch, Verdict, ask, judge};

/// The day of all tests.
pub const TODAY: Date = Date::constant(2026, 3, 3);

pub const JANA: u32 = 1;
pub const LEO: u32 = 2;
pub const RITA: u32 = 3;
pub const CARL: u32 = 4;
pub const INES: u32 = 5;
pub const DAN: u32 = 6;
pub const VERA: u32 = 7;
pub const KARL: u32 = 8;
pub const MAX: u32 = 9;

/// Who wrote what, oldest first.
#[derive(Debug, Clone, Default)]
pub struct Book(BTreeMap<RecordId, Vec<Touch>>);

impl Past for Book {
    fn touches(&self, record: RecordId) -> Vec<Touch> {
        self.0.get(&record).cloned().unwrap_or_default()
    }
}

/// An organisation with its book.
#[derive(Clone)]
pub struct Firm {
    pub isms: Isms,
    pub book: Book,
    pub today: Date,
}

/// Reads an id.
pub fn id(text: &str) -> RecordId {
    RecordId::parse(text).unwrap_or_else(|| panic!("{text} is no id"))
}

/// Returns a person.
pub fn per(number: u32) -> Ref<Person> {
    Ref::number(number)
}

/// Returns an owner.
pub fn owner(number: u32) -> Option<Owner> {
    Some(Owner::Person(per(number)))
}

/// Returns somebody who signed in with a passkey just now.
pub fn fresh() -> Known {
    Known::Signed { step_up_seconds: Some(5), proof: Proof::Passkey }
}

/// Returns somebody who signed in an hour ago.
pub fn stale() -> Known {
    Known::Signed { step_up_seconds: Some(3_600), proof: Proof::Passkey }
}

/// Returns a token that reaches all kinds.
pub fn token() -> Known {
    Known::Token(TokenScope { reads: TokenKinds::All, writes: TokenKinds::All })
}

impl Firm {
    /// Returns an organisation of which only the people are known.
    pub fn of(people: &[(u32, &str, PersonKind)]) -> Self {
        let mut firm = Self { isms: Isms::default(), book: Book::default(), today: TODAY };
        for (number, name, kind) in people {
            let uuid = Uuid::from_u128(u128::from(*number));
            let person = Person { title: Line::new(name), uuid, kind: Some(*kind), ..Person::default() };
            firm.put(Change::from((per(*number), person)));
        }
        firm.put(Change::from((
            Ref::one(),
            Organisation { title: "Fridge Ltd".into(), ..Organisation::default() },
        )));
        firm
    }

    /// Puts a record without asking and without a trace.
    pub fn put(&mut self, change: impl Into<Change>) {
        self.isms.apply(&change.into(), Stamp { on: self.today, ..Stamp::default() });
    }

    /// Makes somebody a member without asking.
    pub fn member(&mut self, person: u32, roles: &[MemberRole], keeps: Option<YesNo>) {
        let membership = Membership {
            title: "Member".into(),
            person: Some(per(person)),
            roles: roles.to_vec(),
            keeps,
            since: Some(Date::constant(2026, 1, 1)),
            ..Membership::default()
        };
        self.put((Ref::number(person), membership));
    }

    /// Notes that somebody wrote a record.
    pub fn wrote(&mut self, person: u32, record: &str, intent: &str) {
        self.wrote_on(person, record, intent, self.today);
    }

    /// Notes that somebody wrote a record on a day.
    pub fn wrote_on(&mut self, person: u32, record: &str, intent: &str, on: Date) {
        let touch = Touch { by: Uuid::from_u128(u128::from(person)), on, intent: intent.into() };
        self.book.0.entry(id(record)).or_default().push(touch);
    }

    /// Returns a question of somebody.
    pub fn asking(&self, person: u32, known: Known) -> Asking<'_> {
        Asking { isms: &self.isms, past: &self.book, actor: per(person), known, today: self.today }
    }

    /// Asks for somebody who just proved who they are.
    pub fn ask(&self, person: u32, intent: &str, record: &str) -> Verdict {
        self.ask_as(person, fresh(), intent, record)
    }

    /// Asks for somebody of whom this is known.
    pub fn ask_as(&self, person: u32, known: Known, intent: &str, record: &str) -> Verdict {
        ask(&self.asking(person, known), intent, &[id(record)])
    }

    /// Returns the words of a denial.
    pub fn refused(&self, person: u32, intent: &str, record: &str) -> String {
        words(&self.ask(person, intent, record))
    }

    /// Decides an operation and asks whether it may be written.
    pub fn judged(&self, person: u32, operation: &dyn AnyOperation) -> Verdict {
        let changes = operation.decide(&self.isms, per(person), self.today);
        let changes = changes.unwrap_or_else(|refusal| panic!("{}: {refusal}", operation.name()));
        judge(&self.asking(person, fresh()), operation.intent(), &changes)
    }

    /// Lets somebody do something; it is decided, judged and written.
    pub fn does(&mut self, person: u32, operation: impl AnyOperation) {
        let verdict = self.judged(person, &operation);
        assert_eq!(verdict, Verdict::Permit, "{} by PER-{person}: {}", operation.name(), words(&verdict));
        let changes = operation.decide(&self.isms, per(person), self.today).expect("it was decided before");
        let by = Uuid::from_u128(u128::from(person));
        for change in changes {
            self.isms.apply(&change, Stamp { on: self.today, by, ..Stamp::default() });
            if let Some(id) = change.id() {
                let touch = Touch { by, on: self.today, intent: operation.intent().into() };
                self.book.0.entry(id).or_default().push(touch);
            }
        }
    }

    /// Returns why somebody may not do something that can be decided.
    pub fn barred(&self, person: u32, operation: impl AnyOperation) -> String {
        words(&self.judged(person, &operation))
    }
}

/// Returns the words of a denial, or that there is none.
pub fn words(verdict: &Verdict) -> String {
    verdict.denial().map_or_else(|| "permitted".to_owned(), ToString::to_string)
}

/// Returns the organisation of most tests: nine members, one of most kinds of records.
pub fn firm() -> Firm {
    use MemberRole as M;
    use PersonKind::{Employee, Outside, TopManagement};
    let mut firm = Firm::of(&[
        (JANA, "Jana Novak", TopManagement),
        (LEO, "Leo Brandt", Employee),
        (RITA, "Rita Olsen", Employee),
        (CARL, "Carl Ott", Employee),
        (INES, "Ines Auer", Employee),
        (DAN, "Dan Cole", Outside),
        (VERA, "Vera Wolf", Employee),
        (KARL, "Karl Body", Outside),
        (MAX, "Max Reich", TopManagement),
        (10, "Nina New", Employee),
    ]);
    firm.member(JANA, &[M::TopManagement], Some(YesNo::Yes));
    for (person, role) in [
        (LEO, M::IsmsManager),
        (RITA, M::RiskOwner),
        (CARL, M::ControlOwner),
        (INES, M::InternalAuditor),
        (DAN, M::Consultant),
        (VERA, M::Viewer),
        (KARL, M::CertificationAuditor),
        (MAX, M::TopManagement),
    ] {
        firm.member(person, &[role], None);
    }
    registers(&mut firm);
    audits(&mut firm);
    firm
}

/// Adds method, risks, controls, evidence and documents.
fn registers(firm: &mut Firm) {
    let level = |word: &str, from| LevelStep {
        word: Line::new(word),
        from: Some(model::Decimal::whole(from)),
        ..LevelStep::default()
    };
    let range = || Scale::Range(model::Decimal::whole(1), model::Decimal::whole(3));
    let method = Method {
        title: "Risk method".into(),
        version: 1,
        likelihood: range(),
        consequence: range(),
        levels: vec![level("low", 1), level("high", 6)],
        function: LevelFunction::Product,
        acceptance_level: Some("low".into()),
        ..Method::default()
    };
    firm.put((Ref::one(), method));
    firm.put((Ref::one(), Soa { title: "Statement".into(), version: 1, ..Soa::default() }));
    firm.put((
        Ref::one(),
        Scope { title: "Scope".into(), version: 1, statement: "All".into(), ..Scope::default() },
    ));
    let rated =
        |level: &str, by| Rating { level: Some(Line::new(level)), by: owner(by), ..Rating::default() };
    let risk =
        |title: &str, now| Risk { title: Line::new(title), owner: owner(RITA), now, ..Risk::default() };
    firm.put((Ref::number(1), risk("Laptop theft", rated("low", LEO))));
    firm.put((Ref::number(2), risk("Ransomware", rated("high", LEO))));
    let own = TreatmentAction {
        title: "Encrypt".into(),
        risk: Some(Ref::number(1)),
        owner: owner(CARL),
        ..TreatmentAction::default()
    };
    firm.put((Ref::number(1), own));
    firm.put((Ref::one(), TreatmentPlan { title: "Plan".into(), version: 1, ..TreatmentPlan::default() }));
    let lock = Control { title: "Lock".into(), owner: owner(CARL), ..Control::default() };
    firm.put((Ref::number(1), lock));
    firm.put((Ref::of(id("A.5.1").key), Control { title: "Policies".into(), ..Control::default() }));
    let uses = vec![EvidenceUse { target: Some(id("C-1")), ..EvidenceUse::default() }];
    let photo = Evidence { title: "Photo".into(), uses, collected_by: owner(CARL), ..Evidence::default() };
    firm.put((Ref::number(1), photo));
    let rules = Document {
        title: "Rules".into(),
        text: "Lock".into(),
        authors: vec![per(LEO)],
        ..Document::default()
    };
    firm.put((Ref::number(1), rules.clone()));
    firm.put((Ref::number(2), Document { kind: "policy_top".into(), ..rules }));
    firm.put((Ref::number(1), Asset { title: "Laptops".into(), owner: owner(CARL), ..Asset::default() }));
    firm.put((
        Ref::number(1),
        Incident { title: "False mail".into(), owner: owner(CARL), ..Incident::default() },
    ));
}

/// Adds an audit under way with a paper, a finding, a nonconformity, and a pack.
fn audits(firm: &mut Firm) {
    let audit = Audit {
        title: "Audit".into(),
        kind: Some(AuditKind::Internal),
        auditors: vec![per(INES)],
        state: AuditState::Running,
        ..Audit::default()
    };
    firm.put((Ref::number(1), audit));
    let paper = WorkingPaper {
        title: "Locks".into(),
        audit: Some(Ref::number(1)),
        by: Some(per(INES)),
        control: Some(Ref::number(1)),
        ..WorkingPaper::default()
    };
    firm.put((Ref::number(1), paper));
    let finding = Finding {
        title: "Door open".into(),
        audit: Some(Ref::number(1)),
        grade: Some(FindingGrade::Minor),
        control: Some(Ref::number(1)),
        nonconformity: Some(Ref::number(1)),
        ..Finding::default()
    };
    firm.put((Ref::number(1), finding));
    let action = CorrectiveAction {
        number: 1,
        title: "New lock".into(),
        owner: owner(CARL),
        done_by: Some(per(LEO)),
        ..CorrectiveAction::default()
    };
    let breach = Nonconformity {
        title: "Door open".into(),
        control: Some(Ref::number(1)),
        owner: owner(CARL),
        actions: vec![action],
        ..Nonconformity::default()
    };
    firm.put((Ref::number(1), breach));
    firm.put((Ref::number(1), Pack { title: "Pack".into(), audit: Some(Ref::number(1)), ..Pack::default() }));
    let share = Share {
        title: "Stage 1".into(),
        team: vec![per(KARL)],
        kinds: vec!["risks".into(), "evidence".into()],
        state: ShareState::Open,
        body_organisation: Some(Uuid::from_u128(77)),
        from: Some(Date::constant(2026, 3, 1)),
        until: Some(Date::constant(2026, 3, 31)),
        ..Share::default()
    };
    firm.put((Ref::number(1), share));
}
