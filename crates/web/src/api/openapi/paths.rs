//! The addresses: what each asks and answers.

use model::RecordKind;
use operations::FormTarget;
use serde_json::{Map, Value, json};

use super::schemas::{self, closed, count, day, list, or_null, text};
use crate::address;
use crate::api::check::SAYINGS;
use crate::api::query::TEXT_MAX;
use crate::api::{ROOT, files, history, jobs, list as lists, records, schema, steps};

/// What may be the matter with any request.
const ALWAYS: &[u16] = &[400, 401, 403, 404, 406, 500, 503];
/// What may be the matter with a change, besides.
const OF_CHANGES: &[u16] = &[409, 412, 413, 415, 422, 429, 507];

/// Returns all addresses.
pub(super) fn all() -> Value {
    let mut paths = Map::new();
    let mut add = |path: &str, item: Value| paths.insert(format!("{ROOT}{path}"), item);
    for (path, item) in of_instance() {
        add(path, item);
    }
    for saying in SAYINGS {
        let ok = answered(200, "What it came to.", reference("Outcome"), &["Log-Head"]);
        let name = format!("check.{}", saying.verb);
        let item = change(
            &name,
            saying.what,
            saying.intent,
            json_body(schema::of_inputs(saying.inputs)),
            &[ok],
            &[],
        );
        add(
            &format!("/{{org}}/check/{}", saying.verb),
            json!({ "parameters": with(&["org"]), "post": item }),
        );
    }
    for kind in RecordKind::ALL {
        let word = address::kind(*kind);
        add(&format!("/{{org}}/{word}"), of_list(*kind, &word));
        add(&format!("/{{org}}/{word}/{{id}}"), of_record(*kind, &word));
        let id = with(&["org", "id"]);
        let get = look(
            &format!("{word}.history"),
            "The commits that wrote it, newest first.",
            page_of_commits(),
            &["limit", "after", "as_of"],
        );
        add(&format!("/{{org}}/{word}/{{id}}/history"), json!({ "parameters": id, "get": get }));
        for form in steps::of_kind(*kind) {
            let name = format!("{word}.{}", form.verb);
            let body = json_body(schema::of_inputs(form.inputs));
            let (path, parameters, ok, own): (_, _, _, &[&str]) = match form.target {
                FormTarget::Record => (
                    format!("/{{org}}/{word}/{{id}}/{}", form.verb),
                    id.clone(),
                    answered(200, "What it came to.", reference("Outcome"), &["Log-Head", "ETag"]),
                    &["If-Match-optional"],
                ),
                FormTarget::Kind => (
                    format!("/{{org}}/{word}/{}", form.verb),
                    with(&["org"]),
                    answered(201, "What it made.", reference("Outcome"), &["Log-Head", "ETag", "Location"]),
                    &[],
                ),
            };
            let item = change(&name, form.what, form.intent, body, &[ok], own);
            add(&path, json!({ "parameters": parameters, "post": item }));
        }
    }
    for (path, item) in of_files() {
        add(&path, item);
    }
    for (path, item) in of_jobs() {
        add(path, item);
    }
    Value::Object(paths)
}

/// Returns the addresses that are about no kind of record.
fn of_instance() -> Vec<(&'static str, Value)> {
    let organisation = closed(&[("word", text()), ("name", text())]);
    let organisations = closed(&[("organisations", list(organisation))]);
    let head = closed(&[("seq", count()), ("leaf", text())]);
    let brief = closed(&[
        ("word", text()),
        ("name", text()),
        ("day", day()),
        ("origin", text()),
        ("head", or_null(head)),
        ("commits", count()),
        ("actor", text()),
    ]);
    let open = closed(&[("error", count()), ("warning", count()), ("note", count())]);
    let check = closed(&[
        ("on", day()),
        ("gate", or_null(text())),
        ("total", count()),
        ("open", open),
        ("diagnostics", list(reference("Diagnostic"))),
        ("next", or_null(text())),
    ]);
    let mut checked = look("check", "What the rules say.", check, &["limit", "after", "as_of"]);
    let query = |name: &str, schema: Value, words: &str| json!({ "name": name, "in": "query", "schema": schema, "description": words });
    let gates: Vec<&str> = app::reports::timeline::Gate::ALL.iter().map(|gate| gate.name()).collect();
    if let Value::Array(parameters) = &mut checked["parameters"] {
        parameters.push(query(
            "on",
            day(),
            "The day that the rules are asked about: the past, or a forecast.",
        ));
        parameters.push(query("gate", json!({ "enum": gates }), "Only what is asked until this gate."));
        parameters.push(query(
            "rule",
            json!({ "type": "string", "pattern": "^PB[0-9]{4}$" }),
            "Only what this rule says.",
        ));
    }
    let undo = change(
        "history.undo",
        "Takes a commit back by a new one.",
        "commit.undo",
        json_body(history::undoing()),
        &[answered(200, "What it came to.", reference("Outcome"), &["Log-Head"])],
        &[],
    );
    let document = look("description", "This description.", json!({ "type": "object" }), &[]);
    vec![
        ("/openapi.json", json!({ "get": without_head(document) })),
        (
            "/organisations",
            json!({ "get": without_head(look("organisations.list", "The organisations that you may see.", organisations, &[])) }),
        ),
        (
            "/{org}",
            json!({ "parameters": with(&["org"]), "get": look("organisations.get", "An organisation in brief.", brief, &["as_of"]) }),
        ),
        ("/{org}/check", json!({ "parameters": with(&["org"]), "get": checked })),
        (
            "/{org}/history",
            json!({ "parameters": with(&["org"]), "get": look("history.list", "Commits, newest first.", page_of_commits(), &["limit", "after", "as_of"]) }),
        ),
        (
            "/{org}/history/{seq}",
            json!({ "parameters": with(&["org", "seq"]), "get": look("history.get", "One commit.", reference("Commit"), &["as_of"]) }),
        ),
        ("/{org}/history/{seq}/undo", json!({ "parameters": with(&["org", "seq"]), "post": undo })),
    ]
}

