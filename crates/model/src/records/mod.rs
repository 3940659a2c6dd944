//! The kinds of records: one kind, one file, one line in the list.

mod access_review;
mod account;
mod acknowledgement;
mod agreement;
mod asset;
mod audit;
mod audit_programme;
mod certification;
mod context;
mod control;
mod control_run;
mod control_test;
mod crosswalk_edge;
mod crypto_key;
mod disposition;
mod document;
mod evidence;
mod exception;
mod finding;
mod gap_analysis;
mod improvement;
mod incident;
mod interface;
mod issue;
mod management_review;
mod measure;
mod method;
mod method_function;
mod nonconformity;
mod objective;
mod obligation;
mod organisation;
mod party;
mod person;
mod plan;
mod planned_change;
mod population;
mod process;
mod production_change;
mod recovery_test;
mod retention_rule;
mod risk;
mod risk_assessment;
mod role;
mod sample;
mod scope;
mod setting;
mod site;
mod soa;
mod standing;
mod supplier;
mod training;
mod treatment_action;
mod treatment_plan;
mod unit;
mod vulnerability;
mod working_paper;

pub use access_review::*;
pub use account::*;
pub use acknowledgement::*;
pub use agreement::*;
pub use asset::*;
pub use audit::*;
pub use audit_programme::*;
pub use certification::*;
pub use context::*;
pub use control::*;
pub use control_run::*;
pub use control_test::*;
pub use crosswalk_edge::*;
pub use crypto_key::*;
pub use disposition::*;
pub use document::*;
pub use evidence::*;
pub use exception::*;
pub use finding::*;
pub use gap_analysis::*;
pub use improvement::*;
pub use incident::*;
pub use interface::*;
pub use issue::*;
pub use management_review::*;
pub use measure::*;
pub use method::*;
pub use method_function::*;
pub use nonconformity::*;
pub use objective::*;
pub use obligation::*;
pub use organisation::*;
pub use party::*;
pub use person::*;
pub use plan::*;
pub use planned_change::*;
pub use population::*;
pub use process::*;
pub use production_change::*;
pub use recovery_test::*;
pub use retention_rule::*;
pub use risk::*;
pub use risk_assessment::*;
pub use role::*;
pub use sample::*;
pub use scope::*;
pub use site::*;
pub use soa::*;
pub use standing::*;
pub use supplier::*;
pub use training::*;
pub use treatment_action::*;
pub use treatment_plan::*;
pub use unit::*;
pub use vulnerability::*;
pub use working_paper::*;

use std::sync::Arc;

use imbl::OrdSet;

use crate::about::{Entry, Stamp, Stored};
use crate::isms::{Linking, Pointing, any};
use crate::stored::Fault;
use crate::{AnyRecord, Kind, Problem, Prose, Record, RecordId, Ref, Shown, Table, Verb};

use setting::set_fields;

