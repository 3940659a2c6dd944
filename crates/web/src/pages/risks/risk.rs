//! One risk: what may happen, how bad it is, what was decided, who lives with what is left, and what hangs on it.

use diagnostics::Diagnostic;
use maud::{Markup, html};
use model::records::{
    Acceptance, Levels, MethodContent, Rating, Risk, RiskStatus, Treatment, TreatmentAction,
};
use model::{Entry, Ref, Value, Words};

use super::level::{level, method};
use super::line::line;
use super::row::standing;
use super::tail::tail;
use super::{HERE, found};
use crate::failure::Answer;
use crate::layout::PageHead;
use crate::locale::locale;
use crate::pages::comments::{self, Marks};
use crate::pages::naming::owner_name;
use crate::pages::readiness::shown::view;
use crate::parts::{Action, Fact, Status, diagnostic, facts, section, split, state};
use crate::visit::{Of, Visit};

/// Answers with the page of a risk.
///
/// # Errors
/// Where there is no such risk, or its history cannot be read.
pub async fn page(visit: Visit, Of(id): Of<Risk>) -> Answer {
    let risk = found(&visit, id)?;
    let method = method(&visit);
    let results = visit.results();
    let is_it = |one: &&Diagnostic| one.is_open() && one.place.record() == Some(id.id());
    let mut said: Vec<Diagnostic> = results.diagnostics().filter(is_it).cloned().collect();
    if !visit.is_past() {
        let count = said.len();
        visit.books.prove(&mut said, count).await?;
    }
    let (history, events) = tail(&visit, id.id()).await?;
    let all = [Action::link("All", visit.at(&format!("/risks/{id}/history"))).key("h").quiet()];
    let beside = html! {
        @if !said.is_empty() {
            (section("said", "What the rules say", &said.len().to_string(), &[], html! { @for one in &said { (diagnostic(&view(&visit, one))) } }))
        }
        (section("history", "History", &events.to_string(), &all, history))
    };
    let main = html! {
        (section("line", "The line", "", &[], line(&visit, id, risk)))
        (split(html! { (body(&visit, &method, id, risk)) (comments::thread(&visit, id.id())) }, beside))
    };
    Ok(visit.page(HERE, head(&visit, &method, id, risk), main))
}

fn head(visit: &Visit, method: &MethodContent, id: Ref<Risk>, risk: &Entry<Risk>) -> PageHead {
    let to = |page: &str| visit.at(&format!("/risks/{id}{page}"));
    let mut actions = Vec::new();
    let is_open = risk.status.is_open();
    if is_open {
        let next = next(visit, method, risk, &to).filter(|(intent, _)| visit.offers_here(intent, id));
        actions.extend(next.map(|(_, action)| action.primary()));
    } else if visit.offers_here("risk.reopen", id) {
        actions.push(Action::link("Reopen", to("/reopen")));
    }
    if visit.offers_edit(id) {
        actions.push(Action::link("Edit", to("/edit")).key("e"));
    }
    if is_open && visit.offers_here("risk.close", id) {
        actions.push(Action::link("Close", to("/close")).quiet());
    }
    PageHead {
        crumbs: vec![("Risks".to_owned(), visit.at(HERE))],
        id: id.to_string(),
        title: risk.title.to_string(),
        state: Some(standing(visit, method, risk)),
        actions,
        ..PageHead::default()
    }
}

/// Returns the step that comes next with its intent; none where its owner lives with what is left.
fn next(
    visit: &Visit,
    method: &MethodContent,
    risk: &Risk,
    to: &dyn Fn(&str) -> String,
) -> Option<(&'static str, Action)> {
    let levels = Levels::of(visit.isms(), method, visit.today);
    let within = levels.is_within(risk.remaining());
    if risk.now.is_blank() {
        return Some(("risk.rate", Action::link("Rate it", to("/rate"))));
    }
    if risk.accepted(visit.today).is_some() && levels.lacking(risk).is_none() {
        return None;
    }
    match risk.treatment {
        Treatment::Undecided if !within => {
            Some(("risk.treat", Action::link("Decide treatment", to("/treat"))))
        }
        Treatment::Modify | Treatment::Share if risk.after.is_blank() => {
            Some(("risk.rate", Action::link("Rate after treatment", to("/rate?moment=after"))))
        }
        Treatment::Undecided
        | Treatment::Modify
        | Treatment::Retain
        | Treatment::Avoid
        | Treatment::Share => Some(("risk.accept", Action::link("Accept what is left", to("/accept")))),
    }
}

