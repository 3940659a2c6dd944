//! All rows of the statement, edited where they stand.

use maud::{Markup, html};
use model::records::Control;
use model::{Entry, Key, RecordId, Ref, YesNo};

use super::row::{columns, keys, row};
use super::{HERE, Versions, marks};
use crate::failure::Answer;
use crate::layout::PageHead;
use crate::pages::cells::Open;
use crate::pages::comments;
use crate::pages::naming::{Marks, counted};
use crate::pages::register;
use crate::pages::views::{Look, Of, opened};
use crate::parts::filter::{FilterBar, Pick, filter_bar};
use crate::parts::version_bar::{VersionBar, version_bar};
use crate::parts::{Action, Choice, Density, Grid, Icon, Status, count, grid};
use crate::visit::Visit;

/// Answers with all rows.
///
/// # Errors
/// None of its own.
pub async fn page(visit: Visit) -> Answer {
    let (visit, look) = opened(visit, Of::Soa).await?;
    Ok(visit.page(HERE, head(&visit), main(&visit, &look, None)))
}

/// Returns the heading.
pub fn head(visit: &Visit) -> PageHead {
    let mut actions = Vec::new();
    let next = rows(visit).find(|(_, control)| control.included.is_none() && !visit.reads_only());
    if let Some((id, _)) = next {
        actions.push(Action::link("Next undecided", format!("{}#{id}", visit.at(HERE))).primary());
    }
    actions.push(Action::link("PDF", visit.at("/exports/soa.pdf")).icon(Icon::Download));
    actions.push(Action::link("Excel", visit.at("/exports/soa.xlsx")).icon(Icon::Download));
    actions
        .push(Action::link("History", visit.at("/history?record=SOA")).icon(Icon::History).key("h").quiet());
    PageHead { id: "SOA".to_owned(), actions, ..PageHead::new("Statement of applicability") }
}

/// Returns the rows: the 93 of Annex A, and the own controls.
fn rows(visit: &Visit) -> impl Iterator<Item = (Ref<Control>, &Entry<Control>)> {
    visit.isms().statements()
}

/// Returns the rows that the query asks for.
pub fn found(visit: &Visit) -> Vec<RecordId> {
    let results = visit.results();
    let marks = marks(visit, &results);
    let wanted = rows(visit).filter(|(id, control)| is_wanted(visit, *id, control, &marks));
    wanted.map(|(id, _)| id.id()).collect()
}

/// Returns the page's main part; a row may stand open with what was typed.
pub fn main(visit: &Visit, look: &Look, open: Option<&Open>) -> Markup {
    let results = visit.results();
    let marks = marks(visit, &results);
    let all: Vec<_> = rows(visit).collect();
    let shown: Vec<_> = all.iter().filter(|(id, control)| is_wanted(visit, *id, control, &marks)).collect();
    let columns = columns(visit.isms());
    let built =
        shown.iter().map(|(id, control)| Open::applied(open, &columns, row(visit, *id, control, &marks)));
    let table = look.layout.applied(Grid {
        id: "soa".to_owned(),
        caption: "Statement of applicability".to_owned(),
        rows: built.collect(),
        columns: columns.clone(),
        density: Density::Compact,
        keys: if visit.reads_only() { Vec::new() } else { keys() },
    });
    let picks = picks(visit);
    html! {
        (bar_of_versions(visit))
        (filter(visit, picks.clone(), shown.len(), all.len()))
        (register::tools(visit, Of::Soa, look, &picks, (shown.len(), all.len())))
        @if shown.is_empty() {
            p.secondary { "No row is like this. " a href=(visit.at(HERE)) { "Show all rows" } }
        } @else { (grid(&table)) }
        @if !visit.reads_only() { (keys_line()) }
        (comments::of_page(visit, Ref::<model::records::Soa>::one().id()))
    }
}

/// Returns the keys that decide a row without leaving it.
fn keys_line() -> Markup {
    html! {
        p.keys-line.secondary.small {
            span { kbd { "y" } " " kbd { "n" } "applies" }
            span { kbd { "1" } "risk" } span { kbd { "2" } "law" } span { kbd { "3" } "contract" } span { kbd { "4" } "baseline" }
            span { kbd { "-" } " " kbd { "p" } " " kbd { "t" } " " kbd { "i" } "state" }
            span { kbd { "u" } "next undecided" } span { kbd { "Enter" } "takes a proposal or edits" }
            span { kbd { "Ctrl d" } "copies down" } span { kbd { "x" } "selects" }
        }
    }
}

