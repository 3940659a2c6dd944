//! Ratings of a register: values, words of a scale, or a level alone, as the file has them.

use super::cells::Cells;
use super::draft::{Draft, Rated, Refusal, Says};
use super::planner::Planner;
use crate::headings::{Field, Phase};
use crate::problem::quote;
use crate::values::nearest;
use crate::values::scales::{self, Step};
use model::records::{MethodContent, ResidualState, Scale};
use model::{Decimal, Line, Prose};

/// Reads both ratings of a row into its draft.
pub(crate) fn read(planner: &Planner<'_>, cells: &Cells<'_>, draft: &mut Draft) -> Result<(), Refusal> {
    let method = planner.state.method.one().map(|method| method.now(planner.today)).unwrap_or_default();
    let mut reason = cells.text(Field::Justification);
    for phase in [Phase::Now, Phase::After] {
        let likelihood = value(cells, Field::Likelihood, phase, &method.likelihood, draft)?;
        let consequence = value(cells, Field::Consequence, phase, &method.consequence, draft)?;
        let (score, level) = whole(cells, phase, &method)?;
        // A rating after treatment is an aim until somebody here says that it is reached.
        let after = (phase == Phase::After).then_some(ResidualState::Target);
        let mut rated = Rated { after, likelihood, consequence, score, level, ..Rated::default() };
        if rated.is_blank() {
            continue;
        }
        rated.rationale = Prose::new(std::mem::take(&mut reason));
        if phase == Phase::Now {
            rated.on = cells.date(Field::Reviewed).unwrap_or_default();
        }
        draft.says.push(Says::Rated(rated));
    }
    if !reason.is_empty() {
        cells.keep(draft, Field::Justification);
    }
    Ok(())
}

/// Reads a value on a scale: by the map, as a number, or by the word of a step.
///
/// A word is kept as it stands where no scale says what it means; it is never given a number here.
fn value(
    cells: &Cells<'_>,
    field: Field,
    phase: Phase,
    scale: &Scale,
    draft: &mut Draft,
) -> Result<Option<Decimal>, Refusal> {
    let text = cells.word(field, phase);
    if text.is_empty() {
        return Ok(None);
    }
    let blank = matches!(scale, Scale::Steps(steps) if steps.is_empty());
    let found = match cells.mapped(field, text) {
        Some(value) => Some(value),
        None if text.chars().any(char::is_alphabetic) => None,
        None => cells.number(field, phase)?,
    };
    match found {
        Some(value) if blank || scale.holds(value) => Ok(Some(value)),
        None if blank => {
            draft.keep(&cells.heading(field, phase), text);
            Ok(None)
        }
        Some(_) | None => by_word(text, scale).map(Some).ok_or_else(|| {
            Refusal::new(
                cells.heading(field, phase),
                format!("{} is not on the scale of {}", quote(text), field.name()),
                suggestion(text, scale),
            )
        }),
    }
}

/// Returns the value of the step that a text names.
pub(crate) fn by_word(text: &str, scale: &Scale) -> Option<Decimal> {
    let steps: Vec<Step> = scale
        .steps()
        .iter()
        .map(|step| Step {
            number: step.value.to_string().parse().unwrap_or(f64::NAN),
            names: vec![step.word.to_string()],
        })
        .collect();
    let place = scales::step(text, &steps).ok()?.value()?;
    scale.steps().get(place).map(|step| step.value)
}

/// Returns what was probably meant, and what may be chosen.
pub(crate) fn suggestion(text: &str, scale: &Scale) -> String {
    let near = nearest(text, scale.steps().iter().map(|step| &*step.word));
    let near = near.and_then(|near| scale.steps().iter().find(|step| &*step.word == near));
    let near = near.map(|step| format!("did you mean {} ({})? ", step.word, step.value)).unwrap_or_default();
    format!("{near}{}, or a scale in the map", scale.choices())
}

/// Reads what a row says of the whole: a score, a level, or a number in the column of levels.
fn whole(
    cells: &Cells<'_>,
    phase: Phase,
    method: &MethodContent,
) -> Result<(Option<Decimal>, Option<Line>), Refusal> {
    let is_number = |text: &str| !text.is_empty() && !text.chars().any(char::is_alphabetic);
    let mut score = None;
    let mut level = None;
    for field in [Field::Score, Field::Level] {
        let text = cells.word(field, phase);
        if is_number(text) {
            let number = cells.number(field, phase)?;
            score = score.or(number);
        } else if !text.is_empty() && level.is_none() {
            let place = method.place(text).and_then(|place| method.word(place));
            if let (None, false) = (place, method.levels.is_empty()) {
                let words: Vec<&str> = method.levels.iter().map(|step| &*step.word).collect();
                let near = nearest(text, words.iter().copied()).map(|near| format!("did you mean {near}? "));
                return Err(Refusal::new(
                    cells.heading(field, phase),
                    format!("the method has no level {}", quote(text)),
                    format!("{}one of {}", near.unwrap_or_default(), words.join(", ")),
                ));
            }
            level = Some(place.cloned().unwrap_or_else(|| Line::new(text)));
        }
    }
    Ok((score, level))
}
