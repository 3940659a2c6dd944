//! The last step: all rows that can be taken become one commit.

use std::sync::Arc;

use app::{Done, Imported, Job, JobResult, MadeFile, Planning, Progress, Room, Via};
use importers::plan::{Counts, Plan, plan_watched};
use maud::html;

use super::kept::Upload;
use super::planned::{options, planned, upload};
use super::{HERE, Step, Word, check, head, way};
use crate::failure::{Answer, Failure};
use crate::pages::jobs::{Began, begin};
use crate::pages::naming::counted;
use crate::parts::{Action, Icon, actions};
use crate::visit::Visit;

/// What an import came to.
struct Applied {
    word: String,
    words: String,
    done: Done,
    became: Became,
}

/// What became of an import as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Became {
    /// All that may be written is on record, also where that is nothing new.
    Taken,
    /// Something was to be written, and none of it may be.
    Refused,
}

/// Keeps the files inside, then commits all rows at once; what takes long goes on as a job.
///
/// # Errors
/// Where the file is no longer kept or cannot be read, or the store does not take it.
pub async fn apply(visit: Visit, Word(word): Word) -> Answer {
    visit.writable()?;
    let kept = upload(&visit, &word)?;
    let (what, key) = (format!("Import of {}", kept.name), format!("import/{word}"));
    let acting = app::Visit { via: Via::Import, ..visit.acting(&format!("import of {}", kept.name)) };
    let books = Arc::clone(&visit.books);
    let work = move |job: Arc<Job>| async move { applied(&books, &acting, &kept, &*job).await };
    match begin(&visit, ("Import", what), key, tells, work).await? {
        Began::GoesOn(to) => Ok(to),
        Began::Over(Err(words)) => Err(Failure::Unreadable(words)),
        Began::Over(Ok(Applied { words, became: Became::Refused, .. })) => {
            check::refused_page(&visit, &upload(&visit, &word)?, &words).await
        }
        Began::Over(Ok(Applied { words, done, .. })) => {
            visit.say(words, Some(&done));
            Ok(visit.to(&format!("/import/{word}/done")))
        }
    }
}

/// Plans the file on the records as they are now, and commits; the inner error says why it cannot be read.
async fn applied(
    books: &Room,
    acting: &app::Visit,
    kept: &Upload,
    progress: &dyn Progress,
) -> Result<Result<Applied, String>, app::Failure> {
    progress.part("reading the file", "files", None)?;
    let options = match options(kept, books.log().org.to_string(), books.today()) {
        Ok(options) => options,
        Err(words) => return Ok(Err(words)),
    };
    let (isms, watch) = (books.now().isms, Planning(progress));
    let plan = match plan_watched(&isms, &kept.name, &kept.bytes, &options, Some(&watch)) {
        Ok(Some(plan)) => plan,
        Ok(None) => return Err(app::Failure::Cancelled),
        Err(problem) => return Ok(Err(problem.to_string())),
    };
    let imported = books.import_telling(acting, &kept.bytes, &plan, progress).await?;
    let is_refused = imported.done.seq.is_none() && !imported.refused.is_empty();
    let became = if is_refused { Became::Refused } else { Became::Taken };
    let words = told(&kept.name, &plan, &imported, became);
    Ok(Ok(Applied { word: kept.word.clone(), words, done: imported.done, became }))
}

/// Says what became of the rows: those whose records were written, and what was left out.
fn told(name: &str, plan: &Plan, imported: &Imported, became: Became) -> String {
    // Where nothing was refused, all that was planned is on record.
    let (counts, rows_left) = match imported.refused.is_empty() {
        true => (plan.counts(), 0),
        false => plan.counts_of(&imported.done.records.iter().copied().collect()),
    };
    let mut words = match became {
        Became::Taken => {
            format!("{name}: {} new, {} changed, {} the same", counts.new, counts.changed, counts.same)
        }
        Became::Refused => format!("{name}: nothing was written"),
    };
    if counts.refused > 0 {
        words.push_str(&format!(", {} refused", counts.refused));
    }
    if let Some((_, why)) = imported.refused.first() {
        let left = match rows_left {
            0 => counted(imported.refused.len(), "change", "changes"),
            rows => counted(rows, "row", "rows"),
        };
        words.push_str(&format!("; {left} left out: {why}"));
    }
    words
}

/// Says on the page of the job what came of it.
fn tells(came: &Result<Applied, String>) -> (JobResult, Option<MadeFile>) {
    let result = match came {
        Err(words) => JobResult { words: words.clone(), is_refused: true, ..JobResult::default() },
        Ok(Applied { words, became: Became::Refused, .. }) => {
            JobResult { words: words.clone(), is_refused: true, ..JobResult::default() }
        }
        Ok(Applied { word, words, done, became: Became::Taken }) => JobResult {
            words: words.clone(),
            commit: done.seq,
            next: Some((format!("/import/{word}/done"), "See what was imported".to_owned())),
            ..JobResult::default()
        },
    };
    (result, None)
}

/// Answers with what comes next.
///
/// # Errors
/// Where the file is no longer kept.
pub async fn done(visit: Visit, Word(word): Word) -> Answer {
    let kept = upload(&visit, &word)?;
    let plan = planned(&visit, &kept).await?.map_err(Failure::Unreadable)?;
    let Counts { new, changed, .. } = plan.counts();
    let left_out = new + changed;
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
        (way(&visit, Some(&kept), Step::Apply))
        @if left_out > 0 { p { (counted(left_out, "row was", "rows were")) " left out and " @if left_out == 1 { "is" } @else { "are" } " no record: you may not write what " @if left_out == 1 { "it says" } @else { "they say" } ", or it was changed meanwhile. The others are records now, each with the file and row that it came from." } }
        @else { p { "The rows are records now, each with the file and row that it came from. The same file again changes nothing." } }
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
