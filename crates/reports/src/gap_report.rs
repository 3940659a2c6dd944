//! The gap report: where an organisation stands, maturity by clause, what to close first, and what follows.

mod by_clause;
mod priority;
mod sheets;
#[cfg(test)]
mod tests;

use model::records::{GapAnalysis, GapState};
use model::{Decimal, Ref, Words};

pub use by_clause::{Counts, Group, by_clause, counts};
pub use priority::{Gap, prioritised, title};
pub use sheets::workbook;

use crate::basis::Basis;
use crate::content::{Block, Cell, Chip, Column, Content, Fact, Paper, Section, Status, Table};

/// How one criterion moved since the analysis before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The clause item or the control.
    pub criterion: String,
    /// Its state before; a dash where there was none.
    pub before: String,
    /// Its state now; a dash where there is none.
    pub after: String,
    /// Where it went: better, worse, or what else.
    pub turn: String,
}

/// Returns the report of an analysis as a document, with what moved since the one before; nothing where it is not there.
#[must_use]
pub fn content(basis: &Basis, id: Ref<GapAnalysis>, moved: &[Moved]) -> Option<Content> {
    let analysis = basis.isms.gap_analyses.get(&id)?;
    let all = counts(analysis.entries.iter());
    let gaps = prioritised(basis.isms, analysis, basis.as_of);
    let mut sections = vec![
        portrait("Summary", summary(basis, id, analysis, &gaps)),
        portrait(
            "Maturity by clause",
            vec![Block::Remark(MATURITY.to_owned()), Block::Table(groups(analysis))],
        ),
        Section {
            heading: "What to close first".to_owned(),
            paper: Paper::Landscape,
            blocks: match gaps.is_empty() {
                true => vec![Block::Paragraph("No gap was found in what was assessed.".to_owned())],
                false => vec![Block::Remark(ORDER.to_owned()), Block::Table(list(basis, &gaps))],
            },
        },
    ];
    if !moved.is_empty() {
        sections.push(portrait("What moved", vec![Block::Table(movement(moved))]));
    }
    sections.push(portrait("What follows", follows(&gaps)));
    let state = match (all.gaps(), all.open) {
        (0, 0) => Chip::new(Status::Met, "no gap found"),
        (0, _) => Chip::new(Status::InProgress, "not all assessed"),
        (gaps, _) => Chip::new(Status::Attention, format!("{gaps} gaps")),
    };
    let days = |day: Option<model::Date>| day.map_or_else(|| "–".to_owned(), |day| day.to_string());
    let by: Vec<String> = analysis.by.iter().map(|person| basis.person(*person)).collect();
    Some(Content {
        id: id.to_string(),
        organisation: basis.organisation(),
        title: "Gap analysis".to_owned(),
        subtitle: basis.standards.name().to_owned(),
        version: analysis.title.to_string(),
        state,
        classification: "Confidential".to_owned(),
        as_of: basis.as_of,
        ledger: basis.ledger.clone(),
        logos: basis.pictures(),
        facts: basis.cover(vec![
            Fact::text("Depth", analysis.depth.map_or("not said", Words::word)),
            Fact::text("Assessed", format!("{} to {}", days(analysis.started_on), days(analysis.done_on))),
            Fact::text("By", by.join(", ")),
            Fact::text("Result", all.to_string()),
        ]),
        sections,
    })
}

/// What the reader of the maturities has to know.
const MATURITY: &str = "Maturity: 0 nothing, 1 by chance, 2 repeated, 3 written down, 4 measured, 5 improved. Shown are the \
                        middle value and the lowest and highest, of those items for which it was said. There is no total: \
                        an auditor looks at each requirement.";
/// What the list is sorted by.
const ORDER: &str = "In this order: what Stage 1 sees before what Stage 2 sees; gaps that hold up most others; the gravest \
                     open risk behind a control; the least effort.";

fn portrait(heading: &str, blocks: Vec<Block>) -> Section {
    Section { heading: heading.to_owned(), paper: Paper::Portrait, blocks }
}

fn summary(basis: &Basis, id: Ref<GapAnalysis>, analysis: &GapAnalysis, gaps: &[Gap]) -> Vec<Block> {
    let all = counts(analysis.entries.iter());
    let mut blocks = Vec::new();
    if !analysis.summary.is_empty() {
        blocks.push(Block::Paragraph(analysis.summary.to_string()));
    }
    blocks.push(Block::Paragraph(format!(
        "{} clause items and controls were looked at for {}: {all}.",
        all.assessed(),
        basis.organisation()
    )));
    let from_records = analysis.entries.iter().filter(|entry| !entry.from.is_empty()).count();
    if from_records > 0 {
        blocks.push(Block::Paragraph(format!(
            "{from_records} of {} answers were taken from records of the management system; each names them. The others rest \
             on what {id} says was seen.",
            all.assessed()
        )));
    }
    let stage1 = gaps.iter().filter(|gap| gap.gate == diagnostics::Stage::Stage1).count();
    blocks.push(Block::Paragraph(format!(
        "Before Stage 1 {stage1} gaps are to be closed, before Stage 2 the other {}.",
        gaps.len() - stage1
    )));
    if let Some(first) = gaps.first() {
        blocks.push(Block::Paragraph(format!("Begin with {} {}.", first.criterion, first.title)));
    }
    blocks
}

