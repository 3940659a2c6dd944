//! A risk method that a file describes: a matrix, or scales and bands beside a register.

use super::draft::{Draft, Spot, Which};
use super::planner::Planner;
use crate::ciso_assistant::{Matrix, RiskMatrix};
use crate::headings::Field;
use crate::map;
use crate::sheet::{Sheet, Workbook};
use crate::values::plain;
use model::records::{LevelFunction, LevelStep, Method, MethodContent, Scale, Step};
use model::{Decimal, Key, RecordId, RecordKind, Value};

/// A risk method that a file describes, and what becomes of it.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundMethod {
    /// What it is called.
    pub title: String,
    /// Where the file describes it.
    pub from: String,
    /// What becomes of it.
    pub becomes: Becomes,
}

/// What becomes of a method that a file describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Becomes {
    /// It becomes the draft, which was blank.
    Draft,
    /// The method here says the same.
    Same,
    /// It is left: the method here says something else.
    Left,
}

/// A method in a file, before it is taken.
pub(crate) struct Described {
    pub title: String,
    pub from: String,
    pub row: u32,
    pub content: MethodContent,
    pub description: String,
}

/// Takes a method as the draft where that is blank.
pub(crate) fn take(planner: &mut Planner<'_>, described: Described) {
    let Described { title, from, row, content, description } = described;
    let present = planner.state.method.one().map(|method| Method::clone(method));
    let becomes = match &present {
        Some(method) if scales(&method.content()) == scales(&content) => Becomes::Same,
        Some(method)
            if method.approvals.is_empty()
                && scales(&method.content()) == scales(&MethodContent::default()) =>
        {
            Becomes::Draft
        }
        Some(_) => Becomes::Left,
        None => Becomes::Draft,
    };
    let id = RecordId { kind: RecordKind::Method, key: Key::One };
    let spot = Spot { sheet: from.clone(), row, original: Vec::new() };
    let mut draft = Draft::new(spot.clone(), RecordKind::Method, Which::Ours(id), "");
    draft.title.clone_from(&title);
    match becomes {
        Becomes::Draft => {
            planner.replace_drafts(RecordKind::Method);
            draft.line("title", "Title", &title);
            draft.prose("likelihood", "Likelihood", &content.likelihood.text());
            draft.prose("consequence", "Consequence", &content.consequence.text());
            draft.prose("levels", "Levels", &content.levels.text());
            draft.prose("function", "How a level follows", &content.function.text());
            if let Some(level) = &content.acceptance_level {
                draft.line("acceptance_level", "Acceptance level", level);
            }
            draft.prose("description", "Description", &description);
            planner.take(draft);
        }
        Becomes::Same => {
            planner.take(draft);
        }
        Becomes::Left => {
            let why = "the organisation has another method; values of the file are matched with its scales";
            planner.pass(spot, RecordKind::Method, title.clone(), why);
        }
    }
    planner.method = Some(FoundMethod { title, from, becomes });
}

/// Returns what two methods must share to be the same: scales, levels and function.
fn scales(content: &MethodContent) -> (Scale, Scale, Vec<(String, Option<Decimal>)>, LevelFunction) {
    let levels = content.levels.iter().map(|level| (plain(&level.word), level.from)).collect();
    (content.likelihood.clone(), content.consequence.clone(), levels, content.function.clone())
}

/// Reads the matrix of an export.
pub(crate) fn of_matrix(matrix: &RiskMatrix, number: usize) -> Option<Described> {
    let Matrix { probability, impact, risk, grid } = &matrix.json_definition;
    let whole = |length: usize| (1..=20).contains(&length);
    let fits = whole(probability.len())
        && whole(impact.len())
        && whole(risk.len())
        && grid.len() == probability.len()
        && grid.iter().all(|row| row.len() == impact.len() && row.iter().all(|level| *level < risk.len()));
    if !fits {
        return None;
    }
    let step = |(place, step): (usize, &crate::ciso_assistant::Step)| Step {
        value: Decimal::whole(i32::try_from(place).unwrap_or(0) + 1),
        word: step.name.as_str().into(),
        definition: step.description.as_deref().unwrap_or_default().into(),
    };
    let steps =
        |steps: &[crate::ciso_assistant::Step]| Scale::Steps(steps.iter().enumerate().map(step).collect());
    let level = |step: &crate::ciso_assistant::Step| LevelStep {
        word: step.name.as_str().into(),
        from: None,
        definition: step.description.as_deref().unwrap_or_default().into(),
    };
    let cell = |level: &usize| u32::try_from(*level).unwrap_or(0);
    let content = MethodContent {
        likelihood: steps(probability),
        consequence: steps(impact),
        levels: risk.iter().map(level).collect(),
        function: LevelFunction::Matrix(grid.iter().map(|row| row.iter().map(cell).collect()).collect()),
        ..MethodContent::default()
    };
    let row = u32::try_from(number).unwrap_or(0);
    let description = matrix.description.clone().unwrap_or_default();
    Some(Described {
        title: matrix.name.clone(),
        from: "risk matrices".to_owned(),
        row,
        content,
        description,
    })
}

