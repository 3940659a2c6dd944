//! The parts of a nonconformity's page, in the order of 10.2: found, put right, cause, actions, effect.

use maud::{Markup, html};
use model::records::{CorrectiveAction, Nonconformity, Person};
use model::{Date, Entry, Isms, Owner, PartId, Ref, YesNo};

use super::whys;
use crate::address;
use crate::pages::comments::Marks;
use crate::pages::naming::{owner_cell, short_day};
use crate::pages::record::shown;
use crate::parts::table::{Table, stacked};
use crate::parts::{Action, Fact, Status, facts, section, state};
use crate::visit::Visit;

/// Fields that say what is not met.
const FOUND: &[&str] = &["Clause", "Control", "Process", "About", "Evidence"];
/// Fields that stand in parts of their own, or in the heading.
const ELSEWHERE: &[&str] = &[
    "Statement",
    "State",
    "Source",
    "Grade",
    "Owner",
    "Raised on",
    "Correction",
    "Corrected on",
    "Cause",
    "Cause found on",
    "Corrective actions",
    "Effect check due",
    "Effect checked by",
    "Effect checked on",
    "Effective",
    "Effect",
];

/// Returns the recorded fields of some labels.
fn only(visit: &Visit, id: Ref<Nonconformity>, one: &Entry<Nonconformity>, labels: &[&str]) -> Vec<Fact> {
    let all = shown::record_facts(visit, id.id(), one);
    all.into_iter().filter(|fact| labels.contains(&fact.name.as_str())).collect()
}

/// Returns what is not met, and what shows it.
pub(super) fn found(
    visit: &Visit,
    id: Ref<Nonconformity>,
    one: &Entry<Nonconformity>,
    said: &Marks<'_>,
) -> Markup {
    let recorded = only(visit, id, one, FOUND);
    let body = html! {
        @if one.statement.is_empty() { p.missing { "nobody wrote down what is asked, and what is the case" } }
        @else { p.words { (shown::lines(&one.statement)) } }
        (said.line("statement", "Statement"))
        (facts(&recorded))
    };
    section("found", "What is not met", "", &[], body)
}

