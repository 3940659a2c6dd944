//! Decisions that are not taken of many at once: a page that says why, and leads from one to the next.

use axum::response::Response;
use maud::{Markup, html};
use model::{RecordId, RecordKind};
use operations::{OperationForm, every_form};

use super::{back, head};
use crate::pages::naming::counted;
use crate::pages::record::shown;
use crate::pages::views::Of;
use crate::pages::{decide, tasks};
use crate::parts::table::{Table, stacked};
use crate::parts::{Action, Status, actions, section, state};
use crate::visit::Visit;

/// What is decided of each by itself: the kind, the verb, and why.
const ALONE: &[(RecordKind, &str, &str)] = &[
    (
        RecordKind::Document,
        "approve",
        "An approval binds what was read: the text of one version, by its digest. So each document is opened, read and approved \
         by itself; nobody approves what they did not see.",
    ),
    (
        RecordKind::Risk,
        "accept",
        "Whoever accepts a risk answers for what is left of this one, until a day and for a reason of its own. So each risk is \
         accepted by itself.",
    ),
];

/// Returns the decision of a kind that is taken of each record by itself.
pub(super) fn form_of(kind: RecordKind) -> Option<&'static OperationForm> {
    let (_, verb, _) = ALONE.iter().find(|(known, ..)| *known == kind)?;
    every_form().find(|form| form.on == kind && form.verb == *verb)
}

/// Answers with the records that were selected, each with the way to its decision, and the first that can be taken.
pub(super) fn page(
    visit: &Visit,
    of: Of,
    form: &'static OperationForm,
    ids: &[RecordId],
    filter: &str,
) -> Response {
    let why = ALONE.iter().find(|(kind, ..)| *kind == of.kind()).map_or("", |(.., why)| *why);
    let asked: Vec<RecordId> = tasks::of(visit).iter().map(|task| task.record).collect();
    let all: Vec<(RecordId, Result<String, String>)> =
        ids.iter().map(|id| (*id, way(visit, form, *id, &asked))).collect();
    let first = all.iter().find_map(|(id, way)| Some((id, way.as_ref().ok()?)));
    let mut ways: Vec<Action> = first
        .map(|(id, href)| Action::link(format!("{} {id}", form.label), href.clone()).primary())
        .into_iter()
        .collect();
    ways.push(Action::link("Go back", back(visit, of, filter)).quiet());
    let row = |(id, way): &(RecordId, Result<String, String>)| {
        vec![
            shown::link(visit, *id),
            match way {
                Ok(href) => html! { a.nowrap href=(href) { (form.label) } },
                Err(why) => html! { (state(Status::NotApplicable, "not now")) " " (why) },
            },
        ]
    };
    let head_words = ["Row", "Decision"].map(str::to_owned).to_vec();
    let main: Markup = html! {
        div.callout {
            p { (why) }
            @if first.is_none() { p { b { "None of these can be decided by you now." } } }
        }
        (actions(&ways))
        (section("rows", "Selected", &ids.len().to_string(), &[], stacked(&Table {
            caption: String::new(),
            head: head_words,
            rows: all.iter().map(row).collect(),
        })))
    };
    let title = format!("{}: {}, one by one", form.label, counted(ids.len(), "row", "rows"));
    visit.page(&of.here(), head(visit, of, filter, title), main)
}

/// Returns the address of a decision, or why it cannot be taken now.
fn way(visit: &Visit, form: &OperationForm, id: RecordId, asked: &[RecordId]) -> Result<String, String> {
    if let Some(denial) = visit.books.may(visit.actor, &visit.proof(), form.intent, &[id]).denial()
        && denial.step_up == app::policy::StepUp::Useless
    {
        return Err(denial.to_string());
    }
    if !(form.fits)(visit.isms(), id, visit.today) {
        return Err("it is not to be decided as it stands".to_owned());
    }
    if asked.contains(&id) {
        return Ok(visit.at(&decide::path(id)));
    }
    // The form of a risk has a page of its own.
    let page = if id.kind == RecordKind::Risk { form.verb.to_owned() } else { format!("do/{}", form.verb) };
    Ok(visit.at(&format!("{}/{page}", crate::address::record(id))))
}
