//! Templates: what one organisation keeps for its clients is offered to many of them as drafts, with a look first at what each would get.

use std::sync::Arc;

use app::policy::{StepUp, Verdict};
use app::{Failure as World, Reader, Room};
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use maud::{Markup, html};
use model::records::Person;
use model::{Change, Isms, RecordId, RecordKind, Ref, Stamp, record_diff};
use operations::{OfferTemplate, TemplatePart};

use super::portfolio::beside;
use super::start::who_begins;
use crate::failure::Answer;
use crate::fields::Fields;
use crate::layout::PageHead;
use crate::pages::naming::counted;
use crate::parts::form::field;
use crate::parts::{Choice, Input, Status, Widget, state};
use crate::session::Session;
use crate::site::Site;

/// How many lines of one client's preview are shown.
const LINES_MAX: usize = 60;

/// An organisation with its word in addresses.
type One = (String, Room);

/// Answers with what can be offered, to whom, and what each client would get of what is chosen.
///
/// # Errors
/// Where an organisation cannot be read.
pub async fn page(
    State(site): State<Site>,
    Extension(session): Extension<Arc<Session>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Answer {
    let asked = Fields::read(&query.unwrap_or_default());
    let all = site.rooms(&session).await?;
    let sources: Vec<&One> = all.iter().filter(|(_, room)| lends(room, &session)).collect();
    let main = html! {
        p.secondary { "What you keep once, offered to many clients as proposals: nothing there is overwritten, and nothing counts until the client takes it." }
        @match from(&sources, &asked).filter(|_| all.len() > 1) {
            None => { p { "Nothing can be offered yet: it takes a consultancy's own organisation, or one out of which you may let records go, and a client beside it. " @if let Some(words) = who_begins(&site, &session) { "A new client: " (words) "." } @else { a href="/o/new" { "New client" } } } }
            Some(keeper) => {
                (choice(&all, &sources, keeper, &asked))
                (preview(&all, keeper, &asked, &session))
            }
        }
    };
    Ok(beside(&site, &session, &headers, PageHead::new("Templates"), main))
}

/// Offers what was chosen to each client, and answers with what came of it.
///
/// # Errors
/// Where an organisation cannot be read, or the store does not take a commit.
pub async fn offer(
    State(site): State<Site>,
    Extension(session): Extension<Arc<Session>>,
    headers: HeaderMap,
    typed: Fields,
) -> Answer {
    let all = site.rooms(&session).await?;
    let keeper = all.iter().find(|(word, _)| word == typed.get("from"));
    let Some((keeper, template)) = keeper.and_then(|one| Some((one, template(&one.1, &typed)?))) else {
        return Err(crate::failure::Failure::unknown("such template"));
    };
    let would = |(_, room): &&One| {
        let got = room.would_get(actor(room), &session.proof(room.micros()), &template);
        got.is_ok_and(|changes| !changes.is_empty())
    };
    let count = clients(&all, keeper, &typed).filter(would).count();
    if count == 0 {
        let words = "none of the clients would get anything of it; look what each would get";
        return Err(crate::failure::Failure::Unreadable(words.to_owned()));
    }
    if let Err(refusal) = keeper.1.lend(&acting(&keeper.1, &session), &template, count).await? {
        return Err(crate::failure::Failure::Unreadable(refusal.to_string()));
    }
    let mut outcomes = Vec::new();
    for (word, room) in clients(&all, keeper, &typed) {
        let ran = room.run(&acting(room, &session), template.clone()).await;
        outcomes.push((word.clone(), room.name(), outcome(ran)));
    }
    let main = html! {
        ul role="status" {
            @for (word, name, outcome) in &outcomes {
                li {
                    a href={ "/o/" (word) "/proposals" } { (name) } ": "
                    @match outcome {
                        Ok(words) => { (state(Status::Met, words)) }
                        Err(words) => { (state(Status::Problem, "not offered")) " " (words) }
                    }
                }
            }
        }
        p { a href="/portfolio/templates" { "Back to templates" } " · " a href="/portfolio" { "Portfolio" } }
    };
    Ok(beside(&site, &session, &headers, PageHead::new("Offered"), main))
}

/// Returns what became of a client in words; a failure too, as what the others got stands there and has to be told.
fn outcome<R: std::fmt::Display>(ran: Result<Result<app::Done, R>, World>) -> Result<String, String> {
    match ran {
        Ok(Ok(done)) if done.seq.is_none() => Ok("has it already".to_owned()),
        Ok(Ok(done)) => Ok(counted(done.records.len(), "proposal waits there", "proposals wait there")),
        Ok(Err(refusal)) => Err(refusal.to_string()),
        Err(failure) => Err(failure.to_string()),
    }
}

/// Says whether who asks may let records go out of an organisation as templates, as soon as they confirm who they are.
fn lends(room: &Room, session: &Session) -> bool {
    match room.may_lend(actor(room), &session.proof(room.micros())) {
        Verdict::Permit => true,
        Verdict::Deny(denial) => denial.step_up == StepUp::Wanted,
    }
}

/// Returns how the books of an organisation know who asks.
fn acting(room: &Room, session: &Session) -> app::Visit {
    app::Visit { proof: session.proof(room.micros()), ..app::Visit::of(actor(room), app::Via::Session) }
}

/// Returns who keeps the templates: who was chosen, else a consultancy.
fn from<'a>(sources: &[&'a One], asked: &Fields) -> Option<&'a One> {
    let chosen = sources.iter().find(|(word, _)| word == asked.get("from"));
    let usual = || sources.iter().find(|(_, room)| room.keeps_templates()).or_else(|| sources.first());
    chosen.or_else(usual).copied()
}

