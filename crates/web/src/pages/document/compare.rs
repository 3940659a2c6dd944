//! Two versions of a document side by side.

use maud::{Markup, html};
use model::records::{Document, DocumentContent};

use super::{HERE, diff, found, in_force};
use crate::failure::{Answer, Failure};
use crate::layout::PageHead;
use crate::pages::naming::short_day;
use crate::parts::digest::digest;
use crate::parts::empty::empty;
use crate::parts::filter::{FilterBar, Pick, filter_bar};
use crate::parts::table::{Table, table};
use crate::parts::{Action, Choice, Icon};
use crate::visit::{Of, Visit};

/// The word of what is edited now.
const NOW: &str = "now";

/// A version that can be chosen.
struct Version {
    word: String,
    label: String,
    content: DocumentContent,
    digest: String,
}

impl Version {
    /// Returns what it is called in a heading.
    fn title(&self) -> String {
        if self.word == NOW { "Now".to_owned() } else { format!("Version {}", self.word) }
    }
}

/// Answers with two versions side by side.
///
/// # Errors
/// Where there is no such document, or the address names a version that it does not have.
pub async fn page(visit: Visit, Of(id): Of<Document>) -> Answer {
    let document = found(&visit, id)?;
    let versions = versions(&visit, document);
    let chosen = |name: &str, usual: usize| -> Result<&Version, Failure> {
        match visit.query.get(name) {
            "" => versions.get(usual).ok_or_else(|| Failure::unknown("such version")),
            word => {
                let word = word.strip_prefix('v').unwrap_or(word);
                versions.iter().find(|one| one.word == word).ok_or_else(|| Failure::unknown("such version"))
            }
        }
    };
    let last = versions.len() - 1;
    // What is edited now, against what holds; where that is the same, against the version before.
    let holding = in_force(&visit, document);
    let is_same = holding.is_some_and(|one| one.content == document.content());
    let usual = match holding
        .and_then(|one| versions.iter().position(|version| version.word == one.version.to_string()))
    {
        Some(at) if is_same => at.saturating_sub(1),
        Some(at) => at,
        None => last.saturating_sub(1),
    };
    let (from, to) = (chosen("from", usual)?, chosen("to", last)?);
    let main = html! {
        @if versions.len() < 2 {
            (empty(Icon::Compare, "There is only one version", "Once one is approved, this page shows what changed since.", &[Action::link("Back to the document", visit.record_at(id))]))
        } @else {
            (bar(&visit, &versions, from, to))
            (fields(&visit, from, to))
            @match diff::side_by_side(&from.content.text, &to.content.text, (&from.label, &to.label)) {
                Some(table) => (table),
                None => p.secondary { "The text is the same." },
            }
            p.secondary.small { (from.label) ": " (digest("sha256", &from.digest)) " · " (to.label) ": " (digest("sha256", &to.digest)) }
        }
    };
    let head = PageHead {
        crumbs: vec![
            ("Documents".to_owned(), visit.at(HERE)),
            (format!("{id} {}", document.title), visit.record_at(id)),
        ],
        ..PageHead::new(format!("{}, against {}", to.title(), from.title().to_lowercase()))
    };
    Ok(visit.page(HERE, head, main))
}

/// Returns the versions that were approved, by number, and what is edited now.
fn versions(visit: &Visit, document: &Document) -> Vec<Version> {
    let mut approved: Vec<_> = document.approvals.iter().filter(|one| one.on <= visit.today).collect();
    approved.sort_by_key(|one| one.version);
    let mut all: Vec<Version> = approved
        .into_iter()
        .map(|one| Version {
            word: one.version.to_string(),
            label: format!("Version {}, {}", one.version, short_day(one.on)),
            content: one.content.clone(),
            digest: one.digest.to_string(),
        })
        .collect();
    let content = document.content();
    let digest = model::Digest::of_content(&content).to_string();
    all.push(Version { word: NOW.to_owned(), label: "As it is now".to_owned(), content, digest });
    all
}

fn bar(visit: &Visit, versions: &[Version], from: &Version, to: &Version) -> Markup {
    let choices = || versions.iter().map(|one| Choice::new(one.word.as_str(), one.label.as_str())).collect();
    let pick = |name: &str, label: &str, chosen: &Version| Pick {
        name: name.to_owned(),
        label: label.to_owned(),
        chosen: chosen.word.clone(),
        choices: choices(),
    };
    let day = visit.query.get("as_of");
    filter_bar(&FilterBar {
        action: visit.path.clone(),
        picks: vec![pick("from", "Before", from), pick("to", "After", to)],
        go: "Compare",
        kept: if day.is_empty() { vec![] } else { vec![("as_of".to_owned(), day.to_owned())] },
        ..FilterBar::default()
    })
}

/// Returns what differs beside the text.
fn fields(visit: &Visit, from: &Version, to: &Version) -> Markup {
    let names = |content: &DocumentContent| {
        let names: Vec<String> = content.authors.iter().map(|one| visit.isms().name_of(one.id())).collect();
        names.join(", ")
    };
    let file = |content: &DocumentContent| {
        content.file.as_ref().map(|file| format!("{} {}", file.name, file.digest)).unwrap_or_default()
    };
    let marks = |content: &DocumentContent| {
        content.marks.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    };
    let of = |content: &DocumentContent| {
        [content.title.to_string(), names(content), content.link.to_string(), file(content), marks(content)]
    };
    let labels = ["Title", "Authors", "Link", "File", "Says"];
    let pairs = of(&from.content).into_iter().zip(of(&to.content));
    let rows: Vec<Vec<Markup>> = labels
        .iter()
        .zip(pairs)
        .filter(|(_, (before, after))| before != after)
        .map(|(label, (before, after))| {
            vec![
                html! { (label) },
                html! { @if before.is_empty() { span.missing { "nothing" } } @else { del { (before) } } },
                html! { @if after.is_empty() { span.missing { "nothing" } } @else { ins { (after) } } },
            ]
        })
        .collect();
    html! {
        @if !rows.is_empty() {
            (table(&Table { caption: String::new(), head: vec!["Field".to_owned(), from.label.clone(), to.label.clone()], rows }))
        }
    }
}
