//! Action plans, lists of evidence and lists of people.

use super::cells::{Cells, Register};
use super::draft::{Draft, Refusal, Says, Which, number};
use super::index::Named;
use super::planner::Planner;
use super::risks::owner;
use crate::headings::{Field, Phase};
use crate::values::{lists::list, plain};
use model::records::PersonKind;
use model::{Key, RecordId, RecordKind};
use standards::spelling::read_all;

/// The fields that an action takes; all others are kept beside it.
const ACTION: &[Field] = &[Field::Id, Field::Title, Field::Risks, Field::Owner, Field::Due, Field::Controls];

/// The fields that evidence takes; all others are kept beside it.
const EVIDENCE: &[Field] = &[
    Field::Id,
    Field::Title,
    Field::Description,
    Field::Collected,
    Field::CollectedBy,
    Field::Location,
    Field::Link,
    Field::Controls,
];

/// The fields that a person takes; all others are kept beside it.
const PERSON: &[Field] =
    &[Field::Id, Field::Title, Field::Email, Field::Job, Field::Category, Field::Start, Field::Expires];

/// Plans the rows of a list of people.
pub(crate) fn people(planner: &mut Planner<'_>, register: &Register<'_>) {
    for cells in register.rows() {
        match person(&cells) {
            Ok(draft) => {
                planner.take(draft);
            }
            Err(refusal) => {
                let title = cells.text(Field::Title).to_owned();
                planner.refuse(cells.spot(), RecordKind::Person, title, refusal);
            }
        }
    }
}

fn person(cells: &Cells<'_>) -> Result<Draft, Refusal> {
    cells.sound()?;
    let kind = RecordKind::Person;
    let heading = |field| cells.heading(field, Phase::Now);
    let foreign = cells.text(Field::Id).to_owned();
    // Bare numbers are the numbers of a payroll, not ours.
    let ours = model::RecordId::parse(&foreign).and_then(|_| number(kind, &foreign));
    let which = Which::Theirs { number: ours, foreign };
    let mut draft = Draft::new(cells.spot(), kind, which, cells.text(Field::Title));
    draft.line("email", &heading(Field::Email), cells.text(Field::Email));
    draft.line("job", &heading(Field::Job), cells.text(Field::Job));
    let word = cells.word(Field::Category, Phase::Now);
    draft.word::<Option<PersonKind>>("kind", &heading(Field::Category), word);
    for (field, name) in [(Field::Start, "joined_on"), (Field::Expires, "left_on")] {
        if let Some(day) = cells.date(field)? {
            draft.prose(name, &heading(field), &day.to_string());
        }
    }
    cells.keep_rest(&mut draft, PERSON);
    Ok(draft)
}

/// Plans the rows of an action plan.
pub(crate) fn actions(planner: &mut Planner<'_>, register: &Register<'_>) {
    for cells in register.rows() {
        let title = cells.text(Field::Title).to_owned();
        match action(planner, &cells) {
            Ok(draft) => {
                let risk = cells.text(Field::Risks);
                let linked = risk.is_empty() || draft.typed.iter().any(|(field, _)| field == "risk");
                if planner.take(draft).is_some() && !linked {
                    planner.unlinked.actions += 1;
                }
            }
            Err(refusal) => planner.refuse(cells.spot(), RecordKind::TreatmentAction, title, refusal),
        }
    }
}

/// Plans the rows of a list of evidence.
pub(crate) fn evidence(planner: &mut Planner<'_>, register: &Register<'_>) {
    for cells in register.rows() {
        let title = cells.text(Field::Title).to_owned();
        match piece(planner, &cells) {
            Ok(draft) => {
                planner.take(draft);
            }
            Err(refusal) => planner.refuse(cells.spot(), RecordKind::Evidence, title, refusal),
        }
    }
}

