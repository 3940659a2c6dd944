//! What tests of reports are made from: the sample, a day and a ledger head.

use model::records::*;
use model::sample::Sample;
use model::{About, Change, Date, Isms, Key, Proposed, Record, Ref, Stored};
use standards::Standards;

use crate::content::{Block, Cell, Content, LedgerHead, Row};
use crate::{Basis, Logos};

/// A text that tries everything: a formula, markup, a template, quotes, controls, direction overrides.
pub const HOSTILE: &str =
    "=cmd|' /C calc'!A0 <b>\"x\"</b> #let x = 1 $ {{y}} \\ @SUM(A1), 'a;b' \u{202e}drow";

/// Returns the sample in good order with the official titles of Annex A.
pub fn good() -> Sample {
    let mut sample = Sample::in_good_order();
    entitle(&mut sample);
    sample.freeze();
    sample
}

/// Returns an organisation that has recorded nothing.
pub fn blank() -> Sample {
    let mut sample = Sample::blank();
    entitle(&mut sample);
    sample
}

fn entitle(sample: &mut Sample) {
    for control in standards::annex_a() {
        let id = Ref::<Control>::of(Key::AnnexA(control.number)).to_string();
        sample.edit_control(&id, |record| record.title = control.title.as_str().into());
    }
}

/// Puts a record that is only proposed.
pub fn propose<R: Record>(sample: &mut Sample, number: u32, record: R) {
    let about = About { proposed: Some(Proposed { origin: "a template".into() }), ..About::default() };
    put_with(sample, Ref::number(number), about, record);
}

/// Puts a record with what is kept beside its fields.
pub fn put_with<R: Record>(sample: &mut Sample, id: Ref<R>, about: About, record: R) {
    let change: Change = R::put(id, Stored { about, record });
    sample.isms.apply(&change, model::Stamp::default());
}

/// Returns a ledger head.
pub fn head() -> LedgerHead {
    LedgerHead { seq: 412, digest: "3f9a6c21d07be8451c55aa90be17f3d2".repeat(2), ..LedgerHead::default() }
}

/// Returns the basis of a report.
pub fn basis<'a>(isms: &'a Isms, as_of: Date, ledger: &'a LedgerHead) -> Basis<'a> {
    Basis { isms, standards: Standards::iso27001(), as_of, ledger, logos: Logos::default() }
}

/// Returns all texts of a document, a line each.
pub fn texts(content: &Content) -> String {
    let mut all = vec![
        content.id.clone(),
        content.organisation.clone(),
        content.title.clone(),
        content.version.clone(),
        content.state.word.clone(),
    ];
    all.extend(content.facts.iter().map(|fact| format!("{}: {}", fact.label, cell(&fact.value))));
    for section in &content.sections {
        all.push(section.heading.clone());
        all.extend(section.blocks.iter().map(block));
    }
    all.join("\n")
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading(text) | Block::Paragraph(text) | Block::Remark(text) => text.clone(),
        Block::Facts(facts) => {
            let facts = facts.iter().map(|fact| format!("{}: {}", fact.label, cell(&fact.value)));
            facts.collect::<Vec<_>>().join("\n")
        }
        Block::Table(table) => table.rows().iter().map(row).collect::<Vec<_>>().join("\n"),
        Block::Approvals(all) => {
            let all = all.iter().map(|one| format!("{} | {} | {}", one.name, one.role, one.decision.word));
            all.collect::<Vec<_>>().join("\n")
        }
    }
}

/// Returns a row as its cells with bars between them.
pub fn row(row: &Row) -> String {
    match row {
        Row::Band(heading) => heading.clone(),
        Row::Cells(cells) => cells.iter().map(cell).collect::<Vec<_>>().join(" | "),
    }
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) | Cell::Id(text) => text.clone(),
        Cell::Lines(lines) => lines.join(" / "),
        Cell::Ids(ids) => ids.join(" "),
        Cell::Chip(chip) => chip.word.clone(),
        Cell::Reasoned { text, ids } => format!("{text} {}", ids.join(" ")).trim().to_owned(),
    }
}
