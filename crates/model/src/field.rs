//! The table of fields: one definition of a kind of record, from which everything generic comes.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::about::{About, Entry, Stamp, Stored};
use crate::{Change, Isms, PartShape, Problem, RecordId, RecordKind, Ref, Shape, Table, Value};

/// What a kind of record is called, and where the standard speaks of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// Stands before the number: `R` in `R-12`; the whole id where there is only one.
    pub prefix: &'static str,
    /// Its name in the stored form, in commands and with an article: `treatment action`.
    pub singular: &'static str,
    /// Its name for many, also in addresses (blanks become hyphens): `treatment actions`.
    pub plural: &'static str,
    /// The clause of ISO/IEC 27001:2022 that speaks of it.
    pub clause: &'static str,
    /// One sentence for a newcomer: what it is.
    pub what: &'static str,
    /// Whether an organisation has exactly one.
    pub single: bool,
}

impl Kind {
    /// Returns an id that such a record may have.
    #[must_use]
    pub fn example(&self) -> String {
        if self.single { self.prefix.to_owned() } else { format!("{}-3", self.prefix) }
    }

    /// Returns the name in addresses, stored metas and commands: `treatment-action`.
    #[must_use]
    pub fn slug(&self) -> String {
        self.singular.replace(' ', "-")
    }
}

/// Who writes a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writer {
    /// People: generic page, import, API.
    Form,
    /// An operation of its own: approvals, acceptances, verdicts, states. Shown, never in the generic form.
    Operation,
}

/// One field: form, table, spreadsheet column, schema and documentation come from it.
pub struct Field<R: 'static> {
    /// Its name in the stored form.
    pub name: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// One sentence: what belongs here.
    pub help: &'static str,
    /// Who writes it.
    pub writer: Writer,
    /// Returns its value.
    pub value: fn(&R) -> &dyn Value,
    /// Reads its value from text.
    pub read: fn(&mut R, &str) -> Result<(), Problem>,
    /// Reads one field of its value, where that is a part.
    pub read_part: fn(&mut R, &str, &str) -> Result<(), Problem>,
    /// Describes its value.
    pub shape: fn() -> Shape,
    /// Describes the stored form of its value as JSON Schema.
    pub schema: fn() -> serde_json::Value,
}

/// Returns the shape of what a projection returns; lets `field!` name a field's type without spelling it.
pub(crate) fn shape_of<R, V: Value>(_: fn(&R) -> &V) -> Shape {
    V::shape()
}

/// Returns the schema of what a projection returns.
pub(crate) fn schema_of_field<R, V: Value>(_: fn(&R) -> &V) -> serde_json::Value {
    V::schema()
}

/// Returns the schema of a struct with a table of fields.
pub(crate) fn schema_of_fields<R>(fields: &[Field<R>]) -> serde_json::Value {
    crate::values::object(fields.iter().map(|field| (field.name, (field.schema)())).collect())
}

/// Declares the table of fields of a record or a part, each named after the struct's own field.
macro_rules! fields {
    ($record:ident { $($name:ident $writer:ident $label:literal $help:literal)* }) => {
        &[$($crate::Field::<$record> {
            name: stringify!($name),
            label: $label,
            help: $help,
            writer: $crate::Writer::$writer,
            value: |record| &record.$name,
            read: |record, text| {
                record.$name = $crate::Value::read(text)?;
                Ok(())
            },
            read_part: |record, part, text| $crate::Value::read_part(&mut record.$name, part, text),
            shape: || $crate::field::shape_of(|record: &$record| &record.$name),
            schema: || $crate::field::schema_of_field(|record: &$record| &record.$name),
        },)*]
    };
}
pub(crate) use fields;

