//! The second step: what each table lists, and what its columns mean, with samples of what stands in them.

use axum::http::StatusCode;
use importers::header::{self, Header};
use importers::headings::{Field, Heading, Kind, Phase};
use importers::{Column, Sheet, Source, Workbook};
use maud::{Markup, html};

use super::kept::Upload;
use super::map_text::{SCALED, Said, shape, written};
use super::planned::{opened, upload};
use super::{HERE, Step, Word, head, way};
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::pages::naming::counted;
use crate::parts::form::{control, problems};
use crate::parts::table::{Table, table};
use crate::parts::{Action, Choice, Widget, section, tag};
use crate::visit::Visit;

/// How many values of a column are shown.
const SAMPLES: usize = 5;
/// How many tables are shown.
const SHEETS_MAX: usize = 40;
/// How many words of a scale are asked about.
const WORDS_MAX: usize = 12;
/// How much of a value is shown.
const TEXT_MAX: usize = 40;

/// Answers with the tables and their columns.
///
/// # Errors
/// Where the file is no longer kept.
pub async fn page(visit: Visit, Word(word): Word) -> Answer {
    let kept = upload(&visit, &word)?;
    let book = tables(&kept).await?;
    let main = main(&visit, &kept, &book, None);
    Ok(visit.page(HERE, head(&visit, &kept.name), main))
}

/// Keeps what was said, for this file and the next of its shape, and goes to the check.
///
/// # Errors
/// Where the file is no longer kept, or the store does not take it.
pub async fn save(visit: Visit, Word(word): Word, typed: Fields) -> Answer {
    visit.writable()?;
    let kept = upload(&visit, &word)?;
    let book = tables(&kept).await?;
    let said: Vec<Said> = book
        .sheets
        .iter()
        .take(SHEETS_MAX)
        .enumerate()
        .filter_map(|(at, sheet)| said(&typed, at, sheet))
        .collect();
    let map = if said.is_empty() { String::new() } else { written(&said) };
    if let Err(problem) = importers::map::read(map.as_bytes())
        .map(|_| ())
        .or_else(|problem| if map.is_empty() { Ok(()) } else { Err(problem) })
    {
        let main = main(&visit, &kept, &book, Some(&problem.to_string()));
        return Ok(visit.refused_page(
            StatusCode::UNPROCESSABLE_ENTITY,
            HERE,
            head(&visit, &kept.name),
            main,
        ));
    }
    let value = (!map.is_empty()).then(|| map.clone().into_bytes());
    visit.site.instance().put_aside(visit.books.log(), &shape(&book), value).await?;
    *kept.map.lock().expect("nobody panics here") = map;
    let next = if typed.has("again") { format!("/import/{word}/columns") } else { format!("/import/{word}") };
    Ok(visit.to(&next))
}

async fn tables(kept: &std::sync::Arc<Upload>) -> Result<Workbook, Failure> {
    match opened(kept).await? {
        Ok(Source::Tables(book)) => Ok(book),
        Ok(Source::Domain(_)) => Err(Failure::unknown("table in this file")),
        Err(words) => Err(Failure::Unreadable(words)),
    }
}

/// Reads what was said of one sheet.
fn said(typed: &Fields, at: usize, sheet: &Sheet) -> Option<Said> {
    let kind = Kind::named(typed.get(&format!("kind-{at}")))?;
    let row = typed.get(&format!("row-{at}")).parse().ok();
    // Columns are those of the kind that was shown; another kind is guessed anew first.
    let same = typed.get(&format!("shown-{at}")) == kind.name();
    let prefix = format!("column-{at}-");
    let mut columns = Vec::new();
    let mut kept = Vec::new();
    for (name, value) in typed.0.iter().filter(|_| same) {
        let Some(letters) = name.strip_prefix(&prefix).filter(|letters| Column::of(letters).is_some()) else {
            continue;
        };
        if Heading::named(value).is_some() && columns.iter().all(|(field, _)| field != value) {
            columns.push((value.clone(), letters.to_owned()));
        } else if value.is_empty() {
            kept.push(letters.to_owned());
        }
    }
    let text = |name: &str| typed.get(&format!("{name}-{at}")).to_owned();
    Some(Said {
        sheet: sheet.name.clone(),
        kind,
        row: row.filter(|_| same),
        columns,
        kept,
        dates: text("dates"),
        decimals: text("decimals"),
        scales: if same { scales_said(typed, at) } else { Vec::new() },
    })
}

