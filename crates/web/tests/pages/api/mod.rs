//! The JSON API: every verb, every answer that says that something is the matter, and what hostile clients send.

mod errors;
mod hostile;
mod jobs;
mod records;
mod steps;
mod tokens;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::Value;

use crate::browser::{Browser, Page};

/// What came back from the API.
pub struct Told {
    pub status: StatusCode,
    pub json: Value,
    pub page: Page,
}

impl Told {
    fn of(page: Page) -> Self {
        let json = serde_json::from_str(&page.html).unwrap_or(Value::Null);
        let told = Self { status: page.status, json, page };
        told.is_sound();
        told
    }

    /// Panics unless the answer is what every answer is.
    fn is_sound(&self) {
        let media = self.page.header("content-type");
        if self.status.is_client_error() || self.status.is_server_error() {
            assert_eq!(media, "application/problem+json", "{}", self.page.html);
            for name in ["type", "title", "status", "detail"] {
                assert!(!self.json[name].is_null(), "{name}: {}", self.page.html);
            }
            assert_eq!(self.json["status"], self.status.as_u16());
            assert!(self.json["type"].as_str().expect("a type").starts_with("/api#"));
        }
        assert!(!self.status.is_server_error(), "{}", self.page.html);
        assert_eq!(self.page.header("x-content-type-options"), "nosniff");
        assert_eq!(self.page.header("cache-control"), "no-store");
        assert!(self.page.header("access-control-allow-origin").is_empty());
    }

    pub fn tag(&self) -> String {
        self.page.header("etag").to_owned()
    }

    pub fn text(&self, pointer: &str) -> &str {
        self.json.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
    }

    /// Returns the word of the problem.
    pub fn problem(&self) -> &str {
        self.text("/type").trim_start_matches("/api#")
    }
}

/// A client of the API, with the session of a browser.
pub struct Client {
    pub browser: Browser,
    keys: std::cell::Cell<u32>,
}

impl Client {
    pub async fn new() -> Self {
        Self { browser: Browser::new().await, keys: std::cell::Cell::new(0) }
    }

    /// Begins a request at an address of the organisation: `/risks`.
    pub fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        self.browser.request(method, &format!("/api/v1/acme{path}"))
    }

    /// Begins a change with a key of its own.
    pub fn change(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let key = self.keys.replace(self.keys.get() + 1);
        self.request(method, path)
            .header(header::CONTENT_TYPE, "application/json")
            .header("idempotency-key", format!("key-{key}"))
    }

    pub async fn send(&self, request: axum::http::request::Builder, body: impl Into<Body>) -> Told {
        self.send_whole(request.body(body.into()).expect("a request")).await
    }

    pub async fn send_whole(&self, request: Request<Body>) -> Told {
        Told::of(self.browser.send(request).await)
    }

    pub async fn get(&self, path: &str) -> Told {
        self.send(self.request("GET", path), Body::empty()).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Told {
        self.send(self.change("POST", path), body.to_string()).await
    }

    /// Changes a record as it was read.
    pub async fn patch(&self, path: &str, tag: &str, body: Value) -> Told {
        self.send(self.change("PATCH", path).header(header::IF_MATCH, tag), body.to_string()).await
    }

    /// Returns how many commits there are.
    pub fn commits(&self) -> u64 {
        self.browser.books.now().commits()
    }
}
