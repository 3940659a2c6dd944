//! The scope builder: what is inside, what is outside and why, the sentence that follows, and its approval.

mod form;
mod preview;
mod rows;
mod stale;

use axum::http::StatusCode;
use maud::{Markup, html};
use model::records::Scope;
use model::{RecordId, Ref};
use operations::{AnyOperation, EditRecord, TakeProposal, draft_version};

use self::rows::Row;
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::layout::PageHead;
use crate::pages::comments;
use crate::pages::decide;
use crate::pages::naming::{counted, short_day};
use crate::parts::version_bar::{VersionBar, version_bar};
use crate::parts::{Action, Icon, Status};
use crate::visit::Visit;

/// The address within the organisation.
pub const HERE: &str = "/scope";

/// What stands in the builder: as it is on record, or as it was typed.
struct Typed {
    statement: String,
    services: String,
    rows: Vec<Row>,
    /// How many elements have no row.
    left_out: usize,
    /// The revision of the scope that was read; 0 before it was on record.
    revision: u32,
}

impl Typed {
    fn of(visit: &Visit, fields: Option<&Fields>) -> Self {
        let on_record = |field: &str| -> String {
            let found = visit.isms().find(scope_id());
            found.and_then(|record| record.text(field)).unwrap_or_default()
        };
        let text = |field: &str| match fields {
            Some(fields) if fields.has(field) => fields.get(field).to_owned(),
            Some(_) | None => on_record(field),
        };
        let (rows, left_out) = rows::all(visit, fields);
        let revision = fields.and_then(Fields::revision).unwrap_or_else(|| visit.isms().revision(scope_id()));
        Self { statement: text("statement"), services: text("services"), rows, left_out, revision }
    }
}

fn scope_id() -> RecordId {
    Ref::<Scope>::one().id()
}

/// Answers with the builder.
///
/// # Errors
/// None of its own.
pub async fn page(visit: Visit) -> Answer {
    let typed = Typed::of(&visit, visit.taken_up());
    let main = html! { (main(&visit, &typed, None, &[])) (comments::of_page(&visit, scope_id())) };
    Ok(visit.page(HERE, head(&visit), main))
}

/// Shows what was typed as a sentence, or saves it.
///
/// # Errors
/// A failure of the world.
pub async fn save(visit: Visit, fields: Fields) -> Answer {
    visit.writable()?;
    let mut typed = Typed::of(&visit, Some(&fields));
    let now = visit.books.now().isms;
    fields.read_at(now.revision(scope_id()))?;
    for row in typed.rows.iter().filter(|row| fields.has(&format!("in-{}", row.id))) {
        fields.read_at_in(&format!("rev-{}", row.id), now.revision(row.id))?;
    }
    if fields.get("do") == "preview" {
        return Ok(visit.page(HERE, head(&visit), main(&visit, &typed, None, &[])));
    }
    let both = stale::merged(&visit, &mut typed).await?;
    if let Some(words) = both {
        let main = main(&visit, &typed, Some(&words), &[]);
        return Ok(visit.refused_page(StatusCode::CONFLICT, HERE, head(&visit), main));
    }
    if fields.get("take") == "yes" {
        typed.statement = preview::sentence(&visit, &typed);
    }
    let refused = |whole: Option<&str>, wrong: &[(String, String)]| {
        let main = main(&visit, &typed, whole, wrong);
        visit.refused_page(StatusCode::UNPROCESSABLE_ENTITY, HERE, head(&visit), main)
    };
    let wrong: Vec<(String, String)> = typed.rows.iter().filter_map(Row::wrong).collect();
    if !wrong.is_empty() {
        return Ok(refused(None, &wrong));
    }
    let operations = operations(&visit, &typed);
    if operations.is_empty() {
        visit.say_plainly("Nothing was changed");
        return Ok(visit.to(HERE));
    }
    match visit.books.run_all(&visit.acting(""), "record.edit", &operations).await {
        Ok(Ok(done)) => {
            visit.say(
                format!("The scope is saved: {}", counted(operations.len(), "record", "records")),
                Some(&done),
            );
            Ok(visit.to(HERE))
        }
        Ok(Err((_, words))) => Ok(refused(Some(&words), &[])),
        Err(app::Failure::NotAllowed(denial)) if denial.step_up == app::policy::StepUp::Wanted => {
            Err(Failure::Confirm(visit.at(HERE)))
        }
        Err(failure @ app::Failure::NotAllowed(_)) => Ok(refused(Some(&failure.to_string()), &[])),
        Err(failure) => Err(failure.into()),
    }
}

