//! All assets, edited where they stand.

use std::collections::HashMap;

use maud::{Markup, html};
use model::records::{Asset, AssetKind, Classification, Risk};
use model::{Entry, InScope, RecordId, RecordKind, Ref, Words};

use super::HERE;
use super::row::{columns, risks, row};
use crate::failure::Answer;
use crate::layout::PageHead;
use crate::pages::naming::{Marks, counted, owner_name};
use crate::parts::empty::empty;
use crate::parts::filter::{FilterBar, Pick, filter_bar};
use crate::parts::pager::{Pager, pager};
use crate::parts::{Action, Choice, Density, Grid, Icon, grid};
use crate::visit::Visit;

/// How many rows a page has.
const ROWS_MAX: usize = 100;
/// How many rows are loaded at once on request.
const ALL_MAX: usize = 2_000;

type Found<'a> = (Ref<Asset>, &'a Entry<Asset>);
type Risks = HashMap<RecordId, Vec<Ref<Risk>>>;

/// Answers with the grid.
///
/// # Errors
/// None of its own.
pub async fn page(visit: Visit) -> Answer {
    Ok(visit.page(HERE, head(&visit), main(&visit, &[])))
}

/// Returns the heading.
pub fn head(visit: &Visit) -> PageHead {
    let mut actions = Vec::new();
    if !visit.is_past() {
        actions.push(Action::link("New asset", visit.at("/assets/new")).primary().icon(Icon::Plus));
        actions.push(Action::link("Import", visit.at("/import")).icon(Icon::Upload));
    }
    actions.push(Action::link("Excel", visit.at("/exports/assets.xlsx")).icon(Icon::Download));
    PageHead { actions, ..PageHead::new("Assets") }
}

/// Returns the page's main part; `replaced` are rows that are shown in another way.
pub fn main(visit: &Visit, replaced: &[crate::parts::Row]) -> Markup {
    let all: Vec<Found> = visit.isms().assets.iter().collect();
    if all.is_empty() {
        return first(visit);
    }
    let results = visit.results();
    let marks = Marks::of(&results, RecordKind::Asset);
    let risks = risks(visit.isms());
    let mut rows: Vec<Found> =
        all.iter().copied().filter(|(id, asset)| is_wanted(visit, *id, asset, &marks, &risks)).collect();
    sort(visit, &risks, &mut rows);
    let at_once = if visit.query.get("rows") == "all" { ALL_MAX } else { ROWS_MAX };
    let page = visit.query.number("page").unwrap_or(1).max(1);
    let first = page.saturating_sub(1).saturating_mul(at_once).min(rows.len());
    let part = rows.get(first..rows.len().min(first.saturating_add(at_once))).unwrap_or_default();
    let built = part.iter().map(|(id, asset)| {
        let fresh = || row(visit, *id, asset, &marks, risks.get(&id.id()).map_or(0, Vec::len));
        replaced.iter().find(|row| row.id == id.to_string()).cloned().unwrap_or_else(fresh)
    });
    let table = Grid {
        id: "assets".to_owned(),
        caption: "Assets".to_owned(),
        columns: columns(visit, visit.isms()),
        rows: built.collect(),
        density: Density::Compact,
        keys: Vec::new(),
    };
    html! {
        (filter(visit, rows.len(), all.len()))
        @if part.is_empty() { p.secondary { "No asset is like this. " a href=(visit.at(HERE)) { "Show all" } } } @else { (grid(&table)) }
        @if rows.len() > part.len() { (pages(visit, first, part.len(), rows.len(), page)) }
    }
}

fn first(visit: &Visit) -> Markup {
    let steps = if visit.is_past() {
        Vec::new()
    } else {
        vec![
            Action::link("Import a list", visit.at("/import")).primary(),
            Action::link("New asset", visit.at("/assets/new")),
        ]
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
    let words = query.get("q").to_lowercase();
    let texts = || {
        [&*asset.title, &*asset.description, &*asset.location, &id.to_string()]
            .iter()
            .any(|text| text.to_lowercase().contains(&words))
    };
    let owner = query.get("owner");
    let of_owner = || match owner {
        "-" => asset.owner.is_none(),
        owner => owner_name(visit.isms(), asset.owner.as_ref()) == owner,
    };
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
        && (words.is_empty() || texts())
        && (owner.is_empty() || of_owner())
        && (kind.is_empty() || asset.kind.map(Words::word) == Some(kind))
        && (class.is_empty() || asset.classification.map(Words::word) == Some(class))
}

fn filter(visit: &Visit, shown: usize, all: usize) -> Markup {
    let query = &visit.query;
    let pick = |name: &str, label: &str, choices: Vec<Choice>| Pick {
        name: name.to_owned(),
        label: label.to_owned(),
        choices,
        chosen: query.get(name).to_owned(),
    };
    let worded = |words: &[(&str, &str)]| {
        words.iter().map(|(value, label)| Choice::new(*value, *label)).collect::<Vec<_>>()
    };
    let with_all = |words: &[&str]| {
        let mut choices = vec![Choice::new("", "all")];
        choices.extend(words.iter().map(|word| Choice::new(*word, *word)));
        choices
    };
    let mut names: Vec<String> = visit
        .isms()
        .assets
        .iter()
        .map(|(_, asset)| owner_name(visit.isms(), asset.owner.as_ref()))
        .filter(|name| !name.is_empty())
        .collect();
    names.sort();
    names.dedup();
    let mut people = vec![Choice::new("", "all"), Choice::new("-", "nobody")];
    people.extend(names.iter().map(|name| Choice::new(name, name)));
    let show = [
        ("", "all"),
        ("problems", "with problems"),
        ("no-risk", "no risk looks at it"),
        ("retired", "retired"),
    ];
    let scope = [("", "all"), ("in", "in"), ("out", "out"), ("undecided", "undecided")];
    let kept = ["as_of", "sort"].iter().filter(|name| !query.get(name).is_empty());
    let filtered =
        ["q", "show", "kind", "owner", "class", "scope"].iter().any(|name| !query.get(name).is_empty());
    filter_bar(&FilterBar {
        action: visit.path.clone(),
        words: Some(query.get("q").to_owned()),
        picks: vec![
            pick("show", "Show", worded(&show)),
            pick("kind", "Type", with_all(AssetKind::WORDS)),
            pick("owner", "Owner", people),
            pick("class", "Class", with_all(Classification::WORDS)),
            pick("scope", "Scope", worded(&scope)),
        ],
        kept: kept.map(|name| ((*name).to_owned(), query.get(name).to_owned())).collect(),
        counted: format!("{shown} of {}", counted(all, "asset", "assets")),
        clear: filtered.then(|| visit.at(HERE)),
        ..FilterBar::default()
    })
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

fn pages(visit: &Visit, first: usize, count: usize, whole: usize, page: usize) -> Markup {
    let to = |page: usize| visit.here_with(&[("page", &page.to_string())]);
    pager(&Pager {
        first: first + 1,
        last: first + count,
        whole,
        of: "assets".to_owned(),
        before: (page > 1).then(|| to(page - 1)),
        after: (first + count < whole).then(|| to(page + 1)),
        all: (whole <= ALL_MAX).then(|| visit.here_with(&[("rows", "all"), ("page", "")])),
    })
}
