//! The fourth step: what would become of every row. Nothing is written yet.

use std::collections::BTreeSet;
use std::sync::Arc;

use app::Imported;
use axum::http::StatusCode;
use importers::plan::{Becomes, Counts, Outcome, Plan, PlannedRow};
use maud::{Markup, html};

use super::kept::Upload;
use super::planned::{planned, rehearsed, upload};
use super::{HERE, Step, Word, head, way};
use crate::failure::{Answer, Failure};
use crate::pages::exports::file::sent;
use crate::pages::naming::{clipped, counted};
use crate::parts::form::problems;
use crate::parts::table::{Table, table};
use crate::parts::{Action, Icon, Status, actions, section, state};
use crate::visit::Visit;

/// How many rows of a kind are shown.
const ROWS_MAX: usize = 100;
/// How many fields of a changed row are shown.
const FIELDS_MAX: usize = 6;
/// How many reasons are told why rows would be left out.
const REASONS_MAX: usize = 5;
/// How much of a value is shown.
const TEXT_MAX: usize = 90;

/// Answers with what would change.
///
/// # Errors
/// Where the file is no longer kept.
pub async fn page(visit: Visit, Word(word): Word) -> Answer {
    let kept = upload(&visit, &word)?;
    match rehearsed(&visit, &kept).await? {
        Ok((plan, rehearsed)) => {
            let main = main(&visit, &kept, &plan, rehearsed.as_ref());
            Ok(visit.page(HERE, head(&visit, &kept.name), main))
        }
        Err(words) => {
            let main = html! {
                (problems(Some(&words), &[]))
                (way(&visit, Some(&kept), Step::Check))
                (actions(&[Action::link("Back to the columns", visit.at(&format!("/import/{word}/columns"))), Action::link("Another file", visit.at(HERE))]))
            };
            Ok(visit.refused_page(StatusCode::UNPROCESSABLE_ENTITY, HERE, head(&visit, &kept.name), main))
        }
    }
}

/// Answers with what would change, and why nothing of it was written.
///
/// # Errors
/// Where the file cannot be read any more.
pub async fn refused_page(visit: &Visit, kept: &Arc<Upload>, words: &str) -> Answer {
    let (plan, rehearsed) = rehearsed(visit, kept).await?.map_err(Failure::Unreadable)?;
    let main = html! { (problems(Some(words), &[])) (main(visit, kept, &plan, rehearsed.as_ref())) };
    Ok(visit.refused_page(StatusCode::FORBIDDEN, HERE, head(visit, &kept.name), main))
}

/// Answers with the refused rows, to be mended and imported again.
///
/// # Errors
/// Where the file is no longer kept, or cannot be read.
pub async fn refused(visit: Visit, Word(word): Word) -> Answer {
    let kept = upload(&visit, &word)?;
    let plan = planned(&visit, &kept).await?.map_err(Failure::Unreadable)?;
    let stem = kept.name.rsplit_once('.').map_or(kept.name.as_str(), |(stem, _)| stem);
    let stem = stem.trim_end_matches(".refused");
    Ok(sent(&format!("{stem}.refused.csv"), "text/csv; charset=utf-8", plan.refused.to_csv()))
}

fn main(visit: &Visit, kept: &Upload, plan: &Plan, rehearsed: Option<&Imported>) -> Markup {
    let counts = plan.counts();
    let writes = counts.new + counts.changed;
    let words = format!("Import {}", counted(writes, "row", "rows"));
    let (left_out, reasons) = left_out(plan, rehearsed);
    // Where all would be left out, there is nothing to offer.
    let is_vain = rehearsed.is_some_and(|one| one.done.records.is_empty()) && !plan.is_empty();
    let mut doable = Vec::new();
    if !plan.is_empty() && !is_vain {
        doable.push(Action::post(words, visit.at(&format!("/import/{}/apply", kept.word))).primary());
    }
    if !plan.refused.is_empty() {
        let href = visit.at(&format!("/import/{}/refused.csv", kept.word));
        doable.push(
            Action::link(counted(plan.refused.len(), "refused row", "refused rows"), href)
                .icon(Icon::Download),
        );
    }
    doable.push(Action::link("Another file", visit.at(HERE)).quiet());
    html! {
        (way(visit, Some(kept), Step::Check))
        p.lead { b { (plan.file) } " · " (outcomes(&counts)) }
        @if plan.is_empty() { p.lead { @if counts.refused > 0 && counts.same == 0 { "No row can be taken as it is: mend the file, or say in the step before what its words mean." } @else { "Nothing would change: the records say the same already." } } }
        @else if !is_vain { p.lead.secondary { "Nothing is written yet. It becomes one commit in your name, with one undo." } }
        @if !reasons.is_empty() {
            p { (state(Status::Attention, &leaves_out(is_vain, left_out))) }
            ul.remarks { @for why in &reasons { li { (why) } } }
        }
        (actions(&doable))
        (remarks(plan))
        @if plan.sections.len() > 1 { (section("tables", "Tables", "", &[], sections(plan))) }
        (rows(visit, plan, "refused", "Refused", |outcome| matches!(outcome, Outcome::Refused { .. })))
        (rows(visit, plan, "changed", "Changed", |outcome| matches!(outcome, Outcome::Changed(..))))
        (rows(visit, plan, "new", "New", |outcome| matches!(outcome, Outcome::New(_))))
        (rows(visit, plan, "not-taken", "Not taken", |outcome| matches!(outcome, Outcome::NotTaken { .. })))
    }
}