fn is_wanted(visit: &Visit, id: Ref<Control>, control: &Entry<Control>, marks: &Marks) -> bool {
    let show = match visit.query.get("show") {
        "undecided" => control.included.is_none(),
        "included" => control.included == Some(YesNo::Yes),
        "excluded" => control.included == Some(YesNo::No),
        "problems" => marks.has(id.id()),
        _ => true,
    };
    let theme = match (visit.query.get("theme"), id.key) {
        ("", _) => true,
        ("own", key) => matches!(key, Key::Number(_)),
        (theme, Key::AnnexA(annex)) => annex.theme().to_string() == theme,
        (_, Key::Number(_) | Key::One) => false,
    };
    let words = visit.query.get("q").to_lowercase();
    let found = || {
        [&*control.title, &*control.justification, &id.to_string()]
            .iter()
            .any(|text| text.to_lowercase().contains(&words))
    };
    show && theme && (words.is_empty() || found())
}

fn picks(visit: &Visit) -> Vec<Pick> {
    let pick = |name: &str, label: &str, choices: &[(&str, &str)]| Pick {
        name: name.to_owned(),
        label: label.to_owned(),
        choices: choices.iter().map(|(value, label)| Choice::new(*value, *label)).collect(),
        chosen: visit.query.get(name).to_owned(),
    };
    let rows = [
        ("", "all rows"),
        ("undecided", "undecided"),
        ("included", "included"),
        ("excluded", "excluded"),
        ("problems", "with problems"),
    ];
    let themes = [
        ("", "all"),
        ("5", "A.5 Organizational"),
        ("6", "A.6 People"),
        ("7", "A.7 Physical"),
        ("8", "A.8 Technological"),
        ("own", "own controls"),
    ];
    vec![pick("show", "Show", &rows), pick("theme", "Theme", &themes)]
}

fn filter(visit: &Visit, picks: Vec<Pick>, shown: usize, all: usize) -> Markup {
    let filtered = ["q", "show", "theme"].iter().any(|name| !visit.query.get(name).is_empty());
    filter_bar(&FilterBar {
        action: visit.path.clone(),
        words: Some(visit.query.get("q").to_owned()),
        picks,
        kept: register::kept(visit, &[]),
        counted: format!("{shown} of {all}"),
        clear: filtered.then(|| visit.at(HERE)),
        ..FilterBar::default()
    })
}

/// Returns how many rows are decided and which version they are; a cell that is saved brings it again.
pub fn bar_of_versions(visit: &Visit) -> Markup {
    let all = rows(visit).count();
    let decided = rows(visit).filter(|(_, control)| control.included.is_some()).count();
    let versions = Versions::of(visit);
    let differing = versions.differing().len();
    let approved = versions.is_approved();
    let mut actions = Vec::new();
    let by = |approval: &model::Approval<model::records::SoaContent>| {
        format!(
            "v{} approved by {}, {}",
            approval.version,
            visit.isms().name_of(approval.by.id()),
            approval.on
        )
    };
    match (&versions.in_force, approved) {
        (Some(in_force), false) => actions.push(
            Action::link(format!("Compare with v{}", in_force.version), visit.at("/soa/compare"))
                .icon(Icon::Compare),
        ),
        (Some(in_force), true) if in_force.version > 1 => {
            actions.push(Action::link("Compare versions", visit.at("/soa/compare")).icon(Icon::Compare))
        }
        (Some(_) | None, _) => {}
    }
    let soa = model::Ref::<model::records::Soa>::one().id();
    if !approved && decided == all && visit.offers_here("soa.approve", soa) {
        actions.push(Action::link(format!("Approve v{}", versions.version), visit.at("/soa/approve")));
    } else if !approved && decided == all && !visit.reads_only() {
        actions.push(Action::link("Who decides", visit.at(&crate::pages::decide::path(soa))).quiet());
    }
    let words = match (&versions.in_force, approved) {
        (Some(in_force), true) => by(in_force),
        (Some(in_force), false) => {
            format!("differs from v{} in {}", in_force.version, counted(differing, "row", "rows"))
        }
        (None, _) => "never approved".to_owned(),
    };
    let holds = versions.in_force.as_ref().filter(|_| !approved);
    let state = if approved { (Status::Met, "approved") } else { (Status::InProgress, "draft") };
    let says = format!("v{} {}, {words}", versions.version, state.1);
    html! {
        div #soa-stands data-says=(says) {
            div.lead { (count(decided, all, "decided")) }
            (version_bar(&VersionBar {
                version: format!("v{}", versions.version),
                state: (state.0, state.1.to_owned()),
                words,
                holds: holds.map(|in_force| (by(in_force), visit.at("/soa/compare"))),
                actions,
            }))
        }
    }
}