/// Reads the method that a document describes beside its registers: a table of factors with ranges, and bands of scores.
pub(crate) fn of_document(book: &Workbook) -> Option<Described> {
    let (sheet, likelihood, consequence) = book.sheets.iter().find_map(|sheet| {
        let range = |words: &[&str]| range_in(sheet, words);
        Some((sheet, range(&["likelihood", "probability"])?, range(&["impact", "consequence", "severity"])?))
    })?;
    let bands: Vec<Band> = book.notes.iter().flat_map(|note| note.text.lines()).filter_map(band).collect();
    let product = sheet.rows.iter().any(|row| {
        row.cells
            .iter()
            .any(|cell| ["l i", "lxi", "l x i", "p i", "p x i"].contains(&plain(&cell.text).as_str()))
    });
    let levels: Vec<LevelStep> = bands.iter().map(Band::level).collect();
    let acceptance_level =
        bands.iter().find(|band| plain(&band.word).contains("accept")).map(|band| band.word.as_str().into());
    let content = MethodContent {
        likelihood,
        consequence,
        levels,
        function: if product { LevelFunction::Product } else { LevelFunction::Undecided },
        acceptance_level,
        ..MethodContent::default()
    };
    let guidance: Vec<String> = sheet
        .rows
        .iter()
        .map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" | "))
        .collect();
    Some(Described {
        title: sheet.name.clone(),
        from: sheet.name.clone(),
        row: sheet.rows.first().map_or(0, |row| row.number),
        content,
        description: guidance.join("\n"),
    })
}

/// Reads the scales that a map gives.
pub(crate) fn of_map(map: &map::Map) -> Option<Described> {
    let table = map.tables.iter().find(|table| {
        table.scales.contains_key(&Field::Likelihood) && table.scales.contains_key(&Field::Consequence)
    })?;
    let scale = |field: Field| -> Option<Scale> {
        let mut steps: Vec<Step> = Vec::new();
        for (word, number) in table.scales.get(&field)? {
            let value = super::cells::decimal(*number)?;
            if !steps.iter().any(|step| step.value == value) {
                steps.push(Step { value, word: word.as_str().into(), ..Step::default() });
            }
        }
        steps.sort_by_key(|step| step.value);
        Some(Scale::Steps(steps))
    };
    let content = MethodContent {
        likelihood: scale(Field::Likelihood)?,
        consequence: scale(Field::Consequence)?,
        ..MethodContent::default()
    };
    let description = String::new();
    Some(Described { title: "Scales of the map".into(), from: "map".into(), row: 0, content, description })
}

/// Finds the range of a factor: a row such as `Likelihood (L) | 0.1 – 1.0`.
fn range_in(sheet: &Sheet, words: &[&str]) -> Option<Scale> {
    let row = sheet.rows.iter().find(|row| {
        let first = row.cells.first().map(|cell| plain(&cell.text)).unwrap_or_default();
        words.iter().any(|word| first.split(' ').next() == Some(word))
    })?;
    row.cells.iter().skip(1).find_map(|cell| {
        let (from, to) = ['\u{2013}', '\u{2014}', '-']
            .iter()
            .find_map(|mark| cell.text.split_once(*mark))
            .or_else(|| cell.text.split_once(" to "))?;
        let (from, to) = (Decimal::parse(from)?, Decimal::parse(to)?);
        (from < to).then_some(Scale::Range(from, to))
    })
}

/// A band of scores, in words.
struct Band {
    word: String,
    above: Option<Decimal>,
    text: String,
}

impl Band {
    fn level(&self) -> LevelStep {
        // Bands here begin at a score, and the file's begin above one: the next number that a product of two values with two
        // digits can be.
        let next = |above: Decimal| above.plus(Decimal::parse("0.0001")?);
        let from = match self.above {
            None => Some(Decimal::default()),
            Some(above) => next(above),
        };
        LevelStep { word: self.word.as_str().into(), from, definition: self.text.as_str().into() }
    }
}

/// Reads a band: `Acceptable (Green): RR ≤ 0.15`, `Monitor: 0.15 < RR ≤ 0.30`, `Unacceptable: RR > 0.30 — …`.
fn band(line: &str) -> Option<Band> {
    let (name, rest) = line.split_once(':')?;
    let word = name.split('(').next()?.trim_matches(|c: char| !c.is_alphanumeric()).trim().to_owned();
    let rest = rest.replace("<=", "\u{2264}");
    let rest = rest.trim_matches(|c: char| c.is_whitespace() || c == '*');
    if word.is_empty() || word.chars().count() > 40 {
        return None;
    }
    let number = |text: &str| {
        Decimal::parse(text.split_whitespace().next().unwrap_or_default().trim_matches(['*', ',', ';']))
    };
    let above = if let Some((low, other)) = rest.split_once('<') {
        other.contains('\u{2264}').then_some(())?;
        Some(number(low)?)
    } else if let Some((_, low)) = rest.split_once('>') {
        Some(number(low)?)
    } else {
        let (_, high) = rest.split_once('\u{2264}')?;
        number(high)?;
        None
    };
    Some(Band { word, above, text: line.trim_matches(|c: char| c == '*' || c == '-' || c == ' ').to_owned() })
}
