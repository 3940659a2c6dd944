//! The calendar under a secret address: it opens the dates of its person and nothing else.

use std::sync::Arc;

use app::Visit;
use app::identity::{By, Caller, Network, Proof, Scopes, Settings};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use model::records::MemberRole;
use model::{RecordKind, Ref, YesNo};
use operations::GrantMembership;
use tower::ServiceExt as _;

use crate::browser::{Browser, HOST};

async fn ask(router: &Router, path: &str, bearer: &str) -> (StatusCode, String) {
    let mut request = Request::builder().uri(path).header(header::HOST, HOST);
    if !bearer.is_empty() {
        request = request.header(header::AUTHORIZATION, format!("Bearer {bearer}"));
    }
    let request = request.body(Body::empty()).expect("a request");
    let response = router.clone().oneshot(request).await.expect("an answer");
    let status = response.status();
    let bytes = to_bytes(response.into_body(), 16 << 20).await.expect("a body");
    (status, String::from_utf8_lossy(&bytes).into_owned())
}

#[tokio::test]
async fn a_secret_address_opens_the_calendar_and_nothing_else() {
    let browser = Browser::new().await;
    let action = [("title", "Lock the door"), ("owner", "PER-1"), ("due", "2026-12-24")];
    browser.record(RecordKind::TreatmentAction, &action).await;
    let grant = GrantMembership {
        person: Ref::number(1),
        roles: vec![MemberRole::IsmsManager],
        keeps: Some(YesNo::Yes),
        since: None,
        until: None,
    };
    let visit = Visit::of(Ref::number(1), app::Via::Session);
    browser.books.run(&visit, grant).await.expect("the store").expect("the first member");
    let accounts = browser.instance.accounts(Settings::at(None)).await.expect("accounts");
    let caller = Caller { network: Network::of("127.0.0.1"), device: String::new(), before: None };
    let proof = Proof::Password("four slow turtles on a hill");
    let fresh = accounts.set_up("Jana Novak", "jana@acme.example", proof, &[], &caller).await;
    let account = fresh.expect("the first account").session.account;
    let seat = browser.books.seat(Ref::number(1)).expect("a person");
    accounts.give_seat(account, seat).await.expect("a seat");
    let router = web::router(Arc::clone(&browser.instance), accounts.clone(), Arc::clone(&browser.sessions));
    let token = async |scopes: &str| {
        let scopes = Scopes::read(scopes).expect("scopes");
        let made = accounts.new_token(By::Machine, (account, seat.org), "feed", scopes, 30).await;
        made.expect("a token")
    };
    let (made, secret) = token("read:calendar").await;
    let address = format!("/calendar/{}.ics", secret.show());
    let (status, text) = ask(&router, &address, "").await;
    assert_eq!(status, StatusCode::OK, "{text}");
    assert!(
        text.starts_with("BEGIN:VCALENDAR\r\n") && text.contains("SUMMARY:due: Lock the door\r\n"),
        "{text}"
    );
    // The same secret is no key to anything else, and no other key opens a calendar.
    for path in ["/api/v1/acme/treatment-actions", "/api/v1/acme/history"] {
        let (status, told) = ask(&router, path, secret.show()).await;
        assert!(status.is_client_error() && !told.contains("Lock the door"), "{path}: {told}");
    }
    let (_, reads) = token("read").await;
    let wrong = format!("/calendar/{}.ics", reads.show());
    let unknown = "/calendar/plumb_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.ics".to_owned();
    let mut told = Vec::new();
    for path in [wrong, unknown] {
        let (status, page) = ask(&router, &path, "").await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        told.push(page);
    }
    assert_eq!(told[0], told[1], "whatever is wrong with it, the answer is the same");
    accounts.revoke_token(account, made.id).await.expect("revoked");
    assert_eq!(ask(&router, &address, "").await.0, StatusCode::NOT_FOUND);
    let (status, _) = ask(&router, "/o/acme/calendar.ics", "").await;
    assert_eq!(status, StatusCode::SEE_OTHER, "to the way in");
}
