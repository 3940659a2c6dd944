//! The file that says what a table's columns and words mean, where they are not recognised.
//!
//! ```toml
//! [[table]]
//! kind = "risk"                # what it lists
//! sheet = "Risiken 2026"       # all sheets where it is missing
//! header_row = 4               # found where it is missing
//! dates = "day-first"          # or "month-first"
//! decimals = "comma"           # or "point"
//! kept = ["column K"]          # mean nothing here, whatever their headings say; kept with the record
//!
//! [table.columns]              # field = heading, or "column H"
//! title = "Szenario"
//! after_likelihood = "column R"
//!
//! [table.words.treatment]      # a word of the file = a word of ours
//! "Beobachten" = "retain"
//!
//! [table.scales.likelihood]    # a word of the file = its number on the scale
//! "häufig" = 4
//! ```

use crate::header::{self, Header, Unmapped};
use crate::headings::{Field, Heading, Kind, heading_words};
use crate::problem::{Place, Problem, quote};
use crate::sheet::{Column, Sheet};
use crate::values::dates::Order;
use crate::values::nearest;
use crate::values::numbers::Mark;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A map, read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Map {
    /// What it says of each table.
    pub tables: Vec<Table>,
}

/// What a map says of one table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// What it lists.
    pub kind: Kind,
    /// Its sheet; every sheet where none is named.
    pub sheet: Option<String>,
    /// The row of its headings.
    pub header_row: Option<u32>,
    /// Which comes first in its dates.
    pub dates: Order,
    /// Which mark its numbers use.
    pub decimals: Mark,
    /// Which heading or column gives which field.
    pub columns: BTreeMap<Heading, Source>,
    /// Columns that give no field, whatever their headings say: they are kept with the record.
    pub kept: Vec<Column>,
    /// Words of the file and ours, by field.
    pub words: BTreeMap<Field, BTreeMap<String, String>>,
    /// Words of the file and their numbers, by field.
    pub scales: BTreeMap<Field, BTreeMap<String, f64>>,
}

