//! Deeds: what operations offer for a record beside editing it, each with its own small form.

mod list;
pub mod steps;

use axum::http::StatusCode;
use maud::{Markup, html};
use model::{AnyRecord, Date, RecordId};

use self::list::{Ask, DEEDS, Deed};
use super::{Which, here, inputs, page, proposals};
use crate::address;
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::layout::PageHead;
use crate::once;
use crate::parts::confirm::{Confirm, confirm};
use crate::parts::form::problems;
use crate::parts::{Action, Input, Need, section};
use crate::visit::{Visit, param};

/// The deed that an address names: `{deed}`.
pub struct Named(String);

impl axum::extract::FromRequestParts<crate::site::Site> for Named {
    type Rejection = Failure;

    async fn from_request_parts(
        parts: &mut axum::http::request::Parts,
        site: &crate::site::Site,
    ) -> Result<Self, Failure> {
        param(parts, site, "deed").await.map(Self)
    }
}

/// Answers with the form of a deed.
///
/// # Errors
/// Where there is no such record or deed, or the past is shown.
pub async fn ask(visit: Visit, Which(id): Which, Named(word): Named) -> Answer {
    visit.writable()?;
    if let Some(form) = step(&visit, id, &word)? {
        return steps::show(&visit, form, id);
    }
    let deed = find(&visit, id, &word)?;
    visit.may(deed.intent(id.kind), &[id])?;
    let main = question(&visit, id, deed, &Fields::default(), None);
    Ok(visit.page(&here(id.kind), head(&visit, id, deed)?, main))
}

/// Does it.
///
/// # Errors
/// A failure of the world.
pub async fn run(visit: Visit, Which(id): Which, Named(word): Named, typed: Fields) -> Answer {
    if let Some(form) = step(&visit, id, &word)? {
        return steps::take(&visit, form, id, &typed).await;
    }
    let deed = find(&visit, id, &word)?;
    let typed = in_full(deed, typed, visit.today);
    let refused = |words: String| {
        let main = question(&visit, id, deed, &typed, Some(words));
        Ok(visit.refused_page(
            StatusCode::UNPROCESSABLE_ENTITY,
            &here(id.kind),
            head(&visit, id, deed)?,
            main,
        ))
    };
    let operation = match (deed.make)(id, &typed) {
        Ok(operation) => operation,
        Err(words) => return refused(words),
    };
    let taken = match visit.run_any_once(&typed, operation).await {
        Err(Failure::World(app::Failure::NotAllowed(denial)))
            if denial.step_up == app::policy::StepUp::Useless =>
        {
            Err(denial.to_string())
        }
        taken => taken?,
    };
    match taken {
        Ok(done) => {
            // What people approved is withdrawn with a reason, and never undone.
            visit.say(format!("{id}: {}", deed.done), Some(&done).filter(|_| !deed.is_judgement()));
            Ok(visit.to(&address::record(id)))
        }
        Err(words) => refused(words),
    }
}

/// Returns the links to what can be done with a record now.
#[must_use]
pub fn links(visit: &Visit, id: RecordId, record: &dyn AnyRecord) -> Markup {
    if visit.is_past() {
        return html! {};
    }
    if record.about().proposed.is_some() {
        return section(
            "deeds",
            "Proposed",
            "",
            &[],
            html! {
                p.secondary { "It counts nowhere until somebody takes it." }
                (proposals::buttons(visit, id))
            },
        );
    }
    let offered: Vec<Action> = offered(visit, id, record).into_iter().map(|(_, action)| action).collect();
    html! {
        @if !offered.is_empty() { (section("deeds", "Next steps", "", &[], html! { div.stack { (crate::parts::actions(&offered)) } })) }
    }
}

