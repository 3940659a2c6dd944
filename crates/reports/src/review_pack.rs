//! The papers of a management review (9.3): agenda, inputs a to g with figures then and now, and what was decided.

use model::records::{Decision, InputLetter, ManagementReview, ReviewInput, ReviewState};
use model::{Date, Entry, Isms, RecordId, Ref, Words as _};

use crate::basis::Basis;
use crate::content::{Approval, Block, Cell, Chip, Column, Content, Fact, Paper, Section, Status, Table};
use crate::review_trends::{Trend, figures as figures_of, trends};

/// So many records are named behind an input.
const NAMED: usize = 20;

/// What lies on the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Pack {
    /// The review; nothing where nobody has planned one.
    pub review: Option<Ref<ManagementReview>>,
    /// The day that it is about: on which the review was held, else that of the reader.
    pub on: Date,
    /// Where the inputs come from.
    pub source: Source,
    /// The review before, and when it was held.
    pub last: Option<(Ref<ManagementReview>, Date)>,
    /// The inputs by the letters of 9.3.2.
    pub inputs: Vec<ReviewInput>,
    /// The figures now, and at the review before.
    pub trends: Vec<Trend>,
}

/// Where the inputs of a review come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// They lay on the table and were frozen.
    Frozen,
    /// People wrote them, and nobody froze them.
    Written,
    /// The records, and what people wrote over them.
    Records,
}

/// The days of which the papers tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// Of the figures now: the day on which the review was held, else today.
    pub on: Date,
    /// The review before, with the day of its figures.
    pub last: Option<(Ref<ManagementReview>, Date)>,
}

/// What the papers are drawn from: the organization on the days that [`days_of`] names.
#[derive(Debug, Clone)]
pub struct Drawn<'a> {
    /// On the day that they are about.
    pub now: &'a Isms,
    /// On the day of the review before.
    pub then: Option<&'a Isms>,
    /// What the records say about each input today.
    pub found: Vec<ReviewInput>,
}

/// Returns the days of which the papers of a review tell; without a review those of the next one that somebody plans.
#[must_use]
pub fn days_of(isms: &Isms, review: Option<Ref<ManagementReview>>, today: Date) -> Days {
    let record = review.and_then(|id| isms.management_reviews.get(&id));
    let held = record.filter(|record| record.state == ReviewState::Held);
    let held_on = held.and_then(|record| record.held_on).filter(|on| *on <= today);
    let on = held_on.unwrap_or(today);
    let comes_before = |id: Ref<ManagementReview>, day: Date| match (held_on, review) {
        // Of two on one day the one that was recorded first came first.
        (Some(held_on), Some(own)) => (day, id) < (held_on, own),
        (None, _) | (_, None) => day <= on && Some(id) != review,
    };
    let all = isms.management_reviews.iter();
    let held = all.filter_map(|(id, one)| Some((one.held_on?, id)));
    let last = held.filter(|(day, id)| comes_before(*id, *day)).max();
    Days { on, last: last.map(|(day, id)| (id, day)) }
}

/// Gathers the papers: of a review that was held its own inputs and the figures of its day, of the others what would lie there.
#[must_use]
pub fn gathered(isms: &Isms, review: Option<Ref<ManagementReview>>, days: Days, drawn: Drawn) -> Pack {
    let record = review.and_then(|id| isms.management_reviews.get(&id));
    let (mut inputs, source) = match record.map(|record| (record, record.state)) {
        Some((record, ReviewState::Held)) => match record.packs.last() {
            Some(pack) => (pack.content.inputs.clone(), Source::Frozen),
            None => (record.inputs.clone(), Source::Written),
        },
        Some((record, ReviewState::Cancelled)) => (record.inputs.clone(), Source::Written),
        Some((record, ReviewState::Planned)) => (with_written(record, drawn.found), Source::Records),
        None => (drawn.found, Source::Records),
    };
    let place = |letter: InputLetter| InputLetter::ALL.iter().position(|known| *known == letter);
    inputs.sort_by_key(|input| input.letter.and_then(place).unwrap_or(usize::MAX));
    let trends = match record.map(|record| record.state) {
        Some(ReviewState::Cancelled) => Vec::new(),
        None | Some(ReviewState::Planned | ReviewState::Held) => {
            let then = drawn.then.zip(days.last).map(|(then, (_, day))| figures_of(then, day));
            trends(&figures_of(drawn.now, days.on), then.as_deref())
        }
    };
    Pack { review, on: days.on, source, last: days.last, inputs, trends }
}

