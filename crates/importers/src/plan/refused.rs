//! The rows that were refused, as they stood, with the reason: a file to correct and import again.

use super::draft::{Refusal, Spot};
use std::collections::BTreeMap;

/// The headings that are ours in such a file; an import of it passes over them.
pub(crate) const OURS: [&str; 4] = ["Refused at", "Refused column", "Refused because", "What was expected"];

/// The refused rows of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RefusedRows {
    headings: Vec<String>,
    places: BTreeMap<String, usize>,
    rows: Vec<Vec<(usize, String)>>,
    reasons: Vec<[String; 4]>,
}

impl RefusedRows {
    pub(crate) fn add(&mut self, spot: &Spot, refusal: &Refusal) {
        let mut row = Vec::new();
        for (heading, text) in &spot.original {
            if OURS.contains(&heading.as_str()) {
                continue;
            }
            let place = *self.places.entry(heading.clone()).or_insert_with(|| {
                self.headings.push(heading.clone());
                self.headings.len() - 1
            });
            row.push((place, text.clone()));
        }
        self.rows.push(row);
        self.reasons.push([
            format!("{}, row {}", spot.sheet, spot.row),
            refusal.column.clone(),
            refusal.reason.clone(),
            refusal.expected.clone(),
        ]);
    }

    /// Returns how many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Says whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Returns the headings, those of the file before ours.
    #[must_use]
    pub fn headings(&self) -> Vec<&str> {
        self.headings.iter().map(String::as_str).chain(OURS).collect()
    }

    /// Returns the rows, each with a cell for every heading.
    pub fn rows(&self) -> impl Iterator<Item = Vec<&str>> {
        self.rows.iter().zip(&self.reasons).map(|(row, reasons)| {
            let mut cells = vec![""; self.headings.len()];
            for (place, text) in row {
                if let Some(cell) = cells.get_mut(*place) {
                    *cell = text;
                }
            }
            cells.into_iter().chain(reasons.iter().map(String::as_str)).collect()
        })
    }

    /// Returns the rows as a text table in UTF-8 with a mark, in which no cell can run in a spreadsheet.
    #[must_use]
    pub fn to_csv(&self) -> Vec<u8> {
        let mut out = b"\xef\xbb\xbf".to_vec();
        {
            let mut writer = csv::WriterBuilder::new()
                .terminator(csv::Terminator::CRLF)
                .quote_style(csv::QuoteStyle::Necessary)
                .from_writer(&mut out);
            let mut write = |cells: Vec<&str>| {
                let cells = cells.into_iter().map(crate::csv::shielded);
                writer.write_record(cells.map(|cell| cell.into_owned())).expect("memory takes every row");
            };
            write(self.headings());
            self.rows().for_each(&mut write);
            writer.flush().expect("memory takes every row");
        }
        out
    }
}
