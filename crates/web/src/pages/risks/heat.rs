//! The heat map beside the register: how many risks stand in each cell, now or after treatment.

use maud::{Markup, html};
use model::Decimal;
use model::records::{LevelFunction, MethodContent, Rating, Risk, Step};

use super::level::shade;
use crate::locale::locale;
use crate::pages::naming::counted;
use crate::parts::heat_map::{Chosen, HeatCell, HeatMap, HeatRow, heat_map};
use crate::visit::Visit;

/// Which rating the map shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// As it is.
    Now,
    /// With the treatment.
    After,
}

impl Shown {
    /// Reads it from the address.
    pub fn of(visit: &Visit) -> Self {
        if visit.query.get("map") == "after" { Self::After } else { Self::Now }
    }

    /// Returns the rating of a risk.
    pub fn rating(self, risk: &Risk) -> &Rating {
        match self {
            Self::Now => &risk.now,
            Self::After => risk.remaining(),
        }
    }
}

/// Returns the map with its switch; counts are of `risks`.
pub fn map(visit: &Visit, method: &MethodContent, risks: &[&Risk]) -> Markup {
    let shown = Shown::of(visit);
    let ratings: Vec<&Rating> = risks.iter().map(|risk| shown.rating(risk)).collect();
    let unrated = ratings.iter().filter(|rating| rating.is_blank()).count();
    let word = |value: Shown, label: &str, map: &str| {
        html! {
            a href=(visit.here_with(&[("map", map), ("cell", ""), ("page", "")])) aria-current=[(shown == value).then_some("true")] { (label) }
        }
    };
    html! {
        div.heat-switch {
            span.views role="group" aria-label="which rating" { (word(Shown::Now, "now", "")) (word(Shown::After, "after treatment", "after")) }
            @if !visit.query.get("cell").is_empty() { a href=(visit.here_with(&[("cell", "")])) { "all cells" } }
        }
        @if has_map(method) { (heat_map(&picture(Some(visit), method, &ratings))) }
        @else { p.secondary { "The method has no matrix of steps, so there is no map: only levels." } }
        @if unrated > 0 { p.secondary.small { (counted(unrated, "risk is", "risks are")) " not rated" } }
    }
}

/// Returns the matrix of the method alone.
pub fn matrix(method: &MethodContent) -> Markup {
    html! { @if has_map(method) { (heat_map(&picture(None, method, &[]))) } }
}

/// Says whether the method can be drawn.
pub(super) fn has_map(method: &MethodContent) -> bool {
    let drawn = |steps: &[Step]| (1..=7).contains(&steps.len());
    drawn(method.likelihood.steps())
        && drawn(method.consequence.steps())
        && !method.levels.is_empty()
        && method.function != LevelFunction::Undecided
}

fn picture(visit: Option<&Visit>, method: &MethodContent, ratings: &[&Rating]) -> HeatMap {
    let row = |step: &Step| HeatRow {
        label: format!("{} {}", locale().decimal(step.value), step.word),
        cells: method
            .consequence
            .steps()
            .iter()
            .map(|across| cell(visit, method, ratings, step.value, across.value))
            .collect(),
    };
    let at = |place: usize| ratings.iter().filter(|rating| method.level(rating) == Some(place)).count();
    let level = |(place, step): (usize, &model::records::LevelStep)| (step.word.to_string(), at(place));
    HeatMap {
        caption: if ratings.is_empty() {
            "How a level follows"
        } else {
            "Open risks by likelihood and consequence"
        }
        .to_owned(),
        down: "Likelihood".to_owned(),
        across: "Consequence".to_owned(),
        rows: method.likelihood.steps().iter().rev().map(row).collect(),
        columns: method
            .consequence
            .steps()
            .iter()
            .map(|step| format!("{} {}", locale().decimal(step.value), step.word))
            .collect(),
        levels: if ratings.is_empty() {
            Vec::new()
        } else {
            method.levels.iter().enumerate().map(level).collect()
        },
    }
}

fn cell(
    visit: Option<&Visit>,
    method: &MethodContent,
    ratings: &[&Rating],
    down: Decimal,
    across: Decimal,
) -> HeatCell {
    let place = method.computed(down, across);
    let here = format!("{down}x{across}");
    let is_here = |rating: &&&Rating| rating.likelihood == Some(down) && rating.consequence == Some(across);
    let chosen = visit.is_some_and(|visit| visit.query.get("cell") == here);
    // A matrix gives no number of its own: then it is that of the level.
    let score = method.score(down, across).map(|score| locale().decimal(score));
    let score = score.or_else(|| place.map(|place| (place + 1).to_string()));
    HeatCell {
        level: place.map_or(1, |place| shade(place, method.levels.len())),
        score: score.unwrap_or_default(),
        word: place.and_then(|place| method.word(place)).map(ToString::to_string).unwrap_or_default(),
        count: ratings.iter().filter(is_here).count(),
        href: visit.map(|visit| visit.here_with(&[("cell", if chosen { "" } else { &here }), ("page", "")])),
        chosen: if chosen { Chosen::Yes } else { Chosen::No },
    }
}

/// Says whether a rating stands in the cell that the address chooses.
pub fn is_in_cell(visit: &Visit, rating: &Rating) -> bool {
    let Some((down, across)) = visit.query.get("cell").split_once('x') else { return true };
    rating.likelihood == Decimal::parse(down)
        && rating.consequence == Decimal::parse(across)
        && rating.likelihood.is_some()
}
