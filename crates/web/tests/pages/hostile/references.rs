//! B3: every field and every input that refers, tried with what lies in another organisation alone.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use model::{RecordId, RecordKind, Shape, Writer};
use operations::{FormTarget, OperationForm, every_form, forms};
use serde_json::{Value, json};

use super::matrix::{spare, text_of};
use super::whose::{self, Row};
use super::world::{ELSEWHERE, Who, World, id_of, number_of, without_chance};
use crate::browser::Page;

/// A number that no record has, here or elsewhere.
const NOWHERE: u32 = 778;
/// A uuid that nothing has.
const NOBODY: &str = "0198c0de-0000-7000-8000-000000000009";

/// Returns who may do something that is whose row this is; where nobody may, who does most.
fn who_may(row: Row) -> Who {
    let place = row.find('Y').or_else(|| row.find('C'));
    Who::Role(place.unwrap_or(3))
}

/// Returns the id that a reference to one of some kinds is tried with.
fn foreign(kinds: &[RecordKind], number: u32) -> Option<RecordId> {
    let several = kinds.iter().find(|kind| !kind.kind().single && **kind != RecordKind::FileAccess);
    several.map(|kind| id_of(*kind, number))
}

/// Returns all texts of a shape in which one reference is foreign: by its id, and as a uuid.
fn texts(world: &World, shape: &Shape, number: u32, uuid: &str) -> Vec<String> {
    match shape {
        Shape::Reference(kinds) => {
            foreign(kinds, number).map(|id| vec![id.to_string(), uuid.to_owned()]).unwrap_or_default()
        }
        // Another text than an id is a name for somebody outside, and points at nobody.
        Shape::Owner => {
            vec![id_of(RecordKind::Person, number).to_string(), id_of(RecordKind::Role, number).to_string()]
        }
        Shape::Optional(inner) | Shape::List(inner) => texts(world, inner, number, uuid),
        Shape::Parts(parts) => {
            let mut all = Vec::new();
            for (place, part) in parts.iter().enumerate() {
                for text in texts(world, &part.shape, number, uuid) {
                    let cell = |at: usize| {
                        if at == place { text.clone() } else { text_of(world, &parts[at].shape) }
                    };
                    all.push((0..parts.len()).map(cell).collect::<Vec<String>>().join(" | "));
                }
            }
            all
        }
        Shape::Line | Shape::Prose | Shape::Date | Shape::Number | Shape::Decimal | Shape::Choice(_) => {
            Vec::new()
        }
    }
}

/// In which form owners are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sent {
    /// As a record's own fields are stored.
    Stored,
    /// As people type them.
    Typed,
}

/// Returns the same for JSON.
fn values(shape: &Shape, number: u32, sent: Sent) -> Vec<Value> {
    match shape {
        Shape::Reference(kinds) => {
            foreign(kinds, number).map(|id| json!(id.to_string())).into_iter().collect()
        }
        Shape::Owner if sent == Sent::Stored => {
            vec![json!({ "person": id_of(RecordKind::Person, number).to_string() })]
        }
        Shape::Owner => vec![json!(id_of(RecordKind::Person, number).to_string())],
        Shape::Optional(inner) => values(inner, number, sent),
        Shape::List(inner) => values(inner, number, sent).into_iter().map(|one| json!([one])).collect(),
        Shape::Parts(parts) => {
            let each = parts.iter().flat_map(|part| {
                values(&part.shape, number, sent).into_iter().map(|value| json!({ part.name: value }))
            });
            each.collect()
        }
        Shape::Line | Shape::Prose | Shape::Date | Shape::Number | Shape::Decimal | Shape::Choice(_) => {
            Vec::new()
        }
    }
}

/// Takes out of an answer what differs by chance, and the number or uuid that was tried.
fn plain(page: &Page) -> (StatusCode, String) {
    let html = without_chance(page);
    (page.status, html.replace("778", "777").replace(NOBODY, "").replace(&theirs(), ""))
}

/// Returns the uuid of a person of the other organisation.
fn theirs() -> String {
    app::identity::Uuid::from_u128(0xacad_0000 + u128::from(ELSEWHERE)).to_string()
}

/// What was tried.
#[derive(Default)]
struct Tried {
    fields: BTreeSet<String>,
    cases: usize,
    wrong: Vec<String>,
}

impl Tried {
    /// Looks that both answers are the same refusal, and that nothing was written.
    fn look(&mut self, told: &str, before: (u64, u64), after: (u64, u64), there: &Page, nowhere: &Page) {
        self.cases += 2;
        self.fields.insert(told.split(": ").next().unwrap_or_default().to_owned());
        if before != after {
            self.wrong.push(format!("{told}: something was written"));
        }
        if !there.status.is_client_error() {
            self.wrong.push(format!("{told}: {}", there.status));
        }
        if plain(there) != plain(nowhere) {
            self.wrong.push(format!("{told}: the words tell that it lies elsewhere"));
        }
    }

    fn end(&self, fields: usize) {
        println!("{} fields, {} cases", self.fields.len(), self.cases);
        let some: Vec<&String> = self.wrong.iter().take(40).collect();
        assert!(some.is_empty(), "{} are not as expected: {some:#?}", self.wrong.len());
        assert!(self.fields.len() >= fields, "{} fields are few", self.fields.len());
    }
}

fn encoded(text: &str) -> String {
    web::address::encoded(text)
}

