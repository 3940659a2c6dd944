//! All assets, edited where they stand.

use std::collections::HashMap;

use maud::{Markup, html};
use model::records::{Asset, AssetKind, Classification, Risk};
use model::{Entry, InScope, RecordId, RecordKind, Ref, Words};

use super::HERE;
use super::row::{columns, risks, row};
use crate::failure::Answer;
use crate::layout::PageHead;
use crate::pages::cells::Open;
use crate::pages::naming::{Marks, owner_name};
use crate::pages::register;
use crate::pages::views::{Look, Of, opened};
use crate::parts::empty::empty;
use crate::parts::filter::Pick;
use crate::parts::{Action, Icon};
use crate::visit::Visit;

/// The grid.
const OF: Of = Of::Kind(RecordKind::Asset);

type Found<'a> = (Ref<Asset>, &'a Entry<Asset>);
type Risks = HashMap<RecordId, Vec<Ref<Risk>>>;

/// Answers with the grid.
///
/// # Errors
/// None of its own.
pub async fn page(visit: Visit) -> Answer {
    let (visit, look) = opened(visit, OF).await?;
    Ok(visit.page(HERE, head(&visit), main(&visit, &look, None)))
}

/// Returns the heading.
pub fn head(visit: &Visit) -> PageHead {
    register::head(visit, RecordKind::Asset)
}

/// Returns the assets that the query asks for, in its order.
pub fn found(visit: &Visit) -> Vec<RecordId> {
    let (results, risks) = (visit.results(), risks(visit.isms()));
    let marks = Marks::of(&results, RecordKind::Asset);
    listed(visit, &marks, &risks).into_iter().map(|(id, _)| id.id()).collect()
}

fn listed<'a>(visit: &'a Visit, marks: &Marks, risks: &Risks) -> Vec<Found<'a>> {
    let all = visit.isms().assets.iter();
    let mut rows: Vec<Found> = all.filter(|(id, asset)| is_wanted(visit, *id, asset, marks, risks)).collect();
    sort(visit, risks, &mut rows);
    rows
}

/// Returns the page's main part; a row may stand open with what was typed.
pub fn main(visit: &Visit, look: &Look, open: Option<&Open>) -> Markup {
    let counted = visit.isms().assets.iter().count();
    if counted == 0 {
        return first(visit);
    }
    let results = visit.results();
    let marks = Marks::of(&results, RecordKind::Asset);
    let risks = risks(visit.isms());
    let rows = listed(visit, &marks, &risks);
    let picks = picks(visit);
    html! {
        (register::bar(visit, RecordKind::Asset, picks.clone(), &[], (rows.len(), counted)))
        (register::tools(visit, OF, look, &picks, (rows.len(), counted)))
        (register::rows(visit, OF, (look, open), (columns(visit), &rows), |(id, asset)| {
            row(visit, *id, asset, &marks, risks.get(&id.id()).map_or(0, Vec::len))
        }))
    }
}

fn first(visit: &Visit) -> Markup {
    let steps = if visit.offers_new(RecordKind::Asset) {
        vec![
            Action::link("Import a list", visit.at("/import")).primary(),
            Action::link("New asset", visit.at("/assets/new")),
        ]
    } else {
        Vec::new()
    };
    empty(
        Icon::Asset,
        "No asset is recorded yet",
        "Systems, information and devices that matter: bring the list that you have, or add the first ten.",
        &steps,
    )
}

fn is_wanted(visit: &Visit, id: Ref<Asset>, asset: &Asset, marks: &Marks, risks: &Risks) -> bool {
    let query = &visit.query;
    let scope = match (query.get("scope"), &asset.in_scope) {
        ("in", scope) => scope.is_in(),
        ("out", scope) => matches!(scope, InScope::Out(_)),
        ("undecided", scope) => *scope == InScope::Undecided,
        _ => true,
    };
    let show = match query.get("show") {
        "problems" => marks.has(id.id()),
        "no-risk" => !risks.contains_key(&id.id()),
        "retired" => asset.retired_on.is_some_and(|on| on <= visit.today),
        _ => true,
    };
    let kind = query.get("kind");
    let class = query.get("class");
    show && scope
        && register::says(visit, &[&asset.title, &asset.description, &asset.location, &id.to_string()])
        && register::is_of_owner(visit, asset.owner.as_ref())
        && (kind.is_empty() || asset.kind.map(Words::word) == Some(kind))
        && (class.is_empty() || asset.classification.map(Words::word) == Some(class))
}

fn picks(visit: &Visit) -> Vec<Pick> {
    let people = visit.isms().assets.iter().map(|(_, asset)| asset.owner.as_ref());
    let people = register::owners(visit.isms(), people);
    let show = [
        ("", "all"),
        ("problems", "with problems"),
        ("no-risk", "no risk looks at it"),
        ("retired", "retired"),
    ];
    let scope = [("", "all"), ("in", "in"), ("out", "out"), ("undecided", "undecided")];
    vec![
        register::pick(visit, "show", "Show", register::worded(&show)),
        register::pick(visit, "kind", "Type", register::with_all(AssetKind::WORDS)),
        register::pick(visit, "owner", "Owner", people),
        register::pick(visit, "class", "Class", register::with_all(Classification::WORDS)),
        register::pick(visit, "scope", "Scope", register::worded(&scope)),
    ]
}

fn sort(visit: &Visit, risks: &Risks, rows: &mut [Found]) {
    let asked = visit.query.get("sort");
    let isms = visit.isms();
    match asked.trim_start_matches('-') {
        "title" => rows.sort_by_key(|(_, asset)| asset.title.to_lowercase()),
        "kind" => rows.sort_by_key(|(_, asset)| asset.kind),
        "owner" => rows.sort_by_key(|(_, asset)| owner_name(isms, asset.owner.as_ref())),
        "confidentiality" => rows.sort_by_key(|(_, asset)| asset.confidentiality),
        "integrity" => rows.sort_by_key(|(_, asset)| asset.integrity),
        "availability" => rows.sort_by_key(|(_, asset)| asset.availability),
        "classification" => rows.sort_by_key(|(_, asset)| asset.classification),
        "in_scope" => rows.sort_by_key(|(_, asset)| model::Value::text(&asset.in_scope)),
        "risks" => rows.sort_by_key(|(id, _)| risks.get(&id.id()).map_or(0, Vec::len)),
        _ => {}
    }
    if asked.starts_with('-') {
        rows.reverse();
    }
}
