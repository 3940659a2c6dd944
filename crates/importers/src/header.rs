//! Where a table's headings stand, what they mean, and what the table lists.

use crate::headings::{Field, Heading, Kind, Phase, heading_words, recognise};
use crate::sheet::{Column, Row, Sheet};
use crate::values::plain;
use std::collections::BTreeMap;

/// How far down headings are looked for.
const ROWS_SEARCHED_MAX: usize = 40;

/// A column whose heading was not understood. What stands in it is kept with the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmapped {
    /// The column.
    pub column: Column,
    /// Its heading as it stands, with the banner above it.
    pub heading: String,
}

/// The headings of a table, understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    /// What the table lists.
    pub kind: Kind,
    /// How sure that is, in hundredths.
    pub confidence: u8,
    /// The number of the row in which the headings stand.
    pub row: u32,
    /// Which column says what.
    pub columns: BTreeMap<Heading, Column>,
    /// The other columns.
    pub unmapped: Vec<Unmapped>,
}

impl Header {
    /// Returns the column of a field as it is now.
    pub fn column(&self, field: Field) -> Option<Column> {
        self.columns.get(&Heading { field, phase: Phase::Now }).copied()
    }

    /// Returns the column of a field in a rating.
    pub fn rated(&self, field: Field, phase: Phase) -> Option<Column> {
        self.columns.get(&Heading { field, phase }).copied()
    }

    /// Returns the rows below the headings.
    pub fn rows<'a>(&self, sheet: &'a Sheet) -> impl Iterator<Item = &'a Row> {
        let last = self.row;
        sheet.rows.iter().filter(move |row| row.number > last)
    }
}

/// Finds the headings of a table, if it lists anything that is known.
pub fn find(sheet: &Sheet) -> Option<Header> {
    guesses(sheet).into_iter().next()
}

/// Finds the headings of a table that is known to list a kind, in a row that may be known too.
pub fn find_as(sheet: &Sheet, kind: Kind, row: Option<u32>) -> Option<Header> {
    let mut best: Option<(u32, Header)> = None;
    for (at, candidate) in sheet.rows.iter().take(ROWS_SEARCHED_MAX).enumerate() {
        if row.is_some_and(|row| row != candidate.number) {
            continue;
        }
        let above = at.checked_sub(1).and_then(|at| sheet.rows.get(at));
        let header = understood(kind, candidate, above);
        let weight = weight(&header, sheet);
        if row.is_some() || (weight > 0 && best.as_ref().is_none_or(|(known, _)| weight > *known)) {
            best = Some((weight, header));
        }
    }
    best.map(|(_, header)| header)
}

/// Returns what a table may list, the likeliest first.
pub fn guesses(sheet: &Sheet) -> Vec<Header> {
    let mut found: Vec<(u32, Header)> = Vec::new();
    for kind in Kind::ALL {
        for (at, row) in sheet.rows.iter().take(ROWS_SEARCHED_MAX).enumerate() {
            let above = at.checked_sub(1).and_then(|at| sheet.rows.get(at));
            let header = understood(*kind, row, above);
            if acceptable(&header, row) {
                found.push((weight(&header, sheet), header));
            }
        }
    }
    found.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.row.cmp(&b.1.row)).then(a.1.kind.cmp(&b.1.kind)));
    let second = found
        .iter()
        .skip(1)
        .find(|(_, header)| found.first().is_some_and(|(_, best)| best.kind != header.kind));
    let close = match (found.first(), second) {
        (Some((best, _)), Some((other, _))) => best - other < 3,
        (_, None) | (None, _) => false,
    };
    if let (true, Some((_, header))) = (close, found.first_mut()) {
        header.confidence = header.confidence.saturating_sub(30);
    }
    let mut kinds = Vec::new();
    found.retain(|(_, header)| {
        let new = !kinds.contains(&header.kind);
        kinds.push(header.kind);
        new
    });
    found.into_iter().map(|(_, header)| header).collect()
}

