//! The schemas of what is sent and answered.

use model::RecordKind;
use serde_json::{Map, Value, json};

use crate::api::schema;

/// Returns all schemas by name.
pub(super) fn all() -> Value {
    let mut all = Map::new();
    let mut add = |name: &str, schema: Value| all.insert(name.to_owned(), schema);
    add("Problem", problem());
    add("Stamp", stamp());
    add("Record", record());
    add("Commit", commit());
    add("Diagnostic", diagnostic());
    add("Outcome", outcome());
    add("Job", job());
    add("JobBrief", closed(&brief_job()));
    for kind in RecordKind::ALL {
        let slug = kind.kind().slug();
        let mut fields = kind.schema();
        if let Value::Object(fields) = &mut fields {
            fields.remove("$schema");
        }
        add(&slug, fields);
        add(&format!("{slug}.written"), schema::of_fields(*kind));
    }
    Value::Object(all)
}

/// Returns the schema of a record of a kind as it is answered.
pub(super) fn of_kind(kind: RecordKind) -> Value {
    let fields = format!("#/components/schemas/{}", kind.kind().slug());
    json!({ "allOf": [
        { "$ref": "#/components/schemas/Record" },
        { "type": "object", "properties": { "record": { "$ref": fields } } },
    ] })
}

/// Returns the schema of a page of records.
pub(super) fn page(kind: RecordKind) -> Value {
    closed(&[
        ("kind", json!({ "type": "string" })),
        ("on", day()),
        ("total", count()),
        ("records", json!({ "type": "array", "items": of_kind(kind) })),
        ("next", or_null(json!({ "type": "string" }))),
    ])
}

/// Returns the schema of an object with all of these keys and no others.
pub(super) fn closed(fields: &[(&str, Value)]) -> Value {
    let required: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
    let properties: Map<String, Value> =
        fields.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

pub(super) fn text() -> Value {
    json!({ "type": "string" })
}
pub(super) fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}
pub(super) fn day() -> Value {
    json!({ "type": "string", "format": "date" })
}
pub(super) fn or_null(schema: Value) -> Value {
    json!({ "anyOf": [schema, { "type": "null" }] })
}
pub(super) fn list(schema: Value) -> Value {
    json!({ "type": "array", "items": schema })
}

fn problem() -> Value {
    let wrong = closed(&[("pointer", text()), ("detail", text())]);
    json!({
        "type": "object",
        "description": "RFC 9457.",
        "properties": {
            "type": text(),
            "title": text(),
            "status": { "type": "integer" },
            "detail": text(),
            "errors": list(wrong),
            "because": text(),
            "who": list(text()),
            "revision": count(),
        },
        "required": ["type", "title", "status", "detail"],
        "additionalProperties": false,
    })
}

fn stamp() -> Value {
    closed(&[
        ("at", json!({ "type": "string", "format": "date-time" })),
        ("on", day()),
        ("by", or_null(text())),
    ])
}

fn record() -> Value {
    let stamp = json!({ "$ref": "#/components/schemas/Stamp" });
    json!({
        "type": "object",
        "properties": {
            "id": text(),
            "kind": text(),
            "title": text(),
            "revision": { "type": "integer", "minimum": 1 },
            "made": stamp,
            "changed": stamp,
            "proposed": { "type": "boolean" },
            "record": { "type": "object", "description": "The fields of the kind." },
            "about": { "type": "object", "description": "What is kept beside the fields: sources, labels, origins." },
            "steps": { "type": "array", "items": text(), "description": "The verbs of the steps that its state lets happen." },
        },
        "required": ["id", "kind", "title", "revision", "made", "changed", "proposed", "record"],
    })
}

fn commit() -> Value {
    let field = closed(&[("name", text()), ("before", text()), ("after", text())]);
    let change = closed(&[
        ("id", text()),
        ("title", text()),
        ("verb", json!({ "enum": ["create", "update", "delete"] })),
        ("fields", list(field)),
    ]);
    closed(&[
        ("seq", count()),
        ("at", json!({ "type": "string", "format": "date-time" })),
        ("on", day()),
        ("by", or_null(text())),
        ("who", text()),
        ("intent", text()),
        ("via", text()),
        ("because", text()),
        ("leaf", text()),
        ("auth", text()),
        ("policy", text()),
        ("changes", list(change)),
        ("untold", count()),
    ])
}

fn outcome() -> Value {
    closed(&[
        ("commit", or_null(count())),
        ("wrote", list(text())),
        ("record", or_null(json!({ "$ref": "#/components/schemas/Record" }))),
    ])
}

fn diagnostic() -> Value {
    let proof = closed(&[
        ("label", text()),
        ("value", text()),
        ("record", or_null(text())),
        ("set_on", or_null(day())),
        ("set_by", or_null(text())),
        ("remark", text()),
    ]);
    let fix = closed(&[("text", text()), ("grade", text()), ("command", or_null(text()))]);
    let said = closed(&[("record", text()), ("text", text()), ("quiet", json!({ "type": "boolean" }))]);
    closed(&[
        ("code", text()),
        ("name", text()),
        ("level", json!({ "enum": ["error", "warning", "note"] })),
        ("grade", text()),
        ("stage", text()),
        ("clauses", list(text())),
        ("message", text()),
        ("object", or_null(text())),
        ("field", or_null(text())),
        ("file", or_null(json!({ "type": "object" }))),
        ("proof", list(proof)),
        ("why", text()),
        ("fix", fix),
        ("unknown", or_null(text())),
        ("held_by", or_null(text())),
        ("ahead", json!({ "type": "boolean" })),
        ("disposition", or_null(said)),
    ])
}

/// Returns the fields of a job as it stands in the list.
fn brief_job() -> Vec<(&'static str, Value)> {
    let moment = json!({ "type": "string", "format": "date-time" });
    let states = ["running", "cancelling", "writing", "done", "cancelled", "failed", "lost"];
    vec![
        ("id", text()),
        ("what", text()),
        ("state", json!({ "enum": states })),
        ("over", json!({ "type": "boolean" })),
        ("by", text()),
        ("begun", moment.clone()),
        ("ended", or_null(moment)),
        ("part", text()),
        ("unit", text()),
        ("done", count()),
        ("total", or_null(count())),
        ("per_second", or_null(count())),
        ("seconds_left", or_null(count())),
        ("words", text()),
    ]
}

fn job() -> Value {
    let is = || json!({ "type": "boolean" });
    let line = closed(&[("what", text()), ("right", is()), ("because", text())]);
    let file = closed(&[
        ("name", text()),
        ("media", text()),
        ("bytes", count()),
        ("sha256", text()),
        ("kept", is()),
    ]);
    let log = closed(&[("at", json!({ "type": "string", "format": "date-time" })), ("words", text())]);
    let mut fields = brief_job();
    fields.extend([
        ("commit", or_null(count())),
        ("lines", list(line)),
        ("file", or_null(file)),
        ("log", list(log)),
        ("log_left", count()),
    ]);
    closed(&fields)
}
