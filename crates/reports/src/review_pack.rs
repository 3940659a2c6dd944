//! The papers of a management review (9.3): agenda, inputs a to g with figures then and now, and what was decided.

use model::records::{Decision, InputLetter, ManagementReview, ReviewInput, ReviewState};
use model::{Date, Entry, RecordId, Ref, Words as _};

use crate::basis::Basis;
use crate::content::{Approval, Block, Cell, Chip, Column, Content, Fact, Paper, Section, Status, Table};
use crate::review_trends::Trend;

/// So many records are named behind an input.
const NAMED: usize = 20;

/// What lies on the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Pack {
    /// The review; nothing where nobody has planned one.
    pub review: Option<Ref<ManagementReview>>,
    /// The review before, and when it was held.
    pub last: Option<(Ref<ManagementReview>, Date)>,
    /// The inputs by the letters of 9.3.2.
    pub inputs: Vec<ReviewInput>,
    /// The figures now, and at the review before.
    pub trends: Vec<Trend>,
}

/// Returns the papers as a document.
#[must_use]
pub fn content(basis: &Basis, pack: &Pack) -> Content {
    let review = pack.review.and_then(|id| basis.isms.management_reviews.get(&id));
    let named = pack.review.map(|id| id.to_string());
    let state = match review.map(|review| review.state) {
        None => Chip::new(Status::NotStarted, "not planned"),
        Some(ReviewState::Planned) => Chip::new(Status::InProgress, "to be held"),
        Some(ReviewState::Held) => Chip::new(Status::Met, "held"),
        Some(ReviewState::Cancelled) => Chip::new(Status::NotApplicable, "cancelled"),
    };
    let mut sections = vec![agenda(pack), inputs(basis, pack)];
    sections.push(decisions(basis, review));
    Content {
        id: named.clone().unwrap_or_else(|| "MR".to_owned()),
        organisation: basis.organisation(),
        title: "Management review".to_owned(),
        subtitle: format!("Agenda and inputs, {}, clause 9.3", basis.standards.name()),
        version: review.map_or_else(|| "draft".to_owned(), |review| review.title.to_string()),
        state,
        classification: "Confidential".to_owned(),
        as_of: basis.as_of,
        ledger: basis.ledger.clone(),
        facts: facts(basis, review, pack),
        sections,
    }
}

fn facts(basis: &Basis, review: Option<&Entry<ManagementReview>>, pack: &Pack) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(review) = review {
        let day = review.held_on.map(|on| format!("held {on}"));
        let day = day.or(review.planned_on.map(|on| format!("planned {on}")));
        facts.push(Fact::text("Day", day.unwrap_or_else(|| "to be set".to_owned())));
        facts.push(Fact::text("Chair", or_dash(basis.owner(review.chair.as_ref()))));
        let people = if review.attendees.is_empty() { &review.invited } else { &review.attendees };
        let label = if review.attendees.is_empty() { "Invited" } else { "Attended" };
        let names: Vec<String> = people.iter().map(|person| basis.person(*person)).collect();
        facts.push(Fact::text(label, or_dash(names.join(", "))));
    }
    let last = match pack.last {
        Some((id, on)) => format!("{} on {on}", basis.named(id.id())),
        None => "none: this is the first".to_owned(),
    };
    facts.push(Fact::text("Review before", last));
    facts
}

fn or_dash(text: String) -> String {
    if text.is_empty() { "–".to_owned() } else { text }
}

/// Returns what is on the agenda: each letter, and in a line what stands there.
fn agenda(pack: &Pack) -> Section {
    let mut table = Table::new(vec![
        Column::fixed("Input", 14),
        Column::share("What is looked at", 3),
        Column::share("In short", 4),
    ]);
    for input in &pack.inputs {
        let Some(letter) = input.letter else { continue };
        let short = input.text.lines().next().unwrap_or_default();
        table.row(vec![
            Cell::Text(letter.word().to_owned()),
            Cell::Text(letter.asks().to_owned()),
            Cell::Text(or_dash(short.to_owned())),
        ]);
    }
    let blocks = match pack.inputs.is_empty() {
        true => vec![Block::Paragraph("No input is recorded.".to_owned())],
        false => vec![Block::Table(table)],
    };
    Section { heading: "Agenda".to_owned(), paper: Paper::Portrait, blocks }
}

/// Returns the inputs, each with its figures and the records behind it.
fn inputs(basis: &Basis, pack: &Pack) -> Section {
    let mut blocks = Vec::new();
    for input in &pack.inputs {
        let Some(letter) = input.letter else { continue };
        blocks.push(Block::Heading(format!("{}) {}", letter.word(), letter.asks())));
        let text =
            if input.text.is_empty() { "Nothing is recorded.".to_owned() } else { input.text.to_string() };
        blocks.push(Block::Paragraph(text));
        let trends: Vec<&Trend> = pack.trends.iter().filter(|trend| trend.now.letter == letter).collect();
        if !trends.is_empty() {
            blocks.push(Block::Table(figures(&trends, pack.last)));
        }
        if !input.references.is_empty() {
            blocks.push(Block::Remark(behind(basis, &input.references)));
        }
    }
    Section { heading: "Inputs".to_owned(), paper: Paper::Portrait, blocks }
}

