//! Real registers, read to their last cell; and files with flipped bytes, which must never take the program down.

use crate::fixtures::fixture;
use crate::header::{Header, find};
use crate::headings::{Field, Kind, Phase};
use crate::plan::{Options, plan};
use crate::sheet::{Row, Sheet, Workbook};
use crate::values::dates::{Order, date, order_of};
use crate::values::numbers::{Mark, number, of_cell};
use crate::values::words::{Answer, Progress, State, Treatment, answer, progress, state, treatment};
use crate::values::{Read, is_blank};
use crate::{Limits, csv, markdown, open, xlsx};
use model::Isms;
use standards::spelling::{Spelled, read, read_all};
use std::collections::{BTreeMap, BTreeSet};

fn tables(book: &Workbook, kind: Kind) -> Vec<(Header, &Sheet)> {
    let found = book.sheets.iter().filter_map(|sheet| Some((find(sheet)?, sheet)));
    found.filter(|(header, _)| header.kind == kind).collect()
}

fn text<'a>(header: &Header, row: &'a Row, field: Field) -> &'a str {
    header.column(field).map_or("", |column| row.text(column))
}

#[test]
fn every_cell_of_the_real_risk_register_is_understood() {
    let Some(bytes) = fixture("real-isms/securenusantara-risk-register.md") else { return };
    let book = markdown::read(&bytes, &Limits::usual()).expect("tables");
    let mut owners = BTreeSet::new();
    let mut statuses: BTreeMap<String, usize> = BTreeMap::new();
    let mut rows = 0;
    for (header, sheet) in tables(&book, Kind::Risk) {
        for row in header.rows(sheet) {
            rows += 1;
            let rated = |field, phase| {
                let cell = header.rated(field, phase).and_then(|column| row.cell(column)).expect("a cell");
                of_cell(cell, Mark::Unknown).expect("a number").value().expect("a number")
            };
            let product = rated(Field::Likelihood, Phase::Now) * rated(Field::Consequence, Phase::Now);
            assert!((product - rated(Field::Score, Phase::Now)).abs() < 1e-9, "row {}", row.number);
            assert!(rated(Field::Level, Phase::After) < 0.3);
            let treated = treatment(text(&header, row, Field::Treatment)).expect("a treatment").value();
            let share = text(&header, row, Field::Id) == "R-016";
            let expected = if share { Treatment::Share } else { Treatment::Modify };
            assert_eq!(treated.map(|treated| treated.treatment), Some(expected));
            assert!(
                read_all(text(&header, row, Field::Controls))
                    .iter()
                    .all(|piece| piece.spelled != Spelled::Unknown)
            );
            let status = progress(text(&header, row, Field::Status)).expect("a status").value();
            *statuses.entry(format!("{:?}", status.expect("a status"))).or_default() += 1;
            owners.insert(text(&header, row, Field::Owner).to_owned());
            assert_eq!(header.unmapped.iter().map(|u| u.heading.as_str()).collect::<Vec<_>>(), ["NIST CSF"]);
        }
    }
    assert_eq!((rows, owners.len()), (18, 9), "{owners:?}");
    let counted = [(Progress::InProgress, 7), (Progress::Open, 3), (Progress::Treated, 8)];
    assert_eq!(statuses, counted.map(|(status, count)| (format!("{status:?}"), count)).into());
}

#[test]
fn the_rows_of_the_real_statement_count_and_its_summary_does_not() {
    let Some(bytes) = fixture("real-isms/securenusantara-statement-of-applicability.md") else { return };
    let book = markdown::read(&bytes, &Limits::usual()).expect("tables");
    let (mut ids, mut yes, mut implemented, mut partial) = (BTreeSet::new(), 0, 0, 0);
    for (header, sheet) in tables(&book, Kind::Soa) {
        for row in header.rows(sheet) {
            let Spelled::Of2022(number) = read(text(&header, row, Field::Id)) else { continue };
            ids.insert(number);
            yes += usize::from(answer(text(&header, row, Field::Applicable)) == Ok(Read::Is(Answer::Yes)));
            let status = state(text(&header, row, Field::Status)).expect("a state");
            implemented += usize::from(status == Read::Is(State::Implemented));
            partial += usize::from(status == Read::Is(State::Partial));
        }
    }
    assert_eq!((ids.len(), yes, implemented, partial), (93, 93, 75, 18));
}

