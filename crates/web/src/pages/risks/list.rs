//! The register: a grid with the heat map beside it.

use maud::{Markup, html};
use model::records::{Method, MethodContent, Risk, Treatment};
use model::{Entry, RecordKind, Ref, Words};

use super::HERE;
use super::heat::{Shown, is_in_cell, map};
use super::level::{method, order};
use super::row::{columns, row};
use crate::failure::Answer;
use crate::layout::PageHead;
use crate::pages::naming::{Marks, counted, owner_name};
use crate::parts::empty::empty;
use crate::parts::filter::{FilterBar, Pick, filter_bar};
use crate::parts::pager::{Pager, pager};
use crate::parts::version_bar::{VersionBar, version_bar};
use crate::parts::{Action, Choice, Density, Grid, Icon, Status, grid, split};
use crate::visit::Visit;

/// How many rows a page has.
const ROWS_MAX: usize = 100;
/// How many rows are loaded at once on request.
const ALL_MAX: usize = 2_000;

type Found<'a> = (Ref<Risk>, &'a Entry<Risk>);

/// Answers with the register.
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
        actions.push(Action::link("New risk", visit.at("/risks/new")).primary().icon(Icon::Plus));
        actions.push(Action::link("Import", visit.at("/import")).icon(Icon::Upload));
    }
    actions.push(Action::link("Excel", visit.at("/exports/risks.xlsx")).icon(Icon::Download));
    PageHead { actions, ..PageHead::new("Risks") }
}

/// Returns the page's main part; `replaced` are rows that are shown in another way.
pub fn main(visit: &Visit, replaced: &[crate::parts::Row]) -> Markup {
    let method = method(visit);
    let all: Vec<Found> = visit.isms().risks.iter().collect();
    if all.is_empty() {
        return first(visit);
    }
    let results = visit.results();
    let marks = Marks::of(&results, RecordKind::Risk);
    let in_filter: Vec<Found> =
        all.iter().copied().filter(|(id, risk)| is_wanted(visit, &method, *id, risk, &marks)).collect();
    let open: Vec<&Risk> =
        in_filter.iter().filter(|(_, risk)| risk.status.is_open()).map(|(_, risk)| &***risk).collect();
    let shown = Shown::of(visit);
    let mut rows: Vec<Found> =
        in_filter.iter().copied().filter(|(_, risk)| is_in_cell(visit, shown.rating(risk))).collect();
    sort(visit, &method, &mut rows);
    let at_once = if visit.query.get("rows") == "all" { ALL_MAX } else { ROWS_MAX };
    let page = visit.query.number("page").unwrap_or(1).max(1);
    let first = page.saturating_sub(1).saturating_mul(at_once).min(rows.len());
    let part = rows.get(first..rows.len().min(first.saturating_add(at_once))).unwrap_or_default();
    let built = part.iter().map(|(id, risk)| {
        let fresh = || row(visit, &method, *id, risk, &marks);
        replaced.iter().find(|row| row.id == id.to_string()).cloned().unwrap_or_else(fresh)
    });
    let table = Grid {
        id: "risks".to_owned(),
        caption: "Risks".to_owned(),
        columns: columns(visit, visit.isms()),
        rows: built.collect(),
        density: Density::Compact,
        keys: Vec::new(),
    };
    let list = html! {
        @if part.is_empty() { p.secondary { "No risk is like this. " a href=(visit.at(HERE)) { "Show all" } } } @else { (grid(&table)) }
        @if rows.len() > part.len() { (pages(visit, first, part.len(), rows.len(), page)) }
    };
    html! {
        (method_bar(visit))
        (filter(visit, &method, rows.len(), all.len()))
        (split(list, map(visit, &method, &open)))
    }
}

/// Returns what a register says that holds nothing.
fn first(visit: &Visit) -> Markup {
    let agreed = visit.isms().method.one().is_some_and(|method| method.in_force(visit.today).is_some());
    let mut steps = Vec::new();
    if !visit.is_past() {
        if !agreed {
            steps.push(Action::link("Agree the method", visit.at("/risk-method")).primary());
        }
        steps.push(Action::link("Import a register", visit.at("/import")));
        steps.push(Action::link("New risk", visit.at("/risks/new")));
    }
    let why = if agreed {
        "Bring the register that you have, or write the first risk."
    } else {
        "Ratings are only comparable once scales and levels are agreed. A register that you have can be imported before."
    };
    let sentence = if agreed { "No risk is recorded yet" } else { "Agree the method first" };
    html! { (method_bar(visit)) (empty(Icon::Risk, sentence, why, &steps)) }
}

