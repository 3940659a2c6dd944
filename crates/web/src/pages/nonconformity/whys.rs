//! The cause of a nonconformity, asked for five times: each answer is asked "why?" again. Kept as numbered lines of the one text.

use maud::{Markup, html};
use model::RecordKind;
use operations::OperationForm;

use crate::fields::Fields;
use crate::parts::form::field;
use crate::parts::{Input, Widget};

/// How often it is asked.
const WHYS: usize = 5;
/// What is posted for each answer.
const WHY: &str = "why";
/// The input of the step.
pub const CAUSE: &str = "cause";
/// What is posted for the text beside the answers.
const TEXT: &str = "cause-text";

/// Says whether a step asks for the cause of a nonconformity.
#[must_use]
pub fn asks(form: &OperationForm) -> bool {
    form.on == RecordKind::Nonconformity && form.verb == "explain"
}

/// Returns the text of a cause from what was typed: the answers in their order, and what was written beside them.
#[must_use]
pub fn typed(fields: &Fields) -> String {
    let answers = fields.all(WHY).map(|answer| answer.split_whitespace().collect::<Vec<_>>().join(" "));
    let answers = answers.filter(|answer| !answer.is_empty()).take(WHYS);
    let chain = answers.enumerate().map(|(at, answer)| format!("{}. {answer}", at + 1));
    let chain = chain.collect::<Vec<_>>().join("\n");
    let texts = [fields.get(CAUSE).trim(), fields.get(TEXT).trim()];
    [chain.as_str()].into_iter().chain(texts).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// Returns the answers of a cause, and what was written beside them: all of it where it is no chain of answers.
#[must_use]
pub fn read(text: &str) -> (Vec<&str>, &str) {
    let mut answers = Vec::new();
    let mut rest = text;
    while answers.len() < WHYS {
        let line = rest.lines().next().unwrap_or_default();
        let Some(answer) = line.strip_prefix(&format!("{}. ", answers.len() + 1)) else { break };
        answers.push(answer.trim());
        rest = rest.get(line.len()..).unwrap_or_default();
        rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n')).unwrap_or(rest);
    }
    // One numbered line is a list of causes as people write one, and no chain.
    if answers.len() < 2 { (Vec::new(), text) } else { (answers, rest.trim()) }
}

/// Returns the field: five answers under each other, or one text.
#[must_use]
pub fn asked(label: &str, help: &str, text: &str, error: Option<&str>) -> Markup {
    let (answers, rest) = read(text);
    let labels =
        ["Why did it happen?", "And why was that?", "Why?", "Why?", "Why? This is the cause to act on"];
    html! {
        fieldset.field.whys id=(CAUSE) .wrong[error.is_some()] tabindex="-1" {
            legend { (label) }
            p.hint { (help) " Answer, and ask of each answer why, until it is something that can be changed; or write one text." }
            @if let Some(error) = error { p.error { span.vh { "Error: " } (error) } }
            ol.why-list {
                @for (at, label) in labels.iter().enumerate() {
                    li {
                        label for={ "why-" (at + 1) } { (label) }
                        input id={ "why-" (at + 1) } name=(WHY) type="text" maxlength="2000" autocomplete="off" value=(answers.get(at).copied().unwrap_or_default());
                    }
                }
            }
        }
        div.why-text {
            (field(&Input::new(TEXT, "Or in one text", Widget::LongText(4)).value(rest)))
        }
    }
}

/// Returns a cause as it is read: the chain of answers, the last as the cause to act on, or the text.
#[must_use]
pub fn shown(text: &str) -> Markup {
    let (answers, rest) = read(text);
    html! {
        @if !answers.is_empty() {
            ol.whys-read {
                @for (at, answer) in answers.iter().enumerate() {
                    li { span.secondary { "why? " } @if at + 1 == answers.len() { b { (answer) } } @else { (answer) } }
                }
            }
        }
        @if !rest.is_empty() { p.words { (crate::pages::record::shown::lines(rest)) } }
    }
}

/// Returns the cause in a few words: the last answer, or how the text begins.
#[must_use]
pub fn in_short(text: &str) -> String {
    let (answers, rest) = read(text);
    let words = answers.last().copied().unwrap_or(rest);
    words.lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_numbered_lines_and_are_read_again() {
        let typed = typed(&Fields::read("why=no+test&why=&why=nobody+had%0D%0Athe+duty&cause=see+INC-1"));
        assert_eq!(typed, "1. no test\n2. nobody had the duty\n\nsee INC-1");
        assert_eq!(read(&typed), (vec!["no test", "nobody had the duty"], "see INC-1"));
        assert_eq!(in_short(&typed), "nobody had the duty");
    }

    #[test]
    fn a_text_stays_as_it_was_written() {
        for text in ["nobody had the duty", "1. only one", "", "2. second\n3. third", "a\n1. b\n2. c"] {
            assert_eq!(read(text), (Vec::new(), text));
        }
        assert_eq!(typed(&Fields::read("cause=nobody+had+the+duty&why=")), "nobody had the duty");
        assert_eq!(in_short("nobody had it\nand more"), "nobody had it");
    }
}
