//! A major of the body has to be verified soon.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{
    Audit, AuditKind, Certification, CertificationState, Finding, FindingGrade, Nonconformity,
    NonconformityGrade, NonconformitySource,
};
use model::sample::Sample;
use model::{Date, RecordId, RecordKind, Ref, Value};

use crate::{cycle, facts};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB1307",
    name: "external major near limit",
    severity: Severity::Error,
    grade: Grade::Major,
    stage: Stage::Stage2,
    clauses: &["10.2", "17021-1 9.5.3.2"],
    what: "Finds majors of the certification body that are not verified while their limit is near or past.",
    why: "after six months Stage 2 has to be done again, after the last day a new certificate is needed",
    fix: "finish the action and ask the body to verify; after the limit stage 2 is repeated",
    fix_grade: FixGrade::Think,
    check: Check::Each {
        of: &[RecordKind::Nonconformity],
        reads: &[RecordKind::Audit, RecordKind::AuditProgramme, RecordKind::Certification],
        through: &[],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "a major of Stage 2 that was dealt with, five months and a day after",
            given: |s| {
                s.go_on(Date::constant(2027, 3, 21));
                s.edit(2, |major: &mut Nonconformity| {
                    major.grade = Some(NonconformityGrade::Major);
                    major.verified_on = None;
                });
                s.edit(3, |finding: &mut Finding| finding.grade = Some(FindingGrade::Major));
                // As long as the major is open, nothing is decided.
                s.edit(1, |certification: &mut Certification| {
                    certification.state = CertificationState::Applied;
                    certification.decided_on = None;
                    certification.expires_on = None;
                    certification.audit = None;
                });
            },
            says: &["major NC-2 must be verified by 2027-04-20"],
        },
        Bad {
            title: "thirty days before",
            given: |s| major(s, Date::constant(2027, 3, 22)),
            says: &["major NC-9 must be verified by 2027-04-21"],
        },
        Bad {
            title: "a major of a recertification, at the end of the certificate",
            given: |s| {
                major(s, Date::constant(2029, 12, 1));
                granted(s, Date::constant(2026, 12, 10));
                s.edit(9, |major: &mut Nonconformity| major.raised_on = Some(Date::constant(2029, 10, 1)));
            },
            says: &["major NC-9 must be verified by 2029-12-10"],
        },
    ],
    good: &[
        Good { title: "thirty-one days before", given: |s| major(s, Date::constant(2027, 3, 21)) },
        Good {
            title: "it was verified",
            given: |s| {
                major(s, Date::constant(2027, 4, 1));
                s.edit(9, |major: &mut Nonconformity| major.verified_on = Some(Date::constant(2027, 3, 1)));
            },
        },
        Good {
            title: "a major of our own",
            given: |s| {
                major(s, Date::constant(2027, 4, 1));
                s.edit(9, |major: &mut Nonconformity| {
                    major.source = Some(NonconformitySource::Internal);
                });
            },
        },
    ],
};

/// Lets Stage 2 end on 2026-10-21 with a major, and asks on another day.
fn major(s: &mut Sample, today: Date) {
    s.today = today;
    s.edit(3, |audit: &mut Audit| audit.done_on = Some(Date::constant(2026, 10, 21)));
    let major = Nonconformity {
        title: "Nobody reviews rights".into(),
        source: Some(NonconformitySource::Body),
        grade: Some(NonconformityGrade::Major),
        raised_on: Some(Date::constant(2026, 10, 21)),
        ..Nonconformity::default()
    };
    s.put(Ref::number(9), major);
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

/// So many months after Stage 2 its majors have to be verified.
const MONTHS: i32 = 6;

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(major) = facts::get::<Nonconformity>(ask.isms, id) else { return };
    let of_body = major.source == Some(NonconformitySource::Body);
    if !of_body || major.grade != Some(NonconformityGrade::Major) {
        return;
    }
    if major.verified_on.is_some_and(|on| on <= ask.today) {
        return;
    }
    let place = Place::field(id, "verified_on");
    let Some((audit, done, limit)) = limit(ask, id, major) else {
        report.unknown(place, format!("the last day of the audit that raised {id}"));
        return;
    };
    let left = -ask.days_since(limit);
    if left > ask.parameters.days("majors_warn_days") {
        return;
    }
    let found = report
        .add(place, format!("major {id} must be verified by {limit}"))
        .proof("raised on", major.raised_on.text())
        .proof("verified on", major.verified_on.text())
        .proof("limit", limit)
        .proof("days left", left);
    match audit {
        Some(audit) => found.proof_of(audit, "last day of Stage 2", done),
        None => found.proof("end of the certificate", limit),
    };
}

/// Returns the limit of a major: six months after the last day of its Stage 2; of later audits the end of the certificate.
fn limit(ask: &Ask, id: RecordId, major: &Nonconformity) -> Option<(Option<Ref<Audit>>, String, Date)> {
    let audits = ask.isms.sources::<Finding>(id).filter_map(|finding| {
        let finding = ask.isms.findings.get(&finding)?;
        let audit = finding.audit.filter(|_| finding.nonconformity.map(Ref::id) == Some(id))?;
        Some((audit, ask.isms.audits.get(&audit)?))
    });
    let source = audits.last();
    let certified = cycle::certified(ask.isms, ask.today);
    let later = match source {
        Some((_, audit)) => audit.kind != Some(AuditKind::Stage2),
        // What was raised after the decision is not of Stage 2.
        None => certified.is_some_and(|(_, certification)| major.raised_on > certification.decided_on),
    };
    if later {
        return Some((None, String::new(), certified?.1.expires_on?));
    }
    let stage = match source {
        Some((id, audit)) => Some((id, cycle::done_on(audit, ask.today)?)),
        None => ask
            .cycle()
            .stage2
            .filter(|stage| stage.over == cycle::Over::Yes)
            .map(|stage| (stage.audit, stage.day)),
    };
    let (audit, done) = stage?;
    Some((Some(audit), done.to_string(), facts::months_after(done, MONTHS)?))
}
