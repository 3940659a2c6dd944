//! Two people changed the same field: what it was, what they wrote, what you wrote; nothing is lost.

use maud::{Markup, html};

/// The whole conflict.
#[derive(Debug, Clone, Default)]
pub struct Conflict {
    /// Where the choice is posted.
    pub action: String,
    /// The revision that the choice is made on.
    pub revision: u64,
    /// Who saved meanwhile, and when.
    pub theirs: String,
    /// The fields that both changed.
    pub fields: Vec<ConflictField>,
    /// Your other fields, which were merged: name, label, value.
    pub merged: Vec<(String, String, String)>,
    /// Where leaving leads.
    pub cancel: String,
}

/// One field that both changed. Posted: `take-NAME` is `written` or `theirs`, `NAME` is what stands below.
#[derive(Debug, Clone, Default)]
pub struct ConflictField {
    /// The name that is posted.
    pub name: String,
    /// The field's words.
    pub label: String,
    /// What it was when you read it.
    pub was: String,
    /// What they wrote.
    pub theirs: String,
    /// What you wrote.
    pub yours: String,
}

/// Returns the page's main part.
pub fn conflict(conflict: &Conflict) -> Markup {
    html! {
        div.problems role="alert" tabindex="-1" {
            h2 { "Somebody saved this meanwhile" }
            p { (conflict.theirs) ". Your text is here, nothing of it is lost: choose for each field, or write it anew." }
        }
        form.form.conflict method="post" action=(conflict.action) {
            input type="hidden" name="revision" value=(conflict.revision);
            @for (name, _, value) in &conflict.merged { input type="hidden" name=(name) value=(value); }
            @for field in &conflict.fields { (one_field(field)) }
            @if !conflict.merged.is_empty() {
                p.secondary {
                    "Only you changed these, so they are saved with it: "
                    @for (at, (_, label, _)) in conflict.merged.iter().enumerate() { @if at > 0 { ", " } (label) }
                }
            }
            div.form-end {
                button.button.primary type="submit" { "Save the choice" }
                a.button.quiet href=(conflict.cancel) { "Leave theirs" }
            }
        }
    }
}

fn one_field(field: &ConflictField) -> Markup {
    html! {
        fieldset.field {
            legend { (field.label) }
            div.three {
                div { h3 { "was" } p { (words(&field.was)) } }
                div.theirs { h3 { "theirs" } p { (words(&field.theirs)) } }
                div.yours { h3 { "yours" } p { (words(&field.yours)) } }
            }
            div.options {
                label.option { input type="radio" name={ "take-" (field.name) } value="written" checked; span { "what stands below" } }
                label.option { input type="radio" name={ "take-" (field.name) } value="theirs"; span { "theirs" } }
            }
            label.vh for={ "c-" (field.name) } { (field.label) ", as it shall be" }
            textarea id={ "c-" (field.name) } name=(field.name) rows=(rows(&field.yours)) { "\n" (field.yours) }
        }
    }
}

/// Returns how many lines are seen of a text that may be written anew: all of a short one.
fn rows(text: &str) -> usize {
    let lines = text.lines().map(|line| 1 + line.chars().count() / 100);
    lines.sum::<usize>().clamp(3, 16)
}

fn words(words: &str) -> Markup {
    html! { @if words.is_empty() { span.missing { "nothing" } } @else { (words) } }
}
