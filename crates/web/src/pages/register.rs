//! A register on a page: its heading, the bar that filters it, its rows page by page.

use maud::{Markup, html};
use model::{Isms, Owner, RecordKind};

use super::naming::{counted, owner_name};
use super::record::{capital, here};
use crate::layout::PageHead;
use crate::parts::filter::{FilterBar, Pick, filter_bar};
use crate::parts::pager::{Pager, pager};
use crate::parts::{Action, Choice, Column, Density, Grid, Icon, Row, grid};
use crate::visit::Visit;

/// How many rows a page has.
const ROWS: usize = 100;
/// How many rows are shown at once on request.
const ROWS_ALL: usize = 2_000;

/// Returns the heading of a register that is edited where it stands.
#[must_use]
pub fn head(visit: &Visit, kind: RecordKind) -> PageHead {
    let called = kind.kind();
    let mut actions = Vec::new();
    if !visit.is_past() {
        let new = visit.at(&format!("{}/new", here(kind)));
        actions.push(Action::link(format!("New {}", called.singular), new).primary().icon(Icon::Plus));
        actions.push(Action::link("Import", visit.at("/import")).icon(Icon::Upload));
    }
    actions.extend(drafts(visit, kind));
    let file = visit.at(&format!("/exports{}.xlsx", here(kind)));
    actions.push(Action::link("Excel", file).icon(Icon::Download));
    PageHead { actions, ..PageHead::new(capital(called.plural)) }
}

/// Returns the way to the drafts of a kind, which are in no list before somebody takes them.
#[must_use]
pub fn drafts(visit: &Visit, kind: RecordKind) -> Option<Action> {
    let waiting = visit.isms().proposed(kind);
    let first = waiting.first().filter(|_| !visit.is_past())?;
    let words = counted(waiting.len(), "draft waits", "drafts wait");
    Some(Action::link(words, visit.at(&format!("/proposals?at={first}#{first}"))).icon(Icon::Task))
}

/// Returns the rows of the page that is asked for, and the way to the other pages.
#[must_use]
pub fn part<'a, T>(visit: &Visit, kind: RecordKind, rows: &'a [T]) -> (&'a [T], Markup) {
    let all = visit.query.get("rows") == "all";
    let size = if all { ROWS_ALL } else { ROWS };
    let pages = rows.len().div_ceil(size).max(1);
    let page = visit.query.number("page").unwrap_or(1).clamp(1, pages);
    let first = (page - 1) * size;
    let part = rows.get(first..rows.len().min(first + size)).unwrap_or_default();
    if rows.len() <= ROWS {
        return (part, html! {});
    }
    let at = |page: usize| visit.here_with(&[("page", page.to_string().as_str())]);
    let ways = pager(&Pager {
        first: first + 1,
        last: first + part.len(),
        whole: rows.len(),
        of: kind.kind().plural.to_owned(),
        before: (page > 1).then(|| at(page - 1)),
        after: (page < pages).then(|| at(page + 1)),
        all: (!all && rows.len() <= ROWS_ALL).then(|| visit.here_with(&[("rows", "all"), ("page", "")])),
    });
    (part, ways)
}

/// Returns a page of rows that are edited where they stand; `replaced` are rows that are shown in another way.
pub fn rows<T>(
    visit: &Visit,
    kind: RecordKind,
    columns: Vec<Column>,
    (all, replaced): (&[T], &[Row]),
    row: impl Fn(&T) -> Row,
) -> Markup {
    let called = kind.kind();
    let (part, ways) = part(visit, kind, all);
    let built = part.iter().map(|one| {
        let fresh = row(one);
        replaced.iter().find(|row| row.id == fresh.id).cloned().unwrap_or(fresh)
    });
    let table = Grid {
        id: called.plural.to_owned(),
        caption: capital(called.plural),
        columns,
        rows: built.collect(),
        density: Density::Compact,
        keys: Vec::new(),
    };
    html! {
        @if part.is_empty() {
            p.secondary { "No " (called.singular) " is like this. " a href=(visit.at(&here(kind))) { "Show all" } }
        } @else { (grid(&table)) }
        (ways)
    }
}

/// Returns the bar above a register: words, choices, and how many of all are shown. `kept` stay in the address.
#[must_use]
pub fn bar(
    visit: &Visit,
    kind: RecordKind,
    picks: Vec<Pick>,
    kept: &[&str],
    (shown, all): (usize, usize),
) -> Markup {
    let query = &visit.query;
    let is_said = |name: &str| !query.get(name).is_empty();
    let is_filtered = is_said("q") || is_said("cell") || picks.iter().any(|pick| !pick.chosen.is_empty());
    let kept = ["as_of", "sort", "as"].iter().chain(kept).filter(|name| is_said(name));
    let called = kind.kind();
    filter_bar(&FilterBar {
        action: visit.path.clone(),
        words: Some(query.get("q").to_owned()),
        picks,
        kept: kept.map(|name| ((*name).to_owned(), query.get(name).to_owned())).collect(),
        counted: format!("{shown} of {}", counted(all, called.singular, called.plural)),
        clear: is_filtered.then(|| visit.at(&here(kind))),
        ..FilterBar::default()
    })
}

/// Returns something to choose above a register, with what the address says chosen.
#[must_use]
pub fn pick(visit: &Visit, name: &str, label: &str, choices: Vec<Choice>) -> Pick {
    let chosen = visit.query.get(name).to_owned();
    Pick { name: name.to_owned(), label: label.to_owned(), choices, chosen }
}

/// Returns choices from values and labels.
#[must_use]
pub fn worded(words: &[(&str, &str)]) -> Vec<Choice> {
    words.iter().map(|(value, label)| Choice::new(*value, *label)).collect()
}

/// Returns words as choices, after all of them.
#[must_use]
pub fn with_all(words: &[&str]) -> Vec<Choice> {
    let words = words.iter().map(|word| Choice::new(*word, *word));
    std::iter::once(Choice::new("", "all")).chain(words).collect()
}

/// Returns those who own something as choices.
#[must_use]
pub fn owners<'a>(isms: &Isms, owners: impl Iterator<Item = Option<&'a Owner>>) -> Vec<Choice> {
    let mut names: Vec<String> =
        owners.map(|owner| owner_name(isms, owner)).filter(|name| !name.is_empty()).collect();
    names.sort();
    names.dedup();
    let names = names.iter().map(|name| Choice::new(name, name));
    [Choice::new("", "all"), Choice::new("-", "nobody")].into_iter().chain(names).collect()
}

/// Says whether what has this owner is asked for.
#[must_use]
pub fn is_of_owner(visit: &Visit, owner: Option<&Owner>) -> bool {
    match visit.query.get("owner") {
        "" => true,
        "-" => owner.is_none(),
        name => owner_name(visit.isms(), owner) == name,
    }
}

/// Says whether the words asked for stand in one of the texts.
#[must_use]
pub fn says(visit: &Visit, texts: &[&str]) -> bool {
    let words = visit.query.get("q").to_lowercase();
    words.is_empty() || texts.iter().any(|text| text.to_lowercase().contains(&words))
}
