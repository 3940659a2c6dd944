//! Tables of the Statement of Applicability, by the numbers of 2022 or of 2013.

use super::cells::{Cells, Register};
use super::controls::{how_far, says_more};
use super::draft::{Draft, Refusal, Says, Stated, Which};
use super::planner::Planner;
use super::risks::owner;
use crate::headings::{Field, Phase};
use crate::problem::quote;
use crate::values::Read;
use crate::values::lists::list;
use crate::values::words::{Answer, State, answer, state};
use model::records::{ControlState, Reason};
use model::{AnnexA, Key, Line, RecordId, RecordKind, Ref, Value, YesNo};
use standards::spelling::Spelled;
use standards::{Column, OldNumber};
use std::collections::BTreeMap;

/// The fields that a row of the statement takes; all others are kept beside the control.
const TAKEN: &[Field] = &[
    Field::Id,
    Field::Title,
    Field::Applicable,
    Field::Justification,
    Field::ExclusionReason,
    Field::Status,
    Field::Implementation,
    Field::Owner,
    Field::Risks,
];

/// The columns that mark a reason, and the words for it.
const MARKS: [(Field, &str); 4] = [
    (Field::ReasonLaw, "legal requirement"),
    (Field::ReasonContract, "contractual obligation"),
    (Field::ReasonBusiness, "business requirement or best practice"),
    (Field::ReasonRisk, "result of the risk assessment"),
];

/// A row, understood.
struct Row<'a> {
    cells: Cells<'a>,
    stated: Stated,
}

