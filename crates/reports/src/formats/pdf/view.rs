//! The content as the data that the template reads: every text made fit for paper, every table measured.

use serde_json::{Value, json};
use typst::text::Font;

use super::ink::Ink;
use super::world::logo_name;
use crate::content::{
    Align, Approval, Block, Cell, Chip, Column, Content, Fact, Paper, Row, Section, Status, Table, Width,
};

/// How many characters fit ten millimetres of a table, about.
const CHARACTERS_EACH_TEN_MM: usize = 6;
const TEXT_RUN_MAX: usize = 60;
/// A row of at most so many lines is kept on one page.
const LINES_KEPT_TOGETHER: usize = 14;
// What stands on every page, heads a table or names a thing has to be short, or it would leave no room for the rest.
const TITLE_MAX: usize = 200;
const HEADING_MAX: usize = 200;
const LABEL_MAX: usize = 80;
const HEAD_MAX: usize = 50;

/// Returns the content as JSON, and the characters that these fonts cannot draw.
pub fn view(content: &Content, logos: &[Vec<u8>], fonts: &[Font]) -> (String, String) {
    let mut ink = Ink::new(fonts);
    let cover: Vec<Value> = content.facts.iter().map(|one| fact(one, &mut ink)).collect();
    let runs = runs(&content.sections, &mut ink);
    let mut view = json!({
        "id": ink.label(&content.id, HEAD_MAX),
        "organisation": ink.label(&content.organisation, TITLE_MAX),
        "title": ink.label(&content.title, TITLE_MAX),
        "subtitle": ink.label(&content.subtitle, TITLE_MAX),
        "version": ink.label(&content.version, HEAD_MAX),
        "state": chip(&content.state, &mut ink),
        "classification": ink.label(&content.classification, HEAD_MAX),
        "head": {
            "organisation": ink.label(&content.organisation, HEAD_MAX),
            "title": ink.label(&content.title, HEAD_MAX),
            "state": ink.label(&format!("{}, {}", content.version, content.state.word), HEAD_MAX),
        },
        "as_of": content.as_of.to_string(),
        "seq": content.ledger.seq.to_string(),
        "digest": ink.label(&content.ledger.digest, 128).replace('\u{200b}', ""),
        "digest_short": ink.line(&content.ledger.short()),
        "logos": logos.iter().enumerate().map(|(number, bytes)| logo_name(number, bytes)).collect::<Vec<_>>(),
        "cover": cover,
        "runs": runs,
    });
    view["unknown"] = json!(ink.unknown);
    (view.to_string(), ink.missing())
}

/// Puts sections on the same paper together: each run begins a new page.
fn runs(sections: &[Section], ink: &mut Ink) -> Vec<Value> {
    sections
        .chunk_by(|one, next| one.paper == next.paper)
        .map(|run| {
            let paper = run[0].paper;
            let sections: Vec<Value> = run.iter().map(|one| section(one, ink)).collect();
            json!({ "landscape": paper == Paper::Landscape, "sections": sections })
        })
        .collect()
}

fn section(section: &Section, ink: &mut Ink) -> Value {
    let blocks: Vec<Value> = section.blocks.iter().map(|one| block(one, section.paper, ink)).collect();
    json!({ "heading": ink.label(&section.heading, HEADING_MAX), "blocks": blocks })
}

fn block(block: &Block, paper: Paper, ink: &mut Ink) -> Value {
    match block {
        Block::Heading(text) => json!({ "is": "heading", "text": ink.label(text, HEADING_MAX) }),
        Block::Paragraph(text) => json!({ "is": "paragraph", "lines": ink.lines(text, TEXT_RUN_MAX) }),
        Block::Remark(text) => json!({ "is": "remark", "lines": ink.lines(text, TEXT_RUN_MAX) }),
        Block::Facts(facts) => {
            json!({ "is": "facts", "facts": facts.iter().map(|one| fact(one, ink)).collect::<Vec<_>>() })
        }
        Block::Table(one) => table(one, paper, ink),
        Block::Approvals(all) => {
            json!({ "is": "approvals", "rows": all.iter().map(|one| approval(one, ink)).collect::<Vec<_>>() })
        }
    }
}

fn fact(fact: &Fact, ink: &mut Ink) -> Value {
    json!({ "label": ink.label(&fact.label, LABEL_MAX), "value": cell(&fact.value, TEXT_RUN_MAX, ink) })
}

fn approval(approval: &Approval, ink: &mut Ink) -> Value {
    json!({
        "name": [ink.label(&approval.name, LABEL_MAX)],
        "role": [ink.label(&approval.role, LABEL_MAX)],
        "decision": chip(&approval.decision, ink),
        "on": approval.on.map(|day| day.to_string()).unwrap_or_default(),
    })
}

