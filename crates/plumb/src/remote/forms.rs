//! What is typed as what the API takes: JSON in the stored form.

use model::{PartShape, Shape};
use operations::{OperationForm, Typed};
use serde_json::{Map, Value, json};

/// Returns what a step asks as the body of its request; what was left empty is left out.
pub fn body(form: &OperationForm, typed: &Typed) -> Value {
    let mut body = Map::new();
    for (name, text) in typed.iter().filter(|(_, text)| !text.trim().is_empty()) {
        if let Some(input) = form.inputs.iter().find(|input| input.name == name) {
            body.insert(name.clone(), value(&(input.shape)(), text));
        }
    }
    Value::Object(body)
}

/// Returns a text as a value of a shape; what cannot be one goes as it is, and the server says what it expected.
fn value(shape: &Shape, text: &str) -> Value {
    let text = text.trim();
    match shape {
        Shape::Optional(_) if text.is_empty() => Value::Null,
        Shape::Optional(inner) => value(inner, text),
        Shape::Number => text.parse::<u32>().map_or_else(|_| json!(text), |number| json!(number)),
        Shape::List(inner) => {
            let ends: &[char] = match inner.bare() {
                Shape::Line | Shape::Prose | Shape::Parts(_) | Shape::List(_) => &['\n'],
                Shape::Date
                | Shape::Number
                | Shape::Decimal
                | Shape::Choice(_)
                | Shape::Reference(_)
                | Shape::Owner
                | Shape::Optional(_) => &['\n', ',', ';'],
            };
            let items = text.split(ends).map(str::trim).filter(|item| !item.is_empty());
            items.map(|item| value(inner, item)).collect()
        }
        Shape::Parts(parts) => part(parts, text),
        Shape::Line
        | Shape::Prose
        | Shape::Date
        | Shape::Decimal
        | Shape::Choice(_)
        | Shape::Reference(_)
        | Shape::Owner => json!(text),
    }
}

/// Returns the fields of a small structure, typed in order with bars between them.
fn part(parts: &[PartShape], text: &str) -> Value {
    let cells = model::split_bars(text);
    let filled = parts.iter().zip(&cells).filter(|(_, cell)| !cell.trim().is_empty());
    let fields: Map<String, Value> =
        filled.map(|(part, cell)| (part.name.to_owned(), value(&part.shape, cell))).collect();
    Value::Object(fields)
}

/// Returns the merge patch that makes one value of another.
///
/// Source: RFC 7396.
pub fn patch(before: &Value, after: &Value) -> Value {
    let (Value::Object(before), Value::Object(after)) = (before, after) else { return after.clone() };
    let mut changed = Map::new();
    for (name, value) in after {
        match before.get(name) {
            Some(known) if known == value => {}
            Some(known) => drop(changed.insert(name.clone(), patch(known, value))),
            None => drop(changed.insert(name.clone(), value.clone())),
        }
    }
    for name in before.keys().filter(|name| !after.contains_key(*name)) {
        changed.insert(name.clone(), Value::Null);
    }
    Value::Object(changed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::RecordKind;

    #[test]
    fn a_step_is_sent_as_its_schema_says() {
        let mut all = operations::every_form();
        let form = all.find(|form| form.verb == "answer" && form.on == RecordKind::Organisation);
        let form = form.expect("a form");
        let typed: Typed = [("people", "3"), ("sites", "Hall, north\nCellar"), ("because", "")]
            .map(|(name, text)| (name.to_owned(), text.to_owned()))
            .to_vec();
        assert_eq!(body(form, &typed), json!({ "people": 3, "sites": ["Hall, north", "Cellar"] }));
    }

    #[test]
    fn a_patch_names_what_changed_and_takes_away_what_is_gone() {
        let before = json!({ "title": "Fire", "owner": { "person": "PER-1" }, "threat": "x", "same": [1] });
        let after = json!({ "title": "Fire", "owner": { "role": "ROL-1" }, "same": [1], "new": "y" });
        assert_eq!(
            patch(&before, &after),
            json!({ "owner": { "role": "ROL-1", "person": null }, "new": "y", "threat": null })
        );
        assert_eq!(patch(&after, &after), json!({}));
    }

    #[test]
    fn a_part_is_typed_with_bars_and_sent_as_an_object() {
        let parts = [("who", Shape::Line), ("days", Shape::Number)].map(|(name, shape)| PartShape {
            name,
            label: name,
            shape,
        });
        assert_eq!(part(&parts, "A \\| B | 3"), json!({ "who": "A | B", "days": 3 }));
        assert_eq!(part(&parts, "A"), json!({ "who": "A" }));
    }
}
