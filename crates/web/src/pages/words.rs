//! The words of the standard: all on one page, and each where it first stands on a page.

use std::collections::BTreeSet;

use maud::{Markup, html};
use standards::{Term, term, terms};

use crate::failure::Answer;
use crate::layout::PageHead;
use crate::visit::Visit;

/// Words that everyday sentences use in other meanings; they are explained only on the page of words.
const EVERYDAY: &[&str] = &[
    "availability",
    "correction",
    "event",
    "integrity",
    "interface",
    "major",
    "minor",
    "monitoring",
    "process",
    "requirement",
    "retain",
];

/// Pages, by their address in the rail, and the words that their heading explains.
const OF_PAGES: &[(&str, &[&str])] = &[
    ("", &["scope", "statement-of-applicability", "stage-1", "stage-2"]),
    ("/readiness", &["stage-1", "stage-2", "surveillance", "nonconformity"]),
    ("/plan", &["stage-1", "stage-2", "audit-period", "surveillance", "certification-body"]),
    ("/proposals", &["scope", "risk-method", "risk", "obligation"]),
    ("/answers", &["scope", "interested-party", "certification-body"]),
    ("/scope", &["scope", "exclusion", "interface", "isms"]),
    ("/gap", &["requirement", "conformity", "annex-a"]),
    ("/timeline", &["stage-1", "stage-2", "surveillance", "recertification"]),
    ("/gap-analyses", &["requirement", "conformity", "annex-a"]),
    ("/issues", &["context", "interested-party"]),
    ("/context", &["context", "interested-party"]),
    ("/interested-parties", &["interested-party", "obligation"]),
    ("/obligations", &["obligation", "interested-party"]),
    ("/assets", &["asset", "asset-owner"]),
    ("/risks", &["risk", "risk-owner", "level-of-risk", "residual-risk", "acceptance"]),
    ("/method", &["risk-method", "acceptance-criteria", "likelihood", "consequence"]),
    ("/treatment-actions", &["treatment", "treatment-plan", "residual-risk"]),
    ("/treatment-plan", &["treatment-plan", "residual-risk", "acceptance"]),
    ("/soa", &["statement-of-applicability", "annex-a", "control", "exclusion"]),
    ("/objectives", &["objective"]),
    ("/controls", &["control", "annex-a"]),
    ("/evidence", &["evidence", "audit-evidence"]),
    ("/documents", &["documented-information", "policy"]),
    ("/trainings", &["competence", "awareness"]),
    ("/incidents", &["incident", "event"]),
    ("/vulnerabilities", &["vulnerability", "threat"]),
    ("/audits", &["internal-audit", "audit-programme", "audit-criteria", "audit-scope"]),
    ("/findings", &["nonconformity", "major", "minor", "opportunity-for-improvement"]),
    ("/management-reviews", &["management-review", "top-management"]),
    ("/nonconformities", &["nonconformity", "correction", "root-cause", "corrective-action"]),
    ("/improvements", &["continual-improvement"]),
    ("/certifications", &["certification-body", "stage-1", "stage-2", "surveillance", "recertification"]),
];

/// Answers with all words.
///
/// # Errors
/// Never; the type is that of all pages.
pub async fn page(visit: Visit) -> Answer {
    let head = PageHead {
        lead: Some(html! { "The words of the standard and of its audits, one sentence each." }),
        ..PageHead::new("Words")
    };
    let main = html! {
        dl.glossary {
            @for term in terms() {
                dt id=(term.id) {
                    (term.word)
                    @if !term.also.is_empty() { " " span.secondary { "also: " (term.also.join(", ")) } }
                }
                dd {
                    p { (term.says) }
                    p.secondary {
                        @if !term.clauses.is_empty() { (term.clauses.join(", ")) }
                        @if !term.clauses.is_empty() && !term.see.is_empty() { " · " }
                        @if !term.see.is_empty() { "see " }
                        @for (at, other) in term.see.iter().filter_map(|id| self::term(id)).enumerate() {
                            @if at > 0 { ", " }
                            a href={ "#" (other.id) } { (other.word.to_lowercase()) }
                        }
                    }
                }
            }
        }
    };
    Ok(visit.page("/words", head, main))
}