/// Reads which words stand for which numbers of our scales.
fn scales_said(typed: &Fields, at: usize) -> Vec<(&'static str, String, f64)> {
    let mut scales: Vec<(&'static str, String, f64)> = Vec::new();
    for field in SCALED {
        for place in 0..WORDS_MAX {
            let word = typed.get(&format!("word-{at}-{field}-{place}"));
            let number = typed.get(&format!("means-{at}-{field}-{place}")).parse::<f64>();
            let is_new = scales.iter().all(|(of, known, _)| *of != field || known != word);
            if let (false, Ok(number), true) = (word.is_empty(), number, is_new)
                && number.is_finite()
            {
                scales.push((field, word.to_owned(), number));
            }
        }
    }
    scales
}

/// Returns what a sheet lists and its headings: as said, else as guessed.
fn understood(kept: &Upload, sheet: &Sheet) -> Option<Header> {
    let map = kept.map.lock().expect("nobody panics here").clone();
    let map = importers::map::read(map.as_bytes()).ok();
    let said = map.as_ref().and_then(|map| map.table(&sheet.name)).and_then(|table| table.header(sheet).ok());
    said.or_else(|| header::find(sheet))
}

fn main(visit: &Visit, kept: &Upload, book: &Workbook, problem: Option<&str>) -> Markup {
    let shown = book.sheets.len().min(SHEETS_MAX);
    let is_known = book.sheets.iter().take(shown).any(|sheet| understood(kept, sheet).is_some());
    html! {
        (problems(problem, &[]))
        (way(visit, Some(kept), if is_known { Step::Columns } else { Step::What }))
        p.secondary { (counted(book.sheets.len(), "table", "tables")) ", " (book.encoding) ". What is not mapped is kept with each record under its own heading." }
        form.import method="post" action=(visit.at(&format!("/import/{}/columns", kept.word))) data-form {
            @for (at, sheet) in book.sheets.iter().take(shown).enumerate() { (one_sheet(visit, kept, at, sheet)) }
            @if book.sheets.len() > shown { p.secondary { (book.sheets.len() - shown) " more tables are read as they are recognised" } }
            div.form-end {
                button.button.primary type="submit" { "Check what would change" }
                button.button type="submit" name="again" value="1" { "Show columns again" }
                (Action::link("Another file", visit.at(HERE)).quiet().show())
            }
        }
    }
}

fn one_sheet(visit: &Visit, kept: &Upload, at: usize, sheet: &Sheet) -> Markup {
    let found = understood(kept, sheet);
    let mut kinds = vec![Choice::new("", "as recognised, or not at all")];
    kinds.extend(Kind::ALL.iter().map(|kind| Choice::new(kind.name(), kind.name())));
    let kind = found.as_ref().map_or("", |header| header.kind.name());
    let pick = |name: &str, label: &str, choices: Vec<Choice>, value: &str| {
        let id = format!("{name}-{at}");
        html! { label.filter-pick for=(id) { span { (label) } (control(&Widget::Select(choices), &id, &id, value, "")) } }
    };
    let dates = vec![
        Choice::new("", "as they look"),
        Choice::new("day-first", "day first"),
        Choice::new("month-first", "month first"),
    ];
    let marks =
        vec![Choice::new("", "as they look"), Choice::new("comma", "0,7"), Choice::new("point", "0.7")];
    let count = counted(sheet.rows.len(), "row", "rows");
    let name = if sheet.name.is_empty() { "Table" } else { &sheet.name };
    let body = html! {
        div.filter {
            (pick("kind", "Lists", kinds, kind))
            (pick("dates", "Dates", dates, ""))
            (pick("decimals", "Numbers", marks, ""))
            @if let Some(header) = &found {
                span.secondary { "headings in row " (header.row) }
                @if header.confidence < 60 { " " (tag("not sure")) }
            }
        }
        @match &found {
            Some(header) => {
                input type="hidden" name=(format!("shown-{at}")) value=(header.kind.name());
                input type="hidden" name=(format!("row-{at}")) value=(header.row);
                div id=(format!("columns-{at}")) { (columns(at, sheet, header)) }
                (scales(visit, kept, at, sheet, header))
            },
            None => p.secondary { "Nothing here was recognised. Say what it lists, then show the columns again." },
        }
    };
    section(&format!("sheet-{at}"), name, &count, &[], body)
}

fn columns(at: usize, sheet: &Sheet, header: &Header) -> Markup {
    let headings = sheet.rows.iter().find(|row| row.number == header.row);
    let fields = fields(header.kind);
    let cells = headings.map(|row| row.cells.as_slice()).unwrap_or_default();
    let rows = cells.iter().map(|cell| {
        let field = header.columns.iter().find(|(_, column)| **column == cell.column).map(|(heading, _)| heading.name());
        let name = format!("column-{at}-{}", cell.column);
        let mut choices = fields.clone();
        choices.insert(0, Choice::new("", "kept with the record"));
        let label = format!("meaning of {}", cell.text);
        vec![
            html! { b { (cell.text) } " " span.secondary { (cell.column) } },
            html! { (control(&Widget::Select(choices), &name, &name, &field.unwrap_or_default(), &label)) },
            html! { span.samples { @for sample in samples(sheet, header, cell.column) { span { (sample) } } } },
        ]
    });
    table(&Table {
        caption: String::new(),
        head: ["Heading in the file", "Becomes", "For example"].map(str::to_owned).to_vec(),
        rows: rows.collect(),
    })
}

/// Asks what words mean that are not on the scales of our method.
fn scales(visit: &Visit, kept: &Upload, at: usize, sheet: &Sheet, header: &Header) -> Markup {
    let method = crate::pages::risks::method_of(visit);
    let said = kept.map.lock().expect("nobody panics here").clone();
    let said = importers::map::read(said.as_bytes()).ok();
    let known = said.as_ref().and_then(|map| map.table(&sheet.name)).map(|table| &table.scales);
    let mut rows = Vec::new();
    let scaled = [
        ("likelihood", Field::Likelihood, &method.likelihood),
        ("consequence", Field::Consequence, &method.consequence),
    ];
    for (name, field, scale) in scaled.into_iter().filter(|(_, _, scale)| !scale.steps().is_empty()) {
        for (place, word) in strangers(sheet, header, field, scale).into_iter().enumerate() {
            let mut choices = vec![Choice::new("", "not said: its rows are refused")];
            choices.extend(
                scale
                    .steps()
                    .iter()
                    .map(|step| Choice::new(step.value.to_string(), format!("{} {}", step.value, step.word))),
            );
            let meant = known
                .and_then(|scales| scales.get(&field)?.get(&word))
                .map(ToString::to_string)
                .unwrap_or_default();
            let id = format!("means-{at}-{name}-{place}");
            rows.push(vec![
                html! { (name) },
                html! { b { (word) } input type="hidden" name=(format!("word-{at}-{name}-{place}")) value=(word); },
                html! { (control(&Widget::Select(choices), &id, &id, &meant, &format!("{word} on our scale of {name}"))) },
            ]);
        }
    }
    if rows.is_empty() || header.kind != Kind::Risk {
        return html! {};
    }
    let head = ["Scale", "Word in the file", "Means"].map(str::to_owned).to_vec();
    table(&Table { caption: "Words that are not on our scales".to_owned(), head, rows })
}

/// Returns the words of a scale's columns that the scale does not know.
fn strangers(sheet: &Sheet, header: &Header, field: Field, scale: &model::records::Scale) -> Vec<String> {
    let columns: Vec<Column> = header
        .columns
        .iter()
        .filter(|(heading, _)| heading.field == field)
        .map(|(_, column)| *column)
        .collect();
    let mut words: Vec<String> = Vec::new();
    for row in header.rows(sheet) {
        for text in columns.iter().map(|column| row.text(*column)) {
            let is_known = !text.chars().any(char::is_alphanumeric)
                || text.len() > 200
                || scale.value(text).is_ok()
                || model::Decimal::parse(text).is_some();
            if !is_known && words.iter().all(|word| word != text) && words.len() < WORDS_MAX {
                words.push(text.to_owned());
            }
        }
    }
    words
}

/// Returns the first values of a column that differ.
fn samples(sheet: &Sheet, header: &Header, column: Column) -> Vec<String> {
    let mut samples: Vec<String> = Vec::new();
    for row in header.rows(sheet) {
        let text: String = row.text(column).chars().take(TEXT_MAX).collect();
        if !text.is_empty() && !samples.contains(&text) {
            samples.push(text);
        }
        if samples.len() == SAMPLES {
            break;
        }
    }
    samples
}

/// Returns what a column of a kind may become; ratings of risks stand there three times.
fn fields(kind: Kind) -> Vec<Choice> {
    let worded = |heading: Heading| {
        let name = heading.name();
        let words = name.replace('_', " ");
        Choice::new(name, words)
    };
    let mut choices: Vec<Choice> =
        Field::ALL.iter().map(|field| worded(Heading { field: *field, phase: Phase::Now })).collect();
    if kind == Kind::Risk {
        for phase in [Phase::After, Phase::Inherent] {
            let rated = [Field::Likelihood, Field::Consequence, Field::Score, Field::Level];
            choices.extend(rated.iter().map(|field| worded(Heading { field: *field, phase })));
        }
    }
    choices
}