fn body(visit: &Visit, method: &MethodContent, id: Ref<Risk>, risk: &Entry<Risk>) -> Markup {
    let said = Marks::of(visit, id.id());
    let to = |page: &str| visit.at(&format!("/risks/{id}{page}"));
    let doing = |intent: &str, label: &str, page: &str| {
        let one = risk.status.is_open() && visit.offers_here(intent, id);
        one.then(|| Action::link(label, to(page)).quiet()).into_iter().collect::<Vec<_>>()
    };
    let rate_now = if risk.now.is_blank() { "Rate" } else { "Rate again" };
    let rate_after = if risk.after.is_blank() { "Rate" } else { "Rate again" };
    // What was not rated yet is not accepted.
    let rated = !risk.now.is_blank();
    let mut accepting = if rated { doing("risk.accept", "Accept", "/accept") } else { Vec::new() };
    if risk.accepted(visit.today).is_some() {
        accepting.extend(doing("risk.withdraw", "Withdraw", "/withdraw"));
    }
    html! {
        (section("facts", "Statement", "", &[], statement(visit, id, risk, &said)))
        div.two-up {
            (section("now", "Now", "", &doing("risk.rate", rate_now, "/rate"), html! { (rating(visit, method, &risk.now)) (said.line("now", "Now")) (compared(visit, id)) }))
            (section("after", "After treatment", "", &doing("risk.rate", rate_after, "/rate?moment=after"), html! { (rating(visit, method, &risk.after)) (said.line("after", "After treatment")) }))
        }
        (section("treatment", "Treatment", "", &doing("risk.treat", "Decide", "/treat"), treatment(visit, id, risk, &said)))
        (section("acceptances", "Acceptances", &many(risk.acceptances.len()), &accepting, html! { (acceptances(visit, risk)) (said.line("acceptances", "Acceptances")) }))
    }
}

fn many(count: usize) -> String {
    if count == 0 { String::new() } else { count.to_string() }
}

fn statement(visit: &Visit, id: Ref<Risk>, risk: &Entry<Risk>, said: &Marks<'_>) -> Markup {
    let history = |field: &str| visit.at(&format!("/risks/{id}/history?field={field}"));
    let owner = owner_name(visit.isms(), risk.owner.as_ref());
    let links = |ids: Vec<model::RecordId>| {
        html! { @for id in ids { a href=(visit.record_at(id)) { code { (id) } " " (visit.isms().name_of(id)) } br; } }
    };
    let mut lines = vec![
        Fact::words("What may happen", &risk.description).said(said.on("description")),
        Fact::words("Threat", &risk.threat).said(said.on("threat")),
        Fact::words("Weakness", &risk.weakness).said(said.on("weakness")),
        Fact::words("At stake", &risk.properties.text())
            .help("Confidentiality, integrity, availability.")
            .said(said.on("properties")),
        Fact::words("Owner", &owner).history(history("owner")).said(said.on("owner")),
    ];
    if !risk.elements.is_empty() {
        let touched = links(risk.elements.iter().map(|element| element.id()).collect());
        lines.push(Fact::new("Touches", touched).said(said.on("elements")));
    }
    if !risk.existing_controls.is_empty() {
        lines.push(
            Fact::words("Existing controls", &risk.existing_controls)
                .help("As a file names them; not linked yet.")
                .said(said.on("existing_controls")),
        );
    }
    if let RiskStatus::Closed { on, because } = &risk.status {
        lines.push(Fact::words("Closed", &format!("on {}: {because}", locale().short_day(*on))));
    }
    for column in &risk.stored.about.columns {
        lines.push(
            Fact::words(column.heading.to_string(), &column.text)
                .help("A column of the file that nobody mapped."),
        );
    }
    facts(&lines)
}

/// Shows how others rated it, held against the rating that counts; nothing where nobody else did.
fn compared(visit: &Visit, id: Ref<Risk>) -> Markup {
    let all = operations::rating_comparisons(visit.isms(), visit.today);
    let of = |one: &operations::RatingComparison| {
        let by = owner_name(visit.isms(), one.second.by.as_ref());
        let on = one.second.on.map(|on| format!(", {}", locale().short_day(on))).unwrap_or_default();
        Fact::words(format!("Rated by {by}{on}"), &one.words())
    };
    let lines: Vec<Fact> = all.iter().filter(|one| one.risk == id).map(of).collect();
    html! { @if !lines.is_empty() { (facts(&lines)) } }
}

/// Shows a rating with who, when and why.
fn rating(visit: &Visit, method: &MethodContent, rating: &Rating) -> Markup {
    if rating.is_blank() {
        return html! { p.missing { "not rated" } };
    }
    let step = |scale: &model::records::Scale, value: Option<model::Decimal>| {
        let value = value?;
        let word = scale.steps().iter().find(|step| step.value == value).map(|step| step.word.to_string());
        Some(format!("{} {}", locale().decimal(value), word.unwrap_or_default()).trim().to_owned())
    };
    let pair = [step(&method.likelihood, rating.likelihood), step(&method.consequence, rating.consequence)];
    let pair: Vec<String> = pair.into_iter().flatten().collect();
    let who = owner_name(visit.isms(), rating.by.as_ref());
    let when = rating.on.map(|on| locale().short_day(on)).unwrap_or_default();
    let version = rating.method_version.map(|version| format!("method v{version}")).unwrap_or_default();
    let stamp: Vec<&str> =
        [who.as_str(), &when, &version].into_iter().filter(|word| !word.is_empty()).collect();
    html! {
        div.rating {
            p.rating-level {
                (level(method, rating))
                @if let Some(state) = rating.state { " " span.tag { (state.word()) } }
            }
            @if !pair.is_empty() { p { (pair.join(" × ")) } }
            @if !rating.rationale.is_empty() { p.rating-why { (rating.rationale) } }
            p.secondary.small { @if stamp.is_empty() { "nobody said who rated it, or when" } @else { (stamp.join(" · ")) } }
        }
    }
}