/// Returns the table of clauses and themes.
fn groups(analysis: &GapAnalysis) -> Table {
    let mut table = Table::new(vec![
        Column::share("Clause", 3),
        Column::fixed("Met", 15).right(),
        Column::fixed("Partly", 15).right(),
        Column::fixed("Not met", 17).right(),
        Column::fixed("Not asked", 20).right(),
        Column::fixed("Open", 15).right(),
        Column::fixed("Maturity", 34),
    ]);
    for group in by_clause(analysis) {
        let Counts { met, partly, not_met, not_applicable, open } = group.counts;
        let mut cells = vec![Cell::Text(format!("{} {}", group.number, group.title))];
        cells.extend([met, partly, not_met, not_applicable, open].map(|count| Cell::Text(count.to_string())));
        cells.push(Cell::Text(group.maturity_words()));
        table.row(cells);
    }
    table
}

/// Returns the prioritised list.
fn list(basis: &Basis, gaps: &[Gap]) -> Table {
    let mut table = Table::new(vec![
        Column::fixed("Item", 22),
        Column::share("What is missing", 3),
        Column::fixed("State", 20),
        Column::fixed("Holds up", 18).right(),
        Column::fixed("Risk", 26),
        Column::fixed("Days", 14).right(),
        Column::share("Seen", 3),
        Column::share("Owner, follow-up", 2),
    ]);
    let mut gate = None;
    for gap in gaps {
        if gate.replace(gap.gate) != Some(gap.gate) {
            table.band(format!("Seen first at {}", gap.gate.title()));
        }
        let entry = gap.entry;
        let ids = |ids: Vec<String>, text: String| Cell::Reasoned { text, ids };
        table.row(vec![
            Cell::Id(gap.criterion.to_string()),
            Cell::Text(missing(gap)),
            state(entry.state),
            Cell::Text(gap.hanging.len().to_string()),
            ids(
                gap.risks.iter().take(3).map(ToString::to_string).collect(),
                gap.level.clone().unwrap_or_default(),
            ),
            Cell::Text(entry.effort_days.map(|days| days.to_string()).unwrap_or_default()),
            ids(sources(gap), entry.seen.to_string()),
            ids(entry.follow_up.iter().map(ToString::to_string).collect(), basis.owner(entry.owner.as_ref())),
        ]);
    }
    table
}

/// Says what is missing: in the words of the analysis, else in those of the requirement.
#[must_use]
pub fn missing(gap: &Gap) -> String {
    if gap.entry.gap.is_empty() { gap.title.clone() } else { format!("{}: {}", gap.title, gap.entry.gap) }
}

/// Returns the records that a state was taken from, and the evidence seen.
#[must_use]
pub fn sources(gap: &Gap) -> Vec<String> {
    let from = gap.entry.from.iter().map(ToString::to_string);
    from.chain(gap.entry.evidence.iter().map(ToString::to_string)).take(8).collect()
}

fn state(state: Option<GapState>) -> Cell {
    let Some(state) = state else { return Cell::Empty };
    let status = match state {
        GapState::Met => Status::Met,
        GapState::Partly => Status::InProgress,
        GapState::NotMet => Status::NotStarted,
        GapState::NotApplicable => Status::NotApplicable,
    };
    Cell::Chip(Chip::new(status, state.word()))
}

fn movement(moved: &[Moved]) -> Table {
    let mut table = Table::new(vec![
        Column::fixed("Item", 26),
        Column::share("Requirement", 3),
        Column::fixed("Before", 26),
        Column::fixed("Now", 26),
        Column::fixed("Went", 22),
    ]);
    for one in moved {
        table.row(vec![
            Cell::Id(one.criterion.clone()),
            Cell::Text(title(&one.criterion.as_str().into())),
            Cell::Text(one.before.clone()),
            Cell::Text(one.after.clone()),
            Cell::Text(one.turn.clone()),
        ]);
    }
    table
}

/// Says what comes next: work that is there, work that is to be begun, and the days it takes.
fn follows(gaps: &[Gap]) -> Vec<Block> {
    if gaps.is_empty() {
        return vec![Block::Paragraph("Keep it so, and look again within a year.".to_owned())];
    }
    let begun = gaps.iter().filter(|gap| !gap.entry.follow_up.is_empty()).count();
    let owned = gaps.iter().filter(|gap| gap.entry.owner.is_some()).count();
    let (days, known) = effort(gaps);
    vec![
        Block::Paragraph(format!("Work has begun on {begun} of {} gaps, and {owned} have an owner.", gaps.len())),
        Block::Paragraph(format!(
            "{known} of {} gaps have an estimate, together {days} days of work; the others are to be estimated.",
            gaps.len()
        )),
        Block::Paragraph(
            "Next: name an owner for each gap that Stage 1 sees, turn it into an action, and look again once these are done."
                .to_owned(),
        ),
    ]
}

/// Returns the days of work that are estimated, and for how many gaps.
#[must_use]
pub fn effort(gaps: &[Gap]) -> (Decimal, usize) {
    let known: Vec<Decimal> = gaps.iter().filter_map(|gap| gap.entry.effort_days).collect();
    let sum = known.iter().try_fold(Decimal::default(), |sum, days| sum.plus(*days)).unwrap_or_default();
    (sum, known.len())
}
