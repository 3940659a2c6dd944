//! Views of a grid: what is asked for now gets a name, for oneself or for the team.

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};

use super::{Look, NAME_CHARS_MAX, Of, QUERY_BYTES_MAX, Saved, TEAM_EACH_MAX, VIEWS_MAX, Whose, asked};
use crate::address::with_query;
use crate::failure::Answer;
use crate::fields::Fields;
use crate::layout::PageHead;
use crate::parts::table::{Table, stacked};
use crate::parts::{Action, Choice, Input, Widget, form, section};
use crate::visit::Visit;

/// Answers with the views of a grid, and the form that gives what is asked for a name.
///
/// # Errors
/// Where the store does not answer.
pub async fn page(visit: Visit, of: Of) -> Answer {
    let (visit, look) = here(visit, of).await?;
    let main = main(&visit, of, &look, &Fields::default(), None);
    Ok(visit.page(&of.here(), head(&visit, of), main))
}

/// Keeps a view, or takes one away.
///
/// # Errors
/// Where the store does not take it.
pub async fn save(visit: Visit, of: Of, typed: Fields) -> Answer {
    let filter = Fields::read(typed.get("filter"));
    let visit = Visit { query: Fields(vec![("filter".to_owned(), asked(&filter))]), ..visit };
    if !typed.get("gone").is_empty() {
        return gone(&visit, of, &typed).await;
    }
    let (visit, look) = here(visit, of).await?;
    let again = |problem: String| -> Response {
        let main = main(&visit, of, &look, &typed, Some(&problem));
        visit.refused_page(StatusCode::UNPROCESSABLE_ENTITY, &of.here(), head(&visit, of), main)
    };
    let name = match super::name_typed(typed.get("name")) {
        Ok(name) => name,
        Err(problem) => return Ok(again(problem)),
    };
    let is_team = typed.get("whose") == "team" && !visit.books.is_from_outside();
    if is_team && !visit.offers_new(of.kind()) {
        return Ok(again(
            "Whoever writes in this grid saves views for the team: save it only for you".to_owned(),
        ));
    }
    let whose = if is_team { Whose::Team } else { Whose::Mine };
    let query = asked(&filter);
    if query.len() > QUERY_BYTES_MAX {
        return Ok(again(format!(
            "A view asks for at most {QUERY_BYTES_MAX} bytes; this one for {}",
            query.len()
        )));
    }
    let of_it: Vec<&Saved> =
        look.views.iter().filter(|(known, _)| *known == whose).map(|(_, view)| view).collect();
    let there = of_it.iter().find(|view| view.name == name);
    let of_mine = of_it.iter().filter(|view| view.by == visit.actor.to_string()).count();
    if there.is_none() && whose == Whose::Team && of_mine >= TEAM_EACH_MAX {
        return Ok(again(format!(
            "You saved {TEAM_EACH_MAX} views for the team already: take one away first"
        )));
    }
    if there.is_none() && of_it.len() >= VIEWS_MAX {
        return Ok(again(format!("There are {VIEWS_MAX} views already: take one away first")));
    }
    if there.is_some_and(|view| whose == Whose::Team && !is_ours(&visit, view)) {
        return Ok(again(format!("Somebody else saved “{name}” for the team: choose another name")));
    }
    let saved = Saved { name: name.clone(), query, layout: look.layout.clone(), by: visit.actor.to_string() };
    super::keep_view(&visit, of, whose, &name, Some(&saved)).await?;
    visit.say_plainly(format!("The view “{name}” was saved"));
    Ok(crate::visit::see_other(&with_query(&plain(&visit, of), [("view", name.as_str())])))
}

/// Takes a view away.
async fn gone(visit: &Visit, of: Of, typed: &Fields) -> Answer {
    let whose = if typed.get("whose") == "team" { Whose::Team } else { Whose::Mine };
    let views = super::saved_of(visit, of).await?;
    let found = views.iter().find(|(known, view)| *known == whose && view.name == typed.get("gone"));
    match found {
        Some((_, view)) if whose == Whose::Mine || is_ours(visit, view) => {
            super::keep_view(visit, of, whose, &view.name, None).await?;
            visit.say_plainly(format!("The view “{}” is gone", view.name));
        }
        Some((_, view)) => visit.say_refused(format!(
            "“{}” was saved by somebody else, who can take it away; so can who gives memberships",
            view.name
        )),
        None => visit.say_plainly("There is no such view any more"),
    }
    Ok(visit.to(&of.at("views")))
}

