//! Small organisations for tests, rule proofs and documentation.

mod audits;
mod company;
mod controls;
mod documents;
mod frame;
mod grow;
mod improvement;
mod life;
mod operations;
mod reviews;
mod risks;
mod support;
mod visits;

pub use company::{Moment, Size};

use jiff::ToSpan;
use jiff::civil::date;
use uuid::Uuid;

use crate::records::*;
use crate::{AnnexA, Approval, Change, Date, Isms, Key, RecordId, Ref, Stamp, YesNo};
use crate::{Record, Stored};

/// Top management.
const TOP: Ref<Person> = Ref::number(1);
/// The security lead.
const LEAD: Ref<Person> = Ref::number(2);
/// An employee who owns much.
const ENGINEER: Ref<Person> = Ref::number(3);
/// An employee who keeps one document.
const CLERK: Ref<Person> = Ref::number(4);

/// A small organisation on a day, and ways to spoil it.
#[derive(Debug, Clone)]
pub struct Sample {
    /// What it has recorded.
    pub isms: Isms,
    /// The day asked.
    pub today: Date,
    /// What does not verify in its ledger.
    pub chain_faults: Vec<String>,
    /// Records whose file is not the one that was received.
    pub file_faults: Vec<RecordId>,
    /// What holders keep of its history.
    pub anchors: Vec<Anchored>,
    /// When backups of its records were restored to see whether they are whole.
    pub backups: Vec<Rehearsed>,
}

/// What a holder keeps of the history of a sample.
#[derive(Debug, Clone)]
pub struct Anchored {
    /// When it was given.
    pub on: Date,
    /// Who keeps it.
    pub holder: &'static str,
    /// Whether it is kept outside the installation.
    pub external: YesNo,
    /// The number of the entry that it names.
    pub sequence: u64,
    /// The root that it names.
    pub root: &'static str,
    /// The root of the present history at that entry; nothing where it does not reach so far.
    pub present: Option<&'static str>,
}

/// A try whether a backup of the records of a sample comes back.
#[derive(Debug, Clone)]
pub struct Rehearsed {
    /// When the backup was taken.
    pub taken_on: Date,
    /// When it was restored.
    pub restored_on: Option<Date>,
    /// Whether what came back verified.
    pub verified: YesNo,
}

impl Sample {
    /// Returns an organisation with nothing but the 93 controls, on a fixed day.
    #[must_use]
    pub fn blank() -> Self {
        let mut sample = Self {
            isms: Isms::default(),
            today: date(2026, 6, 1),
            chain_faults: Vec::new(),
            file_faults: Vec::new(),
            anchors: vec![Anchored {
                on: date(2026, 5, 31),
                holder: "notary",
                external: YesNo::Yes,
                sequence: 40,
                root: "c3c3",
                present: Some("c3c3"),
            }],
            backups: vec![Rehearsed {
                taken_on: date(2026, 5, 2),
                restored_on: Some(date(2026, 5, 4)),
                verified: YesNo::Yes,
            }],
        };
        for number in AnnexA::all() {
            let control = Control { title: format!("Control {number}").into(), ..Control::default() };
            sample.put_on(date(2025, 11, 3), Ref::of(Key::AnnexA(number)), control);
        }
        sample
    }

    /// Returns a small organisation in good order: no rule has anything to say about it.
    ///
    /// Orders are handled in one office with one supplier. Five risks: R-1 is lowered by controls that work, R-2 by one
    /// that is being built (TRT-1), R-3 is above the acceptance level and accepted, R-4 needs nothing, R-5 rests on one
    /// control that a law asks for. All of Annex A is stated, three controls are excluded; each implemented control has
    /// the evidence of its own place: A.5.1 has EV-1, A.8.13 has EV-72, A.8.34 has EV-93. The order system AST-1 and the
    /// test system AST-5 have accounts, ACC-1 to ACC-5, which were looked at in May.
    #[must_use]
    pub fn in_good_order() -> Self {
        let mut sample = Self::blank();
        frame::put(&mut sample);
        risks::put(&mut sample);
        controls::put(&mut sample);
        documents::put(&mut sample);
        audits::put(&mut sample);
        reviews::put(&mut sample);
        improvement::put(&mut sample);
        support::put(&mut sample);
        operations::put(&mut sample);
        sample.freeze();
        sample
    }

    /// Puts a record today.
    pub fn put<R: Record>(&mut self, id: Ref<R>, record: R) {
        self.put_on(self.today, id, record);
    }

    /// Puts a record on a day.
    pub fn put_on<R: Record>(&mut self, on: Date, id: Ref<R>, record: R) {
        let change = R::put(id, Stored::from(record));
        self.isms.apply(&change, stamp(on));
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
        self.isms.apply(&Change::Removed(id, "for a test".into()), stamp(self.today));
    }

    /// Returns the day so many days before the day asked.
    #[must_use]
    pub fn days_ago(&self, days: i32) -> Date {
        self.today.checked_sub(days.days()).expect("a test stays within the calendar")
    }

    /// Makes the newest approval of everything cover what stands now, as if the last edits had come before it.
    pub fn freeze(&mut self) {
        let today = self.today;
        if let Some(scope) = self.isms.scope.one().map(|scope| Scope::clone(scope)) {
            let content = scope.content(&self.isms);
            self.edit_one(|scope: &mut Scope| refreeze(&mut scope.approvals, |_| content));
        }
        if let Some(content) = self.isms.method.one().map(|method| method.content()) {
            self.edit_one(|method: &mut Method| refreeze(&mut method.approvals, |_| content));
        }
        if self.isms.soa.one().is_some() {
            let content = Soa::content(&self.isms, today);
            self.edit_one(|soa: &mut Soa| refreeze(&mut soa.approvals, |_| content));
        }
        if let Some(plan) = self.isms.treatment_plan.one().map(|plan| TreatmentPlan::clone(plan)) {
            let isms = self.isms.clone();
            self.edit_one(|changed: &mut TreatmentPlan| {
                for approval in changed.approvals.iter_mut().filter(|one| one.version == plan.version) {
                    let content = TreatmentPlan::content(&isms, approval.by);
                    *approval = Approval::of(approval.version, approval.by, approval.on, content);
                }
            });
        }
        let documents: Vec<Ref<Document>> = self.isms.documents.iter().map(|(id, _)| id).collect();
        for id in documents {
            self.edit_at(id, |document: &mut Document| {
                let content = document.content();
                refreeze(&mut document.approvals, |_| content);
            });
        }
    }

    /// Edits a record on the day it was last written.
    pub fn edit_at<R: Record>(&mut self, id: Ref<R>, change: impl FnOnce(&mut R)) {
        let entry = R::table(&self.isms).find(&id).expect("a test edits what is there");
        let on = entry.changed.on;
        let mut record = R::clone(entry);
        change(&mut record);
        self.put_on(on, id, record);
    }
}

/// Gives the newest approval another content.
fn refreeze<C: serde::Serialize>(approvals: &mut [Approval<C>], content: impl FnOnce(u32) -> C) {
    if let Some(newest) = approvals.iter_mut().max_by_key(|approval| approval.version) {
        *newest = Approval::of(newest.version, newest.by, newest.on, content(newest.version));
    }
}

/// Returns when the sample writes.
fn stamp(on: Date) -> Stamp {
    let days = date(1970, 1, 1).until(on).map(|span| span.get_days()).unwrap_or(0);
    Stamp { at: (i64::from(days) * 24 + 8) * 3_600_000_000, on, by: Uuid::from_u128(2) }
}
