//! Hostile bodies: each is refused with its place, and nothing is written.

use axum::http::StatusCode;
use model::RecordKind;
use serde_json::json;

use super::Client;

async fn refused(client: &Client, path: &str, body: &str, status: StatusCode) {
    let before = client.commits();
    let told = client.send(client.change("POST", path), body.to_owned()).await;
    let short: String = body.chars().take(80).collect();
    assert_eq!(told.status, status, "{path} {short}: {}", told.page.html);
    assert_eq!(client.commits(), before, "{path} {short}");
    assert!(told.page.html.len() < 20_000, "an answer does not grow with what was sent");
}

#[tokio::test]
async fn json_that_programs_read_differently_is_refused() {
    let client = Client::new().await;
    let deep = format!("{{\"title\":{}1{}}}", "[".repeat(40), "]".repeat(40));
    let long = format!("{{\"title\":\"x\",\"elements\":[{}]}}", vec!["\"AST-1\""; 2001].join(","));
    let wide: String = (0..2001).map(|n| format!("\"k{n}\":1,")).collect();
    let bodies = [
        "",
        "null",
        "[]",
        "1",
        "{",
        "{\"title\":}",
        "{'title':'x'}",
        "{\"title\":\"a\",\"title\":\"b\"}",
        "{\"title\":NaN}",
        "{\"title\":1e309}",
        "\u{feff}{\"title\":\"x\"}",
        "{\"title\":\"\\ud800\"}",
        "{} {}",
        &deep,
        &long,
        &format!("{{{wide}\"title\":\"x\"}}"),
    ];
    for body in bodies {
        refused(&client, "/risks", body, StatusCode::BAD_REQUEST).await;
    }
    let bad = client.send(client.change("POST", "/risks"), b"{\"title\":\"\xff\"}".to_vec()).await;
    assert_eq!(bad.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn c16_a_value_beyond_its_scale_is_refused() {
    let client = Client::new().await;
    client.post("/risks", json!({ "title": "Fire" })).await;
    for value in ["-1", "1e309", "NaN", "3 ", "0x3", "٣", "3,0", ""] {
        let body = json!({ "likelihood": value, "consequence": "2" }).to_string();
        let status = if value == "-1" { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::BAD_REQUEST };
        refused(&client, "/risks/R-1/rate", &body, status).await;
    }
    refused(
        &client,
        "/risks/R-1/rate",
        r#"{"likelihood":"6","consequence":"2"}"#,
        StatusCode::UNPROCESSABLE_ENTITY,
    )
    .await;
    refused(&client, "/risks/R-1/rate", r#"{"likelihood":3,"consequence":"2"}"#, StatusCode::BAD_REQUEST)
        .await;
    refused(&client, "/risks/R-1/rate", r#"{"likelihood":1e309}"#, StatusCode::BAD_REQUEST).await;
}

#[tokio::test]
async fn c22_who_acts_is_never_what_a_client_says() {
    let client = Client::new().await;
    client.browser.record(RecordKind::Person, &[("title", "Eve")]).await;
    client.post("/risks", json!({ "title": "Fire" })).await;
    for body in [
        json!({ "because": "x", "by": "PER-2" }),
        json!({ "because": "x", "actor": "PER-2" }),
        json!({ "because": "x", "for_owner": "PER-2", "org": "other" }),
    ] {
        refused(&client, "/risks/R-1/close", &body.to_string(), StatusCode::BAD_REQUEST).await;
    }
    for name in
        ["actor", "made", "changed", "revision", "id", "about", "proposed", "acceptances", "status", "now"]
    {
        let mut body = json!({ "title": "Flood" });
        body[name] = json!("PER-2");
        refused(&client, "/risks", &body.to_string(), StatusCode::BAD_REQUEST).await;
    }
    client.post("/risks/R-1/close", json!({ "because": "gone" })).await;
    assert_eq!(client.get("/history?limit=1").await.text("/commits/0/by"), "PER-1");
}

#[tokio::test]
async fn b3_a_reference_to_what_is_not_there_is_refused_in_each_field() {
    let client = Client::new().await;
    let mut tried = 0;
    for kind in RecordKind::ALL.iter().filter(|kind| !kind.kind().single) {
        for field in kind.fields().iter().filter(|field| field.writer == model::Writer::Form) {
            let each = field.shape.each();
            let Some(model::Shape::Reference(kinds)) = each.or(Some(field.shape.bare())) else { continue };
            let Some(prefix) =
                kinds.iter().map(|kind| kind.kind()).find(|kind| !kind.single).map(|kind| kind.prefix)
            else {
                continue;
            };
            let foreign = if prefix == "C" { "C-77".to_owned() } else { format!("{prefix}-77777") };
            let value = if each.is_some() { json!([foreign]) } else { json!(foreign) };
            let mut body = json!({ "title": "x" });
            body[field.name] = value;
            let path = format!("/{}", kind.kind().plural.replace(' ', "-"));
            let before = client.commits();
            let told = client.post(&path, body).await;
            assert!(
                [StatusCode::UNPROCESSABLE_ENTITY, StatusCode::BAD_REQUEST].contains(&told.status),
                "{path} {}: {}",
                field.name,
                told.page.html
            );
            assert_eq!(client.commits(), before, "{path} {}", field.name);
            tried += 1;
        }
    }
    assert!(tried > 60, "{tried} fields were tried");
}

#[tokio::test]
async fn odd_texts_are_kept_as_text_or_refused() {
    let client = Client::new().await;
    for text in [
        "<script>alert(1)</script>",
        "{{7*7}}",
        "=HYPERLINK(\"x\")",
        "R-1 | x",
        "a\\b",
        "ž\u{301}",
        "\u{202e}gpj.exe",
    ] {
        let made = client.post("/risks", json!({ "title": text, "description": text })).await;
        assert_eq!(made.status, StatusCode::CREATED, "{text}");
        let kept: String = text.chars().filter(|sign| *sign != '\u{202e}').collect();
        assert_eq!(made.text("/title"), kept);
        let id = made.text("/id").to_owned();
        assert_eq!(client.get(&format!("/risks/{id}")).await.text("/record/description"), kept);
    }
    refused(&client, "/risks", &json!({ "title": "x".repeat(501) }).to_string(), StatusCode::BAD_REQUEST)
        .await;
    refused(&client, "/risks", &json!({ "title": " \t " }).to_string(), StatusCode::UNPROCESSABLE_ENTITY)
        .await;
}

#[tokio::test]
async fn addresses_that_are_not_ours_are_not_here() {
    let client = Client::new().await;
    client.post("/risks", json!({ "title": "Fire" })).await;
    for path in [
        "//risks",
        "/risks/",
        "/risks/R-1/",
        "/risks/%52-1%00",
        "/risks/R-1;x=1",
        "/risks/..%2fR-1",
        "/risks/R-01",
        "/./risks",
        "/metrics",
    ] {
        let told = client.get(path).await;
        assert_eq!(told.status, StatusCode::NOT_FOUND, "{path}");
    }
    let long = client.get(&format!("/risks/{}", "R".repeat(60_000))).await;
    assert_eq!(long.status, StatusCode::NOT_FOUND);
}
