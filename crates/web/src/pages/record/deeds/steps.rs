//! Steps: the operations that describe themselves, each with the form that its inputs give.

use app::policy::StepUp;
use app::{Done, Engage};
use axum::http::StatusCode;
use maud::{Markup, html};
use model::{Key, RecordId, RecordKind, Shape, Shown, Writer};
use operations::{
    FieldProblem, FormTarget, Input, Operation as _, OperationForm, Typed, WithdrawApproval, drawn_of,
    forms_of,
};

use super::super::inputs::{self, Wrong};
use super::super::{Kind, capital, here, page};
use super::Named;
use crate::address;
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::layout::PageHead;
use crate::locale::locale;
use crate::once;
use crate::pages::drafts;
use crate::pages::nonconformity::whys;
use crate::parts::digest::digest;
use crate::parts::form::problems;
use crate::parts::{Action, Need};
use crate::visit::Visit;

/// Returns the step of a verb that pages draw for a kind.
#[must_use]
pub fn named(kind: RecordKind, verb: &str) -> Option<&'static OperationForm> {
    drawn_of(kind).find(|form| form.verb == verb)
}

/// Returns the links to the steps that make a record of a kind.
#[must_use]
pub fn of_kind(visit: &Visit, kind: RecordKind) -> Vec<Action> {
    let steps =
        forms_of(kind).filter(|form| form.target == FormTarget::Kind && visit.offers(form.intent, &[]));
    steps.map(|form| Action::link(form.label, at(visit, form, none_yet(kind)))).collect()
}

/// Returns the id that stands where there is no record yet.
fn none_yet(kind: RecordKind) -> RecordId {
    RecordId { kind, key: Key::One }
}

/// Returns the address of a step.
#[must_use]
pub fn at(visit: &Visit, form: &OperationForm, id: RecordId) -> String {
    match form.target {
        FormTarget::Record => visit.at(&format!("{}/do/{}", address::record(id), form.verb)),
        FormTarget::Kind => visit.at(&format!("/{}/do/{}", address::kind(id.kind), form.verb)),
    }
}

/// Answers with the form of a step that makes a record.
///
/// # Errors
/// Where there is no such step, or the past is shown.
pub async fn ask(visit: Visit, Kind(kind): Kind, Named(verb): Named) -> Answer {
    visit.writable()?;
    show(&visit, making(kind, &verb)?, none_yet(kind))
}

/// Makes the record.
///
/// # Errors
/// A failure of the world.
pub async fn run(visit: Visit, Kind(kind): Kind, Named(verb): Named, typed: Fields) -> Answer {
    take(&visit, making(kind, &verb)?, none_yet(kind), &typed).await
}

/// Finds a step that makes a record.
fn making(kind: RecordKind, verb: &str) -> Result<&'static OperationForm, Failure> {
    let form = operations::form_of(kind, verb).filter(|form| form.target == FormTarget::Kind);
    form.ok_or_else(|| Failure::unknown("such page"))
}

/// Answers with the form of a step; what the address names is filled in already.
pub(super) fn show(visit: &Visit, form: &OperationForm, id: RecordId) -> Answer {
    match form.target {
        FormTarget::Record => visit.may(form.intent, &[id])?,
        FormTarget::Kind => visit.may(form.intent, &[])?,
    }
    let typed: Typed = match visit.taken_up() {
        Some(kept) => typed_of(visit, form, kept),
        None => {
            let words = crate::pages::comments::words_of(visit, form, id);
            visit.query.0.iter().cloned().chain(words).collect()
        }
    };
    let asked = Asked { problem: None, wrong: &Wrong::new(), back: visit.query.get("back") };
    let main = question(visit, form, id, &typed, &asked);
    Ok(visit.page(&here(id.kind), head(visit, form, id)?, main))
}

/// Takes a step.
pub(super) async fn take(visit: &Visit, form: &OperationForm, id: RecordId, fields: &Fields) -> Answer {
    let typed = typed_of(visit, form, fields);
    let back = fields.get("back");
    let again = |words: Option<String>, wrong: &Wrong| {
        let main = question(visit, form, id, &typed, &Asked { problem: words, wrong, back });
        Ok(visit.refused_page(StatusCode::UNPROCESSABLE_ENTITY, &here(id.kind), head(visit, form, id)?, main))
    };
    let operation = match (form.make)(id, &typed) {
        Ok(operation) => operation,
        Err(found) => return again(None, &told(form, &found)),
    };
    let taken = match joint(visit, form, id, &typed).await? {
        Some(taken) => taken,
        None => match visit.run_any_once(fields, operation).await {
            // What was typed stays, whoever may not do it; where a proof is wanted, it waits for that.
            Err(Failure::World(app::Failure::NotAllowed(denial))) if denial.step_up == StepUp::Useless => {
                Err(denial.to_string())
            }
            taken => taken?,
        },
    };
    match taken {
        Ok(done) => {
            let made =
                done.records.iter().find(|made| form.target == FormTarget::Kind && made.kind == id.kind);
            let id = made.copied().unwrap_or(id);
            // What people approved is withdrawn with a reason, and never undone.
            visit.say(format!("{id}: {}", form.name), Some(&done).filter(|_| !is_judgement(form)));
            Ok(visit.to(&way_back(visit, back, id).unwrap_or_else(|| address::record(id))))
        }
        Err(words) => again(Some(words), &Wrong::new()),
    }
}

