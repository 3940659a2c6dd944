//! An internal audit without criteria, or without anything that it covers.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Audit;
use model::{RecordId, RecordKind, Value};

use crate::{cycle, facts};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB0914",
    name: "audit without criteria",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["9.2.2 a"],
    what: "Finds internal audits that do not say against what, or over what, they judge.",
    why: "without criteria and extent nobody can tell what a result means",
    fix: "state against what and over what it judges",
    fix_grade: FixGrade::FillIn,
    check: Check::Each { of: &[RecordKind::Audit], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "a finished audit without criteria",
            given: |s| s.edit(1, |audit: &mut Audit| audit.criteria = "".into()),
            says: &["AUD-1 has no criteria"],
        },
        Bad {
            title: "an audit of nothing",
            given: |s| {
                s.edit(4, |audit: &mut Audit| {
                    audit.clauses.clear();
                    audit.controls.clear();
                    audit.sites.clear();
                    audit.processes.clear();
                });
            },
            says: &["AUD-4 has no clauses, controls, sites or processes"],
        },
    ],
    good: &[
        Good { title: "both are said", given: |_| {} },
        Good {
            title: "only processes",
            given: |s| {
                s.edit(4, |audit: &mut Audit| {
                    audit.clauses.clear();
                    audit.controls.clear();
                    audit.sites.clear();
                });
            },
        },
        Good {
            title: "the body has its own criteria",
            given: |s| s.edit(3, |audit: &mut Audit| audit.criteria = "".into()),
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(audit) = facts::get::<Audit>(ask.isms, id) else { return };
    if !audit.is_internal() || cycle::is_cancelled(audit) {
        return;
    }
    let covers_nothing = audit.clauses.is_empty()
        && audit.controls.is_empty()
        && audit.sites.is_empty()
        && audit.processes.is_empty();
    let gaps = [
        (audit.criteria.is_empty(), "criteria", "criteria"),
        (covers_nothing, "clauses", "clauses, controls, sites or processes"),
    ];
    for (_, field, words) in gaps.into_iter().filter(|(missing, ..)| *missing) {
        report
            .add(Place::field(id, field), format!("{id} has no {words}"))
            .proof("criteria", audit.criteria.text())
            .proof("clauses", audit.clauses.text())
            .proof("controls", audit.controls.len())
            .proof("sites", audit.sites.text())
            .proof("processes", audit.processes.text())
            .command(format!("plumb set {id} {field}=VALUE"));
    }
}
