//! Which columns a grid has, in which order and how wide, and how much room a row has: each person chooses.

use axum::response::Response;
use maud::{Markup, html};

use super::{Layout, Of, Placed, asked, keep_layout, own_layout};
use crate::failure::Answer;
use crate::fields::Fields;
use crate::layout::PageHead;
use crate::parts::table::{Table, stacked};
use crate::parts::{Choice, Column, Density, Input, Widget, Width};
use crate::visit::Visit;

/// Answers with the columns.
///
/// # Errors
/// Where the store does not answer.
pub async fn page(visit: Visit, of: Of) -> Answer {
    let layout = own_layout(&visit, of).await?;
    let filter = asked(&Fields::read(visit.query.get("filter")));
    let head = PageHead { crumbs: vec![(of.title(), back(&visit, of, &filter))], ..PageHead::new("Columns") };
    Ok(visit.page(&of.here(), head, main(&visit, of, &layout, &filter)))
}

/// Keeps the columns as they were chosen; a column that is moved leads back to this page.
///
/// # Errors
/// Where the store does not take it.
pub async fn save(visit: Visit, of: Of, typed: Fields) -> Answer {
    let filter = asked(&Fields::read(typed.get("filter")));
    let (deed, field) = typed.get("do").split_once(':').unwrap_or((typed.get("do"), ""));
    if deed == "usual" {
        keep_layout(&visit, of, None).await?;
        visit.say_plainly("The columns are as they were at first");
        return Ok(crate::visit::see_other(&back(&visit, of, &filter)));
    }
    let layout = read(&visit, of, &typed, (deed, field));
    keep_layout(&visit, of, Some(&layout)).await?;
    if deed == "save" {
        visit.say_plainly("The columns were saved");
        return Ok(crate::visit::see_other(&back(&visit, of, &filter)));
    }
    Ok(here(&visit, of, &filter, field))
}

/// Returns the way back to this page, at the column that was moved.
fn here(visit: &Visit, of: Of, filter: &str, field: &str) -> Response {
    let page = visit.at(&of.at("columns"));
    let page = crate::address::with_query(&page, [("filter", filter)]);
    let known = of.columns(visit).into_iter().find(|column| column.field == field);
    let anchor = known.map(|column| format!("#column-{}", column.field)).unwrap_or_default();
    crate::visit::see_other(&format!("{page}{anchor}"))
}

/// Returns the address of the grid with its filter.
fn back(visit: &Visit, of: Of, filter: &str) -> String {
    format!("{}?{filter}", visit.at(&of.here())).trim_end_matches('?').to_owned()
}

/// Reads the columns as they were chosen; only those that the grid can have.
fn read(visit: &Visit, of: Of, typed: &Fields, (deed, moved): (&str, &str)) -> Layout {
    let known = of.columns(visit);
    let mut order: Vec<&Column> = Vec::new();
    for field in typed.all("order") {
        if let Some(column) = known.iter().skip(1).find(|column| column.field == field)
            && order.iter().all(|other| other.field != column.field)
        {
            order.push(column);
        }
    }
    if let Some(place) = order.iter().position(|column| column.field == moved) {
        let other = if deed == "up" { place.checked_sub(1) } else { place.checked_add(1) };
        if let Some(other) = other.filter(|other| ["up", "down"].contains(&deed) && *other < order.len()) {
            order.swap(place, other);
        }
    }
    let has = |name: &str, field: &str| typed.all(name).any(|one| one == field);
    let width = |field: &str| {
        let word = typed.get(&format!("width-{field}"));
        Width::ALL.iter().find(|(_, known)| *known == word).map_or(Width::Auto, |(width, _)| *width)
    };
    let shown = order.into_iter().map(|column| column.field.clone()).filter(|field| has("show", field));
    let columns: Vec<Placed> =
        shown.map(|field| Placed { width: width(&field), pinned: has("pin", &field), field }).collect();
    let density = match typed.get("density") {
        "compact" => Some(Density::Compact),
        "normal" => Some(Density::Normal),
        _ => None,
    };
    Layout { density, columns }
}

