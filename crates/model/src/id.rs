//! Ids: short, human, stable. `R-12`, `A.8.13`, `SOA`.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Problem, Record, RecordKind, Shape, Value};

/// A control of Annex A by its own number: theme 5 to 8, and the number within the theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AnnexA {
    // INVARIANT: theme and number name one of the 93 controls of ISO/IEC 27001:2022.
    theme: u8,
    number: u8,
}

impl AnnexA {
    /// How many controls each theme has: 5 organizational, 6 people, 7 physical, 8 technological.
    pub const THEMES: [(u8, u8); 4] = [(5, 37), (6, 8), (7, 14), (8, 34)];

    /// Returns the control, or nothing where Annex A has no such number.
    #[must_use]
    pub fn new(theme: u8, number: u8) -> Option<Self> {
        let known = Self::THEMES.iter().any(|(t, count)| *t == theme && (1..=*count).contains(&number));
        known.then_some(Self { theme, number })
    }

    /// Returns the theme: 5 organizational, 6 people, 7 physical, 8 technological.
    #[must_use]
    pub fn theme(self) -> u8 {
        self.theme
    }

    /// Returns the number within the theme.
    #[must_use]
    pub fn number(self) -> u8 {
        self.number
    }

    /// Returns all 93, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::THEMES
            .iter()
            .flat_map(|(theme, count)| (1..=*count).map(|number| Self { theme: *theme, number }))
    }
}

impl fmt::Display for AnnexA {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "A.{}.{}", self.theme, self.number)
    }
}

/// What tells one record of a kind from the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// The only record of its kind.
    One,
    /// A control of Annex A.
    AnnexA(AnnexA),
    /// Counted up per kind, never given twice.
    Number(u32),
}

/// Names one record of any kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId {
    /// Its kind.
    pub kind: RecordKind,
    /// Which of its kind.
    pub key: Key,
}

impl RecordId {
    /// Reads an id as people type it: `R-12`, `r-012`, `A.8.13`, `SOA`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > 24 || !text.is_ascii() {
            return None;
        }
        if let Some(annex) = text.strip_prefix("A.").or_else(|| text.strip_prefix("a.")) {
            let (theme, number) = annex.split_once('.')?;
            let control = AnnexA::new(whole(theme)?.try_into().ok()?, whole(number)?.try_into().ok()?)?;
            return Some(Self { kind: RecordKind::Control, key: Key::AnnexA(control) });
        }
        match text.split_once('-') {
            None => {
                let kind = RecordKind::of_prefix(text)?;
                kind.kind().single.then_some(Self { kind, key: Key::One })
            }
            Some((prefix, number)) => {
                let kind = RecordKind::of_prefix(prefix)?;
                let number = whole(number)?;
                (!kind.kind().single && number > 0).then_some(Self { kind, key: Key::Number(number) })
            }
        }
    }
}

/// Reads a short whole number without sign.
fn whole(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

impl fmt::Display for RecordId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.key {
            Key::One => out.pad(self.kind.kind().prefix),
            Key::AnnexA(control) => out.pad(&control.to_string()),
            Key::Number(number) => out.pad(&format!("{}-{number}", self.kind.kind().prefix)),
        }
    }
}

impl Serialize for RecordId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RecordId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Id;
        impl Visitor<'_> for Id {
            type Value = RecordId;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("the id of a record")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<RecordId, E> {
                RecordId::parse(text)
                    .ok_or_else(|| E::custom(format_args!("{text:?} is not the id of a record")))
            }
        }
        deserializer.deserialize_str(Id)
    }
}

impl Value for RecordId {
    fn text(&self) -> String {
        self.to_string()
    }
    fn is_empty(&self) -> bool {
        false
    }
    fn references(&self, visit: &mut dyn FnMut(RecordId)) {
        visit(*self);
    }
    fn read(text: &str) -> Result<Self, Problem> {
        Self::parse(text).ok_or_else(|| not_an_id(text, "an id such as R-12 or A.8.13"))
    }
    fn shape() -> Shape {
        Shape::Reference(RecordKind::ALL)
    }
}

