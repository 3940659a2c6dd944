//! One management review: its agenda with what each input holds, who came, what was decided, and the step that comes next.

use maud::{Markup, html};
use model::records::{ManagementReview, Person, ReviewState};
use model::{Entry, Ref};
use reports::review_pack::Pack;

use super::agenda;
use super::decisions::decisions;
use crate::failure::{Answer, Failure};
use crate::layout::PageHead;
use crate::pages::comments::{self, Marks};
use crate::pages::naming::{owner_name, short_day};
use crate::pages::record::shown::lines;
use crate::pages::record::{Which, deeds, here, page as record};
use crate::parts::{Action, Fact, Icon, facts, section, split};
use crate::visit::{Of, Visit};

/// Answers with the page of a review.
///
/// # Errors
/// Where there is no such review, or the past cannot be read.
pub async fn page(visit: Visit, Of(id): Of<ManagementReview>) -> Answer {
    let Some(review) = visit.isms().management_reviews.get(&id) else {
        // What is only proposed is shown as any proposal.
        return record::page(visit, Which(id.id())).await;
    };
    let agenda = agenda::of(&visit, id).await?;
    let offered = deeds::offered(&visit, id.id(), review);
    let next = next(review, &offered);
    let others: Vec<Action> = offered
        .iter()
        .filter(|(verb, _)| Some(*verb) != next.map(|(verb, _)| *verb))
        .map(|(_, action)| action.clone())
        .collect();
    let main = html! {
        (record::said(&visit, id.id()).await?)
        (section("agenda", "Agenda", "", &[], agenda::shown(&visit, review, &agenda)))
        (decisions(&visit, id, review, &offered))
        (outcome(&visit, id, review))
        (comments::thread(&visit, id.id()))
    };
    let beside = html! {
        (people(&visit, review))
        @if !others.is_empty() {
            (section("deeds", if next.is_some() { "Other steps" } else { "Next steps" }, "", &[], crate::parts::actions(&others)))
        }
        (neighbours(&visit, id, &agenda))
        (record::sources(&visit, id.id()))
        (record::about(&visit, id.id(), review))
    };
    let head = head(&visit, id, review, next.map(|(_, action)| action.clone()))?;
    Ok(visit.page(&here(id.id().kind), head, split(main, beside)))
}

/// Returns the step that comes next in the life of a review, of those that its state lets happen.
fn next<'a>(
    review: &ManagementReview,
    offered: &'a [(&'static str, Action)],
) -> Option<&'a (&'static str, Action)> {
    let open = review.decisions.iter().any(|decision| decision.done_on.is_none());
    let wanted = match review.state {
        ReviewState::Planned if review.inputs.is_empty() => "build",
        ReviewState::Planned => "hold",
        ReviewState::Held if open => "finish-decision",
        ReviewState::Held if review.decisions.is_empty() => "decide",
        // All that was decided is done: the next review asks about it.
        ReviewState::Held => return None,
        ReviewState::Cancelled => return None,
    };
    offered.iter().find(|(verb, _)| *verb == wanted)
}

fn head(
    visit: &Visit,
    id: Ref<ManagementReview>,
    review: &Entry<ManagementReview>,
    next: Option<Action>,
) -> Result<PageHead, Failure> {
    let mut head = record::head(visit, id.id(), visit.find(id.id())?);
    head.lead = Some(html! { (when(visit, review)) });
    // What took place is not removed.
    head.actions.retain(|action| action.label != "Remove" || review.state == ReviewState::Planned);
    let papers = visit.at(&format!("/management-reviews/{id}/papers.pdf"));
    head.actions.push(Action::link("Papers, PDF", papers).icon(Icon::Download));
    if let Some(next) = next {
        head.actions =
            head.actions.into_iter().map(|action| Action { weight: Default::default(), ..action }).collect();
        head.actions.insert(0, next.primary());
    }
    Ok(head)
}

