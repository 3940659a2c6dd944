//! Steps, diagnostics, history and files.

use axum::body::Body;
use axum::http::{StatusCode, header};
use model::RecordKind;
use serde_json::{Value, json};

use super::Client;

#[tokio::test]
async fn every_operation_is_reached_or_left_for_a_reason() {
    let client = Client::new().await;
    let description = client.send(client.browser.request("GET", "/api/v1/openapi.json"), Body::empty()).await;
    let mut reached = std::collections::BTreeSet::new();
    for item in description.json["paths"].as_object().expect("paths").values() {
        for operation in item.as_object().expect("methods").values() {
            reached.extend(operation["x-intent"].as_str().map(str::to_owned));
        }
    }
    let left: Vec<&str> =
        operations::ALL.iter().map(|info| info.intent).filter(|intent| !reached.contains(*intent)).collect();
    // An organisation begins beside the others, an import shows what it would do before it does it, and a change of many
    // records is one request for each; a template is offered from the organisation that holds it, where that is noted; a pack is a
    // file that comes and goes, as is all of an organisation; that evidence was looked at or a file opened is noted when it is; who is let in is let in by a clock and gets a seat; a
    // logo is measured before it is kept.
    let reasons = [
        "engagement.pack",
        "evidence.look",
        "file.open",
        "import.apply",
        "membership.let_in",
        "organisation.begin",
        "organisation.export",
        "organisation.logo",
        "pack.export",
        "record.bulk",
        "template.export",
        "template.lend",
        "template.offer",
    ];
    assert_eq!(left, reasons);
}

#[tokio::test]
async fn a_risk_goes_its_way_step_by_step() {
    let client = Client::new().await;
    client.post("/risks", json!({ "title": "Fire", "owner": { "person": "PER-1" } })).await;
    // C10: a state that is skipped.
    let early = client.post("/risks/R-1/accept", json!({ "until": "2027-01-31", "because": "small" })).await;
    assert_eq!((early.status, early.problem()), (StatusCode::CONFLICT, "not-now"), "{}", early.page.html);
    let treated = client.post("/risks/R-1/treat", json!({ "treatment": "retain", "because": "cheap" })).await;
    assert_eq!(treated.status, StatusCode::OK, "{}", treated.page.html);
    assert_eq!(treated.text("/record/record/treatment"), "retain");
    assert_eq!(treated.json["wrote"], json!(["R-1"]));
    assert_eq!(treated.tag(), "\"2\"");
    let closed = client.post("/risks/R-1/close", json!({ "because": "the hall is sold" })).await;
    assert_eq!(closed.status, StatusCode::OK, "{}", closed.page.html);
    let again = client.post("/risks/R-1/close", json!({ "because": "again" })).await;
    assert_eq!(again.problem(), "not-now");
    let why = client.post("/risks/R-1/reopen", json!({ "because": "" })).await;
    assert_eq!((why.status, why.problem()), (StatusCode::UNPROCESSABLE_ENTITY, "refused"));
}

#[tokio::test]
async fn a_step_that_makes_a_record_says_where_it_is() {
    let client = Client::new().await;
    let body =
        json!({ "title": "A stranger in the hall", "detected_on": "2026-11-20 14:05", "elements": [] });
    let made = client.post("/incidents/report", body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.page.html);
    assert_eq!(made.page.header("location"), "/api/v1/acme/incidents/INC-1");
    let missing = client.post("/incidents/report", json!({ "title": "x" })).await;
    assert!(missing.status.is_client_error());
    let get = client.get("/incidents/report").await;
    assert_eq!((get.status, get.page.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "POST"));
}

