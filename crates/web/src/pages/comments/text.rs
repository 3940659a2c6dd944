//! The text of a comment as it is read: a few marks of Markdown, people and records as links, all else as it was typed.

use maud::{Markup, html};
use model::records::{Said, said};

use crate::visit::Visit;

/// How many marks of one paragraph are read; what stands behind them is shown as it was typed.
const MARKS_MAX: usize = 200;

/// Part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Block<'a> {
    /// Lines that belong together.
    Lines(Vec<&'a str>),
    /// What somebody else said.
    Quote(Vec<&'a str>),
    /// Points of a list.
    Points(Vec<&'a str>),
    /// Points with the numbers that they were given: others refer to them.
    Numbered(Vec<(u32, &'a str)>),
    /// Shown as it stands.
    Code(Vec<&'a str>),
}

/// A stretch of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Span<'a> {
    Plain(&'a str),
    Bold(&'a str),
    Italic(&'a str),
    Code(&'a str),
}

/// Returns the text of a comment.
pub(super) fn rendered(visit: &Visit, text: &str) -> Markup {
    let lines = |lines: &[&str]| html! { @for (at, line) in lines.iter().enumerate() { @if at > 0 { br; } (spans(visit, line)) } };
    html! {
        div.said {
            @for block in blocks(text) {
                @match block {
                    Block::Lines(all) => p { (lines(&all)) },
                    Block::Quote(all) => blockquote { (lines(&all)) },
                    Block::Points(all) => ul { @for line in all { li { (spans(visit, line)) } } },
                    Block::Numbered(all) => ol { @for (number, line) in all { li value=(number) { (spans(visit, line)) } } },
                    Block::Code(all) => pre { code { @for line in all { (line) "\n" } } },
                }
            }
        }
    }
}

/// Returns the parts of a text.
fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let mut lines = text.lines();
    let mut is_apart = true;
    while let Some(line) = lines.next() {
        if line.trim_start().starts_with("```") {
            let code = lines.by_ref().take_while(|line| !line.trim_start().starts_with("```"));
            blocks.push(Block::Code(code.collect()));
            is_apart = true;
            continue;
        }
        if line.trim().is_empty() {
            is_apart = true;
            continue;
        }
        let next = block_of(line);
        match (blocks.last_mut().filter(|_| !is_apart), next) {
            (Some(Block::Lines(all)), Block::Lines(more)) | (Some(Block::Quote(all)), Block::Quote(more)) => {
                all.extend(more)
            }
            (Some(Block::Points(all)), Block::Points(more)) => all.extend(more),
            (Some(Block::Numbered(all)), Block::Numbered(more)) => all.extend(more),
            (_, next) => blocks.push(next),
        }
        is_apart = false;
    }
    blocks
}

/// Returns a line as a part of its own.
fn block_of(line: &str) -> Block<'_> {
    let bare = line.trim();
    if let Some(quoted) = bare.strip_prefix('>') {
        return Block::Quote(vec![quoted.trim()]);
    }
    if let Some(point) = bare.strip_prefix("- ").or_else(|| bare.strip_prefix("* ")) {
        return Block::Points(vec![point.trim()]);
    }
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    let point = bare[digits..].strip_prefix(". ").or_else(|| bare[digits..].strip_prefix(") "));
    match point.zip(bare[..digits].parse().ok()).filter(|_| digits <= 3) {
        Some((point, number)) => Block::Numbered(vec![(number, point.trim())]),
        None => Block::Lines(vec![bare]),
    }
}

/// Returns a line with its marks and its links.
fn spans(visit: &Visit, line: &str) -> Markup {
    html! {
        @for span in marked(line) {
            @match span {
                Span::Plain(text) => (linked(visit, text)),
                Span::Bold(text) => strong { (linked(visit, text)) },
                Span::Italic(text) => em { (linked(visit, text)) },
                Span::Code(text) => code { (text) },
            }
        }
    }
}

/// Splits a line at its marks; a mark that nothing closes is a sign like any other.
fn marked(line: &str) -> Vec<Span<'_>> {
    let mut spans = Vec::new();
    let mut from = 0;
    let mut at = 0;
    let mut tried = 0;
    while tried < MARKS_MAX {
        let Some(found) = line[at..].find(['`', '*']) else { break };
        let open = at + found;
        let mark = ["**", "*", "`"].into_iter().find(|mark| line[open..].starts_with(mark)).unwrap_or("*");
        let inside = open + mark.len();
        let end = line[inside..].find(mark).map(|length| inside + length);
        let end = end.filter(|end| {
            let words = &line[inside..*end];
            !words.is_empty() && (mark == "`" || !(words.starts_with(' ') || words.ends_with(' ')))
        });
        tried += 1;
        let Some(end) = end else {
            at = inside;
            continue;
        };
        spans.extend((from < open).then_some(Span::Plain(&line[from..open])));
        let words = &line[inside..end];
        spans.push(match mark {
            "**" => Span::Bold(words),
            "`" => Span::Code(words),
            _ => Span::Italic(words),
        });
        at = end + mark.len();
        from = at;
    }
    spans.extend((from < line.len()).then_some(Span::Plain(&line[from..])));
    spans
}

/// Returns words with links to the people and records that they name and that the reader sees.
fn linked(visit: &Visit, text: &str) -> Markup {
    let is_there = |id| visit.isms().find(id).is_some();
    html! {
        @for part in said(text) {
            @match part {
                Said::Person(person, _) if is_there(person.id()) => a.called href=(visit.record_at(person)) { "@" (visit.isms().name_of(person.id())) },
                Said::Record(id, written) if is_there(id) => a href=(visit.record_at(id)) title=(visit.isms().name_of(id)) { (written) },
                Said::Text(text) | Said::Person(_, text) | Said::Record(_, text) => (text),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_that_close_are_read_and_all_others_are_signs() {
        use Span::{Bold, Code, Italic, Plain};
        for (line, spans) in [
            (
                "a **b** *c* `d*e`",
                vec![Plain("a "), Bold("b"), Plain(" "), Italic("c"), Plain(" "), Code("d*e")],
            ),
            ("2 * 3 * 4 and **", vec![Plain("2 * 3 * 4 and **")]),
            ("<b>é</b> `", vec![Plain("<b>é</b> `")]),
            ("", vec![]),
        ] {
            assert_eq!(marked(line), spans, "{line}");
        }
        let many = "*a*".repeat(5_000);
        let signs: usize = marked(&many)
            .iter()
            .map(|span| match span {
                Plain(text) => text.len(),
                Bold(text) | Italic(text) | Code(text) => text.len() + 2,
            })
            .sum();
        assert_eq!(signs, many.len(), "no sign is lost");
    }

    #[test]
    fn lines_lists_quotes_and_code_are_told_apart() {
        let text = "one\ntwo\n- a\n- b\n1. c\n> q\n```\n- code\n\n```\nlast\n\nalone";
        let found = blocks(text);
        assert_eq!(
            found,
            [
                Block::Lines(vec!["one", "two"]),
                Block::Points(vec!["a", "b"]),
                Block::Numbered(vec![(1, "c")]),
                Block::Quote(vec!["q"]),
                Block::Code(vec!["- code", ""]),
                Block::Lines(vec!["last"]),
                Block::Lines(vec!["alone"]),
            ]
        );
        assert_eq!(blocks("7. a\n9) b"), [Block::Numbered(vec![(7, "a"), (9, "b")])]);
        assert_eq!(blocks("```\nopen"), [Block::Code(vec!["open"])]);
    }
}