/// Says when it is or was, in one line.
fn when(visit: &Visit, review: &ManagementReview) -> String {
    let chair = owner_name(visit.isms(), review.chair.as_ref());
    let led = if chair.is_empty() { String::new() } else { format!(", led by {chair}") };
    match (review.state, review.held_on, review.planned_on) {
        (ReviewState::Held, Some(on), _) => format!("Held on {}{led}.", short_day(on)),
        (ReviewState::Held, None, _) => format!("Held on a day that nobody recorded{led}."),
        (ReviewState::Planned, _, Some(on)) if on < visit.today => {
            format!("Planned for {}, which is over{led}.", short_day(on))
        }
        (ReviewState::Planned, _, Some(on)) => format!("Planned for {}{led}.", short_day(on)),
        (ReviewState::Planned, _, None) => format!("Planned for no day yet{led}."),
        (ReviewState::Cancelled, ..) => format!("It will not take place: {}", review.cancelled_because),
    }
}

/// Returns who came, or who is asked to come.
fn people(visit: &Visit, review: &ManagementReview) -> Markup {
    let names = |people: &[Ref<Person>]| {
        html! {
            ul.plain { @for person in people { li { a.plain-link href=(visit.record_at(*person)) { (visit.isms().name_of(person.id())) } } } }
        }
    };
    let missed: Vec<Ref<Person>> =
        review.invited.iter().filter(|person| !review.attendees.contains(person)).copied().collect();
    let took_place = review.state == ReviewState::Held;
    let (title, there) = if took_place {
        ("Who took part", &review.attendees)
    } else {
        ("Who is asked to come", &review.invited)
    };
    let count = if there.is_empty() { String::new() } else { there.len().to_string() };
    section(
        "people",
        title,
        &count,
        &[],
        html! {
            @if there.is_empty() { p.missing { "nobody is named" } } @else { (names(there)) }
            @if took_place && !missed.is_empty() { h3 { "Asked, and not there" } (names(&missed)) }
        },
    )
}

/// Returns the review before and the one after.
fn neighbours(visit: &Visit, id: Ref<ManagementReview>, agenda: &Pack) -> Markup {
    let link = |id: Ref<ManagementReview>| {
        html! { a href=(visit.record_at(id)) { code { (id) } " " (visit.isms().name_of(id.id())) } }
    };
    let mut lines = Vec::new();
    if let Some((last, on)) = agenda.last {
        lines.push(Fact::new("Before", html! { (link(last)) " " span.secondary.nowrap { (short_day(on)) } }));
    }
    let all = visit.isms().management_reviews.iter();
    let later =
        all.filter(|(other, review)| *other != id && review.held_on.or(review.planned_on) > Some(agenda.on));
    if let Some((after, review)) =
        later.min_by_key(|(other, review)| (review.held_on.or(review.planned_on), *other))
    {
        let on = review.held_on.or(review.planned_on).map(short_day).unwrap_or_default();
        lines.push(Fact::new("After", html! { (link(after)) " " span.secondary.nowrap { (on) } }));
    }
    html! { @if !lines.is_empty() { (section("others", "Other reviews", "", &[], facts(&lines))) } }
}

/// Returns what the review came to, and its minutes.
fn outcome(visit: &Visit, id: Ref<ManagementReview>, review: &ManagementReview) -> Markup {
    let said = Marks::of(visit, id.id());
    let held = review.state == ReviewState::Held;
    html! {
        @if held || review.evaluation.is_some() {
            (section("conclusion", "Conclusion", "", &[], html! {
                @match &review.evaluation {
                    Some(evaluation) => {
                        p.words { (lines(&evaluation.conclusion)) }
                        p.secondary.small {
                            @if let Some(by) = evaluation.by { (visit.isms().name_of(by.id())) }
                            @if let Some(on) = evaluation.on { ", " (short_day(on)) }
                        }
                    },
                    None => p.missing { "nobody said whether the management system is suitable, adequate and effective" },
                }
                (said.line("evaluation", "Evaluation"))
            }))
        }
        @if !review.minutes.is_empty() { (section("minutes", "Minutes", "", &[], html! { p.words { (lines(&review.minutes)) } (said.line("minutes", "Minutes")) })) }
    }
}
