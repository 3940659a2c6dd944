//! The register: a grid with the heat map beside it.

use maud::{Markup, html};
use model::records::{MethodContent, Risk, Treatment};
use model::{Entry, RecordId, RecordKind, Ref, Words};

use super::HERE;
use super::heat::{Shown, is_in_cell, map};
use super::level::{method, order};
use super::method::bar;
use super::row::{columns, row};
use crate::failure::Answer;
use crate::layout::PageHead;
use crate::pages::cells::Open;
use crate::pages::naming::{Marks, owner_name};
use crate::pages::register;
use crate::pages::views::{Look, Of, opened};
use crate::parts::empty::empty;
use crate::parts::filter::Pick;
use crate::parts::{Action, Choice, Icon, split};
use crate::visit::Visit;

/// The grid.
const OF: Of = Of::Kind(RecordKind::Risk);

type Found<'a> = (Ref<Risk>, &'a Entry<Risk>);

/// Answers with the register.
///
/// # Errors
/// None of its own.
pub async fn page(visit: Visit) -> Answer {
    let (visit, look) = opened(visit, OF).await?;
    Ok(visit.page(HERE, head(&visit), main(&visit, &look, None)))
}

/// Returns the heading.
pub fn head(visit: &Visit) -> PageHead {
    register::head(visit, RecordKind::Risk)
}

/// Returns the risks that the query asks for, before the map narrows them.
fn in_filter<'a>(visit: &'a Visit, method: &MethodContent, marks: &Marks) -> Vec<Found<'a>> {
    visit.isms().risks.iter().filter(|(id, risk)| is_wanted(visit, method, *id, risk, marks)).collect()
}

/// Returns those of them that stand in the register, sorted.
fn listed<'a>(visit: &'a Visit, method: &MethodContent, all: &[Found<'a>]) -> Vec<Found<'a>> {
    let shown = Shown::of(visit);
    let mut rows: Vec<Found> =
        all.iter().copied().filter(|(_, risk)| is_in_cell(visit, shown.rating(risk))).collect();
    sort(visit, method, &mut rows);
    rows
}

/// Returns the risks that the query asks for, in its order.
pub fn found(visit: &Visit) -> Vec<RecordId> {
    let (method, results) = (method(visit), visit.results());
    let all = in_filter(visit, &method, &Marks::of(&results, RecordKind::Risk));
    listed(visit, &method, &all).into_iter().map(|(id, _)| id.id()).collect()
}

/// Returns the page's main part; a row may stand open with what was typed.
pub fn main(visit: &Visit, look: &Look, open: Option<&Open>) -> Markup {
    let method = method(visit);
    let counted = visit.isms().risks.iter().count();
    if counted == 0 {
        return first(visit);
    }
    let results = visit.results();
    let marks = Marks::of(&results, RecordKind::Risk);
    let in_filter = in_filter(visit, &method, &marks);
    let standing: Vec<&Risk> =
        in_filter.iter().filter(|(_, risk)| risk.status.is_open()).map(|(_, risk)| &***risk).collect();
    let rows = listed(visit, &method, &in_filter);
    let picks = picks(visit, &method);
    let list = register::rows(visit, OF, (look, open), (columns(visit), &rows), |(id, risk)| {
        row(visit, &method, *id, risk, &marks)
    });
    html! {
        (crate::rail::beside(visit, RecordKind::Risk))
        (bar(visit))
        (register::bar(visit, RecordKind::Risk, picks.clone(), &["map", "cell"], (rows.len(), counted)))
        (register::tools(visit, OF, look, &picks, (rows.len(), counted)))
        (split(list, map(visit, &method, &standing)))
    }
}

/// Returns what a register says that holds nothing.
fn first(visit: &Visit) -> Markup {
    let agreed = visit.isms().method.one().is_some_and(|method| method.in_force(visit.today).is_some());
    let mut steps = Vec::new();
    if !visit.reads_only() {
        if !agreed {
            steps.push(Action::link("Agree the method", visit.at("/risk-method")).primary());
        }
        if visit.offers_new(RecordKind::Risk) {
            steps.push(Action::link("Import a register", visit.at("/import")));
            steps.push(Action::link("New risk", visit.at("/risks/new")));
        }
    }
    let why = if agreed {
        "Bring the register that you have, or write the first risk."
    } else {
        "Ratings are only comparable once scales and levels are agreed. A register that you have can be imported before."
    };
    let sentence = if agreed { "No risk is recorded yet" } else { "Agree the method first" };
    html! { (crate::rail::beside(visit, RecordKind::Risk)) (bar(visit)) (empty(Icon::Risk, sentence, why, &steps)) }
}

fn is_wanted(visit: &Visit, method: &MethodContent, id: Ref<Risk>, risk: &Risk, marks: &Marks) -> bool {
    let query = &visit.query;
    let level = query.get("level");
    let of_level =
        || method.level(Shown::of(visit).rating(risk)).is_some_and(|place| (place + 1).to_string() == level);
    let treatment = query.get("treatment");
    let status = match query.get("status") {
        "closed" => !risk.status.is_open(),
        "all" => true,
        "problems" => marks.has(id.id()),
        _ => risk.status.is_open(),
    };
    status
        && register::says(
            visit,
            &[&risk.title, &risk.description, &risk.threat, &risk.weakness, &id.to_string()],
        )
        && register::is_of_owner(visit, risk.owner.as_ref())
        && (level.is_empty() || of_level() || (level == "none" && Shown::of(visit).rating(risk).is_blank()))
        && (treatment.is_empty() || risk.treatment.word() == treatment)
}

fn picks(visit: &Visit, method: &MethodContent) -> Vec<Pick> {
    let people = visit.isms().risks.iter().map(|(_, risk)| risk.owner.as_ref());
    let people = register::owners(visit.isms(), people);
    let mut levels = vec![Choice::new("", "all")];
    let steps = method.levels.iter().enumerate().rev();
    levels.extend(steps.map(|(place, step)| Choice::new((place + 1).to_string(), step.word.to_string())));
    levels.push(Choice::new("none", "not rated"));
    let status = [("", "open"), ("problems", "with problems"), ("closed", "closed"), ("all", "all")];
    vec![
        register::pick(visit, "status", "Show", register::worded(&status)),
        register::pick(visit, "owner", "Owner", people),
        register::pick(visit, "level", "Level", levels),
        register::pick(visit, "treatment", "Treatment", register::with_all(Treatment::WORDS)),
    ]
}

/// Returns by what the register is sorted: the greatest risks first where nothing is said.
pub fn sorted(visit: &Visit) -> String {
    let asked = visit.query.get("sort");
    if asked.is_empty() { "-now".to_owned() } else { asked.to_owned() }
}

fn sort(visit: &Visit, method: &MethodContent, rows: &mut [Found]) {
    let sorted = sorted(visit);
    let isms = visit.isms();
    match sorted.trim_start_matches('-') {
        "id" => {}
        "title" => rows.sort_by_key(|(_, risk)| risk.title.to_lowercase()),
        "owner" => rows.sort_by_key(|(_, risk)| owner_name(isms, risk.owner.as_ref())),
        "after" => rows.sort_by(|one, other| order(method, one.1.remaining(), other.1.remaining())),
        "treatment" => rows.sort_by_key(|(_, risk)| risk.treatment.word()),
        _ => rows.sort_by(|one, other| order(method, &one.1.now, &other.1.now)),
    }
    if sorted.starts_with('-') {
        rows.reverse();
    }
}
