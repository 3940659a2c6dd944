//! A register on a page: its heading, the bar that filters it, its rows page by page.

use maud::{Markup, html};
use model::{Isms, Owner, RecordId, RecordKind};

use super::bulk::change;
use super::cells::Open;
use super::naming::{counted, owner_name};
use super::record::{capital, here};
use super::views::{Look, Of, Whose, asked, saved};
use crate::address::with_query;
use crate::layout::PageHead;
use crate::parts::filter::{FilterBar, Pick, filter_bar};
use crate::parts::pager::{Pager, pager};
use crate::parts::{Action, Choice, Column, Density, Grid, Icon, Row, SELECTS, grid};
use crate::visit::Visit;

/// How many rows a page has.
pub const ROWS: usize = 100;
/// How many rows are shown at once on request.
const ROWS_ALL: usize = 2_000;

/// Returns the heading of a register that is edited where it stands.
#[must_use]
pub fn head(visit: &Visit, kind: RecordKind) -> PageHead {
    let called = kind.kind();
    let mut actions = Vec::new();
    if visit.offers_new(kind) {
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
    let first = waiting.first().filter(|_| !visit.reads_only())?;
    let words = counted(waiting.len(), "proposal waits", "proposals wait");
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

/// Returns a page of rows that are edited where they stand, as the look says; one may stand open with what was typed.
pub fn rows<T>(
    visit: &Visit,
    of: Of,
    (look, open): (&Look, Option<&Open>),
    (columns, all): (Vec<Column>, &[T]),
    row: impl Fn(&T) -> Row,
) -> Markup {
    let called = of.kind().kind();
    let (part, ways) = part(visit, of.kind(), all);
    let rows = part.iter().map(|one| Open::applied(open, &columns, row(one))).collect();
    let table = look.layout.applied(Grid {
        id: called.plural.replace(' ', "-"),
        caption: capital(called.plural),
        columns,
        rows,
        density: Density::Compact,
        keys: Vec::new(),
    });
    html! {
        @if part.is_empty() {
            p.secondary { "No " (called.singular) " is like this. " a href=(visit.at(&of.here())) { "Show all" } }
        } @else { (grid(&table)) }
        (ways)
    }
}

/// Returns the fields of the query that a filter leaves as they are.
#[must_use]
pub fn kept(visit: &Visit, more: &[&str]) -> Vec<(String, String)> {
    let is_said = |name: &&&str| !visit.query.get(name).is_empty();
    let all = ["as_of", "sort", "as", "view", "set"].iter().chain(more).filter(is_said);
    all.map(|name| ((*name).to_owned(), visit.query.get(name).to_owned())).collect()
}

/// Returns the bar above a register: words, choices, and how many of all are shown. `more` stay in the address too.
#[must_use]
pub fn bar(
    visit: &Visit,
    kind: RecordKind,
    picks: Vec<Pick>,
    more: &[&str],
    (shown, all): (usize, usize),
) -> Markup {
    let query = &visit.query;
    let is_said = |name: &str| !query.get(name).is_empty();
    let is_filtered = is_said("q") || is_said("cell") || picks.iter().any(|pick| !pick.chosen.is_empty());
    let called = kind.kind();
    filter_bar(&FilterBar {
        action: visit.path.clone(),
        words: Some(query.get("q").to_owned()),
        picks,
        kept: kept(visit, more),
        counted: format!("{shown} of {}", counted(all, called.singular, called.plural)),
        clear: is_filtered.then(|| visit.at(&here(kind))),
        ..FilterBar::default()
    })
}

/// Returns what is done with a grid: the selection, its views, its columns, and pasting.
#[must_use]
pub fn tools(visit: &Visit, of: Of, look: &Look, picks: &[Pick], (shown, all): (usize, usize)) -> Markup {
    let filter = asked(&visit.query);
    let at = |what: &str| with_query(&visit.at(&of.at(what)), [("filter", filter.as_str())]);
    let writes = !visit.reads_only() && shown > 0;
    html! {
        div.grid-tools {
            @if writes {
                form.selection id=(SELECTS) method="post" action=(visit.at(&of.at("bulk"))) data-selection {
                    input type="hidden" name="filter" value=(filter);
                    span data-selected data-of=(all) data-filter=(said(visit, picks)) { "Tick rows" }
                    @if shown > ROWS { label.option { input type="checkbox" name="whole" value="yes"; span { "all " (shown) } } }
                    select name="field" aria-label="what to change of the selected rows" {
                        @for (group, choices) in change::choices(of) {
                            optgroup label=(group) { @for choice in &choices { option value=(choice.value) { (choice.label) } } }
                        }
                    }
                    button.button type="submit" { "Change" }
                }
            }
            (views_menu(visit, of, look))
            @if !visit.reads_only() {
                a.button.quiet href=(at("columns")) { "Columns" }
                a.button.quiet href=(at("paste")) { "Paste" }
            }
        }
    }
}

/// Returns what is done with a grid by who only reads it: its views and its columns.
#[must_use]
pub fn ways_to_look(visit: &Visit, of: Of, look: &Look) -> Markup {
    let columns = with_query(&visit.at(&of.at("columns")), [("filter", asked(&visit.query).as_str())]);
    html! {
        div.grid-tools {
            (views_menu(visit, of, look))
            @if !visit.is_past() { a.button.quiet href=(columns) { "Columns" } }
        }
    }
}

fn views_menu(visit: &Visit, of: Of, look: &Look) -> Markup {
    let filter = asked(&visit.query);
    html! {
            details.menu.views-menu {
                summary.button.quiet { "View" @if let Some(open) = &look.open { ": " b { (open.name) } } }
                div.menu-list {
                    @for (whose, view) in &look.views {
                        a.button.quiet href=(saved::at(visit, of, view)) aria-current=[look.open.as_ref().filter(|open| open.name == view.name).map(|_| "true")] {
                            span { (view.name) @if *whose == Whose::Team { " " span.secondary { "team" } } }
                        }
                    }
                    a.button.quiet href=(with_query(&visit.at(&of.at("views")), [("filter", filter.as_str())])) { span { @if visit.is_past() { "All views" } @else { "Save this view…" } } }
                }
            }
            @if let Some(name) = &look.missing {
                span.s-attention.warned { "There is no view “" (name) "” here any more: all rows are shown" }
            }
    }
}

/// Says what is asked for, in the words of the choices: `A.8 Technological, backup`.
fn said(visit: &Visit, picks: &[Pick]) -> String {
    let chosen = picks.iter().filter(|pick| !pick.chosen.is_empty());
    let label = |pick: &Pick| {
        let choice = pick.choices.iter().find(|choice| choice.value == pick.chosen);
        choice.map_or_else(|| pick.chosen.clone(), |choice| choice.label.clone())
    };
    let words = Some(visit.query.get("q").to_owned()).filter(|words| !words.is_empty());
    chosen.map(label).chain(words).collect::<Vec<_>>().join(", ")
}

/// Says whether the reader may write one of these records: asked of three, which stand for all.
#[must_use]
pub fn writes(visit: &Visit, ids: &[RecordId]) -> bool {
    let some = [ids.first(), ids.get(ids.len() / 2), ids.last()];
    !visit.reads_only() && some.into_iter().flatten().any(|id| visit.offers("record.edit", &[*id]))
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
