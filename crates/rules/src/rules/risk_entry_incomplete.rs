//! A risk of which something is missing.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Risk;
use model::{Decimal, RecordId, RecordKind, Value};

use crate::planning::{Above, above, list, open_risk};
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0661",
    name: "risk entry incomplete",
    severity: Severity::Note,
    grade: Grade::Opportunity,
    stage: Stage::Stage1,
    clauses: &["6.1.2 c 1", "6.1.2 d 1", "6.1.2 d 2", "6.1.2 e 2"],
    what: "Finds open risks that do not say what is at stake, why the values were chosen, or how urgent they are.",
    why: "a bare number cannot be followed by anybody who was not there",
    fix: "say what is at stake (confidentiality, integrity, availability), why the values were chosen, and how urgent it is",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Risk], reads: &[RecordKind::Method], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "nothing says what is at stake",
            given: |s| s.edit(1, |risk: &mut Risk| risk.properties.clear()),
            says: &["R-1 does not give its properties at stake"],
        },
        Bad {
            title: "a high risk without rationale and priority",
            given: |s| {
                s.edit(1, |risk: &mut Risk| {
                    risk.now.rationale = "".into();
                    risk.priority = None;
                })
            },
            says: &["R-1 does not give its rationale and priority"],
        },
    ],
    good: &[
        Good { title: "everything is there", given: |_| {} },
        Good {
            title: "an acceptable risk needs no priority",
            given: |s| s.edit(4, |risk: &mut Risk| risk.priority = None),
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(risk) = open_risk(ask, id) else { return };
    let mut gaps = Vec::new();
    if risk.properties.is_empty() {
        gaps.push(("properties", "properties at stake"));
    }
    if risk.now.rationale.is_empty() {
        gaps.push(("now", "rationale"));
    }
    if risk.priority.as_ref().is_none_or(|priority| priority.is_empty())
        && above(ask, &risk.now) == Above::Yes
    {
        gaps.push(("priority", "priority"));
    }
    let Some((field, _)) = gaps.first() else { return };
    let labels: Vec<&str> = gaps.iter().map(|(_, label)| *label).collect();
    let step = |value: Option<Decimal>| value.map_or_else(|| "N".to_owned(), |value| value.to_string());
    let command = match *field {
        "now" => format!(
            "plumb rate {id} --likelihood {} --consequence {} --because WHY",
            step(risk.now.likelihood),
            step(risk.now.consequence)
        ),
        "priority" => format!("plumb set {id} priority=PRIORITY"),
        _ => format!("plumb set {id} properties=confidentiality,integrity,availability"),
    };
    let found = report.add(Place::field(id, field), format!("{id} does not give its {}", list(&labels)));
    found
        .proof("at stake", risk.properties.text())
        .proof("rationale", risk.now.rationale.text())
        .proof("priority", risk.priority.text())
        .command(command);
    if risk.properties.is_empty() {
        found.worse();
    }
}
