//! JSON Schema of stored values, so that other programs know what to send and what they get.

use serde_json::{Value as Json, json};

use super::Shape;

/// Returns the schema that follows from a shape.
pub(crate) fn schema_of(shape: &Shape) -> Json {
    match shape {
        Shape::Line | Shape::Prose => json!({ "type": "string" }),
        Shape::Date => json!({ "type": "string", "format": "date" }),
        Shape::Number => json!({ "type": "integer", "minimum": 0 }),
        Shape::Decimal => json!({ "type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)?$" }),
        Shape::Choice(words) => json!({ "enum": words }),
        Shape::Reference(kinds) => {
            let names: Vec<&str> = kinds.iter().map(|kind| kind.kind().singular).collect();
            json!({ "type": "string", "description": format!("the id of a {}", names.join(", ")) })
        }
        Shape::Owner => one_of([
            tagged("person", json!({ "type": "string" })),
            tagged("role", json!({ "type": "string" })),
            tagged("named", json!({ "type": "string" })),
        ]),
        Shape::Optional(shape) => one_of([schema_of(shape), json!({ "type": "null" })]),
        Shape::List(shape) => json!({ "type": "array", "items": schema_of(shape) }),
        Shape::Parts(fields) => {
            object(fields.iter().map(|field| (field.name, schema_of(&field.shape))).collect())
        }
    }
}

/// Returns the schema of one of several forms.
pub(crate) fn one_of(forms: impl IntoIterator<Item = Json>) -> Json {
    json!({ "anyOf": forms.into_iter().collect::<Vec<_>>() })
}

/// Returns the schema of an object with one key that says which form it is.
pub(crate) fn tagged(tag: &str, inside: Json) -> Json {
    object(vec![(tag, inside)])
}

/// Returns the schema of an object with these keys and no others.
pub(crate) fn object(fields: Vec<(&str, Json)>) -> Json {
    let properties: serde_json::Map<String, Json> =
        fields.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}
