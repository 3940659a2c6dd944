//! Requests to the API of a server: over TLS or to this machine, bounded in time and size, and never redirected.

use std::time::Duration;

use app::identity::{Url, Uuid};
use reqwest::{Client as Http, Method, redirect};
use serde_json::Value;

use crate::exit::{Exit, Stop};

/// What every address of the API begins with.
pub const ROOT: &str = "/api/v1";
/// The longest answer that is read, in bytes.
const BYTES_MAX: usize = 32 * 1024 * 1024;
/// How long a connection is waited for.
const CONNECT: Duration = Duration::from_secs(5);
/// How long an answer is waited for.
const ANSWER: Duration = Duration::from_secs(60);

/// A server, and what proves there who asks.
#[derive(Clone)]
pub struct Client {
    http: Http,
    server: Url,
    token: String,
}

/// What a server told.
#[derive(Debug, Clone)]
pub struct Told {
    /// The status.
    pub status: u16,
    /// The body; null where it is none.
    pub body: Value,
    /// The newest commit of the state that it gives.
    pub head: Option<u64>,
}

/// What came of ending a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// It opens nothing any more.
    Revoked,
    /// It opened nothing before.
    Over,
    /// The server answered something else.
    Refused(u16),
}

/// What is asked of a server.
pub struct Ask<'a> {
    /// How.
    pub method: Method,
    /// Where, below the root of the API: `/acme/risks`.
    pub path: &'a str,
    /// The body, where there is one.
    pub body: Option<&'a Value>,
    /// The revision that was read.
    pub tag: Option<&'a str>,
    /// Why, where a reason goes with the change.
    pub because: Option<&'a str>,
}

/// Says whether an address is this machine.
pub fn is_here(url: &Url) -> bool {
    matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"))
}

impl Client {
    /// Returns a client of a server.
    pub fn of(server: &Url, token: String) -> Result<Self, Stop> {
        let here = is_here(server);
        if !(server.scheme() == "https" || (server.scheme() == "http" && here)) {
            return Err(Stop::usage("a token is sent over https only, or to this machine itself"));
        }
        // The second call finds the first one's provider in place.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = Http::builder()
            .https_only(!here)
            .redirect(redirect::Policy::none())
            .connect_timeout(CONNECT)
            .timeout(ANSWER);
        let http = if here { http.no_proxy() } else { http };
        let http = http.build().map_err(|error| Stop::new(Exit::Unreachable, error.to_string()))?;
        Ok(Self { http, server: server.clone(), token })
    }

    /// Returns what the server is called.
    pub fn server(&self) -> String {
        self.server.origin().ascii_serialization()
    }

    /// Reads something; what is refused stops.
    pub async fn get(&self, path: &str) -> Result<Told, Stop> {
        let told = self.ask(Ask { method: Method::GET, path, body: None, tag: None, because: None }).await?;
        told.or_stop()
    }

    /// Asks once; a change that got no answer is asked again with the same key, and is done once.
    pub async fn ask(&self, ask: Ask<'_>) -> Result<Told, Stop> {
        let key = format!("plumb-{}", Uuid::new_v4());
        match self.send(&ask, &key).await {
            Err(error) if !ask.method.is_safe() && !error.is_connect() && !error.is_builder() => {
                self.send(&ask, &key).await.map_err(|error| self.silent(&error))?.read().await
            }
            Err(error) => Err(self.silent(&error)),
            Ok(answer) => answer.read().await,
        }
    }

    /// Asks the server to end the token: the one address outside the API that takes one.
    pub async fn leave(&self) -> Result<Left, Stop> {
        let mut url = self.server.clone();
        url.set_path("/logout");
        url.set_query(None);
        // A page of another site cannot say this, and a program that is not a browser has to.
        let request = self.http.post(url).bearer_auth(&self.token).header("origin", self.server());
        let answer = request.send().await.map_err(|error| self.silent(&error))?;
        Ok(match answer.status().as_u16() {
            204 => Left::Revoked,
            401 => Left::Over,
            status => Left::Refused(status),
        })
    }

    async fn send(&self, ask: &Ask<'_>, key: &str) -> Result<Answer, reqwest::Error> {
        let mut url = self.server.clone();
        let (path, query) =
            ask.path.split_once('?').map_or((ask.path, None), |(path, query)| (path, Some(query)));
        url.set_path(&format!("{ROOT}{path}"));
        url.set_query(query);
        let mut request = self
            .http
            .request(ask.method.clone(), url)
            .bearer_auth(&self.token)
            .header("accept", "application/json");
        if !ask.method.is_safe() {
            request = request.header("idempotency-key", key);
        }
        if let Some(tag) = ask.tag {
            request = request.header("if-match", tag);
        }
        if let Some(because) = ask.because {
            request = request.header("because", web::address::encoded(because));
        }
        if let Some(body) = ask.body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        Ok(Answer { answer: request.send().await?, server: self.server() })
    }