/// Says what is not yours to write.
fn leaves_out(is_vain: bool, rows: usize) -> String {
    match rows {
        _ if is_vain => "Nothing of it would be written: it is not yours to write".to_owned(),
        0 => "Some changes would be left out: they are not yours to write".to_owned(),
        rows => format!("{} would be left out: not yours to write", counted(rows, "row", "rows")),
    }
}

/// Returns how many rows would be left out, and the first reasons; nothing where all may be written.
fn left_out(plan: &Plan, rehearsed: Option<&Imported>) -> (usize, BTreeSet<String>) {
    let Some(rehearsed) = rehearsed.filter(|one| !one.refused.is_empty()) else {
        return (0, BTreeSet::new());
    };
    let (_, rows) = plan.counts_of(&rehearsed.done.records.iter().copied().collect());
    let reasons = rehearsed.refused.iter().map(|(_, why)| why.clone()).collect::<BTreeSet<_>>();
    (rows, reasons.into_iter().take(REASONS_MAX).collect())
}

/// Returns the counts that are not nought.
fn outcomes(counts: &Counts) -> Markup {
    let all = [
        (counts.new, "new", Status::Info),
        (counts.changed, "changed", Status::InProgress),
        (counts.same, "same", Status::Met),
        (counts.refused, "refused", Status::Problem),
        (counts.not_taken, "not taken", Status::NotApplicable),
    ];
    html! { span.tally { @for (count, word, status) in all { @if count > 0 { (state(status, &format!("{count} {word}"))) } } } }
}

/// Returns what a person should know before saying yes.
fn remarks(plan: &Plan) -> Markup {
    html! {
        ul.remarks {
            @if let Some(method) = &plan.method {
                li {
                    "The risk method “" (method.title) "” from " (method.from) " "
                    @match method.becomes {
                        Becomes::Draft => "becomes a draft; approve it before you rely on the ratings",
                        Becomes::Same => "is the one that is here",
                        Becomes::Left => "is left: another method is here",
                    }
                }
            }
            @if !plan.attachments.is_empty() { li { (counted(plan.attachments.len(), "file inside is", "files inside are")) " kept as evidence" } }
            @for note in &plan.notes { li { (note) } }
            @for left in &plan.not_taken { li { "Not taken: " (left.count) " " (left.what) " – " (left.why) } }
        }
    }
}

fn sections(plan: &Plan) -> Markup {
    let rows = plan.sections.iter().map(|section| {
        let name = if section.sheet.is_empty() { section.kind } else { &section.sheet };
        vec![html! { b { (name) } }, html! { (section.kind) }, outcomes(&section.counts)]
    });
    table(&Table {
        caption: String::new(),
        head: ["Table", "Kind", "Rows"].map(str::to_owned).to_vec(),
        rows: rows.collect(),
    })
}

fn rows(visit: &Visit, plan: &Plan, id: &str, title: &str, wanted: impl Fn(&Outcome) -> bool) -> Markup {
    let all: Vec<&PlannedRow> = plan.rows.iter().filter(|row| wanted(&row.outcome)).collect();
    if all.is_empty() {
        return html! {};
    }
    let shown = all.iter().take(ROWS_MAX).map(|row| {
        let place = if row.sheet.is_empty() {
            format!("row {}", row.row)
        } else {
            format!("{} row {}", row.sheet, row.row)
        };
        vec![
            html! { span.secondary { (place) } },
            html! { (clipped(&row.title, TEXT_MAX)) },
            outcome(visit, &row.outcome),
        ]
    });
    let body = html! {
        (table(&Table { caption: String::new(), head: ["Where", "Row", "What becomes of it"].map(str::to_owned).to_vec(), rows: shown.collect() }))
        @if all.len() > ROWS_MAX { p.secondary { "and " (all.len() - ROWS_MAX) " more" } }
    };
    section(id, title, &all.len().to_string(), &[], body)
}

fn outcome(visit: &Visit, outcome: &Outcome) -> Markup {
    html! {
        @match outcome {
            Outcome::New(id) => { "becomes " code { (id) } },
            Outcome::Same(id) => { a.id-link href=(visit.record_at(*id)) { (id) } " says the same" },
            Outcome::Changed(id, fields) => {
                a.id-link href=(visit.record_at(*id)) { (id) }
                ul.field-changes {
                    @for field in fields.iter().take(FIELDS_MAX) {
                        li { span.secondary { (field.label) ": " } @if !field.before.is_empty() { del { (clipped(&field.before, TEXT_MAX)) } " " } ins { (clipped(&field.after, TEXT_MAX)) } }
                    }
                    @if fields.len() > FIELDS_MAX { li.secondary { "and " (fields.len() - FIELDS_MAX) " more fields" } }
                }
            },
            Outcome::Refused { column, reason, expected } => {
                @if !column.is_empty() { b { (column) } ": " } (reason)
                @if !expected.is_empty() { span.secondary { "; expected " (expected) } }
            },
            Outcome::NotTaken { reason } => span.secondary { (reason) },
        }
    }
}
