//! Schemas of what is sent, and whether a body is as its schema says: the part of JSON Schema that we use.

use model::{PartShape, RecordKind, Shape, Writer};
use operations::Input;
use serde_json::{Map, Value, json};

use super::problem::Wrong;

/// A decimal number, as a string.
pub const DECIMAL: &str = "^-?[0-9]{1,10}(\\.[0-9]{1,9})?$";
/// The decimals of the stored form.
const DECIMAL_STORED: &str = "^-?[0-9]+(\\.[0-9]+)?$";
/// How many places that are wrong are told.
const WRONG_MAX: usize = 50;

/// Returns the schema of the fields of a kind that people write.
#[must_use]
pub fn of_fields(kind: RecordKind) -> Value {
    let mut schema = kind.schema();
    let written: Vec<&str> =
        kind.fields().iter().filter(|shown| shown.writer == Writer::Form).map(|shown| shown.name).collect();
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        properties.retain(|name, _| written.contains(&name.as_str()));
    }
    if let Value::Object(schema) = &mut schema {
        schema.remove("$schema");
    }
    schema
}

/// Returns the schema of what a step asks.
#[must_use]
pub fn of_inputs(inputs: &[Input]) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for input in inputs {
        let mut schema = of_shape(&(input.shape)());
        schema["title"] = input.label.into();
        schema["description"] = input.help.into();
        properties.insert(input.name.to_owned(), schema);
        if !input.may_be_empty() {
            required.push(input.name);
        }
    }
    let mut schema = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if !required.is_empty() {
        schema["required"] = required.into();
    }
    schema
}

/// Returns the schema of a value that a step asks, by its shape.
fn of_shape(shape: &Shape) -> Value {
    match shape {
        Shape::Line => json!({ "type": "string", "maxLength": 500 }),
        Shape::Prose => json!({ "type": "string", "maxLength": 100_000 }),
        Shape::Date => json!({ "type": "string", "format": "date" }),
        Shape::Number => json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX }),
        Shape::Decimal => json!({ "type": "string", "pattern": DECIMAL }),
        Shape::Choice(words) => json!({ "enum": words }),
        Shape::Reference(kinds) => {
            let example = kinds.first().map_or_else(String::new, |kind| kind.kind().example());
            json!({ "type": "string", "maxLength": 24, "examples": [example] })
        }
        Shape::Owner => json!({ "type": "string", "maxLength": 500, "examples": ["PER-3", "ROL-2"] }),
        Shape::Optional(inner) => json!({ "anyOf": [of_shape(inner), { "type": "null" }] }),
        Shape::List(inner) => {
            json!({ "type": "array", "items": of_shape(inner), "maxItems": super::strict::ITEMS_MAX })
        }
        Shape::Parts(parts) => {
            let part = |part: &PartShape| (part.name.to_owned(), of_shape(&part.shape));
            let properties: Map<String, Value> = parts.iter().map(part).collect();
            json!({ "type": "object", "properties": properties, "additionalProperties": false })
        }
    }
}

/// Says of each place of a value that is not as its schema says what is wrong there.
#[must_use]
pub fn differences(schema: &Value, value: &Value) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    look(schema, value, "", &mut wrong);
    wrong.truncate(WRONG_MAX);
    wrong
}

fn look(schema: &Value, value: &Value, at: &str, wrong: &mut Vec<Wrong>) {
    if let Some(Value::Array(forms)) = schema.get("anyOf") {
        return any_of(forms, value, at, wrong);
    }
    if let Some(Value::Array(words)) = schema.get("enum") {
        if !words.contains(value) {
            let words: Vec<String> = words.iter().map(plain).collect();
            wrong.push(Wrong::at(at, format!("expected one of {}", words.join(", "))));
        }
        return;
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("object") => object(schema, value, at, wrong),
        Some("array") => array(schema, value, at, wrong),
        Some("string") => string(schema, value, at, wrong),
        Some("integer") => {
            let number = value.as_i64();
            let bound = |name: &str| schema.get(name).and_then(Value::as_i64);
            let low = bound("minimum").unwrap_or(i64::MIN);
            let high = bound("maximum").unwrap_or(i64::from(u32::MAX));
            if !number.is_some_and(|number| (low..=high).contains(&number)) {
                wrong.push(Wrong::at(at, format!("expected a whole number from {low} to {high}")));
            }
        }
        Some("null") if !value.is_null() => wrong.push(Wrong::at(at, "expected null")),
        Some("boolean") if !value.is_boolean() => wrong.push(Wrong::at(at, "expected true or false")),
        Some(_) | None => {}
    }
}

/// Looks at a value of which several forms are taken; the form that it comes nearest to says what is wrong.
fn any_of(forms: &[Value], value: &Value, at: &str, wrong: &mut Vec<Wrong>) {
    let mut nearest: Option<Vec<Wrong>> = None;
    for form in forms {
        let mut here = Vec::new();
        look(form, value, at, &mut here);
        if here.is_empty() {
            return;
        }
        let is_null = form.get("type").and_then(Value::as_str) == Some("null");
        if !is_null && nearest.as_ref().is_none_or(|known| here.len() < known.len()) {
            nearest = Some(here);
        }
    }
    wrong.extend(nearest.unwrap_or_else(|| vec![Wrong::at(at, "expected another value")]));
}

