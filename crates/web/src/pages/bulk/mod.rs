//! Many records at once: chosen in a grid or pasted from a spreadsheet, looked at first, then written as one commit.

pub mod change;
pub mod lines;
mod one_by_one;
pub mod paste;
pub mod read;
mod table;

use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use model::RecordId;
use operations::{AnyOperation, JudgeEvidence, Operation as _, OperationForm};

use self::lines::{Looked, Operations, Outcome, seen};
use super::views::{Of, asked};
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::layout::PageHead;
use crate::once;
use crate::pages::naming::{clipped, counted};
use crate::parts::form::problems;
use crate::parts::table::{Table, stacked};
use crate::parts::{Status, section, state};
use crate::visit::{Visit, see_other};

/// How many records are changed at once.
pub const ROWS_MAX: usize = 2_000;
/// The largest form: what may be pasted, as a browser writes it, and the ids of all rows.
pub const BYTES_MAX: usize = 4 * 1024 * 1024;
/// How many rows of a kind are shown in the preview.
const SHOWN_MAX: usize = 200;
/// How many fields of a row are shown.
const FIELDS_MAX: usize = 8;
/// How much of a value is shown.
const TEXT_MAX: usize = 90;
/// Of how many rows a form waits for a proof of who sends it.
const WAITS_MAX: usize = 400;
/// How many refusals are told after the deed.
const TOLD_MAX: usize = 3;

/// A preview, and how it is asked for again.
struct Preview<'a> {
    of: Of,
    /// What is going to happen, in a sentence.
    sentence: String,
    /// Where it is posted.
    action: String,
    /// What makes the same lines again.
    hidden: Vec<(String, String)>,
    looked: &'a [Looked],
    /// What a person should know before saying yes.
    notes: Vec<String>,
    /// Why what was asked did not happen.
    problem: Option<String>,
    /// The step that is taken with each, where it is one.
    step: Option<&'static OperationForm>,
}

impl Preview<'_> {
    /// Returns the name under which the commit stands in the history: the step's own, so that it reads as if it were taken with each.
    fn intent(&self) -> &'static str {
        self.step.map_or("record.bulk", |form| form.intent)
    }

    /// Says whether it can be taken back: what people judged is not.
    fn can_be_undone(&self) -> bool {
        self.step.is_none_or(|form| form.intent != JudgeEvidence::INTENT)
    }
}

/// Whether all rows are written, or those that can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// Nothing yet: it is looked at.
    Look,
    /// All, or nothing.
    All,
    /// Those that can be; the others are left out.
    Those,
}

impl Wanted {
    fn of(typed: &Fields) -> Self {
        match typed.get("do") {
            "all" => Self::All,
            "those" => Self::Those,
            _ => Self::Look,
        }
    }
}

/// Returns the address of the grid with the filter that the form carried.
fn back(visit: &Visit, of: Of, filter: &str) -> String {
    format!("{}?{}", visit.at(&of.here()), asked(&Fields::read(filter))).trim_end_matches('?').to_owned()
}

fn head(visit: &Visit, of: Of, filter: &str, title: impl Into<String>) -> PageHead {
    PageHead { crumbs: vec![(of.title(), back(visit, of, filter))], ..PageHead::new(title) }
}

/// Does what was previewed, or shows what would be done.
async fn done(visit: &Visit, title: &str, wanted: Wanted, typed: &Fields, preview: Preview<'_>) -> Answer {
    let filter = typed.get("filter");
    let show = |status: Option<StatusCode>, problem: Option<String>, preview: Preview<'_>| -> Response {
        let of = preview.of;
        let main = shown(visit, &back(visit, of, filter), &Preview { problem, ..preview });
        match status {
            None => visit.page(&of.here(), head(visit, of, filter, title), main),
            Some(status) => visit.refused_page(status, &of.here(), head(visit, of, filter, title), main),
        }
    };
    if wanted == Wanted::Look {
        return Ok(show(None, None, preview));
    }
    visit.writable()?;
    let of = preview.of;
    if typed.get("seen") != seen(preview.looked) {
        // Twice clicked, or loaded again: it was written, and that is what made the records other than they were seen.
        if let Some(done) = visit.done_before(typed).await? {
            let undo = Some(&done).filter(|_| preview.can_be_undone());
            visit.say(told(done.records.len(), &[], &Left::new()), undo);
            return Ok(see_other(&back(visit, of, filter)));
        }
        let words = "The records are no longer as you saw them: look at what would change now".to_owned();
        return Ok(show(Some(StatusCode::CONFLICT), Some(words), preview));
    }
    if wanted == Wanted::All && preview.looked.iter().any(Looked::is_refused) {
        let words = "Nothing was written, because not all of it can be".to_owned();
        return Ok(show(Some(StatusCode::UNPROCESSABLE_ENTITY), Some(words), preview));
    }
    proved(&back(visit, of, filter), preview.looked)?;
    match written(visit, &preview, wanted, typed).await? {
        Ok((done, left)) => {
            let rows = preview.looked.iter().filter(|one| one.writes()).count().saturating_sub(left.len());
            let undo = Some(&done).filter(|_| preview.can_be_undone());
            visit.say(told(rows, preview.looked, &left), undo);
            Ok(see_other(&back(visit, of, filter)))
        }
        Err(words) => Ok(show(Some(StatusCode::UNPROCESSABLE_ENTITY), Some(words), preview)),
    }
}