/// Returns the edits that lead from what is on record to what was typed.
fn operations(visit: &Visit, typed: &Typed) -> Vec<Box<dyn AnyOperation>> {
    let mut all: Vec<Box<dyn AnyOperation>> = Vec::new();
    let found = visit.isms().find(scope_id());
    let on_record = |field: &str| found.and_then(|record| record.text(field)).unwrap_or_default();
    let fields = [("statement", &typed.statement), ("services", &typed.services)];
    let changed: Vec<(String, String)> = fields
        .into_iter()
        .filter(|(name, text)| !same(&on_record(name), text))
        .map(|(name, text)| (name.to_owned(), text.clone()))
        .collect();
    let is_proposed = found.is_some_and(|record| record.about().proposed.is_some());
    if is_proposed && changed.is_empty() {
        // Whoever saves what a draft says has taken it.
        all.push(Box::new(TakeProposal { ids: vec![scope_id()] }));
    }
    if !changed.is_empty() {
        let revision = Some(typed.revision).filter(|revision| *revision > 0);
        all.push(Box::new(EditRecord { id: scope_id(), revision, typed: changed, because: "".into() }));
    }
    for row in typed.rows.iter().filter(|row| row.is_changed()) {
        let typed = vec![("in_scope".to_owned(), row.text())];
        all.push(Box::new(EditRecord {
            id: row.id,
            revision: Some(row.revision),
            typed,
            because: "".into(),
        }));
    }
    all
}

/// Says whether two texts are the same but for how their lines end.
fn same(one: &str, other: &str) -> bool {
    one.replace("\r\n", "\n").trim() == other.replace("\r\n", "\n").trim()
}

fn head(visit: &Visit) -> PageHead {
    let scope = visit.record_at(scope_id());
    PageHead {
        lead: Some(
            html! { "What the management system is for: what belongs to it, what does not and why, and the sentence that says so (4.3)." },
        ),
        actions: vec![
            Action::link("History", visit.at("/history?record=SCO")).icon(Icon::History).key("h"),
            Action::link("The record", scope).quiet(),
        ],
        ..PageHead::new("Scope")
    }
}

fn main(visit: &Visit, typed: &Typed, whole: Option<&str>, wrong: &[(String, String)]) -> Markup {
    html! {
        (bar(visit))
        (crate::parts::form::problems(whole, wrong))
        (form::form(visit, typed, wrong))
    }
}

/// Returns the bar that says which version holds, and for whom the draft waits.
fn bar(visit: &Visit) -> Markup {
    let id = scope_id();
    let Some(scope) = visit.isms().scope.one() else { return proposed(visit) };
    let version = draft_version(visit.isms(), id, visit.today).unwrap_or(1);
    let in_force = scope.in_force(visit.today);
    let is_approved = in_force.is_some_and(|one| one.content == scope.content(visit.isms()));
    let words = match in_force {
        Some(one) if is_approved => {
            format!("approved by {}, {}", visit.isms().name_of(one.by.id()), short_day(one.on))
        }
        Some(one) => format!("version {} of {} holds meanwhile", one.version, short_day(one.on)),
        None if scope.statement.is_empty() => "nothing to approve yet: write its statement".to_owned(),
        None => format!("waits for {}", approvers(visit)),
    };
    let mut actions = Vec::new();
    if !visit.is_past() && !is_approved && !scope.statement.is_empty() {
        actions.push(match visit.offers("scope.approve", &[id]) {
            true => Action::link(format!("Approve v{version}"), visit.at(&decide::path(id))),
            false => Action::link("Who decides", visit.at(&decide::path(id))).quiet(),
        });
    }
    let state = if is_approved { (Status::Met, "approved") } else { (Status::InProgress, "draft") };
    version_bar(&VersionBar {
        version: format!("v{version}"),
        state: (state.0, state.1.to_owned()),
        words,
        holds: None,
        actions,
    })
}

/// Returns the bar where the scope is only proposed; nothing where nothing is.
fn proposed(visit: &Visit) -> Markup {
    let is_proposed = visit.isms().find(scope_id()).is_some_and(|record| record.about().proposed.is_some());
    if !is_proposed {
        return html! {};
    }
    version_bar(&VersionBar {
        version: "v1".to_owned(),
        state: (Status::Info, "proposed".to_owned()),
        words: "follows from the five questions, and counts as nothing until you save it or take it"
            .to_owned(),
        holds: None,
        actions: vec![Action::link("All proposals", visit.at("/proposals")).quiet()],
    })
}

/// Names those in whose work the draft stands as a decision.
fn approvers(visit: &Visit) -> String {
    let top = reports::duties::top_management(visit.isms(), visit.today);
    let names: Vec<String> = top.iter().take(3).map(|person| visit.isms().name_of(person.id())).collect();
    if names.is_empty() {
        "top management; nobody is named as such yet".to_owned()
    } else {
        format!("{}, in whose work it stands", names.join(" or "))
    }
}