macro_rules! records {
    ($($record:ident => $table:ident),* $(,)?) => {
        /// The name of a kind of record.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RecordKind {
            $(#[doc = concat!("See [`", stringify!($record), "`].")] $record,)*
        }

        impl RecordKind {
            /// All kinds.
            pub const ALL: &'static [Self] = &[$(Self::$record),*];

            /// Returns what the kind is called.
            #[must_use]
            pub fn kind(self) -> &'static Kind {
                match self {
                    $(Self::$record => &<$record as Record>::KIND,)*
                }
            }

            /// Returns the JSON Schema of the kind's stored form.
            ///
            /// Source: JSON Schema, draft 2020-12.
            #[must_use]
            pub fn schema(self) -> serde_json::Value {
                let mut schema = match self {
                    $(Self::$record => crate::field::schema_of_fields($record::FIELDS),)*
                };
                schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
                schema["title"] = self.kind().singular.into();
                schema["description"] = self.kind().what.into();
                schema
            }

            /// Returns the fields of a blank record of the kind.
            #[must_use]
            pub fn fields(self) -> Vec<Shown> {
                match self {
                    $(Self::$record => {
                        let blank = $record::default();
                        $record::FIELDS.iter().map(|field| crate::field::shown(field, &blank)).collect()
                    })*
                }
            }
        }

        /// Everything an organisation has recorded, at one commit.
        #[derive(Debug, Clone, Default)]
        pub struct Isms {
            $(#[doc = concat!("All records of the kind [`", stringify!($record), "`].")] pub $table: Table<$record>,)*
            /// Who points at whom: target, source.
            pub(crate) links: OrdSet<(RecordId, RecordId)>,
        }

        /// What happens to one record, or a reason given for the commit.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Change {
            $(#[doc = concat!("This [`", stringify!($record), "`], as it is from now on.")]
            $record(Ref<$record>, Arc<Stored<$record>>),)*
            /// The record is gone, for this reason.
            Removed(RecordId, Prose),
            /// Why the commit was made.
            Note(Prose),
        }

        $(impl From<(Ref<$record>, $record)> for Change {
            fn from((id, record): (Ref<$record>, $record)) -> Self {
                Self::$record(id, Arc::new(record.into()))
            }
        })*

        impl Change {
            /// Returns the record that changes; a note changes none.
            #[must_use]
            pub fn id(&self) -> Option<RecordId> {
                match self {
                    $(Self::$record(id, _) => Some(id.id()),)*
                    Self::Removed(id, _) => Some(*id),
                    Self::Note(_) => None,
                }
            }

            /// Returns the stored form of what changes.
            #[must_use]
            pub fn body(&self) -> Vec<u8> {
                match self {
                    $(Self::$record(_, stored) => crate::stored::bytes(stored),)*
                    Self::Removed(_, because) => crate::stored::because_bytes(because),
                    Self::Note(text) => crate::stored::note_bytes(text),
                }
            }

            /// Returns the record as it is from now on, shown; nothing for a note or a removal.
            #[must_use]
            pub fn shown(&self) -> Option<(RecordId, &str, Vec<Shown>)> {
                match self {
                    $(Self::$record(id, stored) => Some((
                        id.id(),
                        stored.record.title(),
                        $record::FIELDS.iter().map(|field| crate::field::shown(field, &stored.record)).collect(),
                    )),)*
                    Self::Removed(..) | Self::Note(_) => None,
                }
            }

            /// Reads a change that puts a record, from its stored form.
            pub(crate) fn of_body(id: RecordId, body: &[u8]) -> Result<Self, Fault> {
                match id.kind {
                    $(RecordKind::$record => {
                        let stored: Stored<$record> = crate::stored::read(body)?;
                        Ok(Self::$record(Ref::of(id.key), Arc::new(stored)))
                    })*
                }
            }

            /// Makes a record from typed text on top of the one that is there, or of a blank one: fields by name, and
            /// fields of a part as `now.likelihood`.
            ///
            /// # Errors
            /// The name of a field and its problem, for each field that could not be read.
            pub fn of_text(
                isms: &Isms,
                id: RecordId,
                typed: &[(String, String)],
            ) -> Result<Self, Vec<(String, Problem)>> {
                match id.kind {
                    $(RecordKind::$record => {
                        let found = isms.$table.find(&Ref::of(id.key));
                        let mut stored = found.map(|entry| entry.stored.as_ref().clone()).unwrap_or_default();
                        set_fields(&mut stored.record, typed)?;
                        Ok(Self::$record(Ref::of(id.key), Arc::new(stored)))
                    })*
                }
            }

            /// Returns the same change with other words beside the fields.
            #[must_use]
            pub fn with_about(self, change: impl FnOnce(&mut crate::About)) -> Self {
                match self {
                    $(Self::$record(id, mut stored) => {
                        change(&mut Arc::make_mut(&mut stored).about);
                        Self::$record(id, stored)
                    })*
                    Self::Removed(..) | Self::Note(_) => self,
                }
            }
        }

        impl Isms {
            /// Returns a record of any kind, unless it is only proposed.
            #[must_use]
            pub fn get(&self, id: RecordId) -> Option<&dyn AnyRecord> {
                match id.kind {
                    $(RecordKind::$record => any(self.$table.get(&Ref::of(id.key))),)*
                }
            }

            /// Returns a record of any kind, proposed or not.
            #[must_use]
            pub fn find(&self, id: RecordId) -> Option<&dyn AnyRecord> {
                match id.kind {
                    $(RecordKind::$record => any(self.$table.find(&Ref::of(id.key))),)*
                }
            }

            /// Returns all records of a kind, by id, proposed ones too.
            #[must_use]
            pub fn all(&self, kind: RecordKind) -> Vec<(RecordId, &dyn AnyRecord)> {
                match kind {
                    $(RecordKind::$record => {
                        self.$table.everything().map(|(id, entry)| (id.id(), entry as &dyn AnyRecord)).collect()
                    })*
                }
            }

            /// Returns the records of a kind that count, by id; beneath a proposal the one that it lies on.
            #[must_use]
            pub fn counted(&self, kind: RecordKind) -> Vec<(RecordId, &dyn AnyRecord)> {
                match kind {
                    $(RecordKind::$record => {
                        self.$table.iter().map(|(id, entry)| (id.id(), entry as &dyn AnyRecord)).collect()
                    })*
                }
            }

            /// Returns the change that puts back the record on which a proposal lies.
            #[must_use]
            pub fn beneath(&self, id: RecordId) -> Option<Change> {
                match id.kind {
                    $(RecordKind::$record => {
                        let entry = self.$table.beneath(&Ref::of(id.key))?;
                        Some(Change::$record(Ref::of(id.key), Arc::clone(&entry.stored)))
                    })*
                }
            }

            /// Returns how many records of a kind count.
            #[must_use]
            pub fn count(&self, kind: RecordKind) -> usize {
                match kind {
                    $(RecordKind::$record => self.$table.len(),)*
                }
            }

            /// Returns how many records of a kind are only proposed.
            #[must_use]
            pub fn proposals(&self, kind: RecordKind) -> usize {
                match kind {
                    $(RecordKind::$record => self.$table.proposals(),)*
                }
            }

            /// Returns the id that the next record of a kind gets.
            #[must_use]
            pub fn next(&self, kind: RecordKind) -> RecordId {
                match kind {
                    $(RecordKind::$record => self.$table.next().id(),)*
                }
            }

            /// Returns the revision last written, also of a removed record; zero where there never was one.
            #[must_use]
            pub fn revision(&self, id: RecordId) -> u32 {
                match id.kind {
                    $(RecordKind::$record => self.$table.revision(&Ref::of(id.key)),)*
                }
            }

            /// Returns the change that puts a record as it is now; undo keeps it.
            #[must_use]
            pub fn present(&self, id: RecordId) -> Option<Change> {
                match id.kind {
                    $(RecordKind::$record => {
                        let entry = self.$table.find(&Ref::of(id.key))?;
                        Some(Change::$record(Ref::of(id.key), Arc::clone(&entry.stored)))
                    })*
                }
            }

            /// Puts a change, with or without the reverse references.
            pub(crate) fn put_change(&mut self, change: &Change, stamp: Stamp, linking: Linking) {
                match change {
                    $(Change::$record(id, stored) => {
                        let revision = self.$table.revision(id) + 1;
                        let made = self.$table.find(id).map_or(stamp, |entry| entry.made);
                        let entry = Arc::new(Entry { revision, made, changed: stamp, stored: Arc::clone(stored) });
                        let before = self.$table.put(*id, Arc::clone(&entry));
                        self.relink(id.id(), before.as_ref(), Some(&entry), linking);
                    })*
                    Change::Removed(id, _) => match id.kind {
                        $(RecordKind::$record => {
                            let before = self.$table.remove(Ref::of(id.key));
                            self.relink::<$record>(*id, before.as_ref(), None, linking);
                        })*
                    },
                    Change::Note(_) => {}
                }
            }

            /// Calls `visit` with each record.
            pub(crate) fn visit_all(&self, visit: &mut dyn FnMut(RecordId, &dyn Pointing)) {
                $(for (id, entry) in self.$table.everything() {
                    visit(id.id(), entry);
                })*
            }
        }
    };
}