    /// Says that there was no answer.
    fn silent(&self, error: &reqwest::Error) -> Stop {
        let why = if error.is_timeout() {
            "did not answer in time"
        } else if error.is_connect() {
            "did not answer: it cannot be reached"
        } else {
            "did not answer"
        };
        Stop::new(Exit::Unreachable, format!("{} {why}", self.server()))
            .help("is the address right, and does the server run?")
    }
}

/// An answer whose body was not read yet.
struct Answer {
    answer: reqwest::Response,
    server: String,
}

impl Answer {
    async fn read(mut self) -> Result<Told, Stop> {
        let unreachable = |words: String| Stop::new(Exit::Unreachable, words);
        let status = self.answer.status().as_u16();
        let head = self.answer.headers().get("log-head").and_then(|head| head.to_str().ok());
        let head = head.and_then(|head| head.parse().ok());
        let mut bytes = Vec::new();
        loop {
            let chunk = self.answer.chunk().await;
            match chunk.map_err(|_| unreachable(format!("the answer of {} ended early", self.server)))? {
                Some(chunk) if bytes.len() + chunk.len() <= BYTES_MAX => bytes.extend_from_slice(&chunk),
                Some(_) => {
                    let words = format!("the answer of {} is longer than {BYTES_MAX} bytes", self.server);
                    return Err(unreachable(words));
                }
                None => break,
            }
        }
        let body = if bytes.is_empty() {
            Value::Null
        } else {
            let read = serde_json::from_slice(&bytes);
            read.map_err(|_| {
                unreachable(format!("the answer of {} cannot be read; is it plumb?", self.server))
            })?
        };
        Ok(Told { status, body: plain(body), head })
    }
}

impl Told {
    /// Returns the answer, or why it was refused.
    pub fn or_stop(self) -> Result<Self, Stop> {
        if (200..300).contains(&self.status) { Ok(self) } else { Err(self.stop()) }
    }

    /// Says why there is no answer: with the exit code of the same on a folder.
    fn stop(&self) -> Stop {
        let mut words = text(&self.body, "detail").to_owned();
        if words.is_empty() {
            words = format!("the server answered with status {}", self.status);
        }
        let errors = self.body["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
        if errors.len() > 1 {
            let each = errors.iter().map(|one| format!("{}: {}", text(one, "pointer"), text(one, "detail")));
            words = each.collect::<Vec<_>>().join("; ");
        } else if let Some(place) =
            errors.first().map(|one| text(one, "pointer")).filter(|place| !place.is_empty())
        {
            words = format!("{place}: {words}");
        }
        let word = text(&self.body, "type").rsplit('#').next().unwrap_or_default();
        match (self.status, word) {
            (401, "confirm-you") => Stop::new(Exit::NotAllowed, words)
                .help("a token never approves, accepts, closes or grants; do it in the browser"),
            (401, _) => Stop::new(Exit::NotAllowed, "the server does not know this token")
                .help("make one in the browser, under Tokens, and keep it: plumb login URL < token.txt"),
            (403, _) => Stop::new(Exit::NotAllowed, words),
            (404, _) => Stop::not_found(words),
            (409, "under-way") | (412, _) => Stop::new(Exit::Changed, words),
            (400 | 409 | 413 | 422 | 428, _) => Stop::new(Exit::Refused, words),
            (300..400, _) => Stop::new(Exit::Unreachable, "the server sends elsewhere; is this its address?"),
            _ => Stop::new(Exit::Unreachable, words),
        }
    }
}

/// Returns a text of an answer.
pub fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

/// Takes signs out of an answer that would do something to a terminal.
fn plain(value: Value) -> Value {
    match value {
        Value::String(text) => {
            Value::String(text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(plain).collect()),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, plain(value))).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_token_goes_to_no_other_machine_without_tls() {
        for server in ["http://isms.example.org/", "ftp://localhost/", "http://localhost.evil.example/"] {
            let client = Client::of(&server.parse().expect("an address"), "plumb_x".to_owned());
            assert_eq!(client.err().map(|stop| stop.exit), Some(Exit::Usage), "{server}");
        }
    }

    #[test]
    fn what_a_server_refuses_ends_with_the_code_of_the_same_on_a_folder() {
        for (status, word, exit) in [
            (400, "unreadable", Exit::Refused),
            (401, "sign-in", Exit::NotAllowed),
            (401, "confirm-you", Exit::NotAllowed),
            (403, "denied", Exit::NotAllowed),
            (404, "not-here", Exit::NotFound),
            (409, "not-now", Exit::Refused),
            (409, "under-way", Exit::Changed),
            (412, "stale", Exit::Changed),
            (422, "refused", Exit::Refused),
            (503, "busy", Exit::Unreachable),
            (302, "", Exit::Unreachable),
        ] {
            let body = json!({ "type": format!("/api#{word}"), "detail": "why" });
            let told = Told { status, body, head: None };
            assert_eq!(told.or_stop().err().map(|stop| stop.exit), Some(exit), "{status} {word}");
        }
    }

    #[test]
    fn an_answer_does_nothing_to_a_terminal() {
        let told = plain(json!({ "a": ["\u{1b}[31mred\u{7}"], "b": "two\nlines" }));
        assert_eq!(told, json!({ "a": ["[31mred"], "b": "two\nlines" }));
    }
}
