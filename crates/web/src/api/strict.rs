//! JSON as the API takes it: no key twice, bounded in depth and length, whole numbers that every program reads alike.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// How deep arrays and objects may lie in each other.
pub const DEPTH_MAX: usize = 32;
/// How many items an array may have, and keys an object.
pub const ITEMS_MAX: usize = 2_000;
/// The largest whole number that every program reads alike.
const WHOLE_MAX: i64 = 9_007_199_254_740_991;

/// Reads a text strictly.
///
/// # Errors
/// What is the matter, and where.
pub fn read(bytes: &[u8]) -> Result<Value, String> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = Strict { depth: 0 }.deserialize(&mut reader).map_err(|error| error.to_string())?;
    reader.end().map_err(|error| error.to_string())?;
    Ok(value)
}

/// A value at a depth.
#[derive(Clone, Copy)]
struct Strict {
    depth: usize,
}

impl Strict {
    fn deeper<E: Error>(self) -> Result<Self, E> {
        if self.depth >= DEPTH_MAX {
            return Err(E::custom(format_args!("arrays and objects lie deeper than {DEPTH_MAX}")));
        }
        Ok(Self { depth: self.depth + 1 })
    }
}

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("JSON")
    }
    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        if (-WHOLE_MAX..=WHOLE_MAX).contains(&number) {
            return Ok(number.into());
        }
        Err(E::custom(format_args!(
            "{number} is larger than programs read alike; expected at most {WHOLE_MAX}"
        )))
    }
    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        let whole = i64::try_from(number).unwrap_or(i64::MAX);
        self.visit_i64(whole)
    }
    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        // 3.0 is a whole number in JSON Schema; exact fractions come as strings.
        if number.fract() == 0.0 && number.abs() <= WHOLE_MAX as f64 {
            return Ok((number as i64).into());
        }
        Err(E::custom("a number with a fraction; expected a string such as \"0.63\""))
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }
    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        Ok(text.into())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut read = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            if read.len() >= ITEMS_MAX {
                return Err(A::Error::custom(format_args!("an array has more than {ITEMS_MAX} items")));
            }
            read.push(item);
        }
        Ok(read.into())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut read = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let value = entries.next_value_seed(inner)?;
            if read.len() >= ITEMS_MAX {
                return Err(A::Error::custom(format_args!("an object has more than {ITEMS_MAX} keys")));
            }
            let shown: String = key.chars().filter(|sign| !sign.is_control()).take(40).collect();
            if read.insert(key, value).is_some() {
                return Err(A::Error::custom(format_args!("the key \"{shown}\" stands twice")));
            }
        }
        Ok(read.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_programs_would_read_differently_is_refused() {
        for (text, why) in [
            (r#"{"a":1,"a":2}"#, "the key \"a\" stands twice"),
            (r#"{"a":{"b":1,"b":1}}"#, "stands twice"),
            ("9007199254740992", "larger than programs read alike"),
            ("-9007199254740993", "larger than programs read alike"),
            ("18446744073709551615", "larger than programs read alike"),
            ("0.5", "a number with a fraction"),
            ("1e309", "number out of range"),
            ("NaN", ""),
            ("{} {}", ""),
            ("\u{feff}{}", ""),
            (r#""\ud800""#, ""),
            ("{\"a\":1,}", ""),
            ("", ""),
        ] {
            let words = read(text.as_bytes()).expect_err(text);
            assert!(words.contains(why), "{text}: {words}");
        }
        assert!(read(b"\"\xff\"").is_err(), "not UTF-8");
    }

    #[test]
    fn depth_and_length_are_bounded() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(read(nested(DEPTH_MAX).as_bytes()).is_ok());
        assert!(read(nested(DEPTH_MAX + 1).as_bytes()).expect_err("deep").contains("deeper than 32"));
        assert!(read(nested(100_000).as_bytes()).is_err());
        let long = |items: usize| format!("[{}]", vec!["0"; items].join(","));
        assert!(read(long(ITEMS_MAX).as_bytes()).is_ok());
        assert!(read(long(ITEMS_MAX + 1).as_bytes()).expect_err("long").contains("more than 2000 items"));
    }

    #[test]
    fn a_whole_number_may_be_written_with_a_point() {
        assert_eq!(read(b"[3.0, 1e2, -0]"), Ok(serde_json::json!([3, 100, 0])));
    }
}
