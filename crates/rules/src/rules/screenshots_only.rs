//! A control that only screenshots speak for.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Audit, Control, ControlState, Evidence, EvidenceKind};
use model::sample::Sample;
use model::{Date, RecordId, RecordKind, Ref};

use crate::{cycle, facts};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB1105",
    name: "screenshots only",
    severity: Severity::Note,
    grade: Grade::Opportunity,
    stage: Stage::Stage2,
    clauses: &["8.1 evidence"],
    what: "Finds implemented controls with two or more accepted items in the audit period, all of which are screenshots.",
    why: "a picture shows one moment, and its source cannot be asked again",
    fix: "add an export, log or report with its source",
    fix_grade: FixGrade::Think,
    check: Check::Each { of: &[RecordKind::Control], reads: &[RecordKind::Audit], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "two screenshots",
        given: |s| {
            two_items(s);
            for number in [72, 200] {
                s.edit(number, |evidence: &mut Evidence| evidence.kind = Some(EvidenceKind::Screenshot));
            }
        },
        says: &["A.8.13 is shown by screenshots alone"],
    }],
    good: &[
        Good {
            title: "a screenshot and an export",
            given: |s| {
                two_items(s);
                s.edit(72, |evidence: &mut Evidence| evidence.kind = Some(EvidenceKind::Screenshot));
            },
        },
        Good {
            title: "one screenshot",
            given: |s| {
                two_items(s);
                s.remove("EV-200");
                s.edit(72, |evidence: &mut Evidence| evidence.kind = Some(EvidenceKind::Screenshot));
            },
        },
        Good {
            title: "the second one is of other days",
            given: |s| {
                two_items(s);
                for number in [72, 200] {
                    s.edit(number, |evidence: &mut Evidence| evidence.kind = Some(EvidenceKind::Screenshot));
                }
                s.edit(200, |evidence: &mut Evidence| {
                    evidence.period_start = Some(Date::constant(2026, 4, 1));
                    evidence.period_end = Some(Date::constant(2026, 4, 30));
                });
            },
        },
    ],
};

/// Gives A.8.13 a second item, and an audit period that holds both.
fn two_items(s: &mut Sample) {
    s.edit(3, |audit: &mut Audit| audit.period_start = Some(Date::constant(2026, 5, 1)));
    let first = s.isms.evidence.get(&Ref::number(72)).map(|first| Evidence::clone(first));
    s.put(Ref::number(200), first.expect("the sample has evidence of A.8.13"));
}

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(control) = facts::get::<Control>(ask.isms, id) else { return };
    if control.state != ControlState::Implemented {
        return;
    }
    let period = ask.cycle().period;
    let within = |evidence: &Evidence| {
        let days = cycle::days_of(evidence);
        period.is_none_or(|period| days.is_some_and(|(from, to)| period.touches(from, to)))
    };
    let accepted: Vec<(Ref<Evidence>, &Evidence)> =
        cycle::accepted(ask, Ref::of(id.key)).filter(|(_, evidence)| within(evidence)).collect();
    let other = |kind: Option<EvidenceKind>| kind.is_some_and(|kind| kind != EvidenceKind::Screenshot);
    if accepted.len() < 2 || accepted.iter().any(|(_, evidence)| other(evidence.kind)) {
        return;
    }
    if let Some((untyped, _)) = accepted.iter().find(|(_, evidence)| evidence.kind.is_none()) {
        report.unknown(Place::field(*untyped, "kind"), format!("what kind of evidence {untyped} is"));
        return;
    }
    if period.is_none() {
        report.unknown(
            Place::field(id, ""),
            format!("which days the next audit looks at, to judge the evidence of {id}"),
        );
        return;
    }
    let found = report.add(Place::field(id, ""), format!("{id} is shown by screenshots alone"));
    for (item, evidence) in accepted.iter().take(5) {
        found.proof_of(*item, "kind", facts::text(&evidence.kind)).proof_of(
            *item,
            "period to",
            facts::text(&evidence.period_end),
        );
    }
    found.command(format!("plumb evidence add FILE --control {id}"));
}
