//! Forms: one column, label above, hint under it, error between label and field.

use maud::{Markup, html};

use super::action::{Action, Weight};
use super::term::term;

pub use super::widgets::{control, control_in};

/// One thing that can be chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// What is posted.
    pub value: String,
    /// What is seen.
    pub label: String,
    /// What it means, where that needs saying.
    pub help: Option<String>,
}

impl Choice {
    /// Returns a choice.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), help: None }
    }

    /// Adds what it means.
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

/// How a value is given. Several values are parted by commas in `Input::value`, and posted as several fields of one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Widget {
    /// One line.
    Text,
    /// Several lines; so many are seen.
    LongText(u8),
    /// Names, one a line; so many lines are seen. A whole list may be pasted: what is too long is said, not cut off.
    Lines(u8),
    /// A day; also `31 Mar`, `+30d`.
    Date,
    /// A whole number between two others, and its unit.
    Number(i64, i64, String),
    /// The name that somebody signs in with.
    Account,
    /// A secret, which is not shown.
    Secret(Secret),
    /// One of a few, in a list.
    Select(Vec<Choice>),
    /// One of a few, each with its words in sight.
    Radio(Vec<Choice>),
    /// Several of a few, each with its words in sight.
    Check(Vec<Choice>),
    /// One of many records: typed id or name, helped by a list.
    Ref(Vec<Choice>),
    /// Several of many records.
    Refs(Vec<Choice>),
    /// Yes, no, or not decided.
    Decision,
    /// Free words, parted by commas.
    Tags,
    /// A file; the kinds that are accepted, as in the `accept` attribute.
    File(String),
}

/// Which secret is asked for, so that a password manager can help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secret {
    /// The password that holds.
    Known,
    /// A password that is chosen now.
    New,
    /// A code that is good once.
    Code,
}

/// One field of a form.
#[derive(Debug, Clone)]
pub struct Input {
    /// The name that is posted; also the field's id.
    pub name: String,
    /// The words above it.
    pub label: String,
    /// What helps to fill it in.
    pub hint: String,
    /// A word of the standard that its label uses, and the sentence that explains it.
    pub term: Option<(String, String)>,
    /// What is wrong with what was typed.
    pub error: Option<String>,
    /// What stands in it.
    pub value: String,
    /// How it is given.
    pub widget: Widget,
    /// Whether it may stay empty.
    pub need: Need,
}

/// Whether a field may stay empty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Need {
    /// It may, and the label says so.
    #[default]
    Optional,
    /// It may not.
    Required,
}

impl Input {
    /// Returns an empty field that may stay so.
    pub fn new(name: impl Into<String>, label: impl Into<String>, widget: Widget) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            hint: String::new(),
            term: None,
            error: None,
            value: String::new(),
            widget,
            need: Need::Optional,
        }
    }

    /// Adds what helps to fill it in.
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }

    /// Puts a value in it.
    pub fn value(self, value: impl Into<String>) -> Self {
        Self { value: value.into(), ..self }
    }

    /// Says what is wrong with it.
    pub fn error(self, error: Option<String>) -> Self {
        Self { error, ..self }
    }

    /// Makes it one that may not stay empty.
    pub fn required(self) -> Self {
        Self { need: Need::Required, ..self }
    }
}

/// A whole form.
#[derive(Debug, Clone, Default)]
pub struct FormView {
    /// Where it posts to.
    pub action: String,
    /// The revision of the record that was read.
    pub revision: Option<u64>,
    /// Fields that are not seen.
    pub hidden: Vec<(String, String)>,
    /// Parts of the form, each with a heading (empty: none).
    pub parts: Vec<(String, Vec<Input>)>,
    /// What is wrong with the form as a whole.
    pub problem: Option<String>,
    /// The words on its button.
    pub submit: String,
    /// Where leaving leads.
    pub cancel: Option<String>,
    /// What stands beside its button: that which keeps it as a draft.
    pub beside: Option<Markup>,
}

/// Returns a form, with its list of problems before it.
pub fn form(view: &FormView) -> Markup {
    let inputs = || view.parts.iter().flat_map(|(_, inputs)| inputs);
    let has_file = inputs().any(|input| matches!(input.widget, Widget::File(_)));
    let wrong: Vec<(String, String)> =
        inputs().filter_map(|input| Some((input.name.clone(), input.error.clone()?))).collect();
    html! {
        (problems(view.problem.as_deref(), &wrong))
        form.form method="post" action=(view.action) enctype=[has_file.then_some("multipart/form-data")] data-form novalidate {
            @if let Some(revision) = view.revision { input type="hidden" name="revision" value=(revision); }
            @for (name, value) in &view.hidden { input type="hidden" name=(name) value=(value); }
            @for (heading, inputs) in &view.parts {
                @if !heading.is_empty() { h2 { (heading) } }
                @for input in inputs { (field(input)) }
            }
            div.form-end {
                button.button.primary type="submit" { span { (view.submit) } kbd aria-hidden="true" { "Ctrl ↵" } }
                @if let Some(beside) = &view.beside { (beside) }
                @if let Some(href) = &view.cancel {
                    (Action { label: "Cancel".to_owned(), href: href.clone(), weight: Weight::Quiet, ..Action::default() }.show())
                }
            }
        }
    }
}

/// Returns one field: label, hint, error, control.
pub fn field(input: &Input) -> Markup {
    let optional = input.need == Need::Optional;
    html! {
        @if grouped(&input.widget) {
            fieldset.field id=(input.name) .wrong[input.error.is_some()] tabindex="-1" {
                legend { (input.label) @if optional { " " span.optional { "optional" } } }
                (words(input))
                (control(&input.widget, &input.name, &input.name, &input.value, &input.label))
            }
        } @else {
            div.field.wrong[input.error.is_some()] {
                label for=(input.name) { (input.label) @if optional { " " span.optional { "optional" } } }
                (words(input))
                (control(&input.widget, &input.name, &input.name, &input.value, ""))
            }
        }
    }
}

/// Returns the summary "There is a problem", each line a link to its field; nothing where nothing is wrong.
pub fn problems(whole: Option<&str>, fields: &[(String, String)]) -> Markup {
    html! {
        @if whole.is_some() || !fields.is_empty() {
            div.problems role="alert" tabindex="-1" autofocus aria-labelledby="problems-title" {
                h2 id="problems-title" { "There is a problem" }
                @if let Some(whole) = whole { p { (whole) } }
                @if !fields.is_empty() {
                    ul { @for (name, error) in fields { li { a href={ "#" (name) } { (error) } } } }
                }
            }
        }
    }
}

fn words(input: &Input) -> Markup {
    html! {
        @if !input.hint.is_empty() || input.term.is_some() {
            p.hint id={ (input.name) "-hint" } {
                (input.hint)
                @if let Some((word, says)) = &input.term { @if !input.hint.is_empty() { " · " } (term(&format!("{}-term", input.name), word, says)) }
            }
        }
        @if let Some(error) = &input.error { p.error id={ (input.name) "-error" } { span.vh { "Error: " } (error) } }
    }
}

fn grouped(widget: &Widget) -> bool {
    match widget {
        Widget::Radio(_) | Widget::Check(_) | Widget::Refs(_) | Widget::Decision => true,
        Widget::Text
        | Widget::LongText(_)
        | Widget::Lines(_)
        | Widget::Date
        | Widget::Number(..)
        | Widget::Account
        | Widget::Secret(_)
        | Widget::Select(_)
        | Widget::Ref(_)
        | Widget::Tags
        | Widget::File(_) => false,
    }
}
