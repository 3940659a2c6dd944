//! The file by which a paper goes from a body's instance to its client's.

use model::records::Share;
use model::{Date, Digest, Line, Prose, Ref, Value};
use operations::{IssuedPaper, ReceiveIssued};
use serde::{Deserialize, Serialize};
use thiserror::Error;

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

impl IssuedFile {
    /// What such a file begins with.
    pub const FORMAT: &'static str = "plumbline/issued@v1";

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
    pub fn read(bytes: &[u8]) -> Result<Self, IssuedFileFault> {
        if bytes.len() > Self::BYTES_MAX {
            return Err(IssuedFileFault::TooLarge { bytes: bytes.len() });
        }
        let read: Self =
            serde_json::from_slice(bytes).map_err(|error| IssuedFileFault::Unreadable(error.to_string()))?;
        if read.format != Self::FORMAT {
            return Err(IssuedFileFault::Unreadable(format!("expected the format {}", Self::FORMAT)));
        }
        let lines = [
            ("body", &read.body),
            ("engagement", &read.engagement),
            ("share", &read.share),
            ("number", &read.number),
            ("title", &read.paper.title),
            ("issued_by", &read.issued_by),
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
        Ok(ReceiveIssued {
            share,
            number: self.number.clone(),
            paper: self.paper.clone(),
            digest: self.digest.clone(),
            issued_by: self.issued_by.clone(),
            issued_on: self.issued_on,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::records::IssuedKind;

    fn file() -> IssuedFile {
        let paper = IssuedPaper {
            kind: IssuedKind::Request,
            title: "List of leavers".into(),
            text: "of this year".into(),
            grade: None,
            clause: None,
            control: None,
            due: None,
            day: None,
            days: None,
            granted: None,
        };
        IssuedFile {
            format: IssuedFile::FORMAT.to_owned(),
            body: "Certs".into(),
            engagement: "ENG-1".into(),
            share: "SHR-1".into(),
            number: "ENG-1/1".into(),
            digest: paper.digest(),
            paper,
            issued_by: "Ada".into(),
            issued_on: Date::constant(2026, 3, 3),
        }
    }

    #[test]
    fn a_file_comes_back_as_it_went_and_no_other_word_does() {
        let bytes = file().bytes();
        assert_eq!(IssuedFile::read(&bytes), Ok(file()));
        let text = String::from_utf8(bytes).expect("JSON");
        for (from, to) in [
            ("of this year", "of last year"),
            ("List of leavers", "List of joiners"),
            ("plumbline/issued@v1", "plumbline/issued@v2"),
            ("\"share\":\"SHR-1\"", "\"shares\":\"SHR-1\""),
            ("{", "[{"),
        ] {
            let forged = text.replacen(from, to, 1);
            assert_ne!(forged, text, "{from}");
            assert!(IssuedFile::read(forged.as_bytes()).is_err(), "{from}");
        }
        let long = IssuedFile { body: "x".repeat(9_000).as_str().into(), ..file() };
        assert!(matches!(IssuedFile::read(&long.bytes()), Err(IssuedFileFault::Field { field: "body", .. })));
        let huge = vec![b' '; IssuedFile::BYTES_MAX + 1];
        assert!(matches!(IssuedFile::read(&huge), Err(IssuedFileFault::TooLarge { .. })));
        assert!(IssuedFile { share: "R-1".into(), ..file() }.receiving().is_err());
    }
}
