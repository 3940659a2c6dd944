//! What is left of a risk is accepted until a day; and an acceptance is withdrawn.

use axum::http::StatusCode;
use maud::{Markup, html};
use model::records::{Levels, Person, Risk};
use model::{Date, Isms, RecordKind, Ref};
use operations::{AcceptResidualRisk, WithdrawAcceptance};
use sha2::{Digest as _, Sha256};

use super::level::{level, method};
use super::{HERE, form_head, found};
use crate::as_read::{AsRead, NotAsRead};
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

/// What is wrong with the form that accepts.
#[derive(Debug, Default)]
struct Wrong {
    until: Option<String>,
    because: Option<String>,
    whole: Option<String>,
}

/// Answers with the form that accepts.
///
/// # Errors
/// Where there is no such risk.
pub async fn page(visit: Visit, Of(id): Of<Risk>) -> Answer {
    let kept = visit.taken_up().cloned().unwrap_or_default();
    let main = main(&visit, id, found(&visit, id)?, &kept, Wrong::default());
    Ok(visit.page(HERE, form_head(&visit, id, ACCEPT), main))
}

/// Accepts what is left, where that is still what the form showed.
///
/// # Errors
/// Where there is no such risk, or the store does not take it.
pub async fn save(visit: Visit, Of(id): Of<Risk>, typed: Fields) -> Answer {
    let risk = found(&visit, id)?;
    let read = typed.get("seen").to_owned();
    if !read.is_empty() && seen(visit.isms(), id, visit.today) != read {
        return changed(visit, id, &typed);
    }
    let refused = |wrong: Wrong| {
        let main = main(&visit, id, risk, &typed, wrong);
        visit.refused_page(StatusCode::UNPROCESSABLE_ENTITY, HERE, form_head(&visit, id, ACCEPT), main)
    };
    let until = day(typed.get("until"), visit.today);
    let (until, because) = match (until, typed.prose("because")) {
        (Ok(until), Ok(because)) => (until, because),
        (until, because) => {
            return Ok(refused(Wrong { until: until.err(), because: because.err(), whole: None }));
        }
    };
    let for_owner: Option<Ref<Person>> =
        Ref::parse(typed.get("for_owner")).filter(|owner| *owner != visit.actor);
    let accept = AcceptResidualRisk { risk: id, until, because, for_owner };
    let holds = move |isms: &Isms, today| read.is_empty() || seen(isms, id, today) == read;
    match visit.run_once(&typed, AsRead::new(accept, holds)).await? {
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
        Err(NotAsRead::Refused(refusal)) => {
            Ok(refused(Wrong { whole: Some(refusal.to_string()), ..Wrong::default() }))
        }
        Err(NotAsRead::Changed) => changed(visit, id, &typed),
    }
}

/// Answers with the form and what stands there now, where that is another thing than what was read.
fn changed(visit: Visit, id: Ref<Risk>, typed: &Fields) -> Answer {
    let visit = Visit { snapshot: visit.books.now(), ..visit };
    let words = format!(
        "{id} was rated anew since you read it, or the method was changed; look at what is accepted now, and decide again"
    );
    let wrong = Wrong { whole: Some(words), ..Wrong::default() };
    let main = main(&visit, id, found(&visit, id)?, typed, wrong);
    Ok(visit.refused_page(StatusCode::CONFLICT, HERE, form_head(&visit, id, ACCEPT), main))
}

/// Returns what tells one thing that is accepted from another: the rating, its level, and the line up to which risks are accepted.
fn seen(isms: &Isms, id: Ref<Risk>, today: Date) -> String {
    let method = isms.method.one().map(|method| method.now(today)).unwrap_or_default();
    let remaining = isms.risks.find(&id).map(|risk| risk.remaining().clone()).unwrap_or_default();
    let level = method.level(&remaining).map(|place| (place, method.word(place)));
    let digest = Sha256::digest(format!("{remaining:?} {level:?} {:?}", method.acceptance()));
    operations::hex(&digest[..16])
}

