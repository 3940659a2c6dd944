//! Rows of class I that one request through the router shows.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use super::world::{Who, World};
use crate::browser::HOST;

const MANAGER: Who = Who::Role(3);

#[tokio::test]
async fn i5_a_path_is_read_one_way_and_everything_else_is_nothing() {
    let world = World::of(&[MANAGER]).await;
    let before = world.commits();
    let long = format!("/o/acme/{}", "x".repeat(60_000));
    for path in [
        "//",
        "//o/acme/risks",
        "/o//acme/risks",
        "/o/acme//risks",
        "/o/acme/./risks",
        "/o/acme/%2e/risks",
        "/o/acme/x/%2e%2e/risks",
        "/o/acme/risks;jsessionid=1",
        "/o/acme/risks/R-1;x=1",
        "/o/acme/risks%2fR-1",
        "/o/acme/%2572isks",
        "/o/acme/risks/R-1%00",
        "/o/acme/risks/R-1%0d%0aset-cookie:x",
        "/o/%61cme%2f/risks",
        "/api/v1//acme",
        "/api/v1/acme/./risks",
        "/api/v1/acme/%2e%2e/umbra",
        "/o/acme/..%2fumbra",
        &long,
    ] {
        let short = &path[..path.len().min(60)];
        let page = world.ask(MANAGER, "GET", path, "").await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{short}");
        assert!(page.header("set-cookie").is_empty(), "{short}");
        let nobody = world.ask(Who::Anonymous, "GET", path, "").await;
        let told = [StatusCode::SEE_OTHER, StatusCode::UNAUTHORIZED, StatusCode::NOT_FOUND];
        assert!(told.contains(&nobody.status), "{short}: {}", nobody.status);
    }
    assert_eq!(world.commits(), before);
}