/// Returns the clients that were chosen.
fn clients<'a>(all: &'a [One], keeper: &'a One, asked: &'a Fields) -> impl Iterator<Item = &'a One> {
    all.iter().filter(move |one| one.0 != keeper.0 && asked.all("to").any(|word| word == one.0))
}

/// Returns what was chosen, from the records of who keeps it; nothing where nothing was.
fn template(room: &Room, asked: &Fields) -> Option<OfferTemplate> {
    let is_chosen = |word: &str| asked.all("what").any(|one| one == word);
    let mut parts: Vec<TemplatePart> = Vec::new();
    parts.extend(is_chosen("method").then_some(TemplatePart::Method));
    parts.extend(is_chosen("parameters").then_some(TemplatePart::Parameters));
    let documents = asked.all("document").filter_map(RecordId::parse);
    let documents = documents.filter(|id| id.kind == RecordKind::Document);
    parts.extend(documents.map(|id| TemplatePart::Document(Ref::of(id.key))));
    OfferTemplate::chosen(&room.now().isms, &room.name(), &parts).ok().filter(|template| !template.is_empty())
}

/// Returns who acts in an organisation: oneself, or its first person where nobody is a member.
fn actor(room: &Room) -> Ref<Person> {
    match room.reader() {
        Reader::Member(person) => person,
        Reader::Anybody => {
            let isms = room.now().isms;
            isms.people.iter().next().map_or(Ref::number(1), |(id, _)| id)
        }
    }
}

/// Shows the form: whose templates, which of them, for whom.
fn choice(all: &[One], sources: &[&One], keeper: &One, asked: &Fields) -> Markup {
    let isms = keeper.1.now().isms;
    let limits = isms.organisation.one().map_or(0, |one| one.parameters.len());
    let mut what = Vec::new();
    what.extend(
        isms.method.one().map(|one| Choice::new("method", format!("The risk method: {}", &*one.title))),
    );
    what.extend(
        (limits > 0)
            .then(|| Choice::new("parameters", counted(limits, "limit of the rules", "limits of the rules"))),
    );
    let documents: Vec<Choice> = isms
        .documents
        .iter()
        .map(|(id, one)| Choice::new(id.to_string(), format!("{id} {}", &*one.title)))
        .collect();
    let houses = sources.iter().map(|(word, room)| Choice::new(word.clone(), room.name())).collect();
    let others = all.iter().filter(|one| one.0 != keeper.0);
    let others = others.map(|(word, room)| Choice::new(word.clone(), room.name())).collect();
    let input = |name: &str, label: &str, widget| Input::new(name, label, widget).value(asked.joined(name));
    html! {
        form.form method="get" action="/portfolio/templates" {
            (field(&input("from", "Kept by", Widget::Select(houses)).value(keeper.0.clone())))
            @if !what.is_empty() { (field(&input("what", "What", Widget::Check(what)))) }
            @if !documents.is_empty() { (field(&input("document", "Documents", Widget::Check(documents)))) }
            (field(&input("to", "For", Widget::Check(others))))
            div.form-end { button.button type="submit" { "Look what each would get" } }
        }
    }
}

