//! Nobody ever found anything that could be better.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Audit, AuditKind, AuditProgramme, Finding, FindingGrade};
use model::sample::Sample;
use model::{Date, Decimal, RecordKind, Ref};

use crate::checking::internal_audits;
use crate::facts::months_after;
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};

pub static RULE: Rule = Rule {
    code: "PB1009",
    name: "nothing ever found",
    severity: Severity::Note,
    grade: Grade::Opportunity,
    stage: Stage::Stage1,
    clauses: &["10.1", "10.2", "9.2.1 b"],
    what: "Finds that no nonconformity and no improvement was ever recorded, or that short audits of a whole cycle found nothing at all.",
    why: "where nothing is ever found, nobody looked hard enough",
    fix: "check depth and method of audits, and whether weaknesses are recorded at all",
    fix_grade: FixGrade::Think,
    check: Check::Whole {
        reads: &[
            RecordKind::Nonconformity,
            RecordKind::Improvement,
            RecordKind::Audit,
            RecordKind::Finding,
            RecordKind::AuditProgramme,
            RecordKind::Control,
        ],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "no nonconformity and no improvement",
            given: nothing,
            says: &["in 6 months nothing was found that could be better"],
        },
        Bad {
            title: "eight days for 90 controls",
            given: |s| short(s, 8),
            says: &["in 6 months nothing was found that could be better"],
        },
    ],
    good: &[
        Good { title: "something was found", given: |_| {} },
        Good { title: "nine days for 90 controls", given: |s| short(s, 9) },
        Good { title: "one idea is enough", given: |s| s.remove("NC-1") },
        Good {
            title: "the audit saw a strength",
            given: |s| {
                short(s, 1);
                let finding = Finding {
                    audit: Some(Ref::number(9)),
                    grade: Some(FindingGrade::Conformity),
                    ..Finding::default()
                };
                s.put(Ref::number(9), finding);
            },
        },
    ],
};

/// One day of audit is expected for so many controls.
const CONTROLS_A_DAY: i32 = 10;

fn check(ask: &Ask, report: &mut Report) {
    let isms = ask.isms;
    if isms.nonconformities.is_empty() && isms.improvements.is_empty() {
        let began = isms.organisation.one().map(|organisation| organisation.made.on);
        say(ask, began.unwrap_or(ask.today), &[], report);
        return;
    }
    let in_cycle = |programme: &AuditProgramme| {
        let start = programme.cycle_start.filter(|start| *start <= ask.today)?;
        programme.cycle_end.is_some_and(|end| end >= ask.today).then_some(start)
    };
    let Some(start) = isms.audit_programmes.iter().filter_map(|(_, one)| in_cycle(one)).min() else { return };
    let done = |audit: &Audit| audit.done_on.is_some_and(|on| on >= start && on <= ask.today);
    let audits: Vec<(Ref<Audit>, &Audit)> = internal_audits(ask).filter(|(_, audit)| done(audit)).collect();
    let found = audits.iter().any(|(id, _)| findings_of(ask, *id) > 0);
    if audits.is_empty() || found {
        return;
    }
    let mut days = Decimal::whole(0);
    for (id, audit) in &audits {
        let Some(sum) = audit.days.and_then(|more| days.plus(more)) else {
            report
                .unknown(Place::field(*id, "days"), format!("how many days {id} took, which found nothing"))
                .proof("findings", 0);
            return;
        };
        days = sum;
    }
    let controls = i32::try_from(facts::included_controls(ask)).unwrap_or(i32::MAX);
    if days.times(Decimal::whole(CONTROLS_A_DAY)).is_some_and(|covered| covered < Decimal::whole(controls)) {
        say(ask, start, &audits, report);
    }
}

/// Counts the findings of an audit, of any grade.
fn findings_of(ask: &Ask, audit: Ref<Audit>) -> usize {
    let findings = ask.isms.sources::<Finding>(audit.id()).filter_map(|id| ask.isms.findings.get(&id));
    findings.filter(|finding| finding.audit == Some(audit)).count()
}

/// Says that nothing was found since a day.
fn say(ask: &Ask, since: Date, audits: &[(Ref<Audit>, &Audit)], report: &mut Report) {
    let months = (0..)
        .take_while(|months| months_after(since, months + 1).is_some_and(|day| day <= ask.today))
        .count();
    let word = if months == 1 { "month" } else { "months" };
    let found = report
        .add(Place::Whole, format!("in {months} {word} nothing was found that could be better"))
        .proof("nonconformities", ask.isms.nonconformities.len())
        .proof("improvements", ask.isms.improvements.len())
        .proof("findings of internal audits", 0);
    if audits.is_empty() {
        found.proof("internal audits done", "");
    }
    for (id, audit) in audits {
        found.proof_of(*id, "days", facts::text(&audit.days));
    }
    found.proof("included controls", facts::included_controls(ask));
}

/// Takes away what was wrong or could be better.
fn nothing(s: &mut Sample) {
    let wrong: Vec<String> = s.isms.nonconformities.iter().map(|(id, _)| id.to_string()).collect();
    let better: Vec<String> = s.isms.improvements.iter().map(|(id, _)| id.to_string()).collect();
    wrong.iter().chain(&better).for_each(|id| s.remove(id));
}

/// Puts a cycle with one internal audit of so many days that found nothing.
fn short(s: &mut Sample, days: i32) {
    let findings: Vec<String> = s.isms.findings.iter().map(|(id, _)| id.to_string()).collect();
    let audits: Vec<String> = s.isms.audits.iter().map(|(id, _)| id.to_string()).collect();
    findings.iter().chain(&audits).for_each(|id| s.remove(id));
    let programme = AuditProgramme {
        cycle_start: Some(Date::constant(2025, 11, 3)),
        cycle_end: Some(Date::constant(2028, 11, 2)),
        ..AuditProgramme::default()
    };
    s.put(Ref::number(1), programme);
    let audit = Audit {
        kind: Some(AuditKind::Internal),
        days: Some(Decimal::whole(days)),
        done_on: Some(Date::constant(2026, 5, 13)),
        ..Audit::default()
    };
    s.put(Ref::number(9), audit);
}