/// Takes away the header of a commit where an answer is about no organisation.
fn without_head(mut item: Value) -> Value {
    if let Value::Object(ok) = &mut item["responses"]["200"] {
        ok.remove("headers");
    }
    item
}

fn page_of_commits() -> Value {
    closed(&[("commits", list(reference("Commit"))), ("next", or_null(text()))])
}

/// Returns the address of the records of a kind.
fn of_list(kind: RecordKind, word: &str) -> Value {
    let names = kind.kind();
    let mut get = look(
        &format!("{word}.list"),
        &format!("The {} that the query asks for.", names.plural),
        schemas::page(kind),
        &["q", "limit", "after", "proposed", "as_of"],
    );
    let fields = kind.fields();
    let sorts = fields
        .iter()
        .map(|field| field.name)
        .filter(|name| *name != "id")
        .flat_map(|name| [name.to_owned(), format!("-{name}")]);
    let sorts: Vec<String> = ["id".to_owned(), "-id".to_owned()].into_iter().chain(sorts).collect();
    if let Value::Array(parameters) = &mut get["parameters"] {
        let sort = json!({ "name": "sort", "in": "query", "schema": { "enum": sorts }, "description": "By which field; a hyphen turns it round." });
        parameters.push(sort);
        for field in fields.iter().filter(|field| !lists::RESERVED.contains(&field.name)) {
            let words = format!("{}: this value, or none.", field.label);
            let schema = json!({ "type": "string", "minLength": 1, "maxLength": TEXT_MAX });
            parameters
                .push(json!({ "name": field.name, "in": "query", "schema": schema, "description": words }));
        }
    }
    if names.single {
        return json!({ "parameters": with(&["org"]), "get": get });
    }
    let made = answered(201, "The new record.", schemas::of_kind(kind), &["Log-Head", "ETag", "Location"]);
    let body = json_body(reference(&format!("{}.written", names.slug())));
    let post = change(&format!("{word}.create"), "Makes a record.", "record.create", body, &[made], &[]);
    json!({ "parameters": with(&["org"]), "get": get, "post": post })
}

/// Returns the address of one record of a kind.
fn of_record(kind: RecordKind, word: &str) -> Value {
    let names = kind.kind();
    let mut get =
        look(&format!("{word}.get"), names.what, schemas::of_kind(kind), &["as_of", "If-None-Match"]);
    get["responses"]["200"]["headers"]["ETag"] = json!({ "$ref": "#/components/headers/ETag" });
    get["responses"]["304"] = json!({ "description": "The record is still as you read it." });
    let saved = answered(200, "The record as it is now.", schemas::of_kind(kind), &["Log-Head", "ETag"]);
    let patch_body = json_body(reference(&format!("{}.written", names.slug())));
    let what = "Changes the fields that the body names; a null takes a value away (RFC 7396).";
    let mut patch =
        change(&format!("{word}.patch"), what, "record.edit", patch_body, &[saved], &["If-Match"]);
    patch["responses"]["428"] = problem(428);
    let mut item = json!({ "parameters": with(&["org", "id"]), "get": get, "patch": patch });
    if !names.single {
        let gone = (
            204,
            json!({ "description": "It is removed; its history stays.", "headers": sent_headers(&["Log-Head"]) }),
        );
        let body = json_body(records::because());
        let what = "Removes a record that nothing points at, for a reason.";
        let mut delete =
            change(&format!("{word}.remove"), what, "record.remove", body, &[gone], &["If-Match"]);
        delete["responses"]["428"] = problem(428);
        item["delete"] = delete;
    }
    item
}

