//! What has to be in writing: by the clauses, and by the controls that an organization chose.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::clauses::Stage;
use model::AnnexA;

use crate::printed;

/// What has to be in writing.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Documents {
    /// By the clauses: for everybody.
    pub mandatory: Vec<MandatoryDocument>,
    /// By Annex A: only while the control is included in the Statement of Applicability.
    pub annex_a: Vec<AnnexADocument>,
}

/// Something that the clauses want in writing.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct MandatoryDocument {
    /// The word it is named by.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The clauses that want it.
    pub refs: Vec<String>,
    /// Whether it is kept up to date or proves what happened.
    pub kind: DocumentKind,
    /// Whether the clause itself says "documented"; otherwise it is what auditors expect.
    pub explicit: bool,
    /// What belongs in it.
    pub content: String,
    /// Where an ISMS keeps it: ids of `kept_things`.
    pub held_in: Vec<String>,
    /// In which stages an auditor asks for it.
    pub stage: Vec<Stage>,
    /// What else to know.
    pub note: Option<String>,
}

/// Something that controls of Annex A want in writing.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct AnnexADocument {
    /// The word it is named by.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The controls that want it.
    #[serde(rename = "refs", deserialize_with = "printed::numbers")]
    pub controls: Vec<AnnexA>,
    /// Whether it is kept up to date or proves what happened.
    pub kind: DocumentKind,
    /// Whether the control itself says "documented"; otherwise it is what auditors expect.
    pub explicit: bool,
    /// What belongs in it.
    pub content: String,
}

/// The two kinds of documented information.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// A text that is kept up to date.
    Document,
    /// A proof of what happened.
    Record,
}

/// Returns what has to be in writing.
pub fn documents() -> &'static Documents {
    static DOCUMENTS: OnceLock<Documents> = OnceLock::new();
    DOCUMENTS.get_or_init(|| {
        toml::from_str(include_str!("../data/mandatory-documents.toml")).expect("our own data is well formed")
    })
}

/// Returns the title of a kind of document by the word that a record names it by; none for a word of the organisation's own.
#[must_use]
pub fn title_of_kind(kind: &str) -> Option<&'static str> {
    // Two kinds have a second name, by which rules know them.
    let id = match kind {
        "policy_top" => "policy",
        "method" => "risk-assessment-process",
        other => other,
    };
    let Documents { mandatory, annex_a } = documents();
    let mut all = mandatory
        .iter()
        .map(|one| (&*one.id, &*one.title))
        .chain(annex_a.iter().map(|one| (&*one.id, &*one.title)));
    all.find(|(known, _)| *known == id).map(|(_, title)| title)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn twenty_are_for_everybody_and_the_files_own_counts_hold() {
        let file: toml::Table =
            toml::from_str(include_str!("../data/mandatory-documents.toml")).expect("well formed");
        let count = |key: &str| file["meta"][key].as_integer().and_then(|count| usize::try_from(count).ok());
        let Documents { mandatory, annex_a } = documents();
        assert_eq!(mandatory.len(), 20);
        assert_eq!(count("mandatory_count"), Some(mandatory.len()));
        assert_eq!(count("mandatory_explicit_count"), Some(mandatory.iter().filter(|d| d.explicit).count()));
        assert_eq!(count("annex_a_count"), Some(annex_a.len()));
        assert_eq!(count("annex_a_explicit_count"), Some(annex_a.iter().filter(|d| d.explicit).count()));
    }

    #[test]
    fn a_kind_is_told_by_its_title() {
        assert_eq!(title_of_kind("policy_top"), title_of_kind("policy"));
        assert_eq!(title_of_kind("policy"), Some("Information security policy"));
        assert!(title_of_kind("sdlc").is_some() && title_of_kind("our own").is_none());
    }

    #[test]
    fn no_two_have_the_same_id() {
        let Documents { mandatory, annex_a } = documents();
        for ids in [
            mandatory.iter().map(|document| &document.id).collect::<Vec<_>>(),
            annex_a.iter().map(|document| &document.id).collect(),
        ] {
            assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
        }
    }

    #[test]
    fn each_names_clauses_and_kept_things_that_exist() {
        let kept: BTreeSet<_> = crate::kept_things().iter().map(|thing| &thing.id).collect();
        for document in &documents().mandatory {
            assert!(
                document.refs.iter().all(|reference| crate::clause(reference).is_some()),
                "{}",
                document.id
            );
            assert!(document.held_in.iter().all(|id| kept.contains(id)), "{}", document.id);
            assert!(!document.refs.is_empty() && !document.stage.is_empty(), "{}", document.id);
        }
        assert!(documents().annex_a.iter().all(|document| !document.controls.is_empty()));
    }

    #[test]
    fn seven_controls_say_themselves_that_something_is_documented() {
        let explicit = documents().annex_a.iter().filter(|document| document.explicit);
        let controls: Vec<_> = explicit.flat_map(|d| &d.controls).map(ToString::to_string).collect();
        assert_eq!(controls, ["A.5.10", "A.5.26", "A.5.31", "A.5.37", "A.6.6", "A.8.9", "A.8.27"]);
    }
}
