//! The way in: the link of the terminal, the first page, a new organisation, the colours.

use app::{Beginning, Books};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use model::{Line, Value as _};

use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::guard;
use crate::layout::{Theme, Width, bare};
use crate::parts::{Action, FormView, Input, Widget, form};
use crate::site::Site;
use crate::visit::{Visit, see_other};

/// Opens a session for who has the link.
///
/// # Errors
/// Where the link is no longer good.
pub async fn enter(State(site): State<Site>, Path(token): Path<String>) -> Answer {
    let sessions = site.sessions();
    let secret = sessions.enter(&token)?.ok_or(Failure::NoSession)?;
    let cookie = format!("{}={secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age=604800", sessions.cookie());
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, "/".to_owned()), (header::SET_COOKIE, cookie)])
        .into_response())
}

/// Answers with the only organisation, or with the list of them.
///
/// # Errors
/// Where they cannot be read.
pub async fn first(State(site): State<Site>, headers: HeaderMap) -> Answer {
    let all = site.all().await?;
    match all.as_slice() {
        [(word, _)] => Ok(see_other(&format!("/o/{word}"))),
        _ => Ok(list(&all, &headers)),
    }
}

/// Answers with the list of organisations, and the way to begin one.
///
/// # Errors
/// Where they cannot be read.
pub async fn all(State(site): State<Site>, headers: HeaderMap) -> Answer {
    Ok(list(&site.all().await?, &headers))
}

/// Goes to an organisation's first page.
///
/// # Errors
/// Where there is no such organisation.
pub async fn of_organisation(visit: Visit) -> Answer {
    Ok(visit.to("/readiness"))
}

/// Begins an organisation.
///
/// # Errors
/// Where the store does not take it.
pub async fn begin(State(site): State<Site>, headers: HeaderMap, typed: Fields) -> Answer {
    let (name, person, zone) = (typed.get("name"), typed.get("person"), typed.get("time_zone"));
    let lines =
        [("name", name), ("person", person), ("time_zone", zone)].map(|(field, text)| read(field, text));
    match lines {
        [Ok(name), Ok(person), Ok(time_zone)] => {
            site.instance().begin(Beginning { name, time_zone, person, at: None }).await?;
            let all = site.all().await?;
            let newest = all
                .iter()
                .max_by_key(|(_, books)| books.now().isms.organisation.one().map(|one| one.made.at));
            Ok(see_other(&newest.map_or_else(|| "/".to_owned(), |(word, _)| format!("/o/{word}"))))
        }
        [name, person, time_zone] => {
            let wrong = [name.err(), person.err(), time_zone.err()];
            let main = html! { h1 { "A new organisation" } (new_form(&typed, wrong)) };
            let page = bare("Error: a new organisation · Plumbline", theme_of(&headers), Width::Wide, main);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// Loads the sample company.
///
/// # Errors
/// Where the store does not take it.
pub async fn sample(State(site): State<Site>) -> Answer {
    let books = app::load_sample(site.instance()).await?;
    let all = site.all().await?;
    let made = all.iter().find(|(_, known)| known.origin() == books.origin());
    Ok(see_other(&made.map_or_else(|| "/".to_owned(), |(word, _)| format!("/o/{word}"))))
}

/// Reads a line that may not be empty.
fn read(field: &str, text: &str) -> Result<Line, String> {
    let line = Line::read(text).map_err(|problem| problem.to_string())?;
    if field == "time_zone" && jiff::tz::TimeZone::get(&line).is_err() {
        return Err("Enter a time zone such as Europe/Prague or UTC".to_owned());
    }
    match (line.is_empty(), field) {
        (false, _) => Ok(line),
        (true, "name") => Err("Enter the name of the organisation".to_owned()),
        (true, _) => Err("Enter your name".to_owned()),
    }
}

/// Keeps the colours that one wants to read in.
pub async fn theme(headers: HeaderMap, typed: Fields) -> Response {
    let theme = Theme::read(typed.get("theme"));
    let cookie = format!("theme={}; Path=/; SameSite=Lax; HttpOnly; Max-Age=31536000", theme.word());
    let back = headers.get(header::REFERER).and_then(|from| from.to_str().ok()).and_then(|from| {
        let path = from.split_once("://")?.1;
        path.find('/').map(|at| path[at..].to_owned())
    });
    // Two slashes would lead to another host.
    let back = back.filter(|path| !path.starts_with("//")).unwrap_or_else(|| "/".to_owned());
    (StatusCode::SEE_OTHER, [(header::LOCATION, back), (header::SET_COOKIE, cookie)]).into_response()
}

/// Answers where there is no page.
pub async fn nowhere() -> Failure {
    Failure::unknown("such page")
}

/// Returns the colours of a request.
pub fn theme_of(headers: &HeaderMap) -> Theme {
    Theme::read(&guard::cookie(headers, "theme").unwrap_or_default())
}

fn list(all: &[(String, std::sync::Arc<Books>)], headers: &HeaderMap) -> Response {
    let main = html! {
        h1 { @if all.is_empty() { "Begin" } @else { "Organisations" } }
        @if !all.is_empty() {
            ul.plain {
                @for (word, books) in all {
                    li { a href={ "/o/" (word) "/" } { (books.name()) } " " span.secondary { (books.now().commits()) " commits" } }
                }
            }
            h2 { "Another one" }
        } @else {
            p { "Plumbline keeps an ISMS: scope, risks, controls, evidence, and the statement of applicability that follows." }
        }
        div.prose {
            h3 { "A sample company" }
            p { "A software company of sixty people, half way to its Stage 1 audit, with honest gaps. Nothing of it is real." }
            (Action::post("Load the sample company", "/sample").show())
        }
        h3 { "Your own organisation" }
        p.secondary { "Begin it here, then import what you have: a risk register, asset list, controls or a SoA table, or another tool's export." }
        (new_form(&Fields::default(), [None, None, None]))
    };
    bare("Organisations · Plumbline", theme_of(headers), Width::Wide, main).into_response()
}

fn new_form(typed: &Fields, [name, person, zone]: [Option<String>; 3]) -> Markup {
    let zone_typed = if typed.has("time_zone") { typed.get("time_zone") } else { "UTC" };
    let inputs = vec![
        Input::new("name", "Name of the organisation", Widget::Text)
            .value(typed.get("name"))
            .error(name)
            .required(),
        Input::new("person", "Your name", Widget::Text)
            .hint("What you do is recorded under it")
            .value(typed.get("person"))
            .error(person)
            .required(),
        Input::new("time_zone", "Time zone", Widget::Text)
            .hint("Where its days end, such as Europe/Prague")
            .value(zone_typed)
            .error(zone)
            .required(),
    ];
    let view = FormView {
        action: "/new".to_owned(),
        parts: vec![(String::new(), inputs)],
        submit: "Begin".to_owned(),
        ..FormView::default()
    };
    form(&view)
}

/// Leads from an organisation's address with a slash behind it to the one without.
pub async fn without_slash(Path(org): Path<String>) -> Response {
    see_other(&format!("/o/{}", crate::address::encoded(&org)))
}
