//! A risk that nobody answers for.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Risk;
use model::{Owner, RecordId, RecordKind, Ref, Value};

use crate::rule::Limit;
use crate::{Ask, Bad, Check, Escalate, Good, Hold, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0602",
    name: "risk without owner",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.2 c 2"],
    what: "Finds open risks for which no person or role answers.",
    why: "a risk that nobody owns is decided by nobody, and nobody can accept what is left",
    fix: "name a person who can decide about it",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Risk], reads: &[], through: &[], check },
    escalate: Escalate::Share { of: open_risks, above: Limit::Parameter("ratio_major") },
    holds: &[Hold::Near(&["PB0621", "PB0622", "PB0674"])],
    waits_for: "",
    bad: &[Bad {
        title: "nobody is named",
        given: |s| s.edit(1, |risk: &mut Risk| risk.owner = None),
        says: &["R-1 has no owner"],
    }],
    good: &[Good { title: "a person answers for it", given: |_| {} }],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(risk) = ask.isms.risks.get(&Ref::of(id.key)) else { return };
    if !risk.status.is_open() || risk.owner.as_ref().is_some_and(|owner| !owner.is_empty()) {
        return;
    }
    let owners: Vec<String> =
        risk.elements.iter().filter_map(|element| element.get(ask.isms)?.owner().map(Owner::text)).collect();
    report
        .add(Place::field(id, "owner"), format!("{id} has no owner"))
        .proof("owner", "")
        .remark("nobody can decide about this risk")
        .proof("level", risk.now.level.text())
        .proof("owners of what it touches", owners.join(", "))
        .command(format!("plumb risk set {id} --owner PERSON"));
}

/// Counts the open risks.
fn open_risks(ask: &Ask) -> usize {
    ask.isms.risks.iter().filter(|(_, risk)| risk.status.is_open()).count()
}
