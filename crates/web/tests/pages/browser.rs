//! A browser in front of an instance in memory, on a day that stands still.

use std::net::SocketAddr;
use std::sync::Arc;

use app::identity::Settings;
use app::{Beginning, Books, Clock, Instance, Visit};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use model::{About, Line, RecordId, RecordKind, Ref};
use operations::CreateRecord;
use tower::ServiceExt as _;
use web::Sessions;

/// 2026-11-21, noon in UTC.
pub const NOON: i64 = 1_795_262_400_000_000;
/// The host that the pages answer to.
pub const HOST: &str = "127.0.0.1:7117";

/// A browser, signed in, and what it looks at: the organisation `acme`, begun by Jana Novak.
pub struct Browser {
    pub books: Arc<Books>,
    pub instance: Arc<Instance>,
    pub router: Router,
    pub sessions: Arc<Sessions>,
    pub cookie: String,
    _files: tempfile::TempDir,
}

/// What came back.
pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub html: String,
}

impl Browser {
    /// Returns a browser in front of a new organisation.
    pub async fn new() -> Self {
        Self::reached_at("http://localhost:7117").await
    }

    /// Returns a browser that reaches the server there.
    pub async fn reached_at(origin: &str) -> Self {
        let files = tempfile::tempdir().expect("a folder");
        let instance = Instance::in_memory(files.path(), Clock::Fixed(NOON)).expect("an instance");
        let beginning = Beginning {
            name: Line::new("Acme"),
            kind: model::records::OrganisationKind::Client,
            time_zone: Line::new("UTC"),
            person: Line::new("Jana Novak"),
            at: Some(NOON - 3 * 86_400_000_000),
        };
        let books = instance.begin(beginning).await.expect("an organisation");
        let sessions = Arc::new(Sessions::new(
            SocketAddr::from(([127, 0, 0, 1], 7117)),
            origin.parse().expect("an origin"),
        ));
        let cookie = format!("{}={}", sessions.cookie(), sessions.open().expect("random numbers"));
        let instance = Arc::new(instance);
        let accounts = instance.accounts(Settings::at(None)).await.expect("accounts");
        let router = web::router(Arc::clone(&instance), accounts, Arc::clone(&sessions));
        Self { books, instance, router, sessions, cookie, _files: files }
    }

    /// Makes a record without a page.
    pub async fn record(&self, kind: RecordKind, typed: &[(&str, &str)]) -> RecordId {
        let mut typed: Vec<(String, String)> =
            typed.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        // A finding is one of an audit.
        if kind == RecordKind::Finding && !typed.iter().any(|(name, _)| name == "audit") {
            let audit = [("title", "An audit"), ("kind", "stage 1")];
            let audit = Box::pin(self.record(RecordKind::Audit, &audit)).await;
            typed.push(("audit".to_owned(), audit.to_string()));
        }
        let create = CreateRecord { kind, id: None, typed, about: About::default(), uuid: None };
        let visit = Visit::of(Ref::number(1), app::Via::Session);
        let done = self.books.run(&visit, create).await.expect("the store").expect("no refusal");
        done.records[0]
    }

    /// Opens a page of the organisation: `/risks`.
    pub async fn get(&self, path: &str) -> Page {
        self.send(self.request("GET", &format!("/o/acme{path}")).body(Body::empty()).expect("a request"))
            .await
    }

    /// Posts a form to a page of the organisation, as read at the revisions that stand now unless the fields name others.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let read = self.read_at(path, fields);
        let read = read.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let fields: Vec<(&str, &str)> = read.chain(fields.iter().copied()).collect();
        self.post_as_is(path, &fields).await
    }

    /// Returns the hidden revisions of the forms that carry them.
    fn read_at(&self, path: &str, fields: &[(&str, &str)]) -> Vec<(String, String)> {
        let isms = self.books.now().isms;
        let now = |id: &str| RecordId::parse(id).map(|id| isms.revision(id).to_string());
        let path = path.split('?').next().unwrap_or_default();
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let whole = match parts[..] {
            ["scope"] => now("SCO"),
            ["soa", id] | [_, id, "cell" | "rate" | "treat"] => now(id),
            _ => None,
        };
        let rows = fields.iter().filter(|_| parts == ["scope"]).filter_map(|(name, _)| {
            let id = name.strip_prefix("in-")?;
            Some((format!("rev-{id}"), now(id)?))
        });
        whole.map(|read| ("revision".to_owned(), read)).into_iter().chain(rows).collect()
    }

    /// Posts a form as a script would, with these fields and no others.
    pub async fn post_as_is(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let typed: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", web::address::encoded(value))).collect();
        let request = self
            .request("POST", &format!("/o/acme{path}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(typed.join("&")));
        self.send(request.expect("a request")).await
    }

    /// Begins a request as a browser does that was let in.
    pub fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, HOST)
            .header(header::ORIGIN, format!("http://{HOST}"))
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, &self.cookie)
    }

    /// Sends a request.
    pub async fn send(&self, request: Request<Body>) -> Page {
        let response = self.router.clone().oneshot(request).await.expect("a router always answers");
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), 64 << 20).await.expect("a body");
        Page { status, headers, html: String::from_utf8_lossy(&bytes).into_owned() }
    }
}

impl Page {
    /// Returns a header as text.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Returns the value of a hidden field.
    pub fn hidden(&self, name: &str) -> &str {
        let begins = format!("<input type=\"hidden\" name=\"{name}\" value=\"");
        let rest = self.html.split_once(&begins).map(|(_, rest)| rest);
        rest.and_then(|rest| rest.split_once('"')).map_or("", |(value, _)| value)
    }

    /// Panics unless this is a whole page without anything that the browser would refuse.
    pub fn is_sound(&self, at: &str) {
        assert!(self.html.contains("<title>") && self.html.contains("<h1"), "{at}: no title or heading");
        for bad in ["<style", " style=", " onclick=", " onload=", " onsubmit=", "javascript:"] {
            assert!(!self.html.contains(bad), "{at} holds {bad}");
        }
        let inline = self
            .html
            .match_indices("<script")
            .filter(|(place, _)| !self.html[*place..].split('>').next().unwrap_or_default().contains("src="));
        assert_eq!(inline.count(), 0, "{at} holds a script");
        assert!(self.header("content-security-policy").contains("default-src 'none'"), "{at}");
    }
}