/// Says whether enough of a row was understood for it to be a row of headings.
fn acceptable(header: &Header, row: &Row) -> bool {
    let known = header.columns.len();
    let enough = known >= 2 && (known * 2 >= row.cells.len() || known >= 5);
    let has = |field: Field| header.columns.keys().any(|heading| heading.field == field);
    let named = match header.kind {
        Kind::Soa => has(Field::Id),
        Kind::Risk => has(Field::Title) && (has(Field::Id) || known >= 3),
        Kind::Person => has(Field::Title) && has(Field::Email),
        Kind::Asset | Kind::Control | Kind::Supplier | Kind::Action | Kind::Evidence => {
            has(Field::Title) || has(Field::Id)
        }
    };
    enough && named && header.kind.marks().iter().any(|mark| has(*mark))
}

/// Returns how well a row of headings fits its kind: marks of the kind count three times.
fn weight(header: &Header, sheet: &Sheet) -> u32 {
    let marks = header.kind.marks();
    let points =
        header.columns.keys().map(|heading| if marks.contains(&heading.field) { 3 } else { 1 }).sum::<u32>();
    let name = format!(" {} ", plain(&sheet.name));
    let named = header.kind.sheet_words().iter().any(|word| name.contains(&format!(" {word}")));
    if points == 0 { 0 } else { points + if named { 4 } else { 0 } }
}

fn understood(kind: Kind, row: &Row, above: Option<&Row>) -> Header {
    let mut columns = BTreeMap::new();
    let mut unmapped = Vec::new();
    let banners = banners(row, above);
    for cell in &row.cells {
        let banner = banners.get(&cell.column).map_or("", String::as_str);
        let heading = recognise(kind, &cell.text, banner).filter(|heading| !columns.contains_key(heading));
        match heading {
            Some(heading) => {
                columns.insert(heading, cell.column);
            }
            None => {
                let heading =
                    if banner.is_empty() { cell.text.clone() } else { format!("{banner} / {}", cell.text) };
                unmapped.push(Unmapped { column: cell.column, heading });
            }
        }
    }
    let confidence = (columns.len() * 100).checked_div(row.cells.len()).unwrap_or(0).min(100);
    let confidence = u8::try_from(confidence).unwrap_or(100);
    let mut header = Header { kind, confidence, row: row.number, columns, unmapped };
    if kind == Kind::Risk {
        settle(&mut header, row);
    }
    header
}

/// Carries each banner to the right until the next one.
///
/// A row above with a cell for most headings is no row of banners, nor is one whose only cell is a title at its left.
fn banners(row: &Row, above: Option<&Row>) -> BTreeMap<Column, String> {
    let first = row.cells.first().map(|cell| cell.column);
    let is_title =
        |above: &Row| above.cells.len() == 1 && above.cells.first().map(|cell| cell.column) <= first;
    let fits = |above: &&Row| {
        above.number + 1 == row.number && above.cells.len() * 2 < row.cells.len() && !is_title(above)
    };
    let Some(above) = above.filter(fits) else { return BTreeMap::new() };
    let mut banners = BTreeMap::new();
    for cell in &row.cells {
        if let Some(banner) = above.cells.iter().rev().find(|banner| banner.column <= cell.column) {
            banners.insert(cell.column, banner.text.clone());
        }
    }
    banners
}

