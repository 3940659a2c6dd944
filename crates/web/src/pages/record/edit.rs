//! New and edit: the form that a kind's table of fields gives, and what becomes of it.

use app::policy::StepUp;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use model::{About, Prose, RecordId, RecordKind, Shown, Value as _, Writer};
use operations::{
    CreateRecord, CreateRecordRefusal, EditRecord, EditRecordRefusal, FieldProblem, FormTarget,
    Operation as _, Typed,
};

use super::inputs::{self, Wrong};
use super::stale::{self, Merge};
use super::{Kind, Which, capital, closed, here, page};
use crate::address;
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::layout::PageHead;
use crate::locale::locale;
use crate::once;
use crate::pages::document::editor;
use crate::pages::drafts;
use crate::parts::form::{field, problems};
use crate::parts::{Input, Widget};
use crate::visit::Visit;

/// How often a save is tried again where others write the same record.
const TRIES: usize = 3;

/// A form as it stands.
struct Draft<'a> {
    kind: RecordKind,
    /// The record; nothing for a new one.
    id: Option<RecordId>,
    /// The revision that was read; nothing where the form is shown for the first time.
    read: Option<u32>,
    typed: &'a Typed,
    because: &'a str,
    problem: Option<String>,
    wrong: Wrong,
}

/// Answers with the form of a new record.
///
/// # Errors
/// Where the past is shown.
pub async fn new(visit: Visit, Kind(kind): Kind) -> Answer {
    visit.writable()?;
    if kind.fields().iter().all(|field| field.writer == Writer::Operation) {
        return Ok(by_its_step(&visit, kind));
    }
    if let (Some(why), None) =
        (visit.why_not(CreateRecord::INTENT, &[visit.isms().next(kind)]), visit.taken_up())
    {
        return Ok(visit.page(&here(kind), new_head(&visit, kind), closed::new(&visit, kind, &why)));
    }
    // What the address names is filled in already: `?supplier=SUP-4`.
    let typed: Typed = match visit.taken_up() {
        Some(kept) => inputs::typed(kind, kept, visit.today),
        None => visit.query.0.clone(),
    };
    Ok(visit.page(&here(kind), new_head(&visit, kind), form(&visit, &Draft::new(kind, &typed))))
}

/// Leads to the step that makes a record of which no field is typed, or else to the list.
fn by_its_step(visit: &Visit, kind: RecordKind) -> Response {
    let step = operations::drawn_of(kind).find(|form| form.target == FormTarget::Kind);
    let step = step.filter(|form| visit.offers(form.intent, &[]));
    visit.to(&format!(
        "/{}{}",
        address::kind(kind),
        step.map(|form| format!("/do/{}", form.verb)).unwrap_or_default()
    ))
}

impl<'a> Draft<'a> {
    /// Returns the form of a new record, as it was typed so far.
    fn new(kind: RecordKind, typed: &'a Typed) -> Self {
        Self { kind, id: None, read: None, typed, because: "", problem: None, wrong: Wrong::new() }
    }
}

/// Says whether only a look at what was typed is asked for.
fn is_preview(form_typed: &Fields) -> bool {
    form_typed.get("do") == "preview"
}

/// Makes a record.
///
/// # Errors
/// A failure of the world.
pub async fn create(visit: Visit, Kind(kind): Kind, form_typed: Fields) -> Answer {
    let typed = inputs::typed(kind, &form_typed, visit.today);
    if is_preview(&form_typed) {
        return Ok(visit.page(&here(kind), new_head(&visit, kind), form(&visit, &Draft::new(kind, &typed))));
    }
    let refused = |status, problem: Option<String>, wrong: Wrong| {
        let main = form(&visit, &Draft { problem, wrong, ..Draft::new(kind, &typed) });
        Ok(visit.refused_page(status, &here(kind), new_head(&visit, kind), main))
    };
    let filled = typed.iter().filter(|(_, text)| !text.is_empty()).cloned().collect();
    let create = CreateRecord { kind, id: None, typed: filled, about: About::default(), uuid: None };
    let made = match visit.run_once(&form_typed, create).await {
        // What was typed stays, whoever may not do it.
        Err(failure) => return refused(StatusCode::FORBIDDEN, Some(not_yours(failure)?), Wrong::new()),
        Ok(made) => made,
    };
    match made {
        Ok(done) => {
            let id = done.records.first().copied().ok_or(Failure::Bug)?;
            visit.say(format!("{id} was made"), Some(&done));
            Ok(visit.to(&address::record(id)))
        }
        Err(refusal) => {
            let (problem, wrong) = create_words(refusal);
            refused(StatusCode::UNPROCESSABLE_ENTITY, problem, wrong)
        }
    }
}

/// Returns the words of a refusal that no proof of who asks would change; any other failure stays one.
fn not_yours(failure: Failure) -> Result<String, Failure> {
    if let Failure::World(app::Failure::NotAllowed(denial)) = &failure
        && denial.step_up == StepUp::Useless
    {
        return Ok(denial.to_string());
    }
    Err(failure)
}

