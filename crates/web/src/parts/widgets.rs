//! The controls of a form: what a value is typed into or chosen from.

use maud::{Markup, html};

use super::form::{Choice, Secret, Widget};

// A browser cuts off what is longer than this without a word; so these are far above what fields take, and the answer to a form
// says what is too long.
/// How long what is typed into a line may be, in characters.
const LINE_CHARS_MAX: usize = 50_000;
/// How long what is typed into a text may be, in characters.
const TEXT_CHARS_MAX: usize = 1_000_000;
/// How long a pasted list may be, in characters.
const LINES_CHARS_MAX: usize = 1_000_000;

/// Returns a control. `label` names it where no label element does; otherwise it is empty.
pub fn control(widget: &Widget, id: &str, name: &str, value: &str, label: &str) -> Markup {
    control_in(widget, id, name, value, label, None)
}

/// Returns a control that belongs to a form elsewhere on the page.
pub fn control_in(
    widget: &Widget,
    id: &str,
    name: &str,
    value: &str,
    label: &str,
    form: Option<&str>,
) -> Markup {
    let at = At { id, name, label: (!label.is_empty()).then_some(label), form };
    match widget {
        Widget::Text | Widget::Tags => line(&at, "text", value, None, "off"),
        Widget::Date => line(&at, "text", value, Some("date"), "off"),
        Widget::Account => line(&at, "text", value, None, "username"),
        // What was typed into a secret is never sent back.
        Widget::Secret(Secret::Known) => line(&at, "password", "", None, "current-password"),
        Widget::Secret(Secret::New) => line(&at, "password", "", None, "new-password"),
        Widget::Secret(Secret::Code) => line(&at, "text", "", Some("short"), "one-time-code"),
        Widget::LongText(rows) => html! {
            textarea id=(id) name=(name) rows=(rows) maxlength=(TEXT_CHARS_MAX) form=[form] aria-label=[at.label] { "\n" (value) }
        },
        Widget::Lines(rows) => html! {
            textarea id=(id) name=(name) rows=(rows) maxlength=(LINES_CHARS_MAX) form=[form] aria-label=[at.label] { "\n" (value) }
        },
        Widget::Number(least, most, unit) => html! {
            span.with-unit {
                input.short id=(id) name=(name) value=(value) type="number" inputmode="numeric" min=(least) max=(most) form=[form] aria-label=[at.label];
                @if !unit.is_empty() { span { (unit) } }
            }
        },
        Widget::Select(choices) => select(&at, choices, value),
        Widget::Radio(choices) => options(&at, "radio", choices, value),
        Widget::Check(choices) => options(&at, "checkbox", choices, value),
        Widget::Decision => {
            options(&at, "radio", &decision(), if value.is_empty() { "undecided" } else { value })
        }
        Widget::Ref(choices) => html! {
            input id=(id) name=(name) value=(value) list={ (id) "-list" } autocomplete="off" maxlength=(LINE_CHARS_MAX) form=[form] aria-label=[at.label];
            (list(id, choices))
        },
        Widget::Refs(choices) => refs(&at, choices, value),
        Widget::File(accept) => html! {
            input id=(id) name=(name) type="file" accept=(accept) form=[form] aria-label=[at.label];
        },
    }
}

/// Where a control stands and what it is called.
struct At<'a> {
    id: &'a str,
    name: &'a str,
    label: Option<&'a str>,
    form: Option<&'a str>,
}

fn line(at: &At<'_>, kind: &str, value: &str, class: Option<&str>, fills: &str) -> Markup {
    html! {
        input id=(at.id) name=(at.name) value=(value) type=(kind) class=[class] autocomplete=(fills) maxlength=(LINE_CHARS_MAX) form=[at.form] aria-label=[at.label];
    }
}

fn select(at: &At<'_>, choices: &[Choice], value: &str) -> Markup {
    html! {
        select id=(at.id) name=(at.name) form=[at.form] aria-label=[at.label] {
            @for choice in choices { option value=(choice.value) selected[choice.value == value] { (choice.label) } }
        }
    }
}

fn options(at: &At<'_>, kind: &str, choices: &[Choice], value: &str) -> Markup {
    let chosen: Vec<&str> = parted(value);
    html! {
        div.options {
            @for choice in choices {
                label.option {
                    input type=(kind) name=(at.name) value=(choice.value) checked[chosen.contains(&choice.value.as_str())] form=[at.form];
                    span { (choice.label) @if let Some(help) = &choice.help { " " span.option-help { (help) } } }
                }
            }
        }
    }
}

fn refs(at: &At<'_>, choices: &[Choice], value: &str) -> Markup {
    let chosen = parted(value);
    html! {
        div.refs data-refs {
            @for id in &chosen {
                @let label = choices.iter().find(|choice| choice.value == *id).map_or("", |choice| choice.label.as_str());
                label.option { input type="checkbox" name=(at.name) value=(id) checked form=[at.form]; span { code { (id) } " " (label) } }
            }
            input name=(at.name) list={ (at.id) "-list" } autocomplete="off" maxlength=(LINE_CHARS_MAX) form=[at.form] aria-label={ "add to " (at.label.unwrap_or(at.name)) };
            (list(at.id, choices))
        }
    }
}

fn list(id: &str, choices: &[Choice]) -> Markup {
    html! {
        datalist id={ (id) "-list" } { @for choice in choices { option value=(choice.value) { (choice.label) } } }
    }
}

fn decision() -> Vec<Choice> {
    vec![Choice::new("yes", "Yes"), Choice::new("no", "No"), Choice::new("undecided", "Not decided")]
}

fn parted(value: &str) -> Vec<&str> {
    value.split(',').map(str::trim).filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_that_nobody_made_is_not_decided() {
        let html = control(&Widget::Decision, "c", "climate", "", "Climate").into_string();
        assert!(html.contains("value=\"undecided\" checked"));
    }

    #[test]
    fn every_chosen_record_can_be_taken_out_again_without_script() {
        let list = vec![Choice::new("R-1", "Ransomware"), Choice::new("R-2", "Theft")];
        let html = control(&Widget::Refs(list), "r", "risks", "R-1, R-2", "Risks").into_string();
        assert_eq!(html.matches("type=\"checkbox\"").count(), 2);
        assert_eq!(html.matches("checked").count(), 2);
    }

    #[test]
    fn a_secret_is_never_sent_back() {
        for secret in [Secret::Known, Secret::New, Secret::Code] {
            let html = control(&Widget::Secret(secret), "p", "password", "hunter2", "").into_string();
            assert!(!html.contains("hunter2"), "{secret:?}");
        }
    }

    #[test]
    fn a_text_that_begins_with_a_new_line_keeps_it() {
        let html = control(&Widget::LongText(3), "t", "text", "\nfirst", "").into_string();
        assert!(html.contains(">\n\nfirst</textarea>"), "a browser drops the first new line of a textarea");
    }
}
