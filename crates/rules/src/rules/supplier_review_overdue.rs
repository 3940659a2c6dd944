//! Nobody has looked at a supplier for long.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Criticality, Supplier};
use model::{RecordId, RecordKind, Ref};

pub static RULE: Rule = Rule {
    code: "PB1142",
    name: "supplier review overdue",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["A.5.22"],
    what: "Finds suppliers of processes in scope whose last review lies further back than the limit, or that were never reviewed.",
    why: "what a supplier promised at the start has to be seen again",
    fix: "review service, incidents and assurance, and record the result",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Supplier], reads: &[RecordKind::Scope], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "reviewed 401 days ago",
            given: |s| {
                let day = s.days_ago(401);
                s.edit(1, |supplier: &mut Supplier| supplier.reviewed_on = Some(day));
            },
            says: &["SUP-1 was last reviewed on 2025-04-26"],
        },
        Bad {
            title: "never",
            given: |s| s.edit(1, |supplier: &mut Supplier| supplier.reviewed_on = None),
            says: &["SUP-1 was never reviewed"],
        },
        Bad {
            title: "much hangs on it: 121 days",
            given: |s| {
                let day = s.days_ago(121);
                s.edit(1, |supplier: &mut Supplier| {
                    supplier.reviewed_on = Some(day);
                    supplier.criticality = Some(Criticality::High);
                });
            },
            says: &["SUP-1 was last reviewed on 2026-01-31"],
        },
    ],
    good: &[
        Good { title: "reviewed in spring", given: |_| {} },
        Good {
            title: "400 days ago",
            given: |s| {
                let day = s.days_ago(400);
                s.edit(1, |supplier: &mut Supplier| supplier.reviewed_on = Some(day));
            },
        },
    ],
};

/// The limit in days where much hangs on the supplier.
const HIGH_DAYS: i32 = 120;

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(supplier) = facts::get::<Supplier>(ask.isms, id) else { return };
    let usual = ask.parameters.days("supplier_review_days");
    let high = supplier.criticality == Some(Criticality::High);
    let limit = if high { usual.min(HIGH_DAYS) } else { usual };
    if supplier.reviewed_on.is_some_and(|date| !ask.is_older(date, limit)) {
        return;
    }
    let served = facts::served(ask, Ref::of(id.key));
    if served.is_empty() {
        return;
    }
    let message = match supplier.reviewed_on {
        Some(date) => format!("{id} was last reviewed on {date}"),
        None => format!("{id} was never reviewed"),
    };
    let found = report
        .add(Place::field(id, "reviewed_on"), message)
        .proof("name", &supplier.title)
        .proof("serves", facts::text(&served))
        .proof("reviewed on", facts::text(&supplier.reviewed_on))
        .proof("criticality", facts::text(&supplier.criticality))
        .proof("limit in days", limit)
        .command(format!("plumb set {id} reviewed_on=DATE"));
    if high {
        found.worse();
    }
}
