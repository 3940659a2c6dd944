//! A control that applies, and nobody answers for it.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Control;
use model::{Owner, RecordId, RecordKind, YesNo};

pub static RULE: Rule = Rule {
    code: "PB1121",
    name: "control without owner",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["5.3", "A.5.2"],
    what: "Finds included controls without owner.",
    why: "a control that nobody owns stops when somebody is on leave",
    fix: "name the person who answers for it; the operators are proposed",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Control], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "no owner",
            given: |s| s.edit_control("A.8.20", |control| control.owner = None),
            says: &["A.8.20 has no owner"],
        },
        Bad {
            title: "a name from a file is nobody",
            given: |s| {
                s.edit_control("A.8.20", |control| control.owner = Some(Owner::Named("SOC Manager".into())))
            },
            says: &["A.8.20 has no owner"],
        },
    ],
    good: &[
        Good { title: "each has an owner", given: |_| {} },
        Good { title: "it is excluded", given: |s| s.edit_control("A.7.4", |control| control.owner = None) },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(control) = facts::get::<Control>(ask.isms, id) else { return };
    if control.included != Some(YesNo::Yes) || facts::has_owner(control.owner.as_ref()) {
        return;
    }
    let found = report
        .add(Place::field(id, "owner"), format!("{id} has no owner"))
        .proof("owner", facts::text(&control.owner));
    if control.owner.is_some() {
        found.remark("a name from a file, and nobody on record");
    }
    found.proof("operators", facts::text(&control.operators)).command(format!("plumb set {id} owner=PERSON"));
    if let Some(operator) = control.operators.iter().find(|operator| facts::has_owner(Some(operator))) {
        found.help(format!(
            "name the person who answers for it; {operator} carries it out",
            operator = facts::text(operator)
        ));
    }
}