#[tokio::test]
async fn i6_a_body_that_is_not_the_json_of_the_api_is_refused_by_its_type() {
    let world = World::of(&[MANAGER]).await;
    let before = world.commits();
    let types = [
        None,
        Some("application/xml"),
        Some("text/plain"),
        Some("text/json"),
        Some("application/x-www-form-urlencoded"),
        Some("application/json; charset=utf-16"),
        Some("application/json; charset=latin1"),
        Some("multipart/form-data; boundary=x"),
        Some("application/json, text/html"),
        Some(""),
    ];
    for (place, media) in types.into_iter().enumerate() {
        for (method, path) in [("POST", "/api/v1/acme/assets"), ("POST", "/api/v1/acme/risks/R-1/close")] {
            let mut request =
                world.request(MANAGER, method, path).header("idempotency-key", format!("key-{place}-{path}"));
            if let Some(media) = media {
                request = request.header(header::CONTENT_TYPE, media);
            }
            let body = Body::from("{\"title\":\"x\"}");
            let told = world.send(request.body(body).expect("a request")).await;
            assert_eq!(told.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{media:?} {path}: {}", told.html);
        }
    }
    assert_eq!(world.commits(), before);
}

#[tokio::test]
async fn i9_parts_of_a_file_are_not_served_however_they_are_asked_for() {
    let world = World::of(&[MANAGER]).await;
    let body = "--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"log.txt\"\r\n\r\n0123456789\r\n--edge--\r\n";
    let request = world
        .request(MANAGER, "POST", "/o/acme/evidence/new")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
        .body(Body::from(body));
    let added = world.send(request.expect("a request")).await;
    let id = added.header("location").rsplit('/').next().expect("an id").to_owned();
    let thousand: Vec<String> = (0..1_000).map(|at| format!("{at}-{at}")).collect();
    let ranges = [
        "bytes=0-3".to_owned(),
        "bytes=-3".to_owned(),
        "bytes=5-1".to_owned(),
        "bytes=0-9,0-9,0-9".to_owned(),
        "bytes=99999999999999999999-".to_owned(),
        "lines=1-2".to_owned(),
        format!("bytes={}", thousand.join(",")),
    ];
    for path in [format!("/o/acme/evidence/{id}/file"), format!("/api/v1/acme/evidence/{id}/file")] {
        for range in &ranges {
            for method in ["GET", "HEAD"] {
                let request =
                    world.request(MANAGER, method, &path).header(header::RANGE, range).body(Body::empty());
                let page = world.send(request.expect("a request")).await;
                assert_eq!(page.status, StatusCode::OK, "{method} {range:.20}");
                assert!(page.header("content-range").is_empty());
                assert!(page.header("content-disposition").starts_with("attachment"), "{method} {range:.20}");
                assert!(page.header("content-security-policy").starts_with("sandbox"));
                assert_eq!(page.html, if method == "GET" { "0123456789" } else { "" });
            }
        }
    }
}

#[tokio::test]
async fn browsers_are_bound_to_tls_only_where_they_come_through_it() {
    let answered = async |origin: &str, host: &str, path: &str| {
        let browser = crate::browser::Browser::reached_at(origin).await;
        let request = Request::get(path).header(header::HOST, host).header(header::COOKIE, &browser.cookie);
        browser.send(request.body(Body::empty()).expect("a request")).await
    };
    for path in ["/o/acme", "/login", "/assets/none.css", "/api/v1/acme/risks"] {
        let secure = answered("https://isms.example.org", "isms.example.org", path).await;
        assert_eq!(secure.header("strict-transport-security"), "max-age=31536000", "{path}");
        let plain = answered("http://localhost:7117", HOST, path).await;
        assert_eq!(plain.header("strict-transport-security"), "", "{path}");
    }
}

#[tokio::test]
async fn i11_what_is_meant_for_another_host_is_answered_by_none() {
    let world = World::of(&[MANAGER]).await;
    for host in [
        "evil.example",
        "evil.example:7117",
        "192.0.2.1:7117",
        "[2001:db8::1]:7117",
        "127.0.0.1:80",
        "127.0.0.1.evil.example:7117",
        "localhost.:7117",
        "localhost:7117@evil.example",
        "",
    ] {
        for (path, status) in [
            ("/o/acme", StatusCode::MISDIRECTED_REQUEST),
            ("/login", StatusCode::MISDIRECTED_REQUEST),
            ("/api/v1/acme", StatusCode::BAD_REQUEST),
        ] {
            let request = Request::get(path)
                .header(header::HOST, host)
                .header(header::COOKIE, world.cookie(MANAGER))
                .body(Body::empty());
            let page = world.send(request.expect("a request")).await;
            assert_eq!(page.status, status, "{host} {path}");
            assert!(!page.html.contains("Acme"), "{host} {path}");
            assert!(host.is_empty() || !page.html.contains(host), "{host} {path}");
        }
    }
    for (line, is_ours) in [("http://evil.example/o/acme", false), ("http://127.0.0.1:7117/o/acme", true)] {
        let request = Request::get(line)
            .header(header::HOST, HOST)
            .header(header::COOKIE, world.cookie(MANAGER))
            .body(Body::empty());
        let page = world.send(request.expect("a request")).await;
        assert_eq!(page.status == StatusCode::OK, is_ours, "{line}: {}", page.status);
        assert!(is_ours || page.status == StatusCode::MISDIRECTED_REQUEST, "{line}: {}", page.status);
    }
}

#[tokio::test]
async fn i12_no_answer_lets_another_origin_read_or_write() {
    let world = World::of(&[MANAGER]).await;
    let before = world.commits();
    for origin in ["https://evil.example", "null", "http://localhost:7117.evil.example", "http://127.0.0.1:9"]
    {
        for (method, path) in [
            ("GET", "/o/acme"),
            ("GET", "/api/v1/acme"),
            ("OPTIONS", "/api/v1/acme/risks"),
            ("OPTIONS", "/o/acme/risks"),
            ("POST", "/api/v1/acme/assets"),
            ("POST", "/o/acme/assets/new"),
            ("POST", "/login"),
        ] {
            let request = Request::builder()
                .method(method)
                .uri(path)
                .header(header::HOST, HOST)
                .header(header::ORIGIN, origin)
                .header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST")
                .header(header::ACCESS_CONTROL_REQUEST_HEADERS, "content-type, idempotency-key")
                .header(header::CONTENT_TYPE, "application/json")
                .header("idempotency-key", "x")
                .header(header::COOKIE, world.cookie(MANAGER))
                .body(Body::from("{\"title\":\"x\"}"));
            let page = world.send(request.expect("a request")).await;
            let told = format!("{origin} {method} {path}: {}", page.status);
            let cors = page.headers.keys().filter(|name| name.as_str().starts_with("access-control"));
            assert_eq!(cors.count(), 0, "{told}");
            assert!(method != "POST" || page.status == StatusCode::FORBIDDEN, "{told}");
        }
    }
    assert_eq!(world.commits(), before);
}

#[tokio::test]
async fn i15_what_servers_often_show_by_mistake_is_not_there() {
    let world = World::of(&[MANAGER]).await;
    for path in [
        "/metrics",
        "/debug",
        "/debug/pprof",
        "/healthz",
        "/status",
        "/server-status",
        "/.env",
        "/.git/config",
        "/ledger.db",
        "/identity.db",
        "/backup.zip",
        "/index.html~",
        "/routes.rs",
        "/assets/",
        "/assets",
        "/assets/..%2fCargo.toml",
        "/assets/style.css.map",
        "/assets/app.js.map",
        "/o/acme/evidence/..",
        "/swagger",
        "/graphql",
        "/scim/v2/Users",
        "/api/v2/acme",
    ] {
        for who in [MANAGER, Who::Operator] {
            let page = world.ask(who, "GET", path, "").await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{who:?} {path}");
        }
        let nobody = world.ask(Who::Anonymous, "GET", path, "").await;
        let told = [StatusCode::SEE_OTHER, StatusCode::UNAUTHORIZED, StatusCode::NOT_FOUND];
        assert!(told.contains(&nobody.status), "{path}: {}", nobody.status);
    }
}
