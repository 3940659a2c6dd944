//! The fields of a form as they were typed, and of a query as it stands in the address.

use axum::extract::RawForm;
use axum::extract::rejection::RawFormRejection;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use model::{Prose, Value as _};

use crate::failure::Failure;
use crate::locale::locale;
use crate::pages::record::capital;

/// The largest form.
pub const FORM_BYTES_MAX: usize = 1024 * 1024;

/// Fields in the order they came, names perhaps repeated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(pub Vec<(String, String)>);

impl Fields {
    /// Reads `a=1&b=2`.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let pairs = text.split('&').filter(|pair| !pair.is_empty());
        Self(
            pairs
                .map(|pair| {
                    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                    (decoded(name), decoded(value))
                })
                .collect(),
        )
    }

    /// Reads a form that was sent; nothing where it holds bytes that are no text: what is written is kept for ever.
    #[must_use]
    pub fn sent(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let is_text = |part: &str| std::str::from_utf8(&unescaped(part)).is_ok();
        text.split(['&', '=']).all(is_text).then(|| Self::read(text))
    }

    /// Returns the last value of a field; nothing typed is empty.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().rev().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim())
    }

    /// Cuts the values of a field to so many signs.
    pub fn cut(&mut self, name: &str, signs_max: usize) {
        for (_, value) in self.0.iter_mut().filter(|(field, _)| field == name) {
            if let Some((end, _)) = value.char_indices().nth(signs_max) {
                value.truncate(end);
            }
        }
    }

    /// Says whether a field came, perhaps empty.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(field, _)| field == name)
    }

    /// Returns the values of a field that are not blank.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(field, _)| field == name)
            .map(|(_, value)| value.trim())
            .filter(|v| !v.is_empty())
    }

    /// Returns the values of a field joined by commas.
    #[must_use]
    pub fn joined(&self, name: &str) -> String {
        self.all(name).collect::<Vec<_>>().join(", ")
    }

    /// Returns a text of several lines.
    ///
    /// # Errors
    /// Where it is too long to be kept: the words that stand beside the field.
    pub fn prose(&self, name: &str) -> Result<Prose, String> {
        Prose::read(self.get(name)).map_err(|problem| capital(&locale().problem(&problem)))
    }

    /// Returns the revision that was read; nothing where the form names none.
    #[must_use]
    pub fn revision(&self) -> Option<u32> {
        self.get("revision").parse().ok()
    }

    /// Returns the revision that a form was read at, of a record that stands at `now`; 0 is before it was on record.
    ///
    /// # Errors
    /// Where the form names none, or one that never was: it would replace what nobody read.
    pub fn read_at(&self, now: u32) -> Result<u32, Failure> {
        self.read_at_in("revision", now)
    }

    /// Returns the same of a form that shows several records, each with its revision in a field of its own.
    ///
    /// # Errors
    /// As `read_at`.
    pub fn read_at_in(&self, field: &str, now: u32) -> Result<u32, Failure> {
        self.get(field).parse().ok().filter(|read| *read <= now).ok_or_else(|| {
            Failure::Unreadable(
                "the form does not say which revision it was read at; open it again".to_owned(),
            )
        })
    }

    /// Returns a number of the query, such as a page.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<usize> {
        self.get(name).parse().ok()
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        match RawForm::from_request(request, state).await {
            Ok(RawForm(bytes)) => Self::sent(&bytes).ok_or_else(|| Failure::Unreadable(NO_TEXT.to_owned())),
            Err(rejection) => Err(rejected(rejection)),
        }
    }
}

fn rejected(rejection: RawFormRejection) -> Failure {
    let words = rejection.body_text();
    if rejection.into_response().status() == StatusCode::PAYLOAD_TOO_LARGE {
        Failure::TooLarge(
            "more came at once than is taken: a form holds at most 1 MiB, and rows to be pasted 4 MiB; send it in parts"
                .to_owned(),
        )
    } else {
        Failure::Unreadable(words.to_lowercase())
    }
}

/// What is said of a form that holds bytes that are no text.
pub const NO_TEXT: &str = "the form holds bytes that are no text (UTF-8); send it again";

/// Reads `%C5%BE` and `+`.
fn decoded(text: &str) -> String {
    // A browser ends lines with two signs; we keep one.
    String::from_utf8_lossy(&unescaped(text)).replace("\r\n", "\n")
}

/// Returns the bytes behind `%C5%BE` and `+`.
fn unescaped(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = |place: usize| bytes.get(place).and_then(|byte| char::from(*byte).to_digit(16));
        match (bytes[at], hex(at + 1), hex(at + 2)) {
            (b'+', _, _) => out.push(b' '),
            (b'%', Some(high), Some(low)) => {
                out.push(u8::try_from(high * 16 + low).expect("two hexadecimal digits"));
                at += 2;
            }
            (other, _, _) => out.push(other),
        }
        at += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_of_bytes_that_are_no_text_is_not_read() {
        assert_eq!(Fields::sent(b"title=%C5%BE&x=1").expect("text").get("title"), "\u{17e}");
        for bad in [&b"title=%FF%FE"[..], b"title=\xff", b"%C3%28=x"] {
            assert_eq!(Fields::sent(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn a_revision_that_never_was_is_refused() {
        let read = |typed: &str| Fields::read(typed).read_at(7).ok();
        assert_eq!([read("revision=0"), read("revision=7")], [Some(0), Some(7)]);
        for never in ["revision=8", "revision=", "a=b", "revision=-1", "revision=zz", "revision=99999999999"]
        {
            assert_eq!(read(never), None, "{never}");
        }
    }

    #[test]
    fn fields_are_read_as_browsers_write_them() {
        let fields = Fields::read("a=x+y%26z&b=&c=%C5%BE&c=+&c=2&bad=%zz&line=1%0D%0A2&revision=7");
        assert_eq!(fields.get("a"), "x y&z");
        assert!(fields.has("b") && !fields.has("d"));
        assert_eq!(fields.joined("c"), "ž, 2");
        assert_eq!(fields.get("bad"), "%zz");
        let mut cut = fields.clone();
        cut.cut("c", 1);
        assert_eq!(cut.joined("c"), "ž, 2");
        cut.cut("a", 2);
        assert_eq!(cut.get("a"), "x");
        assert_eq!(fields.get("line"), "1\n2");
        assert_eq!(fields.revision(), Some(7));
    }
}