/// Declares a kind of record: a plain struct, its table of fields and what it is called, each written once.
///
/// `form` fields are written by people (generic page, import, API); `operation` fields by an operation of their own.
macro_rules! record {
    (
        $(#[$doc:meta])*
        $record:ident => $table:ident, $prefix:literal, $singular:literal, $plural:literal, clause $clause:literal, single $single:literal,
        $what:literal;
        $($name:ident: $type:ty, $writer:ident $label:literal, $help:literal;)*
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct $record {
            $(#[doc = $help] pub $name: $type,)*
        }

        impl $crate::Record for $record {
            const KIND: $crate::Kind = $crate::Kind {
                prefix: $prefix,
                singular: $singular,
                plural: $plural,
                clause: $clause,
                what: $what,
                single: $single,
            };
            const NAME: $crate::RecordKind = $crate::RecordKind::$record;
            const ONLY: &'static [$crate::RecordKind] = &[$crate::RecordKind::$record];
            const FIELDS: &'static [$crate::Field<Self>] =
                $crate::field::fields!($record { $($name $writer $label $help)* });

            fn title(&self) -> &str {
                &self.title
            }
            fn table(isms: &$crate::Isms) -> &$crate::Table<Self> {
                &isms.$table
            }
            fn put(id: $crate::Ref<Self>, stored: $crate::Stored<Self>) -> $crate::Change {
                $crate::Change::$record(id, std::sync::Arc::new(stored))
            }
        }
    };
}
pub(crate) use record;

/// Declares a part: a small structure inside a record, with its table of fields.
macro_rules! part {
    ($(#[$doc:meta])* $part:ident; $($name:ident: $type:ty, $label:literal, $help:literal;)*) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct $part {
            $(#[doc = $help] pub $name: $type,)*
        }

        impl $crate::Part for $part {
            const FIELDS: &'static [$crate::Field<Self>] =
                $crate::field::fields!($part { $($name Form $label $help)* });
        }

        $crate::field::part_value!($part);
    };
}
pub(crate) use part;

/// A kind of record.
pub trait Record:
    Debug + Clone + PartialEq + Default + Serialize + DeserializeOwned + Send + Sync + 'static
{
    /// What it is called.
    const KIND: Kind;
    /// Its name among all kinds.
    const NAME: RecordKind;
    /// The list that holds only `NAME`.
    const ONLY: &'static [RecordKind];
    /// Its fields, in the order people read them. Names equal the keys of the stored form.
    const FIELDS: &'static [Field<Self>];

    /// Returns what people call this one.
    fn title(&self) -> &str;

    /// Returns the table that holds them.
    fn table(isms: &Isms) -> &Table<Self>;

    /// Returns the change that puts this record.
    fn put(id: Ref<Self>, stored: Stored<Self>) -> Change;

    /// Returns the field of that name.
    #[must_use]
    fn field(name: &str) -> Option<&'static Field<Self>> {
        Self::FIELDS.iter().find(|field| field.name == name)
    }
}

/// A small structure inside a record: a line of a list, or a field of several values.
pub trait Part: Default + 'static {
    /// Its fields in order.
    const FIELDS: &'static [Field<Self>];
}

/// Returns the text of a part: its fields in order, with bars between them.
pub(crate) fn part_text<P: Part>(part: &P) -> String {
    let mut texts: Vec<String> = P::FIELDS
        .iter()
        .map(|field| {
            (field.value)(part).text().replace('\\', "\\\\").replace('|', "\\|").replace('\n', "\\n")
        })
        .collect();
    while texts.last().is_some_and(String::is_empty) {
        texts.pop();
    }
    texts.join(" | ")
}

/// Reads a part from its text.
pub(crate) fn part_read<P: Part>(text: &str) -> Result<P, Problem> {
    let mut part = P::default();
    let texts = split_bars(text);
    if texts.len() > P::FIELDS.len() {
        let labels: Vec<&str> = P::FIELDS.iter().map(|field| field.label).collect();
        return Err(Problem::new(format!("{} values stand between bars", texts.len())).expected(format!(
            "at most {}: {}",
            labels.len(),
            labels.join(" | ")
        )));
    }
    for (field, text) in P::FIELDS.iter().zip(&texts) {
        (field.read)(&mut part, text.trim()).map_err(|problem| Problem {
            message: format!("{}: {}", field.label.to_lowercase(), problem.message),
            ..problem
        })?;
    }
    Ok(part)
}

/// Splits a text at its bars; a backslash takes the meaning from a bar.
#[must_use]
pub fn split_bars(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut signs = text.chars();
    while let Some(sign) = signs.next() {
        let last = parts.last_mut().expect("never empty");
        match sign {
            '|' => parts.push(String::new()),
            '\\' => match signs.next() {
                Some('n') => last.push('\n'),
                Some(other) => last.push(other),
                None => {}
            },
            other => last.push(other),
        }
    }
    parts
}

/// Returns the shape of a part.
pub(crate) fn part_shape<P: Part>() -> Shape {
    Shape::Parts(
        P::FIELDS
            .iter()
            .map(|field| PartShape { name: field.name, label: field.label, shape: (field.shape)() })
            .collect(),
    )
}

/// Makes a part a value: text with bars, shape and references from its table of fields.
macro_rules! part_value {
    ($part:ident) => {
        impl $crate::Value for $part {
            fn text(&self) -> String {
                $crate::field::part_text(self)
            }
            fn is_empty(&self) -> bool {
                *self == Self::default()
            }
            fn references(&self, visit: &mut dyn FnMut($crate::RecordId)) {
                for field in <Self as $crate::Part>::FIELDS {
                    (field.value)(self).references(visit);
                }
            }
            fn read(text: &str) -> Result<Self, $crate::Problem> {
                $crate::field::part_read(text)
            }
            fn shape() -> $crate::Shape {
                $crate::field::part_shape::<Self>()
            }
            fn schema() -> serde_json::Value {
                $crate::field::schema_of_fields(<Self as $crate::Part>::FIELDS)
            }
            fn separator() -> $crate::values::Separator {
                $crate::values::Separator::Line
            }
            fn read_part(&mut self, name: &str, text: &str) -> Result<(), $crate::Problem> {
                match <Self as $crate::Part>::FIELDS.iter().find(|field| field.name == name) {
                    Some(field) => (field.read)(self, text),
                    None => Err($crate::Problem::new(format!("there is no field \"{name}\" inside"))),
                }
            }
            fn part_text(&self, name: &str) -> Option<String> {
                let field = <Self as $crate::Part>::FIELDS.iter().find(|field| field.name == name)?;
                Some((field.value)(self).text())
            }
        }
    };
}
pub(crate) use part_value;

/// A field of a record, shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its name in the stored form.
    pub name: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// One sentence: what belongs here.
    pub help: &'static str,
    /// Who writes it.
    pub writer: Writer,
    /// How it is written.
    pub shape: Shape,
    /// Its text; empty where nothing is recorded.
    pub text: String,
    /// The records it points at.
    pub references: Vec<RecordId>,
}

