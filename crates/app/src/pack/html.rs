//! Pages of a pack: plain HTML without script, to be read without this program.

use std::fmt::Write as _;

use reports::workbook::Sheet;

use super::{Listed, MANIFEST, Manifest};

/// What makes pages readable; it has no colours of its own, so that they follow the reader's.
const STYLE: &str = "body{font-family:sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;line-height:1.45}\
table{border-collapse:collapse;width:100%}td,th{border:1px solid;padding:.3rem .5rem;text-align:left;vertical-align:top;\
white-space:pre-wrap;overflow-wrap:anywhere}code{overflow-wrap:anywhere}.wide{overflow-x:auto}dt{font-weight:bold}";

/// What else stands on the first page.
pub(super) struct Cover<'a> {
    /// What the manifest says.
    pub manifest: &'a Manifest,
    /// What the certificate is to cover.
    pub scope: String,
    /// The exceptions from duties that hold.
    pub exceptions: Vec<String>,
    /// What files hold, by path.
    pub what: Vec<(String, String)>,
    /// What is shared and could not be put in.
    pub left_out: Vec<String>,
    /// Whether the files of evidence are shared.
    pub files: &'static str,
}

/// Returns text as it may stand in HTML.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            sign => out.push(sign),
        }
    }
    out
}

fn page(title: &str, body: &str) -> String {
    let title = escaped(title);
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title><style>{STYLE}</style></head>\n\
         <body><h1>{title}</h1>\n{body}</body></html>\n"
    )
}

/// Returns a sheet as a page.
pub(super) fn page_of_sheet(organisation: &str, title: &str, sheet: &Sheet) -> String {
    let mut body = format!("<p>{}</p>\n<div class=\"wide\"><table><thead><tr>", escaped(organisation));
    for column in sheet.columns() {
        let _ = write!(body, "<th scope=\"col\">{}</th>", escaped(&column.label));
    }
    body.push_str("</tr></thead>\n<tbody>\n");
    for row in sheet.rows() {
        body.push_str("<tr>");
        for cell in row {
            let _ = write!(body, "<td>{}</td>", escaped(&cell.show()));
        }
        body.push_str("</tr>\n");
    }
    body.push_str("</tbody></table></div>\n");
    page(title, &body)
}

/// Returns the first page: what the pack is, as of when, with which exceptions, what is in it, and how to check it.
pub(super) fn cover(cover: &Cover<'_>) -> String {
    let Manifest { organisation, share, body, engagement, as_of, commit, head, log, .. } = cover.manifest;
    let mut out = String::from("<dl>\n");
    let as_of = as_of.map(|day| day.to_string()).unwrap_or_default();
    let facts = [
        ("Organisation", organisation.to_string()),
        ("Scope", cover.scope.clone()),
        ("For", body.to_string()),
        ("Engagement", engagement.to_string()),
        ("Share", share.to_string()),
        ("As of", as_of),
        ("Commit", commit.to_string()),
        ("Hash of the commit", head.to_string()),
        ("Log", log.clone()),
        ("Files of evidence and documents", cover.files.to_owned()),
    ];
    for (label, text) in facts.iter().filter(|(_, text)| !text.is_empty()) {
        let _ = writeln!(out, "<dt>{label}</dt><dd>{}</dd>", escaped(text));
    }
    out.push_str("</dl>\n<h2>Recorded exceptions from duties</h2>\n");
    out.push_str(&list(&cover.exceptions, reports::NO_EXCEPTION));
    if !cover.left_out.is_empty() {
        out.push_str("<h2>Shared, and not in this pack</h2>\n");
        out.push_str(&list(&cover.left_out, ""));
    }
    out.push_str("<h2>What is in it</h2>\n<table><thead><tr><th>File</th><th>What</th><th>Bytes</th><th>SHA-256</th></tr></thead><tbody>\n");
    for Listed { path, sha256, size } in &cover.manifest.files {
        let what = cover.what.iter().find(|(known, _)| known == path).map_or("", |(_, what)| what.as_str());
        let _ = writeln!(
            out,
            "<tr><td><a href=\"{path}\">{path}</a></td><td>{}</td><td>{size}</td><td><code>{sha256}</code></td></tr>",
            escaped(what)
        );
    }
    out.push_str("</tbody></table>\n<h2>How to check it</h2>\n<ol>\n");
    let steps = [
        format!(
            "{MANIFEST} lists every file of this pack with its SHA-256 and size. Hash each one (sha256sum on Linux, \
             Get-FileHash on Windows, shasum -a 256 on a Mac) and compare; or: plumb verify FILE.zip"
        ),
        "Ask the organisation, by another way than this file came, for the hash of the whole file: it stands in its log with who \
         wrote the pack and when."
            .to_owned(),
        "Keep the number and the hash of the commit. At the next audit the organisation's log must still hold that commit with \
         that hash."
            .to_owned(),
    ];
    for step in &steps {
        let _ = writeln!(out, "<li>{}</li>", escaped(step));
    }
    out.push_str("</ol>\n");
    page(&format!("{organisation}: {share}"), &out)
}

fn list(lines: &[String], none: &str) -> String {
    if lines.is_empty() {
        return format!("<p>{}</p>\n", escaped(none));
    }
    let lines: String = lines.iter().map(|line| format!("<li>{}</li>\n", escaped(line))).collect();
    format!("<ul>\n{lines}</ul>\n")
}
