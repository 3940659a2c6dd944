//! A commit: everything it changed, and its place in the chain.

use axum::extract::Path;
use maud::html;

use super::list;
use crate::failure::{Answer, Failure};
use crate::layout::PageHead;
use crate::locale::zone_line;
use crate::parts::Action;
use crate::parts::digest::digest_whole;
use crate::parts::timeline::timeline;
use crate::parts::{Fact, Icon, facts, section};
use crate::visit::Visit;

/// The fields that hold approvals and acceptances: such words are withdrawn with a reason, and never undone.
const JUDGED: [&str; 2] = ["approvals", "acceptances"];
/// How many records a page tells.
const CHANGES: usize = 500;

/// Answers with a commit.
///
/// # Errors
/// Where there is no such commit, or the log cannot be read.
pub async fn page(visit: Visit, Path(params): Path<std::collections::HashMap<String, String>>) -> Answer {
    let seq = seq(&params)?;
    if seq >= visit.snapshot.commits() {
        return Err(Failure::unknown(format!("commit {seq}")));
    }
    let event = visit.books.commit_in_brief(seq, CHANGES).await?;
    let filter = app::Filter { before: Some(seq + 1), at_most: 1, ..app::Filter::default() };
    let leaf = visit.books.commits(&filter).into_iter().next().map(|commit| commit.leaf.to_string());
    let mut actions = Vec::new();
    let judged =
        event.changes.iter().flat_map(|change| &change.fields).any(|field| JUDGED.contains(&field.name));
    if !visit.reads_only() && !judged {
        actions.push(list::undo_action(&visit, seq));
    }
    if seq > 0 {
        actions.push(
            Action::link("Earlier", visit.at(&format!("/history/{}", seq - 1))).icon(Icon::ArrowLeft).quiet(),
        );
    }
    if seq + 1 < visit.snapshot.commits() {
        actions.push(
            Action::link("Later", visit.at(&format!("/history/{}", seq + 1))).icon(Icon::ArrowRight).quiet(),
        );
    }
    let head = PageHead {
        crumbs: vec![("History".to_owned(), visit.at("/history"))],
        id: format!("#{seq}"),
        actions,
        ..PageHead::new(list::intent_words(&event.intent))
    };
    let main = html! {
        (facts(&[
            Fact::words("Records", &(event.changes.len() + event.untold).to_string()),
            Fact::words("Intent", &event.intent),
            Fact::words("Proof of who", &event.auth).help("How surely the actor was known, in the levels of NIST SP 800-63B, and by what."),
            Fact::new("Policies", html! { (digest_whole("sha256", &event.policy)) }).help("The hash of the policies that allowed it; plumb policy show prints that of today's."),
            Fact::new("Leaf hash", html! { @if let Some(leaf) = &leaf { (digest_whole("sha256", leaf)) } }),
        ]))
        (section("changes", "What it changed", "", &[], html! { (timeline(&list::days(&visit, std::slice::from_ref(&event), CHANGES))) (zone_line(&visit)) }))
    };
    Ok(visit.page("/history", head, main))
}

/// Reads the number of a commit.
pub(super) fn seq(params: &std::collections::HashMap<String, String>) -> Result<u64, Failure> {
    let text = params.get("seq").map(String::as_str).unwrap_or_default();
    text.parse().map_err(|_| Failure::unknown("such commit"))
}