fn create_words(refusal: CreateRecordRefusal) -> (Option<String>, Wrong) {
    if let CreateRecordRefusal::Fields(problems) = refusal {
        return (None, wrong(&problems));
    }
    if let CreateRecordRefusal::Untitled(_) = refusal {
        return (None, vec![("title".to_owned(), "Enter a title".to_owned())]);
    }
    (Some(refusal.to_string()), Wrong::new())
}

/// Answers with the form of a record.
///
/// # Errors
/// Where there is no such record, or the past is shown.
pub async fn edit(visit: Visit, Which(id): Which) -> Answer {
    visit.writable()?;
    visit.find(id)?;
    if let (Some(why), None) = (visit.why_not(EditRecord::INTENT, &[id]), visit.taken_up()) {
        return Ok(visit.page(&here(id.kind), edit_head(&visit, id)?, closed::edit(&visit, id, &why)?));
    }
    let none = Fields::default();
    let kept = visit.taken_up().unwrap_or(&none);
    let typed = inputs::typed(id.kind, kept, visit.today);
    let main = form(&visit, &Draft { read: kept.revision(), ..Draft::of(id, &typed, kept.get("because")) });
    Ok(visit.page(&here(id.kind), edit_head(&visit, id)?, main))
}

/// Saves a record; where somebody saved it meanwhile, other fields are merged, and the same ones shown side by side.
///
/// # Errors
/// A failure of the world.
pub async fn save(visit: Visit, Which(id): Which, form_typed: Fields) -> Answer {
    visit.find(id)?;
    let read = Some(form_typed.read_at(visit.books.now().isms.revision(id))?);
    let because = form_typed.get("because");
    if is_preview(&form_typed) {
        let typed = inputs::typed(id.kind, &form_typed, visit.today);
        let main = form(&visit, &Draft { read, ..Draft::of(id, &typed, because) });
        return Ok(visit.page(&here(id.kind), edit_head(&visit, id)?, main));
    }
    if let Err(problem) = Prose::read(because) {
        let typed = inputs::typed(id.kind, &form_typed, visit.today);
        let wrong = vec![("because".to_owned(), capital(&problem.to_string()))];
        let draft = Draft { read, wrong, ..Draft::of(id, &typed, because) };
        return shown_again(&visit, id, StatusCode::UNPROCESSABLE_ENTITY, &draft);
    }
    let typed: Typed = inputs::typed(id.kind, &form_typed, visit.today)
        .into_iter()
        .filter(|(name, _)| form_typed.get(&format!("take-{name}")) != "theirs")
        .collect();
    for _ in 0..TRIES {
        let fresh = visit.books.now();
        let (revision, mine) = match stale::merge(
            &visit,
            &fresh.isms,
            id,
            read,
            &typed,
            because,
            ways(&visit, id.kind, Some(id)),
        )
        .await?
        {
            Merge::Conflict(main) => {
                let head = edit_head(&visit, id)?;
                return Ok(visit.refused_page(StatusCode::CONFLICT, &here(id.kind), head, main));
            }
            Merge::Write { revision, mine } => (revision, mine),
        };
        let edit = EditRecord { id, revision: Some(revision), typed: mine, because: because.into() };
        // What is shown again was read at the same revision as before, so that what others wrote meanwhile stays theirs.
        let again = Draft { read, ..Draft::of(id, &typed, because) };
        match visit.run(edit).await {
            Ok(Ok(done)) => return Ok(saved(&visit, id, &done, form_typed.revision(), revision)),
            Ok(Err(EditRecordRefusal::Stale { .. })) => {}
            Ok(Err(refusal)) => return refused(&visit, id, again, refusal),
            Err(failure) => {
                let problem = Some(not_yours(failure)?);
                return shown_again(&visit, id, StatusCode::FORBIDDEN, &Draft { problem, ..again });
            }
        }
    }
    Err(app::Failure::Busy.into())
}

fn saved(visit: &Visit, id: RecordId, done: &app::Done, read: Option<u32>, now: u32) -> Response {
    match (done.seq, read.is_some_and(|read| read != now)) {
        (None, _) => visit.say(format!("{id} is as it was; there was nothing to save"), None),
        (Some(_), false) => visit.say(format!("{id} was saved"), Some(done)),
        (Some(_), true) => visit.say(
            format!("{id} was saved, together with what somebody else changed meanwhile in other fields"),
            Some(done),
        ),
    }
    // Who came from the list of proposals goes on there.
    match visit.query.get("back") {
        "proposals" => visit.to(&crate::pages::proposals::after(visit, id)),
        _ => visit.to(&address::record(id)),
    }
}

impl<'a> Draft<'a> {
    /// Returns the form of a record that is there, as it was typed so far.
    fn of(id: RecordId, typed: &'a Typed, because: &'a str) -> Self {
        Self { kind: id.kind, id: Some(id), read: None, typed, because, problem: None, wrong: Wrong::new() }
    }
}

