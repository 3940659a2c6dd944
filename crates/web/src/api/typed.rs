//! JSON as typed text: what operations take, whoever sends it.

use model::{AnyRecord, Change, Isms, PartShape, Problem as Unread, RecordId, RecordKind, Shape, Writer};
use operations::{FieldProblem, Input, Typed};
use serde_json::{Map, Value, json};

use super::problem::{Problem, Wrong};
use super::schema;

/// Returns the fields of a new record, as they are typed.
///
/// # Errors
/// Each place that is not as the schema of the kind says.
pub fn of_new(kind: RecordKind, body: &Map<String, Value>) -> Result<Typed, Problem> {
    fields(RecordId { kind, key: model::Key::Number(1) }, body, &Map::new())
}

/// Returns the fields of a record that a merge patch changes, as they are typed; a null takes a value away.
///
/// Source: RFC 7396.
///
/// # Errors
/// Each place that is not as the schema of the kind says.
pub fn of_patch(id: RecordId, record: &dyn AnyRecord, body: &Map<String, Value>) -> Result<Typed, Problem> {
    let Value::Object(now) = record.json() else { return Ok(Typed::new()) };
    // What is sent back as it was read is no change, whoever writes the field.
    let changed: Map<String, Value> = body
        .iter()
        .filter(|(name, value)| now.get(*name) != Some(*value))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    fields(id, &changed, &now)
}

fn fields(id: RecordId, body: &Map<String, Value>, now: &Map<String, Value>) -> Result<Typed, Problem> {
    let mut after = Map::new();
    for (name, sent) in body {
        after.insert(name.clone(), merged(now.get(name), sent));
    }
    let mut wrong = of_steps(id.kind, body);
    let told = |wrong: &[Wrong], place: &str| wrong.iter().any(|known| known.pointer == place);
    let filled: Map<String, Value> =
        after.clone().into_iter().filter(|(_, value)| !value.is_null()).collect();
    for one in schema::differences(&schema::of_fields(id.kind), &Value::Object(filled)) {
        if !told(&wrong, &one.pointer) {
            wrong.push(one);
        }
    }
    if !wrong.is_empty() {
        return Err(Problem::unreadable(wrong));
    }
    let mut typed = Typed::new();
    for (name, value) in after {
        match text_of_field(id, &name, &value) {
            Ok(text) => typed.push((name, text)),
            Err(words) => wrong.push(Wrong::at(format!("/{}", schema::escaped(&name)), words)),
        }
    }
    if wrong.is_empty() { Ok(typed) } else { Err(Problem::unreadable(wrong)) }
}

/// Finds fields that a step of its own writes.
fn of_steps(kind: RecordKind, body: &Map<String, Value>) -> Vec<Wrong> {
    let fields = kind.fields();
    let ours =
        fields.iter().filter(|field| field.writer == Writer::Operation && body.contains_key(field.name));
    let words = "a step of its own writes this field; the reference lists the steps of the kind";
    ours.map(|field| Wrong::at(format!("/{}", field.name), words)).collect()
}

/// Puts a patch over a value.
fn merged(now: Option<&Value>, sent: &Value) -> Value {
    let Value::Object(sent) = sent else { return sent.clone() };
    let mut after = match now {
        Some(Value::Object(now)) => now.clone(),
        Some(_) | None => Map::new(),
    };
    for (name, value) in sent {
        if value.is_null() {
            after.shift_remove(name);
        } else {
            let inner = merged(after.get(name), value);
            after.insert(name.clone(), inner);
        }
    }
    Value::Object(after)
}

/// Returns the text of a field whose stored form is this value, as it is read again.
fn text_of_field(id: RecordId, name: &str, value: &Value) -> Result<String, String> {
    if value.is_null() {
        return Ok(String::new());
    }
    let body = json!({ "record": { name: value } }).to_string();
    let slug = id.kind.kind().slug();
    let change = model::stored::read_change(&slug, &id.to_string(), "create", body.as_bytes())
        .map_err(|fault| plain(&fault.to_string()))?;
    let text = text_in(&change, name);
    let again = Change::of_text(&Isms::default(), id, &[(name.to_owned(), text.clone())])
        .map_err(|found| found.first().map_or_else(String::new, |(_, problem)| problem.to_string()))?;
    let (sent, read) = (items(&change, name), items(&again, name));
    if sent != read {
        return Err("an item is empty, or holds a sign that ends it; expected one line for each".to_owned());
    }
    Ok(text)
}

