//! The calendar under a secret address: it opens the dates of its person and nothing else.

use app::identity::{By, Scopes};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use model::RecordKind;
use model::records::MemberRole;
use tower::ServiceExt as _;

use crate::browser::{Browser, HOST};
use crate::keeper::Keeper;

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
    let Keeper { accounts, router, seat, account } = Keeper::of(&browser, &[MemberRole::IsmsManager]).await;
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
