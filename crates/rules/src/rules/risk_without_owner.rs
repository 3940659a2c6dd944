//! A risk that nobody answers for.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Risk;
use model::{Line, Owner, RecordId, RecordKind, Value};

use crate::planning::{open_risk, open_risks};
use crate::rule::Limit;
use crate::{Ask, Bad, Check, Escalate, Good, Hold, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0602",
    name: "risk without owner",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.2 c 2"],
    what: "Finds open risks for which no person, role or name is given as the owner.",
    why: "a risk that nobody owns is decided by nobody, and nobody can accept what is left",
    fix: "name a person who can decide about it",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Risk], reads: &[], through: &[], check },
    escalate: Escalate::Share { of: open_risks, above: Limit::Parameter("ratio_major") },
    holds: &[Hold::Near(&["PB0621", "PB0622", "PB0674"])],
    bad: &[
        Bad {
            title: "nobody is named",
            given: |s| s.edit(1, |risk: &mut Risk| risk.owner = None),
            says: &["R-1 has no owner"],
        },
        Bad {
            title: "the name is empty",
            given: |s| s.edit(4, |risk: &mut Risk| risk.owner = Some(Owner::Named(Line::default()))),
            says: &["R-4 has no owner"],
        },
    ],
    good: &[
        Good { title: "a person answers for it", given: |_| {} },
        Good {
            title: "a file named an owner whom nobody has linked yet",
            given: |s| s.edit(4, |risk: &mut Risk| risk.owner = Some(Owner::Named("SOC Manager".into()))),
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(risk) = open_risk(ask, id) else { return };
    if risk.owner.as_ref().is_some_and(|owner| !owner.is_empty()) {
        return;
    }
    let mut owners: Vec<String> =
        risk.elements.iter().filter_map(|element| element.get(ask.isms)?.owner().map(Value::text)).collect();
    owners.sort_unstable();
    owners.dedup();
    let found = report.add(Place::field(id, "owner"), format!("{id} has no owner"));
    found
        .proof("owner", "")
        .remark("nobody can decide about this risk")
        .proof("level", risk.now.level.text())
        .proof("owners of what it touches", owners.join(", "));
    if let [only] = &owners[..] {
        found.help(format!("name a person who can decide about it: {only} answers for what it touches"));
        found.command(format!("plumb set {id} owner={}", quoted(only)));
    } else {
        found.command(format!("plumb set {id} owner=PERSON"));
    }
}

/// Puts quotes around a name of several words.
fn quoted(name: &str) -> String {
    if name.contains(' ') { format!("\"{name}\"") } else { name.to_owned() }
}