/// Points at a record of the kind `R`.
pub struct Ref<R> {
    /// Which of its kind.
    pub key: Key,
    kind: PhantomData<fn() -> R>,
}

impl<R> Ref<R> {
    /// Points at the record with this key.
    #[must_use]
    pub const fn of(key: Key) -> Self {
        Self { key, kind: PhantomData }
    }

    /// Points at the record with this number.
    #[must_use]
    pub const fn number(number: u32) -> Self {
        Self::of(Key::Number(number))
    }

    /// Points at the only record of its kind.
    #[must_use]
    pub const fn one() -> Self {
        Self::of(Key::One)
    }
}

impl<R: Record> Ref<R> {
    /// Returns the id with its kind.
    #[must_use]
    pub fn id(self) -> RecordId {
        RecordId { kind: R::NAME, key: self.key }
    }

    /// Reads the id of a record of this kind.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let id = RecordId::parse(text)?;
        (id.kind == R::NAME).then_some(Self::of(id.key))
    }
}

impl<R: Record> From<Ref<R>> for RecordId {
    fn from(reference: Ref<R>) -> Self {
        reference.id()
    }
}

impl<R> Clone for Ref<R> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<R> Copy for Ref<R> {}
impl<R> PartialEq for Ref<R> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}
impl<R> Eq for Ref<R> {}
impl<R> PartialOrd for Ref<R> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<R> Ord for Ref<R> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key.cmp(&other.key)
    }
}
impl<R> Hash for Ref<R> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}
impl<R: Record> fmt::Debug for Ref<R> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.id(), out)
    }
}
impl<R: Record> fmt::Display for Ref<R> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.id(), out)
    }
}
impl<R: Record> Serialize for Ref<R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.id().serialize(serializer)
    }
}
impl<'de, R: Record> Deserialize<'de> for Ref<R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = RecordId::deserialize(deserializer)?;
        if id.kind == R::NAME {
            Ok(Self::of(id.key))
        } else {
            Err(D::Error::custom(format_args!("{id} is not the id of a {}", R::KIND.singular)))
        }
    }
}

impl<R: Record> Value for Ref<R> {
    fn text(&self) -> String {
        self.to_string()
    }
    fn is_empty(&self) -> bool {
        false
    }
    fn references(&self, visit: &mut dyn FnMut(RecordId)) {
        visit(self.id());
    }
    fn read(text: &str) -> Result<Self, Problem> {
        // A cell or a choice may say "R-12 Ransomware": the id leads.
        let first = text.split_whitespace().next().unwrap_or_default();
        Self::parse(first).ok_or_else(|| {
            not_an_id(text, &format!("the id of a {} such as {}", R::KIND.singular, R::KIND.example()))
        })
    }
    fn shape() -> Shape {
        Shape::Reference(R::ONLY)
    }
}

/// Says that a text is no id.
fn not_an_id(text: &str, expected: &str) -> Problem {
    Problem::new(format!("\"{}\" is not an id", crate::values::clip(text))).expected(expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn annex_a_has_93_controls() {
        assert_eq!(AnnexA::all().count(), 93);
        assert_eq!(AnnexA::new(8, 35), None);
        assert_eq!(AnnexA::new(9, 1), None);
    }

    #[test]
    fn an_id_is_read_as_people_type_it() {
        for (typed, meant) in
            [("R-12", "R-12"), ("r-012", "R-12"), (" A.8.13 ", "A.8.13"), ("a.5.01", "A.5.1"), ("soa", "SOA")]
        {
            assert_eq!(RecordId::parse(typed).map(|id| id.to_string()).as_deref(), Some(meant), "{typed}");
        }
        for bad in ["", "R-", "R-0", "R--1", "R-1x", "SOA-1", "R", "A.9.1", "X-3", "R-99999999999"] {
            assert_eq!(RecordId::parse(bad), None, "{bad}");
        }
    }
}
