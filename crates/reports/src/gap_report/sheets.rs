//! The gap report as a workbook: the prioritised list, all items, and the clauses.

use model::records::GapAnalysis;
use model::{Ref, Words};

use super::{Moved, by_clause, counts, missing, prioritised, sources, title};
use crate::basis::Basis;
use crate::content::Fact;
use crate::workbook::{ColumnKind, Sheet, SheetColumn, Value, Workbook};

/// Returns the report of an analysis as a workbook; nothing where it is not there.
#[must_use]
pub fn workbook(basis: &Basis, id: Ref<GapAnalysis>, moved: &[Moved]) -> Option<Workbook> {
    let analysis = basis.isms.gap_analyses.get(&id)?;
    let about = vec![
        Fact::id("Analysis", id.to_string()),
        Fact::text("Title", analysis.title.to_string()),
        Fact::text("Result", counts(analysis.entries.iter()).to_string()),
    ];
    let mut sheets = vec![first(basis, analysis), all(basis, analysis), clauses(analysis)];
    if !moved.is_empty() {
        sheets.push(movement(moved));
    }
    Some(basis.workbook(format!("Gap analysis {id}"), about, sheets))
}

fn column(key: &str, label: &str, width: u16, kind: ColumnKind) -> SheetColumn {
    SheetColumn::new(format!("read:{key}"), label, width, kind)
}

fn number(count: usize) -> Value {
    Value::Number(f64::from(u32::try_from(count).unwrap_or(u32::MAX)))
}

fn decimal(days: Option<model::Decimal>) -> Value {
    days.and_then(|days| days.to_string().parse().ok()).map_or(Value::Empty, Value::Number)
}

/// Returns the list in the order to close.
fn first(basis: &Basis, analysis: &GapAnalysis) -> Sheet {
    let mut sheet = Sheet::new(
        "Close first",
        vec![
            column("order", "Order", 8, ColumnKind::Number),
            column("criterion", "Item", 14, ColumnKind::Text),
            column("gate", "Seen first at", 14, ColumnKind::Text),
            column("missing", "What is missing", 60, ColumnKind::Text),
            column("state", "State", 12, ColumnKind::Text),
            column("holds_up", "Holds up", 10, ColumnKind::Number),
            column("level", "Gravest risk", 14, ColumnKind::Text),
            column("risks", "Risks", 16, ColumnKind::List),
            column("effort", "Days", 8, ColumnKind::Number),
            column("seen", "Seen", 50, ColumnKind::Text),
            column("from", "Seen in", 20, ColumnKind::List),
            column("owner", "Owner", 24, ColumnKind::Text),
            column("follow_up", "Follow-up", 16, ColumnKind::List),
        ],
    );
    for (place, gap) in prioritised(basis.isms, analysis, basis.as_of).iter().enumerate() {
        sheet.row(vec![
            number(place + 1),
            Value::text(gap.criterion.to_string()),
            Value::text(gap.gate.title()),
            Value::text(missing(gap)),
            Value::text(gap.entry.state.map_or("", Words::word)),
            number(gap.hanging.len()),
            Value::text(gap.level.clone().unwrap_or_default()),
            Value::List(gap.risks.iter().map(ToString::to_string).collect()),
            decimal(gap.entry.effort_days),
            Value::text(gap.entry.seen.to_string()),
            Value::List(sources(gap)),
            Value::text(basis.owner(gap.entry.owner.as_ref())),
            Value::List(gap.entry.follow_up.iter().map(ToString::to_string).collect()),
        ]);
    }
    sheet
}

/// Returns each item as it was assessed.
fn all(basis: &Basis, analysis: &GapAnalysis) -> Sheet {
    let mut sheet = Sheet::new(
        "All items",
        vec![
            column("criterion", "Item", 14, ColumnKind::Text),
            column("title", "Requirement", 40, ColumnKind::Text),
            column("state", "State", 14, ColumnKind::Text),
            column("maturity", "Maturity", 10, ColumnKind::Number),
            column("gap", "What is missing", 50, ColumnKind::Text),
            column("seen", "Seen", 50, ColumnKind::Text),
            column("effort", "Days", 8, ColumnKind::Number),
            column("owner", "Owner", 24, ColumnKind::Text),
        ],
    );
    for entry in &analysis.entries {
        let Some(criterion) = &entry.criterion else { continue };
        sheet.row(vec![
            Value::text(criterion.to_string()),
            Value::text(title(criterion)),
            Value::text(entry.state.map_or("", Words::word)),
            entry.maturity.map_or(Value::Empty, |maturity| Value::Number(f64::from(maturity))),
            Value::text(entry.gap.to_string()),
            Value::text(entry.seen.to_string()),
            decimal(entry.effort_days),
            Value::text(basis.owner(entry.owner.as_ref())),
        ]);
    }
    sheet
}

/// Returns the clauses and themes.
fn clauses(analysis: &GapAnalysis) -> Sheet {
    let counted = |key, label| column(key, label, 12, ColumnKind::Number);
    let mut sheet = Sheet::new(
        "By clause",
        vec![
            column("number", "Clause", 10, ColumnKind::Text),
            column("title", "Title", 40, ColumnKind::Text),
            counted("met", "Met"),
            counted("partly", "Partly"),
            counted("not_met", "Not met"),
            counted("not_applicable", "Not asked"),
            counted("open", "Open"),
            column("maturity", "Maturity", 24, ColumnKind::Text),
        ],
    );
    for group in by_clause(analysis) {
        let counts = group.counts;
        let mut values = vec![Value::text(group.number.clone()), Value::text(group.title.clone())];
        let all = [counts.met, counts.partly, counts.not_met, counts.not_applicable, counts.open];
        values.extend(all.map(number));
        values.push(Value::text(group.maturity_words()));
        sheet.row(values);
    }
    sheet
}

fn movement(moved: &[Moved]) -> Sheet {
    let mut sheet = Sheet::new(
        "What moved",
        vec![
            column("criterion", "Item", 14, ColumnKind::Text),
            column("before", "Before", 16, ColumnKind::Text),
            column("after", "Now", 16, ColumnKind::Text),
            column("turn", "Went", 16, ColumnKind::Text),
        ],
    );
    for one in moved {
        let cells = [&one.criterion, &one.before, &one.after, &one.turn];
        sheet.row(cells.into_iter().map(|text| Value::text(text.clone())).collect());
    }
    sheet
}
