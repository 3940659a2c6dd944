//! What is written out once for each kind of record: names, state, changes, and every question asked by kind.

/// Writes out the kinds of records: `RecordKind`, `Isms`, `Change`, and what is asked of each by its kind.
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
                        let entry = Arc::new(Entry::new(revision, made, stamp, Arc::clone(stored)));
                        let before = self.pointed(*id, linking);
                        self.$table.put(*id, entry);
                        self.relink(id.id(), &before, &self.pointed(*id, linking));
                    })*
                    Change::Removed(id, _) => match id.kind {
                        $(RecordKind::$record => {
                            let before = self.pointed::<$record>(Ref::of(id.key), linking);
                            self.$table.remove(Ref::of(id.key));
                            self.relink(*id, &before, &[]);
                        })*
                    },
                    Change::Note(_) => {}
                }
            }

            /// Calls `visit` with each record.
            pub(crate) fn visit_all(&self, visit: &mut dyn FnMut(RecordId, &dyn Pointing)) {
                $(for (id, entry) in self.$table.everything() {
                    visit(id.id(), entry);
                    if let Some(beneath) = self.$table.beneath(&id) {
                        visit(id.id(), beneath);
                    }
                })*
            }
        }
    };
}
pub(super) use records;