/// Says whether the actor may replace a view of the team or take it away.
fn is_ours(visit: &Visit, view: &Saved) -> bool {
    view.by == visit.actor.to_string() || (visit.books.is_kept() && visit.offers("membership.grant", &[]))
}

/// Returns the visit with what its filter asks for in the place of its query.
async fn here(visit: Visit, of: Of) -> Result<(Visit, Look), crate::Failure> {
    let filter = Fields::read(visit.query.get("filter"));
    super::opened(Visit { query: filter, ..visit }, of).await
}

/// Returns the address of the grid, unfiltered.
fn plain(visit: &Visit, of: Of) -> String {
    visit.at(&of.here())
}

fn head(visit: &Visit, of: Of) -> PageHead {
    PageHead { crumbs: vec![(of.title(), plain(visit, of))], ..PageHead::new("Views") }
}

fn main(visit: &Visit, of: Of, look: &Look, typed: &Fields, problem: Option<&str>) -> Markup {
    let query = asked(&visit.query);
    let name = Input::new("name", "Name", Widget::Text)
        .hint(format!("At most {NAME_CHARS_MAX} characters; the same name again replaces the view"))
        .value(typed.get("name"))
        .error(problem.map(str::to_owned))
        .required();
    let mut choices = vec![Choice::new("mine", "only for me")];
    if !visit.books.is_from_outside() && visit.offers_new(of.kind()) {
        choices.push(Choice::new("team", "for the team"));
    }
    let whose = Widget::Radio(choices);
    let whose = Input::new("whose", "For whom", whose)
        .value(if typed.get("whose") == "team" { "team" } else { "mine" })
        .required();
    let view = crate::parts::FormView {
        action: visit.at(&of.at("views")),
        hidden: vec![("filter".to_owned(), query.clone())],
        parts: vec![(String::new(), vec![name, whose])],
        submit: "Save the view".to_owned(),
        cancel: Some(format!("{}?{query}", plain(visit, of)).trim_end_matches('?').to_owned()),
        ..crate::parts::FormView::default()
    };
    let keep = html! {
        p.secondary {
            @if query.is_empty() { "Nothing is filtered or sorted now: the view keeps columns and density alone." }
            @else { "It keeps filter, sorting, columns and density: " (in_words(&query)) }
        }
        (form(&view))
    };
    let all = html! {
        @if look.views.is_empty() { p.secondary { "None yet" } }
        @else { (stacked(&list(visit, of, look))) }
    };
    html! {
        @if !visit.is_past() { (section("keep", "Give what you see a name", "", &[], keep)) }
        (section("views", "Saved views", "", &[], all))
    }
}

/// Says what a query asks for: `owner: -, sort: -title`.
fn in_words(query: &str) -> String {
    let fields = Fields::read(query).0;
    fields.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join(", ")
}

fn list(visit: &Visit, of: Of, look: &Look) -> Table {
    let row = |(whose, view): &(Whose, Saved)| {
        let word = match whose {
            Whose::Mine => "mine",
            Whose::Team => "team",
        };
        let away = Action::post("Take away", visit.at(&of.at("views")))
            .with("gone", &view.name)
            .with("whose", word)
            .quiet();
        let may = *whose == Whose::Mine || is_ours(visit, view);
        vec![
            html! { a href=(at(visit, of, view)) { (view.name) } },
            html! { @if *whose == Whose::Team { "team" } @else { "only me" } },
            html! { @if view.query.is_empty() { span.secondary { "everything" } } @else { (in_words(&view.query)) } },
            html! { @if may && !visit.is_past() { (away.show()) } },
        ]
    };
    Table {
        caption: String::new(),
        head: ["View", "For", "Asks for", ""].map(str::to_owned).to_vec(),
        rows: look.views.iter().map(row).collect(),
    }
}

/// Returns the address that opens a view.
#[must_use]
pub fn at(visit: &Visit, of: Of, view: &Saved) -> String {
    let path = plain(visit, of);
    with_query(&path, [("view", view.name.as_str())])
}
