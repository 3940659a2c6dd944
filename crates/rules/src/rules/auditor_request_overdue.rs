//! An auditor waits for something that was due.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Audit, Request, RequestState};
use model::sample::Sample;
use model::{Date, RecordId, RecordKind, Ref, Span, Value};

use crate::{cycle, facts};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB1313",
    name: "auditor request overdue",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["7.5.3 a"],
    what: "Finds requests of auditors that are not answered by their day.",
    why: "what an auditor has not seen by the end of the audit does not exist",
    fix: "answer it, or say what is missing and when it comes",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Request], reads: &[], through: &[RecordKind::Audit], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "a day past its date",
            given: |s| request(s, 1),
            says: &["REQ-1 of Vera Holub was due on 2026-05-31 and is not answered"],
        },
        Bad {
            title: "the answer was not enough",
            given: |s| {
                request(s, 3);
                s.edit(1, |request: &mut Request| {
                    request.answered_on = request.due;
                    request.state = RequestState::Returned;
                });
            },
            says: &["REQ-1 of Vera Holub was due on 2026-05-29 and is not answered"],
        },
    ],
    good: &[
        Good { title: "due today", given: |s| request(s, 0) },
        Good {
            title: "answered",
            given: |s| {
                request(s, 3);
                s.edit(1, |request: &mut Request| {
                    request.answered_on = request.due;
                    request.state = RequestState::Answered;
                });
            },
        },
        Good {
            title: "withdrawn",
            given: |s| {
                request(s, 3);
                s.edit(1, |request: &mut Request| request.state = RequestState::Withdrawn);
            },
        },
    ],
};

/// Lets an auditor ask for something, due so many days ago.
fn request(s: &mut Sample, days: i32) {
    let request = Request {
        title: "The list of rights".into(),
        audit: Some(Ref::number(1)),
        asked_by: Some(Ref::number(5)),
        asked_on: Some(s.days_ago(days + 2)),
        due: Some(s.days_ago(days)),
        ..Request::default()
    };
    s.put(Ref::number(1), request);
}

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(request) = facts::get::<Request>(ask.isms, id) else { return };
    let waits = match request.state {
        RequestState::Open => request.answered_on.is_none_or(|on| on > ask.today),
        RequestState::Returned => true,
        RequestState::Answered | RequestState::Accepted | RequestState::Withdrawn => false,
    };
    let Some(due) = request.due.filter(|_| waits) else { return };
    if due >= ask.today {
        return;
    }
    let audit = request.audit.and_then(|id| Some((id, &**ask.isms.audits.get(&id)?)));
    let auditor = request.asked_by.or(audit.and_then(|(_, audit)| audit.auditors.first().copied()));
    let name = auditor.map_or_else(|| "the auditor".to_owned(), |auditor| ask.isms.name_of(auditor.id()));
    let found = report
        .add(Place::field(id, "due"), format!("{id} of {name} was due on {due} and is not answered"))
        .proof("asked for", &request.title)
        .proof("asked on", request.asked_on.text())
        .proof("due", due)
        .proof("owner", request.owner.text())
        .command(format!("plumb request answer {id} --answer TEXT --shown LIST"));
    let Some((audit_id, audit)) = audit else { return };
    if let Some(ends) = ends_on(audit).filter(|_| cycle::done_on(audit, ask.today).is_none()) {
        found.proof_of(audit_id, "ends on", ends);
        if -ask.days_since(ends) <= NEAR_DAYS {
            found.worse();
        }
    }
}

/// So many days before the end of the audit it weighs more.
const NEAR_DAYS: i32 = 2;

/// Returns the last day of an audit: of its agenda, else its first day and as many days as it takes.
fn ends_on(audit: &Audit) -> Option<Date> {
    if cycle::is_cancelled(audit) {
        return None;
    }
    let agenda = audit.agenda.iter().filter_map(|line| line.on).max();
    let first = audit.started_on.or(audit.planned_on);
    let days: f64 = audit.days.and_then(|days| days.to_string().parse().ok()).unwrap_or(1.0);
    // Half a day is a day of the calendar; the first one is counted.
    let more = days.ceil().clamp(1.0, 365.0) as i64 - 1;
    audit.done_on.or(agenda).or_else(|| first?.checked_add(Span::new().days(more)).ok())
}