records! {
    Organisation => organisation,
    Plan => plan,
    Person => people,
    Role => roles,
    Unit => units,
    Site => sites,
    Process => processes,
    Asset => assets,
    Supplier => suppliers,
    Interface => interfaces,
    Scope => scope,
    Issue => issues,
    Context => context,
    Party => parties,
    Obligation => obligations,
    Agreement => agreements,
    Method => method,
    Risk => risks,
    TreatmentAction => treatment_actions,
    TreatmentPlan => treatment_plan,
    Control => controls,
    Soa => soa,
    Evidence => evidence,
    Document => documents,
    Disposition => dispositions,
    AuditProgramme => audit_programmes,
    Audit => audits,
    WorkingPaper => working_papers,
    Finding => findings,
    ManagementReview => management_reviews,
    Nonconformity => nonconformities,
    Certification => certifications,
    Improvement => improvements,
    ControlRun => control_runs,
    ControlTest => control_tests,
    Exception => exceptions,
    Population => populations,
    Sample => samples,
    Objective => objectives,
    Measure => measures,
    PlannedChange => planned_changes,
    RiskAssessment => risk_assessments,
    Incident => incidents,
    AccessReview => access_reviews,
    Vulnerability => vulnerabilities,
    RecoveryTest => recovery_tests,
    GapAnalysis => gap_analyses,
    Training => trainings,
    Acknowledgement => acknowledgements,
    RetentionRule => retention_rules,
    Account => accounts,
    ProductionChange => production_changes,
    CryptoKey => keys,
    CrosswalkEdge => crosswalk_edges,
}

impl RecordKind {
    /// Returns the kind with this prefix, in any case.
    #[must_use]
    pub fn of_prefix(prefix: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.kind().prefix.eq_ignore_ascii_case(prefix))
    }

    /// Says whether a text is this kind's name in stored metas: its singular with hyphens for blanks.
    #[must_use]
    pub fn is_slug(self, text: &str) -> bool {
        let singular = self.kind().singular;
        singular.len() == text.len()
            && singular
                .bytes()
                .zip(text.bytes())
                .all(|(ours, theirs)| if ours == b' ' { theirs == b'-' } else { ours == theirs })
    }

    /// Returns the kind with this name: singular or plural, with blanks or hyphens.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase().replace(['-', '_'], " ");
        Self::ALL.iter().copied().find(|kind| kind.kind().singular == name || kind.kind().plural == name)
    }
}

/// Returns the verb for the meta line of a change.
#[must_use]
pub fn verb_of(change: &Change, isms: &Isms) -> Verb {
    if let Change::Removed(..) = change {
        return Verb::Delete;
    }
    match change.id() {
        Some(id) if isms.find(id).is_some() => Verb::Update,
        Some(_) | None => Verb::Create,
    }
}

#[cfg(test)]
mod tests;