/// A column on this page.
struct Choosing {
    column: Column,
    placed: Option<Placed>,
}

/// Returns the columns that can be chosen: those that are shown in their order, then the others.
fn choosing(visit: &Visit, of: Of, layout: &Layout) -> Vec<Choosing> {
    let usual = of.usual(visit);
    let known: Vec<Column> = of.columns(visit);
    let plain = |column: &Column| Placed { field: column.field.clone(), width: Width::Auto, pinned: false };
    if layout.columns.is_empty() {
        let place = |(at, column): (usize, &Column)| Choosing {
            placed: (at < usual).then(|| plain(column)),
            column: column.clone(),
        };
        return known.iter().enumerate().skip(1).map(place).collect();
    }
    let find = |field: &str| known.iter().skip(1).find(|column| column.field == field);
    let shown = layout.columns.iter().filter_map(|placed| {
        Some(Choosing { column: find(&placed.field)?.clone(), placed: Some(placed.clone()) })
    });
    let others = known.iter().skip(1).filter(|column| !layout.names(&column.field));
    shown.chain(others.map(|column| Choosing { column: column.clone(), placed: None })).collect()
}

fn main(visit: &Visit, of: Of, layout: &Layout, filter: &str) -> Markup {
    let density = Widget::Radio(vec![
        Choice::new("usual", "as usual"),
        Choice::new("normal", "normal: 40 pixels a row"),
        Choice::new("compact", "compact: 32 pixels a row"),
    ]);
    let chosen = match layout.density {
        None => "usual",
        Some(Density::Normal) => "normal",
        Some(Density::Compact) => "compact",
    };
    let density = Input::new("density", "Rows", density).value(chosen).required();
    let columns = choosing(visit, of, layout);
    let first = of.columns(visit).into_iter().next().map(|column| column.label).unwrap_or_default();
    html! {
        form.form method="post" action=(visit.at(&of.at("columns"))) {
            input type="hidden" name="filter" value=(filter);
            // Enter in a field saves; the buttons that move come after it.
            button.vh type="submit" name="do" value="save" tabindex="-1" aria-hidden="true" { "Save" }
            p.secondary { (first) " always stands first and stays in sight. Only you see your choice." }
            (stacked(&Table {
                caption: String::new(),
                head: ["Column", "Shown", "Stays in sight", "Width", "Move"].map(str::to_owned).to_vec(),
                rows: columns.iter().map(line).collect(),
            }))
            (crate::parts::form::field(&density))
            div.form-end {
                button.button.primary type="submit" name="do" value="save" { "Save" }
                button.button type="submit" name="do" value="usual" { "As at first" }
                a.button.quiet href=(back(visit, of, filter)) { "Go back" }
            }
        }
    }
}

fn line(one: &Choosing) -> Vec<Markup> {
    let (field, label) = (&one.column.field, &one.column.label);
    let width = one.placed.as_ref().map_or(Width::Auto, |placed| placed.width);
    let pinned = one.placed.as_ref().is_some_and(|placed| placed.pinned);
    let named = |what: &str| format!("{what}: {label}");
    vec![
        html! { input type="hidden" name="order" value=(field); span id={ "column-" (field) } { (label) } },
        html! { label.option { input type="checkbox" name="show" value=(field) checked[one.placed.is_some()] aria-label=(named("shown")); } },
        html! { label.option { input type="checkbox" name="pin" value=(field) checked[pinned] aria-label=(named("stays in sight")); } },
        html! {
            select name={ "width-" (field) } aria-label=(named("width")) {
                @for (_, word) in Width::ALL { option value=(word) selected[word == width.word()] { (word) } }
            }
        },
        html! {
            button.button.quiet type="submit" name="do" value={ "up:" (field) } aria-label={ "move " (label) " up" } { "↑" }
            button.button.quiet type="submit" name="do" value={ "down:" (field) } aria-label={ "move " (label) " down" } { "↓" }
        },
    ]
}
