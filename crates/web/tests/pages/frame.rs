//! The frame: who is let in, and what every answer says.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::browser::{Browser, HOST};

#[tokio::test]
async fn without_a_session_nothing_is_shown() {
    let browser = Browser::new().await;
    for path in ["/", "/o/acme/risks", "/o/acme/history", "/o/nobody/risks"] {
        let request = Request::get(path).header("host", HOST).body(Body::empty()).expect("a request");
        let page = browser.send(request).await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED, "{path}");
        assert!(!page.html.contains("Acme"), "{path}");
        assert!(page.html.contains("plumb serve prints a link"), "{path}");
    }
}

#[tokio::test]
async fn the_link_opens_a_session_once() {
    let browser = Browser::new().await;
    let link = browser.sessions.link().expect("random numbers");
    let path =
        link.strip_prefix("http://localhost:7117").expect("our own name, as passkeys ask for").to_owned();
    let enter = || Request::get(&path).header("host", HOST).body(Body::empty()).expect("a request");
    let page = browser.send(enter()).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    let cookie = page.header("set-cookie").to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    let cookie = cookie.split(';').next().expect("a cookie");
    let inside = Request::get("/o/acme/me").header("host", HOST).header("cookie", cookie);
    assert_eq!(browser.send(inside.body(Body::empty()).expect("a request")).await.status, StatusCode::OK);
    assert_eq!(browser.send(enter()).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_foreign_host_is_refused() {
    let browser = Browser::new().await;
    for host in ["evil.example:7117", "evil.example", "127.0.0.1:80", "127.0.0.1.evil.example:7117"] {
        let mut request = browser.request("GET", "/o/acme/me").body(Body::empty()).expect("a request");
        request.headers_mut().insert("host", host.parse().expect("a header"));
        assert_eq!(browser.send(request).await.status, StatusCode::MISDIRECTED_REQUEST, "{host}");
    }
    // Of two, what stands before the server may have read the other one.
    let mut request = browser.request("GET", "/o/acme/me").body(Body::empty()).expect("a request");
    request.headers_mut().append("host", "evil.example".parse().expect("a header"));
    assert_eq!(browser.send(request).await.status, StatusCode::MISDIRECTED_REQUEST);
}

#[tokio::test]
async fn a_write_from_another_site_is_refused() {
    let browser = Browser::new().await;
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "null"),
        ("origin", "http://127.0.0.1:9"),
    ] {
        let mut request =
            browser.request("POST", "/o/acme/me").body(Body::from("person=PER-1")).expect("a request");
        request.headers_mut().insert(name, value.parse().expect("a header"));
        assert_eq!(browser.send(request).await.status, StatusCode::FORBIDDEN, "{name} {value}");
    }
    let mut bare = browser.request("POST", "/o/acme/me").body(Body::from("person=PER-1")).expect("a request");
    bare.headers_mut().remove("origin");
    bare.headers_mut().remove("sec-fetch-site");
    assert_eq!(browser.send(bare).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn every_answer_tells_the_browser_what_it_may() {
    let browser = Browser::new().await;
    let page = browser.get("/me").await;
    page.is_sound("/me");
    assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"));
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("referrer-policy"), "same-origin");
    assert_eq!(page.header("cross-origin-opener-policy"), "same-origin");
    let missing = browser.get("/no/such/page").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    missing.is_sound("a page that is not there");
}