#[tokio::test]
async fn what_a_rule_says_is_listed_and_answered() {
    let client = Client::new().await;
    client.post("/risks", json!({ "title": "Fire" })).await;
    let all = client.get("/check?limit=200").await;
    assert_eq!(all.status, StatusCode::OK);
    let first = client.get("/check?limit=3").await;
    let next = first.text("/next").to_owned();
    let second = client.get(&format!("/check?limit=3&after={next}")).await;
    assert_eq!(all.json["diagnostics"][3], second.json["diagnostics"][0]);
    let found =
        all.json["diagnostics"].as_array().expect("a list").iter().find(|one| {
            one["unknown"].is_null() && one["level"] == "warning" && one["disposition"].is_null()
        });
    let found = found.expect("a warning");
    let at = json!({ "rule": found["code"], "record": found["object"] });
    let with = |more: Value| {
        let mut body = at.clone();
        body.as_object_mut().expect("an object").extend(more.as_object().cloned().expect("an object"));
        body
    };
    let waived =
        client.post("/check/waive", with(json!({ "until": "2027-01-31", "because": "known" }))).await;
    assert_eq!(waived.status, StatusCode::OK, "{}", waived.page.html);
    let record = waived.text("/record/id").to_owned();
    assert!(record.starts_with("DSP-") || waived.json["wrote"].as_array().is_some_and(|all| all.len() == 1));
    let path = format!("/dispositions/{record}/end");
    assert_eq!(client.post(&path, json!({ "because": "looked again" })).await.status, StatusCode::OK);
    let silent = client.post("/check/confirm", json!({ "rule": found["code"], "record": "R-999" })).await;
    assert_eq!(silent.problem(), "not-now");
    let no_rule = client.post("/check/confirm", json!({ "rule": "PB9999" })).await;
    assert_eq!((no_rule.status, no_rule.text("/errors/0/pointer")), (StatusCode::BAD_REQUEST, "/rule"));
    for query in ["gate=stage1", "on=2027-06-01", "rule=PB0610", "as_of=2026-11-19"] {
        assert_eq!(client.get(&format!("/check?{query}")).await.status, StatusCode::OK, "{query}");
    }
    assert_eq!(client.get("/check?gate=stage9").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_commit_is_told_and_taken_back() {
    let client = Client::new().await;
    client.post("/risks", json!({ "title": "Fire" })).await;
    let one = client.get("/history/1").await;
    assert_eq!(
        (one.text("/intent"), one.text("/via"), one.text("/who")),
        ("record.create", "session", "Jana Novak")
    );
    assert_eq!(one.text("/changes/0/id"), "R-1");
    let back = client.post("/history/1/undo", json!({ "because": "a mistake" })).await;
    assert_eq!((back.status, back.json["commit"].as_u64()), (StatusCode::OK, Some(2)), "{}", back.page.html);
    assert_eq!(client.get("/risks/R-1").await.status, StatusCode::NOT_FOUND);
    assert_eq!(client.post("/history/0/undo", json!({})).await.problem(), "not-now");
    for path in ["/history/9", "/history/01", "/history/x", "/history/-1", "/history/99999999999999999999"] {
        assert_eq!(client.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let page = client.get("/history?limit=2").await;
    assert_eq!(page.json["commits"][0]["seq"], 2);
    let next = client.get(&format!("/history?limit=2&after={}", page.text("/next"))).await;
    assert_eq!((next.json["commits"][0]["seq"].as_u64(), &next.json["next"]), (Some(0), &Value::Null));
}

/// Returns a form with parts of names, what stands beside them, and bytes.
fn form(parts: &[(&str, &str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, more, bytes) in parts {
        body.extend_from_slice(
            format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n").as_bytes(),
        );
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--x--\r\n");
    body
}

#[tokio::test]
async fn a_file_comes_as_a_part_and_goes_out_as_an_attachment() {
    let client = Client::new().await;
    let upload = |key: &'static str, path: &str| {
        client
            .request("POST", path)
            .header("idempotency-key", key)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
    };
    let page = b"<script>alert(1)</script>";
    let named = "; filename=\"a\u{202e}cod.html\"\r\nContent-Type: text/html";
    let fields = br#"{"uses":["A.5.1"],"origin":"a system"}"#;
    let parts = form(&[("file", named, page), ("fields", "\r\nContent-Type: application/json", fields)]);
    let made = client.send(upload("a", "/evidence/add"), parts.clone()).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.page.html);
    assert_eq!(made.page.header("location"), "/api/v1/acme/evidence/EV-1");
    assert_eq!(made.json.pointer("/record/uses/0/target"), Some(&json!("A.5.1")));
    let again = client.send(upload("a", "/evidence/add"), parts).await;
    assert_eq!((again.text("/id"), again.page.header("idempotency-replayed")), ("EV-1", "true"));
    let file = client
        .browser
        .send(client.request("GET", "/evidence/EV-1/file").body(Body::empty()).expect("a request"))
        .await;
    assert_eq!((file.status, file.html.as_bytes()), (StatusCode::OK, page.as_slice()));
    assert!(file.header("content-disposition").starts_with("attachment;"));
    assert_eq!(file.header("content-security-policy"), "sandbox; default-src 'none'");
    assert!(!file.header("content-type").contains("html"));
    for (parts, place) in [
        (form(&[("fields", "", b"{\"colour\":1}")]), "/colour"),
        (form(&[("other", "", b"1")]), "/other"),
        (form(&[("fields", "", b"{\"uses\":[\"nothing\"]}")]), "/fields/uses"),
        (form(&[("fields", "", b"{\"a\":1,\"a\":2}")]), ""),
    ] {
        let told = client.send(upload("b", "/evidence/add"), parts).await;
        assert_eq!((told.status, told.text("/errors/0/pointer")), (StatusCode::BAD_REQUEST, place));
    }
    let plain = client.post("/evidence/add", json!({})).await;
    assert_eq!(plain.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    client.browser.record(RecordKind::Document, &[("title", "Policy")]).await;
    let bare = client.send(upload("c", "/documents/DOC-1/attach"), form(&[])).await;
    assert_eq!(bare.status, StatusCode::BAD_REQUEST);
    let attached = client
        .send(upload("d", "/documents/DOC-1/attach"), form(&[("file", "; filename=\"p.txt\"", b"all")]))
        .await;
    assert_eq!((attached.status, attached.text("/record/record/file/name")), (StatusCode::OK, "p.txt"));
    assert_eq!(client.get("/documents/DOC-1/attach").await.status, StatusCode::METHOD_NOT_ALLOWED);
}
