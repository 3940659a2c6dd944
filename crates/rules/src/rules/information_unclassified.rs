//! Information in scope has no class.

use crate::rule::Limit;
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Asset, AssetKind};
use model::{RecordId, RecordKind};

pub static RULE: Rule = Rule {
    code: "PB1133",
    name: "information unclassified",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["A.5.12"],
    what: "Finds information in scope that was not classified.",
    why: "how something is to be handled follows from its class",
    fix: "choose the class",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Asset], reads: &[RecordKind::Scope], through: &[], check },
    escalate: Escalate::Share { of: information, above: Limit::Parameter("ratio_major") },
    holds: &[],
    bad: &[Bad {
        title: "no class",
        given: |s| s.edit(2, |asset: &mut Asset| asset.classification = None),
        says: &["AST-2 has no class"],
    }],
    good: &[
        Good { title: "classified", given: |_| {} },
        Good {
            title: "a system needs none",
            given: |s| s.edit(1, |asset: &mut Asset| asset.classification = None),
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(asset) = facts::get::<Asset>(ask.isms, id).filter(|asset| is_information(asset)) else { return };
    if asset.classification.is_none() && ask.in_scope(id) {
        report
            .add(Place::field(id, "classification"), format!("{id} has no class"))
            .proof("name", &asset.title)
            .proof("classification", "")
            .proof("personal data", facts::text(&asset.personal_data))
            .command(format!("plumb set {id} classification=internal"));
    }
}

/// Says whether an asset is information.
fn is_information(asset: &Asset) -> bool {
    asset.kind == Some(AssetKind::Information)
}

/// Counts the information in scope.
fn information(ask: &Ask) -> usize {
    ask.isms.assets.iter().filter(|(id, asset)| is_information(asset) && ask.in_scope(id.id())).count()
}