/// Returns what can be done with a record now: the word of each deed or step, and the link to its form.
#[must_use]
pub fn offered(visit: &Visit, id: RecordId, record: &dyn AnyRecord) -> Vec<(&'static str, Action)> {
    if visit.is_past() || record.about().proposed.is_some() {
        return Vec::new();
    }
    let at = |deed: &Deed| visit.at(&format!("{}/do/{}", address::record(id), deed.word));
    let deeds =
        DEEDS.iter().filter(|deed| (deed.offered)(id, record) && visit.offers(deed.intent(id.kind), &[id]));
    let mut offered: Vec<(&'static str, Action)> =
        deeds.map(|deed| (deed.word, Action::link(deed.label, at(deed)))).collect();
    offered.extend(steps::of_record(visit, id));
    offered
}

/// Returns the words of a deed that a kind of record knows.
#[must_use]
pub fn label_of(kind: model::RecordKind, word: &str) -> Option<&'static str> {
    let found = DEEDS.iter().find(|deed| deed.word == word && deed.kinds.contains(&kind));
    found.map(|deed| deed.label)
}

/// Returns the words in the addresses of the deeds that a kind of record knows.
pub fn words_of(kind: model::RecordKind) -> impl Iterator<Item = &'static str> {
    DEEDS.iter().filter(move |deed| deed.kinds.contains(&kind)).map(|deed| deed.word)
}

/// Finds the step of a verb that the record's kind knows.
fn step(
    visit: &Visit,
    id: RecordId,
    verb: &str,
) -> Result<Option<&'static operations::OperationForm>, Failure> {
    visit.find(id)?;
    let form = operations::form_of(id.kind, verb);
    Ok(form.filter(|form| form.target == operations::FormTarget::Record))
}

/// Finds a deed that the record's kind knows; whether it can happen now, the operation says.
fn find(visit: &Visit, id: RecordId, word: &str) -> Result<&'static Deed, Failure> {
    visit.find(id)?;
    let found = DEEDS.iter().find(|deed| deed.word == word && deed.kinds.contains(&id.kind));
    found.ok_or_else(|| Failure::unknown("such page"))
}

fn head(visit: &Visit, id: RecordId, deed: &Deed) -> Result<PageHead, Failure> {
    let mut head = page::head(visit, id, visit.find(id)?);
    head.crumbs.push((format!("{id} {}", head.title), visit.record_at(id)));
    deed.label.clone_into(&mut head.title);
    head.actions = Vec::new();
    head.lead = None;
    Ok(head)
}

fn question(visit: &Visit, id: RecordId, deed: &Deed, typed: &Fields, problem: Option<String>) -> Markup {
    let mut hidden = vec![once::hidden()];
    if deed.binds == list::Binds::Content {
        // What one has read is what one approves: a draft that changed meanwhile is refused.
        let seen = if typed.has("seen") {
            typed.get("seen").to_owned()
        } else {
            let digest = operations::draft_digest(visit.isms(), id, visit.actor, visit.today);
            digest.map(|digest| digest.to_string()).unwrap_or_default()
        };
        hidden.push(("seen".to_owned(), seen));
    }
    html! {
        (problems(problem.as_deref(), &[]))
        (confirm(&Confirm {
            sentence: format!("{} {}", visit.isms().name_of(id), deed.sentence),
            follows: vec![format!("recorded as done by {}, today", visit.actor_name())],
            action: visit.at(&format!("{}/do/{}", address::record(id), deed.word)),
            hidden,
            inputs: deed.asks.iter().map(|ask| input(visit, ask, typed)).collect(),
            yes: deed.label.to_owned(),
            no: visit.record_at(id),
        }))
    }
}

/// Returns what was typed with its days in full: `+30d` and `31 Mar` are read.
fn in_full(deed: &Deed, typed: Fields, today: Date) -> Fields {
    let shape = |name: &str| {
        deed.asks.iter().map(Ask::shown).find(|shown| shown.name == name).map(|shown| shown.shape)
    };
    let read = |(name, text): (String, String)| match shape(&name) {
        Some(shape) => (name, inputs::with_days(&shape, text, today)),
        None => (name, text),
    };
    Fields(typed.0.into_iter().map(read).collect())
}

/// Returns what is asked as an input, as any field is asked.
fn input(visit: &Visit, ask: &Ask, typed: &Fields) -> Input {
    let shown = ask.shown();
    let text = inputs::typed_text(&shown, typed).unwrap_or_default();
    let need = if ask.is_needed { Need::Required } else { Need::Optional };
    inputs::input(&shown, need, &text, visit.isms(), None)
}
