//! Years as strips: what lasts is a bar, what happens on one day a mark. The table of the same dates stands beside it.

use maud::{Markup, html};

use super::chip::Status;

/// All strips over the same span of time.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    /// The months along the top: word, and where it begins, in thousandths of the span.
    pub ticks: Vec<(String, u16)>,
    /// Where today is, in thousandths of the span.
    pub today: Option<u16>,
    /// The strips.
    pub strips: Vec<Strip>,
}

/// One strip.
#[derive(Debug, Clone, Default)]
pub struct Strip {
    /// Its name.
    pub name: String,
    /// Its page.
    pub href: Option<String>,
    /// What lasts: from, to, how it stands, and the words for it.
    pub bars: Vec<(u16, u16, Status, String)>,
    /// What happens on one day: where, how it stands, and the words for it.
    pub marks: Vec<(u16, Status, String)>,
    /// A few words at the end.
    pub note: String,
}

/// Returns the strips.
pub fn calendar(calendar: &Calendar) -> Markup {
    html! {
        div.lanes.calendar aria-hidden="true" {
            div.lane.lane-head {
                span {}
                svg.lane-svg width="100%" height="20" {
                    @for (word, at) in &calendar.ticks {
                        line.lane-tick x1=(share(*at)) x2=(share(*at)) y1="0" y2="20" {}
                        text.lane-word x=(share(*at)) dx="4" y="13" { (word) }
                    }
                }
                span {}
            }
            @for strip in &calendar.strips { (one_strip(calendar, strip)) }
        }
    }
}

fn one_strip(all: &Calendar, strip: &Strip) -> Markup {
    html! {
        div.lane {
            div.calendar-name {
                @match &strip.href {
                    Some(href) => a href=(href) tabindex="-1" { (strip.name) },
                    None => b { (strip.name) },
                }
            }
            svg.lane-svg width="100%" height="100%" {
                @for (_, at) in &all.ticks { line.lane-tick x1=(share(*at)) x2=(share(*at)) y1="0" y2="100%" {} }
                @for (from, to, status, words) in &strip.bars {
                    @let wide = to.saturating_sub(*from).max(4);
                    g.(status.class()) {
                        rect.calendar-bar x=(share(*from)) y="50%" width=(share(wide)) height="8" rx="1" transform="translate(0 -4)" { title { (words) } }
                    }
                }
                @if let Some(today) = all.today { line.lane-today x1=(share(today)) x2=(share(today)) y1="0" y2="100%" {} }
                @for (at, status, words) in &strip.marks {
                    svg.(status.class()) x=(share(*at)) y="50%" width="1" height="1" overflow="visible" {
                        path.calendar-mark d="M0-6 6 0 0 6-6 0z" { title { (words) } }
                    }
                }
            }
            div.lane-note { span.secondary { (strip.note) } }
        }
    }
}

/// Returns thousandths as the hundredths that SVG reads.
fn share(thousandths: u16) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}