fn figures(trends: &[&Trend], last: Option<(Ref<ManagementReview>, Date)>) -> Table {
    let before = last.map_or_else(|| "before".to_owned(), |(id, on)| format!("at {id}, {on}"));
    let mut table = Table::new(vec![
        Column::share("Figure", 3),
        Column::share("now", 1).right(),
        Column::share(before, 1).right(),
    ]);
    for trend in trends {
        let said = |count: usize, of: usize| Cell::Text(format!("{count} of {of}"));
        let then = trend.then.map_or(Cell::Empty, |then| said(then.count, then.of));
        table.row(vec![Cell::Text(trend.now.label.to_owned()), said(trend.now.count, trend.now.of), then]);
    }
    table
}

/// Names the records behind an input.
fn behind(basis: &Basis, records: &[RecordId]) -> String {
    let named: Vec<String> = records.iter().take(NAMED).map(|id| basis.named(*id)).collect();
    let more = records.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("Records: {}{more}", named.join("; "))
}

/// Returns what was decided, or the questions that a review has to answer.
fn decisions(basis: &Basis, review: Option<&Entry<ManagementReview>>) -> Section {
    let held = review.filter(|review| review.state == ReviewState::Held);
    let mut blocks = Vec::new();
    match held {
        None => blocks.push(Block::Paragraph(
            "To be decided: what is improved, what is changed in the management system, and who does it by when; \
             and whether the system is still suitable, adequate and effective."
                .to_owned(),
        )),
        Some(review) => {
            if !review.minutes.is_empty() {
                blocks.push(Block::Paragraph(review.minutes.to_string()));
            }
            if review.decisions.is_empty() {
                blocks.push(Block::Paragraph("Nothing was decided.".to_owned()));
            } else {
                blocks.push(Block::Table(decided(basis, &review.decisions)));
            }
        }
    }
    let people = review.map(|review| if held.is_some() { &review.attendees } else { &review.invited });
    let signs = people.into_iter().flatten().map(|person| Approval {
        name: basis.person(*person),
        role: "Took part".to_owned(),
        decision: match held {
            Some(_) => Chip::new(Status::Met, "attended"),
            None => Chip::new(Status::NotStarted, "invited"),
        },
        on: held.and_then(|review| review.held_on),
    });
    let signs: Vec<Approval> = signs.collect();
    if !signs.is_empty() {
        blocks.push(Block::Approvals(signs));
    }
    Section { heading: "Decisions".to_owned(), paper: Paper::Portrait, blocks }
}

fn decided(basis: &Basis, decisions: &[Decision]) -> Table {
    let mut table = Table::new(vec![
        Column::share("Decision", 4),
        Column::share("Owner", 2),
        Column::fixed("Due", 24),
        Column::fixed("Done", 24),
    ]);
    let day = |on: Option<Date>| on.map_or(Cell::Empty, |on| Cell::Text(on.to_string()));
    for decision in decisions {
        table.row(vec![
            Cell::Text(decision.title.to_string()),
            Cell::Text(or_dash(basis.owner(decision.owner.as_ref()))),
            day(decision.due),
            day(decision.done_on),
        ]);
    }
    table
}

/// Says whether each letter of 9.3.2 is on the agenda.
#[must_use]
pub fn is_whole(pack: &Pack) -> bool {
    InputLetter::ALL.iter().all(|letter| pack.inputs.iter().any(|input| input.letter == Some(*letter)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::markdown::markdown;
    use crate::review_trends::{figures, trends};
    use crate::sample::{basis, good, head};

    fn pack() -> Pack {
        let sample = good();
        let input = |letter: &InputLetter| ReviewInput {
            letter: Some(*letter),
            text: "3 of 4 are done".into(),
            references: vec![Ref::<ManagementReview>::number(1).id()],
        };
        Pack {
            review: Some(Ref::number(1)),
            last: None,
            inputs: InputLetter::ALL.iter().map(input).collect(),
            trends: trends(&figures(&sample.isms, sample.today), None),
        }
    }

    #[test]
    fn each_letter_stands_on_the_agenda_and_has_its_input() {
        let sample = good();
        let head = head();
        let content = content(&basis(&sample.isms, sample.today, &head), &pack());
        let text = markdown(&content);
        assert!(is_whole(&pack()));
        for letter in InputLetter::ALL {
            assert!(text.contains(&format!("### {}) ", letter.word())), "{}", letter.word());
        }
        assert!(text.contains("## Decisions") && text.contains("| Figure | now | before |"), "{text}");
    }

    #[test]
    fn a_review_that_nobody_planned_has_papers_too() {
        let sample = good();
        let head = head();
        let none = Pack { review: None, last: None, inputs: Vec::new(), trends: Vec::new() };
        let content = content(&basis(&sample.isms, sample.today, &head), &none);
        assert_eq!((content.id.as_str(), content.state.word.as_str()), ("MR", "not planned"));
        assert!(markdown(&content).contains("No input is recorded"));
    }
}