fn refused(visit: &Visit, id: RecordId, again: Draft<'_>, refusal: EditRecordRefusal) -> Answer {
    let (problem, wrong) = match &refusal {
        EditRecordRefusal::Fields(problems) => (None, wrong(problems)),
        EditRecordRefusal::Untitled(_) => (None, vec![("title".to_owned(), "Enter a title".to_owned())]),
        EditRecordRefusal::Unknown(_) | EditRecordRefusal::Stale { .. } => {
            (Some(refusal.to_string()), Wrong::new())
        }
    };
    shown_again(visit, id, StatusCode::UNPROCESSABLE_ENTITY, &Draft { problem, wrong, ..again })
}

fn shown_again(visit: &Visit, id: RecordId, status: StatusCode, draft: &Draft<'_>) -> Answer {
    let main = form(visit, draft);
    Ok(visit.refused_page(status, &here(id.kind), edit_head(visit, id)?, main))
}

/// Returns problems in words, by field.
fn wrong(problems: &[FieldProblem]) -> Wrong {
    problems.iter().map(|one| (one.field.clone(), capital(&locale().problem(&one.problem)))).collect()
}

fn new_head(visit: &Visit, kind: RecordKind) -> PageHead {
    PageHead {
        crumbs: page::crumbs(visit, kind),
        lead: Some(html! { (kind.kind().what) }),
        ..PageHead::new(format!("New {}", kind.kind().singular))
    }
}

fn edit_head(visit: &Visit, id: RecordId) -> Result<PageHead, Failure> {
    let mut head = page::head(visit, id, visit.find(id)?);
    head.crumbs.push((id.to_string(), visit.record_at(id)));
    head.title = format!("Edit {}", head.title);
    head.actions = Vec::new();
    Ok(head)
}

fn form(visit: &Visit, draft: &Draft<'_>) -> Markup {
    let fields = draft.kind.fields();
    let (mut ours, others): (Vec<_>, Vec<_>) =
        fields.into_iter().partition(|shown| shown.writer == Writer::Form);
    let is_document = draft.kind == RecordKind::Document;
    if is_document {
        ours.sort_by_key(|shown| {
            ["text", "title"].iter().rev().position(|name| *name == shown.name).unwrap_or(2)
        });
    }
    let (action, cancel) = ways(visit, draft.kind, draft.id);
    let text = |name: &str| match draft.typed.iter().rev().find(|(field, _)| field == name) {
        Some((_, text)) => text.clone(),
        None => inputs::text_now(visit.isms(), draft.id, name),
    };
    let revision = draft.id.map(|id| {
        let now = visit.isms().revision(id);
        draft.read.filter(|read| (1..=now).contains(read)).unwrap_or(now)
    });
    let because = Input::new("because", "Why", Widget::Text)
        .hint("Kept in the history with the change")
        .value(draft.because)
        .error(draft.wrong.iter().find(|(name, _)| name == "because").map(|(_, words)| words.clone()));
    let main = html! {
        (problems(draft.problem.as_deref(), &summary(&ours, &draft.wrong)))
        form.form method="post" action=(action) data-form data-preview[is_document] data-focus[visit.query.get("back") == "proposals"] novalidate {
            @match revision {
                Some(revision) => input type="hidden" name="revision" value=(revision);,
                None => (once::field()),
            }
            @for shown in &ours {
                @if is_document && shown.name == editor::FIELD { (editor::text_field(shown, &text(shown.name), &draft.wrong)) }
                @else { (inputs::shown_input(shown, &text(shown.name), visit.isms(), &draft.wrong)) }
            }
            @if draft.id.is_some() { (field(&because)) }
            div.form-end {
                button.button.primary type="submit" { span { "Save" } kbd aria-hidden="true" { "Ctrl ↵" } }
                @if is_document { button.button type="submit" name="do" value="preview" { "Preview" } }
                (drafts::button(&action))
                a.button.quiet href=(cancel) { "Cancel" }
            }
        }
        @let steps: Vec<&Shown> = others.iter().filter(|shown| shown.name != "uuid").collect();
        @if !steps.is_empty() {
            p.secondary {
                "Not here, because each is a step of its own: "
                @for (at, shown) in steps.iter().enumerate() { @if at > 0 { ", " } (shown.label.to_lowercase()) }
            }
        }
    };
    if is_document { editor::beside(visit, draft.id, &text("kind"), &text("marks"), main) } else { main }
}

/// Returns where the form is posted, and where leaving it leads.
fn ways(visit: &Visit, kind: RecordKind, id: Option<RecordId>) -> (String, String) {
    match id {
        None => (visit.at(&format!("{}/new", here(kind))), visit.at(&here(kind))),
        Some(id) if visit.query.get("back") == "proposals" => (
            visit.at(&format!("{}/edit?back=proposals", address::record(id))),
            visit.at(&format!("/proposals?at={id}")),
        ),
        Some(id) => (visit.at(&format!("{}/edit", address::record(id))), visit.record_at(id)),
    }
}

/// Returns what is wrong as the summary says it: the field's label and the words.
fn summary(ours: &[Shown], wrong: &Wrong) -> Wrong {
    let told = |(name, words): &(String, String)| {
        let name = name.split('.').next().unwrap_or(name);
        let label = ours.iter().find(|shown| shown.name == name).map_or("", |shown| shown.label);
        (name.to_owned(), format!("{label}: {words}"))
    };
    wrong.iter().map(told).collect()
}