/// Where a field is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Under this heading.
    Heading(String),
    /// In this column.
    Column(Column),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MapFile {
    table: Vec<TableFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TableFile {
    kind: String,
    sheet: Option<String>,
    header_row: Option<u32>,
    dates: Option<String>,
    decimals: Option<String>,
    #[serde(default)]
    kept: Vec<String>,
    #[serde(default)]
    columns: BTreeMap<String, String>,
    #[serde(default)]
    words: BTreeMap<String, BTreeMap<String, String>>,
    #[serde(default)]
    scales: BTreeMap<String, BTreeMap<String, f64>>,
}

/// The largest map that is read.
const BYTES_MAX: usize = 1 << 20;

/// Reads a map; every name in it must be known.
pub fn read(bytes: &[u8]) -> Result<Map, Problem> {
    if bytes.len() > BYTES_MAX {
        return Err(Problem::file("the map is too large", format!("at most {BYTES_MAX} bytes")));
    }
    let text =
        std::str::from_utf8(bytes).map_err(|_| Problem::file("the map is not UTF-8", "a TOML file"))?;
    let file: MapFile = toml::from_str(text).map_err(|error| {
        let begin = error.span().map_or(0, |span| span.start);
        let line = text.get(..begin).unwrap_or_default().matches('\n').count() as u64 + 1;
        Problem::new(
            Place::Line(line),
            error.message().to_owned(),
            "[[table]] with kind, columns, words and scales",
        )
    })?;
    let tables = file.table.into_iter().map(table).collect::<Result<_, _>>()?;
    Ok(Map { tables })
}

fn table(file: TableFile) -> Result<Table, Problem> {
    let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
    let kind = Kind::named(&file.kind).ok_or_else(|| unknown("kind", &file.kind, &kinds))?;
    let dates = match file.dates.as_deref() {
        None => Order::Unknown,
        Some("day-first") => Order::DayFirst,
        Some("month-first") => Order::MonthFirst,
        Some(other) => return Err(unknown("dates", other, &["day-first", "month-first"])),
    };
    let decimals = match file.decimals.as_deref() {
        None => Mark::Unknown,
        Some("comma") => Mark::Comma,
        Some("point") => Mark::Point,
        Some(other) => return Err(unknown("decimals", other, &["comma", "point"])),
    };
    let mut columns = BTreeMap::new();
    for (name, source) in file.columns {
        let heading = Heading::named(&name).ok_or_else(|| unknown_field(&name))?;
        let source = match column(&source) {
            Some(column) => Source::Column(column?),
            None => Source::Heading(source),
        };
        columns.insert(heading, source);
    }
    let no_column =
        |text: &str| Problem::file(format!("{} is no column", quote(text)), "a column, such as column K");
    let kept = file.kept.iter().map(|text| column(text).unwrap_or_else(|| Err(no_column(text))));
    let kept = kept.collect::<Result<Vec<Column>, Problem>>()?;
    Ok(Table {
        kind,
        sheet: file.sheet,
        header_row: file.header_row,
        dates,
        decimals,
        columns,
        kept,
        words: by_field(file.words)?,
        scales: by_field(file.scales)?,
    })
}

/// Reads `column H`; nothing where the text is another.
fn column(text: &str) -> Option<Result<Column, Problem>> {
    let letters = text.strip_prefix("column ")?;
    let expected = "a column's letters, such as column H";
    let no_column = || Problem::file(format!("{} is no column", quote(text)), expected);
    Some(Column::of(letters.trim()).ok_or_else(no_column))
}

fn by_field<T>(named: BTreeMap<String, T>) -> Result<BTreeMap<Field, T>, Problem> {
    named
        .into_iter()
        .map(|(name, value)| Ok((Field::named(&name).ok_or_else(|| unknown_field(&name))?, value)))
        .collect()
}

fn unknown_field(name: &str) -> Problem {
    let names: Vec<&str> = Field::ALL.iter().map(|field| field.name()).collect();
    unknown("field", name, &names)
}

fn unknown(what: &str, name: &str, known: &[&str]) -> Problem {
    let near = nearest(name, known.iter().copied()).map_or(String::new(), |near| format!("{near}? "));
    Problem::file(
        format!("the map names the {what} {}, which is not known", quote(name)),
        format!("{near}one of {}", known.join(", ")),
    )
}

impl Map {
    /// Returns what the map says of a sheet, the first that names it before one for all sheets.
    pub fn table(&self, sheet: &str) -> Option<&Table> {
        let named = self.tables.iter().find(|table| table.sheet.as_deref() == Some(sheet));
        named.or_else(|| self.tables.iter().find(|table| table.sheet.is_none()))
    }

    /// Reports every sheet that the map names and the file does not hold.
    pub fn absent(&self, sheets: &[Sheet]) -> Vec<Problem> {
        let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        let named = self.tables.iter().filter_map(|table| table.sheet.as_deref());
        named.filter(|name| !names.contains(name)).map(|name| unknown("sheet", name, &names)).collect()
    }
}

impl Table {
    /// Returns the headings of a sheet: those that are recognised, and over them what the map says.
    pub fn header(&self, sheet: &Sheet) -> Result<Header, Problem> {
        let row = self.header_row.or_else(|| self.row_of_headings(sheet));
        let found = header::find_as(sheet, self.kind, row);
        let mut header = found.ok_or_else(|| {
            let expected = "header_row in the map, or headings that are known";
            Problem::new(Place::Sheet(sheet.name.clone()), "no row of headings was found", expected)
        })?;
        let headings = sheet.rows.iter().find(|row| row.number == header.row);
        for (heading, source) in &self.columns {
            let column = match source {
                Source::Column(column) => *column,
                Source::Heading(text) => {
                    let cells = headings.map(|row| row.cells.as_slice()).unwrap_or_default();
                    let found = cells.iter().find(|cell| heading_words(&cell.text) == heading_words(text));
                    let known: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
                    let place = || Place::Row { sheet: sheet.name.clone(), row: header.row };
                    found
                        .ok_or_else(|| Problem { place: place(), ..unknown("heading", text, &known) })?
                        .column
                }
            };
            let before = header.columns.insert(*heading, column);
            header.columns.retain(|other, taken| *taken != column || other == heading);
            header.unmapped.retain(|unmapped| unmapped.column != column);
            if let Some(before) = before.filter(|before| *before != column) {
                let heading = headings.map_or("", |row| row.text(before)).to_owned();
                header.unmapped.push(Unmapped { column: before, heading });
            }
        }
        let text = |column: Column| headings.map_or("", |row| row.text(column)).to_owned();
        for column in &self.kept {
            let before = header.columns.len();
            header.columns.retain(|_, taken| taken != column);
            if header.columns.len() < before {
                header.unmapped.push(Unmapped { column: *column, heading: text(*column) });
            }
        }
        header.confidence = 100;
        Ok(header)
    }

    /// Finds the row that holds the most headings that the map names.
    fn row_of_headings(&self, sheet: &Sheet) -> Option<u32> {
        let wanted: Vec<String> = self
            .columns
            .values()
            .filter_map(|source| match source {
                Source::Heading(text) => Some(heading_words(text)),
                Source::Column(_) => None,
            })
            .collect();
        let hits = |row: &crate::sheet::Row| {
            row.cells.iter().filter(|cell| wanted.contains(&heading_words(&cell.text))).count()
        };
        let best =
            sheet.rows.iter().take(100).map(|row| (hits(row), row.number)).filter(|(hits, _)| *hits > 0);
        best.max_by_key(|(hits, number)| (*hits, std::cmp::Reverse(*number))).map(|(_, number)| number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Limits, csv};

    const TABLE: &str = "Register\nNr,Szenario,Wie oft,Wie schlimm,Egal\n1,Brand,selten,4,x\n";

    fn sheet() -> Sheet {
        csv::read(TABLE.as_bytes(), None, &Limits::usual()).expect("a table").sheets.remove(0)
    }

    #[test]
    fn a_column_that_is_kept_gives_no_field_whatever_its_heading_says() {
        let book = csv::read(b"ID,Risk,Owner\nR1,Theft,blue\n", None, &Limits::usual()).expect("a table");
        let header = |map: &str| {
            let map = read(map.as_bytes()).expect("a map");
            map.table("table").expect("for all sheets").header(&book.sheets[0]).expect("headings")
        };
        let recognised = header("[[table]]\nkind = \"risk\"\n");
        assert!(recognised.column(Field::Owner).is_some() && recognised.unmapped.is_empty());
        let kept = header("[[table]]\nkind = \"risk\"\nkept = [\"column C\"]\n");
        assert_eq!(kept.column(Field::Owner), None);
        assert_eq!((kept.unmapped.len(), kept.unmapped[0].heading.as_str()), (1, "Owner"));
        assert!(read(b"[[table]]\nkind = \"risk\"\nkept = [\"Owner\"]\n").is_err());
    }

    #[test]
    fn a_map_gives_headings_that_are_not_recognised() {
        let map = read(
            b"[[table]]\nkind = \"risk\"\n[table.columns]\ntitle = \"szenario\"\nlikelihood = \"Wie oft\"\nconsequence = \"column D\"\n\
              [table.scales.likelihood]\n\"selten\" = 1\n[table.words.treatment]\n\"Beobachten\" = \"retain\"\n",
        )
        .expect("a map");
        let header = map.table("table").expect("for all sheets").header(&sheet()).expect("headings");
        assert_eq!((header.row, header.column(Field::Title)), (2, Some(Column::at(1))));
        assert_eq!(header.column(Field::Consequence), Some(Column::at(3)));
        assert_eq!(header.column(Field::Id), Some(Column::at(0)));
        assert_eq!(header.unmapped.iter().map(|u| u.heading.as_str()).collect::<Vec<_>>(), ["Egal"]);
    }

    #[test]
    fn a_name_that_is_not_known_is_refused_with_the_nearest() {
        let problem = read(b"[[table]]\nkind = \"risks\"\n").expect_err("not a kind");
        assert!(problem.expected.starts_with("risk?"), "{problem}");
        let problem =
            read(b"[[table]]\nkind = \"risk\"\n[table.columns]\nlikelyhood = \"x\"\n").expect_err("misspelt");
        assert!(problem.expected.starts_with("likelihood?"), "{problem}");
        let problem = read(b"[[table]]\nkind = \"risk\"\n\ncolums = {}\n").expect_err("misspelt");
        assert_eq!(problem.place, Place::Line(4), "{problem}");
        for text in ["[[table]]\n", "table = 3", "x", "[[table]]\nkind = \"risk\"\ndates = \"us\"\n"] {
            assert!(read(text.as_bytes()).is_err(), "{text}");
        }
    }

    #[test]
    fn a_heading_or_sheet_that_is_not_there_is_refused() {
        let map = read(b"[[table]]\nkind = \"risk\"\nsheet = \"tabel\"\n[table.columns]\ntitle = \"Titel\"\nid = \"Nr\"\n")
            .expect("a map");
        assert!(map.table("table").is_none());
        assert!(map.absent(&[sheet()])[0].expected.starts_with("table?"));
        let problem = map.tables[0].header(&sheet()).expect_err("no such heading");
        assert_eq!(problem.place.to_string(), "sheet table, row 2");
    }
}
