//! The certificate ends, and recertification is not planned in time.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Audit, AuditKind, Certification, CertificationState};
use model::sample::Sample;
use model::{Date, RecordId, RecordKind, Ref, Span, Value};

use crate::{cycle, facts};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB1304",
    name: "certificate expiry near",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Surveillance,
    clauses: &["17021-1 9.6.3.1.1"],
    what: "Finds certificates that end within the days of warning, without a recertification audit at least 60 days before.",
    why: "after the last day there is no certificate to show, and majors take weeks to verify",
    fix: "agree the recertification audit, early enough to verify majors before the end",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Certification], reads: &[RecordKind::Audit], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "all else is in order, and recertification is planned 30 days before the end",
            given: |s| {
                s.go_on(Date::constant(2027, 10, 10));
                // A certificate taken over from another body keeps its end.
                s.edit(1, |certification: &mut Certification| {
                    certification.expires_on = Some(Date::constant(2028, 3, 28));
                });
                recertification(s, Date::constant(2028, 2, 27));
            },
            says: &["the certificate ends on 2028-03-28, and recertification is not planned in time"],
        },
        Bad {
            title: "planned 30 days before the end, seen 170 days before",
            given: |s| {
                certified(s, Date::constant(2029, 6, 23));
                recertification(s, Date::constant(2029, 11, 10));
            },
            says: &["the certificate ends on 2029-12-10, and recertification is not planned in time"],
        },
        Bad {
            title: "it has ended",
            given: |s| certified(s, Date::constant(2029, 12, 11)),
            says: &["the certificate ends on 2029-12-10, and recertification is not planned in time"],
        },
    ],
    good: &[
        Good {
            title: "planned 60 days before the end",
            given: |s| {
                certified(s, Date::constant(2029, 6, 23));
                recertification(s, Date::constant(2029, 10, 11));
            },
        },
        Good { title: "181 days before", given: |s| certified(s, Date::constant(2029, 6, 12)) },
        Good {
            title: "another body took over",
            given: |s| {
                certified(s, Date::constant(2029, 12, 11));
                s.edit(1, |certification: &mut Certification| {
                    certification.state = CertificationState::Transferred;
                });
            },
        },
    ],
};

/// Lets the body certify on 2026-12-10, and asks on another day.
fn certified(s: &mut Sample, today: Date) {
    s.today = today;
    granted(s, Date::constant(2026, 12, 10));
}

/// Lets the body grant the certificate on a day, for three years.
fn granted(s: &mut Sample, on: Date) {
    s.edit(1, |certification: &mut Certification| {
        certification.state = CertificationState::Granted;
        certification.decided_on = Some(on);
        certification.expires_on = crate::facts::months_after(on, 36);
        certification.scope_wording = "Order handling for shops".into();
        certification.soa_version = Some(1);
    });
}

/// Plans the recertification.
fn recertification(s: &mut Sample, planned_on: Date) {
    let audit = Audit {
        title: "Recertification".into(),
        kind: Some(AuditKind::Recertification),
        certification: Some(Ref::number(1)),
        planned_on: Some(planned_on),
        ..Audit::default()
    };
    s.put(Ref::number(10), audit);
}

/// So many days before the end the audit has to lie, and so many days before the end it weighs more.
const LEAD_DAYS: i32 = 60;

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(certification) = facts::get::<Certification>(ask.isms, id) else { return };
    if !certification.state.is_kept() || is_followed(ask, id) {
        return;
    }
    let Some(ends) = certification.expires_on else {
        report.unknown(Place::field(id, "expires_on"), format!("when {id} ends"));
        return;
    };
    let left = -ask.days_since(ends);
    if left > ask.parameters.days("expiry_warn_days") {
        return;
    }
    let latest = ends.checked_sub(Span::new().days(i64::from(LEAD_DAYS))).unwrap_or(ends);
    let serves = |audit: &Audit| {
        let own = audit.certification.is_none_or(|certification| certification.id() == id);
        own && audit.kind == Some(AuditKind::Recertification)
    };
    let audits = ask.isms.audits.iter().filter(|(_, audit)| serves(audit));
    let days = audits.filter_map(|(_, audit)| {
        // The day planned counts, also once it is done.
        audit.planned_on.filter(|_| !cycle::is_cancelled(audit)).or(cycle::day_of(audit, ask.today))
    });
    let next = days.filter(|day| certification.decided_on.is_none_or(|decided| *day > decided)).min();
    if next.is_some_and(|day| day <= latest) {
        return;
    }
    let found = report
        .add(
            Place::field(id, "expires_on"),
            format!("the certificate ends on {ends}, and recertification is not planned in time"),
        )
        .proof("expires on", ends)
        .proof("days left", left)
        .proof("recertification planned on", next.text())
        .proof("latest day for it", latest)
        .proof("last day of restoration", facts::months_after(ends, 6).text())
        .command(format!(
            "plumb cert receive-plan {id} --kind recertification --title Recertification --planned-on DATE"
        ));
    if left <= LEAD_DAYS {
        found.worse();
    }
}

/// Says whether another certification took its place.
fn is_followed(ask: &Ask, id: RecordId) -> bool {
    let mut after = ask.isms.sources::<Certification>(id).filter_map(|one| ask.isms.certifications.get(&one));
    after.any(|one| one.follows.map(Ref::id) == Some(id) && one.state.is_kept())
}
