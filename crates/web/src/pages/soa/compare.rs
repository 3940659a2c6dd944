//! Two versions of the statement row by row; without a choice the rows as they stand against the version in force.

use maud::{Markup, html};
use model::Value;
use model::records::SoaRow;
use reports::soa_diff::{Side, approved, live};

use super::row::reasons_line;
use super::{HERE, Versions, differing};
use crate::failure::{Answer, Failure};
use crate::layout::PageHead;
use crate::locale::locale;
use crate::pages::naming::owner_name;
use crate::parts::digest::digest;
use crate::parts::empty::empty;
use crate::parts::filter::{FilterBar, Pick, filter_bar};
use crate::parts::table::{Table, table};
use crate::parts::{Action, Choice, Icon};
use crate::visit::Visit;

/// Answers with all rows that differ.
///
/// # Errors
/// Where the address names a version that was never approved.
pub async fn page(visit: Visit) -> Answer {
    let versions = Versions::of(&visit);
    let sides = sides(&visit);
    let last = sides.len() - 1;
    // What is edited now, against what holds; where that is the same, against the version before.
    let holds = versions
        .in_force
        .as_ref()
        .and_then(|one| sides.iter().position(|side| side.version == Some(one.version)));
    let usual = match holds {
        Some(at) if versions.is_approved() => at.saturating_sub(1),
        Some(at) => at,
        None => last.saturating_sub(1),
    };
    let chosen = |name: &str, usual: usize| {
        let word = visit.query.get(name);
        let found = match word {
            "" => sides.get(usual),
            word => {
                sides.iter().find(|side| side.name().trim_start_matches('v') == word.trim_start_matches('v'))
            }
        };
        found.ok_or_else(|| Failure::unknown("such version"))
    };
    let (from, to) = (chosen("from", usual)?, chosen("to", last)?);
    let head = PageHead {
        crumbs: vec![("Statement of applicability".to_owned(), visit.at(HERE))],
        ..PageHead::new(if sides.len() < 2 {
            "Now, against nothing yet".to_owned()
        } else {
            format!("{}, against {}", called(to), called(from).to_lowercase())
        })
    };
    Ok(visit.page(HERE, head, main(&visit, &sides, &versions, (from, to))))
}

/// Returns the approved versions, oldest first, and the rows as they stand.
fn sides(visit: &Visit) -> Vec<Side> {
    let isms = visit.isms();
    let approvals = isms.soa.one().map(|soa| soa.approvals.as_slice()).unwrap_or_default();
    let mut numbers: Vec<u32> = approvals.iter().map(|one| one.version).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut sides: Vec<Side> = numbers.into_iter().filter_map(|number| approved(isms, number)).collect();
    sides.push(live(isms, visit.today));
    sides
}

/// Returns what a side is called in a heading.
fn called(side: &Side) -> String {
    side.version.map_or_else(|| "Now".to_owned(), |version| format!("Version {version}"))
}

fn main(visit: &Visit, sides: &[Side], versions: &Versions, (from, to): (&Side, &Side)) -> Markup {
    if sides.len() < 2 {
        let back = Action::link("Back to the rows", visit.at(HERE));
        return empty(
            Icon::Compare,
            "No version was approved yet",
            "Once one is, this page shows what changed since.",
            &[back],
        );
    }
    let mut rows = Vec::new();
    for (was, is) in differing(&from.rows, &to.rows) {
        rows.extend(differences(visit, was, is));
    }
    let words = |side: &Side| match (&side.by, side.on) {
        (Some(by), Some(on)) => {
            format!("{} was approved by {by} on {}.", called(side), locale().short_day(on))
        }
        (None, _) | (_, None) => String::new(),
    };
    let in_force =
        versions.in_force.as_ref().filter(|one| [from.version, to.version].contains(&Some(one.version)));
    html! {
        (bar(visit, sides, from, to))
        p.secondary {
            (words(from)) " " (words(to))
            @if let Some(one) = in_force { " " (digest("sha256", &one.digest.to_string())) }
            @if to.version.is_none() && in_force.is_some_and(|one| one.content.scope_version != versions.content.scope_version) {
                " The scope has another version since."
            }
        }
        @if rows.is_empty() {
            (empty(Icon::Check, "Every row is the same in both", "", &[Action::link("Back to the rows", visit.at(HERE))]))
        } @else {
            (table(&Table {
                caption: String::new(),
                head: ["Control".to_owned(), "Field".to_owned(), called(from), called(to)].to_vec(),
                rows,
            }))
        }
    }
}

/// Returns the choice of two versions.
fn bar(visit: &Visit, sides: &[Side], from: &Side, to: &Side) -> Markup {
    let label = |side: &Side| match side.on {
        Some(on) => format!("{}, {}", side.name(), locale().short_day(on)),
        None => "now".to_owned(),
    };
    let pick = |name: &str, title: &str, chosen: &Side| Pick {
        name: name.to_owned(),
        label: title.to_owned(),
        chosen: chosen.name(),
        choices: sides.iter().map(|side| Choice::new(side.name(), label(side))).collect(),
    };
    let day = visit.query.get("as_of");
    filter_bar(&FilterBar {
        action: visit.path.clone(),
        picks: vec![pick("from", "Before", from), pick("to", "After", to)],
        kept: if day.is_empty() { vec![] } else { vec![("as_of".to_owned(), day.to_owned())] },
        ..FilterBar::default()
    })
}

/// Returns a line for each field that differs.
fn differences(visit: &Visit, was: Option<&SoaRow>, is: Option<&SoaRow>) -> Vec<Vec<Markup>> {
    let Some(any) = is.or(was) else { return Vec::new() };
    let control = html! { a.id-link href=(visit.record_at(any.control)) { (any.control) } " " (any.title) };
    let (Some(was), Some(is)) = (was, is) else {
        let there =
            |row: Option<&SoaRow>| if row.is_some() { "in the statement" } else { "not in the statement" };
        return vec![vec![control, html! { "Row" }, html! { (there(was)) }, html! { (there(is)) }]];
    };
    let isms = visit.isms();
    let applies = |row: &SoaRow| row.included.map_or("undecided".to_owned(), |included| included.text());
    let fields = [
        ("Title", was.title.to_string(), is.title.to_string()),
        ("Applies", applies(was), applies(is)),
        ("Because of", reasons_line(&was.reasons), reasons_line(&is.reasons)),
        ("Justification", was.justification.to_string(), is.justification.to_string()),
        ("State", was.state.text(), is.state.text()),
        ("Owner", owner_name(isms, was.owner.as_ref()), owner_name(isms, is.owner.as_ref())),
    ];
    fields
        .into_iter()
        .filter(|(_, was, is)| was != is)
        .enumerate()
        .map(|(at, (label, was, is))| {
            vec![
                if at == 0 {
                    control.clone()
                } else {
                    html! {}
                },
                html! { (label) },
                html! { @if was.is_empty() { span.missing { "nothing" } } @else { del { (was) } } },
                html! { @if is.is_empty() { span.missing { "nothing" } } @else { ins { (is) } } },
            ]
        })
        .collect()
}