fn action(planner: &Planner<'_>, cells: &Cells<'_>) -> Result<Draft, Refusal> {
    cells.sound()?;
    let kind = RecordKind::TreatmentAction;
    let (risk, title) = (cells.text(Field::Risks), cells.text(Field::Title));
    let foreign = match cells.text(Field::Id) {
        "" if !risk.is_empty() && !title.is_empty() => format!("{risk}: {title}"),
        id => id.to_owned(),
    };
    let which = Which::Theirs { number: number(kind, cells.text(Field::Id)), foreign };
    let mut draft = Draft::new(cells.spot(), kind, which, title);
    owner(planner, cells, &mut draft);
    match planner.index.named(&planner.state, RecordKind::Risk, risk) {
        Named::One(id) => draft.prose("risk", &cells.heading(Field::Risks, Phase::Now), &id.to_string()),
        Named::NotTaken => {
            let reason =
                format!("its risk {} of this file is not taken", risk.chars().take(40).collect::<String>());
            let expected = "the row of the risk mended, in the same file";
            return Err(Refusal::new(cells.heading(Field::Risks, Phase::Now), reason, expected));
        }
        Named::Unknown => cells.keep(&mut draft, Field::Risks),
    }
    if let Some(due) = cells.date(Field::Due)? {
        draft.prose("due", &cells.heading(Field::Due, Phase::Now), &due.to_string());
    }
    match controls(planner, cells.text(Field::Controls)).as_slice() {
        [control] => {
            draft.prose("control", &cells.heading(Field::Controls, Phase::Now), &control.to_string());
        }
        [] | [..] => cells.keep(&mut draft, Field::Controls),
    }
    // Finished needs a day and a result, which a share or a word is not; so it is only begun.
    let progress = plain(&format!("{} {}", cells.text(Field::Progress), cells.text(Field::Status)));
    let nothing = ["", "0", "open", "to do", "not started", "planned", "new"].contains(&progress.as_str());
    if !nothing {
        draft.says.push(Says::Begun);
    }
    cells.keep_rest(&mut draft, ACTION);
    Ok(draft)
}

fn piece(planner: &Planner<'_>, cells: &Cells<'_>) -> Result<Draft, Refusal> {
    cells.sound()?;
    let kind = RecordKind::Evidence;
    let heading = |field| cells.heading(field, Phase::Now);
    let foreign = cells.text(Field::Id).to_owned();
    let title = match cells.text(Field::Title) {
        "" => cells.text(Field::Description),
        title => title,
    };
    let which = Which::Theirs { number: number(kind, &foreign), foreign };
    let mut draft = Draft::new(cells.spot(), kind, which, title);
    draft.prose("description", &heading(Field::Description), cells.text(Field::Description));
    draft.line("origin", &heading(Field::Location), cells.text(Field::Location));
    draft.line("link", &heading(Field::Link), cells.text(Field::Link));
    if let Some(day) = cells.date(Field::Collected)? {
        draft.prose("collected_on", &heading(Field::Collected), &day.to_string());
    }
    planner.owned(&mut draft, "collected_by", &heading(Field::CollectedBy), cells.text(Field::CollectedBy));
    let targets = controls(planner, cells.text(Field::Controls));
    if targets.len() < list(cells.text(Field::Controls)).len() {
        cells.keep(&mut draft, Field::Controls);
    }
    draft.says.push(Says::Shows { file: None, targets });
    cells.keep_rest(&mut draft, EVIDENCE);
    Ok(draft)
}

/// Returns the controls on record that a cell names: by number, or own ones by id, reference or title.
pub(crate) fn controls(planner: &Planner<'_>, text: &str) -> Vec<RecordId> {
    let mut found = Vec::new();
    for piece in read_all(text) {
        let annex = |number| RecordId { kind: RecordKind::Control, key: Key::AnnexA(number) };
        found.extend(piece.spelled.numbers().into_iter().map(annex));
    }
    if found.is_empty() {
        let named = |name: &String| planner.index.named(&planner.state, RecordKind::Control, name).record();
        found.extend(list(text).iter().filter_map(named));
    }
    found.retain(|id| planner.state.find(*id).is_some());
    found.dedup();
    found
}