fn table(table: &Table, paper: Paper, ink: &mut Ink) -> Value {
    let room: Vec<usize> = widths(table.columns(), paper)
        .into_iter()
        .map(|mm| (mm * CHARACTERS_EACH_TEN_MM / 10).max(6))
        .collect();
    let columns: Vec<Value> = table.columns().iter().map(|one| column(one, ink)).collect();
    let rows: Vec<Value> = table.rows().iter().map(|one| row(one, &room, ink)).collect();
    json!({ "is": "table", "columns": columns, "rows": rows })
}

fn column(column: &Column, ink: &mut Ink) -> Value {
    let (millimetres, shares) = match column.width {
        Width::Millimetres(millimetres) => (millimetres, 0),
        Width::Shares(shares) => (0, shares.max(1)),
    };
    let align = match column.align {
        Align::Left => "left",
        Align::Centre => "centre",
        Align::Right => "right",
    };
    json!({ "label": ink.label(&column.label, LABEL_MAX), "mm": millimetres, "shares": shares, "align": align })
}

/// Returns how wide each column will be, in millimetres, its inset taken off.
fn widths(columns: &[Column], paper: Paper) -> Vec<usize> {
    let page: usize = match paper {
        Paper::Portrait => 170,
        Paper::Landscape => 257,
    };
    let (mut fixed, mut shares) = (0_usize, 0_usize);
    for column in columns {
        match column.width {
            Width::Millimetres(millimetres) => fixed += usize::from(millimetres),
            Width::Shares(part) => shares += usize::from(part.max(1)),
        }
    }
    let left = page.saturating_sub(fixed);
    let width = |column: &Column| match column.width {
        Width::Millimetres(millimetres) => usize::from(millimetres),
        Width::Shares(part) => left * usize::from(part.max(1)) / shares.max(1),
    };
    columns.iter().map(|column| width(column).saturating_sub(3)).collect()
}

fn row(row: &Row, room: &[usize], ink: &mut Ink) -> Value {
    match row {
        Row::Band(heading) => json!({ "band": ink.label(heading, HEADING_MAX) }),
        Row::Cells(cells) => {
            let tallest = cells.iter().zip(room).map(|(one, room)| tall(one, *room)).max().unwrap_or(1);
            let cells: Vec<Value> = cells.iter().zip(room).map(|(one, room)| cell(one, *room, ink)).collect();
            json!({ "cells": cells, "together": tallest <= LINES_KEPT_TOGETHER })
        }
    }
}

/// Returns how many lines a cell takes, at most.
fn tall(cell: &Cell, room: usize) -> usize {
    let text = |text: &str| text.lines().map(|line| 1 + line.chars().count() / room).sum::<usize>();
    let ids = |ids: &[String]| ids.iter().map(|id| 1 + id.chars().count() / room).sum::<usize>();
    match cell {
        Cell::Empty => 1,
        Cell::Text(one) | Cell::Id(one) => text(one),
        Cell::Lines(all) => all.iter().map(|one| text(one).max(1)).sum(),
        Cell::Ids(all) => ids(all),
        Cell::Chip(chip) => text(&chip.word) + 1,
        Cell::Reasoned { text: one, ids: all } => text(one) + ids(all),
    }
}

fn cell(cell: &Cell, room: usize, ink: &mut Ink) -> Value {
    match cell {
        Cell::Empty => json!({ "is": "empty" }),
        Cell::Text(text) => json!({ "is": "text", "lines": ink.lines(text, room) }),
        Cell::Lines(all) => {
            json!({ "is": "text", "lines": all.iter().flat_map(|one| ink.lines(one, room)).collect::<Vec<_>>() })
        }
        Cell::Id(id) => json!({ "is": "ids", "ids": ids(std::slice::from_ref(id), room, ink) }),
        Cell::Ids(all) => json!({ "is": "ids", "ids": ids(all, room, ink) }),
        Cell::Chip(one) => json!({ "is": "chip", "chip": chip(one, ink) }),
        Cell::Reasoned { text, ids: all } => {
            json!({ "is": "reasoned", "lines": ink.lines(text, room), "ids": ids(all, room, ink) })
        }
    }
}

fn ids(all: &[String], room: usize, ink: &mut Ink) -> Vec<String> {
    // A digest has 64 characters, and in a wide place a line to itself.
    let room = if room >= TEXT_RUN_MAX { 64 } else { room };
    all.iter().map(|id| ink.lines(id, room).join(" ")).collect()
}

fn chip(chip: &Chip, ink: &mut Ink) -> Value {
    let colour = match chip.status {
        Status::Met => "plain",
        Status::Attention => "warn",
        Status::Problem => "error",
        Status::InProgress => "info",
        Status::Held => "held",
        Status::NotStarted | Status::NotApplicable => "quiet",
    };
    json!({ "icon": chip.status.icon(), "word": ink.label(&chip.word, LABEL_MAX), "colour": colour })
}
