//! The ledger is not what it was.

use crate::{Ask, Bad, Check, Escalate, Good, Hold, Report, Rule};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};

pub static RULE: Rule = Rule {
    code: "PB1201",
    name: "chain does not verify",
    severity: Severity::Error,
    grade: Grade::Major,
    stage: Stage::Stage1,
    clauses: &["7.5.3 b"],
    what: "Finds that the chain of commits does not verify: bytes differ, a number is missing, or a body is gone.",
    why: "all that the records prove rests on the chain, so a break in it is explained before anything else",
    fix: "stop writing, keep the store as it is, and compare with the anchors and backups",
    fix_grade: FixGrade::Think,
    check: Check::Whole { reads: &[], check },
    escalate: Escalate::Never,
    holds: &[Hold::Everywhere(&[
        "PB1101", "PB1102", "PB1103", "PB1104", "PB1105", "PB1106", "PB1107", "PB1108", "PB1110", "PB1111",
        "PB1112", "PB1202", "PB1204", "PB1205", "PB1206", "PB1207",
    ])],
    bad: &[Bad {
        title: "an entry differs",
        given: |s| s.chain_faults = vec!["entry 17: the hash of its bytes is another".to_owned()],
        says: &["the record chain does not verify from entry 17 on"],
    }],
    good: &[Good { title: "all verifies", given: |_| {} }],
};

fn check(ask: &Ask, report: &mut Report) {
    let Some(first) = ask.integrity.and_then(|integrity| integrity.chain.first()) else { return };
    let faults = ask.integrity.map_or(0, |integrity| integrity.chain.len());
    report
        .add(Place::Whole, format!("the record chain does not verify from {} on", start(first)))
        .proof("fault", first)
        .proof("faults", faults)
        .proof("last good anchor of", last_good(ask))
        .command("plumb verify");
}

/// Returns the day of the newest anchor that the history still contains.
fn last_good(ask: &Ask) -> String {
    let anchors = ask.integrity.map(|integrity| integrity.anchors.as_slice()).unwrap_or_default();
    let good = anchors.iter().filter(|anchor| anchor.is_contained()).map(|anchor| anchor.on).max();
    good.map(|on| on.to_string()).unwrap_or_default()
}

/// Returns where a fault begins: what stands before its colon.
fn start(fault: &str) -> &str {
    fault.split_once(':').map_or("an entry", |(start, _)| start)
}
