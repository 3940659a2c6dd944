//! The risk report (8.2, 8.3): the method, where the risks stand, each risk with treatment and what is left, acceptances.

mod method;

use model::records::{Acceptance, Levels, MethodContent, Rating, ResidualState, Risk, RiskStatus, Treatment};
use model::{Entry, Ref};

use crate::basis::Basis;
use crate::content::{Block, Cell, Chip, Column, Content, Fact, Paper, Section, Status, Table};

/// Returns the risks as a document, as they stand on the day.
pub fn content(basis: &Basis) -> Content {
    let risks = Risks::of(basis);
    let upright =
        |heading: &str, blocks| Section { heading: heading.to_owned(), paper: Paper::Portrait, blocks };
    let mut sections = vec![
        upright("Where the risks stand", method::standing(&risks)),
        upright("What is open", open(basis, &risks)),
        Section {
            heading: "Risks".to_owned(),
            paper: Paper::Landscape,
            blocks: match risks.open.is_empty() {
                true => vec![Block::Paragraph("No risk is recorded.".to_owned())],
                false => vec![Block::Table(table(basis, &risks))],
            },
        },
        upright("Acceptances", acceptances(basis, &risks)),
    ];
    if !risks.closed.is_empty() {
        sections.push(upright("Closed risks", closed(&risks)));
    }
    sections.push(upright("Method", method::method(basis, &risks.method)));
    Content {
        id: "Risk report".to_owned(),
        organisation: basis.organisation(),
        title: "Risk report".to_owned(),
        subtitle: format!("{}, clauses 8.2 and 8.3", basis.standards.name()),
        version: format!("as of {}", basis.as_of),
        state: Chip::new(Status::Met, "as recorded"),
        classification: "Confidential".to_owned(),
        as_of: basis.as_of,
        ledger: basis.ledger.clone(),
        logos: basis.pictures(),
        facts: basis.cover(vec![
            Fact::text("Method", method::version(basis)),
            Fact::text("Risks", format!("{} open, {} closed", risks.open.len(), risks.closed.len())),
            Fact::text("Accepted", format!("{} in force", risks.accepted(basis).count())),
        ]),
        sections,
    }
}

/// The risks of a day, read by the method that holds on it.
struct Risks<'a> {
    method: MethodContent,
    /// Open ones, the highest first.
    open: Vec<Standing<'a>>,
    closed: Vec<(Ref<Risk>, &'a Entry<Risk>)>,
}

/// An open risk and the places of its levels, lowest is 0.
struct Standing<'a> {
    id: Ref<Risk>,
    risk: &'a Entry<Risk>,
    now: Option<usize>,
    remaining: Option<usize>,
}

impl<'a> Risks<'a> {
    fn of(basis: &Basis<'a>) -> Self {
        let method = basis.isms.method.one().map(|method| method.now(basis.as_of)).unwrap_or_default();
        let levels = Levels::of(basis.isms, &method, basis.as_of);
        let (open, closed): (Vec<_>, Vec<_>) =
            basis.isms.risks.iter().partition(|(_, risk)| risk.status.is_open());
        let standing = |(id, risk): (Ref<Risk>, &'a Entry<Risk>)| Standing {
            id,
            risk,
            now: levels.place(&risk.now),
            remaining: levels.place(risk.remaining()),
        };
        let mut open: Vec<Standing> = open.into_iter().map(standing).collect();
        open.sort_by_key(|standing| (std::cmp::Reverse(standing.now), standing.id));
        Self { method, open, closed }
    }

    fn accepted(&self, basis: &Basis) -> impl Iterator<Item = (&Standing<'a>, &Acceptance)> {
        let as_of = basis.as_of;
        self.open.iter().filter_map(move |standing| Some((standing, standing.risk.accepted(as_of)?)))
    }

    /// Returns the word of a level.
    fn word(&self, place: Option<usize>) -> Option<&str> {
        place.and_then(|place| self.method.word(place)).map(|word| &**word)
    }

    /// Says whether a level lies above what is accepted without more ado.
    fn is_above(&self, place: Option<usize>) -> bool {
        place.zip(self.method.acceptance()).is_some_and(|(place, most)| place > most)
    }
}

fn table(basis: &Basis, risks: &Risks) -> Table {
    let mut table = Table::new(vec![
        Column::fixed("Id", 14),
        Column::share("Risk", 3),
        Column::fixed("Owner", 28),
        Column::fixed("Now", 30),
        Column::fixed("Treatment", 24),
        Column::share("Controls", 2),
        Column::fixed("After", 34),
        Column::fixed("Accepted", 32),
    ]);
    for standing in &risks.open {
        let risk = standing.risk;
        let controls: Vec<String> = risk.controls.iter().map(ToString::to_string).collect();
        table.row(vec![
            Cell::Id(standing.id.to_string()),
            Cell::Text(risk.title.to_string()),
            match basis.owner(risk.owner.as_ref()) {
                name if name.is_empty() => Cell::Chip(Chip::new(Status::Problem, "no owner")),
                name => Cell::Text(name),
            },
            rating(risks, standing.now, &risk.now),
            match risk.treatment {
                Treatment::Undecided => Cell::Chip(Chip::new(Status::NotStarted, "undecided")),
                Treatment::Modify | Treatment::Retain | Treatment::Avoid | Treatment::Share => {
                    Cell::Text(risk.treatment.to_string())
                }
            },
            if controls.is_empty() { Cell::Empty } else { Cell::Ids(controls) },
            if risk.after.is_blank() { Cell::Empty } else { rating(risks, standing.remaining, &risk.after) },
            match risk.accepted(basis.as_of) {
                None => Cell::Empty,
                Some(acceptance) => Cell::Lines(accepted(basis, acceptance)),
            },
        ]);
    }
    table
}