/// What was left out: whose row it was, and why.
type Left = Vec<(String, String)>;

/// Asks once for a proof of who writes, where one of the rows wants it; the form waits for it.
fn proved(back: &str, looked: &[Looked]) -> Result<(), Failure> {
    let Some(denial) = looked.iter().filter(|one| one.writes()).find_map(|one| one.unproved.clone()) else {
        return Ok(());
    };
    // A longer form than waits is looked at again, after the proof.
    if looked.len() > WAITS_MAX {
        Err(Failure::Confirm(back.to_owned()))
    } else {
        Err(app::Failure::NotAllowed(denial).into())
    }
}

/// Writes the lines as one commit, once for each form with its content; the inner error says why nothing was written.
async fn written(
    visit: &Visit,
    preview: &Preview<'_>,
    wanted: Wanted,
    typed: &Fields,
) -> Result<Result<(app::Done, Left), String>, Failure> {
    let (of, looked, intent) = (preview.of, preview.looked, preview.intent());
    let isms = visit.books.now().isms;
    let mut operations: Operations = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for one in looked.iter().filter(|one| one.writes()) {
        let of_it = match one.line.operations(&isms, of.kind(), one.revision) {
            Ok(of_it) => of_it,
            Err(words) => return Ok(Err(words)),
        };
        names.extend(std::iter::repeat_n(name(one), of_it.len()));
        operations.extend(of_it);
    }
    let (books, acting) = (Arc::clone(&visit.books), visit.acting(""));
    let left = Arc::new(Mutex::new(Left::new()));
    let told = Arc::clone(&left);
    let work = async move {
        let operations: &[Box<dyn AnyOperation>] = &operations;
        let named = |place: usize| names.get(place).cloned().unwrap_or_default();
        if wanted == Wanted::All {
            let done = books.run_all(&acting, intent, operations).await?;
            return Ok(
                done.map_err(|(place, words)| format!("Nothing was written. {}: {words}", named(place)))
            );
        }
        let (done, refused) = books.run_batch(&acting, intent, operations).await?;
        let left = refused.into_iter().map(|(place, words)| (named(place), words));
        *told.lock().expect("nobody panics here") = left.collect();
        Ok::<_, app::Failure>(Ok(done))
    };
    let done = visit.once(typed, work).await?;
    let left = std::mem::take(&mut *left.lock().expect("nobody panics here"));
    Ok(done.map(|done| (done, left)))
}

/// Returns what a line is called: its record, or where it stood.
fn name(one: &Looked) -> String {
    match (one.line.id, one.line.row) {
        (Some(id), _) => id.to_string(),
        (None, Some(row)) => format!("row {row}"),
        (None, None) => "a new row".to_owned(),
    }
}

/// Says what was done, and what was left out and why.
fn told(rows: usize, looked: &[Looked], left: &Left) -> String {
    let before = looked.iter().filter_map(|one| match &one.outcome {
        Outcome::Refused(words) => Some((name(one), words.clone())),
        Outcome::Changed(_) | Outcome::New(_) | Outcome::Same => None,
    });
    let all: Vec<(String, String)> = before.chain(left.iter().cloned()).collect();
    let mut words = format!("{} written", counted(rows, "row was", "rows were"));
    if !all.is_empty() {
        let some: Vec<String> =
            all.iter().take(TOLD_MAX).map(|(name, why)| format!("{name}: {why}")).collect();
        words.push_str(&format!(", {} left out: {}", all.len(), some.join("; ")));
        if all.len() > TOLD_MAX {
            words.push_str("; and others");
        }
    }
    words
}

