//! Tokens: what a program may that speaks for a person.

use std::sync::Arc;

use app::Beginning;
use app::identity::{Accounts, By, Scopes, Seat};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use model::Line;
use model::records::MemberRole;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::browser::{Browser, HOST, NOON};
use crate::keeper::Keeper;

/// An organisation that is kept by one person, who has an account and makes tokens.
struct Kept {
    browser: Browser,
    accounts: Accounts,
    router: Router,
    seat: Seat,
    account: app::identity::Uuid,
}

impl Kept {
    async fn new() -> Self {
        let browser = Browser::new().await;
        let roles = [MemberRole::IsmsManager, MemberRole::RiskOwner];
        let Keeper { accounts, router, seat, account } = Keeper::of(&browser, &roles).await;
        Self { browser, accounts, router, seat, account }
    }

    async fn token(&self, scopes: &str) -> String {
        let scopes = Scopes::read(scopes).expect("scopes");
        let made = self
            .accounts
            .new_token(By::Machine, (self.account, self.seat.org), "a program", scopes, 30)
            .await;
        made.expect("a token").1.show().to_owned()
    }

    /// Asks without cookie and origin, as programs do.
    async fn ask(&self, token: &str, method: &str, path: &str, body: Value) -> (StatusCode, Value) {
        let key = format!("{method}{path}{body}")
            .chars()
            .filter(char::is_ascii_graphic)
            .take(200)
            .collect::<String>();
        let request = Request::builder()
            .method(method)
            .uri(format!("/api/v1/{path}"))
            .header(header::HOST, HOST)
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::CONTENT_TYPE, "application/json")
            .header("idempotency-key", key)
            .body(Body::from(body.to_string()));
        let response = self.router.clone().oneshot(request.expect("a request")).await.expect("an answer");
        let status = response.status();
        let bytes = to_bytes(response.into_body(), 16 << 20).await.expect("a body");
        (status, serde_json::from_slice(&bytes).unwrap_or_default())
    }
}

#[tokio::test]
async fn a_token_acts_as_its_person_and_never_accepts() {
    let kept = Kept::new().await;
    let token = kept.token("write").await;
    let (status, made) = kept
        .ask(&token, "POST", "acme/risks", json!({ "title": "Fire", "owner": { "person": "PER-1" } }))
        .await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let rating = json!({ "likelihood": "2", "consequence": "2", "rationale": "seen before" });
    let (status, rated) = kept.ask(&token, "POST", "acme/risks/R-1/rate", rating).await;
    assert!(status == StatusCode::OK || status == StatusCode::UNPROCESSABLE_ENTITY, "{rated}");
    let (_, history) = kept.ask(&token, "GET", "acme/history?limit=1", json!({})).await;
    assert_eq!(
        (&history["commits"][0]["via"], &history["commits"][0]["by"]),
        (&json!("apikey"), &json!("PER-1"))
    );
    let before = kept.browser.books.now().commits();
    // C1, SD17: a key never accepts, closes or grants, whoever it speaks for.
    for (path, body) in [
        ("acme/risks/R-1/accept", json!({ "until": "2027-01-31", "because": "small" })),
        ("acme/risks/R-1/close", json!({ "because": "gone" })),
        ("acme/memberships/grant", json!({ "person": "PER-1", "roles": ["viewer"] })),
    ] {
        let (status, told) = kept.ask(&token, "POST", path, body).await;
        assert!(!status.is_success() && !status.is_server_error(), "{path}: {told}");
        if status == StatusCode::FORBIDDEN {
            assert!(
                told["because"].as_str().is_some_and(|words| !words.is_empty()) && told["who"].is_array(),
                "{told}"
            );
        }
    }
    assert_eq!(kept.browser.books.now().commits(), before);
}

