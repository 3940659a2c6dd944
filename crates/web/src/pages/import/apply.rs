//! The last step: all rows that can be taken become one commit.

use app::Via;
use maud::html;
use model::Prose;

use super::planned::{planned, upload};
use super::{HERE, Word, head, way};
use crate::failure::{Answer, Failure};
use crate::pages::naming::counted;
use crate::parts::{Action, Icon, actions};
use crate::visit::Visit;

/// Keeps the files inside, then commits all rows at once.
///
/// # Errors
/// Where the file is no longer kept or cannot be read, or the store does not take it.
pub async fn apply(visit: Visit, Word(word): Word) -> Answer {
    visit.writable()?;
    let kept = upload(&visit, &word)?;
    let plan = planned(&visit, &kept).await?.map_err(Failure::Unreadable)?;
    let acting = app::Visit {
        because: Prose::new(&format!("import of {}", kept.name)),
        ..app::Visit::of(visit.actor, Via::Import)
    };
    let app::Imported { done, refused: left } = visit.books.import(&acting, &kept.bytes, &plan).await?;
    let counts = plan.counts();
    let mut words =
        format!("{}: {} new, {} changed, {} the same", kept.name, counts.new, counts.changed, counts.same);
    if counts.refused > 0 {
        words.push_str(&format!(", {} refused", counts.refused));
    }
    if let Some((_, why)) = left.first() {
        words.push_str(&format!("; {} left out: {why}", counted(left.len(), "change", "changes")));
    }
    visit.say(words, Some(&done));
    Ok(visit.to(&format!("/import/{word}/done")))
}

/// Answers with what comes next.
///
/// # Errors
/// Where the file is no longer kept.
pub async fn done(visit: Visit, Word(word): Word) -> Answer {
    let kept = upload(&visit, &word)?;
    let plan = planned(&visit, &kept).await?.map_err(Failure::Unreadable)?;
    let mut doable = vec![Action::link("See what the rules say now", visit.at("/readiness")).primary()];
    if !plan.refused.is_empty() {
        let href = visit.at(&format!("/import/{word}/refused.csv"));
        doable.push(
            Action::link(counted(plan.refused.len(), "refused row", "refused rows"), href)
                .icon(Icon::Download),
        );
    }
    doable.push(Action::link("Another file", visit.at(HERE)));
    let kinds: std::collections::BTreeSet<&str> = plan.sections.iter().map(|section| section.kind).collect();
    let main = html! {
        (way(&visit, Some(&kept), 3))
        p { "The rows are records now, each with the file and row that it came from. The same file again changes nothing." }
        @if !plan.refused.is_empty() { p { "Refused rows lie in a file of their own, with the reason beside each: mend them there and import that file." } }
        (actions(&doable))
        ul.plain.imported-kinds {
            @for kind in kinds {
                @if crate::address::kind_of(&kind.replace(' ', "-")).is_some() {
                    li { a href=(visit.at(&format!("/{}", kind.replace(' ', "-")))) { "All " (kind) } }
                }
            }
        }
    };
    Ok(visit.page(HERE, head(&visit, &kept.name), main))
}
