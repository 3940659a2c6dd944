//! A cloud service without a way out, or without a line between its duties and ours.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Criticality, Supplier, SupplierKind};
use model::{RecordId, RecordKind, Ref};

pub static RULE: Rule = Rule {
    code: "PB1143",
    name: "cloud service without exit",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["A.5.23"],
    what: "Finds cloud services of processes in scope that do not say who does what, or how we would leave.",
    why: "with a cloud service, who does what and how one leaves has to be known before it is needed",
    fix: "say who does what, and how you would leave",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Supplier], reads: &[RecordKind::Scope], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "no way out",
        given: |s| s.edit(1, |supplier: &mut Supplier| supplier.exit_arrangement = "".into()),
        says: &["cloud service SUP-1 has no exit arrangement"],
    }],
    good: &[
        Good { title: "both are said", given: |_| {} },
        Good {
            title: "no cloud service",
            given: |s| {
                s.edit(1, |supplier: &mut Supplier| {
                    supplier.exit_arrangement = "".into();
                    supplier.kind = Some(SupplierKind::Other);
                })
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(supplier) = facts::get::<Supplier>(ask.isms, id) else { return };
    if supplier.kind != Some(SupplierKind::Cloud) || facts::served(ask, Ref::of(id.key)).is_empty() {
        return;
    }
    let gaps = [
        (supplier.responsibility_split.is_empty(), "responsibility split", "responsibility_split"),
        (supplier.exit_arrangement.is_empty(), "exit arrangement", "exit_arrangement"),
    ];
    for (_, gap, field) in gaps.into_iter().filter(|(empty, ..)| *empty) {
        let found = report
            .add(Place::field(id, field), format!("cloud service {id} has no {gap}"))
            .proof("name", &supplier.title)
            .proof("who does what", &supplier.responsibility_split)
            .proof("exit", &supplier.exit_arrangement)
            .command(format!("plumb set {id} {field}=VALUE"));
        if supplier.criticality == Some(Criticality::High) {
            found.worse();
        }
    }
}