fn treatment(visit: &Visit, id: Ref<Risk>, risk: &Risk, said: &Marks<'_>) -> Markup {
    let isms = visit.isms();
    let controls = html! {
        @if risk.controls.is_empty() { span.missing { "none named" } }
        @for control in &risk.controls {
            div { a href=(visit.record_at(*control)) { code { (control) } " " (isms.name_of(control.id())) } " "
                @if let Some(control) = isms.controls.get(control) { (crate::pages::soa::state_of(control)) } }
        }
    };
    let decided = html! {
        @match risk.treatment {
            Treatment::Undecided => span.missing { "undecided" },
            Treatment::Modify => "modify: controls lower it",
            Treatment::Retain => "retain: its owner lives with it",
            Treatment::Avoid => "avoid: the activity ends",
            Treatment::Share => "share: somebody else carries part of it",
        }
    };
    let mut lines = vec![
        Fact::new("Decision", decided).said(said.on("treatment")),
        Fact::new("Controls", controls).said(said.on("controls")),
    ];
    if !risk.shared_with.is_empty() {
        let shared = html! { @for with in &risk.shared_with { div { a href=(visit.record_at(*with)) { code { (with) } " " (isms.name_of(with.id())) } } } };
        lines.push(Fact::new("Shared with", shared).said(said.on("shared_with")));
    }
    if let Some(stop_on) = risk.stop_on {
        lines.push(Fact::words("Ends on", &locale().short_day(stop_on)).said(said.on("stop_on")));
    }
    let actions: Vec<Ref<TreatmentAction>> = isms.sources::<TreatmentAction>(id.id()).collect();
    if !actions.is_empty() {
        lines.push(Fact::new("Actions", html! { @for action in &actions { (action_line(visit, *action)) } }));
    }
    facts(&lines)
}

fn action_line(visit: &Visit, id: Ref<TreatmentAction>) -> Markup {
    let Some(action) = visit.isms().treatment_actions.get(&id) else { return html! {} };
    let late = action.state.is_open() && action.due.is_some_and(|due| due < visit.today);
    let status = match (late, action.state.is_open()) {
        (true, _) => Status::Attention,
        (false, true) => Status::InProgress,
        (false, false) => Status::Met,
    };
    let due = action
        .due
        .filter(|_| action.state.is_open())
        .map(|due| format!(" due {}", locale().short_day(due)))
        .unwrap_or_default();
    let word = action.state.text();
    let word = word.split(':').next().unwrap_or_default();
    html! { div { a href=(visit.record_at(id)) { code { (id) } " " (action.title) } " " (state(status, &format!("{word}{due}"))) } }
}

fn acceptances(visit: &Visit, risk: &Risk) -> Markup {
    html! {
        @if risk.acceptances.is_empty() { p.missing { "nobody has accepted what is left" } }
        @for acceptance in risk.acceptances.iter().rev() { (one_acceptance(visit, acceptance)) }
    }
}

fn one_acceptance(visit: &Visit, acceptance: &Acceptance) -> Markup {
    let name =
        |person: Option<Ref<model::records::Person>>| person.map(|person| visit.isms().name_of(person.id()));
    let (status, word) = match (acceptance.is_in_force(visit.today), acceptance.withdrawn_on) {
        (true, _) => (Status::Met, "in force"),
        (false, Some(_)) => (Status::NotApplicable, "withdrawn"),
        (false, None) => (Status::NotStarted, "over"),
    };
    html! {
        div.acceptance {
            p {
                (state(status, word)) " "
                b { (acceptance.level.as_ref().map(ToString::to_string).unwrap_or_else(|| "level not said".to_owned())) }
                @if let Some(until) = acceptance.until { " until " (locale().short_day(until)) }
            }
            @if !acceptance.because.is_empty() { p { (acceptance.because) } }
            p.secondary.small {
                (name(acceptance.by).unwrap_or_else(|| "nobody named".to_owned()))
                @if let Some(owner) = name(acceptance.for_owner) { " for " (owner) }
                @if let Some(on) = acceptance.on { ", " (locale().short_day(on)) }
                @if let Some(on) = acceptance.withdrawn_on { " · withdrawn " (locale().short_day(on)) ": " (acceptance.withdrawn_because) }
            }
        }
    }
}
