//! Which reader a file needs, told by its content and then by its name.

use crate::ciso_assistant::{self, Domain};
use crate::limits::Limits;
use crate::problem::{Problem, quote};
use crate::sheet::Workbook;
use crate::{archive::Archive, csv, markdown, xlsx};

/// What a file turned out to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    /// Tables: a workbook, a text table or a document.
    Tables(Workbook),
    /// An export of CISO Assistant.
    Domain(Box<Domain>),
}

/// Reads a file. The name only decides between texts; it is never opened.
pub fn open(name: &str, bytes: &[u8], limits: &Limits) -> Result<Source, Problem> {
    const EXPECTED: &str = ".xlsx, .csv, .md, or a domain export of CISO Assistant (.bak)";
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Problem::file("the file is empty", EXPECTED));
    }
    if bytes.starts_with(b"PK") {
        let archive = Archive::open(bytes, limits)?;
        let is_workbook = archive.has("[Content_Types].xml");
        let is_domain = archive.has("data.json");
        drop(archive);
        return match (is_workbook, is_domain) {
            (true, _) => xlsx::read(bytes, limits).map(Source::Tables),
            (false, true) => {
                ciso_assistant::read(bytes, limits).map(|domain| Source::Domain(Box::new(domain)))
            }
            (false, false) => {
                Err(Problem::file("the zip is neither a workbook nor an export that is known", EXPECTED))
            }
        };
    }
    let other = [
        (&b"\xd0\xcf\x11\xe0"[..], "an old workbook (.xls) or one with a password"),
        (b"%PDF", "a PDF"),
        (b"\x1f\x8b", "a gzip archive"),
        (b"\x89PNG", "an image"),
        (b"\xff\xd8\xff", "an image"),
        (b"SQLite format 3", "a database"),
        (b"<?xml", "an XML document"),
        (b"<!DOCTYPE", "an HTML document"),
        (b"<html", "an HTML document"),
    ];
    if let Some((_, what)) = other.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(Problem::file(format!("the file is {what}"), EXPECTED));
    }
    let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
    match ending.as_str() {
        "md" | "markdown" => markdown::read(bytes, limits).map(Source::Tables),
        "csv" | "tsv" | "txt" | "tab" => csv::read(bytes, None, limits).map(Source::Tables),
        "xlsx" | "bak" | "zip" => Err(Problem::file(format!("{} is no zip", quote(name)), EXPECTED)),
        _ if bytes.starts_with(b"{") || bytes.starts_with(b"[") => {
            Err(Problem::file("the file is JSON of a kind that is not read", EXPECTED))
        }
        _ => match markdown::read(bytes, limits) {
            Ok(book) => Ok(Source::Tables(book)),
            Err(_) => csv::read(bytes, None, limits).map(Source::Tables),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{fixture, zip_of};

    #[test]
    fn a_file_of_another_kind_is_refused_by_what_it_is() {
        for (bytes, what) in [
            (&b"%PDF-1.7"[..], "a PDF"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old workbook"),
            (b"", "empty"),
            (b"  \n", "empty"),
            (b"{\"a\": 1}", "JSON"),
            (b"<?xml version=\"1.0\"?>", "XML"),
        ] {
            let problem = open("file", bytes, &Limits::usual()).expect_err(what);
            assert!(problem.message.contains(what), "{problem}");
        }
        assert!(open("a.zip", &zip_of(&[("x", b"x")]), &Limits::usual()).is_err());
        assert!(open("a.xlsx", b"id,name\n1,2\n", &Limits::usual()).is_err());
    }

    #[test]
    fn the_real_files_open_by_their_content() {
        for (name, is_domain) in [
            ("real-isms/ciso-assistant-dummy-domain.bak", true),
            ("real-isms/ismscore-A.8.8.2-vulnerability-inventory.xlsx", false),
            ("real-isms/securenusantara-risk-register.md", false),
            ("synthetic/risk-register-title-and-two-header-rows.cp1252.csv", false),
        ] {
            let Some(bytes) = fixture(name) else { return };
            let source = open(name, &bytes, &Limits::usual()).unwrap_or_else(|problem| panic!("{problem}"));
            assert_eq!(matches!(source, Source::Domain(_)), is_domain, "{name}");
        }
    }
}
