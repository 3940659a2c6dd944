//! The line that a thing hangs on: asset, risk, control, evidence, finding; each stop a link, a gap where one is missing.

use maud::{Markup, html};

use super::chip::{Status, mark};

/// One stop of the line.
#[derive(Debug, Clone, Default)]
pub struct TraceStop {
    /// What kind of thing stands here: `controls`.
    pub kind: String,
    /// The things; none is a gap.
    pub things: Vec<TraceThing>,
    /// What is missing, where nothing stands.
    pub gap: String,
    /// Whether the page is about this stop.
    pub here: Here,
    /// Whether nothing is missed where nothing stands: no finding, or no control of a risk that is kept.
    pub quiet: bool,
}

/// Whether the page is about this stop.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Here {
    /// It is about another one.
    #[default]
    No,
    /// It is about this one.
    Yes,
}

/// One thing on the line.
#[derive(Debug, Clone)]
pub struct TraceThing {
    /// Its id.
    pub id: String,
    /// Its address.
    pub href: String,
    /// Its title.
    pub title: String,
    /// How it stands, and the word for it.
    pub status: Option<(Status, String)>,
}

/// Returns the line.
pub fn trace(stops: &[TraceStop]) -> Markup {
    html! {
        ol.trace aria-label="what it hangs on" {
            @for stop in stops {
                li .here[stop.here == Here::Yes] .gap[stop.things.is_empty() && !stop.quiet] .none[stop.things.is_empty() && stop.quiet] aria-current=[(stop.here == Here::Yes).then_some("step")] {
                    span.trace-kind { (stop.kind) }
                    @if stop.things.is_empty() { span.trace-gap { (stop.gap) } }
                    @else {
                        ul { @for thing in &stop.things { li { (one_thing(thing)) } } }
                    }
                }
            }
        }
    }
}

fn one_thing(thing: &TraceThing) -> Markup {
    html! {
        a href=(thing.href) title=(thing.title) {
            code { (thing.id) }
            @if let Some((status, word)) = &thing.status { (mark(*status, word)) }
            span.trace-title { (thing.title) }
        }
    }
}
