//! What is left of a risk is accepted until a day; and an acceptance is withdrawn.

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use model::records::{Levels, Person, Risk};
use model::{RecordKind, Ref};
use operations::{AcceptResidualRisk, WithdrawAcceptance};

use super::level::{level, method};
use super::{HERE, form_head, found};
use crate::failure::Answer;
use crate::fields::Fields;
use crate::locale::locale;
use crate::once;
use crate::pages::drafts;
use crate::pages::naming::{day, records};
use crate::parts::{Choice, FormView, Input, Widget, form};
use crate::visit::{Of, Visit};

const ACCEPT: &str = "Accept what is left";
const WITHDRAW: &str = "Withdraw the acceptance";

/// Answers with the form that accepts.
///
/// # Errors
/// Where there is no such risk.
pub async fn page(visit: Visit, Of(id): Of<Risk>) -> Answer {
    let kept = visit.taken_up().cloned().unwrap_or_default();
    let main = main(&visit, id, found(&visit, id)?, &kept, None, None);
    Ok(visit.page(HERE, form_head(&visit, id, ACCEPT), main))
}

/// Accepts what is left.
///
/// # Errors
/// Where there is no such risk, or the store does not take it.
pub async fn save(visit: Visit, Of(id): Of<Risk>, typed: Fields) -> Answer {
    let risk = found(&visit, id)?;
    let refused = |whole: Option<String>, until: Option<String>| {
        let main = main(&visit, id, risk, &typed, whole, until);
        visit.refused_page(StatusCode::UNPROCESSABLE_ENTITY, HERE, form_head(&visit, id, ACCEPT), main)
    };
    let until = match day(typed.get("until"), visit.today) {
        Ok(until) => until,
        Err(problem) => return Ok(refused(None, Some(problem))),
    };
    let for_owner: Option<Ref<Person>> =
        Ref::parse(typed.get("for_owner")).filter(|owner| *owner != visit.actor);
    let because = typed.prose("because")?;
    match visit.run_once(&typed, AcceptResidualRisk { risk: id, until, because, for_owner }).await? {
        Ok(_) => {
            visit.say(
                format!(
                    "{} accepted what is left of {id} until {}",
                    visit.actor_name(),
                    locale().short_day(until)
                ),
                None,
            );
            Ok(visit.to(&format!("/risks/{id}#acceptances")))
        }
        Err(refusal) => Ok(refused(Some(refusal.to_string()), None)),
    }
}

/// Answers with the form that withdraws.
///
/// # Errors
/// Where there is no such risk.
pub async fn withdraw_page(visit: Visit, Of(id): Of<Risk>) -> Answer {
    found(&visit, id)?;
    let kept = visit.taken_up().cloned().unwrap_or_default();
    Ok(visit.page(HERE, form_head(&visit, id, WITHDRAW), withdraw_form(&visit, id, &kept, None)))
}

/// Withdraws the acceptance in force.
///
/// # Errors
/// Where there is no such risk, or the store does not take it.
pub async fn withdraw(visit: Visit, Of(id): Of<Risk>, typed: Fields) -> Answer {
    found(&visit, id)?;
    let because = typed.prose("because")?;
    match visit.run(WithdrawAcceptance { risk: id, acceptance: None, because }).await? {
        Ok(_) => {
            visit.say(format!("The acceptance of {id} is withdrawn"), None);
            Ok(visit.to(&format!("/risks/{id}#acceptances")))
        }
        Err(refusal) => Ok(withdraw_refused(&visit, id, &typed, refusal.to_string())),
    }
}

fn withdraw_refused(visit: &Visit, id: Ref<Risk>, typed: &Fields, words: String) -> Response {
    let main = withdraw_form(visit, id, typed, Some(words));
    visit.refused_page(StatusCode::UNPROCESSABLE_ENTITY, HERE, form_head(visit, id, WITHDRAW), main)
}

fn withdraw_form(visit: &Visit, id: Ref<Risk>, typed: &Fields, problem: Option<String>) -> Markup {
    let why = Input::new("because", "Why", Widget::LongText(3))
        .hint("It stays in the records with your reason")
        .value(typed.get("because"));
    form(&FormView {
        action: visit.at(&format!("/risks/{id}/withdraw")),
        parts: vec![(String::new(), vec![why.required()])],
        problem,
        submit: "Withdraw".to_owned(),
        cancel: Some(visit.record_at(id)),
        beside: Some(drafts::button(&visit.at(&format!("/risks/{id}/withdraw")))),
        ..FormView::default()
    })
}

fn main(
    visit: &Visit,
    id: Ref<Risk>,
    risk: &Risk,
    typed: &Fields,
    whole: Option<String>,
    until: Option<String>,
) -> Markup {
    let mut inputs = vec![
        Input::new("until", "Until", Widget::Date)
            .hint("A day such as 2027-03-31, or +180d; then it is looked at again")
            .value(typed.get("until"))
            .error(until)
            .required(),
        Input::new("because", "Why it is acceptable", Widget::LongText(3))
            .value(typed.get("because"))
            .required(),
    ];
    let owner = risk.owner_person(visit.isms());
    if owner != Some(visit.actor) {
        let mut people = vec![Choice::new("", "in my own name")];
        people.extend(records(visit.isms(), RecordKind::Person));
        let chosen = if typed.has("for_owner") {
            typed.get("for_owner").to_owned()
        } else {
            owner.map(|owner| owner.to_string()).unwrap_or_default()
        };
        let on_behalf = Input::new("for_owner", "On behalf of", Widget::Select(people));
        inputs.push(on_behalf.hint("The owner who delegated it to you").value(chosen));
    }
    let view = FormView {
        action: visit.at(&format!("/risks/{id}/accept")),
        hidden: vec![once::hidden()],
        parts: vec![(String::new(), inputs)],
        problem: whole,
        submit: format!("Accept as {}", visit.actor_name()),
        cancel: Some(visit.record_at(id)),
        beside: Some(drafts::button(&visit.at(&format!("/risks/{id}/accept")))),
        ..FormView::default()
    };
    html! { (what(visit, risk)) (form(&view)) }
}

/// Says exactly what is accepted, and whether that is above the line.
fn what(visit: &Visit, risk: &Risk) -> Markup {
    let method = method(visit);
    let remaining = risk.remaining();
    let which = if risk.after.is_blank() {
        "as it is now; it was not rated after treatment"
    } else {
        "after treatment"
    };
    let levels = Levels::of(visit.isms(), &method, visit.today);
    let place = levels.place(remaining);
    let above = method.acceptance().zip(place).map(|(line, level)| level > line);
    let acceptors: Vec<String> = method
        .acceptors
        .iter()
        .filter(|acceptor| method.place(&acceptor.level) >= place)
        .map(|acceptor| match (acceptor.person, acceptor.kind) {
            (Some(person), _) => visit.isms().name_of(person.id()),
            (None, Some(kind)) => kind.to_string(),
            (None, None) => "nobody named".to_owned(),
        })
        .collect();
    html! {
        div.callout {
            p { (level(&method, remaining)) " " span.secondary { (which) } }
            @match above {
                Some(true) => p { "This is above the acceptance level."
                    @if !acceptors.is_empty() { " By the method, this may be accepted by " (acceptors.join(", ")) "." } },
                Some(false) => p.secondary { "This is within the acceptance level." },
                None => p.secondary { "The method does not say up to which level risks are accepted." },
            }
        }
    }
}
