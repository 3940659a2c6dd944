//! The body was not told of a significant change.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Asset, AssetKind, Certification, CertificationState, Criticality, PlannedChange};
use model::sample::Sample;
use model::{Date, RecordId, RecordKind, Ref, Value, YesNo};

use crate::{cycle, facts};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB1312",
    name: "change not reported to body",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Surveillance,
    clauses: &["17021-1 8.5.3"],
    what: "Finds significant changes of scope, sites, organisation or a main system that were made after the certificate and not reported to the body.",
    why: "the contract with the body asks to tell it, and it finds out at the next visit",
    fix: "the certification body wants to be told of such changes: tell it, and record the day",
    fix_grade: FixGrade::Likely,
    check: Check::Each {
        of: &[RecordKind::PlannedChange],
        reads: &[RecordKind::Certification, RecordKind::Scope],
        through: &[],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "another scope",
            given: |s| changed(s, "SCO"),
            says: &["CHG-9 was done on 2026-05-25, and the certification body was not told"],
        },
        Bad {
            title: "a system on which much hangs",
            given: |s| changed(s, "AST-1"),
            says: &["CHG-9 was done on 2026-05-25, and the certification body was not told"],
        },
    ],
    good: &[
        Good {
            title: "the body was told",
            given: |s| {
                changed(s, "SIT-1");
                let today = s.today;
                s.edit(9, |change: &mut PlannedChange| change.reported_on = Some(today));
            },
        },
        Good { title: "a small system", given: |s| changed(s, "AST-5") },
        Good {
            title: "before the certificate",
            given: |s| {
                changed(s, "SCO");
                s.edit(9, |change: &mut PlannedChange| change.done_on = Some(Date::constant(2026, 4, 30)));
            },
        },
        Good {
            title: "nothing is certified yet",
            given: |s| {
                changed(s, "SCO");
                s.edit(1, |certification: &mut Certification| {
                    certification.state = CertificationState::Applied;
                });
            },
        },
    ],
};

/// Makes a significant change of something, a week ago and after the certificate.
fn changed(s: &mut Sample, touches: &str) {
    granted(s, Date::constant(2026, 5, 1));
    let change = PlannedChange {
        title: "Another way of working".into(),
        significant: Some(YesNo::Yes),
        touches: RecordId::parse(touches).into_iter().collect(),
        done_on: Some(s.days_ago(7)),
        ..PlannedChange::default()
    };
    s.put(Ref::number(9), change);
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

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(change) = facts::get::<PlannedChange>(ask.isms, id) else { return };
    if change.significant == Some(YesNo::No) || change.reported_on.is_some_and(|on| on <= ask.today) {
        return;
    }
    let Some((certification, certified)) = cycle::certified(ask.isms, ask.today) else { return };
    let Some(done) = change.done_on.filter(|on| *on <= ask.today) else { return };
    let touched: Vec<RecordId> =
        change.touches.iter().copied().filter(|touched| concerns_body(ask, *touched)).collect();
    if touched.is_empty() || certified.decided_on.is_none_or(|decided| done < decided) {
        return;
    }
    if change.significant.is_none() {
        report.unknown(Place::field(id, "significant"), format!("whether {id} is significant"));
        return;
    }
    report
        .add(
            Place::field(id, "reported_on"),
            format!("{id} was done on {done}, and the certification body was not told"),
        )
        .proof("done on", done)
        .proof("touches", touched.text())
        .proof("reported on", change.reported_on.text())
        .proof_of(certification, "decided on", certified.decided_on.text())
        .command(format!("plumb change report {id} --on DATE"));
}

/// Says whether a certification body has to know when this changes: scope, sites, organisation, and systems in scope on which
/// much hangs.
fn concerns_body(ask: &Ask, id: RecordId) -> bool {
    if [RecordKind::Scope, RecordKind::Site, RecordKind::Organisation].contains(&id.kind) {
        return true;
    }
    let main =
        |asset: &Asset| asset.kind == Some(AssetKind::System) && asset.criticality == Some(Criticality::High);
    id.kind == RecordKind::Asset && facts::get::<Asset>(ask.isms, id).is_some_and(main) && ask.in_scope(id)
}
