//! Small organisations for tests, rule proofs and documentation.

use crate::records::*;
use crate::{AnnexA, Change, Date, Isms, Key, RecordId, Ref, Stamp};
use crate::{Record, Stored};

/// A small organisation on a day, and ways to spoil it.
#[derive(Debug, Clone)]
pub struct Sample {
    /// What it has recorded.
    pub isms: Isms,
    /// The day asked.
    pub today: Date,
    /// What does not verify in its ledger.
    pub chain_faults: Vec<String>,
}

impl Sample {
    /// Returns an organisation with nothing but the 93 controls, on a fixed day.
    #[must_use]
    pub fn blank() -> Self {
        let today = jiff::civil::date(2026, 6, 1);
        let mut sample = Self { isms: Isms::default(), today, chain_faults: Vec::new() };
        for number in AnnexA::all() {
            let control = Control { title: format!("Control {number}").into(), ..Control::default() };
            sample.put(Ref::of(Key::AnnexA(number)), control);
        }
        sample
    }

    /// Puts a record.
    pub fn put<R: Record>(&mut self, id: Ref<R>, record: R) {
        let change = R::put(id, Stored::from(record));
        self.isms.apply(&change, self.stamp());
    }

    /// Edits a record by its number; it must be there.
    pub fn edit<R: Record>(&mut self, number: u32, change: impl FnOnce(&mut R)) {
        self.edit_at(Ref::number(number), change);
    }

    /// Edits the only record of its kind.
    pub fn edit_one<R: Record>(&mut self, change: impl FnOnce(&mut R)) {
        self.edit_at(Ref::one(), change);
    }

    /// Edits a control of Annex A.
    pub fn edit_control(&mut self, id: &str, change: impl FnOnce(&mut Control)) {
        self.edit_at(Ref::parse(id).expect("a test names a control"), change);
    }

    /// Removes a record.
    pub fn remove(&mut self, id: &str) {
        let id = RecordId::parse(id).expect("a test names a record");
        self.isms.apply(&Change::Removed(id, "for a test".into()), self.stamp());
    }

    /// Edits a record.
    fn edit_at<R: Record>(&mut self, id: Ref<R>, change: impl FnOnce(&mut R)) {
        let mut record = R::clone(R::table(&self.isms).find(&id).expect("a test edits what is there"));
        change(&mut record);
        self.put(id, record);
    }

    /// Returns when the sample writes.
    fn stamp(&self) -> Stamp {
        Stamp { at: 1_780_272_000_000_000, on: self.today, by: uuid::Uuid::nil() }
    }

    /// Returns a small organisation in good order: no rule has anything to say about it.
    #[must_use]
    pub fn in_good_order() -> Self {
        let mut sample = Self::blank();
        sample.put(
            Ref::number(1),
            Person { title: "Mara Kral".into(), kind: Some(PersonKind::TopManagement), ..Person::default() },
        );
        sample.put(
            Ref::number(1),
            Risk {
                title: "Ransomware stops order handling".into(),
                owner: Some(crate::Owner::Person(Ref::number(1))),
                ..Risk::default()
            },
        );
        sample.put(Ref::one(), Scope { title: "Scope".into(), version: 1, ..Scope::default() });
        sample.edit_one(|scope: &mut Scope| {
            let content = ScopeContent::default();
            scope.approvals =
                vec![crate::Approval::of(1, Ref::number(1), jiff::civil::date(2026, 3, 1), content)];
        });
        sample
    }
}
