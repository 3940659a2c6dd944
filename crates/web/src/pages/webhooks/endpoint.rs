//! One endpoint: what it is told, a test, another secret, and the log of its deliveries, each of which can be sent again.

use app::identity::Uuid;
use app::webhooks::{Delivery, DeliveryState, Endpoint, EndpointState, LOG_MAX, TRIES_MAX, WebhookRefusal};
use axum::extract::Path;
use axum::http::StatusCode;
use maud::{Markup, html};

use super::{HERE, PATH, asked, at, below, inputs, kinds, manages, moment, noted, once, sees, standing};
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::layout::PageHead;
use crate::parts::form::form;
use crate::parts::table::{Table, stacked};
use crate::parts::{Action, Choice, Fact, FormView, Input, Status, Widget, facts, section, state};
use crate::visit::Visit;

/// Answers with an endpoint.
///
/// # Errors
/// Where who asks does not manage them, there is none, or the drawer does not answer.
pub async fn page(visit: Visit, Path((_, id)): Path<(String, String)>) -> Answer {
    sees(&visit)?;
    let endpoint = found(&visit, &id).await?;
    let main = shown(&visit, &endpoint, None, None);
    Ok(visit.page(HERE, head(&visit), main))
}

/// Does something with an endpoint: changes it, tests it, gives it another secret, sends again, removes it.
///
/// # Errors
/// Where who asks does not manage them, there is none, or the drawer does not take it.
pub async fn act(visit: Visit, Path((_, id)): Path<(String, String)>, typed: Fields) -> Answer {
    manages(&visit)?;
    let endpoint = found(&visit, &id).await?;
    let (webhooks, room, here) = (visit.site.webhooks(), &visit.books, format!("{PATH}/{id}"));
    match typed.get("do") {
        "test" => {
            tell(&visit, webhooks.test(room, endpoint.id).await?);
            Ok(visit.to(&here))
        }
        "replay" => {
            tell(&visit, webhooks.replay(room, endpoint.id, typed.get("delivery")).await?);
            Ok(visit.to(&here))
        }
        "secret" => match webhooks.rotate(room, endpoint.id).await? {
            Ok(secret) => {
                noted(&visit, &id, "given another secret");
                Ok(once(&visit, &endpoint, &secret))
            }
            Err(refusal) => Err(Failure::unknown(refusal)),
        },
        "remove" => {
            if webhooks.remove(room, endpoint.id).await?.is_ok() {
                noted(&visit, &id, "removed");
                visit.say("The endpoint is told nothing any more", None);
            }
            Ok(visit.to(PATH))
        }
        _ => save(&visit, &endpoint, &typed).await,
    }
}

/// Changes where an endpoint is, what it is told, and whether.
async fn save(visit: &Visit, endpoint: &Endpoint, typed: &Fields) -> Answer {
    let words = match asked(typed) {
        Err(words) => words,
        Ok(asked) => {
            let wanted = match typed.get("state") {
                "off" if endpoint.state == EndpointState::Gone => EndpointState::Gone,
                "off" => EndpointState::Off,
                _ => EndpointState::On,
            };
            match visit.site.webhooks().change(&visit.books, endpoint.id, asked, wanted).await? {
                Ok(()) => {
                    noted(visit, &endpoint.id.to_string(), "changed");
                    visit.say("The endpoint is changed", None);
                    return Ok(visit.to(&format!("{PATH}/{}", endpoint.id)));
                }
                Err(refusal) => refusal.to_string(),
            }
        }
    };
    let main = shown(visit, endpoint, Some(typed), Some(&words));
    Ok(visit.refused_page(StatusCode::UNPROCESSABLE_ENTITY, HERE, head(visit), main))
}

/// Says on the next page what came of a delivery.
fn tell(visit: &Visit, came: Result<Delivery, WebhookRefusal>) {
    match came {
        Ok(one) if one.state == DeliveryState::Taken => visit.say(format!("Taken: {}", one.outcome), None),
        Ok(one) => visit.say_refused(format!("Not taken: {}", one.outcome)),
        Err(refusal) => visit.say_refused(refusal.to_string()),
    }
}

/// Returns an endpoint of this organisation.
async fn found(visit: &Visit, id: &str) -> Result<Endpoint, Failure> {
    let unknown = || Failure::unknown("such endpoint");
    let id: Uuid = id.parse().map_err(|_| unknown())?;
    visit.site.webhooks().one(&visit.books, id).await?.ok_or_else(unknown)
}

