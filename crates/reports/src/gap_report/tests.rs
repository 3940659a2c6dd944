//! Tests of the gap report.

use model::records::{GapAnalysis, GapEntry, GapState};
use model::sample::Sample;
use model::{Decimal, Ref};

use super::*;
use crate::sample::{basis, good, head, texts};

fn entry(criterion: &str, state: GapState, effort: Option<i32>) -> GapEntry {
    let effort_days = effort.map(Decimal::whole);
    GapEntry { criterion: Some(criterion.into()), state: Some(state), effort_days, ..GapEntry::default() }
}

fn with(entries: Vec<GapEntry>) -> Sample {
    let mut sample = good();
    let title = "First look".into();
    sample.put(Ref::number(7), GapAnalysis { title, entries, ..GapAnalysis::default() });
    sample
}

fn order(sample: &Sample) -> Vec<String> {
    let analysis = sample.isms.gap_analyses.get(&Ref::number(7)).expect("it was put");
    let gaps = prioritised(&sample.isms, analysis, sample.today);
    gaps.iter().map(|gap| gap.criterion.to_string()).collect()
}

#[test]
fn gaps_come_by_gate_then_by_what_hangs_on_them_then_by_risk_then_by_effort() {
    use GapState::{Met, NotMet, Partly};
    let sample = with(vec![
        entry("A.7.4", NotMet, Some(1)),
        entry("A.7.14", NotMet, None),
        entry("A.8.13", Partly, Some(9)),
        entry("10.1", Partly, Some(1)),
        entry("9.3.1", Met, None),
        entry("5.2", NotMet, Some(5)),
        entry("6.1.2", NotMet, Some(20)),
        entry("8.2", NotMet, Some(2)),
    ]);
    let order = order(&sample);
    let place = |criterion: &str| order.iter().position(|one| one == criterion).expect(criterion);
    assert_eq!(order.len(), 7, "what is met is no gap");
    assert!(place("A.8.13") < place("A.7.4"), "a control behind an open risk comes first: {order:?}");
    assert!(place("A.7.4") < place("A.7.14"), "unknown effort comes last: {order:?}");
    assert!(place("5.2") < place("A.8.13"), "what Stage 1 sees comes first: {order:?}");
}

#[test]
fn what_rules_hold_back_hangs_on_what_holds_it() {
    let sample = with(vec![entry("6.1.2", GapState::NotMet, None), entry("6.1.3", GapState::NotMet, None)]);
    let analysis = sample.isms.gap_analyses.get(&Ref::number(7)).expect("it was put");
    let gaps = prioritised(&sample.isms, analysis, sample.today);
    assert_eq!(gaps[0].criterion.as_str(), "6.1.2");
    assert!(gaps[0].hanging.iter().any(|clause| clause.as_str() == "6.1.3"), "{gaps:?}");
}

#[test]
fn the_report_counts_by_clause_and_never_adds_maturities_up() {
    let mut first = entry("6.1.2", GapState::Partly, Some(3));
    first.maturity = Some(1);
    let mut second = entry("6.2", GapState::Met, None);
    second.maturity = Some(4);
    let sample = with(vec![first, second, entry("A.8.13", GapState::NotMet, None)]);
    let head = head();
    let basis = basis(&sample.isms, sample.today, &head);
    let moved = [Moved {
        criterion: "6.2".into(),
        before: "not met".into(),
        after: "met".into(),
        turn: "better".into(),
    }];
    let text = texts(&content(&basis, Ref::number(7), &moved).expect("it is there"));
    for said in [
        "1 met, 1 partly met, 1 not met, 0 not applicable",
        "6 Planning | 1 | 1 | 0 | 0 | 0 | 1 (1 to 4), 2 items",
        "A.8 Technological",
        "1 of 2 gaps have an estimate, together 3 days",
        "| not met | met | better",
        "Begin with 6.1.2",
    ] {
        assert!(text.contains(said), "{said} in {text}");
    }
    assert!(content(&basis, Ref::number(99), &[]).is_none());
    let sheets = workbook(&basis, Ref::number(7), &moved).expect("it is there").sheets;
    assert_eq!(sheets.iter().map(|sheet| sheet.rows().len()).collect::<Vec<_>>(), [2, 3, 2, 1]);
}
