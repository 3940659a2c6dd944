//! A risk is closed because it is gone, and reopened because it is not.

use axum::http::StatusCode;
use axum::response::Response;
use maud::Markup;
use model::Ref;
use model::records::Risk;
use operations::{CloseRisk, ReopenRisk};

use super::{HERE, form_head, found};
use crate::failure::Answer;
use crate::fields::Fields;
use crate::pages::drafts;
use crate::pages::naming::day;
use crate::parts::{FormView, Input, Widget, form};
use crate::visit::{Of, Visit};

/// Which way it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Close,
    Reopen,
}

/// What is wrong with the form.
#[derive(Debug)]
enum Wrong {
    Nothing,
    On(String),
    Because(String),
    Whole(String),
}

/// Answers with the form that closes.
///
/// # Errors
/// Where there is no such risk.
pub async fn page(visit: Visit, Of(id): Of<Risk>) -> Answer {
    asked(&visit, id, Way::Close)
}

/// Answers with the form that reopens.
///
/// # Errors
/// Where there is no such risk.
pub async fn reopen_page(visit: Visit, Of(id): Of<Risk>) -> Answer {
    asked(&visit, id, Way::Reopen)
}

/// Closes the risk.
///
/// # Errors
/// Where there is no such risk, or the store does not take it.
pub async fn close(visit: Visit, Of(id): Of<Risk>, typed: Fields) -> Answer {
    found(&visit, id)?;
    let on = match typed.get("on") {
        "" => None,
        text => match day(text, visit.today) {
            Ok(on) => Some(on),
            Err(problem) => return Ok(refused(&visit, id, Way::Close, &typed, Wrong::On(problem))),
        },
    };
    let because = match typed.prose("because") {
        Ok(because) => because,
        Err(words) => return Ok(refused(&visit, id, Way::Close, &typed, Wrong::Because(words))),
    };
    match visit.run(CloseRisk { risk: id, on, because }).await? {
        Ok(done) => {
            visit.say(format!("{id} is closed"), Some(&done));
            Ok(visit.to(&format!("/risks/{id}")))
        }
        Err(refusal) => Ok(refused(&visit, id, Way::Close, &typed, Wrong::Whole(refusal.to_string()))),
    }
}

/// Reopens the risk.
///
/// # Errors
/// Where there is no such risk, or the store does not take it.
pub async fn reopen(visit: Visit, Of(id): Of<Risk>, typed: Fields) -> Answer {
    found(&visit, id)?;
    let because = match typed.prose("because") {
        Ok(because) => because,
        Err(words) => return Ok(refused(&visit, id, Way::Reopen, &typed, Wrong::Because(words))),
    };
    match visit.run(ReopenRisk { risk: id, because }).await? {
        Ok(done) => {
            visit.say(format!("{id} is open again"), Some(&done));
            Ok(visit.to(&format!("/risks/{id}")))
        }
        Err(refusal) => Ok(refused(&visit, id, Way::Reopen, &typed, Wrong::Whole(refusal.to_string()))),
    }
}

fn title(way: Way) -> &'static str {
    match way {
        Way::Close => "Close the risk",
        Way::Reopen => "Open the risk again",
    }
}

fn asked(visit: &Visit, id: Ref<Risk>, way: Way) -> Answer {
    found(visit, id)?;
    let kept = visit.taken_up().cloned().unwrap_or_default();
    Ok(visit.page(HERE, form_head(visit, id, title(way)), main(visit, id, way, &kept, Wrong::Nothing)))
}

fn refused(visit: &Visit, id: Ref<Risk>, way: Way, typed: &Fields, wrong: Wrong) -> Response {
    let main = main(visit, id, way, typed, wrong);
    visit.refused_page(StatusCode::UNPROCESSABLE_ENTITY, HERE, form_head(visit, id, title(way)), main)
}

fn main(visit: &Visit, id: Ref<Risk>, way: Way, typed: &Fields, wrong: Wrong) -> Markup {
    let (on_wrong, why_wrong, problem) = match wrong {
        Wrong::Nothing => (None, None, None),
        Wrong::On(words) => (Some(words), None, None),
        Wrong::Because(words) => (None, Some(words), None),
        Wrong::Whole(words) => (None, None, Some(words)),
    };
    let hint = match way {
        Way::Close => "Why it is gone; it stays in the records",
        Way::Reopen => "Why it has to be looked at again",
    };
    let why = Input::new("because", "Why", Widget::LongText(3)).hint(hint).value(typed.get("because"));
    let mut inputs = vec![why.error(why_wrong).required()];
    let (page, submit) = match way {
        Way::Close => {
            let on = Input::new("on", "Gone since", Widget::Date).hint("Today where nothing is said");
            inputs.push(on.value(typed.get("on")).error(on_wrong));
            ("close", "Close")
        }
        Way::Reopen => ("reopen", "Open again"),
    };
    form(&FormView {
        action: visit.at(&format!("/risks/{id}/{page}")),
        parts: vec![(String::new(), inputs)],
        problem,
        submit: submit.to_owned(),
        cancel: Some(visit.record_at(id)),
        beside: Some(drafts::button(&visit.at(&format!("/risks/{id}/{page}")))),
        ..FormView::default()
    })
}
