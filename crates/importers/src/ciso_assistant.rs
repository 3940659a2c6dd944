//! The domain export of CISO Assistant: a zip with one list of objects, and the files of its evidence.

mod objects;
mod references;
mod requirement;

pub use objects::*;
pub use requirement::{Requirement, requirement};

use crate::archive::{Archive, Measured};
use crate::json::{Strict, twice};
use crate::limits::Limits;
use crate::problem::{Place, Problem, quote};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fmt;

/// The entry that holds the objects.
const OBJECTS: &str = "data.json";

/// Reads an export. Objects of kinds that are not read are counted in `others`.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Domain, Problem> {
    let mut archive = Archive::open(bytes, limits)?;
    if !archive.has(OBJECTS) {
        return Err(Problem::file("the zip holds no data.json", "a domain export of CISO Assistant"));
    }
    let json = archive.read(OBJECTS)?;
    let mut domain = objects_of(&json, limits)?;
    drop(json);
    for name in archive.entries().iter().map(|entry| entry.name.clone()).collect::<Vec<_>>() {
        if name == OBJECTS {
            continue;
        }
        let Measured { bytes, sha256 } = archive.measure(&name)?;
        if name.starts_with("attachments/") {
            domain.attachments.push(Attachment { name, bytes, sha256 });
        } else {
            domain.problems.add(Problem::new(
                Place::Entry(quote(&name)),
                "the entry is not part of a domain export, and was left out",
                "data.json and attachments/",
            ));
        }
    }
    references::check(&mut domain);
    Ok(domain)
}

/// Unpacks one file of an export; `name` is as `Attachment` gives it.
pub fn attachment(bytes: &[u8], name: &str, limits: &Limits) -> Result<Vec<u8>, Problem> {
    Archive::open(bytes, limits)?.read(name)
}

fn objects_of(json: &[u8], limits: &Limits) -> Result<Domain, Problem> {
    let json = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json);
    let reading = Reading { limits, domain: RefCell::new(Domain::default()), seen: RefCell::default() };
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let whole = (&reading).deserialize(&mut deserializer).and_then(|()| deserializer.end());
    whole.map_err(|error| {
        Problem::new(
            Place::Entry(OBJECTS.to_owned()),
            format!("the objects cannot be read: {error}"),
            "{\"meta\": …, \"objects\": […]} as CISO Assistant writes it",
        )
    })?;
    let mut domain = reading.domain.into_inner();
    if domain.meta.schema_version > 2 {
        domain.problems.add(Problem::new(
            Place::Entry(OBJECTS.to_owned()),
            format!(
                "the export has schema {}, which is newer than what is known",
                domain.meta.schema_version
            ),
            "schema 1 or 2; what is known in it was read",
        ));
    }
    Ok(domain)
}

/// Reads the objects one by one, so that the whole tree never stands in memory.
struct Reading<'a> {
    limits: &'a Limits,
    domain: RefCell<Domain>,
    seen: RefCell<BTreeSet<String>>,
}

impl Reading<'_> {
    fn value<'de, A: MapAccess<'de>>(&self, map: &mut A) -> Result<Value, A::Error> {
        map.next_value_seed(Strict(&Cell::new(self.limits.values_max)))
    }

    fn take(&self, object: Value, number: usize) {
        let mut domain = self.domain.borrow_mut();
        let text = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (model, id) = (text("model"), text("id"));
        let name = format!(
            "{} {}",
            if model.is_empty() { "?" } else { &model },
            if id.is_empty() { "?" } else { &id }
        );
        let place = Place::Object { entry: OBJECTS.to_owned(), number, name };
        if model.is_empty() || id.is_empty() || !object.get("fields").is_some_and(Value::is_object) {
            domain.problems.add(Problem::new(place, "the object is not whole", "model, id and fields"));
            return;
        }
        if !self.seen.borrow_mut().insert(format!("{model} {id}")) {
            domain.problems.add(Problem::new(place, "the object stands twice", "each id once"));
            return;
        }
        let fields = object.get("fields").cloned().unwrap_or_default();
        if let Err(why) = domain.add(&model, id, number, fields) {
            domain.problems.add(Problem::new(
                place,
                format!("the object cannot be read: {why}"),
                "its usual fields",
            ));
        }
    }
}

impl<'de> DeserializeSeed<'de> for &Reading<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for &Reading<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with meta and objects")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut keys = BTreeSet::new();
        while let Some(key) = map.next_key::<String>()? {
            if !keys.insert(key.clone()) {
                return Err(twice(&key));
            }
            if key == "objects" {
                map.next_value_seed(Objects(self))?;
            } else {
                let value = self.value(&mut map)?;
                if key == "meta" {
                    let meta = serde_json::from_value(value);
                    self.domain.borrow_mut().meta =
                        meta.map_err(|error| A::Error::custom(format!("meta cannot be read: {error}")))?;
                }
            }
        }
        for key in ["meta", "objects"] {
            if !keys.contains(key) {
                return Err(A::Error::custom(format!("{key} is missing")));
            }
        }
        Ok(())
    }
}

struct Objects<'r, 'a>(&'r Reading<'a>);

impl<'de> DeserializeSeed<'de> for Objects<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Objects<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut number = 0;
        while let Some(object) = seq.next_element_seed(Strict(&Cell::new(self.0.limits.values_max)))? {
            number += 1;
            if number > self.0.limits.objects_max {
                return Err(A::Error::custom("the export holds too many objects"));
            }
            self.0.take(object, number);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
