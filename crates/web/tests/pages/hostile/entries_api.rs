//! The matrix of the API: every operation of its description × everybody who may ask for it, and tokens.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use model::{RecordId, RecordKind};
use serde_json::{Map, Value, json};

use super::matrix::{Count, spare, vain};
use super::whose::{self, Row};
use super::world::{ROLES, Who, World, id_of, number_of};
use crate::browser::{HOST, Page};

/// What binds the organisation: no token does it, whoever it speaks for.
const BINDING: &[&str] = &[
    "change.approve",
    "document.approve",
    "engagement.decide",
    "engagement.issue",
    "exception.approve",
    "exception.extend",
    "exception.refuse",
    "finding.close",
    "incident.close",
    "membership.change",
    "membership.delegate",
    "membership.end",
    "membership.grant",
    "method.approve",
    "nonconformity.close",
    "objective.close",
    "pack.seal",
    "pack.unseal",
    "programme.approve",
    "record.restrict",
    "record.unrestrict",
    "risk.accept",
    "risk.close",
    "scope.approve",
    "share.bind",
    "share.change",
    "share.close",
    "share.open",
    "soa.approve",
    "treatment_plan.approve",
];

/// One operation of the description.
#[derive(Clone)]
struct Asked {
    /// Its name in the description.
    name: String,
    method: String,
    at: String,
    body: String,
    /// Whose it is; nothing where every member may.
    row: Option<Row>,
    binds: bool,
    /// Whether it lies in an organisation.
    is_within: bool,
}

/// Returns all operations, each at an address that is tried.
fn operations(world: &World) -> Vec<Asked> {
    let mut all = Vec::new();
    let paths = web::api::document()["paths"].as_object().expect("paths");
    for (path, item) in paths {
        for (method, one) in
            item.as_object().expect("methods").iter().filter(|(name, _)| *name != "parameters")
        {
            let name = one["operationId"].as_str().expect("a name").to_owned();
            let mut words = path.split('/').skip(4);
            let kind = words.next().and_then(web::address::kind_of);
            let verb = path.rsplit('/').next().unwrap_or_default();
            let at = path.replace("{org}", "acme").replace("{seq}", "2");
            let at = match kind {
                Some(kind) => at.replace("{id}", &target(kind, verb).to_string()),
                // A job that nobody began.
                None => at.replace("{id}", &"0".repeat(32)),
            };
            let intent = one["x-intent"].as_str();
            let row = intent.map(|intent| match (intent, kind) {
                ("record.create" | "record.edit" | "record.remove", Some(kind)) => whose::of_kind(kind),
                (intent, _) => whose::of_intent(intent),
            });
            let schema = &one["requestBody"]["content"]["application/json"]["schema"];
            let body = body(world, schema).to_string();
            let binds = intent.is_some_and(|intent| BINDING.contains(&intent));
            let is_within = path.contains("{org}");
            all.push(Asked { name, method: method.to_uppercase(), at, body, row, binds, is_within });
        }
    }
    all
}

/// Returns the record that something is tried on.
fn target(kind: RecordKind, verb: &str) -> RecordId {
    let number = if verb == "{id}" { 2 } else { number_of(kind, verb) };
    spare(kind, number)
}

/// Returns a body as a schema asks for it, with as little in it as may be.
fn body(world: &World, schema: &Value) -> Value {
    if schema.get("$ref").is_some() {
        return json!({ "title": "made by a program" });
    }
    let properties = schema["properties"].as_object().cloned().unwrap_or_default();
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let said = ["because", "title", "content", "response"];
    let wanted = properties
        .iter()
        .filter(|(name, _)| required.contains(&name.as_str()) || said.contains(&name.as_str()));
    let filled: Map<String, Value> =
        wanted.map(|(name, schema)| (name.clone(), value(world, schema))).collect();
    Value::Object(filled)
}

/// Returns a value of a schema.
fn value(world: &World, schema: &Value) -> Value {
    if let Some(Value::Array(forms)) = schema.get("anyOf") {
        return value(world, &forms[0]);
    }
    if let Some(Value::Array(words)) = schema.get("enum") {
        return words[0].clone();
    }
    match schema["type"].as_str() {
        Some("integer") => json!(1),
        Some("array") => json!([value(world, &schema["items"])]),
        Some("object") => body(world, schema),
        _ if schema["format"] == "date" => json!("2026-11-21"),
        _ if schema.get("pattern").is_some() => json!("1"),
        _ => match schema["examples"][0].as_str().and_then(RecordId::parse) {
            Some(example) => {
                let there = id_of(example.kind, 1);
                let is_there = world.acme.now().isms.find(there).is_some();
                json!(if is_there { there } else { example }.to_string())
            }
            None => json!("said"),
        },
    }
}

/// Sends what is expected to write nothing.
async fn in_vain(world: &World, who: Who, one: &Asked, count: &mut Count) -> Page {
    let told = format!("{who:?} {} {}", one.method, one.at);
    vain(world, who, &told, world.call(who, &one.method, &one.at, &one.body), count).await
}

/// Returns what an organisation answers that does not exist, with its word taken out.
async fn elsewhere(
    world: &World,
    who: Who,
    one: &Asked,
    word: &str,
    count: &mut Count,
) -> (StatusCode, String) {
    let at = one.at.replacen("/acme", &format!("/{word}"), 1);
    let page = in_vain(world, who, &Asked { at, ..one.clone() }, count).await;
    (page.status, page.html.replace(word, ""))
}