fn text_in(change: &Change, name: &str) -> String {
    let shown = change.shown().map(|(_, _, fields)| fields).unwrap_or_default();
    shown.into_iter().find(|field| field.name == name).map(|field| field.text).unwrap_or_default()
}

/// Returns how many items a field of a change has.
fn items(change: &Change, name: &str) -> usize {
    let stored: Value = serde_json::from_slice(&change.body()).expect("our own JSON");
    stored["record"][name].as_array().map_or(1, Vec::len)
}

/// Returns what a reader of stored forms says, without the id of a record that is not there yet and without places in a
/// text that nobody sent.
fn plain(words: &str) -> String {
    let words = words.split_once(": ").map_or(words, |(_, words)| words);
    words.rsplit_once(" at line ").map_or(words, |(words, _)| words).to_owned()
}

/// Returns what a step asks, as it is typed.
///
/// # Errors
/// Each place that is not as the schema of the step says.
pub fn of_inputs(inputs: &[Input], body: &Map<String, Value>) -> Result<Typed, Problem> {
    let mut wrong = schema::differences(&schema::of_inputs(inputs), &Value::Object(body.clone()));
    if !wrong.is_empty() {
        return Err(Problem::unreadable(wrong));
    }
    let mut typed = Typed::new();
    for input in inputs {
        let Some(value) = body.get(input.name) else { continue };
        match text(&(input.shape)(), value) {
            Ok(text) => typed.push((input.name.to_owned(), text)),
            Err(words) => wrong.push(Wrong::at(format!("/{}", input.name), words)),
        }
    }
    if wrong.is_empty() { Ok(typed) } else { Err(Problem::unreadable(wrong)) }
}

/// Returns the text of a value by its shape.
fn text(shape: &Shape, value: &Value) -> Result<String, String> {
    match (shape, value) {
        (_, Value::Null) => Ok(String::new()),
        (Shape::Optional(inner), value) => text(inner, value),
        (Shape::List(inner), Value::Array(values)) => {
            let texts: Vec<String> =
                values.iter().map(|value| item(inner, value)).collect::<Result<_, _>>()?;
            Ok(texts.join("\n"))
        }
        (Shape::Parts(parts), Value::Object(fields)) => part(parts, fields),
        (Shape::Reference(kinds), Value::String(id)) => {
            let found = RecordId::parse(id).filter(|found| kinds.contains(&found.kind));
            found.map(|found| found.to_string()).ok_or_else(|| {
                let names: Vec<&str> = kinds.iter().take(6).map(|kind| kind.kind().singular).collect();
                format!("\"{}\" is not the id of one of: {}", schema::escaped(id), names.join(", "))
            })
        }
        (_, Value::String(text)) => Ok(text.clone()),
        (_, Value::Number(number)) => Ok(number.to_string()),
        (_, Value::Bool(_) | Value::Array(_) | Value::Object(_)) => Err("expected another value".to_owned()),
    }
}

/// Returns the text of one of several.
fn item(shape: &Shape, value: &Value) -> Result<String, String> {
    let text = text(shape, value)?;
    let ends: &[char] = match shape.bare() {
        Shape::Line | Shape::Prose | Shape::Parts(_) => &['\n', '\r'],
        Shape::Date
        | Shape::Number
        | Shape::Decimal
        | Shape::Choice(_)
        | Shape::Reference(_)
        | Shape::Owner
        | Shape::Optional(_)
        | Shape::List(_) => &['\n', '\r', ',', ';'],
    };
    if text.trim().is_empty() || text.contains(ends) {
        return Err("an item is empty, or holds a sign that ends it; expected one line for each".to_owned());
    }
    Ok(text)
}

