//! Start: five questions on one screen; what follows from them is a plan, drafts and the first steps.

use std::sync::Arc;

use app::{Beginning, Via};
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::html;
use model::records::OrganisationKind;
use model::{Date, Isms, Line, RecordKind, Ref, Value as _, Words as _};
use operations::{AnswerQuestions, Answers, Drafts, Operation as _};

use super::fields::{self, Wrong};
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::layout::{Flash, Width, bare};
use crate::locale::manner;
use crate::once;
use crate::pages::naming::counted;
use crate::pages::start::{entered, found, may_begin, take_seat, theme_of};
use crate::parts::{Choice, FormView, Input, Status, Widget, form};
use crate::session::Session;
use crate::site::Site;

/// The largest form of answers: somebody may paste a whole list, and is told that it is too long.
pub const BYTES_MAX: usize = 8 * 1024 * 1024;

/// Asks the five questions.
///
/// # Errors
/// Where who asks begins no organisations here.
pub async fn page(
    State(site): State<Site>,
    Extension(session): Extension<Arc<Session>>,
    headers: HeaderMap,
) -> Answer {
    may_begin(&site, &session)?;
    Ok(shown(&headers, &known(&site, &session), &Wrong::new()))
}

/// Returns what is known of who asks, so that nobody says it twice.
fn known(site: &Site, session: &Session) -> Fields {
    let account = session.account().and_then(|id| site.accounts().account(id));
    let zone = manner().zone.as_ref().and_then(|zone| zone.iana_name().map(str::to_owned));
    let all = [("person", account.map(|account| account.name)), ("time_zone", zone)];
    Fields(all.into_iter().filter_map(|(field, text)| Some((field.to_owned(), text?))).collect())
}

/// Begins the organisation with its answers; where one cannot be, nothing is written.
///
/// # Errors
/// Where the store does not take it.
pub async fn create(
    State(site): State<Site>,
    Extension(session): Extension<Arc<Session>>,
    headers: HeaderMap,
    typed: Fields,
) -> Answer {
    may_begin(&site, &session)?;
    let micros = site.instance().micros();
    let (beginning, answers) = match read(&typed, micros) {
        Ok(read) => read,
        Err(wrong) => {
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, shown(&headers, &typed, &wrong)).into_response());
        }
    };
    let instance = Arc::clone(site.instance());
    let work = async move {
        let books = instance.begin(beginning).await?;
        let visit = app::Visit::of(Ref::number(1), Via::Session);
        let answered = books.run(&visit, AnswerQuestions { answers, drafts: Drafts::Propose }).await?;
        // It was asked before anything was written.
        answered.map(|_| books.origin()).map_err(|_| Failure::Bug)
    };
    let origin = session.organisations.once(&typed, |_| true, work).await??;
    let fresh = take_seat(&site, &session, &origin).await?;
    let (word, books) = found(&site, &session, &origin).await?;
    let drafts: usize = RecordKind::ALL.iter().map(|kind| books.now().isms.proposals(*kind)).sum();
    let words = format!(
        "{} began. {} from your answers",
        books.name(),
        counted(drafts, "proposal waits", "proposals wait")
    );
    session.say(Flash { status: Status::Met, words, undo: None });
    Ok(entered(&site, fresh, &format!("/o/{word}")))
}

/// Reads everything, and asks the operation whether it would take the answers.
fn read(typed: &Fields, micros: i64) -> Result<(Beginning, Answers), Wrong> {
    let mut wrong = Wrong::new();
    let name = line("name", typed.get("name"), &mut wrong);
    let person = line("person", typed.get("person"), &mut wrong);
    let time_zone = line("time_zone", zone(typed), &mut wrong);
    let is_zone = jiff::tz::TimeZone::get(&time_zone).is_ok();
    if !is_zone && !wrong.iter().any(|(field, _)| *field == "time_zone") {
        wrong.push(("time_zone", "Enter a time zone such as Europe/Prague or UTC".to_owned()));
    }
    let kind = OrganisationKind::read(typed.get("kind")).unwrap_or_default();
    let today = app::civil_day(micros, if is_zone { &time_zone } else { "UTC" });
    match fields::read(typed, today) {
        Ok(answers) => {
            wrong.extend(refused(&answers, today));
            if wrong.is_empty() {
                return Ok((Beginning { name, kind, time_zone, person, at: None }, answers));
            }
        }
        Err(others) => wrong.extend(others),
    }
    Err(wrong)
}

