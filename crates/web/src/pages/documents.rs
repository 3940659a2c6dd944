//! The register of documents: what has to be in writing, and where it stands.

use maud::{Markup, html};
use model::RecordKind;
use reports::document_register::{DocumentRegister, Entry, Standing, document_register};

use crate::failure::Answer;
use crate::layout::PageHead;
use crate::parts::table::{Table, table_of};
use crate::parts::{Action, Icon, Status, section, state};
use crate::visit::Visit;

/// The address.
pub const REGISTER: &str = "/documents/register";

/// Answers with the register.
///
/// # Errors
/// None of its own.
pub async fn register(visit: Visit) -> Answer {
    let all = document_register(visit.isms(), visit.today);
    let (done, due) = DocumentRegister::count(&all.required);
    let main = html! {
        p.lead { span { b { (done) " of " (due) } " that the clauses require are in force." } }
        (part(&visit, "required", "Required by the clauses", &all.required))
        (part(&visit, "annex-a", "Worded as documented in Annex A", &all.annex_a))
        details.fold {
            summary { "Usual, not required: " (count(&all.usual)) }
            (rows(&visit, "Usual, not required", &all.usual))
        }
    };
    let head = PageHead {
        lead: Some(html! {
            "What has to be in writing. A record of this program plays the part of a document: nobody writes a text only to have one."
        }),
        actions: vec![Action::link("All documents", visit.at("/documents")).icon(Icon::Document)],
        ..PageHead::new("Register of documents")
    };
    Ok(visit.page(REGISTER, head, main))
}

fn part(visit: &Visit, id: &str, title: &str, entries: &[Entry]) -> Markup {
    section(id, title, &count(entries), &[], rows(visit, title, entries))
}

fn count(entries: &[Entry]) -> String {
    let (done, due) = DocumentRegister::count(entries);
    format!("{done} of {due} in force")
}

fn rows(visit: &Visit, title: &str, entries: &[Entry]) -> Markup {
    let begins = visit.offers_new(RecordKind::Document);
    let row = |entry: &Entry| {
        vec![
            html! { b { (entry.title) } br; span.secondary { (entry.content) } },
            html! { (entry.refs.join(", ")) },
            state(status(entry.standing), entry.standing.word()),
            kept(visit, entry, begins),
        ]
    };
    table_of(
        title,
        &Table {
            caption: String::new(),
            head: ["What", "Asked by", "Standing", "Where it is kept"].map(str::to_owned).to_vec(),
            rows: entries.iter().map(row).collect(),
        },
    )
}

fn status(standing: Standing) -> Status {
    match standing {
        Standing::InForce => Status::Met,
        Standing::Partly => Status::Attention,
        Standing::Missing => Status::Problem,
        Standing::NotDue => Status::NotApplicable,
    }
}

/// Returns the records that are it; where there is none, the way to begin one.
fn kept(visit: &Visit, entry: &Entry, begins: bool) -> Markup {
    let more = entry.count - entry.records.len();
    html! {
        @for id in &entry.records { a.id-link href=(visit.record_at(*id)) { (id) } " " }
        @if more > 0 { span.secondary { "and " (more) " more" } }
        @if entry.standing == Standing::Missing && begins && entry.kind == "soa" {
            // The statement is no document of its own: it is made of the controls.
            a href=(visit.at("/soa")) { "Open it" }
        } @else if entry.standing == Standing::Missing && begins {
            a href=(visit.at(&format!("/documents/new?kind={}&title={}", entry.kind, escaped(entry.title)))) { "Begin one" }
        }
    }
}

/// Returns our own words as a part of an address.
fn escaped(text: &str) -> String {
    text.replace(' ', "%20")
}
