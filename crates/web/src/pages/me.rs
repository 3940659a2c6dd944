//! Act as: who one says one is. Nobody checks it, and the history says so.

use axum::http::StatusCode;
use maud::{Markup, html};
use model::Ref;
use model::records::Person;

use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::layout::PageHead;
use crate::parts::{Choice, FormView, Input, Widget, form};
use crate::session::Who;
use crate::visit::Visit;

/// Answers with the form.
pub async fn page(visit: Visit) -> Answer {
    unchecked(&visit)?;
    Ok(visit.page("/me", head(), shown(&visit, visit.actor.to_string(), None)))
}

/// Acts as somebody else from now on.
///
/// # Errors
/// Where who asks has signed in.
pub async fn save(visit: Visit, typed: Fields) -> Answer {
    unchecked(&visit)?;
    let person: Option<Ref<Person>> = Ref::parse(typed.get("person"));
    let person = person.filter(|person| visit.isms().people.get(person).is_some());
    let Some(person) = person else {
        let words = Some("Choose a person of the list".to_owned());
        let main = shown(&visit, typed.get("person").to_owned(), words);
        return Ok(visit.refused_page(StatusCode::UNPROCESSABLE_ENTITY, "/me", head(), main));
    };
    visit.session.act_as(visit.books.origin(), person);
    visit.say(format!("You act as {} now", visit.isms().name_of(person.id())), None);
    Ok(visit.to("/"))
}

/// Says that who signed in acts as nobody else.
fn unchecked(visit: &Visit) -> Result<(), Failure> {
    match visit.session.who() {
        Who::Link => Ok(()),
        Who::Account(_) | Who::Token(_) => Err(Failure::unknown("such page")),
    }
}

fn shown(visit: &Visit, chosen: String, problem: Option<String>) -> Markup {
    let people = visit.isms().people.iter();
    let choices = people.map(|(id, person)| Choice::new(id.to_string(), person.title.to_string()));
    let who = Input::new("person", "Person", Widget::Select(choices.collect()))
        .value(chosen)
        .error(problem)
        .required();
    let view = FormView {
        action: visit.path.clone(),
        parts: vec![(String::new(), vec![who])],
        submit: "Act as this person".to_owned(),
        cancel: Some(visit.at("/")),
        ..FormView::default()
    };
    html! { div.narrow { (form(&view)) } }
}

fn head() -> PageHead {
    PageHead {
        lead: Some(
            html! { "What you do is recorded under this name. There are no accounts yet: nobody checks who you are, and the history says so." },
        ),
        ..PageHead::new("Act as")
    }
}
