//! The file by which a paper goes from a body's instance to its client's, signed by the body.

use model::records::{IssuedKind, Share};
use model::{Date, Digest, Line, Problem, Prose, Ref, Shape, Value};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{IssuedPaper, ReceiveIssued};

/// A paper of a body on its way to a client elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssuedFile {
    /// What the file is: always [`IssuedFile::FORMAT`].
    pub format: String,
    /// Who issued it: the body.
    pub body: Line,
    /// What the body calls the work.
    pub engagement: Line,
    /// What the client calls the share.
    pub share: Line,
    /// What the body calls the paper.
    pub number: Line,
    /// The paper.
    pub paper: IssuedPaper,
    /// The hash of its content.
    pub digest: Digest,
    /// Who issued it at the body.
    pub issued_by: Line,
    /// When.
    pub issued_on: Date,
    /// The last commit of the body's records when it signed: number and hash.
    pub head: Line,
    /// The key that it signed with.
    pub key: Line,
    /// Its signature over all of this.
    pub signature: Line,
}

/// Why a file is not taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum IssuedFileFault {
    /// It is larger than any paper.
    #[error("the file has {bytes} bytes; expected at most {} of an issued paper", IssuedFile::BYTES_MAX)]
    TooLarge {
        /// How many bytes it has.
        bytes: usize,
    },
    /// It is something else.
    #[error("this is no issued paper: {0}")]
    Unreadable(String),
    /// An older program wrote it.
    #[error(
        "the file is of an older program and not signed, so anybody could have written it; ask the body to issue it again"
    )]
    Unsigned,
    /// A field cannot be meant.
    #[error("{field} cannot be meant: {problem}")]
    Field {
        /// Which one.
        field: &'static str,
        /// What is the matter.
        problem: String,
    },
    /// Its words are others than its hash says.
    #[error(
        "the words of {number} have the hash {found}, and the file says {recorded}; ask the body for it again"
    )]
    Changed {
        /// The paper.
        number: Line,
        /// What its words hash to.
        found: String,
        /// What the file says.
        recorded: String,
    },
}

/// What files of older programs begin with.
const UNSIGNED: &str = "plumbline/issued@v1";

/// What tells of which program a file is.
#[derive(Deserialize)]
struct Begun {
    #[serde(default)]
    format: String,
}

impl IssuedFile {
    /// What such a file begins with.
    pub const FORMAT: &'static str = "plumbline/issued@v2";

    /// The largest file that is taken.
    pub const BYTES_MAX: usize = 1024 * 1024;

    /// Returns its bytes: restricted JSON.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        model::stored::bytes(self)
    }

    /// Reads a file, and looks that its words are those of its hash.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn of_bytes(bytes: &[u8]) -> Result<Self, IssuedFileFault> {
        if bytes.len() > Self::BYTES_MAX {
            return Err(IssuedFileFault::TooLarge { bytes: bytes.len() });
        }
        let unreadable = |error: serde_json::Error| IssuedFileFault::Unreadable(error.to_string());
        let begun: Begun = serde_json::from_slice(bytes).map_err(unreadable)?;
        if begun.format == UNSIGNED {
            return Err(IssuedFileFault::Unsigned);
        }
        if begun.format != Self::FORMAT {
            return Err(IssuedFileFault::Unreadable(format!("expected the format {}", Self::FORMAT)));
        }
        let read: Self = serde_json::from_slice(bytes).map_err(unreadable)?;
        let lines = [
            ("body", &read.body),
            ("engagement", &read.engagement),
            ("share", &read.share),
            ("number", &read.number),
            ("title", &read.paper.title),
            ("issued_by", &read.issued_by),
            ("head", &read.head),
            ("key", &read.key),
            ("signature", &read.signature),
        ];
        for (field, line) in lines {
            Line::read(line)
                .map_err(|problem| IssuedFileFault::Field { field, problem: problem.to_string() })?;
        }
        Prose::read(&read.paper.text)
            .map_err(|problem| IssuedFileFault::Field { field: "text", problem: problem.to_string() })?;
        let found = read.paper.digest();
        if found != read.digest {
            let (found, recorded) = (found.short().to_owned(), read.digest.short().to_owned());
            return Err(IssuedFileFault::Changed { number: read.number, found, recorded });
        }
        Ok(read)
    }

    /// Returns what takes it into the client's records.
    ///
    /// # Errors
    /// Where the share that it names is none.
    pub fn receiving(&self) -> Result<ReceiveIssued, IssuedFileFault> {
        let share: Ref<Share> = Ref::parse(&self.share).ok_or_else(|| IssuedFileFault::Field {
            field: "share",
            problem: format!("\"{}\" is none; expected one such as SHR-1", self.share),
        })?;
        Ok(self.received_by(share))
    }

    /// Returns what takes it into the client's records by a share.
    #[must_use]
    pub fn received_by(&self, share: Ref<Share>) -> ReceiveIssued {
        ReceiveIssued {
            share,
            meant_for: self.share.clone(),
            number: self.number.clone(),
            paper: self.paper.clone(),
            digest: self.digest.clone(),
            issued_by: self.issued_by.clone(),
            issued_on: self.issued_on,
            body: self.body.clone(),
            engagement: self.engagement.clone(),
            head: self.head.clone(),
            key: self.key.clone(),
            signature: self.signature.clone(),
        }
    }

    /// Returns the bytes that the body signs.
    #[must_use]
    pub fn statement(&self) -> Vec<u8> {
        self.received_by(Ref::number(1)).statement()
    }

    /// Returns the file of nothing, which no share takes.
    fn blank() -> Self {
        let (none, paper) = (Line::default, IssuedPaper::blank(IssuedKind::Plan));
        Self {
            format: Self::FORMAT.to_owned(),
            body: none(),
            engagement: none(),
            share: none(),
            number: none(),
            digest: paper.digest(),
            paper,
            issued_by: none(),
            issued_on: Date::MIN,
            head: none(),
            key: none(),
            signature: none(),
        }
    }
}

