//! Restricted JSON: the one spelling in which bodies are kept.
//!
//! UTF-8 without a mark, no space between tokens, keys in ASCII and in byte order, none twice, integers within
//! ±(2⁵³−1) and no other numbers, at most 32 levels, and in strings no escape that is not needed. Proofs never depend on
//! it: they stand on the bytes as they are stored.

use serde_json::Value;
use thiserror::Error;

use crate::json::scan::Scan;

mod scan;

/// The deepest nesting of lists and objects.
pub const DEPTH_MAX: usize = 32;
/// The largest integer, and its negative the smallest.
pub const INTEGER_MAX: i64 = (1 << 53) - 1;

/// Bytes or a value that restricted JSON does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("json at byte {at}: expected {expected}")]
pub struct Fault {
    /// The first byte that does not fit; of a value, how far it could be written.
    pub at: usize,
    /// What may stand there.
    pub expected: &'static str,
}

/// Checks that the bytes are one value in its one spelling.
///
/// # Errors
/// The first byte that does not fit.
pub fn check(bytes: &[u8]) -> Result<(), Fault> {
    let mut scan = Scan::new(bytes);
    scan.value(0)?;
    scan.end()
}

/// Writes a value in its one spelling.
///
/// # Errors
/// When the value holds what restricted JSON does not: a fraction, a large integer, a key that is not ASCII, or more
/// than 32 levels.
pub fn write(value: &Value) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::with_capacity(256);
    write_value(value, 0, &mut bytes)?;
    Ok(bytes)
}

fn write_value(value: &Value, depth: usize, into: &mut Vec<u8>) -> Result<(), Fault> {
    let fault = |into: &Vec<u8>, expected| Err(Fault { at: into.len(), expected });
    match value {
        Value::Array(_) | Value::Object(_) if depth == DEPTH_MAX => return fault(into, "at most 32 levels"),
        Value::Null => into.extend_from_slice(b"null"),
        Value::Bool(true) => into.extend_from_slice(b"true"),
        Value::Bool(false) => into.extend_from_slice(b"false"),
        Value::Number(number) => match number.as_i64() {
            Some(integer) if (-INTEGER_MAX..=INTEGER_MAX).contains(&integer) => {
                into.extend_from_slice(integer.to_string().as_bytes());
            }
            Some(_) | None => return fault(into, "an integer within 2^53-1"),
        },
        Value::String(text) => write_string(text, into),
        Value::Array(values) => {
            into.push(b'[');
            for (at, value) in values.iter().enumerate() {
                if at > 0 {
                    into.push(b',');
                }
                write_value(value, depth + 1, into)?;
            }
            into.push(b']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_unstable_by_key(|(key, _)| *key);
            into.push(b'{');
            for (at, (key, value)) in members.into_iter().enumerate() {
                if !key.is_ascii() {
                    return fault(into, "a key in ascii");
                }
                if at > 0 {
                    into.push(b',');
                }
                write_string(key, into);
                into.push(b':');
                write_value(value, depth + 1, into)?;
            }
            into.push(b'}');
        }
    }
    Ok(())
}

fn write_string(text: &str, into: &mut Vec<u8>) {
    into.push(b'"');
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate() {
        let Some(escape) = escape(byte) else { continue };
        into.extend_from_slice(&text.as_bytes()[plain..at]);
        into.extend_from_slice(escape.as_bytes());
        plain = at + 1;
    }
    into.extend_from_slice(&text.as_bytes()[plain..]);
    into.push(b'"');
}

/// Returns how a byte of a string must be written, if not as itself.
fn escape(byte: u8) -> Option<&'static str> {
    const CONTROLS: [&str; 32] = [
        "\\u0000", "\\u0001", "\\u0002", "\\u0003", "\\u0004", "\\u0005", "\\u0006", "\\u0007", "\\b", "\\t",
        "\\n", "\\u000b", "\\f", "\\r", "\\u000e", "\\u000f", "\\u0010", "\\u0011", "\\u0012", "\\u0013",
        "\\u0014", "\\u0015", "\\u0016", "\\u0017", "\\u0018", "\\u0019", "\\u001a", "\\u001b", "\\u001c",
        "\\u001d", "\\u001e", "\\u001f",
    ];
    match byte {
        b'"' => Some("\\\""),
        b'\\' => Some("\\\\"),
        control => CONTROLS.get(usize::from(control)).copied(),
    }
}

#[cfg(test)]
mod tests;
