//! All safe fixes at once: the list first, then one commit.

use diagnostics::{Diagnostic, FixGrade};
use maud::html;
use operations::{AnyOperation, ApplyFix};

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

/// Applies all safe fixes, provided that nothing changed since they were listed.
///
/// # Errors
/// Where the store does not take it.
pub async fn apply(visit: Visit, typed: Fields) -> Answer {
    visit.writable()?;
    if typed.get("commits") != visit.snapshot.commits().to_string() {
        visit.say_refused("The records changed meanwhile: look at the list again");
        return Ok(visit.to("/readiness/fixes"));
    }
    let results = visit.results();
    let operations: Vec<Box<dyn AnyOperation>> = results
        .diagnostics()
        .filter(|one| is_safe(one))
        .map(|one| Box::new(ApplyFix { writes: writes(one) }) as Box<dyn AnyOperation>)
        .collect();
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

fn head(visit: &Visit) -> PageHead {
    PageHead { crumbs: vec![("Readiness".to_owned(), visit.at(HERE))], ..PageHead::new("Safe fixes") }
}

fn main(visit: &Visit) -> maud::Markup {
    let results = visit.results();
    let safe: Vec<&Diagnostic> = results.diagnostics().filter(|one| is_safe(one)).collect();
    let yes =
        Action::post(format!("Apply {}", counted(safe.len(), "fix", "fixes")), visit.at("/readiness/fixes"))
            .with("commits", visit.snapshot.commits().to_string())
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