/// Answers with the form that withdraws.
///
/// # Errors
/// Where there is no such risk.
pub async fn withdraw_page(visit: Visit, Of(id): Of<Risk>) -> Answer {
    let in_force = in_force(found(&visit, id)?, visit.today);
    let kept = visit.taken_up().cloned().unwrap_or_default();
    let main = withdraw_form(&visit, id, &kept, in_force, (None, None));
    Ok(visit.page(HERE, form_head(&visit, id, WITHDRAW), main))
}

/// Returns the number of the acceptance that holds, the first is 1.
fn in_force(risk: &Risk, today: Date) -> Option<usize> {
    let all = risk.acceptances.iter().enumerate().filter(|(_, one)| one.is_in_force(today));
    all.max_by_key(|(_, one)| one.on).map(|(place, _)| place + 1)
}

/// Withdraws the acceptance that the form named.
///
/// # Errors
/// Where there is no such risk, or the store does not take it.
pub async fn withdraw(visit: Visit, Of(id): Of<Risk>, typed: Fields) -> Answer {
    found(&visit, id)?;
    let acceptance = typed.number("acceptance");
    let refused = |problem: Option<String>, why: Option<String>| {
        let main = withdraw_form(&visit, id, &typed, acceptance, (problem, why));
        visit.refused_page(StatusCode::UNPROCESSABLE_ENTITY, HERE, form_head(&visit, id, WITHDRAW), main)
    };
    let because = match typed.prose("because") {
        Ok(because) => because,
        Err(words) => return Ok(refused(None, Some(words))),
    };
    match visit.run(WithdrawAcceptance { risk: id, acceptance, because }).await? {
        Ok(_) => {
            visit.say(format!("The acceptance of {id} is withdrawn"), None);
            Ok(visit.to(&format!("/risks/{id}#acceptances")))
        }
        Err(refusal) => Ok(refused(Some(refusal.to_string()), None)),
    }
}

fn withdraw_form(
    visit: &Visit,
    id: Ref<Risk>,
    typed: &Fields,
    acceptance: Option<usize>,
    (problem, wrong): (Option<String>, Option<String>),
) -> Markup {
    let why = Input::new("because", "Why", Widget::LongText(3))
        .hint("It stays in the records with your reason")
        .value(typed.get("because"))
        .error(wrong);
    form(&FormView {
        action: visit.at(&format!("/risks/{id}/withdraw")),
        hidden: acceptance.map(|place| ("acceptance".to_owned(), place.to_string())).into_iter().collect(),
        parts: vec![(String::new(), vec![why.required()])],
        problem,
        submit: "Withdraw".to_owned(),
        cancel: Some(visit.record_at(id)),
        beside: Some(drafts::button(&visit.at(&format!("/risks/{id}/withdraw")))),
        ..FormView::default()
    })
}

fn main(visit: &Visit, id: Ref<Risk>, risk: &Risk, typed: &Fields, wrong: Wrong) -> Markup {
    let mut inputs = vec![
        Input::new("until", "Until", Widget::Date)
            .hint("A day such as 2027-03-31, or +180d; then it is looked at again")
            .value(typed.get("until"))
            .error(wrong.until)
            .required(),
        Input::new("because", "Why it is acceptable", Widget::LongText(3))
            .value(typed.get("because"))
            .error(wrong.because)
            .required(),
    ];
    let owner = risk.owner_person(visit.isms());
    if owner != Some(visit.actor) {
        let mut people = vec![Choice::new("", "in my own name")];
        people.extend(records(visit.isms(), RecordKind::Person));
        let on_behalf = Input::new("for_owner", "On behalf of", Widget::Select(people));
        inputs.push(on_behalf.hint("Only where the owner delegated it to you").value(typed.get("for_owner")));
    }
    let view = FormView {
        action: visit.at(&format!("/risks/{id}/accept")),
        hidden: vec![once::hidden(), ("seen".to_owned(), seen(visit.isms(), id, visit.today))],
        parts: vec![(String::new(), inputs)],
        problem: wrong.whole,
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
