//! Something in scope that no risk looks at.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::Element;
use model::records::{Criticality, Process, ProcessKind, Risk};
use model::{RecordId, RecordKind, Value};

use crate::planning::{Inside, few, open_risk};
use crate::rule::Limit;
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0605",
    name: "scope element without risk",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["6.1.2 c 1"],
    what: "Finds processes in scope, and assets of high criticality in scope, that no open risk touches.",
    why: "an assessment that leaves out what matters most has not covered the scope",
    fix: "assess it, link the risk that covers it, or say why there is none",
    fix_grade: FixGrade::FillIn,
    check: Check::Whole {
        reads: &[RecordKind::Risk, RecordKind::Process, RecordKind::Asset, RecordKind::Scope],
        check,
    },
    escalate: Escalate::Share { of: critical_elements, above: Limit::Hundredths(25) },
    holds: &[],
    bad: &[Bad {
        title: "a process is taken out of the only risk that names it",
        given: |s| {
            s.edit(3, |risk: &mut Risk| risk.elements.retain(|element| element.to_string() != "PRC-2"))
        },
        says: &["PRC-2 is in scope, and no risk covers it"],
    }],
    good: &[
        Good { title: "a risk touches it", given: |_| {} },
        Good {
            title: "somebody said why there is none",
            given: |s| {
                s.edit(3, |risk: &mut Risk| risk.elements.retain(|element| element.to_string() != "PRC-2"));
                s.edit(2, |process: &mut Process| {
                    process.no_risk_because = "It only forwards what PRC-1 made.".into()
                });
            },
        },
    ],
};

fn check(ask: &Ask, report: &mut Report) {
    let inside = Inside::of(ask);
    let mut undecided = Vec::new();
    for (id, process) in ask.isms.processes.iter() {
        if process.kind != Some(ProcessKind::Isms) && is_uncovered(ask, &inside, id.id(), &**process) {
            say(id.id(), &**process, report);
        }
    }
    for (id, asset) in ask.isms.assets.iter() {
        if asset.criticality.is_none_or(|criticality| criticality == Criticality::High)
            && is_uncovered(ask, &inside, id.id(), &**asset)
        {
            match asset.criticality {
                Some(_) => say(id.id(), &**asset, report),
                None => undecided.push(id),
            }
        }
    }
    if !undecided.is_empty() {
        let place = Place::field(undecided[0], "criticality");
        report.unknown(place, format!("how much hangs on {}, which no risk covers", few(&undecided)));
    }
}

/// Says whether an element in scope is in no open risk and nothing says why.
fn is_uncovered(ask: &Ask, inside: &Inside, id: RecordId, element: &dyn Element) -> bool {
    element.no_risk_because().is_empty()
        && inside.holds(ask, id, element)
        && !ask.isms.sources::<Risk>(id).any(|risk| open_risk(ask, risk.id()).is_some())
}

/// Says that no risk covers an element.
fn say(id: RecordId, element: &dyn Element, report: &mut Report) {
    let needs: Vec<String> = element.depends_on().iter().map(Value::text).collect();
    report
        .add(Place::field(id, ""), format!("{id} is in scope, and no risk covers it"))
        .proof("criticality", element.criticality().text())
        .proof("depends on", needs.join(", "))
        .proof("no risk because", "")
        .remark("an auditor will ask whether it was looked at")
        .command(format!("plumb new risk title=TITLE elements={id}"));
}

/// Counts the elements that a risk has to cover.
fn critical_elements(ask: &Ask) -> usize {
    let inside = Inside::of(ask);
    let processes = ask.isms.processes.iter().filter(|(id, process)| {
        process.kind != Some(ProcessKind::Isms) && inside.holds(ask, id.id(), &***process)
    });
    let assets = ask.isms.assets.iter().filter(|(id, asset)| {
        asset.criticality == Some(Criticality::High) && inside.holds(ask, id.id(), &***asset)
    });
    processes.count() + assets.count()
}