/// Returns how it was put right.
pub(super) fn correction(
    visit: &Visit,
    id: Ref<Nonconformity>,
    one: &Nonconformity,
    (step, said): (Option<Action>, &Marks<'_>),
) -> Markup {
    let body = html! {
        @if one.correction.is_empty() { p.missing { "nobody has said how it was put right" } }
        @else { p.words { (shown::lines(&one.correction)) } (stamp(visit, id, "correction", one.corrected_on, None)) }
        (said.line("correction", "Correction"))
    };
    section("correction", "Correction", "", &quiet(step, &one.correction), body)
}

/// Returns why it happened.
pub(super) fn cause(
    visit: &Visit,
    id: Ref<Nonconformity>,
    one: &Nonconformity,
    (step, said): (Option<Action>, &Marks<'_>),
) -> Markup {
    let body = html! {
        @if one.cause.is_empty() { p.missing { "nobody has said why it happened" } }
        @else { (whys::shown(&one.cause)) (stamp(visit, id, "cause", one.cause_found_on, None)) }
        (said.line("cause", "Cause"))
    };
    section("cause", "Cause", "", &quiet(step, &one.cause), body)
}

/// Returns a step as a quiet button of its part; what is said already is said again.
fn quiet(step: Option<Action>, said: &str) -> Vec<Action> {
    let again = |step: Action| {
        if said.is_empty() { step } else { Action { label: "Say it anew".to_owned(), ..step } }
    };
    step.map(|step| again(step).quiet()).into_iter().collect()
}

/// Says when, and by whom where that is on record; with the way to its history.
fn stamp(
    visit: &Visit,
    id: Ref<Nonconformity>,
    field: &str,
    on: Option<Date>,
    by: Option<Ref<Person>>,
) -> Markup {
    let history = visit.at(&format!("/history?record={id}&field={field}"));
    html! {
        p.secondary.small {
            @if let Some(by) = by { (visit.isms().name_of(by.id())) ", " }
            @match on { Some(on) => (short_day(on)), None => "on a day that nobody recorded" }
            " · " a href=(history) { "who wrote it" }
        }
    }
}

/// Returns the way to a step, where one may take it.
pub(super) type Can<'a> = &'a dyn Fn(&str) -> Option<Action>;

/// Returns what keeps it from happening again.
pub(super) fn actions(
    visit: &Visit,
    id: Ref<Nonconformity>,
    one: &Nonconformity,
    (can, said): (Can<'_>, &Marks<'_>),
) -> Markup {
    let (finish, drop) = (can("finish-action"), can("drop-action"));
    let ends = [("Finish it", finish.as_ref()), ("Drop it", drop.as_ref())];
    let rows = one.actions.iter().map(|action| row(visit, id, action, &ends)).collect();
    let head = ["Id", "Action", "Owner", "Due", "How it stands"].map(str::to_owned).to_vec();
    let body = html! {
        @if !one.no_action_because.is_empty() { p.words { b { "No action: " } (shown::lines(&one.no_action_because)) } }
        @if !one.actions.is_empty() { (stacked(&Table { caption: String::new(), head, rows })) }
        @else if one.no_action_because.is_empty() { p.missing { "nothing is planned that keeps it from happening again" } }
        (said.line("actions", "Corrective actions"))
    };
    let count = if one.actions.is_empty() { String::new() } else { one.actions.len().to_string() };
    let plan: Vec<Action> = can("plan").map(Action::quiet).into_iter().collect();
    section("actions", "Corrective actions", &count, &plan, body)
}

fn row(
    visit: &Visit,
    id: Ref<Nonconformity>,
    one: &CorrectiveAction,
    ends: &[(&str, Option<&Action>); 2],
) -> Vec<Markup> {
    let part = PartId::CorrectiveAction(id, one.number);
    let number = one.number.to_string();
    let at = |action: &Action| address::with_query(&action.href, [("number", number.as_str())]);
    vec![
        html! { code.part-id id=(part) { (part) } },
        html! { (one.title) },
        html! { span.nowrap { (owner_cell(visit.isms(), one.owner.as_ref())) } },
        html! { @match one.due { Some(due) => span.nowrap { (short_day(due)) }, None => span.missing { "no day" } } },
        html! {
            (standing(visit, one))
            @if !one.result.is_empty() { div { (shown::lines(&one.result)) } }
            @if !one.dropped_because.is_empty() { div { (shown::lines(&one.dropped_because)) } }
            @if one.is_open() {
                div { @for (label, action) in ends { @if let Some(action) = action { a.nowrap href=(at(action)) { (label) } " " } } }
            }
        },
    ]
}

/// Returns how an action stands: done and by whom, dropped, late, or open.
fn standing(visit: &Visit, one: &CorrectiveAction) -> Markup {
    let by = one.done_by.map(|by| format!(" by {}", visit.isms().name_of(by.id()))).unwrap_or_default();
    match (one.done_on, one.due) {
        (Some(on), _) => state(Status::Met, &format!("done {}{by}", short_day(on))),
        (None, _) if !one.dropped_because.is_empty() => state(Status::NotApplicable, "dropped"),
        (None, Some(due)) if due < visit.today => state(Status::Attention, "late"),
        (None, _) => state(Status::NotStarted, "open"),
    }
}

/// Returns whether the actions work, and who looked.
pub(super) fn effect(
    visit: &Visit,
    id: Ref<Nonconformity>,
    one: &Nonconformity,
    (step, said): (Option<Action>, &Marks<'_>),
) -> Markup {
    let due = one.effect_due.filter(|_| one.effect_checked_on.is_none());
    let body = html! {
        @match one.effective {
            Some(YesNo::Yes) => p { (state(Status::Met, "the actions work")) },
            Some(YesNo::No) => p { (state(Status::Problem, "the actions do not work")) },
            None => p.missing { "nobody has looked yet whether the actions work" },
        }
        @if !one.effect.is_empty() { p.words { (shown::lines(&one.effect)) } }
        @if one.effective.is_some() { (stamp(visit, id, "effect", one.effect_checked_on, one.effect_checked_by)) }
        @else { p.secondary.small { (not_by(visit.isms(), one)) @if let Some(due) = due { " Wanted by " (short_day(due)) "." } } }
        (said.line("effect", "Effect"))
    };
    section("effect", "Effect", "", &quiet(step, &one.effect), body)
}

/// Says who cannot look whether the actions work, because they own or did one.
pub(super) fn not_by(isms: &Isms, one: &Nonconformity) -> String {
    let owner =
        |action: &CorrectiveAction| action.owner.as_ref().and_then(|owner: &Owner| owner.person(isms));
    let mut people: Vec<Ref<Person>> = one.actions.iter().filter_map(owner).collect();
    people.extend(one.actions.iter().filter_map(|action| action.done_by));
    people.sort_unstable();
    people.dedup();
    let names: Vec<String> = people.iter().map(|person| isms.name_of(person.id())).collect();
    match names.split_last() {
        None => "Another person looks than those who act.".to_owned(),
        Some((last, [])) => format!("Another person looks than {last}, who acts."),
        Some((last, first)) => format!("Another person looks than {} and {last}, who act.", first.join(", ")),
    }
}

/// Returns what else is recorded, and what is not.
pub(super) fn rest(visit: &Visit, id: Ref<Nonconformity>, one: &Entry<Nonconformity>) -> Markup {
    let mut all = shown::record_facts(visit, id.id(), one);
    all.retain(|fact| {
        let name = fact.name.as_str();
        !FOUND.contains(&name) && !ELSEWHERE.contains(&name) && name != "No action because"
    });
    html! {
        @if !all.is_empty() { (section("rest", "Beside it", "", &[], facts(&all))) }
        (shown::not_recorded(visit, id.id(), one))
    }
}