/// Returns the bar that says by which method risks are rated.
pub fn method_bar(visit: &Visit) -> Markup {
    let id = Ref::<Method>::one();
    let Some(found) = visit.isms().method.one() else { return html! {} };
    let version = operations::draft_version(visit.isms(), id.id(), visit.today).unwrap_or(1);
    let in_force = found.in_force(visit.today);
    let href = visit.record_at(id);
    let approved = in_force.is_some_and(|approval| approval.version == version);
    let words = match in_force {
        Some(approval) => format!(
            "v{} approved by {}, {}",
            approval.version,
            visit.isms().name_of(approval.by.id()),
            approval.on
        ),
        None => "not approved yet; ratings count as drafts".to_owned(),
    };
    let line = found
        .now(visit.today)
        .acceptance_level
        .map(|level| format!(" · accepted without more ado up to {level}"));
    version_bar(&VersionBar {
        version: "Method".to_owned(),
        state: if approved {
            (Status::Met, format!("v{version} approved"))
        } else {
            (Status::InProgress, format!("v{version} draft"))
        },
        words: words + &line.unwrap_or_default(),
        holds: None,
        actions: vec![Action::link("Open", href).quiet()],
    })
}

fn is_wanted(visit: &Visit, method: &MethodContent, id: Ref<Risk>, risk: &Risk, marks: &Marks) -> bool {
    let query = &visit.query;
    let words = query.get("q").to_lowercase();
    let texts = || {
        [&*risk.title, &*risk.description, &*risk.threat, &*risk.weakness, &id.to_string()]
            .iter()
            .any(|text| text.to_lowercase().contains(&words))
    };
    let owner = query.get("owner");
    let of_owner = || match owner {
        "-" => risk.owner.is_none(),
        owner => owner_name(visit.isms(), risk.owner.as_ref()) == owner,
    };
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
        && (words.is_empty() || texts())
        && (owner.is_empty() || of_owner())
        && (level.is_empty() || of_level() || (level == "none" && Shown::of(visit).rating(risk).is_blank()))
        && (treatment.is_empty() || risk.treatment.word() == treatment)
}

fn filter(visit: &Visit, method: &MethodContent, shown: usize, all: usize) -> Markup {
    let query = &visit.query;
    let pick = |name: &str, label: &str, choices: Vec<Choice>| Pick {
        name: name.to_owned(),
        label: label.to_owned(),
        choices,
        chosen: query.get(name).to_owned(),
    };
    let mut names: Vec<String> = visit
        .isms()
        .risks
        .iter()
        .map(|(_, risk)| owner_name(visit.isms(), risk.owner.as_ref()))
        .filter(|name| !name.is_empty())
        .collect();
    names.sort();
    names.dedup();
    let mut people = vec![Choice::new("", "all"), Choice::new("-", "nobody")];
    people.extend(names.iter().map(|name| Choice::new(name, name)));
    let mut levels = vec![Choice::new("", "all")];
    levels.extend(
        method
            .levels
            .iter()
            .enumerate()
            .rev()
            .map(|(place, step)| Choice::new((place + 1).to_string(), step.word.to_string())),
    );
    levels.push(Choice::new("none", "not rated"));
    let mut treatments = vec![Choice::new("", "all")];
    treatments.extend(Treatment::WORDS.iter().map(|word| Choice::new(*word, *word)));
    let status = [("", "open"), ("problems", "with problems"), ("closed", "closed"), ("all", "all")];
    let status = status.iter().map(|(value, label)| Choice::new(*value, *label)).collect();
    let kept = ["as_of", "map", "sort", "cell"].iter().filter(|name| !query.get(name).is_empty());
    let filtered =
        ["q", "owner", "level", "treatment", "status", "cell"].iter().any(|name| !query.get(name).is_empty());
    filter_bar(&FilterBar {
        action: visit.path.clone(),
        words: Some(query.get("q").to_owned()),
        picks: vec![
            pick("status", "Show", status),
            pick("owner", "Owner", people),
            pick("level", "Level", levels),
            pick("treatment", "Treatment", treatments),
        ],
        kept: kept.map(|name| ((*name).to_owned(), query.get(name).to_owned())).collect(),
        counted: format!("{shown} of {}", counted(all, "risk", "risks")),
        clear: filtered.then(|| visit.at(HERE)),
        ..FilterBar::default()
    })
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

fn pages(visit: &Visit, first: usize, count: usize, whole: usize, page: usize) -> Markup {
    let to = |page: usize| visit.here_with(&[("page", &page.to_string())]);
    pager(&Pager {
        first: first + 1,
        last: first + count,
        whole,
        of: "risks".to_owned(),
        before: (page > 1).then(|| to(page - 1)),
        after: (first + count < whole).then(|| to(page + 1)),
        all: (whole <= ALL_MAX).then(|| visit.here_with(&[("rows", "all"), ("page", "")])),
    })
}