/// Tries an operation with all who are outside.
async fn outside(world: &World, one: &Asked, count: &mut Count) {
    for who in Who::OUTSIDE {
        let page = in_vain(world, who, one, count).await;
        let told = format!("{who:?} {} {}: {}", one.method, one.at, page.status);
        if who.is_nobody() {
            count.expect(page.status == StatusCode::UNAUTHORIZED, &told);
        } else if one.is_within {
            count.expect(page.status == StatusCode::NOT_FOUND, &told);
            let nowhere = elsewhere(world, who, one, "nowhere", count).await;
            count.expect((page.status, page.html.replace("acme", "")) == nowhere, &format!("{told}: other"));
        }
    }
    if one.is_within {
        let other = elsewhere(world, Who::Role(3), one, "umbra", count).await;
        let nowhere = elsewhere(world, Who::Role(3), one, "nowhere", count).await;
        count.expect(
            other == nowhere,
            &format!("{} {}: another organisation is not none", one.method, one.at),
        );
    }
}

#[tokio::test]
async fn every_operation_of_the_api_answers_each_as_the_matrix_says() {
    let world = World::new().await;
    let (begun, mut count) = (Instant::now(), Count::default());
    let tokens = [world.token(Who::Role(0), "write").await, world.token(Who::Role(3), "write").await];
    let all = operations(&world);
    for one in &all {
        outside(&world, one, &mut count).await;
        if one.binds {
            for token in &tokens {
                bound(&world, token, one, &mut count).await;
            }
        }
        let Some(row) = one.row else {
            for (place, role) in ROLES.iter().enumerate() {
                let page = in_vain(&world, Who::Role(place), one, &mut count).await;
                let told = format!("{} {} {}: {}", role, one.method, one.at, page.status);
                let is_hidden = place == 5 && page.status == StatusCode::NOT_FOUND;
                // No file was attached, nobody opened one yet, and nobody began long work.
                let is_without = ["/file-accesses/", "/jobs/"].iter().any(|part| one.at.contains(part));
                let is_none =
                    (one.at.ends_with("/file") || is_without) && page.status == StatusCode::NOT_FOUND;
                count.expect(page.status.is_success() || is_hidden || is_none, &told);
            }
            continue;
        };
        by_roles(&world, one, row, &mut count).await;
    }
    println!("{} operations", all.len());
    count.end(begun, 10_000, 100);
}

/// Tries with a token what no token does.
async fn bound(world: &World, token: &str, one: &Asked, count: &mut Count) {
    let before = world.commits();
    let request = Request::builder()
        .method(one.method.as_str())
        .uri(&one.at)
        .header(header::HOST, HOST)
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/json")
        .header("idempotency-key", format!("bound-{}-{}", one.name, count.cases))
        .body(Body::from(one.body.clone()));
    let page = world.send(request.expect("a request")).await;
    let told = format!("a token {} {}: {}", one.method, one.at, page.status);
    count.expect(page.status.is_client_error() && world.commits() == before, &told);
    count.cases += 1;
}

/// Tries an operation with everybody: first who never may, then who might, last who may.
async fn by_roles(world: &World, one: &Asked, row: Row, count: &mut Count) {
    let roles = |cell: char| (0..ROLES.len()).filter(move |place| row.as_bytes()[*place] == cell as u8);
    for place in roles('N') {
        let page = in_vain(world, Who::Role(place), one, count).await;
        let told = format!("{} {} {}: {}", ROLES[place], one.method, one.at, page.status);
        // What would change nothing is answered so, whoever asks for it.
        let is_nothing = page.html.contains("\"commit\": null");
        count.expect(page.status.is_client_error() || is_nothing, &format!("{told} {}", page.html));
    }
    for place in roles('C').chain(roles('Y')) {
        let before = world.commits();
        let page = world.call(Who::Role(place), &one.method, &one.at, &one.body).await;
        let told = format!("{} {} {}: {} {}", ROLES[place], one.method, one.at, page.status, page.html);
        count.expect(!page.status.is_server_error(), &told);
        let is_denied = [StatusCode::FORBIDDEN, StatusCode::UNAUTHORIZED].contains(&page.status);
        count.expect(row.as_bytes()[place] == b'C' || !is_denied, &told);
        world.is_free_of_umbra(&page, &told);
        count.cases += 1;
        if world.commits() != before {
            count.reached.insert(one.name.clone());
        }
    }
}

#[test]
fn every_address_of_the_api_stands_in_its_description() {
    let paths = web::api::document()["paths"].as_object().expect("paths");
    let mut left: BTreeSet<String> =
        web::addresses().into_iter().filter(|path| path.starts_with("/api/v1")).collect();
    let mut without: BTreeMap<&str, bool> = BTreeMap::new();
    for path in paths.keys() {
        let words: Vec<&str> = path.split('/').collect();
        let fits = |known: &String| {
            let known: Vec<&str> = known.split('/').collect();
            known.len() == words.len()
                && known.iter().zip(&words).all(|(one, word)| one.starts_with('{') || one == word)
        };
        without.insert(path, web::addresses().iter().any(fits));
        left.retain(|known| !fits(known));
    }
    assert!(left.is_empty(), "not described: {left:?}");
    assert!(without.values().all(|known| *known), "described, and not there: {without:#?}");
}