/// Shows what each chosen client would get, and the button that offers it.
fn preview(all: &[One], keeper: &One, asked: &Fields, session: &Session) -> Markup {
    let chosen: Vec<&One> = clients(all, keeper, asked).collect();
    let Some(template) = template(&keeper.1, asked) else {
        return html! { @if !chosen.is_empty() { p role="status" { "Choose what is offered." } } };
    };
    if chosen.is_empty() {
        return html! { p role="status" { "Choose who gets it." } };
    }
    let looked: Vec<(&One, Result<Vec<Change>, String>)> = chosen
        .into_iter()
        .map(|one| (one, one.1.would_get(actor(&one.1), &session.proof(one.1.micros()), &template)))
        .collect();
    let gets = |got: &Result<Vec<Change>, String>| got.as_ref().is_ok_and(|changes| !changes.is_empty());
    let takers: Vec<&str> =
        looked.iter().filter(|(_, got)| gets(got)).map(|(one, _)| one.0.as_str()).collect();
    let words = format!("Offer it to {}", counted(takers.len(), "client", "clients"));
    html! {
        h2 #preview { "What each would get" }
        @for (one, got) in &looked { (of_client(one, got)) }
        @if takers.is_empty() {
            p role="status" { "Nobody would get anything of it: what stands with each client says why." }
        } @else {
            form method="post" action="/portfolio/templates" {
                input type="hidden" name="from" value=(keeper.0);
                @for (name, value) in asked.0.iter().filter(|(name, _)| name != "from" && name != "to") { input type="hidden" name=(name) value=(value); }
                @for taker in &takers { input type="hidden" name="to" value=(taker); }
                button.button.primary type="submit" { (words) }
            }
        }
    }
}

/// Shows what one client would get.
fn of_client((word, room): &One, got: &Result<Vec<Change>, String>) -> Markup {
    html! {
        section {
            h3 { a href={ "/o/" (word) } { (room.name()) } }
            @match got {
                Err(words) => { p { (state(Status::Problem, "not for this one")) " " (words) } }
                Ok(changes) => {
                    @let lines = lines(&room.now().isms, changes);
                    @if lines.is_empty() { p { (state(Status::Met, "has it already")) } }
                    ul { @for line in lines.iter().take(LINES_MAX) { li { (line) } } }
                    @if lines.len() > LINES_MAX { p.secondary { "and " (lines.len() - LINES_MAX) " more" } }
                }
            }
        }
    }
}

/// Returns what changes would leave, a field a line.
fn lines(isms: &Isms, changes: &[Change]) -> Vec<Markup> {
    let mut after = isms.clone();
    changes.iter().for_each(|change| after.apply(change, Stamp::default()));
    let mut lines = Vec::new();
    for id in changes.iter().filter_map(Change::id) {
        let Some(diff) = record_diff(id, isms.find(id), after.find(id)) else { continue };
        let name = format!("{id} {}", diff.title);
        if isms.find(id).is_none() {
            lines.push(html! { "new proposal: " (diff.title) });
            continue;
        }
        for field in &diff.fields {
            let (before, now) = field.shown(&|id| id.to_string());
            lines.push(
                html! { (name) ": " (field.label) ", " (or_nothing(&before)) " → " b { (or_nothing(&now)) } },
            );
        }
    }
    lines
}

/// Returns the beginning of a text; a word for nothing.
fn or_nothing(text: &str) -> String {
    const MOST: usize = 120;
    if text.is_empty() { "nothing".to_owned() } else { crate::pages::naming::clipped(text, MOST) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_whose_store_is_busy_is_told_beside_the_others() {
        let done = app::Done { seq: None, records: Vec::new() };
        assert_eq!(outcome::<String>(Ok(Ok(done))), Ok("has it already".to_owned()));
        let busy = outcome::<String>(Err(World::Busy)).expect_err("it got nothing");
        assert_eq!(busy, World::Busy.to_string());
        assert_eq!(outcome(Ok(Err("closed"))), Err("closed".to_owned()));
    }
}