/// Plans the rows of a statement.
pub(crate) fn plan(planner: &mut Planner<'_>, register: &Register<'_>) {
    let all: Vec<Cells<'_>> = register.rows().collect();
    let texts: Vec<&str> = all.iter().map(|cells| cells.text(Field::Id)).collect();
    let column = Column::judge(texts.iter().copied());
    let spelled = column.read_all(texts.iter().copied());
    let mut old: BTreeMap<AnnexA, Vec<(OldNumber, Row<'_>)>> = BTreeMap::new();
    let mut old_rows = 0;
    planner.unlinked.reasons += all.iter().filter(|cells| is_unlinked(planner, cells)).count();
    for (cells, spelled) in all.into_iter().zip(spelled) {
        let title = cells.text(Field::Title).to_owned();
        let id = match spelled {
            Spelled::Of2022(number) => control(number),
            Spelled::Of2013(number) => {
                old_rows += 1;
                match stated(planner, &cells) {
                    Ok(stated) => {
                        for new in spelled.numbers() {
                            let row = Row { cells, stated: stated.clone() };
                            old.entry(new).or_default().push((number, row));
                        }
                    }
                    Err(refusal) => planner.refuse(cells.spot(), RecordKind::Control, title, refusal),
                }
                continue;
            }
            Spelled::Heading | Spelled::Clause | Spelled::Ambiguous(_) | Spelled::Unknown => {
                match own(planner, &cells) {
                    Some(id) => id,
                    None => {
                        other(planner, &cells, spelled, title);
                        continue;
                    }
                }
            }
        };
        match draft(planner, &cells, id) {
            Ok(draft) => {
                planner.take(draft);
            }
            Err(refusal) => planner.refuse(cells.spot(), RecordKind::Control, title, refusal),
        }
    }
    if old_rows > 0 {
        planner.notes.push(format!(
            "{}: {old_rows} rows follow the edition of 2013 and meet in {} controls of 2022: included where any of them was, with \
             the worst state; each old text is kept under its number",
            register.sheet.name,
            old.len()
        ));
    }
    for (number, rows) in old {
        let draft = merged(planner, number, &rows);
        planner.take(draft);
    }
}

fn control(number: AnnexA) -> RecordId {
    RecordId { kind: RecordKind::Control, key: Key::AnnexA(number) }
}

/// Returns the own control that a row names.
fn own(planner: &Planner<'_>, cells: &Cells<'_>) -> Option<RecordId> {
    let text = cells.text(Field::Id);
    let id = if text.is_empty() {
        None
    } else {
        planner.index.named(&planner.state, RecordKind::Control, text).record()
    };
    id.filter(|id| matches!(id.key, Key::Number(_)))
}

/// Notes a row that names no control.
fn other(planner: &mut Planner<'_>, cells: &Cells<'_>, spelled: Spelled, title: String) {
    let text = cells.row.text(cells.register.header.column(Field::Id).unwrap_or(crate::Column(0)));
    let reason = match spelled {
        Spelled::Clause => "a clause of the standard, which is no row of the statement; not taken yet",
        Spelled::Heading => "a heading",
        Spelled::Unknown if !text.bytes().any(|byte| byte.is_ascii_digit()) => "it names no control",
        Spelled::Of2022(_) | Spelled::Of2013(_) | Spelled::Ambiguous(_) | Spelled::Unknown => {
            let column = cells.heading(Field::Id, Phase::Now);
            let reason = format!("{} names no control that is known", quote(text));
            let refusal = Refusal::new(column, reason, "a control such as A.5.1, or A.9.2.1 of 2013");
            planner.refuse(cells.spot(), RecordKind::Control, title, refusal);
            return;
        }
    };
    planner.pass(cells.spot(), RecordKind::Control, title, reason);
}

fn draft(planner: &Planner<'_>, cells: &Cells<'_>, id: RecordId) -> Result<Draft, Refusal> {
    let stated = stated(planner, cells)?;
    let mut draft = begin(planner, cells, id);
    let heading = cells.heading(Field::Implementation, Phase::Now);
    draft.prose("design", &heading, cells.text(Field::Implementation));
    owner(planner, cells, &mut draft);
    if says_more(cells.text(Field::Status)) {
        cells.keep(&mut draft, Field::Status);
    }
    let why_not = cells.text(Field::ExclusionReason);
    if stated.included != Some(YesNo::No) || !cells.text(Field::Justification).is_empty() {
        draft.keep(&cells.heading(Field::ExclusionReason, Phase::Now), why_not);
    }
    let explained = |piece: &str| {
        is_baseline(piece) || list(piece).iter().all(|name| !reasons_in(planner, name).is_empty())
    };
    if stated.included != Some(YesNo::Yes) || !pieces(cells).all(explained) {
        cells.keep(&mut draft, Field::Risks);
    }
    cells.keep_rest(&mut draft, TAKEN);
    draft.says.push(Says::Stated(stated));
    Ok(draft)
}

fn begin(planner: &Planner<'_>, cells: &Cells<'_>, id: RecordId) -> Draft {
    let mut draft = Draft::new(cells.spot(), RecordKind::Control, Which::Control(id), "");
    draft.title = cells.text(Field::Title).to_owned();
    if planner.state.find(id).is_none() {
        // Only before an organisation has begun: else the 93 are there, with their official titles.
        let title = draft.shown();
        draft.line("title", "Title", &title);
    }
    draft
}

/// Reads what a row states.
fn stated(planner: &Planner<'_>, cells: &Cells<'_>) -> Result<Stated, Refusal> {
    cells.sound()?;
    let unread = |field| move |unread| cells.unread(field, Phase::Now, unread);
    let said = answer(cells.word(Field::Applicable, Phase::Now)).map_err(unread(Field::Applicable))?;
    let far = state(cells.word(Field::Status, Phase::Now)).map_err(unread(Field::Status))?;
    let included = match (said, far) {
        (Read::Is(Answer::Yes), _) => Some(YesNo::Yes),
        (Read::Is(Answer::No), _) | (Read::Blank, Read::Is(State::NotApplicable)) => Some(YesNo::No),
        (Read::Blank, _) => None,
    };
    let (why, why_not) = (cells.text(Field::Justification), cells.text(Field::ExclusionReason));
    let mut justification = match included {
        Some(YesNo::No) if why.is_empty() => why_not.to_owned(),
        Some(_) | None => why.to_owned(),
    };
    let mut reasons = Vec::new();
    if included == Some(YesNo::Yes) {
        reasons = reasons_in(planner, &format!("{} {}", cells.text(Field::Risks), why));
        let baselines = pieces(cells).filter(|piece| is_baseline(piece));
        reasons.extend(baselines.filter_map(|piece| Reason::read(piece).ok()));
        let mut marked = Vec::new();
        for (field, words) in MARKS {
            if !matches!(answer(cells.word(field, Phase::Now)), Ok(Read::Is(Answer::Yes))) {
                continue;
            }
            // A baseline is a decision of one's own and needs no record; law, contract and risk point at something.
            if field == Field::ReasonBusiness {
                reasons.push(Reason::Baseline(Line::new(&format!("{words}, as the file says"))));
            } else {
                marked.push(words);
            }
        }
        if justification.is_empty() && !marked.is_empty() {
            justification = format!("the file marks: {}", marked.join(", "));
        }
    }
    let state = match far {
        Read::Is(word) if included != Some(YesNo::No) => how_far(word),
        Read::Is(_) | Read::Blank => None,
    };
    Ok(Stated { included, reasons, justification, state })
}

/// Returns the reasons that a cell lists.
fn pieces<'a>(cells: &Cells<'a>) -> impl Iterator<Item = &'a str> {
    cells.text(Field::Risks).split(['\n', ';']).map(str::trim)
}

