//! What the risk report promises: the highest first, each with what was decided, and what is open.

use model::records::*;
use model::{Owner, Ref};

use super::*;
use crate::content::Row;
use crate::sample::{HOSTILE, basis, blank, good, head, propose, row, texts};

fn of(sample: &model::sample::Sample) -> Content {
    content(&basis(&sample.isms, sample.today, &head()))
}

fn rows(content: &Content, heading: &str) -> Vec<String> {
    let section = content.sections.iter().find(|section| section.heading == heading).expect(heading);
    let mut found = Vec::new();
    for block in &section.blocks {
        if let Block::Table(table) = block {
            found.extend(table.rows().iter().filter(|row| matches!(row, Row::Cells(_))).map(row));
        }
    }
    found
}

#[test]
fn risks_stand_highest_first_with_owner_treatment_and_what_is_left() {
    let rows = rows(&of(&good()), "Risks");
    let ids: Vec<&str> = rows.iter().filter_map(|row| row.split(" | ").next()).collect();
    assert_eq!(ids, ["R-1", "R-2", "R-3", "R-5", "R-4"]);
    assert_eq!(
        rows[0],
        "R-1 | Ransomware stops order handling | Ida Novak | high / likelihood 3 / consequence 5 | modify | A.8.7 A.8.8 A.8.13 | \
         low / likelihood 2 / consequence 3 / reached | "
    );
    assert!(rows[2].ends_with("| Mara Kral / on 2026-04-20 / until 2027-04-19"), "{}", rows[2]);
}

#[test]
fn the_matrix_counts_each_risk_where_it_was_rated() {
    let content = of(&good());
    let rows = rows(&content, "Where the risks stand");
    assert!(rows.contains(&"high | 3 | 1".to_owned()), "{rows:?}");
    let three = rows.iter().find(|row| row.starts_with("3 likelihood 3")).expect("a row of the matrix");
    assert_eq!(three.matches("1 risk").count(), 3, "{three}");
    assert!(texts(&content).contains("Each open risk stands in the matrix"));
}

#[test]
fn what_is_open_is_named_by_id() {
    let mut sample = good();
    sample.edit::<Risk>(1, |risk| risk.owner = None);
    sample.edit::<Risk>(3, |risk| risk.acceptances.clear());
    sample.edit::<Risk>(4, |risk| risk.treatment = Treatment::Undecided);
    sample.put(Ref::number(6), Risk { title: "Not rated".into(), ..Risk::default() });
    let text = texts(&of(&sample));
    for expected in [
        "No owner: R-1 R-6",
        "Not rated: R-6",
        "No treatment decided: R-4 R-6",
        "Above the acceptance level after treatment, not accepted: R-3",
    ] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
}

#[test]
fn without_an_acceptance_level_the_report_does_not_call_the_risks_accepted() {
    let mut sample = good();
    sample.edit_one(|method: &mut Method| method.acceptance_level = None);
    sample.freeze();
    let text = texts(&of(&sample));
    assert!(text.contains("Acceptance level: not decided") && !text.contains("none above"), "{text}");
}

#[test]
fn a_closed_risk_stands_apart_and_a_proposed_one_nowhere() {
    let mut sample = good();
    propose(&mut sample, 40, Risk { title: "Only proposed".into(), ..Risk::default() });
    sample.edit::<Risk>(4, |risk| {
        risk.status = RiskStatus::Closed { on: jiff::civil::date(2026, 5, 2), because: "No laptops.".into() };
    });
    let content = of(&sample);
    assert_eq!(rows(&content, "Risks").len(), 4);
    assert_eq!(rows(&content, "Closed risks"), ["R-4 | A laptop is stolen | 2026-05-02 | No laptops."]);
    assert!(!texts(&content).contains("Only proposed"));
}

#[test]
fn without_a_method_and_risks_the_report_says_so() {
    let text = texts(&of(&blank()));
    for expected in
        ["Method: none recorded", "No risk is recorded.", "No acceptance is in force.", "No risk is open"]
    {
        assert!(text.contains(expected), "{expected} in {text}");
    }
}

#[cfg(feature = "pdf")]
#[test]
fn the_same_risks_give_the_same_bytes_also_with_hostile_texts() {
    let mut sample = good();
    sample.edit::<Risk>(1, |risk| {
        risk.title = HOSTILE.into();
        risk.owner = Some(Owner::Named(HOSTILE.into()));
        risk.now.level = Some(HOSTILE.into());
    });
    let head = head();
    let basis = basis(&sample.isms, sample.today, &head);
    let one = crate::risk_report_pdf(&basis, &crate::formats::pdf::lend_nothing).expect("laid out");
    assert!(one == crate::risk_report_pdf(&basis, &crate::formats::pdf::lend_nothing).expect("laid out"));
}
