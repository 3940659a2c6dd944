//! How much a document holds, measured before it is set.

use super::{CHARACTERS_MAX, PARTS_MAX, PdfFailure};
use crate::content::{Block, Cell, Content, Fact, Row};

/// Says why a document is too long to be printed, if it is.
pub fn fits(content: &Content) -> Result<(), PdfFailure> {
    let mut parts = 0;
    let mut characters = content.facts.iter().map(fact).sum::<usize>();
    for block in content.sections.iter().flat_map(|section| &section.blocks) {
        let (more_parts, more_characters) = measure(block);
        parts += more_parts;
        characters += more_characters;
    }
    if parts > PARTS_MAX {
        return Err(PdfFailure::TooLong(format!("{parts} rows and paragraphs, {PARTS_MAX} at most")));
    }
    if characters > CHARACTERS_MAX {
        return Err(PdfFailure::TooLong(format!("{characters} characters, {CHARACTERS_MAX} at most")));
    }
    Ok(())
}

/// Returns how many parts and characters a block has. Labels are cut anyway and do not count.
fn measure(block: &Block) -> (usize, usize) {
    match block {
        Block::Heading(_) => (1, 0),
        Block::Paragraph(text) | Block::Remark(text) => (1, text.len()),
        Block::Facts(facts) => (facts.len(), facts.iter().map(fact).sum()),
        Block::Table(table) => (table.rows().len(), table.rows().iter().map(row).sum()),
        Block::Approvals(all) => (all.len(), 0),
    }
}

fn fact(fact: &Fact) -> usize {
    cell(&fact.value)
}

fn row(row: &Row) -> usize {
    match row {
        Row::Band(_) => 0,
        Row::Cells(cells) => cells.iter().map(cell).sum(),
    }
}

fn cell(cell: &Cell) -> usize {
    let all = |texts: &[String]| texts.iter().map(String::len).sum::<usize>();
    match cell {
        Cell::Empty | Cell::Chip(_) => 0,
        Cell::Text(text) | Cell::Id(text) => text.len(),
        Cell::Lines(texts) | Cell::Ids(texts) => all(texts),
        Cell::Reasoned { text, ids } => text.len() + all(ids),
    }
}
