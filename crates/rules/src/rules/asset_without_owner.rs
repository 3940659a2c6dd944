//! Something of value in scope, and nobody answers for it.

use crate::rule::Limit;
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Asset, Process, ProcessKind};
use model::{RecordId, RecordKind, Value};

pub static RULE: Rule = Rule {
    code: "PB1132",
    name: "asset without owner",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["A.5.9"],
    what: "Finds assets, systems and processes in scope without owner.",
    why: "who decides about access and value has to be known for each thing that matters",
    fix: "name the person who decides about it",
    fix_grade: FixGrade::FillIn,
    check: Check::Each {
        of: &[RecordKind::Asset, RecordKind::Process],
        reads: &[RecordKind::Scope],
        through: &[],
        check,
    },
    escalate: Escalate::Share { of: in_scope, above: Limit::Parameter("ratio_major") },
    holds: &[],
    bad: &[Bad {
        title: "no owner",
        given: |s| s.edit(3, |asset: &mut Asset| asset.owner = None),
        says: &["AST-3 has no owner"],
    }],
    good: &[
        Good { title: "each has an owner", given: |_| {} },
        Good { title: "it is not in scope", given: |s| s.edit(6, |asset: &mut Asset| asset.owner = None) },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(element) = ask.isms.element(id).filter(|_| ask.in_scope(id)) else { return };
    let process = facts::get::<Process>(ask.isms, id).filter(|_| id.kind == RecordKind::Process);
    if process.is_some_and(|process| process.kind == Some(ProcessKind::Isms))
        || facts::has_owner(element.owner())
    {
        return;
    }
    report
        .add(Place::field(id, "owner"), format!("{id} has no owner"))
        .proof("name", element.name())
        .proof("owner", element.owner().map(Value::text).unwrap_or_default())
        .proof("criticality", facts::text(&element.criticality()))
        .command(format!("plumb set {id} owner=PERSON"));
}

/// Counts assets and processes in scope.
fn in_scope(ask: &Ask) -> usize {
    let assets = ask.isms.assets.iter().filter(|(id, _)| ask.in_scope(id.id())).count();
    let processes = ask.isms.processes.iter().filter(|(id, _)| ask.in_scope(id.id())).count();
    assets + processes
}
