//! JSON of unknown origin: a key that stands twice, a tree without end and a number without end are refused.

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::cell::Cell;
use std::fmt;

/// Reads one value in which no key stands twice; at most so many values may still be read.
///
/// The depth is bounded by the parser itself.
pub struct Strict<'a>(pub &'a Cell<usize>);

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        let left = self
            .0
            .get()
            .checked_sub(1)
            .ok_or_else(|| D::Error::custom("the object holds too many values"))?;
        self.0.set(left);
        deserializer.deserialize_any(StrictVisitor(self.0))
    }
}

struct StrictVisitor<'a>(&'a Cell<usize>);

impl<'de> Visitor<'de> for StrictVisitor<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element_seed(Strict(self.0))? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut values = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            if values.contains_key(&key) {
                return Err(twice(&key));
            }
            let value = map.next_value_seed(Strict(self.0))?;
            values.insert(key, value);
        }
        Ok(Value::Object(values))
    }
}

/// Returns the refusal of a key that stands twice.
pub(crate) fn twice<E: Error>(key: &str) -> E {
    E::custom(format!("the key {} stands twice in one object", crate::problem::quote(key)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, values: usize) -> Result<Value, String> {
        let left = Cell::new(values);
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let value = Strict(&left).deserialize(&mut deserializer).map_err(|error| error.to_string())?;
        deserializer.end().map_err(|error| error.to_string())?;
        Ok(value)
    }

    #[test]
    fn a_key_that_stands_twice_is_refused_with_its_place() {
        let message = read("{\"a\": {\"b\": 1,\n \"b\": 2}}", 10).expect_err("b stands twice");
        assert!(
            message.contains("\u{201c}b\u{201d} stands twice") && message.contains("line 2"),
            "{message}"
        );
        assert!(read("{\"a\": {\"b\": 1}, \"c\": {\"b\": 2}}", 10).is_ok());
    }

    #[test]
    fn depth_and_number_are_bounded() {
        assert!(read(&"[".repeat(20_000), 100_000).is_err());
        assert!(read(&format!("{}1{}", "[".repeat(500), "]".repeat(500)), 100_000).is_err());
        assert!(read("[1,2,3]", 3).is_err());
        assert!(read("[1,2,3]", 4).is_ok());
        assert!(read("[1,2,3] x", 4).is_err());
    }
}
