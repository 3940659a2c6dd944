//! One request: what an auditor asks to see, who answers it by when, what was shown, and whether that was enough.

use maud::{Markup, html};
use model::records::{Request, RequestState};
use model::{Entry, Isms, Ref};

use super::coming::{self, Coming};
use super::record::{Which, deeds, here, page as generic, shown};
use crate::failure::Answer;
use crate::pages::comments::{self, Marks};
use crate::pages::naming::{owner_name, short_day};
use crate::parts::{Action, Status, facts, section, split, state};
use crate::visit::{Of, Visit};

/// Fields of what is asked.
const ASKED: &[&str] = &["Audit", "About", "Asked by", "Asked on", "Owner", "Due"];
/// Fields that stand in parts of their own, or in the heading.
const ELSEWHERE: &[&str] = &[
    "Request",
    "State",
    "Answer",
    "Shown",
    "Answered by",
    "Answered on",
    "Returned because",
    "Accepted by",
    "Accepted on",
    "Withdrawn because",
];

/// Answers with the page of a request.
///
/// # Errors
/// Where there is none, or the proofs of what the rules say cannot be read.
pub async fn page(visit: Visit, Of(id): Of<Request>) -> Answer {
    let Some(one) = visit.isms().requests.get(&id) else {
        // What is only proposed is shown as any proposal.
        return generic::page(visit, Which(id.id())).await;
    };
    let coming = next(visit.isms(), one);
    let offered = coming::offered(&visit, id.id(), one, coming.as_ref());
    let answer: Vec<Action> = deeds::offered_of(&visit, id.id(), one, &["answer", "accept", "return"]);
    let answer: Vec<Action> = answer.into_iter().map(Action::quiet).collect();
    let main = html! {
        (offered.words)
        (generic::said(&visit, id.id()).await?)
        (section("asked", "Asked", "", &[], asked(&visit, id, one)))
        (section("answer", "Answer", "", &answer, answered(&visit, id, one)))
        (rest(&visit, id, one))
        (comments::thread(&visit, id.id()))
    };
    let panel = html! {
        (coming::others(&offered))
        (generic::sources(&visit, id.id()))
        (generic::about(&visit, id.id(), one))
    };
    let mut head = offered.head;
    head.lead = Some(told(&visit, one));
    // What was answered is not removed.
    head.actions.retain(|action| action.label != "Remove" || one.state == RequestState::Open);
    Ok(visit.page(&here(id.id().kind), head, split(main, panel)))
}

/// Says in one line who asked, who answers and by when.
fn told(visit: &Visit, one: &Request) -> Markup {
    let isms = visit.isms();
    let asked = one.asked_by.map_or_else(|| "an auditor".to_owned(), |person| isms.name_of(person.id()));
    let on = one.asked_on.map(|on| format!(" on {}", short_day(on))).unwrap_or_default();
    let owner = owner_name(isms, one.owner.as_ref());
    let is_late = one.state.is_open() && one.due.is_some_and(|due| due < visit.today);
    html! {
        "Asked by " (asked) (on) "; "
        @if owner.is_empty() { "nobody is named to answer" } @else { (owner) " answers" }
        @if let Some(due) = one.due {
            ", due " @if is_late { (state(Status::Attention, &format!("{}, late", short_day(due)))) } @else { (short_day(due)) "." }
        } @else { "." }
    }
}

/// Returns the step that comes next, by where it stands.
fn next(isms: &Isms, one: &Request) -> Option<Coming> {
    let owner = owner_name(isms, one.owner.as_ref());
    let owner =
        if owner.is_empty() { "Nobody is named to answer.".to_owned() } else { format!("{owner} answers.") };
    match one.state {
        RequestState::Open => {
            Some(Coming::verb("answer", "show what is asked for, or say why it comes later.").by(owner))
        }
        RequestState::Returned => {
            Some(Coming::verb("answer", "the answer was not enough: show what was missing.").by(owner))
        }
        RequestState::Answered => {
            let asker =
                one.asked_by.map_or_else(|| "the auditor".to_owned(), |person| isms.name_of(person.id()));
            Some(Coming::verb("accept", format!("{asker} says whether that is what was needed.")))
        }
        RequestState::Accepted | RequestState::Withdrawn => None,
    }
}

fn asked(visit: &Visit, id: Ref<Request>, one: &Entry<Request>) -> Markup {
    let mut all = shown::record_facts(visit, id.id(), one);
    all.retain(|fact| ASKED.contains(&fact.name.as_str()));
    html! {
        @if one.description.is_empty() { p.missing { "what exactly is to be shown is not written down" } }
        @else { p.words { (shown::lines(&one.description)) } }
        (Marks::of(visit, id.id()).line("description", "Request"))
        (facts(&all))
    }
}

/// Returns what was shown, by whom, and what came of it.
fn answered(visit: &Visit, id: Ref<Request>, one: &Request) -> Markup {
    let name =
        |person: Option<Ref<model::records::Person>>| person.map(|person| visit.isms().name_of(person.id()));
    let history = visit.at(&format!("/history?record={id}&field=answer"));
    let is_answered = !one.answer.is_empty() || !one.shown.is_empty();
    let marks = Marks::of(visit, id.id());
    html! {
        @if !is_answered { p.missing { "nobody has answered yet" } }
        @if !one.returned_because.is_empty() {
            div.callout { p { b { "What was missing: " } (shown::lines(&one.returned_because)) } }
        }
        @if !one.answer.is_empty() { p.words { (shown::lines(&one.answer)) } }
        @if !one.shown.is_empty() { ul.plain { @for record in &one.shown { li { (shown::link(visit, *record)) } } } }
        @if is_answered {
            p.secondary.small {
                (name(one.answered_by).unwrap_or_else(|| "nobody named".to_owned()))
                @if let Some(on) = one.answered_on { ", " (short_day(on)) }
                " · " a href=(history) { "who wrote it" }
            }
        }
        (marks.line("answer", "Answer"))
        @if one.state == RequestState::Accepted {
            p { (state(Status::Met, "nothing more is needed"))
                span.secondary.small {
                    @if let Some(by) = name(one.accepted_by) { " " (by) } @if let Some(on) = one.accepted_on { ", " (short_day(on)) }
                }
            }
        }
        @if !one.withdrawn_because.is_empty() { p { (state(Status::NotApplicable, "withdrawn")) " " (one.withdrawn_because) } }
    }
}

/// Returns what else is recorded, and what is not.
fn rest(visit: &Visit, id: Ref<Request>, one: &Entry<Request>) -> Markup {
    let mut all = shown::record_facts(visit, id.id(), one);
    all.retain(|fact| {
        let name = fact.name.as_str();
        !ASKED.contains(&name) && !ELSEWHERE.contains(&name)
    });
    html! {
        @if !all.is_empty() { (section("rest", "Beside it", "", &[], facts(&all))) }
        (shown::not_recorded(visit, id.id(), one))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use coming::Step;

    #[test]
    fn what_is_asked_waits_for_an_answer_and_an_answer_for_who_asked() {
        let isms = Isms::default();
        let step = |state| next(&isms, &Request { state, ..Request::default() }).map(|coming| coming.step);
        let verb = |verb| Some(Step::Verb(verb, Vec::new()));
        assert_eq!(step(RequestState::Open), verb("answer"));
        assert_eq!(step(RequestState::Returned), verb("answer"));
        assert_eq!(step(RequestState::Answered), verb("accept"));
        assert_eq!((step(RequestState::Accepted), step(RequestState::Withdrawn)), (None, None));
    }
}
