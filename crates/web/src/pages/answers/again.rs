//! The five questions once more: what is not answered yet, and names to add.

use axum::http::StatusCode;
use maud::{Markup, html};
use model::records::ObligationKind;
use model::{Isms, Key, Line, RecordId, RecordKind, Value as _};
use operations::{AnswerQuestions, Answers, Drafts};
use standards::starters;

use super::fields::{self, Wrong};
use crate::failure::Answer;
use crate::fields::Fields;
use crate::layout::PageHead;
use crate::parts::{Action, Fact, FormView, facts, form, section};
use crate::visit::Visit;

/// The address.
const HERE: &str = "/answers";
/// How many names are repeated in a hint.
const NAMED: usize = 12;

/// Asks what is not answered yet.
///
/// # Errors
/// Where the past is shown.
pub async fn page(visit: Visit) -> Answer {
    visit.writable()?;
    let kept = visit.taken_up().cloned().unwrap_or_default();
    let main = main(&visit, &kept, &Wrong::new());
    Ok(visit.page(HERE, head(&visit), main))
}

/// Takes the answers: what is new is added, and drafts that still wait follow them.
///
/// # Errors
/// A failure of the world.
pub async fn save(visit: Visit, typed: Fields) -> Answer {
    let wrong = match fields::read(&typed, visit.today) {
        Err(wrong) => wrong,
        Ok(answers) if answers == Answers::default() => {
            visit.say_plainly("nothing was typed, and nothing was changed");
            return Ok(visit.to(""));
        }
        Ok(answers) => match visit.run(AnswerQuestions { answers, drafts: Drafts::Propose }).await? {
            Err(problem) => vec![fields::wrong(&problem)],
            Ok(done) => {
                if done.seq.is_some() {
                    visit.say("the answers were taken", Some(&done));
                } else {
                    visit.say_plainly("all of it was recorded already");
                }
                return Ok(visit.to(""));
            }
        },
    };
    let main = main(&visit, &typed, &wrong);
    Ok(visit.refused_page(StatusCode::UNPROCESSABLE_ENTITY, HERE, head(&visit), main))
}

fn head(visit: &Visit) -> PageHead {
    PageHead {
        crumbs: vec![("My work".to_owned(), visit.at(""))],
        lead: Some(
            html! { "What is new is added; what is recorded, and proposals that you took, changed or refused, stay as they are." },
        ),
        ..PageHead::new("Five questions")
    }
}

fn main(visit: &Visit, typed: &Fields, wrong: &Wrong) -> Markup {
    let known = known(visit.isms());
    let single = ["sells", "people", "remote", "writes_software", "wanted_on", "body"];
    let label = |name: &str| match name {
        "sells" => "Makes or sells",
        "people" => "People",
        "remote" => "Works remotely",
        "writes_software" => "Writes software",
        "wanted_on" => "Wanted by",
        _ => "Certification body",
    };
    let answered: Vec<Fact> = known
        .iter()
        .filter(|(name, _)| single.contains(name))
        .map(|(name, words)| Fact::words(label(name), words))
        .collect();
    let view = FormView {
        action: visit.at(HERE),
        parts: fields::parts(typed, wrong, &known),
        submit: "Save".to_owned(),
        cancel: Some(visit.at("")),
        beside: Some(crate::pages::drafts::button(&visit.at(HERE))),
        ..FormView::default()
    };
    let mut edit = vec![Action::link("Change the plan", visit.at("/plan")).quiet()];
    if visit.offers_edit(RecordId { kind: RecordKind::Organisation, key: Key::One }) {
        edit.insert(0, Action::link("Change the organisation", visit.at("/organisation/ORG/edit")).quiet());
    }
    html! {
        div.questions { (form(&view)) }
        @if !answered.is_empty() { (section("answered", "Answered", "", &edit, facts(&answered))) }
    }
}

/// Returns what is recorded already, by the name of the question.
fn known(isms: &Isms) -> Vec<(&'static str, String)> {
    let mut known = Vec::new();
    let mut one = |name: &'static str, words: Option<String>| {
        known.extend(words.filter(|words| !words.is_empty()).map(|words| (name, words)));
    };
    if let Some(organisation) = isms.organisation.one() {
        one("sells", Some(organisation.sells.to_string()));
        one("people", organisation.people_count.map(|count| count.to_string()));
        one("remote", organisation.remote.as_ref().map(|remote| remote.text()));
        one("writes_software", organisation.writes_software.as_ref().map(|yes| yes.text()));
        one("body", Some(organisation.body.to_string()));
    }
    one("wanted_on", isms.plan.one().and_then(|plan| plan.wanted_on).map(crate::rail::long_day));
    one("sites", names(isms.sites.iter().map(|(_, one)| &one.title)));
    one(
        "runs_on",
        names(
            isms.assets
                .iter()
                .filter(|(_, one)| one.kind == Some(model::records::AssetKind::System))
                .map(|(_, one)| &one.title),
        ),
    );
    one("suppliers", names(isms.suppliers.iter().map(|(_, one)| &one.title)));
    one("asked_by", names(isms.parties.iter().map(|(_, one)| &one.title)));
    let asked = |kinds: &'static [ObligationKind]| {
        // What a law asks in detail was drafted, not answered.
        let said = isms.obligations.iter().filter(|(_, one)| !starters::is_source(&one.stored.about));
        let of_kind = said.filter(move |(_, one)| one.kind.is_some_and(|kind| kinds.contains(&kind)));
        names(of_kind.map(|(_, one)| &one.title))
    };
    one("contracts", asked(&[ObligationKind::Contract]));
    one("laws", asked(&[ObligationKind::Law, ObligationKind::Framework]));
    known
}

fn names<'a>(all: impl Iterator<Item = &'a Line>) -> Option<String> {
    let all: Vec<String> = all.map(ToString::to_string).collect();
    let more = if all.len() > NAMED { format!(" and {} more", all.len() - NAMED) } else { String::new() };
    (!all.is_empty())
        .then(|| format!("{}{more}", all.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ")))
}
