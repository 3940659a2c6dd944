//! A grave incident was closed without learning from it.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Incident, IncidentState, Risk, Severity as Felt};
use model::sample::Sample;
use model::{RecordId, RecordKind, Ref, YesNo};

pub static RULE: Rule = Rule {
    code: "PB1152",
    name: "incident without lesson",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["A.5.27", "8.2"],
    what: "Finds closed incidents of high severity or above without a lesson, or after which none of their risks was assessed again.",
    why: "an incident shows what the risk assessment did not",
    fix: "record what was learned, and look at the risks it touched",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Incident], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "no lesson",
            given: |s| {
                happened(s);
                s.edit(1, |one: &mut Incident| one.lessons = "".into());
            },
            says: &["INC-1 was closed without a lesson"],
        },
        Bad {
            title: "the risk was assessed on the day before",
            given: |s| {
                happened(s);
                let day = s.days_ago(21);
                s.edit(1, |risk: &mut Risk| risk.now.on = Some(day));
            },
            says: &["INC-1 was closed without a new look at its risks"],
        },
        Bad {
            title: "neither, and no risk is named",
            given: |s| {
                happened(s);
                s.edit(1, |one: &mut Incident| {
                    one.lessons = "".into();
                    one.risks.clear();
                });
            },
            says: &["INC-1 was closed without a lesson", "INC-1 was closed without a new look at its risks"],
        },
    ],
    good: &[
        Good { title: "no incident", given: |_| {} },
        Good { title: "learned and looked at again", given: |s| happened(s) },
        Good {
            title: "still open",
            given: |s| {
                happened(s);
                s.edit(1, |one: &mut Incident| {
                    one.lessons = "".into();
                    one.closed_on = None;
                });
            },
        },
        Good {
            title: "hardly felt",
            given: |s| {
                happened(s);
                s.edit(1, |one: &mut Incident| {
                    one.lessons = "".into();
                    one.severity = Some(Felt::Medium);
                });
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(incident) = facts::get::<Incident>(ask.isms, id) else { return };
    let Some(closed) = incident.closed_on.filter(|closed| *closed <= ask.today) else { return };
    let grave = match (incident.state, incident.severity) {
        (IncidentState::NoIncident, _) | (_, Some(Felt::Low | Felt::Medium)) => return,
        (_, Some(Felt::High | Felt::Critical)) => true,
        (_, None) => false,
    };
    let looked = looked_again(ask, incident);
    let gaps = [
        (incident.lessons.is_empty(), "a lesson", "lessons"),
        (looked == Some(false), "a new look at its risks", "risks"),
    ];
    let is_missing = gaps.iter().any(|(missing, ..)| *missing);
    if !grave && (is_missing || looked.is_none()) {
        report.unknown(Place::field(id, "severity"), format!("how grave {id} was is not recorded"));
        return;
    }
    if looked.is_none() {
        report.unknown(Place::field(id, "detected_on"), format!("when {id} was detected is not recorded"));
    }
    for (_, gap, field) in gaps.into_iter().filter(|(missing, ..)| *missing) {
        let found = report
            .add(Place::field(id, field), format!("{id} was closed without {gap}"))
            .proof("title", &incident.title)
            .proof("closed on", closed)
            .proof("lessons", &incident.lessons)
            .proof("risks", facts::text(&incident.risks));
        for risk in incident.risks.iter().take(10) {
            let assessed = ask.isms.risks.get(risk).and_then(|risk| risk.now.on);
            found.proof_of(*risk, "assessed on", facts::text(&assessed));
        }
        found.command(match field {
            "lessons" => format!("plumb set {id} lessons=WHAT"),
            _ => "plumb rate RISK".to_owned(),
        });
    }
}

/// Says whether one of the risks was assessed after the incident was detected; unknown where nobody recorded when that was.
fn looked_again(ask: &Ask, incident: &Incident) -> Option<bool> {
    let assessed = || incident.risks.iter().filter_map(|risk| ask.isms.risks.get(risk)?.now.on);
    if assessed().next().is_none() {
        return Some(false);
    }
    let detected = incident.detected_on?.date();
    Some(assessed().any(|on| on > detected))
}

/// Puts a grave incident, closed, with its lesson, after which the risk was assessed again.
fn happened(s: &mut Sample) {
    let (detected, closed) = (s.days_ago(20), s.days_ago(5));
    let incident = Incident {
        title: "Ransomware on a laptop".into(),
        severity: Some(Felt::High),
        state: IncidentState::Closed,
        detected_on: Some(detected.at(8, 30, 0, 0)),
        notifiable: Some(YesNo::No),
        risks: vec![Ref::number(1)],
        lessons: "Macros are off now.".into(),
        closed_on: Some(closed),
        ..Incident::default()
    };
    s.put(Ref::number(1), incident);
    let again = s.days_ago(10);
    s.edit(1, |risk: &mut Risk| risk.now.on = Some(again));
}
