//! Markdown documents: each table is a sheet, named after the heading above it.

use crate::csv::text_of;
use crate::limits::Limits;
use crate::problem::Problem;
use crate::sheet::{Builder, Format, Refused, Shown, Value, Workbook};
use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options, parse_document};

/// Documents are smaller than tables; parsing them costs more.
const BYTES_MAX: usize = 2 << 20;

/// Reads the tables of a document. Row numbers are its line numbers.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Workbook, Problem> {
    let too_large = || Problem::file("the document is too large", format!("at most {BYTES_MAX} bytes"));
    if bytes.len() > BYTES_MAX {
        return Err(too_large());
    }
    let (text, encoding) = text_of(bytes, limits)?;
    // Old encodings grow when they are read.
    if text.len() > BYTES_MAX {
        return Err(too_large());
    }
    let lines: Vec<&str> = text.lines().collect();
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    let arena = Arena::new();
    let root = parse_document(&arena, &text, &options);
    let mut builder = Builder::new(Format::Markdown, encoding.name(), limits);
    let mut heading = String::new();
    for node in root.descendants() {
        let (value, line) = {
            let ast = node.data.borrow();
            (ast.value.clone(), u32::try_from(ast.sourcepos.start.line).unwrap_or(u32::MAX))
        };
        if matches!(value, NodeValue::Heading(_)) {
            heading = text_in(node, limits.cell_chars_max);
        } else if matches!(value, NodeValue::Table(_)) {
            table(node, &heading, &lines, &mut builder)?;
        } else if matches!(value, NodeValue::Paragraph) {
            builder.note(line, &heading, &text_in(node, limits.cell_chars_max));
        }
    }
    let book = builder.finish()?;
    if book.sheets.is_empty() {
        return Err(Problem::file("the document holds no table", "a Markdown table with a line of headings"));
    }
    Ok(book)
}

fn table<'a>(
    table: &'a AstNode<'a>,
    heading: &str,
    lines: &[&str],
    builder: &mut Builder<'_>,
) -> Result<(), Problem> {
    builder.sheet(if heading.is_empty() { "table" } else { heading }, Shown::Yes)?;
    let width = table.first_child().map_or(0, |row| row.children().count());
    for row in table.children() {
        let number = row.data.borrow().sourcepos.start.line;
        let row_number = u32::try_from(number).unwrap_or(u32::MAX);
        let written =
            number.checked_sub(1).and_then(|at| lines.get(at)).map_or(0, |line| cells_written(line));
        if written > width {
            builder.cell(row_number, 0, "", Value::Refused(Refused::TooManyCells))?;
            continue;
        }
        for (position, cell) in row.children().enumerate() {
            builder.cell(row_number, position, &text_in(cell, usize::MAX), Value::Text)?;
        }
    }
    Ok(())
}

/// Counts the cells of a line; a pipe after a backslash belongs to the text.
fn cells_written(line: &str) -> usize {
    let line = line.trim_start_matches(['>', ' ', '\t']).trim_end();
    let mut pipes = Vec::new();
    let mut escaped = false;
    for (at, letter) in line.char_indices() {
        if letter == '|' && !escaped {
            pipes.push(at);
        }
        escaped = letter == '\\' && !escaped;
    }
    let leading = usize::from(pipes.first() == Some(&0));
    let trailing = usize::from(pipes.len() > leading && pipes.last() == Some(&(line.len() - 1)));
    (pipes.len() + 1).saturating_sub(leading + trailing)
}

