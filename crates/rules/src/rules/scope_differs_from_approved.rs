//! The scope on paper and the scope in the registers have drifted apart.

use std::collections::BTreeSet;

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Asset, Scope};
use model::{InScope, RecordId, RecordKind, Ref};

pub static RULE: Rule = Rule {
    code: "PB0405",
    name: "scope differs from approved",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["4.3"],
    what: "Finds that the statement or the elements have differed from the approved version for longer than a draft may wait.",
    why: "people work by the registers and auditors by the approved version, so both have to be the same",
    fix: "send a new version for approval, or undo the change",
    fix_grade: FixGrade::Likely,
    check: Check::Whole {
        reads: &[
            RecordKind::Scope,
            RecordKind::Unit,
            RecordKind::Site,
            RecordKind::Process,
            RecordKind::Asset,
            RecordKind::Supplier,
        ],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "a service more, for months",
            given: |s| s.edit_one(|scope: &mut Scope| scope.services.push("Returns".into())),
            says: &["the scope has differed from approved version 1 since 2026-03-01"],
        },
        Bad {
            title: "an element was taken out",
            given: |s| s.edit(3, |asset: &mut Asset| asset.in_scope = InScope::Out("Sold.".into())),
            says: &["the scope has differed from approved version 1 since 2026-01-12"],
        },
    ],
    good: &[
        Good { title: "as approved", given: |_| {} },
        Good {
            title: "edited this week",
            given: |s| {
                let mut scope = Scope::clone(s.isms.scope.one().expect("there"));
                scope.statement = "Orders.".into();
                s.put(Ref::one(), scope);
            },
        },
    ],
};

fn check(ask: &Ask, report: &mut Report) {
    let Some(scope) = ask.isms.scope.one() else { return };
    let Some(approval) = scope.in_force(ask.today) else { return };
    let frozen: BTreeSet<RecordId> = approval.content.elements.iter().map(|element| element.id).collect();
    let live: BTreeSet<RecordId> =
        ask.isms.elements().filter(|(_, element)| element.in_scope().is_in()).map(|(id, _)| id).collect();
    let added: Vec<RecordId> = live.difference(&frozen).copied().collect();
    let removed: Vec<RecordId> = frozen.difference(&live).copied().collect();
    let words = scope.statement != approval.content.statement
        || scope.services != approval.content.services
        || scope.exclusions != approval.content.exclusions;
    let edited = added.iter().chain(&removed).map(|id| match ask.isms.find(*id) {
        Some(record) => record.changed().on,
        None => approval.on,
    });
    let Some(date) = edited.chain(words.then_some(scope.changed.on)).min() else { return };
    if !ask.is_older(date, ask.parameters.days("draft_days")) {
        return;
    }
    let version = approval.version;
    let found = report
        .add(
            Place::field(Ref::<Scope>::one(), "approvals"),
            format!("the scope has differed from approved version {version} since {date}"),
        )
        .proof("added", facts::text(&added))
        .proof("taken out", facts::text(&removed))
        .proof("words", if words { "changed" } else { "as approved" })
        .proof("approved on", approval.on)
        .proof("edited on", date)
        .command("plumb approve scope");
    if !removed.is_empty() {
        found.worse();
    }
}
