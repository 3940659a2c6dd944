//! Evidence offered for an audit that looks at other days.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Audit, Evidence, EvidenceStatus, EvidenceUse};
use model::sample::Sample;
use model::{Date, RecordId, RecordKind, Ref, Value};

use crate::{cycle, facts};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB1103",
    name: "evidence outside period",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["8.1 evidence"],
    what: "Finds evidence that is offered for an audit and lies wholly outside of its audit period.",
    why: "an auditor judges the audit period, and other days show nothing about it",
    fix: "offer evidence of the period",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Evidence], reads: &[RecordKind::Audit], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "of the year before, for the internal audit",
            given: |s| {
                s.edit(72, |evidence: &mut Evidence| {
                    evidence.period_start = Some(Date::constant(2025, 5, 1));
                    evidence.period_end = Some(Date::constant(2025, 5, 25));
                });
                offer(s, 1);
            },
            says: &["EV-72 is of 2025-05-01 to 2025-05-25 and was offered for 2026-03-01 to 2026-05-10"],
        },
        Bad {
            title: "too early for Stage 2, whose period follows from its day",
            given: |s| offer(s, 3),
            says: &["EV-72 is of 2026-05-01 to 2026-05-25 and was offered for 2026-07-19 to 2026-10-19"],
        },
        Bad {
            title: "after the end",
            given: |s| {
                s.edit(72, |evidence: &mut Evidence| {
                    evidence.period_start = Some(Date::constant(2026, 5, 11));
                });
                offer(s, 1);
            },
            says: &["EV-72 is of 2026-05-11 to 2026-05-25 and was offered for 2026-03-01 to 2026-05-10"],
        },
    ],
    good: &[
        Good {
            title: "its last day is the first of the period",
            given: |s| {
                s.edit(72, |evidence: &mut Evidence| {
                    evidence.period_start = Some(Date::constant(2026, 2, 1));
                    evidence.period_end = Some(Date::constant(2026, 3, 1));
                });
                offer(s, 1);
            },
        },
        Good { title: "within the period", given: |s| offer(s, 1) },
        Good {
            title: "rejected",
            given: |s| {
                s.edit(72, |evidence: &mut Evidence| evidence.status = EvidenceStatus::Rejected);
                offer(s, 3);
            },
        },
    ],
};

/// Offers the evidence of A.8.13 for an audit.
fn offer(s: &mut Sample, audit: u32) {
    s.edit(72, |evidence: &mut Evidence| {
        let target = Some(Ref::<Audit>::number(audit).id());
        evidence.uses.push(EvidenceUse { target, ..EvidenceUse::default() });
    });
}

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(evidence) = facts::get::<Evidence>(ask.isms, id) else { return };
    match evidence.status {
        EvidenceStatus::Submitted | EvidenceStatus::Accepted => {}
        EvidenceStatus::Rejected | EvidenceStatus::Withdrawn => return,
    }
    let targets = evidence.uses.iter().filter_map(|one| one.target);
    for target in targets.filter(|target| target.kind == RecordKind::Audit) {
        let audit: Ref<Audit> = Ref::of(target.key);
        let Some(found) = ask.isms.audits.get(&audit) else { continue };
        if !found.is_internal() && !cycle::is_certification(found) {
            continue;
        }
        let Some(period) = cycle::period_of(ask, audit) else {
            report.unknown(
                Place::field(audit, "period_start"),
                format!("which days {audit} looks at, to compare {id} with"),
            );
            continue;
        };
        let early = evidence.period_end.is_some_and(|end| end < period.start);
        let late = evidence.period_start.zip(period.end).is_some_and(|(start, end)| start > end);
        if !early && !late {
            if evidence.period_start.is_none() || evidence.period_end.is_none() {
                report.unknown(Place::field(id, "period_end"), format!("which days {id} covers"));
            }
            continue;
        }
        let days = match (evidence.period_start, evidence.period_end) {
            (Some(start), Some(end)) => format!("{start} to {end}"),
            (start, end) => start.or(end).text(),
        };
        report
            .add(Place::field(id, "period_end"), format!("{id} is of {days} and was offered for {period}"))
            .proof("period from", evidence.period_start.text())
            .proof("period to", evidence.period_end.text())
            .proof_of(audit, "audit period from", period.start)
            .proof_of(audit, "audit period to", period.end.text())
            .command(add(evidence, audit));
    }
}

/// Returns the command that offers other evidence of the same control.
fn add(evidence: &Evidence, audit: Ref<Audit>) -> String {
    let mut targets = evidence.uses.iter().filter_map(|one| one.target);
    match targets.find(|target| target.kind == RecordKind::Control) {
        Some(control) => format!("plumb evidence add FILE --control {control}"),
        None => format!("plumb new evidence title=TITLE uses={audit}"),
    }
}