/// Returns the words inside a node, without the marks that only dress them.
fn text_in<'a>(node: &'a AstNode<'a>, chars_max: usize) -> String {
    let mut text = String::new();
    for inner in node.descendants() {
        let ast = inner.data.borrow();
        if let NodeValue::Text(words) = &ast.value {
            text.push_str(words);
        } else if let NodeValue::Code(code) = &ast.value {
            text.push_str(&code.literal);
        } else if let NodeValue::HtmlInline(html) = &ast.value {
            let tag = html.to_ascii_lowercase().replace([' ', '/'], "");
            text.push_str(if tag == "<br>" { "\n" } else { html });
        } else if matches!(ast.value, NodeValue::SoftBreak | NodeValue::LineBreak) {
            text.push('\n');
        }
        if text.len() > chars_max {
            break;
        }
    }
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::fixture;
    use crate::sheet::{Column, Sheet};

    fn document(text: &str) -> Workbook {
        read(text.as_bytes(), &Limits::usual()).unwrap_or_else(|problem| panic!("{problem}"))
    }

    #[test]
    fn a_table_is_named_after_its_heading_and_keeps_its_lines() {
        let book = document(
            "# Top\n\nwords\n\n## Risks\n\n| ID | Name |\n|--|--|\n| **R-1** | a `b` <br> c |\n| R-2 |\n",
        );
        let sheet = &book.sheets[0];
        assert_eq!((sheet.name.as_str(), sheet.rows.len()), ("Risks", 3));
        assert_eq!((sheet.rows[1].number, sheet.rows[1].text(Column::at(0))), (9, "R-1"));
        assert_eq!(sheet.rows[1].text(Column::at(1)), "a b \n c");
        assert_eq!((book.notes[0].line, book.notes[0].text.as_str()), (3, "words"));
    }

    #[test]
    fn two_tables_under_one_heading_have_two_names() {
        let book = document("# A\n\n|x|\n|-|\n|1|\n\ntext\n\n|x|\n|-|\n|2|\n");
        let names: Vec<&str> = book.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        assert_eq!(names, ["A", "A (2)"]);
    }

    #[test]
    fn a_row_with_more_cells_than_headings_is_refused_not_cut() {
        let book = document("| a | b |\n|---|---|\n| 1 | x | y |\n| 2 | x \\| y |\n| 3 | `p | q` |\n");
        let places: Vec<String> =
            book.problems.list().iter().map(|problem| problem.place.to_string()).collect();
        assert_eq!(places, ["sheet table, cell A3", "sheet table, cell A5"]);
        assert_eq!(book.sheets[0].rows[2].text(Column::at(1)), "x | y");
    }

    #[test]
    fn tables_inside_code_are_not_tables() {
        assert!(read(b"```\n| a | b |\n|---|---|\n| 1 | 2 |\n```\n", &Limits::usual()).is_err());
    }

    #[test]
    fn deep_and_odd_documents_do_no_harm() {
        for text in [">".repeat(50_000), "- ".repeat(20_000), "[".repeat(50_000), "*a ".repeat(50_000)] {
            assert!(read(text.as_bytes(), &Limits::usual()).is_err());
        }
        assert!(read(b"", &Limits::usual()).is_err());
        assert!(read(b"\0", &Limits::usual()).is_err());
    }

    fn rows(sheets: &[Sheet], first_cell: impl Fn(&str) -> bool) -> usize {
        sheets.iter().flat_map(|sheet| &sheet.rows).filter(|row| first_cell(row.text(Column::at(0)))).count()
    }

    #[test]
    fn the_real_register_and_statement_are_read() {
        let Some(bytes) = fixture("real-isms/securenusantara-risk-register.md") else { return };
        let book = read(&bytes, &Limits::usual()).expect("tables");
        assert_eq!(book.problems.count(), 0);
        let registers: Vec<Sheet> =
            book.sheets.iter().filter(|sheet| sheet.name.starts_with("Category")).cloned().collect();
        assert_eq!((registers.len(), rows(&registers, |id| id.starts_with("R-0"))), (5, 18));
        let Some(bytes) = fixture("real-isms/securenusantara-statement-of-applicability.md") else { return };
        let book = read(&bytes, &Limits::usual()).expect("tables");
        assert_eq!(rows(&book.sheets, |id| id.starts_with("A.")), 93);
        for name in
            ["real-isms/securenusantara-audit-findings.md", "real-isms/securenusantara-audit-program.md"]
        {
            let Some(bytes) = fixture(name) else { return };
            assert_eq!(read(&bytes, &Limits::usual()).expect("tables").problems.count(), 0, "{name}");
        }
    }
}
