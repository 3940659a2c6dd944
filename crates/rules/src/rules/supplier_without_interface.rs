//! A process needs a supplier, and the boundary between them is not on record.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Interface, Process, Risk, Supplier};
use model::{InScope, RecordId, RecordKind, Ref};

pub static RULE: Rule = Rule {
    code: "PB0404",
    name: "supplier without interface",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["4.3 c", "8.1 external provision"],
    what: "Finds suppliers that a process in scope depends on, and no interface describes where they meet.",
    why: "where a supplier begins is part of the boundary, and an auditor asks who does what there",
    fix: "record the interface, who does what, and what is required of the supplier",
    fix_grade: FixGrade::Likely,
    check: Check::Each {
        of: &[RecordKind::Process],
        reads: &[RecordKind::Scope],
        through: &[RecordKind::Supplier],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "the interface is gone",
        given: |s| {
            s.remove("IFC-1");
            s.edit(3, |risk: &mut Risk| risk.interfaces.clear());
        },
        says: &["PRC-1 depends on SUP-1, and no interface between them is recorded"],
    }],
    good: &[
        Good { title: "an interface describes it", given: |_| {} },
        Good {
            title: "the process is not in scope",
            given: |s| {
                s.remove("IFC-1");
                s.edit(1, |process: &mut Process| process.in_scope = InScope::Undecided);
                s.freeze();
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(process) = facts::get::<Process>(ask.isms, id) else { return };
    if !ask.in_scope(id) || !facts::is_business(ask.isms, Ref::of(id.key)) {
        return;
    }
    let needed = process.depends_on.iter().map(|needed| needed.id());
    for supplier_id in needed.filter(|needed| needed.kind == RecordKind::Supplier) {
        let Some(supplier) = facts::get::<Supplier>(ask.isms, supplier_id) else { continue };
        let mut interfaces = ask.isms.sources::<Interface>(supplier_id);
        let is_outside =
            |interface: &Interface| interface.outside.is_some_and(|side| side.id() == supplier_id);
        if interfaces
            .any(|interface| ask.isms.interfaces.get(&interface).is_some_and(|found| is_outside(found)))
        {
            continue;
        }
        report
            .add(
                Place::field(id, "depends_on"),
                format!("{id} depends on {supplier_id}, and no interface between them is recorded"),
            )
            .proof("depends on", facts::text(&process.depends_on))
            .proof_of(supplier_id, "supplier", &supplier.title)
            .proof_of(supplier_id, "criticality", facts::text(&supplier.criticality))
            .proof("interfaces found", "")
            .command(format!(
                "plumb new interface title='{}' inside={id} outside={supplier_id}",
                supplier.title
            ));
    }
}