/// Decides what single letters mean from the letters beside them, and which column gives the title.
fn settle(header: &mut Header, row: &Row) {
    for phase in [Phase::Now, Phase::After, Phase::Inherent] {
        let at = |field| Heading { field, phase };
        let three = header.columns.contains_key(&at(Field::Confidentiality))
            && header.columns.contains_key(&at(Field::Availability));
        let impact = header.columns.get(&at(Field::Consequence)).copied();
        let is =
            |column: Column, letters: &[&str]| letters.contains(&heading_words(row.text(column)).as_str());
        if let (true, Some(column)) = (three, impact) {
            // C, I, A: the I is integrity, and R is what the three make together
            if is(column, &["i", "mi", "ri"]) {
                header.columns.remove(&at(Field::Consequence));
                header.columns.insert(at(Field::Integrity), column);
            }
        }
        let letters: &[&str] = if phase == Phase::After { &["r", "mr"] } else { &["r"] };
        let found = header.unmapped.iter().position(|unmapped| {
            let after = plain(&unmapped.heading).contains("residual");
            is(unmapped.column, letters) && after == (phase == Phase::After)
        });
        if let (true, Some(found), false) =
            (three, found, header.columns.contains_key(&at(Field::Consequence)))
        {
            let unmapped = header.unmapped.remove(found);
            header.columns.insert(at(Field::Consequence), unmapped.column);
        }
    }
    let now = |field| Heading { field, phase: Phase::Now };
    if !header.columns.contains_key(&now(Field::Title))
        && let Some(column) = header.columns.remove(&now(Field::Description))
    {
        header.columns.insert(now(Field::Title), column);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::fixture;
    use crate::sheet::Workbook;
    use crate::{Limits, csv, markdown, xlsx};

    fn csv_header(text: &str) -> Header {
        let book = csv::read(text.as_bytes(), None, &Limits::usual()).expect("a table");
        find(&book.sheets[0]).expect("headings")
    }

    fn letters(header: &Header) -> Vec<String> {
        header.columns.iter().map(|(heading, column)| format!("{column}={}", heading.name())).collect()
    }

    #[test]
    fn titles_above_the_headings_are_passed_over() {
        let header =
            csv_header("ACME Risk Register,,,\nOwner: CISO,,,\n,,,\nID,Risk,Likelihood,Impact\nR-1,x,1,2\n");
        assert_eq!((header.kind, header.row, header.confidence), (Kind::Risk, 4, 100));
    }

    #[test]
    fn kinds_are_told_apart_by_their_headings() {
        for (text, kind) in [
            ("ref_id,name,description,domain,type,asset_class\n", Kind::Asset),
            ("name,description,domain,type\n", Kind::Asset),
            ("Control,Title,Applicable,Justification,Status,Evidence\n", Kind::Soa),
            ("Section/Control,Title,Applicable Y/N,LR,CO,BR/BP,RRA\n", Kind::Soa),
            ("Supplier,Service,Criticality,Contract,Owner\n", Kind::Supplier),
            ("ID,Treatment Action,Owner,Target Date,Progress\n", Kind::Action),
            (
                "ref_id,name,description,category,csf_function,status,priority,reference_control\n",
                Kind::Control,
            ),
            ("Risk ID,Risk,Threat,Vulnerability,L,I,Score,Treatment\n", Kind::Risk),
        ] {
            assert_eq!(csv_header(text).kind, kind, "{text}");
        }
    }

    #[test]
    fn tables_of_other_things_are_not_taken_for_registers() {
        for text in [
            "Factor,Scale,Guidance\nLikelihood,1-5,how often\n",
            "Risk Level,Count,IDs\nOpen,3,R-1\n",
            "Status,Count,Percentage\nImplemented,72,77%\n",
            "Column,Description\nApplicable,Yes or no\n",
            "First Name [Required],Last Name [Required],2sv Enrolled [READ ONLY]\na,b,True\n",
        ] {
            let book = csv::read(text.as_bytes(), None, &Limits::usual()).expect("a table");
            assert_eq!(find(&book.sheets[0]), None, "{text}");
        }
    }

    #[test]
    fn what_is_not_understood_is_kept() {
        let header = csv_header("ID,Risk,Likelihood,Impact,NIST CSF,Impact\nR-1,x,1,2,DE,3\n");
        let kept: Vec<&str> = header.unmapped.iter().map(|unmapped| unmapped.heading.as_str()).collect();
        assert_eq!(kept, ["NIST CSF", "Impact"]);
    }

    #[test]
    fn the_register_with_banners_is_understood() {
        let name = "synthetic/risk-register-title-and-two-header-rows.cp1252.csv";
        let Some(bytes) = fixture(name) else { return };
        let book = csv::read(&bytes, None, &Limits::usual()).expect("a table");
        let header = find(&book.sheets[0]).expect("headings");
        assert_eq!((header.kind, header.row, header.rows(&book.sheets[0]).count()), (Kind::Risk, 4, 4));
        assert_eq!(
            letters(&header),
            [
                "A=id",
                "H=title",
                "C=category",
                "D=owner",
                "B=noted",
                "E=assets",
                "G=threat",
                "N=likelihood",
                "V=after_likelihood",
                "M=consequence",
                "U=after_consequence",
                "J=confidentiality",
                "R=after_confidentiality",
                "K=integrity",
                "S=after_integrity",
                "L=availability",
                "T=after_availability",
                "O=score",
                "W=after_score",
                "P=treatment",
                "X=after_treatment",
                "Q=actions",
                "I=existing_controls",
                "Y=controls",
                "F=unit",
            ]
        );
        assert_eq!(header.unmapped, []);
    }

    fn kinds(book: &Workbook) -> Vec<(String, Kind, usize)> {
        let found = |sheet: &Sheet| {
            find(sheet).map(|header| (sheet.name.clone(), header.kind, header.rows(sheet).count()))
        };
        book.sheets.iter().filter_map(found).collect()
    }

    #[test]
    fn the_real_documents_are_understood() {
        let Some(bytes) = fixture("real-isms/securenusantara-risk-register.md") else { return };
        let book = markdown::read(&bytes, &Limits::usual()).expect("tables");
        let found = kinds(&book);
        let risks: usize =
            found.iter().filter(|(_, kind, _)| *kind == Kind::Risk).map(|(_, _, rows)| rows).sum();
        assert_eq!((risks, found.len()), (18, 6), "{found:?}");
        assert_eq!(found[5].1, Kind::Action);
        let Some(bytes) = fixture("real-isms/securenusantara-statement-of-applicability.md") else { return };
        let book = markdown::read(&bytes, &Limits::usual()).expect("tables");
        let found = kinds(&book);
        assert!(found.iter().all(|(_, kind, _)| *kind == Kind::Soa), "{found:?}");
        assert_eq!(
            found.iter().map(|(_, _, rows)| rows).sum::<usize>(),
            94,
            "93, and the row that says none"
        );
    }

    #[test]
    fn the_real_tables_are_understood() {
        for (name, kind, unmapped) in [
            ("real-isms/ciso-assistant-cli-RA_sample.csv", Kind::Risk, 0),
            ("real-isms/ciso-assistant-cli-applied_controls_sample.csv", Kind::Control, 7),
            ("real-isms/ciso-assistant-cli-sample_assets.csv", Kind::Asset, 0),
        ] {
            let Some(bytes) = fixture(name) else { return };
            let book = csv::read(&bytes, None, &Limits::usual()).expect("a table");
            let header = find(&book.sheets[0]).expect("headings");
            assert_eq!(
                (header.kind, header.unmapped.len()),
                (kind, unmapped),
                "{name}: {:?}",
                header.unmapped
            );
        }
        let Some(bytes) = fixture("real-isms/ismscore-A.8.8.2-vulnerability-inventory.xlsx") else { return };
        let found = kinds(&xlsx::read(&bytes, &Limits::usual()).expect("a workbook"));
        for (sheet, kind) in [
            ("Asset Criticality", Kind::Asset),
            ("Risk Treatment", Kind::Action),
            ("Evidence Register", Kind::Evidence),
        ] {
            assert!(found.iter().any(|(name, is, _)| name == sheet && *is == kind), "{sheet}: {found:?}");
        }
    }
}