/// Returns the addresses of long work.
fn of_jobs() -> [(&'static str, Value); 3] {
    let other = closed(&[("what", text()), ("state", text()), ("by", text()), ("begun", text())]);
    let all = closed(&[("jobs", list(reference("JobBrief"))), ("others", list(other))]);
    let what = "Your long work, newest first; for who gives roles also what runs for others.";
    let mut cancel = change(
        "jobs.cancel",
        "Stops your long work before its next step; what is over or being written stays as it is.",
        "",
        json_body(jobs::cancelling()),
        &[answered(200, "How it stands.", reference("Job"), &["Log-Head"])],
        &[],
    );
    if let Value::Object(cancel) = &mut cancel {
        // It is one's own, and nothing is written: no policy is asked.
        cancel.remove("x-intent");
    }
    [
        ("/{org}/jobs", json!({ "parameters": with(&["org"]), "get": look("jobs.list", what, all, &[]) })),
        (
            "/{org}/jobs/{id}",
            json!({ "parameters": with(&["org", "job"]), "get": look("jobs.get", "How far long work of yours is, and what came of it.", reference("Job"), &[]) }),
        ),
        ("/{org}/jobs/{id}/cancel", json!({ "parameters": with(&["org", "job"]), "post": cancel })),
    ]
}

/// Returns the addresses of files.
fn of_files() -> Vec<(String, Value)> {
    let binary = json!({ "type": "string", "contentMediaType": "application/octet-stream" });
    let form = |fields: Option<Value>, required: &[&str]| {
        let mut properties = Map::from_iter([("file".to_owned(), binary.clone())]);
        properties.extend(fields.map(|fields| ("fields".to_owned(), fields)));
        let schema = json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false });
        let encoding = json!({ "fields": { "contentType": "application/json" } });
        json!({ "required": true, "content": { "multipart/form-data": { "schema": schema, "encoding": encoding } } })
    };
    let made = answered(
        201,
        "The new evidence.",
        schemas::of_kind(RecordKind::Evidence),
        &["Log-Head", "ETag", "Location"],
    );
    let add = change(
        "evidence.add",
        "Adds evidence with its file, its dates and what it supports.",
        "evidence.add",
        form(Some(files::evidence_fields()), &[]),
        &[made],
        &[],
    );
    let came = answered(200, "What it came to.", reference("Outcome"), &["Log-Head", "ETag"]);
    let attach = change(
        "documents.attach",
        "Attaches the file that holds the text of a document.",
        "document.attach",
        form(None, &["file"]),
        &[came],
        &["If-Match-optional"],
    );
    let mut all = vec![
        ("/{org}/evidence/add".to_owned(), json!({ "parameters": with(&["org"]), "post": add })),
        (
            "/{org}/documents/{id}/attach".to_owned(),
            json!({ "parameters": with(&["org", "id"]), "post": attach }),
        ),
    ];
    for word in ["evidence", "documents"] {
        let mut get = look(
            &format!("{word}.file"),
            "The file, as an attachment that no browser runs.",
            json!({}),
            &["as_of"],
        );
        let any = json!({ "schema": { "type": "string", "format": "binary" } });
        get["responses"]["200"]["content"] = json!({ "*/*": any });
        all.push((
            format!("/{{org}}/{word}/{{id}}/file"),
            json!({ "parameters": with(&["org", "id"]), "get": get }),
        ));
    }
    all
}

/// Returns what looks at something.
fn look(name: &str, what: &str, schema: Value, parameters: &[&str]) -> Value {
    let mut responses = Map::new();
    let (status, ok) = answered(200, "What was asked for.", schema, &["Log-Head"]);
    responses.insert(status.to_string(), ok);
    responses.extend(ALWAYS.iter().map(|status| (status.to_string(), problem(*status))));
    json!({ "operationId": name, "summary": what, "parameters": with(parameters), "responses": responses })
}

/// Returns what changes something.
fn change(
    name: &str,
    what: &str,
    intent: &str,
    body: Value,
    answers: &[(u16, Value)],
    own: &[&str],
) -> Value {
    let mut responses: Map<String, Value> =
        answers.iter().map(|(status, answer)| (status.to_string(), answer.clone())).collect();
    responses.extend(ALWAYS.iter().chain(OF_CHANGES).map(|status| (status.to_string(), problem(*status))));
    let parameters: Vec<&str> =
        ["Idempotency-Key", "Because"].into_iter().chain(own.iter().copied()).collect();
    json!({
        "operationId": name,
        "summary": what,
        "x-intent": intent,
        "parameters": with(&parameters),
        "requestBody": body,
        "responses": responses,
    })
}

fn json_body(schema: Value) -> Value {
    json!({ "required": true, "content": { "application/json": { "schema": schema } } })
}

/// Returns an answer with a body, and its status.
fn answered(status: u16, words: &str, schema: Value, headers: &[&str]) -> (u16, Value) {
    let content = json!({ "application/json": { "schema": schema } });
    (status, json!({ "description": words, "headers": sent_headers(headers), "content": content }))
}

fn sent_headers(names: &[&str]) -> Value {
    let one = |name: &&str| ((*name).to_owned(), json!({ "$ref": format!("#/components/headers/{name}") }));
    Value::Object(names.iter().map(one).collect())
}

/// Returns references to parameters.
fn with(names: &[&str]) -> Value {
    names.iter().map(|name| json!({ "$ref": format!("#/components/parameters/{name}") })).collect()
}

fn problem(status: u16) -> Value {
    json!({ "$ref": format!("#/components/responses/p{status}") })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}
