//! Control lists: own controls, or what is said of the controls of Annex A.

use super::cells::{Cells, Register};
use super::draft::{Draft, Refusal, Says, Stated, Which, number};
use super::others::controls as named;
use super::planner::Planner;
use super::risks::owner;
use crate::headings::{Field, Phase};
use crate::values::Read;
use crate::values::words::{State, state};
use model::records::{Cadence, ControlState};
use model::{Key, RecordId, RecordKind};
use standards::spelling::{Spelled, read};

/// The fields that a control takes; all others are kept beside it.
const TAKEN: &[Field] = &[
    Field::Id,
    Field::Title,
    Field::Description,
    Field::Owner,
    Field::Cadence,
    Field::Status,
    Field::Controls,
];

/// Plans the rows of a control list.
pub(crate) fn plan(planner: &mut Planner<'_>, register: &Register<'_>) {
    for cells in register.rows() {
        let title = cells.text(Field::Title).to_owned();
        match draft(planner, &cells) {
            Ok(draft) => {
                planner.take(draft);
            }
            Err(refusal) => planner.refuse(cells.spot(), RecordKind::Control, title, refusal),
        }
    }
}

fn draft(planner: &Planner<'_>, cells: &Cells<'_>) -> Result<Draft, Refusal> {
    cells.sound()?;
    let heading = |field| cells.heading(field, Phase::Now);
    let foreign = cells.text(Field::Id).to_owned();
    let annex = match read(&foreign) {
        Spelled::Of2022(number) => Some(RecordId { kind: RecordKind::Control, key: Key::AnnexA(number) }),
        Spelled::Of2013(_)
        | Spelled::Heading
        | Spelled::Clause
        | Spelled::Ambiguous(_)
        | Spelled::Unknown => None,
    };
    let annex = annex.filter(|id| planner.state.find(*id).is_some());
    let mut draft = match annex {
        Some(id) => {
            let mut draft = Draft::new(cells.spot(), RecordKind::Control, Which::Control(id), "");
            draft.title = cells.text(Field::Title).to_owned();
            draft
        }
        None => {
            let which =
                Which::Theirs { number: number(RecordKind::Control, &foreign), foreign: foreign.clone() };
            let mut draft = Draft::new(cells.spot(), RecordKind::Control, which, cells.text(Field::Title));
            draft.line("reference", &heading(Field::Id), &foreign);
            draft
        }
    };
    draft.prose("design", &heading(Field::Description), cells.text(Field::Description));
    let cadence = cells.word(Field::Cadence, Phase::Now);
    draft.word::<Option<Cadence>>("cadence", &heading(Field::Cadence), cadence);
    owner(planner, cells, &mut draft);
    let mut serves = named(planner, cells.text(Field::Controls));
    serves.retain(|id| matches!(id.key, Key::AnnexA(_)));
    if serves.is_empty() || annex.is_some() {
        cells.keep(&mut draft, Field::Controls);
    } else {
        let ids: Vec<String> = serves.iter().map(ToString::to_string).collect();
        draft.prose("implements", &heading(Field::Controls), &ids.join(", "));
    }
    let read = state(cells.word(Field::Status, Phase::Now));
    match read.map_err(|unread| cells.unread(Field::Status, Phase::Now, unread))? {
        Read::Blank => {}
        Read::Is(word) => match how_far(word) {
            Some(state) => draft.says.push(Says::Stated(Stated { state: Some(state), ..Stated::default() })),
            None => cells.keep(&mut draft, Field::Status),
        },
    }
    if says_more(cells.text(Field::Status)) {
        cells.keep(&mut draft, Field::Status);
    }
    cells.keep_rest(&mut draft, TAKEN);
    Ok(draft)
}

/// Returns our state for a word of a file; "not applicable" is none.
pub(crate) fn how_far(word: State) -> Option<ControlState> {
    match word {
        State::NotStarted => Some(ControlState::NotStarted),
        State::Planned => Some(ControlState::Planned),
        State::Partial => Some(ControlState::Partial),
        State::Implemented => Some(ControlState::Implemented),
        State::Retired => Some(ControlState::Retired),
        State::NotApplicable => None,
    }
}

/// Says whether the word of a file tells more than the state that is kept.
pub(crate) fn says_more(text: &str) -> bool {
    ["degraded", "on hold", "compliant", "partially compliant", "non compliant", "approved"]
        .contains(&crate::values::plain(text).as_str())
}
