//! All safe fixes at once: the list first, then one commit.

use diagnostics::{Diagnostic, FixGrade};
use maud::html;
use model::Isms;
use operations::{AnyOperation, ApplyFix};
use sha2::{Digest as _, Sha256};

use super::HERE;
use super::fix::{can_be_applied, preview, writes};
use crate::failure::Answer;
use crate::fields::Fields;
use crate::layout::PageHead;
use crate::pages::naming::counted;
use crate::parts::empty::empty;
use crate::parts::{Action, Icon, actions};
use crate::visit::Visit;

/// Answers with the list of all safe fixes.
///
/// # Errors
/// None of its own.
pub async fn page(visit: Visit) -> Answer {
    Ok(visit.page(HERE, head(&visit), main(&visit)))
}

/// Applies all safe fixes, provided that they are those that were listed: what is safe also changes with the day and the files.
///
/// # Errors
/// Where the store does not take it.
pub async fn apply(visit: Visit, typed: Fields) -> Answer {
    visit.writable()?;
    let results = visit.results();
    let safe: Vec<&Diagnostic> = results.diagnostics().filter(|one| is_safe(one)).collect();
    if typed.get("seen") != seen(visit.isms(), &safe) {
        visit.say_refused("What is safe to write changed meanwhile: look at the list again");
        return Ok(visit.to("/readiness/fixes"));
    }
    let operations: Vec<Box<dyn AnyOperation>> =
        safe.iter().map(|one| Box::new(ApplyFix { writes: writes(one) }) as Box<dyn AnyOperation>).collect();
    let (done, refused) = visit.books.run_batch(&visit.acting(""), "diagnostic.fix", &operations).await?;
    let applied = operations.len() - refused.len();
    let words = match refused.first() {
        None => format!("{} applied", counted(applied, "fix was", "fixes were")),
        Some((_, why)) => format!(
            "{} applied, {} not: {why}",
            counted(applied, "fix was", "fixes were"),
            counted(refused.len(), "was", "were")
        ),
    };
    visit.say(words, Some(&done));
    Ok(visit.to(HERE))
}

/// Says whether a diagnostic is open and its fix is safe to apply.
pub(super) fn is_safe(one: &Diagnostic) -> bool {
    one.is_open() && one.help.grade == FixGrade::Safe && can_be_applied(one)
}

/// Returns what tells one list from another: which rule would write what, and what it would take the place of.
fn seen(isms: &Isms, safe: &[&Diagnostic]) -> String {
    let mut digest = Sha256::new();
    for (one, write) in safe.iter().flat_map(|one| one.help.writes.iter().map(move |write| (one, write))) {
        let before = isms.find(write.id).and_then(|record| record.text(write.field)).unwrap_or_default();
        let parts = [one.code, &write.id.to_string(), write.field, &before, &write.text];
        parts.iter().for_each(|part| digest.update(format!("{}:{part}", part.len())));
    }
    operations::hex(&digest.finalize()[..16])
}

fn head(visit: &Visit) -> PageHead {
    PageHead { crumbs: vec![("Readiness".to_owned(), visit.at(HERE))], ..PageHead::new("Safe fixes") }
}

fn main(visit: &Visit) -> maud::Markup {
    let results = visit.results();
    let safe: Vec<&Diagnostic> = results.diagnostics().filter(|one| is_safe(one)).collect();
    let yes =
        Action::post(format!("Apply {}", counted(safe.len(), "fix", "fixes")), visit.at("/readiness/fixes"))
            .with("seen", seen(visit.isms(), &safe))
            .primary();
    html! {
        @if safe.is_empty() {
            (empty(Icon::Check, "No fix is safe to apply by itself now", "A fix is safe where the records already say what is missing.", &[Action::link("Readiness", visit.at(HERE))]))
        } @else {
            p { "Each of these follows from what is recorded already. They become one commit in your name, which can be undone." }
            (preview(visit, &safe))
            @if !visit.reads_only() { (actions(&[yes, Action::link("Go back", visit.at(HERE)).quiet()])) }
        }
    }
}
