//! A system in scope that nobody scans for vulnerabilities.

use crate::rule::Limit;
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Asset, AssetKind};
use model::{RecordId, RecordKind};
use standards::Cadence as Rhythm;

pub static RULE: Rule = Rule {
    code: "PB1172",
    name: "system never scanned",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["A.8.8", "A.5.9"],
    what: "Finds systems in scope whose last scan lies further back than the usual rhythm of scans, or that were never scanned.",
    why: "what is not scanned is what an attacker finds first",
    fix: "take it into the scan",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Asset], reads: &[RecordKind::Scope], through: &[], check },
    escalate: Escalate::Share { of: systems, above: Limit::Parameter("ratio_major") },
    holds: &[],
    bad: &[
        Bad {
            title: "never scanned",
            given: |s| s.edit(5, |asset: &mut Asset| asset.last_scan_on = None),
            says: &["AST-5 is in scope and was never scanned"],
        },
        Bad {
            title: "46 days ago",
            given: |s| {
                let day = s.days_ago(46);
                s.edit(5, |asset: &mut Asset| asset.last_scan_on = Some(day));
            },
            says: &["AST-5 is in scope and was last scanned on 2026-04-16"],
        },
    ],
    good: &[
        Good { title: "scanned in May", given: |_| {} },
        Good {
            title: "45 days ago",
            given: |s| {
                let day = s.days_ago(45);
                s.edit(5, |asset: &mut Asset| asset.last_scan_on = Some(day));
            },
        },
    ],
};

/// How often systems are scanned, as the evidence of A.8.8 suggests.
const SCANS: Rhythm = Rhythm::Monthly;

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(system) = facts::get::<Asset>(ask.isms, id).filter(|asset| is_system(asset)) else { return };
    let Some(limit) = facts::age_limit_of(SCANS).filter(|_| ask.in_scope(id)) else { return };
    if system.last_scan_on.is_some_and(|date| !ask.is_older(date, limit)) {
        return;
    }
    let message = match system.last_scan_on {
        Some(date) => format!("{id} is in scope and was last scanned on {date}"),
        None => format!("{id} is in scope and was never scanned"),
    };
    report
        .add(Place::field(id, "last_scan_on"), message)
        .proof("name", &system.title)
        .proof("last scan on", facts::text(&system.last_scan_on))
        .proof("limit in days", limit)
        .command(format!("plumb set {id} last_scan_on=DATE"));
}

/// Says whether an asset is a system.
fn is_system(asset: &Asset) -> bool {
    asset.kind == Some(AssetKind::System)
}

/// Counts the systems in scope.
fn systems(ask: &Ask) -> usize {
    ask.isms.assets.iter().filter(|(id, asset)| is_system(asset) && ask.in_scope(id.id())).count()
}