/// Returns all that the operation would refuse: each answer that it refuses is left out, and it is asked again.
fn refused(answers: &Answers, today: Date) -> Wrong {
    let mut left = answers.clone();
    let mut wrong = Wrong::new();
    loop {
        let operation = AnswerQuestions { answers: left.clone(), drafts: Drafts::LeaveOut };
        let Err(problem) = operation.decide(&Isms::default(), Ref::number(1), today) else { return wrong };
        let one = fields::wrong(&problem);
        if wrong.iter().any(|(field, _)| *field == one.0) {
            return wrong;
        }
        fields::leave_out(&mut left, one.0);
        wrong.push(one);
    }
}

/// Reads a line that may not be empty.
fn line(field: &'static str, text: &str, wrong: &mut Wrong) -> Line {
    match Line::read(text) {
        Err(problem) => wrong.push((field, problem.to_string())),
        Ok(line) if !line.is_empty() => return line,
        Ok(_) if field == "name" => wrong.push((field, "Enter the name of the organisation".to_owned())),
        Ok(_) if field == "person" => wrong.push((field, "Enter your name".to_owned())),
        Ok(_) => wrong.push((field, "Enter a time zone such as Europe/Prague or UTC".to_owned())),
    }
    Line::default()
}

fn zone(typed: &Fields) -> &str {
    if typed.has("time_zone") { typed.get("time_zone") } else { "UTC" }
}

fn shown(headers: &HeaderMap, typed: &Fields, wrong: &Wrong) -> Response {
    let error = |name: &str| wrong.iter().find(|(field, _)| *field == name).map(|(_, words)| words.clone());
    let mut parts = fields::parts(typed, wrong, &[]);
    let name = Input::new("name", "Name of the organisation", Widget::Text);
    let kinds = OrganisationKind::ALL.iter().map(|kind| {
        let word = kind.word();
        let label = match kind {
            OrganisationKind::Client => "An organisation with its own management system",
            OrganisationKind::Consultancy => "A consultancy that advises clients",
            OrganisationKind::Body => "A certification body",
        };
        Choice::new(word, label)
    });
    let kind = Input::new("kind", "What it is", Widget::Select(kinds.collect()));
    let chosen = OrganisationKind::read(typed.get("kind")).unwrap_or_default();
    if let Some((_, first)) = parts.first_mut() {
        first.insert(0, kind.value(chosen.word()));
        first.insert(0, name.value(typed.get("name")).error(error("name")).required());
    }
    let person = Input::new("person", "Your name", Widget::Text).hint("What you do is recorded under it");
    let zone_input =
        Input::new("time_zone", "Time zone", Widget::Text).hint("Where its days end, such as Europe/Prague");
    parts.push((
        "You".to_owned(),
        vec![
            person.value(typed.get("person")).error(error("person")).required(),
            zone_input.value(zone(typed)).error(error("time_zone")).required(),
        ],
    ));
    let view = FormView {
        action: "/o/new".to_owned(),
        hidden: vec![once::hidden()],
        parts,
        submit: "Create".to_owned(),
        cancel: Some("/".to_owned()),
        ..FormView::default()
    };
    let main = html! {
        h1 { "Five questions" }
        p { "From the answers come a plan with dates, and proposals that count as nothing until you take them: scope, risk method, risks, documents. \
             Skip what you do not know; it can be answered later." }
        div.questions { (form(&view)) }
    };
    let error = if wrong.is_empty() { "" } else { "Error: " };
    bare(&format!("{error}Five questions · Plumbline"), theme_of(headers), Width::Wide, main).into_response()
}