/// Returns the text of a small structure: its fields in order, with bars between them.
fn part(parts: &[PartShape], fields: &Map<String, Value>) -> Result<String, String> {
    let mut cells = Vec::new();
    for part in parts {
        let cell = fields.get(part.name).map_or(Ok(String::new()), |value| text(&part.shape, value))?;
        cells.push(cell.replace('\\', "\\\\").replace('|', "\\|").replace('\n', "\\n"));
    }
    Ok(cells.join(" | "))
}

/// Returns problems of fields as places of a body.
#[must_use]
pub fn places(problems: &[FieldProblem]) -> Vec<Wrong> {
    let place = |one: &FieldProblem| {
        let (field, words): (&str, &Unread) = (&one.field, &one.problem);
        Wrong::at(format!("/{}", schema::escaped(field).replace('.', "/")), words.to_string())
    };
    problems.iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use operations::every_form;

    fn map(value: Value) -> Map<String, Value> {
        value.as_object().cloned().expect("an object")
    }

    fn wrong(problem: Problem) -> Vec<(String, String)> {
        problem.errors.into_iter().map(|one| (one.pointer, one.detail)).collect()
    }

    #[test]
    fn the_stored_form_of_a_field_is_what_is_sent() {
        let body = json!({
            "title": "Fire", "owner": { "person": "PER-1" }, "elements": ["AST-1", "SUP-2"], "properties": ["integrity"],
        });
        let typed = of_new(RecordKind::Risk, &map(body)).expect("it reads");
        let find = |name: &str| typed.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str());
        assert_eq!(find("owner"), Some("PER-1"));
        assert_eq!(find("elements"), Some("AST-1, SUP-2"));
        let asset = json!({ "title": "Hall", "in_scope": { "out": "rented: to others" } });
        let typed = of_new(RecordKind::Asset, &map(asset)).expect("it reads");
        assert!(typed.contains(&("in_scope".to_owned(), "out: rented: to others".to_owned())));
    }

    #[test]
    fn what_would_be_read_as_something_else_is_refused_at_its_place() {
        let cases = [
            (json!({ "title": "x".repeat(501) }), "/title", "at most 500"),
            (json!({ "acceptances": [] }), "/acceptances", "a step of its own writes this field"),
            (json!({ "colour": "red" }), "/colour", "there is no such field"),
            (json!({ "elements": ["R-1"] }), "/elements", "not the id of a unit"),
            (json!({ "owner": { "person": "ROL-1" } }), "/owner", "not the id of a person"),
        ];
        for (body, place, words) in cases {
            let found = wrong(of_new(RecordKind::Risk, &map(body)).expect_err(place));
            assert!(found.len() == 1 && found[0].0 == place && found[0].1.contains(words), "{found:?}");
        }
    }

    #[test]
    fn an_item_with_a_line_end_does_not_become_two() {
        let answer = every_form().find(|form| form.verb == "answer" && form.on == RecordKind::Organisation);
        let inputs = answer.expect("a form").inputs;
        let found = wrong(of_inputs(inputs, &map(json!({ "sites": ["Hall\nCellar"] }))).expect_err("two"));
        assert_eq!(found[0].0, "/sites");
        let typed = of_inputs(inputs, &map(json!({ "sites": ["Hall, north", "Cellar"], "people": 3 })))
            .expect("it reads");
        assert_eq!(
            typed,
            [("people".to_owned(), "3".to_owned()), ("sites".to_owned(), "Hall, north\nCellar".to_owned())]
        );
    }

    #[test]
    fn a_patch_changes_what_it_names_and_a_null_takes_away() {
        let isms = model::sample::Sample::in_good_order().isms;
        let id = RecordId::parse("R-1").expect("an id");
        let record = isms.find(id).expect("there");
        let mut body = map(record.json());
        assert_eq!(of_patch(id, record, &body), Ok(Typed::new()), "sent back as it was read");
        body.insert("owner".to_owned(), Value::Null);
        body.insert("threat".to_owned(), "a thief".into());
        let typed = of_patch(id, record, &body).expect("it reads");
        assert_eq!(
            typed.iter().find(|(name, _)| name == "threat").map(|(_, text)| text.as_str()),
            Some("a thief")
        );
        assert!(typed.iter().all(|(name, _)| ["owner", "threat"].contains(&name.as_str())));
    }
}