#[tokio::test]
async fn b3_no_field_of_a_form_takes_what_lies_elsewhere() {
    let world = World::new().await;
    let mut tried = Tried::default();
    for kind in RecordKind::ALL.iter().filter(|kind| **kind != RecordKind::Evidence) {
        let who = who_may(whose::of_kind(*kind));
        let word = web::address::kind(*kind);
        let id = spare(*kind, 1);
        let at = if kind.kind().single {
            format!("/o/acme/{word}/{id}/edit")
        } else {
            format!("/o/acme/{word}/new")
        };
        let own = world.acme.now().isms.revision(id);
        for field in kind.fields().iter().filter(|field| field.writer == Writer::Form) {
            let pairs = texts(&world, &field.shape, ELSEWHERE, &theirs());
            let others = texts(&world, &field.shape, NOWHERE, NOBODY);
            for (there, nowhere) in pairs.iter().zip(&others) {
                let before = world.commits();
                let body =
                    |text: &str| format!("revision={own}&because=x&title=x&{}={}", field.name, encoded(text));
                let one = world.ask(who, "POST", &at, &body(there)).await;
                let other = world.ask(who, "POST", &at, &body(nowhere)).await;
                let told = format!("{word}.{}: {there}", field.name);
                tried.look(&told, before, world.commits(), &one, &other);
            }
        }
    }
    tried.end(90);
}

#[tokio::test]
async fn b3_no_field_of_the_api_takes_what_lies_elsewhere() {
    let world = World::new().await;
    let mut tried = Tried::default();
    for kind in RecordKind::ALL.iter().filter(|kind| !kind.kind().single) {
        let who = who_may(whose::of_kind(*kind));
        let at = format!("/api/v1/acme/{}", web::address::kind(*kind));
        for field in kind.fields().iter().filter(|field| field.writer == Writer::Form) {
            let pairs = values(&field.shape, ELSEWHERE, Sent::Stored);
            let others = values(&field.shape, NOWHERE, Sent::Stored);
            for (there, nowhere) in pairs.iter().zip(&others) {
                let before = world.commits();
                let body = |value: &Value| json!({ "title": "x", field.name: value }).to_string();
                let one = world.call(who, "POST", &at, &body(there)).await;
                let other = world.call(who, "POST", &at, &body(nowhere)).await;
                let told = format!("{kind:?}.{}: {there}", field.name);
                tried.look(&told, before, world.commits(), &one, &other);
            }
        }
    }
    tried.end(90);
}

/// Returns what a step asks beside the input that is tried, as it may be.
fn others(world: &World, form: &OperationForm, name: &str) -> Vec<(&'static str, String)> {
    let inputs = form.inputs.iter().filter(|input| input.name != name && !input.may_be_empty());
    inputs.map(|input| (input.name, text_of(world, &(input.shape)()))).collect()
}

/// Returns the texts that an input is tried with: references, and organisations, which are named by their uuid.
fn tried_with(world: &World, input: &operations::Input) -> Vec<(String, String)> {
    if input.name.contains("organisation") {
        return vec![(world.umbra.log().org.to_string(), NOBODY.to_owned())];
    }
    let shape = (input.shape)();
    let there = texts(world, &shape, ELSEWHERE, &theirs());
    there.into_iter().zip(texts(world, &shape, NOWHERE, NOBODY)).collect()
}

#[tokio::test]
async fn b3_no_input_of_a_step_takes_what_lies_elsewhere() {
    let world = World::new().await;
    let mut tried = Tried::default();
    let umbra = world.umbra.log().org.to_string();
    for form in forms() {
        let who = who_may(whose::of_intent(form.intent));
        let word = web::address::kind(form.on);
        let id = spare(form.on, number_of(form.on, form.verb));
        let at = match form.target {
            FormTarget::Kind => format!("/o/acme/{word}/do/{}", form.verb),
            FormTarget::Record => format!("/o/acme/{word}/{id}/do/{}", form.verb),
        };
        for input in form.inputs {
            for (there, nowhere) in tried_with(&world, input) {
                let before = world.commits();
                let body = |text: &str| {
                    let rest = others(&world, form, input.name);
                    let rest = rest.iter().map(|(name, text)| format!("&{name}={}", encoded(text)));
                    format!("{}={}{}", input.name, encoded(text), rest.collect::<String>())
                };
                let mut one = world.ask(who, "POST", &at, &body(&there)).await;
                one.html = one.html.replace(&umbra, "");
                let other = world.ask(who, "POST", &at, &body(&nowhere)).await;
                let told = format!("{} {}: {there}", form.intent, input.name);
                tried.look(&told, before, world.commits(), &one, &other);
            }
        }
    }
    tried.end(50);
}

#[tokio::test]
async fn b3_no_input_of_a_step_of_the_api_takes_what_lies_elsewhere() {
    let world = World::new().await;
    let mut tried = Tried::default();
    for form in every_form() {
        let who = who_may(whose::of_intent(form.intent));
        let word = web::address::kind(form.on);
        let id = spare(form.on, number_of(form.on, form.verb));
        let at = match form.target {
            FormTarget::Kind => format!("/api/v1/acme/{word}/{}", form.verb),
            FormTarget::Record => format!("/api/v1/acme/{word}/{id}/{}", form.verb),
        };
        for input in form.inputs {
            let shape = (input.shape)();
            let pairs = values(&shape, ELSEWHERE, Sent::Typed);
            for (there, nowhere) in pairs.iter().zip(&values(&shape, NOWHERE, Sent::Typed)) {
                let before = world.commits();
                let body = |value: &Value| {
                    let mut body = serde_json::Map::new();
                    for (name, text) in others(&world, form, input.name) {
                        body.insert(name.to_owned(), json!(text));
                    }
                    body.insert(input.name.to_owned(), value.clone());
                    Value::Object(body).to_string()
                };
                let one = world.call(who, "POST", &at, &body(there)).await;
                let other = world.call(who, "POST", &at, &body(nowhere)).await;
                let told = format!("{} {}: {there}", form.intent, input.name);
                tried.look(&told, before, world.commits(), &one, &other);
            }
        }
    }
    tried.end(60);
}
