//! Rows of class C that races and hostile bodies try by way of requests.

use axum::body::Body;
use axum::http::{StatusCode, header};
use model::{RecordKind, Ref, Shape, Writer};
use operations::EndMembership;
use serde_json::json;

use super::whose;
use super::world::{Who, World, id_of};

const TOP: Who = Who::Role(0);
const CONTROL_OWNER: Who = Who::Role(2);
const MANAGER: Who = Who::Role(3);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn c6_of_two_who_approve_at_once_one_does() {
    let world = World::of(&[TOP, CONTROL_OWNER, MANAGER]).await;
    let text = json!({ "text": "we lock the doors" }).to_string();
    let written = world.call(MANAGER, "PATCH", "/api/v1/acme/documents/DOC-1", &text).await;
    assert_eq!(written.status, StatusCode::OK, "{}", written.html);
    let approve = |who: Who| world.call(who, "POST", "/api/v1/acme/documents/DOC-1/approve", "{}");
    let before = world.commits().0;
    let (one, other) = tokio::join!(approve(TOP), approve(CONTROL_OWNER));
    let done = [&one, &other].iter().filter(|told| told.status.is_success()).count();
    assert_eq!(done, 1, "{} {}", one.html, other.html);
    assert_eq!(world.commits().0, before + 1);
    let refused = if one.status.is_success() { &other } else { &one };
    let told = [StatusCode::CONFLICT, StatusCode::PRECONDITION_FAILED, StatusCode::UNPROCESSABLE_ENTITY];
    assert!(told.contains(&refused.status), "{}", refused.html);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn c7_an_approval_and_a_refusal_at_once_have_one_outcome() {
    let world = World::of(&[TOP, MANAGER]).await;
    for number in 1..=3 {
        let ask = json!({ "title": format!("leave it {number}"), "kind": "control", "target": "A.8.13", "reason": "old", "until": "2027-01-31", "compensating": "watched" });
        let asked = world.call(MANAGER, "POST", "/api/v1/acme/exceptions/ask", &ask.to_string()).await;
        assert_eq!(asked.status, StatusCode::CREATED, "{}", asked.html);
        let at = asked.header("location").to_owned();
        let before = world.commits().0;
        let (approve, refuse) = (format!("{at}/approve"), format!("{at}/refuse"));
        let because = json!({ "because": "no" }).to_string();
        let (yes, no) = tokio::join!(
            world.call(TOP, "POST", &approve, "{}"),
            world.call(Who::Role(0), "POST", &refuse, &because)
        );
        let done = [&yes, &no].iter().filter(|told| told.status.is_success()).count();
        assert_eq!((done, world.commits().0), (1, before + 1), "{} {}", yes.html, no.html);
    }
}

#[tokio::test]
async fn c9_the_same_key_with_another_body_is_refused() {
    let world = World::of(&[MANAGER]).await;
    let send = |body: &'static str| {
        let request = world
            .request(MANAGER, "POST", "/api/v1/acme/assets")
            .header(header::CONTENT_TYPE, "application/json")
            .header("idempotency-key", "one-key")
            .body(Body::from(body));
        world.send(request.expect("a request"))
    };
    let before = world.commits().0;
    let first = send(r#"{"title":"Laptop"}"#).await;
    let again = send(r#"{"title":"Laptop"}"#).await;
    let other = send(r#"{"title":"Server"}"#).await;
    assert_eq!((first.status, again.status), (StatusCode::CREATED, StatusCode::CREATED));
    assert_eq!(first.html, again.html);
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", other.html);
    assert_eq!(world.commits().0, before + 1);
}

#[tokio::test]
async fn c10_a_state_is_not_skipped_over_by_a_request() {
    let world = World::of(&[TOP, MANAGER, Who::Role(4)]).await;
    let before = world.commits();
    for (who, path, body) in [
        (Who::Role(4), "/api/v1/acme/findings/F-1/close", json!({})),
        (MANAGER, "/api/v1/acme/nonconformities/NC-1/close", json!({})),
        (MANAGER, "/api/v1/acme/risks/R-1/reopen", json!({ "because": "x" })),
        (TOP, "/api/v1/acme/management-reviews/MR-1/decide", json!({ "title": "x" })),
    ] {
        let told = world.call(who, "POST", path, &body.to_string()).await;
        assert!(told.status.is_client_error(), "{path}: {}", told.html);
    }
    for (kind, field, value) in
        [("risks", "status", "closed"), ("documents", "status", "approved"), ("findings", "state", "closed")]
    {
        let body = json!({ "title": "x", field: value }).to_string();
        let told = world.call(MANAGER, "POST", &format!("/api/v1/acme/{kind}"), &body).await;
        assert!(told.status.is_client_error(), "{kind}.{field}: {}", told.html);
    }
    assert_eq!(world.commits(), before);
}

/// Returns the fields of a kind by which a record refers to another of its own kind.
fn of_own_kind(kind: RecordKind) -> Vec<(&'static str, bool)> {
    let fields = kind.fields();
    let refers = fields.iter().filter(|field| field.writer == Writer::Form).filter_map(|field| {
        let each = field.shape.each();
        let Shape::Reference(kinds) = each.unwrap_or(field.shape.bare()) else { return None };
        kinds.contains(&kind).then_some((field.name, each.is_some()))
    });
    refers.collect()
}

#[tokio::test]
async fn c18_records_that_refer_to_each_other_in_a_circle_stop_no_page() {
    let world = World::new().await;
    let mut tried = 0;
    for kind in RecordKind::ALL.iter().filter(|kind| !kind.kind().single) {
        let row = whose::of_kind(*kind);
        let who = Who::Role(row.find('Y').or_else(|| row.find('C')).unwrap_or(3));
        let word = web::address::kind(*kind);
        for (field, is_list) in of_own_kind(*kind) {
            tried += 1;
            let (one, other) = (id_of(*kind, 1), id_of(*kind, 2));
            let value =
                |id: model::RecordId| if is_list { json!([id.to_string()]) } else { json!(id.to_string()) };
            for (from, to) in [(one, one), (one, other), (other, one)] {
                let body = json!({ field: value(to) }).to_string();
                let told = world.call(who, "PATCH", &format!("/api/v1/acme/{word}/{from}"), &body).await;
                assert!(!told.status.is_server_error(), "{from}.{field} → {to}: {}", told.html);
            }
            // What was taken is a circle; each page that follows its arrows comes to an end.
            for page in ["", ".json"] {
                let at = format!("/o/acme/{word}/{one}{page}");
                assert_eq!(world.ask(MANAGER, "GET", &at, "").await.status, StatusCode::OK, "{at}");
            }
            for page in ["/readiness", "/timeline", "/records"] {
                let at = format!("/o/acme{page}");
                assert_eq!(world.ask(MANAGER, "GET", &at, "").await.status, StatusCode::OK, "{at} {field}");
            }
        }
    }
    assert!(tried > 3, "{tried}");
}

#[tokio::test]
async fn c19_a_hundred_thousand_links_on_one_record_are_refused() {
    let world = World::of(&[MANAGER]).await;
    let before = world.commits();
    let many: Vec<String> = (1..=100_000).map(|number| format!("AST-{number}")).collect();
    let body = json!({ "title": "x", "elements": many }).to_string();
    let told = world.call(MANAGER, "POST", "/api/v1/acme/risks", &body).await;
    let refused = [StatusCode::BAD_REQUEST, StatusCode::PAYLOAD_TOO_LARGE];
    assert!(refused.contains(&told.status), "{}", told.status);
    assert!(told.html.len() < 20_000);
    let few = json!({ "title": "x", "elements": &many[..3_000] }).to_string();
    let told = world.call(MANAGER, "POST", "/api/v1/acme/risks", &few).await;
    assert_eq!(told.status, StatusCode::BAD_REQUEST, "{}", told.status);
    let form = format!("title=x&elements={}", many.join("%2C"));
    let page = world.ask(MANAGER, "POST", "/o/acme/risks/new", &form).await;
    assert!(page.status.is_client_error(), "{}", page.status);
    // As many as one form may hold, each of them twice: one link each, or a refusal; never a hundred thousand.
    let same = vec!["AST-1"; 20_000].join("%2C");
    let page = world.ask(MANAGER, "POST", "/o/acme/risks/new", &format!("title=same&elements={same}")).await;
    assert!(!page.status.is_server_error());
    let isms = world.acme.now().isms;
    let most = isms.risks.iter().map(|(_, risk)| risk.elements.len()).max();
    assert!(most.is_some_and(|most| most <= 2_000), "{most:?}");
    assert!(world.commits().0 <= before.0 + 1);
}

#[tokio::test]
async fn c24_what_runs_for_a_person_who_lost_the_rights_does_nothing() {
    let world = World::of(&[CONTROL_OWNER]).await;
    let token = world.token(CONTROL_OWNER, "write").await;
    let send = |path: &'static str, method: &'static str| {
        let request = axum::http::Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, crate::browser::HOST)
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::CONTENT_TYPE, "application/json")
            .header("idempotency-key", format!("{method}-{}", world.commits().0))
            .body(Body::from(if method == "POST" { "{\"title\":\"x\"}" } else { "" }));
        world.send(request.expect("a request"))
    };
    assert_eq!(send("/api/v1/acme/risks", "GET").await.status, StatusCode::OK);
    let theirs = Ref::number(super::world::number_of_role(2));
    let end = EndMembership { membership: theirs, because: "left".into() };
    world.acme.run(&world.visit(1), end).await.expect("the store").expect("it ends");
    let before = world.commits();
    for (path, method) in [
        ("/api/v1/acme/risks", "GET"),
        ("/api/v1/acme/evidence", "POST"),
        ("/api/v1/acme/control-tests", "POST"),
    ] {
        let told = send(path, method).await;
        assert!(told.status.is_client_error(), "{method} {path}: {}", told.status);
    }
    assert_eq!(world.commits(), before);
    // Nothing in the program writes by itself: the server alone, with all that it does in the background, makes no commit.
    let running = web::serve(
        std::sync::Arc::clone(&world.instance),
        web::Options { address: ([127, 0, 0, 1], 0).into(), ..web::Options::default() },
    );
    running.await.expect("it serves").stop().await.expect("it ends");
    assert_eq!(world.commits(), before);
}

#[tokio::test]
async fn a_decision_is_offered_to_those_who_may_take_it_and_not_to_who_asked() {
    let auditor = Who::Role(4);
    let world = World::of(&[TOP, MANAGER, auditor]).await;
    let ask = json!({ "title": "leave it", "kind": "control", "target": "A.8.13", "reason": "old", "until": "2027-01-31", "compensating": "watched" });
    let asked = world.call(MANAGER, "POST", "/api/v1/acme/exceptions/ask", &ask.to_string()).await;
    let id = asked.header("location").rsplit('/').next().expect("an id").to_owned();
    for (who, may) in [(TOP, true), (MANAGER, false), (auditor, false)] {
        let page = world.ask(who, "GET", &format!("/o/acme/decide/{id}"), "").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.html);
        assert_eq!(page.html.contains("Approve as"), may, "{who:?}: {}", page.html);
    }
}
