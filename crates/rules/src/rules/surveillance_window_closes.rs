//! A surveillance has to be done soon, and none is planned in time.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Audit, AuditKind, Certification, CertificationState};
use model::sample::Sample;
use model::{Date, RecordId, RecordKind, Ref, Value};
use standards::certification::{SurveillanceDue, surveillances_due, visits};

use crate::{cycle, facts};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB1303",
    name: "surveillance window closes",
    severity: Severity::Error,
    grade: Grade::Major,
    stage: Stage::Surveillance,
    clauses: &["17021-1 9.1.3.3"],
    what: "Finds certificates whose next surveillance has to be done within the days of warning, and is neither done nor planned by then.",
    why: "a surveillance that is missed suspends the certificate",
    fix: "agree a date with the certification body",
    fix_grade: FixGrade::Likely,
    check: Check::Each {
        of: &[RecordKind::Certification],
        reads: &[RecordKind::Audit, RecordKind::Certification],
        through: &[],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "all else is in order, and the first is planned 13 months after the decision",
            given: |s| {
                s.go_on(Date::constant(2027, 10, 10));
                s.edit(5, |audit: &mut Audit| audit.planned_on = Some(Date::constant(2028, 1, 10)));
            },
            says: &["surveillance must be done by 2027-12-10, and none is planned by then"],
        },
        Bad {
            title: "the first is planned 13 months after the decision",
            given: |s| {
                certified(s, Date::constant(2027, 10, 10));
                surveillance(s, 10, Date::constant(2028, 1, 10), None);
            },
            says: &["surveillance must be done by 2027-12-10, and none is planned by then"],
        },
        Bad {
            title: "ninety days before, none is planned",
            given: |s| certified(s, Date::constant(2027, 9, 11)),
            says: &["surveillance must be done by 2027-12-10, and none is planned by then"],
        },
        Bad {
            title: "it was planned in time, and the limit is past",
            given: |s| {
                certified(s, Date::constant(2027, 12, 11));
                surveillance(s, 10, Date::constant(2027, 12, 1), None);
            },
            says: &["surveillance must be done by 2027-12-10, and none is planned by then"],
        },
        Bad {
            title: "the second, by the end of its year",
            given: |s| {
                certified(s, Date::constant(2028, 10, 10));
                surveillance(s, 10, Date::constant(2027, 11, 8), Some(Date::constant(2027, 11, 9)));
            },
            says: &["surveillance must be done by 2028-12-31, and none is planned by then"],
        },
    ],
    good: &[
        Good { title: "nothing is certified yet", given: |_| {} },
        Good {
            title: "it was certified again, and the first is due by the end of the next calendar year",
            given: |s| {
                certified(s, Date::constant(2027, 12, 1));
                s.edit(1, |certification: &mut Certification| certification.follows = Some(Ref::number(9)));
                s.put(Ref::number(9), Certification::default());
                surveillance(s, 10, Date::constant(2027, 12, 20), None);
            },
        },
        Good { title: "ninety-one days before", given: |s| certified(s, Date::constant(2027, 9, 10)) },
        Good {
            title: "planned on the last day",
            given: |s| {
                certified(s, Date::constant(2027, 12, 1));
                surveillance(s, 10, Date::constant(2027, 12, 10), None);
            },
        },
        Good {
            title: "both are done, and the next year is that of recertification",
            given: |s| {
                certified(s, Date::constant(2029, 10, 1));
                surveillance(s, 10, Date::constant(2027, 11, 8), Some(Date::constant(2027, 11, 9)));
                surveillance(s, 11, Date::constant(2028, 11, 8), Some(Date::constant(2028, 11, 9)));
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

/// Plans a surveillance, perhaps done.
fn surveillance(s: &mut Sample, number: u32, planned_on: Date, done_on: Option<Date>) {
    let audit = Audit {
        title: "Surveillance".into(),
        kind: Some(AuditKind::Surveillance),
        certification: Some(Ref::number(1)),
        planned_on: Some(planned_on),
        done_on,
        ..Audit::default()
    };
    s.put(Ref::number(number), audit);
}

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(certification) = facts::get::<Certification>(ask.isms, id) else { return };
    if !certification.state.is_kept() {
        return;
    }
    let Some(decided) = certification.decided_on.filter(|on| *on <= ask.today) else {
        if certification.decided_on.is_none() {
            report.unknown(Place::field(id, "decided_on"), format!("when {id} was decided"));
        }
        return;
    };
    let own = Ref::of(id.key);
    let due = surveillances_due(ask.isms, own, ask.today).into_iter().find(|due| due.done.is_none());
    let Some(SurveillanceDue { surveillance, from, done: _ }) = due else { return };
    let limit = surveillance.by();
    let left = -ask.days_since(limit);
    if left > ask.parameters.days("surveillance_warn_days") {
        return;
    }
    let open = visits(ask.isms, own, AuditKind::Surveillance)
        .filter(|(_, audit)| cycle::done_on(audit, ask.today).is_none());
    let next = open.filter_map(|(_, audit)| cycle::day_of(audit, ask.today)).min();
    if left >= 0 && next.is_some_and(|day| day >= from && day <= limit) {
        return;
    }
    report
        .add(
            Place::field(id, "decided_on"),
            format!("surveillance must be done by {limit}, and none is planned by then"),
        )
        .proof("decided on", decided)
        .proof("limit", limit)
        .proof("days left", left)
        .proof("next surveillance planned on", next.text())
        .command(format!(
            "plumb cert receive-plan {id} --kind surveillance --title Surveillance --planned-on DATE"
        ));
}