fn shown(visit: &Visit, back: &str, preview: &Preview<'_>) -> Markup {
    let of =
        |wanted: fn(&Looked) -> bool| preview.looked.iter().filter(|one| wanted(one)).collect::<Vec<_>>();
    let is_new = |one: &Looked| matches!(one.outcome, Outcome::New(_));
    let is_changed = |one: &Looked| matches!(one.outcome, Outcome::Changed(_));
    let is_same = |one: &Looked| one.outcome == Outcome::Same;
    let (refused, changed, new, same) = (of(Looked::is_refused), of(is_changed), of(is_new), of(is_same));
    let writes = changed.len() + new.len();
    html! {
        (problems(preview.problem.as_deref(), &[]))
        p.lead { (preview.sentence) }
        p.lead { span.tally {
            @for (rows, word, status) in [(&changed, "change", Status::InProgress), (&new, "new", Status::Info), (&same, "as it is", Status::Met), (&refused, "refused", Status::Problem)] {
                @if !rows.is_empty() { (state(status, &format!("{} {word}", rows.len()))) }
            }
        } }
        @if !preview.notes.is_empty() { ul.remarks { @for note in &preview.notes { li { (note) } } } }
        @if writes == 0 { p.lead { "Nothing would be written." } }
        @else {
            p.lead.secondary {
                "Nothing is written yet. It becomes one commit in your name"
                @if preview.can_be_undone() { ", with one undo." } @else { ". It is not undone; it can be withdrawn, for a reason." }
                @if preview.looked.iter().any(|one| one.writes() && one.unproved.is_some()) { " You confirm once who you are." }
            }
        }
        form.form method="post" action=(preview.action) {
            @for (name, value) in &preview.hidden { input type="hidden" name=(name) value=(value); }
            (once::field())
            input type="hidden" name="seen" value=(seen(preview.looked));
            div.form-end {
                @if writes > 0 && refused.is_empty() {
                    button.button.primary type="submit" name="do" value="all" { "Write " (counted(writes, "row", "rows")) }
                } @else if writes > 0 {
                    button.button.primary type="submit" name="do" value="those" { "Write the " (writes) " that can be" }
                }
                a.button.quiet href=(back) { "Go back" }
            }
        }
        (rows(visit, "refused", "Refused", &refused))
        (rows(visit, "changed", "Changed", &changed))
        (rows(visit, "new", "New", &new))
        (rows(visit, "same", "As it is", &same))
    }
}

fn rows(visit: &Visit, id: &str, title: &str, all: &[&Looked]) -> Markup {
    if all.is_empty() {
        return html! {};
    }
    let row = |one: &&Looked| vec![named(visit, one), outcome(&one.outcome)];
    let body = html! {
        (stacked(&Table { caption: String::new(), head: vec!["Row".to_owned(), "What becomes of it".to_owned()], rows: all.iter().take(SHOWN_MAX).map(row).collect() }))
        @if all.len() > SHOWN_MAX { p.secondary { "and " (all.len() - SHOWN_MAX) " more" } }
    };
    section(id, title, &all.len().to_string(), &[], body)
}

fn named(visit: &Visit, one: &Looked) -> Markup {
    let title =
        |id: RecordId| visit.isms().find(id).map(|record| record.title().to_owned()).unwrap_or_default();
    html! {
        @if let Some(row) = one.line.row { span.secondary { "row " (row) } " " }
        @if let Some(id) = one.line.id { a.id-link href=(visit.record_at(id)) { (id) } " " (clipped(&title(id), TEXT_MAX)) }
    }
}

fn outcome(outcome: &Outcome) -> Markup {
    html! {
        @match outcome {
            Outcome::Changed(fields) => {
                @if fields.is_empty() { "is done" }
                ul.field-changes {
                    @for (label, before, after) in fields.iter().take(FIELDS_MAX) {
                        li { span.secondary { (label) ": " } @if !before.is_empty() { del { (clipped(before, TEXT_MAX)) } " " } @if after.is_empty() { "nothing" } @else { ins { (clipped(after, TEXT_MAX)) } } }
                    }
                    @if fields.len() > FIELDS_MAX { li.secondary { "and " (fields.len() - FIELDS_MAX) " more fields" } }
                }
            },
            Outcome::New(fields) => ul.field-changes {
                @for (label, value) in fields.iter().take(FIELDS_MAX) { li { span.secondary { (label) ": " } ins { (clipped(value, TEXT_MAX)) } } }
            },
            Outcome::Same => span.secondary { "says the same already" },
            Outcome::Refused(words) => (words),
        }
    }
}
