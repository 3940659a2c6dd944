//! The phases of an engagement as lanes over time, each with its state and what holds its gate.

use maud::{Markup, html};

use super::action::Action;
use super::chip::{Status, state};

/// All lanes over the same span of time.
#[derive(Debug, Clone, Default)]
pub struct Lanes {
    /// The months or weeks along the top: word, and where it begins, in thousandths of the span.
    pub ticks: Vec<(String, u16)>,
    /// Where today is, in thousandths of the span.
    pub today: Option<u16>,
    /// The lanes.
    pub lanes: Vec<Lane>,
}

/// One phase.
#[derive(Debug, Clone)]
pub struct Lane {
    /// Its number.
    pub number: u8,
    /// Its name.
    pub name: String,
    /// Its page.
    pub href: String,
    /// How it stands, and the word for it.
    pub state: (Status, String),
    /// Where it begins and ends, in thousandths of the span.
    pub span: (u16, u16),
    /// How much of it is done, in hundredths.
    pub done: u8,
    /// Its dates in words.
    pub dates: String,
    /// What holds its gate, in words and links; empty: nothing is said about it.
    pub gate: Markup,
    /// The way to what holds it.
    pub action: Option<Action>,
}

/// Returns the lanes.
pub fn lanes(lanes: &Lanes) -> Markup {
    html! {
        div.lanes role="list" {
            div.lane.lane-head aria-hidden="true" {
                span {}
                svg.lane-svg width="100%" height="20" {
                    @for (word, at) in &lanes.ticks {
                        line.lane-tick x1=(share(*at)) x2=(share(*at)) y1="0" y2="20" {}
                        text.lane-word x=(share(*at)) dx="4" y="13" { (word) }
                    }
                }
                span {}
            }
            @for lane in &lanes.lanes { (one_lane(lanes, lane)) }
        }
    }
}

fn one_lane(all: &Lanes, lane: &Lane) -> Markup {
    let (from, to) = (lane.span.0.min(1000), lane.span.1.clamp(lane.span.0.min(1000), 1000));
    let wide = (to - from).max(6);
    let done = u16::try_from(u32::from(wide) * u32::from(lane.done.min(100)) / 100).unwrap_or(wide);
    html! {
        div.lane role="listitem" {
            div.lane-name {
                span.lane-number { (lane.number) }
                a href=(lane.href) { (lane.name) }
                (state(lane.state.0, &lane.state.1))
            }
            svg.lane-svg.(lane.state.0.class()) width="100%" height="100%" aria-hidden="true" {
                @for (_, at) in &all.ticks { line.lane-tick x1=(share(*at)) x2=(share(*at)) y1="0" y2="100%" {} }
                rect.lane-plan x=(share(from)) y="50%" width=(share(wide)) height="8" rx="1" transform="translate(0 -4)" {}
                rect.lane-done x=(share(from)) y="50%" width=(share(done)) height="8" rx="1" transform="translate(0 -4)" {}
                @if let Some(today) = all.today { line.lane-today x1=(share(today)) x2=(share(today)) y1="0" y2="100%" {} }
            }
            div.lane-note {
                span.secondary { (lane.dates) }
                @if let Some(action) = &lane.action { (action.show()) }
            }
            @if !lane.gate.0.is_empty() { div.lane-gate { (lane.gate) } }
        }
    }
}

/// Returns thousandths as the hundredths that SVG reads.
fn share(thousandths: u16) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}