fn is_baseline(piece: &str) -> bool {
    piece.to_lowercase().starts_with("baseline:")
}

/// Returns the risks, obligations and agreements on record that a text names by id.
fn reasons_in(planner: &Planner<'_>, text: &str) -> Vec<Reason> {
    let mut reasons = Vec::new();
    for word in words_of(text) {
        if !word.bytes().any(|byte| byte.is_ascii_digit()) || !word.contains(['-', '_', '.']) {
            continue;
        }
        let named = |kind| planner.index.named(&planner.state, kind, word).record();
        let reason = named(RecordKind::Risk)
            .map(|id| Reason::Risk(Ref::of(id.key)))
            .or_else(|| named(RecordKind::Obligation).map(|id| Reason::Obligation(Ref::of(id.key))))
            .or_else(|| named(RecordKind::Agreement).map(|id| Reason::Agreement(Ref::of(id.key))));
        reasons.extend(reason.filter(|reason| !reasons.contains(reason)));
    }
    reasons
}

/// Returns the words of a text that may be ids.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let mark =
        |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '[' | ']' | ':' | '/' | '|');
    text.split(mark).map(|word| word.trim_end_matches('.')).filter(|word| !word.is_empty())
}

/// Says whether a row names a reason by a number that leads to nothing here.
fn is_unlinked(planner: &Planner<'_>, cells: &Cells<'_>) -> bool {
    let kinds = [RecordKind::Risk, RecordKind::Obligation, RecordKind::Agreement];
    let numbered = |word: &str| RecordId::parse(word).is_some_and(|id| kinds.contains(&id.kind));
    let unlinked =
        |text: &str| words_of(text).any(|word| numbered(word) && reasons_in(planner, word).is_empty());
    unlinked(cells.text(Field::Risks)) || unlinked(cells.text(Field::Justification))
}

/// Makes one row of 2022 of all the rows of 2013 that meet in it.
fn merged(planner: &Planner<'_>, number: AnnexA, rows: &[(OldNumber, Row<'_>)]) -> Draft {
    let first = &rows[0].1.cells;
    let mut draft = begin(planner, first, control(number));
    let any = |answer| rows.iter().any(|(_, row)| row.stated.included == Some(answer));
    let included = if any(YesNo::Yes) {
        Some(YesNo::Yes)
    } else if any(YesNo::No) {
        Some(YesNo::No)
    } else {
        None
    };
    let mut whole = Stated { included, ..Stated::default() };
    let mut texts: Vec<String> = Vec::new();
    for (old, row) in rows {
        let Row { cells, stated } = row;
        if stated.included == included {
            whole.reasons.extend(
                stated.reasons.iter().filter(|r| !whole.reasons.contains(r)).cloned().collect::<Vec<_>>(),
            );
            if !stated.justification.is_empty() && !texts.contains(&stated.justification) {
                texts.push(stated.justification.clone());
            }
        }
        let far = stated.state.filter(|_| stated.included != Some(YesNo::No));
        whole.state = match (whole.state, far) {
            (Some(one), Some(other)) => Some(worse(one, other)),
            (one, other) => one.or(other),
        };
        let old_text: Vec<String> = cells
            .row
            .cells
            .iter()
            .filter(|cell| Some(cell.column) != cells.register.header.column(Field::Id))
            .map(|cell| cell.text.clone())
            .collect();
        draft.keep(&old.to_string(), &old_text.join(" | "));
    }
    whole.justification = texts.join("\n");
    draft.title = standards::control(number).title.to_string();
    draft.says.push(Says::Stated(whole));
    draft
}

/// Returns the worse of two states.
fn worse(one: ControlState, other: ControlState) -> ControlState {
    let rank = |state| match state {
        ControlState::Retired => 0,
        ControlState::NotStarted => 1,
        ControlState::Planned => 2,
        ControlState::Partial => 3,
        ControlState::Implemented => 4,
    };
    if rank(one) <= rank(other) { one } else { other }
}
