//! Evidence came in, and no person has accepted it.

use crate::{Ask, Bad, Check, Escalate, Good, Hold, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Control, Evidence, EvidenceStatus};
use model::{RecordId, RecordKind, Ref};

pub static RULE: Rule = Rule {
    code: "PB1104",
    name: "evidence not accepted by a person",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["8.1 evidence", "7.5.3 a"],
    what: "Finds evidence that waits longer than the limit, or that was accepted by no person on record.",
    why: "a file becomes evidence when somebody who knows has looked at it",
    fix: "look at it and accept or refuse it",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Evidence], reads: &[], through: &[RecordKind::Control], check },
    escalate: Escalate::Never,
    holds: &[Hold::Near(&["PB1102", "PB1110"])],
    bad: &[
        Bad {
            title: "unreviewed for 31 days",
            given: |s| {
                let received = s.days_ago(31);
                s.edit(10, |evidence: &mut Evidence| {
                    evidence.status = EvidenceStatus::Submitted;
                    evidence.accepted_by = None;
                    evidence.received_on = Some(received);
                });
            },
            says: &["EV-10 was given on 2026-05-01, and no person has accepted it"],
        },
        Bad {
            title: "accepted by nobody",
            given: |s| s.edit(10, |evidence: &mut Evidence| evidence.accepted_by = None),
            says: &["EV-10 was given on 2026-05-27, and no person has accepted it"],
        },
    ],
    good: &[
        Good { title: "accepted", given: |_| {} },
        Good {
            title: "unreviewed for 30 days",
            given: |s| {
                let received = s.days_ago(30);
                s.edit(10, |evidence: &mut Evidence| {
                    evidence.status = EvidenceStatus::Submitted;
                    evidence.accepted_by = None;
                    evidence.received_on = Some(received);
                });
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(entry) = ask.isms.evidence.get(&Ref::of(id.key)) else { return };
    let evidence: &Evidence = entry;
    let given = evidence.received_on.unwrap_or(entry.made.on);
    let limit = ask.parameters.days("evidence_review_days");
    let fires = match evidence.status {
        EvidenceStatus::Submitted => ask.is_older(given, limit),
        EvidenceStatus::Accepted => {
            evidence.accepted_by.is_none_or(|person| ask.isms.people.get(&person).is_none())
        }
        EvidenceStatus::Rejected | EvidenceStatus::Withdrawn => false,
    };
    if !fires {
        return;
    }
    let found = report
        .add(Place::field(id, "status"), format!("{id} was given on {given}, and no person has accepted it"))
        .proof("received on", given)
        .proof("collected by", facts::text(&evidence.collected_by))
        .proof("status", evidence.status)
        .proof("judged by", facts::text(&evidence.accepted_by))
        .command(format!("plumb evidence accept {id}"));
    if evidence.uses.iter().any(|one| one.target.is_some_and(|target| is_alone(ask, target))) {
        found.worse();
    }
}

/// Says whether a control has no other accepted evidence within its age limit.
fn is_alone(ask: &Ask, target: RecordId) -> bool {
    if target.kind != RecordKind::Control {
        return false;
    }
    let Some(control) = facts::get::<Control>(ask.isms, target) else { return false };
    let mut accepted = facts::evidence_of(ask.isms, Ref::of(target.key)).filter(|(_, evidence)| {
        evidence.status == EvidenceStatus::Accepted && evidence.accepted_by.is_some()
    });
    match control.cadence.and_then(facts::age_limit) {
        Some(limit) => {
            !accepted.any(|(_, evidence)| evidence.period_end.is_some_and(|end| !ask.is_older(end, limit)))
        }
        None => accepted.next().is_none(),
    }
}
