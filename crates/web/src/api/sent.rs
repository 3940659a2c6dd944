//! What is sent: a JSON object of a bounded size, with the headers that a change needs.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::IntoResponse as _;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::problem::{Problem, ProblemKind, Wrong};
use super::strict;

/// The header that says that a request is the same one again.
pub const KEY: &str = "idempotency-key";
/// The longest key.
const KEY_BYTES_MAX: usize = 255;

/// A change that is asked for.
pub struct Sent {
    /// The body.
    pub body: Map<String, Value>,
    /// The key of the request.
    pub key: String,
    /// The revisions at which it may be done.
    pub read_at: ReadAt,
    /// The digest of the whole request.
    pub digest: String,
}

/// At which revision of the record something may be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadAt {
    /// Nothing is said.
    Unsaid,
    /// Whichever it is.
    Any,
    /// One of these.
    Revisions(Vec<u32>),
}

impl ReadAt {
    /// Says whether it may be done at a revision.
    #[must_use]
    pub fn allows(&self, revision: u32) -> bool {
        match self {
            Self::Unsaid | Self::Any => true,
            Self::Revisions(all) => all.contains(&revision),
        }
    }
}

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let headers = request.headers().clone();
        let (method, path) = (request.method().clone(), request.uri().to_string());
        let key = key(&headers)?;
        let read_at = read_at(&headers)?;
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| {
            if rejection.into_response().status() == StatusCode::PAYLOAD_TOO_LARGE {
                Problem::new(ProblemKind::TooLarge, "a JSON body has at most 1 MiB")
            } else {
                Problem::new(ProblemKind::Unreadable, "the body ended early")
            }
        })?;
        let body = if bytes.is_empty() && !headers.contains_key(header::CONTENT_TYPE) {
            Map::new()
        } else {
            is_json(&headers)?;
            object(&bytes)?
        };
        let digest = digest(&method, &path, &bytes);
        Ok(Self { body, key, read_at, digest })
    }
}

/// Reads a body that is an object.
///
/// # Errors
/// Where it is no JSON, or another value.
pub fn object(bytes: &[u8]) -> Result<Map<String, Value>, Problem> {
    match strict::read(bytes) {
        Ok(Value::Object(body)) => Ok(body),
        Ok(_) => Err(Problem::unreadable(vec![Wrong::at("", "expected an object")])),
        Err(words) => Err(Problem::unreadable(vec![Wrong::at("", words)])),
    }
}

/// Returns the digest of a request: the same request has the same.
#[must_use]
pub fn digest(method: &Method, path: &str, body: &[u8]) -> String {
    let mut hasher = Sha256::new();
    for part in [method.as_str().as_bytes(), path.as_bytes(), body] {
        hasher.update(part.len().to_be_bytes());
        hasher.update(part);
    }
    operations::hex(&hasher.finalize())
}

/// Reads the key of a request.
///
/// # Errors
/// Where it is missing or no key.
pub fn key(headers: &HeaderMap) -> Result<String, Problem> {
    let wrong = |words: &str| Problem::unreadable(vec![Wrong::at("Idempotency-Key", words)]);
    let mut lines = headers.get_all(KEY).iter();
    let line =
        lines.next().ok_or_else(|| wrong("expected a key of your own for this request, such as a uuid"))?;
    let text = line.to_str().unwrap_or_default();
    let is_key =
        (1..=KEY_BYTES_MAX).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    if !is_key || lines.next().is_some() {
        return Err(wrong("expected one key of 1 to 255 visible signs"));
    }
    Ok(text.to_owned())
}

/// Looks that a body is JSON in UTF-8.
fn is_json(headers: &HeaderMap) -> Result<(), Problem> {
    let media = headers.get(header::CONTENT_TYPE).and_then(|media| media.to_str().ok()).unwrap_or_default();
    let mut parts = media.split(';').map(|part| part.trim().to_ascii_lowercase());
    let is_json = parts.next().is_some_and(|media| media == "application/json");
    let is_utf_8 =
        parts.all(|part| part.is_empty() || part == "charset=utf-8" || part == "charset=\"utf-8\"");
    if is_json && is_utf_8 {
        return Ok(());
    }
    Err(Problem::new(ProblemKind::NotJson, "expected application/json in UTF-8"))
}

/// Reads at which revisions something may be done.
///
/// # Errors
/// Where the header is no list of revisions.
pub fn read_at(headers: &HeaderMap) -> Result<ReadAt, Problem> {
    let mut revisions = Vec::new();
    for line in headers.get_all(header::IF_MATCH) {
        let text = line.to_str().unwrap_or_default();
        for tag in text.split(',').map(str::trim) {
            if tag == "*" {
                return Ok(ReadAt::Any);
            }
            let inner = tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"'));
            let Some(inner) = inner.filter(|inner| !inner.contains('"')) else {
                let words = "expected the ETag that you read, such as \"3\"";
                return Err(Problem::unreadable(vec![Wrong::at("If-Match", words)]));
            };
            // A tag that none of our answers carried matches nothing.
            revisions.push(inner.parse().unwrap_or(0));
        }
    }
    Ok(if revisions.is_empty() { ReadAt::Unsaid } else { ReadAt::Revisions(revisions) })
}

/// Says whether a tag that was read is among those that need no answer again.
#[must_use]
pub fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let lines = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|line| line.to_str().ok());
    let mut tags = lines.flat_map(|line| line.split(',')).map(str::trim);
    tags.any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    fn one(name: HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).expect("a value"))])
    }

    #[test]
    fn a_body_is_json_in_utf_8_and_nothing_else() {
        for good in
            ["application/json", "Application/JSON; charset=UTF-8", "application/json;charset=\"utf-8\""]
        {
            assert_eq!(is_json(&one(header::CONTENT_TYPE, good)), Ok(()), "{good}");
        }
        for bad in
            ["text/plain", "application/xml", "application/json; charset=utf-16", "application/jsonx", ""]
        {
            assert!(is_json(&one(header::CONTENT_TYPE, bad)).is_err(), "{bad}");
        }
        assert!(is_json(&HeaderMap::new()).is_err());
    }

    #[test]
    fn revisions_are_read_from_tags() {
        let read = |value: &str| read_at(&one(header::IF_MATCH, value));
        assert_eq!(read("\"3\""), Ok(ReadAt::Revisions(vec![3])));
        assert_eq!(read("\"3\", \"x\""), Ok(ReadAt::Revisions(vec![3, 0])));
        assert_eq!(read("*"), Ok(ReadAt::Any));
        assert!(read("3").is_err() && read("W/\"3\"").is_err() && read("\"").is_err());
        assert_eq!(read_at(&HeaderMap::new()), Ok(ReadAt::Unsaid));
        assert!(is_known(&one(header::IF_NONE_MATCH, "W/\"2\", \"3\""), "\"2\""));
        assert!(!is_known(&one(header::IF_NONE_MATCH, "\"4\""), "\"2\""));
    }

    #[test]
    fn a_key_is_short_and_visible() {
        let read = |value: &str| key(&one(HeaderName::from_static(KEY), value));
        assert_eq!(read("a-1").as_deref(), Ok("a-1"));
        assert!(read("").is_err() && read("a b").is_err() && read(&"x".repeat(256)).is_err());
        assert!(key(&HeaderMap::new()).is_err());
    }
}
