//! The method in tables: levels, scales, and the matrix with how many risks stand where.

use model::Value as _;
use model::records::{LevelFunction, MethodContent, Scale, Step};

use super::Risks;
use crate::basis::Basis;
use crate::content::{Block, Cell, Column, Fact, Table};

/// The most steps of a scale that a matrix on paper has room for.
const STEPS_MAX: usize = 8;

/// Returns which version of the method holds.
pub(super) fn version(basis: &Basis) -> String {
    let Some(method) = basis.isms.method.one() else { return "none recorded".to_owned() };
    match method.in_force(basis.as_of) {
        None => "draft, not approved".to_owned(),
        Some(approval) => {
            format!(
                "version {}, approved by {} on {}",
                approval.version,
                basis.person(approval.by),
                approval.on
            )
        }
    }
}

pub(super) fn method(basis: &Basis, method: &MethodContent) -> Vec<Block> {
    let mut facts = vec![Fact::text("Version", version(basis)), Fact::text("Level", function(method))];
    let accepted = method.acceptance_level.as_ref().map(ToString::to_string);
    facts.push(Fact::text("Accepted up to", accepted.unwrap_or_else(|| "not decided".to_owned())));
    facts.extend(
        method.interval_months.map(|months| Fact::text("Repeated", format!("every {months} months"))),
    );
    if !method.triggers.is_empty() {
        facts.push(Fact::text(
            "And after",
            method.triggers.iter().map(|line| &**line).collect::<Vec<_>>().join(", "),
        ));
    }
    let mut blocks = vec![Block::Facts(facts)];
    if !method.levels.is_empty() {
        let mut table = Table::new(vec![
            Column::fixed("Level", 34),
            Column::fixed("From score", 24).right(),
            Column::share("What it means", 1),
        ]);
        for level in method.levels.iter().rev() {
            let from = level.from.map_or(Cell::Empty, |from| Cell::Text(from.to_string()));
            table.row(vec![
                Cell::Text(level.word.to_string()),
                from,
                Cell::Text(level.definition.to_string()),
            ]);
        }
        blocks.push(Block::Table(table));
    }
    blocks.extend(scale("Likelihood", &method.likelihood));
    blocks.extend(scale("Consequence", &method.consequence));
    blocks
}

fn function(method: &MethodContent) -> String {
    match method.function {
        LevelFunction::Undecided => "not decided; levels are recorded as found",
        LevelFunction::Matrix(_) => "by the matrix of likelihood and consequence",
        LevelFunction::Product => "by the product of likelihood and consequence",
        LevelFunction::Sum => "by the sum of likelihood and consequence",
        LevelFunction::Highest => "by the higher of likelihood and consequence",
    }
    .to_owned()
}

fn scale(heading: &str, scale: &Scale) -> Vec<Block> {
    if scale.is_empty() {
        return Vec::new();
    }
    let heading = Block::Heading(heading.to_owned());
    let steps = scale.steps();
    if steps.is_empty() {
        return vec![heading, Block::Paragraph(format!("{}.", scale.choices()))];
    }
    let mut table = Table::new(vec![
        Column::fixed("Value", 18).right(),
        Column::fixed("Word", 40),
        Column::share("What it means", 1),
    ]);
    for step in steps.iter().rev() {
        let word = Cell::Text(step.word.to_string());
        table.row(vec![Cell::Text(step.value.to_string()), word, Cell::Text(step.definition.to_string())]);
    }
    vec![heading, Block::Table(table)]
}

/// Returns how many risks have which level, and the matrix where the method has one that fits on paper.
pub(super) fn standing(risks: &Risks) -> Vec<Block> {
    let mut table = Table::new(vec![
        Column::share("Level", 1),
        Column::fixed("Now", 30).right(),
        Column::fixed("After treatment", 36).right(),
    ]);
    let mut line = |word: String, place: Option<usize>| {
        let now = risks.open.iter().filter(|standing| standing.now == place).count();
        let after = risks.open.iter().filter(|standing| standing.remaining == place).count();
        table.row(vec![Cell::Text(word), Cell::Text(now.to_string()), Cell::Text(after.to_string())]);
    };
    for (place, level) in risks.method.levels.iter().enumerate().rev() {
        line(level.word.to_string(), Some(place));
    }
    line("no level".to_owned(), None);
    let mut blocks = vec![Block::Table(table)];
    blocks.extend(matrix(risks));
    blocks
}

fn matrix(risks: &Risks) -> Vec<Block> {
    let (likely, bad) = (risks.method.likelihood.steps(), risks.method.consequence.steps());
    let fits = |steps: &[Step]| (1..=STEPS_MAX).contains(&steps.len());
    if !fits(likely) || !fits(bad) || risks.method.function == LevelFunction::Undecided {
        return Vec::new();
    }
    let mut columns = vec![Column::share("Likelihood \u{2193}  Consequence \u{2192}", 2)];
    columns.extend(bad.iter().map(|step| Column::share(named(step), 1)));
    let mut table = Table::new(columns);
    let mut placed = 0;
    for row in likely.iter().rev() {
        let mut cells = vec![Cell::Text(named(row))];
        for column in bad {
            let here = risks.open.iter().filter(|standing| {
                let rating = &standing.risk.now;
                rating.likelihood == Some(row.value) && rating.consequence == Some(column.value)
            });
            let ids: Vec<String> = here.map(|standing| standing.id.to_string()).collect();
            placed += ids.len();
            let level = risks.method.computed(row.value, column.value);
            let level = risks.word(level).unwrap_or("no level").to_owned();
            cells.push(match ids.len() {
                0 => Cell::Text(level),
                1 => Cell::Lines(vec![level, "1 risk".to_owned()]),
                count => Cell::Lines(vec![level, format!("{count} risks")]),
            });
        }
        table.row(cells);
    }
    let beside = risks.open.len() - placed;
    let remark = match beside {
        0 => "Each open risk stands in the matrix, as it is now.".to_owned(),
        count => format!("{count} open without a place in the matrix."),
    };
    vec![Block::Heading("Matrix".to_owned()), Block::Table(table), Block::Remark(remark)]
}

fn named(step: &Step) -> String {
    format!("{} {}", step.value, step.word)
}
