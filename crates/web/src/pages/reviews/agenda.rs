//! The agenda of a review: the inputs of 9.3.2 with what each holds, and the figures then and now.

use app::AsOf;
use maud::{Markup, html};
use model::records::{InputLetter, ManagementReview, ReviewInput, ReviewPack, ReviewState};
use model::{Approval, Date, Isms, RecordId, Ref, Words as _};
use operations::review_inputs;
use reports::review_trends::{Figure, Trend, figures, trends};

use crate::failure::Failure;
use crate::pages::naming::{counted, short_day};
use crate::pages::record::{capital, shown};
use crate::parts::digest::digest;
use crate::visit::Visit;

/// Up to how many records behind an input are named without being opened.
const NAMED_MAX: usize = 3;

/// What lies on the table.
pub(super) struct Agenda<'a> {
    /// The day that it is about: of the review where it was held, else that of the page.
    pub(super) on: Date,
    /// The review held before.
    pub(super) last: Option<(Ref<ManagementReview>, Date)>,
    inputs: Vec<ReviewInput>,
    trends: Vec<Trend>,
    from: Source<'a>,
}

/// Where the inputs come from.
enum Source<'a> {
    /// They lay on the table and were frozen.
    Frozen(&'a Approval<ReviewPack>),
    /// People wrote them, and nobody froze them.
    Written,
    /// The records, and what people wrote over them.
    Records,
}

/// Returns the agenda of a review: what lay on the table where it was held, else what would lie there today.
///
/// # Errors
/// Where the past cannot be read.
pub(super) async fn of<'a>(
    visit: &Visit,
    id: Ref<ManagementReview>,
    review: &'a ManagementReview,
) -> Result<Agenda<'a>, Failure> {
    let isms = visit.isms();
    let on = review.held_on.filter(|on| *on <= visit.today).unwrap_or(visit.today);
    let last = last_held(isms, on, id);
    let then = match last {
        Some((_, day)) => Some(figures_of(visit, day).await?),
        None => None,
    };
    let now = figures_of(visit, on).await?;
    let (mut inputs, from) = match (review.state, review.packs.last()) {
        (ReviewState::Held, Some(pack)) => (pack.content.inputs.clone(), Source::Frozen(pack)),
        (ReviewState::Held | ReviewState::Cancelled, _) => (review.inputs.clone(), Source::Written),
        (ReviewState::Planned, _) => {
            (with_written(review, review_inputs(isms, visit.today)), Source::Records)
        }
    };
    let trends = match review.state {
        ReviewState::Cancelled => Vec::new(),
        ReviewState::Planned | ReviewState::Held => trends(&now, then.as_deref()),
    };
    let place = |letter: Option<InputLetter>| {
        letter.and_then(|letter| InputLetter::ALL.iter().position(|known| *known == letter))
    };
    inputs.sort_by_key(|input| place(input.letter).unwrap_or(usize::MAX));
    Ok(Agenda { on, last, inputs, trends, from })
}

/// Returns the figures at the end of a day.
async fn figures_of(visit: &Visit, day: Date) -> Result<Vec<Figure>, Failure> {
    if day >= visit.today {
        return Ok(figures(visit.isms(), visit.today));
    }
    let snapshot = visit.books.as_of(AsOf::Day(day)).await?;
    Ok(figures(&snapshot.isms, day))
}

/// Returns the last review held by a day, other than one.
fn last_held(isms: &Isms, by: Date, other: Ref<ManagementReview>) -> Option<(Ref<ManagementReview>, Date)> {
    let held = isms.management_reviews.iter().filter(|(id, _)| *id != other);
    let held = held.filter_map(|(id, review)| Some((id, review.held_on.filter(|on| *on <= by)?)));
    held.max_by_key(|(id, on)| (*on, *id))
}

/// Puts what people wrote already in the place of what the records say.
fn with_written(review: &ManagementReview, inputs: Vec<ReviewInput>) -> Vec<ReviewInput> {
    let written = |input: ReviewInput| {
        let own = review.inputs.iter().find(|own| own.letter == input.letter && !own.text.is_empty());
        match own {
            Some(own) => ReviewInput { text: own.text.clone(), ..input },
            None => input,
        }
    };
    inputs.into_iter().map(written).collect()
}

/// Returns the agenda as HTML.
pub(super) fn shown(visit: &Visit, agenda: &Agenda<'_>) -> Markup {
    html! {
        (source(visit, agenda))
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
fn source(visit: &Visit, agenda: &Agenda<'_>) -> Markup {
    html! {
        p.lead {
            @match agenda.from {
                Source::Frozen(pack) => { span { "As it lay on the table on " (short_day(pack.on)) "." } (digest("sha256", pack.digest.as_str())) },
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

fn one(visit: &Visit, agenda: &Agenda<'_>, input: &ReviewInput, trends: &[&Trend]) -> Markup {
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
fn figures_table(agenda: &Agenda<'_>, trends: &[&Trend]) -> Markup {
    let said = |figure: Figure| format!("{} of {}", figure.count, figure.of);
    let before = agenda.last.map(|(id, _)| format!(" at {id}")).unwrap_or_default();
    html! {
        table.trends {
            caption.vh { "figures, and how they were at the review before" }
            tbody {
                @for trend in trends {
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
    use model::Prose;

    #[test]
    fn what_a_person_wrote_stands_in_the_place_of_what_the_records_say() {
        let input = |letter, text: &str| ReviewInput {
            letter: Some(letter),
            text: Prose::new(text),
            references: Vec::new(),
        };
        let review = ManagementReview {
            inputs: vec![input(InputLetter::B, "a new law"), input(InputLetter::C, "")],
            ..ManagementReview::default()
        };
        let found = vec![input(InputLetter::B, "0 of 9"), input(InputLetter::C, "2 changed")];
        let texts: Vec<String> =
            with_written(&review, found).iter().map(|input| input.text.to_string()).collect();
        assert_eq!(texts, ["a new law", "2 changed"]);
    }

    #[test]
    fn a_figure_says_how_it_moved() {
        assert_eq!([moved(2, 5), moved(5, 5), moved(6, 5)], ["3 fewer", "as before", "1 more"]);
    }
}