/// Returns what was typed for each input of a step.
fn typed_of(visit: &Visit, form: &OperationForm, fields: &Fields) -> Typed {
    let read = |input: &Input| {
        if input.name == whys::CAUSE && whys::asks(form) {
            return (input.name.to_owned(), whys::typed(fields));
        }
        let shown = shown(input);
        let text = inputs::typed_text(&shown, fields).unwrap_or_default();
        (
            input.name.to_owned(),
            inputs::by_name(visit.isms(), &shown.shape, inputs::in_plain(&shown.shape, text, visit.today)),
        )
    };
    form.inputs.iter().map(read).collect()
}

/// The input that binds the content that was read: it is posted with the form, and nobody types it.
const SEEN: &str = "seen";

/// Says whether a step binds the content that was read: an approval of a version.
#[must_use]
pub fn binds(form: &OperationForm) -> bool {
    form.verb == "approve" && form.inputs.iter().any(|input| input.name == SEEN)
}

/// Says whether a step gives or takes back an approval, which no undo takes back.
#[must_use]
pub fn is_judgement(form: &OperationForm) -> bool {
    binds(form) || form.intent == WithdrawApproval::INTENT
}

/// Returns the digest of what stands there now, for a step that binds what was read; what was read before stays.
#[must_use]
pub fn seen(visit: &Visit, form: &OperationForm, id: RecordId, typed: &Typed) -> Option<String> {
    let now = || operations::draft_digest(visit.isms(), id, visit.actor, visit.today);
    match (binds(form), text_of(typed, SEEN)) {
        (false, _) => None,
        (true, "") => now().map(|seen| seen.to_string()),
        (true, before) => Some(before.to_owned()),
    }
}

/// Takes a step that writes in the ledgers of a body and of its client; nothing where it writes here alone.
async fn joint(
    visit: &Visit,
    form: &OperationForm,
    id: RecordId,
    typed: &Typed,
) -> Result<Option<Result<Done, String>>, Failure> {
    visit.writable()?;
    let engage = Engage { instance: visit.site.instance(), accounts: visit.site.accounts() };
    let taken = visit.books.take_joint(&engage, &visit.acting(""), form, id, typed).await?;
    Ok(taken.map(|taken| taken.map_err(|refusal| refusal.to_string())))
}

/// Returns problems in words, by input.
fn told(form: &OperationForm, found: &[FieldProblem]) -> Wrong {
    let label =
        |name: &str| form.inputs.iter().find(|input| input.name == name).map_or("", |input| input.label);
    let words =
        |one: &FieldProblem| format!("{}: {}", label(&one.field), capital(&locale().problem(&one.problem)));
    found.iter().map(|one| (one.field.clone(), words(one))).collect()
}

fn head(visit: &Visit, form: &OperationForm, id: RecordId) -> Result<PageHead, Failure> {
    let mut head = match form.target {
        FormTarget::Record => page::head(visit, id, visit.find(id)?),
        FormTarget::Kind => PageHead { crumbs: page::crumbs(visit, id.kind), ..PageHead::default() },
    };
    if form.target == FormTarget::Record {
        head.crumbs.push((format!("{id} {}", head.title), visit.record_at(id)));
    }
    form.label.clone_into(&mut head.title);
    head.actions = Vec::new();
    head.lead = Some(html! { (form.what) });
    Ok(head)
}

/// Returns an input as the field that it is shown as.
#[must_use]
pub fn shown(input: &Input) -> Shown {
    Shown {
        name: input.name,
        label: input.label,
        help: input.help,
        writer: Writer::Form,
        shape: (input.shape)(),
        text: String::new(),
        references: Vec::new(),
    }
}

/// What stands around the inputs of a step.
struct Asked<'a> {
    /// What is wrong with the whole.
    problem: Option<String>,
    /// What is wrong with single inputs.
    wrong: &'a Wrong,
    /// The page that it was opened from, in a word.
    back: &'a str,
}

/// Returns the page that a step leads back to, by the word that its form carried; nothing leads back to the record.
fn way_back(visit: &Visit, word: &str, id: RecordId) -> Option<String> {
    match word {
        "thread" => crate::pages::comments::way_back(visit, id),
        "gap" if id.kind == RecordKind::GapAnalysis => Some(crate::pages::gap::next_at(id)),
        _ => None,
    }
}

