//! Diagnostics in groups: the same rule on many records folds, and what waits is one line.

use maud::{Markup, html};

use super::diagnostic::{DiagnosticView, Level, class, diagnostic, diagnostic_body, diagnostic_head};

/// The diagnostics of one rule.
#[derive(Debug, Clone)]
pub struct Fold {
    /// What the rule says of all of them, in one line; not used where there is one.
    pub message: String,
    /// What they are counted as: `2 controls`.
    pub count: String,
    /// The first ones, whole.
    pub shown: Vec<DiagnosticView>,
    /// How many more there are, and where they are.
    pub more: Option<(usize, String)>,
    /// Whether it is open at first.
    pub open: Open,
}

/// Whether a fold is open at first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Open {
    /// Only its first line is seen.
    #[default]
    No,
    /// All of it is seen.
    Yes,
}

/// What waits for something else to be mended first.
#[derive(Debug, Clone)]
pub struct HeldBack {
    /// How many wait.
    pub count: usize,
    /// The code of the rule that they wait for.
    pub code: String,
    /// What that rule says.
    pub message: String,
}

/// A heading with the diagnostics under it: a clause, a gate, a person.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// The heading.
    pub title: String,
    /// Its folds, gravest first.
    pub folds: Vec<Fold>,
    /// What waits.
    pub held: Vec<HeldBack>,
}

/// Returns all groups.
pub fn diagnostics(groups: &[Group]) -> Markup {
    html! { @for group in groups { (one_group(group)) } }
}

/// Returns the counts by level, each with its mark: `3 errors · 14 warnings · 22 notes`.
pub fn tally(errors: usize, warnings: usize, notes: usize) -> Markup {
    html! {
        span.tally {
            (tallied(errors, Level::Error)) (tallied(warnings, Level::Warning)) (tallied(notes, Level::Note))
        }
    }
}

/// Returns the diagnostics of one rule as a line that leads to them.
pub fn folded(code: &str, level: Level, message: &str, count: &str, href: &str) -> Markup {
    html! {
        a.diag.folded.(class(level)) href=(href) {
            (diagnostic_head(level, code, html! { (message) }, html! { (count) }))
        }
    }
}

/// Returns the line for what is ahead: counted, plain, opened on request.
pub fn ahead(count: usize, next: &str, href: &str) -> Markup {
    html! { p.ahead { a href=(href) { (count) " ahead" } " " span { (next) } } }
}

fn tallied(count: usize, level: Level) -> Markup {
    let plural = if count == 1 { "" } else { "s" };
    let quiet = if count == 0 { "s-none" } else { level.status().class() };
    html! { span.state.(quiet) { (super::icon::icon(level.status().icon())) span { (count) " " (level.word()) (plural) } } }
}

fn one_group(group: &Group) -> Markup {
    html! {
        section.diag-group {
            h2 { (group.title) }
            @for fold in &group.folds { (one_fold(fold)) }
            @for held in &group.held {
                p.held-back {
                    (super::chip::mark(super::chip::Status::Held, "held"))
                    span { (held.count) " more wait for " code { (held.code) } " " (held.message) }
                }
            }
        }
    }
}

fn one_fold(fold: &Fold) -> Markup {
    match fold.shown.as_slice() {
        [] => html! {},
        [only] if fold.more.is_none() => html! {
            @if only.proof.is_empty() && only.help.is_empty() { (diagnostic(only)) }
            @else {
                details.diag.(class(only.level)) open[fold.open == Open::Yes] {
                    summary { (diagnostic_head(only.level, &only.code, html! { (only.message) }, html! { (only.since) })) }
                    (diagnostic_body(only))
                }
            }
        },
        [first, ..] => html! {
            details.diag.(class(first.level)) open[fold.open == Open::Yes] {
                summary {
                    (diagnostic_head(first.level, &first.code, html! { (fold.message) }, html! { b { (fold.count) } " " (first.since) }))
                }
                @for said in &fold.shown {
                    div.diag-one { (diagnostic_body(said)) }
                }
                @if let Some((count, href)) = &fold.more {
                    p.diag-more { a href=(href) { "show " (count) " more" } }
                }
            }
        },
    }
}
