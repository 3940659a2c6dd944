//! Drafts of forms: what somebody typed and did not save, kept beside the ledger for who typed it.
//!
//! A draft belongs to a person, an organisation and the address of a form. It counts as nothing, is in no record and in no
//! history, and is gone when the form is saved, when it is dropped, or after thirty days.

mod kept;
pub mod list;
pub mod page;
pub mod settle;
pub mod signed_out;

pub use kept::{Draft, OnPage, of_page};
pub use page::keep;

use maud::{Markup, html};

use crate::address;

/// The address of a person's drafts within an organisation.
pub const HERE: &str = "/drafts";
/// Pages that are a form as a whole: the builder of the scope, and the five questions.
const WHOLE: [&str; 2] = [crate::pages::scope::HERE, "/answers"];
/// What is said of a risk, each by a form of its own.
const OF_RISKS: [&str; 6] = ["rate", "treat", "accept", "withdraw", "close", "reopen"];
/// How long the address of a form may be.
const PLACE_BYTES_MAX: usize = 160;

/// Returns the address of a form within its organisation, where it is one whose content is kept: `/risks/R-1/edit`.
#[must_use]
pub fn place(path: &str) -> Option<&str> {
    let (org, rest) = path.strip_prefix("/o/")?.split_once('/')?;
    let place = &path[path.len() - rest.len() - 1..];
    (!org.is_empty() && is_form(place)).then_some(place)
}

/// Says whether an address within an organisation is that of a form whose content is kept.
#[must_use]
pub fn is_form(place: &str) -> bool {
    let is_plain = |sign: char| sign.is_ascii_alphanumeric() || "/-._".contains(sign);
    let mut parts = place.rsplit('/');
    let (last, before) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let is_of_risk =
        OF_RISKS.contains(&last) && place.starts_with("/risks/") && place.matches('/').count() == 3;
    let is_one = ["new", "edit"].contains(&last)
        || (before == "do" && !last.is_empty())
        || is_of_risk
        || WHOLE.contains(&place);
    is_one && place.len() <= PLACE_BYTES_MAX && place.starts_with('/') && place.chars().all(is_plain)
}

/// Returns what a form has at its end so that it is kept as a draft: the button, which script presses by itself. `action` is
/// where the form is posted.
#[must_use]
pub fn button(action: &str) -> Markup {
    let path = action.split(['?', '#']).next().unwrap_or_default();
    let Some(place) = place(path) else { return html! {} };
    let organisation = &path[..path.len() - place.len()];
    let at = address::with_query(&format!("{organisation}{HERE}"), [("of", place)]);
    html! {
        button.button.quiet type="submit" formaction=(at) formenctype="application/x-www-form-urlencoded" formnovalidate data-draft { "Keep for later" }
        span.small.secondary data-draft-says role="status" {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_forms_have_drafts_and_only_under_plain_addresses() {
        for path in [
            "/o/acme/scope",
            "/o/acme/answers",
            "/o/acme/risks/R-1/edit",
            "/o/acme/risks/R-1/rate",
            "/o/acme/risks/new",
            "/o/acme/audits/AUD-1/do/raise",
        ] {
            assert_eq!(place(path), Some(&path["/o/acme".len()..]), "{path}");
        }
        let long = format!("/o/acme/{}/edit", "x".repeat(200));
        for path in [
            "/o/acme/risks",
            "/o/acme/risks/rate",
            "/o/acme/assets/AST-1/rate",
            "/o/acme/do/",
            "/account/new",
            "/o/acme/a b/edit",
            "/o/acme/<i>/new",
            "/o/new",
            &long,
        ] {
            assert_eq!(place(path), None, "{path}");
        }
    }

    #[test]
    fn a_form_is_kept_under_its_own_address() {
        let html = button("/o/acme/risks/R-1/edit?back=proposals").into_string();
        assert!(html.contains("formaction=\"/o/acme/drafts?of=%2Frisks%2FR-1%2Fedit\""), "{html}");
        assert_eq!(button("/settings/people").into_string(), "");
    }
}
