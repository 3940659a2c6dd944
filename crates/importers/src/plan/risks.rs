//! Risk registers.

use super::cells::{Cells, Register};
use super::draft::{Draft, Refusal, Says, Which, number};
use super::planner::Planner;
use super::rating;
use crate::headings::{Field, Phase};
use crate::values::Read;
use crate::values::lists::list;
use crate::values::words::{self, Treatment as Word};
use model::records::Treatment;
use model::{Key, RecordId, RecordKind, Value};
use standards::spelling::{Spelled, read_all};

/// The fields that a risk takes; all others are kept beside it.
const TAKEN: &[Field] = &[
    Field::Id,
    Field::Title,
    Field::Description,
    Field::Threat,
    Field::Vulnerability,
    Field::Owner,
    Field::Assets,
    Field::ExistingControls,
    Field::Priority,
    Field::Likelihood,
    Field::Consequence,
    Field::Score,
    Field::Level,
    Field::Treatment,
    Field::Controls,
    Field::Justification,
];

/// Plans the rows of a risk register.
pub(crate) fn plan(planner: &mut Planner<'_>, register: &Register<'_>) {
    let mut unknown = 0;
    for cells in register.rows() {
        let title = cells.text(Field::Title);
        if cells.is_banner() {
            planner.pass(cells.spot(), RecordKind::Risk, title.to_owned(), "a heading inside the table");
            continue;
        }
        match draft(planner, &cells, &mut unknown) {
            Ok(draft) => {
                planner.take(draft);
            }
            Err(refusal) => planner.refuse(cells.spot(), RecordKind::Risk, title.to_owned(), refusal),
        }
    }
    planner.unlinked.assets += unknown;
}

fn draft(planner: &Planner<'_>, cells: &Cells<'_>, unknown: &mut usize) -> Result<Draft, Refusal> {
    cells.sound()?;
    let heading = |field| cells.heading(field, Phase::Now);
    let foreign = cells.text(Field::Id).to_owned();
    let which = Which::Theirs { number: number(RecordKind::Risk, &foreign), foreign };
    let mut draft = Draft::new(cells.spot(), RecordKind::Risk, which, cells.text(Field::Title));
    draft.prose("description", &heading(Field::Description), cells.text(Field::Description));
    draft.line("threat", &heading(Field::Threat), cells.text(Field::Threat));
    draft.line("weakness", &heading(Field::Vulnerability), cells.text(Field::Vulnerability));
    draft.line("priority", &heading(Field::Priority), cells.text(Field::Priority));
    draft.prose("existing_controls", &heading(Field::ExistingControls), cells.text(Field::ExistingControls));
    owner(planner, cells, &mut draft);
    elements(planner, cells, &mut draft, unknown);
    rating::read(planner, cells, &mut draft)?;
    treatment(planner, cells, &mut draft)?;
    cells.keep_rest(&mut draft, TAKEN);
    Ok(draft)
}

/// Says who answers for a record: a person on record, or the name that the file has.
pub(crate) fn owner(planner: &Planner<'_>, cells: &Cells<'_>, draft: &mut Draft) {
    let text = cells.text(Field::Owner);
    if !text.is_empty() {
        planner.owned(draft, "owner", &cells.heading(Field::Owner, Phase::Now), text);
    }
}

/// Links the assets that are on record, beside those linked already, and keeps the names of the others.
fn elements(planner: &Planner<'_>, cells: &Cells<'_>, draft: &mut Draft, unknown: &mut usize) {
    let text = cells.text(Field::Assets);
    if text.is_empty() {
        return;
    }
    let whole = planner.index.element(&planner.state, text);
    let (mut found, mut missing) = (Vec::new(), 0);
    match whole {
        Some(element) => found.push(element),
        None => {
            for name in list(text) {
                match planner.index.element(&planner.state, &name) {
                    Some(element) => found.push(element),
                    None => missing += 1,
                }
            }
        }
    }
    if missing > 0 {
        *unknown += 1;
        cells.keep(draft, Field::Assets);
    }
    let mut all = planner
        .present(draft)
        .and_then(|id| planner.state.risks.find(&model::Ref::of(id.key)))
        .map(|risk| risk.elements.clone())
        .unwrap_or_default();
    for element in found {
        if !all.contains(&element) {
            all.push(element);
        }
    }
    draft.prose("elements", &cells.heading(Field::Assets, Phase::Now), &all.text());
}

fn treatment(planner: &Planner<'_>, cells: &Cells<'_>, draft: &mut Draft) -> Result<(), Refusal> {
    let unread = |unread| cells.unread(Field::Treatment, Phase::Now, unread);
    let read = words::treatment(cells.word(Field::Treatment, Phase::Now)).map_err(unread)?;
    let treatment = match read {
        Read::Blank => None,
        Read::Is(treated) => {
            if !treated.rest.is_empty() {
                cells.keep(draft, Field::Treatment);
            }
            Some(decided(treated.treatment))
        }
    };
    // What is meant to be done with what is left is no second decision.
    let after = cells.text_in(Field::Treatment, Phase::After);
    draft.keep(&cells.heading(Field::Treatment, Phase::After), after);
    let mut controls = Vec::new();
    let text = cells.text(Field::Controls);
    for piece in read_all(text) {
        let own = || planner.index.named(&planner.state, RecordKind::Control, piece.text.trim()).record();
        let numbers: Vec<RecordId> = match piece.spelled {
            Spelled::Unknown => own().into_iter().collect(),
            Spelled::Ambiguous(_) | Spelled::Heading | Spelled::Clause => Vec::new(),
            Spelled::Of2022(_) | Spelled::Of2013(_) => {
                let annex = |number| RecordId { kind: RecordKind::Control, key: Key::AnnexA(number) };
                piece.spelled.numbers().into_iter().map(annex).collect()
            }
        };
        if numbers.is_empty() || matches!(piece.spelled, Spelled::Of2013(_)) {
            cells.keep(draft, Field::Controls);
        }
        controls.extend(numbers.into_iter().filter(|id| planner.state.find(*id).is_some()));
    }
    if treatment.is_some() || !controls.is_empty() {
        draft.says.push(Says::Treated { treatment, controls });
    }
    Ok(())
}

/// Returns our treatment for a word of a file.
pub(crate) fn decided(word: Word) -> Treatment {
    match word {
        Word::Undecided => Treatment::Undecided,
        Word::Modify => Treatment::Modify,
        Word::Retain => Treatment::Retain,
        Word::Avoid => Treatment::Avoid,
        Word::Share => Treatment::Share,
    }
}
