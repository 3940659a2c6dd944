//! The page that asks once more: what will happen, said before it does.

use maud::{Markup, html};

use super::action::Action;
use super::form::{Input, field};

/// The question.
#[derive(Debug, Clone, Default)]
pub struct Confirm {
    /// What will happen, in one sentence.
    pub sentence: String,
    /// What follows from it, one line each.
    pub follows: Vec<String>,
    /// Where yes is posted.
    pub action: String,
    /// Fields that are posted with it.
    pub hidden: Vec<(String, String)>,
    /// What must be said with it: a reason, a date.
    pub inputs: Vec<Input>,
    /// The words on the button.
    pub yes: String,
    /// Where no leads.
    pub no: String,
}

/// Returns the question.
pub fn confirm(confirm: &Confirm) -> Markup {
    html! {
        div.confirm.narrow {
            p.confirm-sentence { (confirm.sentence) }
            @if !confirm.follows.is_empty() { ul.plain { @for line in &confirm.follows { li { (line) } } } }
            form.form method="post" action=(confirm.action) data-form {
                @for (name, value) in &confirm.hidden { input type="hidden" name=(name) value=(value); }
                @for input in &confirm.inputs { (field(input)) }
                div.form-end {
                    button.button.primary type="submit" { (confirm.yes) }
                    (Action::link("Go back", confirm.no.clone()).quiet().show())
                }
            }
        }
    }
}