/// A record of any kind, for what is generic: pages, exports, search, diff.
pub trait AnyRecord: Send + Sync {
    /// Returns its id's kind.
    fn kind(&self) -> RecordKind;
    /// Returns what people call it.
    fn title(&self) -> &str;
    /// Returns what is kept beside the fields.
    fn about(&self) -> &About;
    /// Returns how often it was written.
    fn revision(&self) -> u32;
    /// Returns when it was made, and by whom.
    fn made(&self) -> Stamp;
    /// Returns when it was last changed, and by whom.
    fn changed(&self) -> Stamp;
    /// Returns its fields in order.
    fn fields(&self) -> Vec<Shown>;
    /// Returns the value of one field.
    fn value(&self, name: &str) -> Option<&dyn Value>;
    /// Returns the text of a field, or of a field of a part as `now.likelihood`.
    fn text(&self, name: &str) -> Option<String>;
    /// Returns all its words in small letters, as search reads them: the title and the texts of its fields. Kept once they were asked for.
    fn searched(&self) -> &str;
    /// Calls `visit` with each record that it points at.
    fn references(&self, visit: &mut dyn FnMut(RecordId));
    /// Returns its fields as JSON.
    fn json(&self) -> serde_json::Value;
}

impl<R: Record> AnyRecord for Entry<R> {
    fn kind(&self) -> RecordKind {
        R::NAME
    }
    fn title(&self) -> &str {
        self.stored.record.title()
    }
    fn about(&self) -> &About {
        &self.stored.about
    }
    fn revision(&self) -> u32 {
        self.revision
    }
    fn made(&self) -> Stamp {
        self.made
    }
    fn changed(&self) -> Stamp {
        self.changed
    }
    fn fields(&self) -> Vec<Shown> {
        R::FIELDS.iter().map(|field| shown(field, &self.stored.record)).collect()
    }
    fn value(&self, name: &str) -> Option<&dyn Value> {
        R::field(name).map(|field| (field.value)(&self.stored.record))
    }
    fn text(&self, name: &str) -> Option<String> {
        match name.split_once('.') {
            None => self.value(name).map(Value::text),
            Some((field, part)) => self.value(field)?.part_text(part),
        }
    }
    fn searched(&self) -> &str {
        Entry::searched(self, || {
            let record = &self.stored.record;
            let texts = R::FIELDS.iter().map(|field| (field.value)(record).text());
            let words =
                std::iter::once(record.title().to_owned()).chain(texts).filter(|text| !text.is_empty());
            words.collect::<Vec<_>>().join(" ").to_lowercase()
        })
    }
    fn references(&self, visit: &mut dyn FnMut(RecordId)) {
        Entry::references(self, visit);
    }
    fn json(&self) -> serde_json::Value {
        serde_json::to_value(&self.stored.record).expect("a record is plain data")
    }
}

/// Shows one field of a record.
pub fn shown<R: Record>(field: &Field<R>, record: &R) -> Shown {
    let value = (field.value)(record);
    let mut references = Vec::new();
    value.references(&mut |id| references.push(id));
    Shown {
        name: field.name,
        label: field.label,
        help: field.help,
        writer: field.writer,
        shape: (field.shape)(),
        text: value.text(),
        references,
    }
}
