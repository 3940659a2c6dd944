//! An incident that had to be told was told too late, or not at all.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Incident, IncidentState, ObligationKind};
use model::sample::Sample;
use model::{DateTime, RecordId, RecordKind, Ref, Span, Value, YesNo};

pub static RULE: Rule = Rule {
    code: "PB1151",
    name: "incident notified late",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["A.5.26", "A.5.31", "A.5.34"],
    what: "Finds incidents that had to be notified and were notified after the hours that the obligation gives, or not at all.",
    why: "the hours run from the moment of detection, and others count them",
    fix: "notify, and find why the process was too slow",
    fix_grade: FixGrade::Think,
    check: Check::Each { of: &[RecordKind::Incident], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "an hour late",
            given: |s| {
                happened(s);
                s.edit(1, |one: &mut Incident| {
                    one.notified_on = Some(DateTime::constant(2026, 5, 5, 10, 0, 0, 0))
                });
            },
            says: &["INC-1 had to be notified by 2026-05-05 09:00 and was notified on 2026-05-05 10:00"],
        },
        Bad {
            title: "not at all",
            given: |s| {
                happened(s);
                s.edit(1, |one: &mut Incident| one.notified_on = None);
            },
            says: &["INC-1 had to be notified by 2026-05-05 09:00 and was notified not at all"],
        },
    ],
    good: &[
        Good { title: "no incident", given: |_| {} },
        Good { title: "at the last minute", given: |s| happened(s) },
        Good {
            title: "the day of the limit is today",
            given: |s| {
                happened(s);
                s.today = model::Date::constant(2026, 5, 5);
                s.edit(1, |one: &mut Incident| one.notified_on = None);
            },
        },
        Good {
            title: "nobody has to be told",
            given: |s| {
                happened(s);
                s.edit(1, |one: &mut Incident| {
                    one.notified_on = None;
                    one.notifiable = Some(YesNo::No);
                });
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(incident) = facts::get::<Incident>(ask.isms, id) else { return };
    match (incident.state, incident.notifiable) {
        (IncidentState::NoIncident, _) | (_, Some(YesNo::No)) | (IncidentState::Event, None) => return,
        (IncidentState::Incident | IncidentState::Contained | IncidentState::Closed, None) => {
            let missing = format!("whether {id} must be notified is not recorded");
            report.unknown(Place::field(id, "notifiable"), missing);
            return;
        }
        (_, Some(YesNo::Yes)) => {}
    }
    let Some(obligation_id) = incident.obligation else {
        report.unknown(
            Place::field(id, "obligation"),
            format!("what asks for the notice of {id} is not recorded"),
        );
        return;
    };
    let Some(obligation) = ask.isms.obligations.get(&obligation_id) else { return };
    let Some(hours) = obligation.notice_hours else {
        let missing = format!("within how many hours {obligation_id} asks for a notice is not recorded");
        report.unknown(Place::field(obligation_id, "notice_hours"), missing);
        return;
    };
    let Some(detected) = incident.detected_on else {
        report.unknown(Place::field(id, "detected_on"), format!("when {id} was detected is not recorded"));
        return;
    };
    let Ok(limit) = detected.checked_add(Span::new().hours(i64::from(hours).min(HOURS_MAX))) else { return };
    let notified = incident.notified_on.filter(|at| at.date() <= ask.today);
    // Of today only the day is known: what ends today is over tomorrow.
    let is_late = notified.map_or(ask.today > limit.date(), |at| at > limit);
    if !is_late {
        return;
    }
    let when = notified.map_or("not at all".to_owned(), |at| format!("on {}", at.text()));
    let message = format!("{id} had to be notified by {} and was notified {when}", limit.text());
    let found = report
        .add(Place::field(id, "notified_on"), message)
        .proof("title", &incident.title)
        .proof("detected on", detected.text())
        .proof("notified on", facts::text(&notified))
        .proof_of(obligation_id, "notice in hours", hours)
        .proof_of(obligation_id, "kind", facts::text(&obligation.kind));
    if notified.is_none() && obligation.kind == Some(ObligationKind::Law) {
        found.worse();
    }
}

/// No notice is given longer than ten years.
const HOURS_MAX: i64 = 87_600;

/// Puts an incident that had to be told within a day, and was.
fn happened(s: &mut Sample) {
    let incident = Incident {
        title: "Orders went to the wrong shop".into(),
        severity: Some(model::records::Severity::Medium),
        state: IncidentState::Contained,
        detected_on: Some(DateTime::constant(2026, 5, 4, 9, 0, 0, 0)),
        notifiable: Some(YesNo::Yes),
        obligation: Some(Ref::number(2)),
        notified_on: Some(DateTime::constant(2026, 5, 5, 9, 0, 0, 0)),
        ..Incident::default()
    };
    s.put(Ref::number(1), incident);
}
