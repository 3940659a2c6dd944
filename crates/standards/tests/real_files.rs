//! Numbers of Annex A in files that others wrote.

use std::collections::BTreeSet;
use std::path::Path;

use standards::spelling::read_all;
use standards::{Column, Edition, Spelled};

/// Returns the file's text; nothing where the fixtures are not here, which a build server must not accept.
#[expect(clippy::disallowed_methods, reason = "files of others lie beside the workspace")]
fn fixture(name: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/fixtures").join(name);
    let text = std::fs::read_to_string(path).ok();
    if text.is_none() {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "fixtures are missing");
        println!("skipped: fixtures are not here");
    }
    text
}

#[test]
fn a_statement_of_applicability_in_markdown_names_all_93_once() {
    let Some(text) = fixture("real-isms/securenusantara-statement-of-applicability.md") else { return };
    let cells: Vec<_> =
        text.lines().filter_map(|line| line.strip_prefix("| A.")?.split(" |").next()).collect();
    let cells: Vec<_> = cells.iter().map(|cell| format!("A.{cell}")).collect();
    let column = Column::judge(cells.iter().map(String::as_str));
    assert_eq!(column.edition, Edition::Of2022);
    let read = column.read_all(cells.iter().map(String::as_str));
    assert!(read.iter().all(|spelled| matches!(spelled, Spelled::Of2022(_))));
    assert_eq!((read.len(), read.iter().collect::<BTreeSet<_>>().len()), (93, 93));
}

#[test]
fn every_control_that_a_risk_register_in_markdown_names_is_read() {
    let Some(text) = fixture("real-isms/securenusantara-risk-register.md") else { return };
    let cells: Vec<_> = text.split('|').filter(|cell| cell.trim().starts_with("A.")).collect();
    assert!(!cells.is_empty());
    for cell in cells {
        let pieces = read_all(cell);
        assert!(pieces.iter().all(|piece| matches!(piece.spelled, Spelled::Of2022(_))), "{cell}: {pieces:?}");
    }
}