/// Returns level, values and what kind of rating it is, one below the other.
fn rating(risks: &Risks, place: Option<usize>, rating: &Rating) -> Cell {
    if rating.is_blank() {
        return Cell::Chip(Chip::new(Status::NotStarted, "not rated"));
    }
    let mut lines = vec![risks.word(place).map_or_else(
        || rating.level.as_ref().map_or_else(|| "no level".to_owned(), ToString::to_string),
        str::to_owned,
    )];
    if let Some((likelihood, consequence)) = rating.likelihood.zip(rating.consequence) {
        lines.push(format!("likelihood {likelihood}"));
        lines.push(format!("consequence {consequence}"));
    } else if let Some(score) = rating.score {
        lines.push(format!("score {score}"));
    }
    match rating.state {
        Some(ResidualState::Target) => lines.push("aimed at".to_owned()),
        Some(ResidualState::Current) => lines.push("reached".to_owned()),
        None => {}
    }
    Cell::Lines(lines)
}

fn accepted(basis: &Basis, acceptance: &Acceptance) -> Vec<String> {
    let mut lines = vec![acceptance.by.map_or_else(|| "nobody named".to_owned(), |by| basis.person(by))];
    lines.extend(acceptance.on.map(|on| format!("on {on}")));
    lines.extend(acceptance.until.map(|until| format!("until {until}")));
    lines
}

/// What an auditor would ask about first.
fn open(basis: &Basis, risks: &Risks) -> Vec<Block> {
    let ids = |which: &dyn Fn(&Standing) -> bool| -> Vec<String> {
        risks.open.iter().filter(|standing| which(standing)).map(|standing| standing.id.to_string()).collect()
    };
    let questions = [
        ("No owner", ids(&|standing| standing.risk.owner.is_none())),
        ("Not rated", ids(&|standing| standing.risk.now.is_blank())),
        (
            "No level after treatment",
            ids(&|standing| !standing.risk.now.is_blank() && standing.remaining.is_none()),
        ),
        ("No treatment decided", ids(&|standing| standing.risk.treatment == Treatment::Undecided)),
        (
            "Above the acceptance level after treatment, not accepted",
            ids(&|standing| {
                risks.is_above(standing.remaining) && standing.risk.accepted(basis.as_of).is_none()
            }),
        ),
    ];
    let mut facts: Vec<Fact> = questions
        .into_iter()
        .filter(|(_, ids)| !ids.is_empty())
        .map(|(label, ids)| Fact { label: label.to_owned(), value: Cell::Ids(ids) })
        .collect();
    if risks.method.acceptance().is_none() {
        let undecided = "not decided; nothing can be held against it";
        facts.push(Fact::text("Acceptance level", undecided));
    }
    if risks.open.is_empty() {
        return vec![Block::Paragraph(
            "No risk is open, so nothing can be said about the assessment.".to_owned(),
        )];
    }
    match facts.is_empty() {
        true => vec![Block::Paragraph(
            "Every open risk has an owner, a rating and a decision; none above the acceptance level is without acceptance."
                .to_owned(),
        )],
        false => vec![Block::Facts(facts)],
    }
}

fn acceptances(basis: &Basis, risks: &Risks) -> Vec<Block> {
    let mut table = Table::new(vec![
        Column::fixed("Risk", 14),
        Column::fixed("Level", 20),
        Column::fixed("By", 30),
        Column::fixed("On", 22),
        Column::fixed("Until", 22),
        Column::share("Because", 1),
    ]);
    let day = |day: Option<model::Date>| day.map_or(Cell::Empty, |day| Cell::Text(day.to_string()));
    for (standing, acceptance) in risks.accepted(basis) {
        table.row(vec![
            Cell::Id(standing.id.to_string()),
            acceptance.level.as_ref().map_or(Cell::Empty, |level| Cell::Text(level.to_string())),
            acceptance.by.map_or(Cell::Empty, |by| Cell::Text(basis.person(by))),
            day(acceptance.on),
            day(acceptance.until),
            Cell::Text(acceptance.because.to_string()),
        ]);
    }
    match table.rows().is_empty() {
        true => vec![Block::Paragraph("No acceptance is in force.".to_owned())],
        false => vec![Block::Table(table)],
    }
}

fn closed(risks: &Risks) -> Vec<Block> {
    let mut table = Table::new(vec![
        Column::fixed("Id", 14),
        Column::share("Risk", 1),
        Column::fixed("Closed on", 24),
        Column::share("Because", 1),
    ]);
    for (id, risk) in &risks.closed {
        let (on, because) = match &risk.status {
            RiskStatus::Open => continue,
            RiskStatus::Closed { on, because } => (on.to_string(), because.to_string()),
        };
        let title = Cell::Text(risk.title.to_string());
        table.row(vec![Cell::Id(id.to_string()), title, Cell::Text(on), Cell::Text(because)]);
    }
    vec![Block::Table(table)]
}

#[cfg(test)]
mod tests;
