//! Somebody on the team of the body is too close to the organisation.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Audit, Certification, Person};
use model::{Date, RecordId, RecordKind, Ref};

use crate::{cycle, facts};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB1311",
    name: "certification team conflict",
    severity: Severity::Error,
    grade: Grade::Major,
    stage: Stage::Stage1,
    clauses: &["17021-1 5.2.10", "17021-1 5.2.6", "17021-1 9.5.1.1"],
    what: "Finds people on the team of a certification audit who advised, audited or worked here in the two years before, or who decide about the certificate.",
    why: "the body must be impartial, and a team that is not makes its decision void",
    fix: "tell the certification body, which must name another person",
    fix_grade: FixGrade::Think,
    check: Check::Each { of: &[RecordKind::Audit], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "an adviser of last year",
            given: |s| {
                s.edit(3, |audit: &mut Audit| audit.auditors = vec![Ref::number(5)]);
                s.edit(5, |person: &mut Person| {
                    person.advised_until = Some(Date::constant(2024, 10, 19));
                });
            },
            says: &["Vera Holub is on the team of AUD-3 and advised the organization until 2024-10-19"],
        },
        Bad {
            title: "who audited here from inside, and once worked here",
            given: |s| {
                s.edit(2, |audit: &mut Audit| audit.auditors = vec![Ref::number(5)]);
                s.edit(5, |person: &mut Person| {
                    person.internal_audit_until = Some(Date::constant(2026, 5, 20));
                    person.left_on = Some(Date::constant(2025, 1, 31));
                });
            },
            says: &[
                "Vera Holub is on the team of AUD-2 and audited it from inside until 2026-05-20",
                "Vera Holub is on the team of AUD-2 and worked there until 2025-01-31",
            ],
        },
        Bad {
            title: "the auditor decides about the certificate",
            given: |s| {
                s.edit(3, |audit: &mut Audit| audit.auditors = vec![Ref::number(5)]);
                s.edit(1, |certification: &mut Certification| {
                    certification.audit = Some(Ref::number(3));
                    certification.decided_by = "Vera Holub".into();
                });
            },
            says: &["Vera Holub is on the team of AUD-3 and decides about it"],
        },
    ],
    good: &[
        Good {
            title: "two years and a day before",
            given: |s| {
                s.edit(3, |audit: &mut Audit| audit.auditors = vec![Ref::number(5)]);
                s.edit(5, |person: &mut Person| {
                    person.advised_until = Some(Date::constant(2024, 10, 18));
                });
            },
        },
        Good {
            title: "an adviser audits from inside",
            given: |s| {
                s.edit(5, |person: &mut Person| {
                    person.advised_until = Some(Date::constant(2026, 3, 1));
                });
            },
        },
    ],
};

/// So many months after it is over a tie no longer counts.
const MONTHS: i32 = -24;

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(audit) = facts::get::<Audit>(ask.isms, id) else { return };
    if !cycle::is_certification(audit) || cycle::is_cancelled(audit) {
        return;
    }
    let decided = ask.isms.sources::<Certification>(id).filter_map(|one| ask.isms.certifications.get(&one));
    let decides: Vec<String> = decided
        .filter(|one| one.audit.map(Ref::id) == Some(id) && !one.decided_by.is_empty())
        .map(|one| cycle::even(&one.decided_by))
        .collect();
    for auditor in &audit.auditors {
        let Some(person) = ask.isms.people.get(auditor) else { continue };
        let ties = ties(person);
        if let Some(day) = audit.planned_on.or(audit.done_on) {
            let since = facts::months_after(day, MONTHS).unwrap_or(day);
            for (until, reason) in ties.iter().filter(|(until, _)| *until >= since) {
                say(id, *auditor, person, &format!("{reason} until {until}"), &decides, report);
            }
        } else if !ties.is_empty() {
            report.unknown(
                Place::field(id, "planned_on"),
                format!("the day of {id}, to judge how long ago {auditor} had to do with us"),
            );
        }
        let named = [cycle::even(&person.title), cycle::even(&auditor.to_string())];
        if decides.iter().any(|name| named.contains(name)) {
            say(id, *auditor, person, "decides about it", &decides, report);
        }
    }
}

/// Returns what tied a person to the organisation, and until when.
fn ties(person: &Person) -> Vec<(Date, &'static str)> {
    let ties = [
        (person.advised_until, "advised the organization"),
        (person.internal_audit_until, "audited it from inside"),
        (person.left_on, "worked there"),
    ];
    ties.into_iter().filter_map(|(until, reason)| Some((until?, reason))).collect()
}

/// Says that somebody of the team is too close.
fn say(
    id: RecordId,
    auditor: Ref<Person>,
    person: &Person,
    reason: &str,
    decides: &[String],
    report: &mut Report,
) {
    report
        .add(Place::field(id, "auditors"), format!("{} is on the team of {id} and {reason}", person.title))
        .proof("auditor", auditor)
        .proof_of(auditor, "advised until", facts::text(&person.advised_until))
        .proof_of(auditor, "internal audit until", facts::text(&person.internal_audit_until))
        .proof_of(auditor, "left on", facts::text(&person.left_on))
        .proof("decided by", decides.join(", "));
}