#[test]
fn the_register_with_three_impacts_is_understood() {
    let Some(bytes) = fixture("synthetic/risk-register-title-and-two-header-rows.cp1252.csv") else { return };
    let book = csv::read(&bytes, None, &Limits::usual()).expect("a table");
    let found = tables(&book, Kind::Risk);
    let (header, sheet) = &found[0];
    let mut undecided_after = 0;
    for row in header.rows(sheet) {
        let rated = |field, phase| {
            let column = header.rated(field, phase).expect("a column");
            number(row.text(column), Mark::Unknown).expect("a number").value()
        };
        let sum: f64 = [Field::Confidentiality, Field::Integrity, Field::Availability]
            .iter()
            .filter_map(|field| rated(*field, Phase::Now))
            .sum();
        assert_eq!(rated(Field::Consequence, Phase::Now), Some(sum));
        let score = rated(Field::Likelihood, Phase::Now).map(|likelihood| likelihood * sum);
        assert_eq!(rated(Field::Score, Phase::Now), score);
        undecided_after += usize::from(rated(Field::Score, Phase::After).is_none());
        assert!(date(text(header, row, Field::Noted), Order::Unknown).is_ok());
        assert!(
            read_all(text(header, row, Field::Controls))
                .iter()
                .all(|piece| piece.spelled != Spelled::Unknown)
        );
    }
    assert_eq!(undecided_after, 1);
}

#[test]
fn the_days_of_the_real_workbook_are_read_in_the_order_that_each_column_shows() {
    let Some(bytes) = fixture("real-isms/ismscore-A.8.8.2-vulnerability-inventory.xlsx") else { return };
    let book = xlsx::read(&bytes, &Limits::usual()).expect("a workbook");
    let mut days = 0;
    for sheet in &book.sheets {
        let Some(header) = find(sheet) else { continue };
        for field in [Field::Reviewed, Field::Collected, Field::NextReview] {
            let Some(column) = header.column(field) else { continue };
            let order = order_of(header.rows(sheet).map(|row| row.text(column)));
            for row in header.rows(sheet).filter(|row| !is_blank(row.text(column))) {
                days += usize::from(date(row.text(column), order).is_ok());
            }
        }
    }
    assert!(days >= 3, "{days}");
}

/// A generator of numbers that look random and are the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % bound.max(1)
    }
}

#[test]
fn files_with_flipped_bytes_are_read_or_refused() {
    let mut numbers = Numbers(20_261_121);
    for (name, times) in [
        ("real-isms/ciso-assistant-dummy-domain.bak", 12),
        ("real-isms/ismscore-A.8.8.2-vulnerability-inventory.xlsx", 60),
        ("real-isms/securenusantara-risk-register.md", 60),
        ("real-isms/ciso-assistant-cli-RA_sample.csv", 200),
        ("synthetic/risk-register-title-and-two-header-rows.cp1252.csv", 200),
    ] {
        let Some(whole) = fixture(name) else { return };
        for _ in 0..times {
            let mut bytes = whole.clone();
            for _ in 0..=numbers.below(8) {
                let at = numbers.below(bytes.len());
                bytes[at] ^= 1 << numbers.below(8);
            }
            bytes.truncate(bytes.len() - numbers.below(2) * numbers.below(bytes.len()));
            let options = Options::on(jiff::civil::date(2026, 11, 21));
            let _ = plan(&Isms::default(), name, &bytes, &options);
        }
    }
}

proptest::proptest! {
    #[test]
    fn any_text_in_a_cell_is_read_blank_or_refused(text in "\\PC{0,40}|[0-9A-Za-z.,/: -]{0,20}") {
        let _ = date(&text, Order::Unknown);
        let _ = number(&text, Mark::Unknown);
        let _ = read_all(&text);
        let _ = answer(&text);
        let _ = state(&text);
        let _ = progress(&text);
        let _ = treatment(&text);
        let _ = crate::values::lists::list(&text);
        let _ = crate::values::numbers::mark_of([text.as_str()]);
        for kind in Kind::ALL {
            let _ = crate::headings::recognise(*kind, &text, &text);
        }
        let _ = crate::map::read(text.as_bytes());
        let _ = crate::ciso_assistant::requirement(&text);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
        for name in ["a.csv", "a.md", "a", "a.xlsx"] {
            let _ = open(name, &bytes, &Limits::usual());
        }
    }

    #[test]
    fn any_table_is_planned_or_refused(cells in proptest::collection::vec("[^\\p{C}\"]{0,12}|A\\.[0-9.]{1,6}|R-[0-9]{1,9}|[0-9]{1,4}", 6..60)) {
        let heads = [
            "ID,Risk,Likelihood,Impact,Treatment,Residual Risk",
            "Control,Title,Applicable,Justification,Status,Owner",
            "Asset ID,Name,Type,Depends on,Criticality,Location",
            "Id,Title,Now: Likelihood,Treatment,Controls,Owner",
        ];
        let quoted = |row: &[String]| row.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",");
        let rows: Vec<String> = cells.chunks(6).map(quoted).collect();
        let isms = model::sample::Sample::in_good_order().isms;
        for head in heads {
            let file = format!("{head}\n{}\n", rows.join("\n"));
            let options = Options::on(jiff::civil::date(2026, 11, 21));
            if let Ok(plan) = plan(&isms, "risks.csv", file.as_bytes(), &options) {
                let outcome = operations::decide_in_turn(plan.operations(), &isms, model::Ref::number(1), options.today);
                assert_eq!(outcome.refused, []);
            }
        }
    }
}
