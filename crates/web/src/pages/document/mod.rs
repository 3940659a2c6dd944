//! A document: its version, its text, who has read it, and what changed from version to version.

pub mod compare;
mod diff;
pub mod editor;
pub mod open_places;
mod readers;

use maud::{Markup, html};
use model::records::{Document, DocumentContent, DocumentStatus};
use model::{Approval, Entry, Ref};
use operations::draft_version;

use crate::failure::{Answer, Failure};
use crate::pages::comments;
use crate::pages::decide;
use crate::pages::naming::short_day;
use crate::pages::record::{deeds, page as generic, shown};
use crate::parts::digest::digest;
use crate::parts::markdown::markdown;
use crate::parts::table::{Table, stacked};
use crate::parts::version_bar::{VersionBar, version_bar};
use crate::parts::{Action, Status, facts, section, split, state};
use crate::visit::{Of, Visit};

/// The entry in the rail.
const HERE: &str = "/documents";
/// How many versions are listed.
const VERSIONS_MAX: usize = 30;

/// Answers with a document.
///
/// # Errors
/// Where there is none.
pub async fn page(visit: Visit, Of(id): Of<Document>) -> Answer {
    let entry = found(&visit, id)?;
    let fields = shown::record_facts(&visit, id.id(), entry);
    let marks = comments::Marks::of(&visit, id.id());
    let main = html! {
        (bar(&visit, id, entry))
        (open_places::callout(&visit, id.id(), entry))
        (generic::said(&visit, id.id()).await?)
        @if !entry.text.is_empty() { (section("text", "Text", "", &[], html! { div.document-text { (markdown(&entry.text)) } (marks.line("text", "Text")) })) }
        (section("fields", "About it", "", &[], html! {
            (facts(&fields.into_iter().filter(|fact| fact.name != "Text" && fact.name != "Approvals").collect::<Vec<_>>()))
            (shown::not_recorded(&visit, id.id(), entry))
        }))
        (comments::thread(&visit, id.id()))
    };
    let panel = html! {
        (deeds::links(&visit, id.id(), entry))
        (readers::readers(&visit, id, entry))
        (versions(&visit, id, entry))
        (generic::sources(&visit, id.id()))
        (generic::about(&visit, id.id(), entry))
    };
    Ok(visit.page(HERE, generic::head(&visit, id.id(), entry), split(main, panel)))
}

/// Returns a document, proposed or not.
fn found(visit: &Visit, id: Ref<Document>) -> Result<&Entry<Document>, Failure> {
    visit.isms().documents.find(&id).ok_or_else(|| Failure::unknown(id))
}

/// Returns the version in force on the day of the page.
fn in_force<'a>(visit: &Visit, document: &'a Document) -> Option<&'a Approval<DocumentContent>> {
    document.in_force(visit.today)
}

/// Returns the bar that says which version is read, and which one holds.
fn bar(visit: &Visit, id: Ref<Document>, document: &Entry<Document>) -> Markup {
    let version = draft_version(visit.isms(), id.id(), visit.today).unwrap_or(1);
    let holding = in_force(visit, document);
    let is_it = holding.is_some_and(|one| one.content == document.content());
    let compare = visit.at(&format!("/documents/{id}/compare"));
    let (status, word) = match (document.status, is_it) {
        (DocumentStatus::Withdrawn, _) => (Status::NotApplicable, "withdrawn"),
        (DocumentStatus::Superseded, _) => (Status::NotApplicable, "superseded"),
        (DocumentStatus::InReview, false) => (Status::InProgress, "in review"),
        (DocumentStatus::Draft | DocumentStatus::Approved | DocumentStatus::InReview, true) => {
            (Status::Met, "in force")
        }
        (DocumentStatus::Draft | DocumentStatus::Approved, false) => (Status::NotStarted, "draft"),
    };
    let words = match holding {
        Some(one) if is_it => {
            format!("approved by {}, {}", visit.isms().name_of(one.by.id()), short_day(one.on))
        }
        Some(_) => "this text is not what holds".to_owned(),
        None => "no version is in force".to_owned(),
    };
    let mut actions = Vec::new();
    let is_written = standards::starters::blank(&document.text).is_none();
    if document.status == DocumentStatus::InReview && is_written && !visit.is_past() {
        actions.push(Action::link("Decide", visit.at(&decide::path(id.id()))));
    }
    if !document.approvals.is_empty() {
        actions.push(Action::link("Compare", compare.clone()).quiet());
    }
    version_bar(&VersionBar {
        version: format!("v{version}"),
        state: (status, word.to_owned()),
        words,
        holds: holding
            .filter(|_| !is_it)
            .map(|one| (format!("version {} of {} holds", one.version, short_day(one.on)), compare)),
        actions,
    })
}

/// Returns the versions that were approved, the newest first.
fn versions(visit: &Visit, id: Ref<Document>, document: &Document) -> Markup {
    let mut all: Vec<&Approval<DocumentContent>> =
        document.approvals.iter().filter(|one| one.on <= visit.today).collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.version));
    let row = |one: &&Approval<DocumentContent>| {
        let compare = visit.at(&format!("/documents/{id}/compare?from={}", one.version));
        vec![
            html! { a href=(compare) { "v" (one.version) } },
            html! { span.nowrap { (short_day(one.on)) } " " (visit.isms().name_of(one.by.id())) @if let Some(on) = one.withdrawn_on { br; (state(Status::NotApplicable, &format!("withdrawn {}", short_day(on)))) } },
            digest("", &one.digest.to_string()),
        ]
    };
    html! {
        @if !all.is_empty() {
            (section("versions", "Versions", &all.len().to_string(), &[], stacked(&Table {
                caption: String::new(),
                head: ["Version", "Approved", "Content"].map(str::to_owned).to_vec(),
                rows: all.iter().take(VERSIONS_MAX).map(row).collect(),
            })))
        }
    }
}
