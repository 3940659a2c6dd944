//! Something outside the scope is needed inside, and the boundary is not described.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Asset, AssetKind, Criticality, Interface, Process};
use model::{InScope, RecordId, RecordKind, Ref};

pub static RULE: Rule = Rule {
    code: "PB0406",
    name: "excluded element still needed",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["4.3 c"],
    what: "Finds what was left out of the scope while a process in scope needs it, and no interface says who does what.",
    why: "what is left out still carries what is inside, so its risks come in by that door",
    fix: "describe the interface and who does what and assess its risk, or move the item into the scope",
    fix_grade: FixGrade::Think,
    check: Check::Each { of: &[RecordKind::Process], reads: &[RecordKind::Scope], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "nobody says who does what",
        given: |s| s.edit(2, |interface: &mut Interface| interface.responsibility_split = "".into()),
        says: &["PRC-1 depends on AST-6, which is excluded, and the boundary between them is not described"],
    }],
    good: &[Good { title: "an interface says who does what", given: |_| {} }],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(process) = facts::get::<Process>(ask.isms, id) else { return };
    if !ask.in_scope(id) || !facts::is_business(ask.isms, Ref::of(id.key)) {
        return;
    }
    let interfaces: Vec<Ref<Interface>> = ask.isms.sources(id).collect();
    for needed in &process.depends_on {
        let Some(item) = needed.get(ask.isms).filter(|_| can_be_excluded(ask, needed.id())) else { continue };
        let InScope::Out(because) = item.in_scope() else { continue };
        let between =
            interfaces.iter().filter_map(|interface| ask.isms.interfaces.get(interface)).filter(|found| {
                found.inside.is_some_and(|side| side.id() == id) && found.outside == Some(*needed)
            });
        if between.clone().any(|interface| !interface.responsibility_split.is_empty()) {
            continue;
        }
        let found = report.add(
            Place::field(id, "depends_on"),
            format!(
                "{id} depends on {needed}, which is excluded, and the boundary between them is not described"
            ),
        );
        found
            .proof("depends on", facts::text(&process.depends_on))
            .proof_of(needed.id(), "excluded because", because)
            .proof("who does what", "")
            .remark(if between.count() == 0 {
                "there is no interface"
            } else {
                "the interface does not say it"
            });
        if item.criticality() == Some(Criticality::High) {
            found.worse();
        }
    }
}

/// Says whether a record is a unit, site, process or system.
fn can_be_excluded(ask: &Ask, id: RecordId) -> bool {
    match facts::get::<Asset>(ask.isms, id).filter(|_| id.kind == RecordKind::Asset) {
        Some(asset) => asset.kind == Some(AssetKind::System),
        None => id.kind != RecordKind::Asset && id.kind != RecordKind::Supplier,
    }
}
