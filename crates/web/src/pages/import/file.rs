//! The first step: a file comes in and is kept aside.

use axum::extract::Multipart;
use axum::http::StatusCode;
use importers::Source;
use maud::{Markup, html};

use super::map_text::shape;
use super::planned::opened;
use super::{HERE, Step, way};
use crate::failure::{Answer, Failure};
use crate::layout::PageHead;
use crate::parts::form::problems;
use crate::parts::section;
use crate::parts::table::{Table, table};
use crate::parts::upload::upload;
use crate::visit::Visit;

/// Answers with the drop zone.
///
/// # Errors
/// None of its own.
pub async fn page(visit: Visit) -> Answer {
    Ok(visit.page(HERE, head(&visit), main(&visit, None)))
}

/// Takes a file, looks what it is, and goes to its columns or to the check.
///
/// # Errors
/// Where the form cannot be read.
pub async fn take(visit: Visit, mut form: Multipart) -> Answer {
    let unreadable = |error: axum::extract::multipart::MultipartError| {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Failure::TooLarge("a file to be imported holds at most 64 MiB".to_owned())
        } else {
            Failure::Unreadable("the file did not come whole; choose it again, and send it again".to_owned())
        }
    };
    let mut found = None;
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        if field.name() == Some("file") {
            let name = field.file_name().unwrap_or_default().to_owned();
            let name: String = name
                .rsplit(['/', '\\'])
                .next()
                .unwrap_or_default()
                .chars()
                .filter(|sign| !sign.is_control())
                .take(120)
                .collect();
            found = Some((name, field.bytes().await.map_err(unreadable)?.to_vec()));
        }
    }
    let Some((name, bytes)) = found.filter(|(name, _)| !name.is_empty()) else {
        return Ok(refused(&visit, "choose a file first"));
    };
    let kept = visit.session.uploads.keep(visit.books.origin(), name, bytes)?;
    match opened(&kept).await? {
        Err(words) => {
            visit.session.uploads.drop_file(&kept.word);
            Ok(refused(&visit, &format!("{}: {words}", kept.name)))
        }
        Ok(Source::Domain(_)) => Ok(visit.to(&format!("/import/{}", kept.word))),
        Ok(Source::Tables(book)) => {
            let said = visit.site.instance().aside(visit.books.log(), &shape(&book)).await?;
            if let Some(said) = said.and_then(|said| String::from_utf8(said).ok()) {
                *kept.map.lock().expect("nobody panics here") = said;
            }
            Ok(visit.to(&format!("/import/{}/columns", kept.word)))
        }
    }
}

fn head(visit: &Visit) -> PageHead {
    PageHead { actions: vec![crate::pages::jobs::way(visit)], ..PageHead::new("Import") }
}

fn refused(visit: &Visit, words: &str) -> axum::response::Response {
    visit.refused_page(StatusCode::UNPROCESSABLE_ENTITY, HERE, head(visit), main(visit, Some(words)))
}

fn main(visit: &Visit, problem: Option<&str>) -> Markup {
    let read = [
        (
            "Excel (.xlsx)",
            "Risk registers, asset, supplier and control lists, statements of applicability, action plans, evidence lists",
        ),
        (
            "CSV, tab, Markdown tables",
            "The same; comma, semicolon or tab, decimal comma or point, title rows above the headings",
        ),
        ("CISO Assistant (.bak)", "The export of a domain with its attachments"),
        ("Our own exports", "Every register that Plumbline exports, with its ids"),
    ];
    let rows =
        read.iter().map(|(what, holds)| vec![html! { b { (what) } }, html! { span.secondary { (holds) } }]);
    html! {
        (problems(problem, &[]))
        (way(visit, None, Step::File))
        @if visit.is_past() { p { "This page shows a day that is over. " a href=(format!("/o/{}/import", visit.org)) { "Import today" } } }
        @else {
            (upload(&visit.at(HERE), "file", ".xlsx,.csv,.tsv,.txt,.md,.bak,.zip", "At most 64 MiB. Nothing is written before you have seen what would change."))
        }
        (section("read", "What is read", "", &[], table(&Table { caption: String::new(), head: ["File", "What it may hold"].map(str::to_owned).to_vec(), rows: rows.collect() })))
    }
}