fn question(visit: &Visit, form: &OperationForm, id: RecordId, typed: &Typed, asked: &Asked) -> Markup {
    let record = match form.target {
        FormTarget::Record => visit.record_at(id),
        FormTarget::Kind => visit.at(&here(id.kind)),
    };
    let page = way_back(visit, asked.back, id).filter(|_| form.target == FormTarget::Record);
    let back = page.map_or(record, |page| visit.at(&page));
    let seen = seen(visit, form, id, typed);
    let mut hidden: Vec<(&str, &str)> = seen.iter().map(|seen| (SEEN, seen.as_str())).collect();
    hidden.extend((!asked.back.is_empty()).then_some(("back", asked.back)));
    html! {
        (problems(asked.problem.as_deref(), asked.wrong))
        (drawn(visit, form, id, typed, &Drawn {
            hidden,
            fixed: if binds(form) { &[SEEN] } else { &[] },
            wrong: asked.wrong,
            last: html! {
                @if let Some(seen) = &seen { (read(visit, id, seen)) }
                p.secondary { "Recorded as done by " (visit.actor_name()) ", today." }
            },
            leave: ("Go back", &back),
        }))
    }
}

/// Says what an approval binds: the record as it stands, by its digest.
fn read(visit: &Visit, id: RecordId, seen: &str) -> Markup {
    let version = operations::draft_version(visit.isms(), id, visit.today);
    html! {
        p {
            "You approve " a href=(visit.record_at(id)) { (id) " " (visit.isms().name_of(id)) }
            @if let Some(version) = version { ", version " (version) }
            ", as it stands now: " (digest("sha256", seen)) ". Read it first: the approval binds exactly this."
        }
    }
}

/// Returns the form of a step for a page that shows more than it; what is fixed is posted and not asked.
#[must_use]
pub fn inside(
    visit: &Visit,
    form: &OperationForm,
    id: RecordId,
    typed: &Typed,
    fixed: &[&str],
    back: (&str, &str),
) -> Markup {
    let (word, leave) = back;
    let mut hidden = vec![("back", word)];
    hidden.extend(fixed.iter().map(|name| (*name, text_of(typed, name))));
    let last = html! {};
    drawn(
        visit,
        form,
        id,
        typed,
        &Drawn { hidden, fixed, wrong: &Wrong::new(), last, leave: ("Leave it", leave) },
    )
}

/// What stands around the inputs of a step's form.
struct Drawn<'a> {
    hidden: Vec<(&'a str, &'a str)>,
    /// The inputs that are posted and not asked.
    fixed: &'a [&'a str],
    wrong: &'a Wrong,
    /// What stands between the inputs and the button.
    last: Markup,
    /// The words and the address of leaving.
    leave: (&'a str, &'a str),
}

fn drawn(visit: &Visit, form: &OperationForm, id: RecordId, typed: &Typed, drawn: &Drawn<'_>) -> Markup {
    let asked = form.inputs.iter().filter(|input| !drawn.fixed.contains(&input.name));
    let (leave, href) = drawn.leave;
    html! {
        form.form method="post" action=(at(visit, form, id)) data-form novalidate {
            (once::field())
            @for (name, value) in &drawn.hidden { input type="hidden" name=(name) value=(value); }
            @for input in asked {
                @if input.name == whys::CAUSE && whys::asks(form) {
                    (whys::asked(input.label, input.help, text_of(typed, input.name), inputs::of_field(drawn.wrong, input.name).as_deref()))
                } @else {
                    (inputs::needed_input(&offered(input), need_of(form, input), text_of(typed, input.name), visit.isms(), drawn.wrong))
                }
            }
            (drawn.last)
            div.form-end {
                button.button.primary type="submit" { span { (form.label) } kbd aria-hidden="true" { "Ctrl ↵" } }
                @if is_long(form) { (drafts::button(&at(visit, form, id))) }
                a.button.quiet href=(href) { (leave) }
            }
        }
    }
}

/// Says whether a form takes long enough to fill in that it is kept while it is typed.
fn is_long(form: &OperationForm) -> bool {
    form.inputs.len() > 2 || form.inputs.iter().any(|input| *(input.shape)().bare() == Shape::Prose)
}

/// Returns one input of a step's form, for a page that puts the form together anew.
#[must_use]
pub fn field_of(visit: &Visit, form: &OperationForm, name: &str) -> Markup {
    html! {
        @for input in form.inputs.iter().filter(|input| input.name == name) {
            (inputs::needed_input(&offered(input), need_of(form, input), "", visit.isms(), &Wrong::new()))
        }
    }
}

fn text_of<'a>(typed: &'a Typed, name: &str) -> &'a str {
    typed.iter().rev().find(|(known, _)| known == name).map_or("", |(_, text)| text.as_str())
}

/// Returns whether an input may stay empty: what has no empty form may not, nor what every step of its name asks for.
fn need_of(form: &OperationForm, input: &Input) -> Need {
    // Evidence is taken without a word, and rejected only for a reason.
    let is_plain = form.on == RecordKind::Evidence && form.verb == "accept";
    if !input.may_be_empty() || (["title", "because"].contains(&input.name) && !is_plain) {
        Need::Required
    } else {
        Need::Optional
    }
}

/// Returns an input as it is offered: a choice begins with nothing chosen, so that nobody states what was only first.
fn offered(input: &Input) -> Shown {
    let shown = shown(input);
    if let Shape::Choice(_) = shown.shape {
        return Shown { shape: Shape::Optional(Box::new(shown.shape)), ..shown };
    }
    shown
}