fn object(schema: &Value, value: &Value, at: &str, wrong: &mut Vec<Wrong>) {
    let Value::Object(value) = value else {
        wrong.push(Wrong::at(at, "expected an object"));
        return;
    };
    if let Some(Value::Array(required)) = schema.get("required") {
        for name in required.iter().filter_map(Value::as_str).filter(|name| !value.contains_key(*name)) {
            wrong.push(Wrong::at(format!("{at}/{name}"), "expected a value; it is missing"));
        }
    }
    let Some(Value::Object(properties)) = schema.get("properties") else { return };
    for (name, inner) in value {
        let place = format!("{at}/{}", escaped(name));
        match properties.get(name) {
            Some(schema) => look(schema, inner, &place, wrong),
            None => {
                let known: Vec<&str> = properties.keys().map(String::as_str).collect();
                let known = if known.is_empty() { "nothing".to_owned() } else { known.join(", ") };
                wrong.push(Wrong::at(place, format!("there is no such field; expected {known}")));
            }
        }
    }
}

fn array(schema: &Value, value: &Value, at: &str, wrong: &mut Vec<Wrong>) {
    let Value::Array(items) = value else {
        wrong.push(Wrong::at(at, "expected an array"));
        return;
    };
    if let Some(inner) = schema.get("items") {
        for (place, item) in items.iter().enumerate() {
            look(inner, item, &format!("{at}/{place}"), wrong);
        }
    }
}

fn string(schema: &Value, value: &Value, at: &str, wrong: &mut Vec<Wrong>) {
    let Value::String(text) = value else {
        wrong.push(Wrong::at(at, "expected a string"));
        return;
    };
    let most = schema.get("maxLength").and_then(Value::as_u64).and_then(|most| usize::try_from(most).ok());
    if most.is_some_and(|most| text.chars().count() > most) {
        wrong.push(Wrong::at(at, format!("expected at most {} characters", most.unwrap_or_default())));
    }
    if schema.get("format").and_then(Value::as_str) == Some("date") && !is_full_date(text) {
        wrong.push(Wrong::at(at, "expected a date such as 2026-03-31"));
    }
    let pattern = schema.get("pattern").and_then(Value::as_str);
    let is_decimal = pattern == Some(DECIMAL) || pattern == Some(DECIMAL_STORED);
    if is_decimal && !is_decimal_number(text) {
        wrong.push(Wrong::at(at, "expected a decimal number as a string, such as \"0.63\""));
    }
}

/// Says whether a text is a full date of RFC 3339.
#[must_use]
pub fn is_full_date(text: &str) -> bool {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(place, byte)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    shaped && text.parse::<model::Date>().is_ok()
}

/// Says whether a text is a decimal number without anything around it.
fn is_decimal_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    all(whole, 10) && all(fraction, 9)
}

/// Writes a key so that it can stand in a pointer.
///
/// Source: RFC 6901.
#[must_use]
pub fn escaped(key: &str) -> String {
    let short: String = key.chars().filter(|sign| !sign.is_control()).take(80).collect();
    short.replace('~', "~0").replace('/', "~1")
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(schema: &Value, value: Value) -> Vec<(String, String)> {
        differences(schema, &value).into_iter().map(|one| (one.pointer, one.detail)).collect()
    }

    #[test]
    fn each_place_that_is_wrong_is_told_by_its_pointer() {
        let schema = of_fields(RecordKind::Risk);
        let wrong = told(
            &schema,
            json!({ "title": 3, "owner": { "person": 1 }, "a/b": 1, "elements": ["AST-1", 2] }),
        );
        let places: Vec<&str> = wrong.iter().map(|(place, _)| place.as_str()).collect();
        assert_eq!(places, ["/title", "/owner/person", "/a~1b", "/elements/1"]);
        assert_eq!(told(&schema, json!({ "title": "Fire", "owner": null })), []);
        assert_eq!(told(&schema, json!([]))[0].1, "expected an object");
        assert!(told(&schema, json!({ "acceptances": [] }))[0].1.starts_with("there is no such field"));
    }

    #[test]
    fn numbers_and_days_are_taken_in_one_spelling_alone() {
        for good in ["0", "-1.5", "0.63", "9999999999.123456789"] {
            assert!(is_decimal_number(good), "{good}");
        }
        for bad in
            ["", "3 ", " 3", "+3", "1e3", "1e309", "NaN", "Infinity", "0x1", "1.", ".5", "1,5", "--1", "٣"]
        {
            assert!(!is_decimal_number(bad), "{bad}");
        }
        for bad in
            ["2026-1-01", "2026-02-30", "20260101", "2026-01-01T00:00:00Z", "+002026-01-01", "", "2026-W01-1"]
        {
            assert!(!is_full_date(bad), "{bad}");
        }
        assert!(is_full_date("2028-02-29"));
    }

    #[test]
    fn every_pattern_of_the_schemas_is_one_that_is_looked_at() {
        fn walk(value: &Value) {
            if let Some(pattern) = value.get("pattern").and_then(Value::as_str) {
                assert!([DECIMAL, DECIMAL_STORED].contains(&pattern), "{pattern}");
            }
            match value {
                Value::Object(map) => map.values().for_each(walk),
                Value::Array(items) => items.iter().for_each(walk),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
        for kind in RecordKind::ALL {
            walk(&kind.schema());
        }
    }
}
