//! A supplier serves the scope without an agreement on security.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Agreement, Criticality, Supplier};
use model::{RecordId, RecordKind, Ref};

pub static RULE: Rule = Rule {
    code: "PB1141",
    name: "supplier without agreement",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["8.1 external provision", "A.5.20"],
    what: "Finds suppliers of processes in scope with whom no agreement that speaks of security is in force.",
    why: "what a supplier has to do for security is what was agreed, and nothing else",
    fix: "agree on the security requirements and sign",
    fix_grade: FixGrade::Think,
    check: Check::Each { of: &[RecordKind::Supplier], reads: &[RecordKind::Scope], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "it ended yesterday",
            given: |s| {
                let ended = s.days_ago(1);
                for number in [1, 2] {
                    s.edit(number, |agreement: &mut Agreement| agreement.expires_on = Some(ended));
                }
            },
            says: &["SUP-1 serves PRC-1, and no agreement on security is in force"],
        },
        Bad {
            title: "it says nothing of security",
            given: |s| {
                for number in [1, 2] {
                    s.edit(number, |agreement: &mut Agreement| agreement.clauses.clear());
                }
            },
            says: &["SUP-1 serves PRC-1, and no agreement on security is in force"],
        },
    ],
    good: &[
        Good { title: "in force", given: |_| {} },
        Good {
            title: "it ends today",
            given: |s| {
                let today = s.today;
                for number in [1, 2] {
                    s.edit(number, |agreement: &mut Agreement| agreement.expires_on = Some(today));
                }
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(supplier) = facts::get::<Supplier>(ask.isms, id) else { return };
    let served = facts::served(ask, Ref::of(id.key));
    let Some(process) = served.first() else { return };
    let agreements: Vec<(Ref<Agreement>, &Agreement)> = ask
        .isms
        .sources::<Agreement>(id)
        .filter_map(|agreement| Some((agreement, &**ask.isms.agreements.get(&agreement)?)))
        .filter(|(_, agreement)| agreement.with == Some(id))
        .collect();
    if agreements.iter().any(|(_, one)| one.is_in_force(ask.today) && !one.clauses.is_empty()) {
        return;
    }
    let found = report.add(
        Place::field(id, ""),
        format!("{id} serves {process}, and no agreement on security is in force"),
    );
    found.proof("name", &supplier.title).proof("criticality", facts::text(&supplier.criticality));
    for (agreement_id, agreement) in &agreements {
        found
            .proof_of(*agreement_id, "signed on", facts::text(&agreement.signed_on))
            .proof_of(*agreement_id, "expires on", facts::text(&agreement.expires_on))
            .proof_of(*agreement_id, "clauses on security", agreement.clauses.len());
    }
    if agreements.is_empty() {
        found.proof("agreements", "");
    }
    found.command(format!("plumb new agreement title='{}' with={id} kind=supplier", supplier.title));
    if supplier.criticality == Some(Criticality::High) {
        found.worse();
    }
}
