//! A diagnostic: what is wrong, where, the proof, the rule, and what to do about it.

use maud::{Markup, html};

use super::action::Action;
use super::chip::{Status, mark};
use super::digest::command;
use crate::locale::locale;

/// How grave a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// An auditor would raise a major, or a gate cannot pass.
    Error,
    /// An auditor would raise a minor.
    Warning,
    /// An opportunity for improvement.
    Note,
    /// Of whatever grade it will be, its phase has not begun: never red.
    Ahead,
}

impl Level {
    /// Returns the status that looks the same.
    pub fn status(self) -> Status {
        match self {
            Self::Error => Status::Problem,
            Self::Warning => Status::Attention,
            Self::Note => Status::Info,
            Self::Ahead => Status::NotStarted,
        }
    }

    /// Returns the level's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
            Self::Ahead => "ahead",
        }
    }
}

/// How sure a fix is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grade {
    /// It can be applied now.
    Safe,
    /// It is shown before it is applied.
    Likely,
    /// It opens the form at the field.
    FillIn,
    /// Only a person can know.
    Think,
}

impl Grade {
    /// Returns the grade's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Likely => "likely",
            Self::FillIn => "fill in",
            Self::Think => "think",
        }
    }
}

/// One value that triggered a diagnostic.
#[derive(Debug, Clone, Default)]
pub struct Proof {
    /// The value's name.
    pub name: String,
    /// The value.
    pub value: String,
    /// Who set it and when, or what is the matter with it.
    pub note: String,
    /// Whether this is the value that the diagnostic points at.
    pub blame: Blame,
}

/// Whether a value is the one that is wrong.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Blame {
    /// It is beside the point that is wrong.
    #[default]
    Beside,
    /// It is the point that is wrong.
    Here,
}

/// A way out.
#[derive(Debug, Clone)]
pub struct Help {
    /// What to do.
    pub text: String,
    /// How sure it is.
    pub grade: Grade,
    /// The command that does it.
    pub command: Option<String>,
    /// The button or link that does it.
    pub action: Option<Action>,
}

/// A diagnostic, ready to be shown.
#[derive(Debug, Clone)]
pub struct DiagnosticView {
    /// The rule's code.
    pub code: String,
    /// How grave it is.
    pub level: Level,
    /// What is the matter, in one line.
    pub message: String,
    /// The record: words and address.
    pub place: Option<(String, String)>,
    /// The field of the record.
    pub field: Option<String>,
    /// The values that triggered it.
    pub proof: Vec<Proof>,
    /// The clause, and why it matters in our words.
    pub rule: Option<(String, String)>,
    /// What else is worth knowing.
    pub notes: Vec<String>,
    /// Ways out, best first.
    pub help: Vec<Help>,
    /// The page that explains the rule.
    pub explain: Option<String>,
    /// What else can be done about it: open it, waive it.
    pub doable: Vec<Action>,
    /// Since when, and who owns it: short words.
    pub since: String,
}

impl DiagnosticView {
    /// Returns a diagnostic of one line, to be widened.
    pub fn new(code: impl Into<String>, level: Level, message: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            level,
            message: message.into(),
            place: None,
            field: None,
            proof: Vec::new(),
            rule: None,
            notes: Vec::new(),
            help: Vec::new(),
            explain: None,
            doable: Vec::new(),
            since: String::new(),
        }
    }
}

/// Returns a whole diagnostic.
pub fn diagnostic(said: &DiagnosticView) -> Markup {
    html! {
        article.diag.(class(said.level)) {
            (diagnostic_head(said.level, &said.code, html! { (locale().days_in(&said.message)) }, html! { (said.since) }))
            (diagnostic_body(said))
        }
    }
}

/// Returns the first line of a diagnostic.
pub(super) fn diagnostic_head(level: Level, code: &str, message: Markup, end: Markup) -> Markup {
    html! {
        div.diag-head {
            (mark(level.status(), level.word()))
            code.diag-code { (code) }
            span.diag-message { (message) }
            span.diag-end { (end) }
        }
    }
}

/// Returns all of a diagnostic but its first line.
pub(super) fn diagnostic_body(said: &DiagnosticView) -> Markup {
    html! {
        div.diag-body {
            @if let Some((words, href)) = &said.place {
                p.diag-place {
                    a href=(href) { (words) }
                    @if let Some(field) = &said.field { " · " span { (field) } }
                }
            }
            @if !said.proof.is_empty() { (proof(&said.proof)) }
            @if let Some((clause, why)) = &said.rule {
                p.diag-line { span.diag-word { "rule" } span { b { (clause) } " " (why) } }
            }
            @for note in &said.notes { p.diag-line { span.diag-word { "note" } span { (note) } } }
            @for way in &said.help { (help(way)) }
            @if said.explain.is_some() || !said.doable.is_empty() {
                div.diag-line {
                    span.diag-word {}
                    span.diag-do {
                        @for action in &said.doable { a href=(action.href) { (action.label) } }
                        @if let Some(href) = &said.explain { a href=(href) { "explain " (said.code) } }
                    }
                }
            }
        }
    }
}

/// Returns the class that colours a level.
pub(super) fn class(level: Level) -> &'static str {
    match level {
        Level::Error => "diag-error",
        Level::Warning => "diag-warning",
        Level::Note => "diag-note",
        Level::Ahead => "diag-ahead",
    }
}

fn proof(rows: &[Proof]) -> Markup {
    html! {
        table.proof {
            caption.vh { "the values that triggered it" }
            tbody {
                @for row in rows {
                    tr.blame[row.blame == Blame::Here] {
                        th scope="row" { (row.name) }
                        td { (row.value) }
                        td.proof-note { (row.note) }
                    }
                }
            }
        }
    }
}

fn help(way: &Help) -> Markup {
    html! {
        div.diag-line {
            span.diag-word { "help" }
            div.diag-help {
                p { (way.text) " " span.grade { (way.grade.word()) } }
                @if way.command.is_some() || way.action.is_some() {
                    div.row {
                        @if let Some(action) = &way.action { (action.show()) }
                        @if let Some(line) = &way.command { (command(line)) }
                    }
                }
            }
        }
    }
}