/// As a field of a form it holds the whole text of the file.
impl Value for IssuedFile {
    fn text(&self) -> String {
        String::from_utf8(self.bytes()).expect("JSON is text")
    }
    fn is_empty(&self) -> bool {
        self.number.is_empty()
    }
    fn read(text: &str) -> Result<Self, Problem> {
        if text.trim().is_empty() {
            return Ok(Self::blank());
        }
        Self::of_bytes(text.as_bytes()).map_err(|fault| {
            Problem::new(fault.to_string()).expected("the whole text of the file that the body sent")
        })
    }
    fn shape() -> Shape {
        Shape::Prose
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> IssuedFile {
        let paper = IssuedPaper {
            title: "List of leavers".into(),
            text: "of this year".into(),
            ..IssuedPaper::blank(IssuedKind::Request)
        };
        IssuedFile {
            body: "Certs".into(),
            engagement: "ENG-1".into(),
            share: "SHR-1".into(),
            number: "ENG-1/1".into(),
            digest: paper.digest(),
            paper,
            issued_by: "Ada".into(),
            issued_on: Date::constant(2026, 3, 3),
            ..IssuedFile::blank()
        }
    }

    #[test]
    fn a_file_comes_back_as_it_went_and_no_other_word_does() {
        let bytes = file().bytes();
        assert_eq!(IssuedFile::of_bytes(&bytes), Ok(file()));
        let text = String::from_utf8(bytes.clone()).expect("JSON");
        assert_eq!(<IssuedFile as Value>::read(&text), Ok(file()));
        for (from, to) in [
            ("of this year", "of last year"),
            ("List of leavers", "List of joiners"),
            ("plumbline/issued@v2", "plumbline/issued@v3"),
            ("\"share\":\"SHR-1\"", "\"shares\":\"SHR-1\""),
            ("\"share\":\"SHR-1\"", "\"share\":\"SHR-1\",\"share\":\"SHR-2\""),
            ("{", "[{"),
        ] {
            let forged = text.replacen(from, to, 1);
            assert_ne!(forged, text, "{from}");
            assert!(IssuedFile::of_bytes(forged.as_bytes()).is_err(), "{from}");
        }
        for cut in 0..bytes.len() {
            assert!(
                matches!(IssuedFile::of_bytes(&bytes[..cut]), Err(IssuedFileFault::Unreadable(_))),
                "{cut}"
            );
        }
    }

    #[test]
    fn what_is_too_large_unsigned_or_no_json_is_refused_in_words() {
        let long = IssuedFile { body: "x".repeat(9_000).as_str().into(), ..file() };
        assert!(matches!(
            IssuedFile::of_bytes(&long.bytes()),
            Err(IssuedFileFault::Field { field: "body", .. })
        ));
        let huge = vec![b' '; 10 * 1024 * 1024];
        assert!(matches!(IssuedFile::of_bytes(&huge), Err(IssuedFileFault::TooLarge { .. })));
        let old = br#"{"format":"plumbline/issued@v1","body":"Certs","number":"ENG-1/1"}"#;
        assert_eq!(IssuedFile::of_bytes(old), Err(IssuedFileFault::Unsigned));
        for bad in [&b"PK\x03\x04"[..], b"not json", b"", b"[]", b"{}", b"\xff\xfe", &[b'['; 100_000]] {
            assert!(matches!(IssuedFile::of_bytes(bad), Err(IssuedFileFault::Unreadable(_))), "{bad:?}");
        }
        assert!(IssuedFile { share: "R-1".into(), ..file() }.receiving().is_err());
    }
}