/// Returns the line under a page's heading: the words of the standard that the page is about.
#[must_use]
pub fn of_page(here: &str) -> Vec<(String, String, String)> {
    let found = OF_PAGES.iter().find(|(page, _)| *page == here).map_or(&[][..], |(_, ids)| ids);
    let words = found.iter().filter_map(|id| term(id));
    words
        .map(|term| (format!("head-{}", term.id), term.word.to_lowercase(), term.says.clone()))
        .map(
            |(id, word, says)| {
                if id == "head-isms" { (id, "ISMS".to_owned(), says) } else { (id, word, says) }
            },
        )
        .map(|(id, word, says)| (id, word.replace("stage", "Stage").replace("annex a", "Annex A"), says))
        .collect()
}

/// Returns the sentence about a label of a form, where the label is a word of the standard.
#[must_use]
pub fn of_label(label: &str) -> Option<(String, String)> {
    let found = term(label)?;
    Some((format!("{}?", found.word), found.says.clone()))
}

/// The words that were explained on a page already.
#[derive(Debug, Default)]
pub struct Explained(BTreeSet<&'static str>);

impl Explained {
    /// Shows a sentence; the words of the standard that stand in it for the first time on the page open their explanation.
    pub fn show(&mut self, text: &str) -> Markup {
        let mut rest = text;
        let mut parts = Vec::new();
        while let Some((at, length, term)) = self.first(rest) {
            let (before, found, after) = (&rest[..at], &rest[at..at + length], &rest[at + length..]);
            self.0.insert(&term.id);
            parts.push(html! { (before) (crate::parts::term::term(&format!("term-{}", term.id), found, &term.says)) });
            rest = after;
        }
        html! { @for part in &parts { (part) } (rest) }
    }

    /// Finds the first word that was not explained yet: place, length, term; at one place the longest.
    fn first(&self, text: &str) -> Option<(usize, usize, &'static Term)> {
        // Only the letters of English change their case, so that places stay the same.
        let lower = text.to_ascii_lowercase();
        let fresh = terms().iter().filter(|term| !self.0.contains(term.id.as_str()));
        fresh
            .filter(|term| !EVERYDAY.contains(&term.id.as_str()))
            .flat_map(|term| std::iter::once(&term.word).chain(&term.also).map(move |name| (name, term)))
            .filter_map(|(name, term)| Some((place(&lower, &name.to_ascii_lowercase())?, name.len(), term)))
            .min_by_key(|(at, length, _)| (*at, std::cmp::Reverse(*length)))
    }
}

/// Returns where a name stands as whole words; it may be followed by the `s` of several.
fn place(text: &str, name: &str) -> Option<usize> {
    let is_letter = |sign: char| sign.is_alphanumeric() || sign == '-';
    text.match_indices(name).map(|(at, _)| at).find(|at| {
        let after = &text[at + name.len()..];
        let after = after.strip_prefix('s').unwrap_or(after);
        !text[..*at].ends_with(is_letter) && !after.starts_with(is_letter)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_explained_where_it_first_stands_and_not_again() {
        let mut words = Explained::default();
        let first = words.show("the residual risk of two risks").into_string();
        assert!(first.contains("popovertarget=\"term-residual-risk\""), "{first}");
        assert!(first.contains("popovertarget=\"term-risk\""), "{first}");
        let again = words.show("each residual risk, each risk").into_string();
        assert_eq!(again, "each residual risk, each risk");
    }

    #[test]
    fn a_word_within_a_word_is_left_alone() {
        let mut words = Explained::default();
        for text in ["brisk microscopes", "riskful", "risk-free Řízení"] {
            assert_eq!(words.show(text).into_string(), text);
        }
    }

    #[test]
    fn every_word_of_a_heading_is_known() {
        for (page, ids) in OF_PAGES {
            assert_eq!(of_page(page).len(), ids.len(), "{page}");
        }
    }
}