#[tokio::test]
async fn a_token_reaches_as_far_as_it_says_and_no_other_organisation() {
    let kept = Kept::new().await;
    let other = Beginning {
        name: Line::new("Other"),
        kind: model::records::OrganisationKind::Client,
        time_zone: Line::new("UTC"),
        person: Line::new("Eve"),
        at: Some(NOON - 86_400_000_000),
    };
    kept.browser.instance.begin(other).await.expect("an organisation");
    let reads = kept.token("read:risk").await;
    assert_eq!(kept.ask(&reads, "GET", "acme/risks", json!({})).await.0, StatusCode::OK);
    for path in ["acme/assets", "acme/check", "acme/history"] {
        let (status, told) = kept.ask(&reads, "GET", path, json!({})).await;
        assert_eq!((status, &told["type"]), (StatusCode::FORBIDDEN, &json!("/api#denied")), "{path}");
    }
    let (status, told) = kept.ask(&reads, "POST", "acme/risks", json!({ "title": "Fire" })).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "{told}");
    let all = kept.token("write").await;
    let (_, seen) = kept.ask(&all, "GET", "organisations", json!({})).await;
    assert_eq!(seen, json!({ "organisations": [{ "word": "acme", "name": "Acme" }] }));
    let unknown = kept.ask(&all, "GET", "nowhere/risks", json!({})).await;
    for (method, path) in
        [("GET", "other"), ("GET", "other/risks"), ("POST", "other/risks"), ("GET", "other/history")]
    {
        let told = kept.ask(&all, method, path, json!({ "title": "x" })).await;
        assert_eq!(told, unknown, "{method} {path}");
    }
}

#[tokio::test]
async fn a_token_that_was_revoked_is_nobody() {
    let kept = Kept::new().await;
    let token = kept.token("write").await;
    assert_eq!(kept.ask(&token, "GET", "acme", json!({})).await.0, StatusCode::OK);
    let made = kept.accounts.tokens(kept.account);
    kept.accounts.revoke_token(kept.account, made[0].id).await.expect("it was there");
    for token in [token.as_str(), "plumb_", "plumb_unknown"] {
        assert_eq!(kept.ask(token, "GET", "acme", json!({})).await.0, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn the_same_key_with_two_tokens_is_two_requests() {
    let kept = Kept::new().await;
    let (one, other) = (kept.token("write").await, kept.token("write").await);
    let fire = || json!({ "title": "Fire" });
    for (token, id) in [(&one, "R-1"), (&other, "R-2"), (&one, "R-1"), (&other, "R-2")] {
        let (status, made) = kept.ask(token, "POST", "acme/risks", fire()).await;
        assert_eq!((status, &made["id"]), (StatusCode::CREATED, &json!(id)));
    }
}

#[tokio::test]
async fn a_request_whose_answer_was_lost_is_not_done_twice() {
    let mut kept = Kept::new().await;
    let token = kept.token("write").await;
    let fire = || json!({ "title": "Fire" });
    let (status, _) = kept.ask(&token, "POST", "acme/risks", fire()).await;
    assert_eq!(status, StatusCode::CREATED);
    // The program ended between the commit and the answer: only the ledger knows of it.
    let (log, instance) = (kept.browser.books.log(), &kept.browser.instance);
    for (place, _) in instance.asides(log, "api/once/").await.expect("what is kept") {
        instance.put_aside(log, &place, None).await.expect("forgotten");
    }
    kept.router =
        web::router(Arc::clone(instance), kept.accounts.clone(), Arc::clone(&kept.browser.sessions));
    let before = kept.browser.books.now().commits();
    let (status, told) = kept.ask(&token, "POST", "acme/risks", fire()).await;
    assert_eq!(status, StatusCode::CONFLICT, "{told}");
    let words = told["detail"].as_str().unwrap_or_default();
    assert!(words.contains(&format!("commit {}", before - 1)), "{words}");
    assert_eq!(kept.browser.books.now().commits(), before);
    let (status, made) = kept.ask(&token, "POST", "acme/risks", json!({ "title": "Flood" })).await;
    assert_eq!((status, &made["id"]), (StatusCode::CREATED, &json!("R-2")));
}