/// Puts what people wrote already in the place of what the records say.
fn with_written(review: &ManagementReview, inputs: Vec<ReviewInput>) -> Vec<ReviewInput> {
    let written = |input: ReviewInput| {
        let own = review.inputs.iter().find(|own| own.letter == input.letter && !own.text.is_empty());
        match own {
            Some(own) => ReviewInput { text: own.text.clone(), ..input },
            None => input,
        }
    };
    inputs.into_iter().map(written).collect()
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
        logos: basis.pictures(),
        facts: basis.cover(facts(basis, review, pack)),
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
    use crate::sample::{basis, blank, good, head};

    fn pack() -> Pack {
        let sample = good();
        let input = |letter: &InputLetter| ReviewInput {
            letter: Some(*letter),
            text: "3 of 4 are done".into(),
            references: vec![Ref::<ManagementReview>::number(1).id()],
        };
        Pack {
            review: Some(Ref::number(1)),
            on: sample.today,
            source: Source::Records,
            last: None,
            inputs: InputLetter::ALL.iter().map(input).collect(),
            trends: trends(&figures_of(&sample.isms, sample.today), None),
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
        let none = Pack {
            review: None,
            on: sample.today,
            source: Source::Records,
            last: None,
            inputs: Vec::new(),
            trends: Vec::new(),
        };
        let content = content(&basis(&sample.isms, sample.today, &head), &none);
        assert_eq!((content.id.as_str(), content.state.word.as_str()), ("MR", "not planned"));
        assert!(markdown(&content).contains("No input is recorded"));
    }
    fn input(letter: InputLetter, text: &str) -> ReviewInput {
        ReviewInput { letter: Some(letter), text: text.into(), references: Vec::new() }
    }

    fn papers(sample: &model::sample::Sample, then: &Isms, number: u32, today: &str) -> Pack {
        let today = today.parse().expect("a day");
        let review = Some(Ref::number(number));
        let days = days_of(&sample.isms, review, today);
        let now = if days.on < today { then } else { &sample.isms };
        let found = vec![input(InputLetter::B, "what the records say")];
        gathered(&sample.isms, review, days, Drawn { now, then: days.last.map(|_| then), found })
    }

    #[test]
    fn the_papers_of_a_held_review_stay_as_they_were_whatever_changes_later() {
        let mut sample = good();
        let held = ManagementReview {
            state: ReviewState::Held,
            held_on: Some(sample.today),
            inputs: vec![input(InputLetter::C, "as people wrote it")],
            ..ManagementReview::default()
        };
        sample.put(Ref::number(50), held);
        let then = sample.isms.clone();
        let today = sample.today.to_string();
        let before = papers(&sample, &then, 50, &today);
        assert_eq!(
            (before.source, before.inputs[0].text.to_string().as_str()),
            (Source::Written, "as people wrote it")
        );
        let finding = model::records::Nonconformity::default();
        sample.put(Ref::number(50), finding);
        let head = head();
        let text = |sample: &model::sample::Sample, pack: &Pack| {
            markdown(&content(&basis(&sample.isms, sample.today, &head), pack))
        };
        let after = papers(&sample, &then, 50, "2035-01-01");
        assert_eq!(after, before);
        assert_eq!(text(&sample, &after), text(&sample, &before));
        assert_ne!(
            figures_of(&sample.isms, sample.today),
            figures_of(&then, sample.today),
            "a figure changed"
        );
    }

    #[test]
    fn what_a_person_wrote_stands_in_the_place_of_what_the_records_say() {
        let inputs = vec![input(InputLetter::B, "a new law"), input(InputLetter::C, "")];
        let review = ManagementReview { inputs, ..ManagementReview::default() };
        let found = vec![input(InputLetter::B, "0 of 9"), input(InputLetter::C, "2 changed")];
        let texts: Vec<String> =
            with_written(&review, found).iter().map(|input| input.text.to_string()).collect();
        assert_eq!(texts, ["a new law", "2 changed"]);
    }

    #[test]
    fn of_two_reviews_on_one_day_only_the_second_follows_the_other() {
        let mut sample = blank();
        let day = sample.today;
        let held = || ManagementReview {
            state: ReviewState::Held,
            held_on: Some(day),
            ..ManagementReview::default()
        };
        sample.put(Ref::number(1), held());
        sample.put(Ref::number(2), held());
        let last = |review| days_of(&sample.isms, review, day).last.map(|(id, _)| id);
        assert_eq!(last(Some(Ref::number(1))), None);
        assert_eq!(last(Some(Ref::number(2))), Some(Ref::number(1)));
        assert_eq!(last(None), Some(Ref::number(2)));
    }
}
