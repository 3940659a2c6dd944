//! Markdown: a document as plain text, for whoever keeps papers beside code or in a wiki.

use crate::content::{Approval, Block, Cell, Content, Fact, Row, Table};

/// Returns a document as Markdown; what stands in it is text there too, whatever signs it holds.
#[must_use]
pub fn markdown(content: &Content) -> String {
    let mut out = format!("# {}\n\n", plain(&content.title));
    if !content.subtitle.is_empty() {
        out.push_str(&format!("{}\n\n", plain(&content.subtitle)));
    }
    let mut facts = vec![
        Fact::text("Organisation", &content.organisation),
        Fact::text("Document", format!("{}, {}", content.id, content.version)),
        Fact::text("State", &content.state.word),
        Fact::text("As of", content.as_of.to_string()),
    ];
    facts.extend(content.facts.clone());
    facts.push(Fact::text("Ledger", format!("entry {}, {}", content.ledger.seq, content.ledger.short())));
    if !content.classification.is_empty() {
        facts.push(Fact::text("Classification", &content.classification));
    }
    list(&facts, &mut out);
    for section in &content.sections {
        let gap = if out.ends_with("\n\n") { "" } else { "\n" };
        out.push_str(&format!("{gap}## {}\n\n", plain(&section.heading)));
        section.blocks.iter().for_each(|one| block(one, &mut out));
    }
    format!("{}\n", out.trim_end())
}

fn block(block: &Block, out: &mut String) {
    match block {
        Block::Heading(heading) => out.push_str(&format!("### {}\n\n", plain(heading))),
        Block::Paragraph(text) => out.push_str(&format!("{}\n\n", lines(text))),
        Block::Remark(text) => out.push_str(&format!("> {}\n\n", plain(text))),
        Block::Facts(facts) => {
            list(facts, out);
            out.push('\n');
        }
        Block::Table(table) => rows(table, out),
        Block::Approvals(approvals) => {
            approvals.iter().for_each(|one| out.push_str(&format!("- {}\n", approval(one))));
            out.push('\n');
        }
    }
}

fn list(facts: &[Fact], out: &mut String) {
    for fact in facts {
        out.push_str(&format!("- {}: {}\n", plain(&fact.label), cell(&fact.value)));
    }
}

fn rows(table: &Table, out: &mut String) {
    let head: Vec<String> = table.columns().iter().map(|column| plain(&column.label)).collect();
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    out.push_str(&line(&head));
    out.push_str(&line(&vec!["---".to_owned(); head.len()]));
    for row in table.rows() {
        let cells = match row {
            Row::Cells(cells) => cells.iter().map(cell).collect(),
            Row::Band(heading) => {
                let mut band = vec![String::new(); head.len()];
                if let Some(first) = band.first_mut() {
                    *first = format!("**{}**", plain(heading));
                }
                band
            }
        };
        out.push_str(&line(&cells));
    }
    out.push('\n');
}

fn approval(approval: &Approval) -> String {
    let name = if approval.name.is_empty() { "(to be named)".to_owned() } else { plain(&approval.name) };
    let on = approval.on.map(|on| format!(", {on}")).unwrap_or_default();
    format!("{name}, {}: {}{on}", plain(&approval.role), plain(&approval.decision.word))
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Empty => "–".to_owned(),
        Cell::Text(text) => plain(text),
        Cell::Lines(lines) => lines.iter().map(|line| plain(line)).collect::<Vec<_>>().join("; "),
        Cell::Id(id) => plain(id),
        Cell::Ids(ids) => ids.iter().map(|id| plain(id)).collect::<Vec<_>>().join(" "),
        Cell::Chip(chip) => plain(&chip.word),
        Cell::Reasoned { text, ids } => format!("{} ({})", plain(text), ids.join(" ")),
    }
}

/// Returns a text of several lines, each a line there too.
fn lines(text: &str) -> String {
    text.lines().map(plain).collect::<Vec<_>>().join("  \n")
}

/// Returns a text in one line that Markdown takes as text: no heading, list, link, table or tag in it.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for sign in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        match sign {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '$' => {
                out.push('\\');
                out.push(sign);
            }
            // What turns the direction of text, or cannot be seen, does not belong in a paper.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{0}'..='\u{1f}' => {}
            _ => out.push(sign),
        }
    }
    let first = out.chars().next();
    let is_list = first.is_some_and(|sign| matches!(sign, '-' | '+' | '='));
    if is_list { format!("\\{out}") } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Column;
    use crate::sample::HOSTILE;

    #[test]
    fn a_text_stays_a_text() {
        assert_eq!(plain("# a | b\n<script>"), "\\# a \\| b \\<script\\>");
        assert_eq!(plain("- not a list"), "\\- not a list");
        let hostile = plain(HOSTILE);
        assert!(!hostile.contains('\u{202e}') && !hostile.contains(" <b>"), "{hostile}");
    }

    #[test]
    fn a_table_has_a_line_for_each_row_and_a_cell_for_each_column() {
        let mut table = Table::new(vec![Column::share("What", 1), Column::share("Now", 1)]);
        table.band("Inputs");
        table.row(vec![Cell::Text("a | b".to_owned()), Cell::Empty]);
        let mut out = String::new();
        rows(&table, &mut out);
        assert_eq!(out, "| What | Now |\n| --- | --- |\n| **Inputs** |  |\n| a \\| b | – |\n\n");
    }
}
