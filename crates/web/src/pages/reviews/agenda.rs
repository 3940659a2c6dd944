//! The agenda of a review: the inputs of 9.3.2 with what each holds, and the figures then and now.

use app::AsOf;
use maud::{Markup, html};
use model::records::{InputLetter, ManagementReview, ReviewInput};
use model::{Date, RecordId, Ref, Words as _};
use operations::review_inputs;
use reports::review_pack::{Drawn, Pack, Source, days_of, gathered};
use reports::review_trends::{Figure, Trend};

use crate::failure::Failure;
use crate::pages::naming::{counted, short_day};
use crate::pages::record::{capital, shown};
use crate::parts::digest::digest;
use crate::visit::Visit;

/// Up to how many records behind an input are named without being opened.
const NAMED_MAX: usize = 3;

/// Returns what lies on the table: what lay there where the review was held, else what would lie there today.
///
/// # Errors
/// Where the past cannot be read.
pub(super) async fn of(visit: &Visit, id: Ref<ManagementReview>) -> Result<Pack, Failure> {
    let isms = visit.isms();
    let days = days_of(isms, Some(id), visit.today);
    let then = match days.last {
        Some((_, day)) => past(visit, day).await?,
        None => None,
    };
    let now = past(visit, days.on).await?;
    let drawn = Drawn {
        now: now.as_ref().map_or(isms, |snapshot| &*snapshot.isms),
        then: days.last.map(|_| then.as_ref().map_or(isms, |snapshot| &*snapshot.isms)),
        found: review_inputs(isms, visit.today),
    };
    Ok(gathered(isms, Some(id), days, drawn))
}

/// Returns the organization at the end of a day that is over; nothing on the day of the page.
async fn past(visit: &Visit, day: Date) -> Result<Option<app::Snapshot>, Failure> {
    match day < visit.today {
        true => Ok(Some(visit.books.as_of(AsOf::Day(day)).await?)),
        false => Ok(None),
    }
}

/// Returns the agenda as HTML.
pub(super) fn shown(visit: &Visit, review: &ManagementReview, agenda: &Pack) -> Markup {
    html! {
        (source(visit, review, agenda))
        @if agenda.inputs.is_empty() { p.missing { "no input is recorded" } }
        ol.agenda {
            @for input in &agenda.inputs {
                @let trends = agenda.trends.iter().filter(|trend| Some(trend.now.letter) == input.letter);
                (one(visit, agenda, input, &trends.collect::<Vec<_>>()))
            }
        }
    }
}

/// Says where the inputs come from, and since when they tell.
fn source(visit: &Visit, review: &ManagementReview, agenda: &Pack) -> Markup {
    html! {
        p.lead {
            @match agenda.source {
                Source::Frozen => @if let Some(pack) = review.packs.last() { span { "As it lay on the table on " (short_day(pack.on)) "." } (digest("sha256", pack.digest.as_str())) },
                Source::Written => span { "As people wrote it; nobody froze it." },
                Source::Records => span { "As the records would fill it today. " b { "Fill the inputs" } " writes it into the review; what a person wrote stays." },
            }
            @match agenda.last {
                Some((id, on)) => span.secondary { "Since " a href=(visit.record_at(id)) { (id) } " of " (short_day(on)) "." },
                None => span.secondary { "The first review." },
            }
        }
    }
}

fn one(visit: &Visit, agenda: &Pack, input: &ReviewInput, trends: &[&Trend]) -> Markup {
    let letter = input.letter.map_or("", InputLetter::word);
    let asks = input.letter.map_or_else(|| "Something else".to_owned(), |letter| capital(letter.asks()));
    html! {
        li id={ "input-" (letter) } {
            span.agenda-letter { (letter) }
            div {
                h3 { (asks) }
                @if input.text.is_empty() { p.missing { "nothing is recorded" } } @else { p { (shown::lines(&input.text)) } }
                @if !trends.is_empty() { (figures_table(agenda, trends)) }
                (behind(visit, &input.references))
            }
        }
    }
}

/// Returns the figures of an input, now and at the review before.
fn figures_table(agenda: &Pack, trends: &[&Trend]) -> Markup {
    let said = |figure: Figure| format!("{} of {}", figure.count, figure.of);
    let before = agenda.last.map(|(id, _)| format!(" at {id}")).unwrap_or_default();
    html! {
        table.trends {
            caption.vh { "figures, and how they were at the review before" }
            tbody {
                @for trend in trends.iter().filter(|trend| trend.now.of > 0 || trend.then.is_some()) {
                    tr {
                        th scope="row" { (trend.now.label) }
                        td.trend-now { (said(trend.now)) }
                        td.secondary { @if let Some(then) = trend.then { (said(then)) (before) } }
                        td.secondary { @if let Some(then) = trend.then { (moved(trend.now.count, then.count)) } }
                    }
                }
            }
        }
    }
}

/// Says in words how a figure moved.
fn moved(now: usize, then: usize) -> String {
    match now.cmp(&then) {
        std::cmp::Ordering::Less => format!("{} fewer", then - now),
        std::cmp::Ordering::Equal => "as before".to_owned(),
        std::cmp::Ordering::Greater => format!("{} more", now - then),
    }
}

/// Returns the records behind an input; many are folded.
fn behind(visit: &Visit, records: &[RecordId]) -> Markup {
    let list = html! { ul.plain { @for id in records { li { (shown::link(visit, *id)) } } } };
    html! {
        @if records.len() > NAMED_MAX {
            details.fold { summary { (counted(records.len(), "record", "records")) } (list) }
        } @else if !records.is_empty() { (list) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_says_how_it_moved() {
        assert_eq!([moved(2, 5), moved(5, 5), moved(6, 5)], ["3 fewer", "as before", "1 more"]);
    }
}