fn head(visit: &Visit) -> PageHead {
    below(visit, "Endpoint")
}

fn shown(visit: &Visit, endpoint: &Endpoint, typed: Option<&Fields>, problem: Option<&str>) -> Markup {
    let lines = [
        Fact::new("Address", html! { span.breaks { (endpoint.url) } }),
        Fact::new("Standing", standing(endpoint)),
        Fact::words("Added", &format!("{} by {}", moment(visit, endpoint.made_at), endpoint.by)),
    ];
    let post = |label: &str, what: &str| Action::post(label, at(visit, endpoint)).with("do", what);
    let test = [post("Send a test", "test").primary()];
    html! {
        (section("endpoint", "What it is told", "", if visit.is_past() { &[] } else { &test }, facts(&lines)))
        (section("deliveries", "Deliveries", "", &[], log(visit, endpoint)))
        @if !visit.is_past() {
            (section("change", "Change it", "", &[], change(visit, endpoint, typed, problem)))
            (section("secret", "Secret", "", &[], html! {
                p.words { "A new secret signs from now on; the one before signs nothing any more." }
                (post("Make a new secret", "secret").show())
            }))
            (section("remove", "Remove it", "", &[], html! {
                p.words { "Its log and its secret go with it." }
                (post("Remove the endpoint", "remove").grave().show())
            }))
        }
    }
}

fn change(visit: &Visit, endpoint: &Endpoint, typed: Option<&Fields>, problem: Option<&str>) -> Markup {
    let is_on = endpoint.state == EndpointState::On;
    let (url, named, told) = match typed {
        Some(typed) => (typed.get("url").to_owned(), typed.joined("kinds"), typed.get("state").to_owned()),
        None => (endpoint.url.clone(), kinds(endpoint), if is_on { "on" } else { "off" }.to_owned()),
    };
    let mut all = inputs(&url, &named);
    let choices = vec![
        Choice::new("on", "On"),
        Choice::new("off", "Off").help("What happens meanwhile is not told later"),
    ];
    all.push(Input::new("state", "It is", Widget::Radio(choices)).value(told).required());
    form(&FormView {
        action: at(visit, endpoint),
        parts: vec![(String::new(), all)],
        problem: problem.map(str::to_owned),
        submit: "Save".to_owned(),
        ..FormView::default()
    })
}

/// Shows what was delivered, newest first.
fn log(visit: &Visit, endpoint: &Endpoint) -> Markup {
    let offers = !visit.is_past() && endpoint.state == EndpointState::On;
    let row = |one: &Delivery| {
        let again = Action::post("Replay", at(visit, endpoint)).with("do", "replay");
        let again = again.with("delivery", one.id.clone());
        vec![
            html! { (moment(visit, one.tried_at.unwrap_or(one.made_at))) },
            html! {
                @match one.commit {
                    Some(seq) => a href=(visit.at(&format!("/history/{seq}"))) { "commit " (seq) },
                    None => "test",
                }
            },
            html! { (standing_of(visit, one)) @if !one.outcome.is_empty() { br; span.secondary { (one.outcome) } } },
            html! { (one.tries) },
            html! { @if offers { (again.show()) } },
        ]
    };
    html! {
        p.words.secondary {
            "Each delivery is tried up to " (TRIES_MAX) " times over a day. The last " (LOG_MAX) " are listed; nothing of what was answered is kept but its status."
        }
        @if endpoint.deliveries.is_empty() { p.secondary { "Nothing was delivered yet." } }
        @else {
            (stacked(&Table {
                caption: String::new(),
                head: ["Last tried", "Tells of", "Outcome", "#Tries", ""].map(str::to_owned).to_vec(),
                rows: endpoint.deliveries.iter().rev().map(row).collect(),
            }))
        }
    }
}

fn standing_of(visit: &Visit, one: &Delivery) -> Markup {
    match one.state {
        DeliveryState::Taken => state(Status::Met, "taken"),
        DeliveryState::Failed => state(Status::Problem, "given up"),
        DeliveryState::Waiting if one.tries == 0 => state(Status::NotStarted, "waits"),
        DeliveryState::Waiting => {
            html! { (state(Status::Attention, "tried again")) " after " (moment(visit, one.next_at)) }
        }
    }
}
