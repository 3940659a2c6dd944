//! `plumb approve`: a version holds from today.

use clap::Args;
use model::records::Document;
use model::{RecordKind, Ref};
use operations::{ApproveDocument, ApproveMethod, ApproveScope, ApproveSoa, ApproveTreatmentPlan};

use crate::args::{Common, Writes};
use crate::exit::Stop;
use crate::fields;
use crate::nearest::did_you_mean;
use crate::screen::Screen;
use crate::write;

/// What can be approved, as words.
const WORDS: &[&str] = &["scope", "method", "soa", "plan"];

/// Approve scope, method, statement of applicability, treatment plan or a document.
#[derive(Debug, Args)]
#[command(before_help = "plumb approve scope --as \"Mira Kral\"\nplumb approve soa\nplumb approve DOC-3")]
pub struct Approve {
    /// scope, method, soa, plan, or the id of a document
    what: String,
    #[command(flatten)]
    writes: Writes,
}

impl Approve {
    /// Returns an approval of the statement.
    pub fn soa(writes: Writes) -> Self {
        Self { what: "soa".to_owned(), writes }
    }

    /// Returns an approval of a document.
    pub fn document(what: String, writes: Writes) -> Self {
        Self { what, writes }
    }

    /// Approves.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let writes = &self.writes;
        match approved_kind(&self.what)? {
            (RecordKind::Scope, _) => {
                write::perform(common, screen, writes, |_| Ok(ApproveScope::default())).await
            }
            (RecordKind::Method, _) => {
                write::perform(common, screen, writes, |_| Ok(ApproveMethod::default())).await
            }
            (RecordKind::Soa, _) => {
                write::perform(common, screen, writes, |_| Ok(ApproveSoa::default())).await
            }
            (RecordKind::TreatmentPlan, _) => {
                write::perform(common, screen, writes, |_| Ok(ApproveTreatmentPlan::default())).await
            }
            (_, key) => {
                let document: Ref<Document> = Ref::of(key);
                write::perform(common, screen, writes, |_| Ok(ApproveDocument { document, seen: None })).await
            }
        }
    }
}

/// Returns the kind, and which of it, that a word names; only what is approved in versions.
pub fn approved_kind(word: &str) -> Result<(RecordKind, model::Key), Stop> {
    let single = |kind| Ok((kind, model::Key::One));
    match word.trim().to_lowercase().as_str() {
        "scope" => return single(RecordKind::Scope),
        "method" => return single(RecordKind::Method),
        "soa" | "statement" => return single(RecordKind::Soa),
        "plan" | "treatment-plan" => return single(RecordKind::TreatmentPlan),
        _ => {}
    }
    let wrong = || {
        let near = did_you_mean(word, WORDS.iter().copied());
        Stop::usage(format!("\"{word}\" is nothing that is approved{near}"))
            .help("expected scope, method, soa, plan, or the id of a document such as DOC-3")
    };
    let id = fields::id(word).map_err(|_| wrong())?;
    let kinds = [
        RecordKind::Scope,
        RecordKind::Method,
        RecordKind::Soa,
        RecordKind::TreatmentPlan,
        RecordKind::Document,
    ];
    if kinds.contains(&id.kind) { Ok((id.kind, id.key)) } else { Err(wrong()) }
}
