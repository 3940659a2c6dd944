//! A process on which customers rely is not in scope.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Certification, Obligation, Process, ProcessKind, Scope};
use model::{InScope, RecordId, RecordKind, Ref};

use crate::relied::customers_rely;
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};

pub static RULE: Rule = Rule {
    code: "PB0419",
    name: "scope leaves out what is relied on",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["4.3 b"],
    what: "Finds processes outside the scope that meet what a relevant party asks, or that are a service of the scope.",
    why: "a scope is drawn around what parties rely on; who reads the certificate takes it to cover that",
    fix: "take the process into the scope, or say which process in scope meets what is asked",
    fix_grade: FixGrade::Think,
    check: Check::Each {
        of: &[RecordKind::Process],
        reads: &[RecordKind::Obligation, RecordKind::Party, RecordKind::Scope],
        through: &[],
        check,
    },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "what customers ask is met by a process outside",
            given: |s| {
                outside(s, "Returns");
                s.edit(2, |asked: &mut Obligation| asked.by.push(Ref::<Process>::number(9).id()));
            },
            says: &["PRC-9 is not in scope, and OBL-2 rests on it"],
        },
        Bad {
            title: "a service of the scope is a process outside",
            given: |s| {
                outside(s, "Returns");
                s.edit_one(|scope: &mut Scope| scope.services.push("Returns".into()));
                s.edit(1, |asked: &mut Certification| asked.services.push("Returns".into()));
                s.freeze();
            },
            says: &["PRC-9 is not in scope, and the scope offers it as a service"],
        },
    ],
    good: &[
        Good { title: "nobody relies on it", given: |s| outside(s, "Returns") },
        Good {
            title: "what was asked has ended",
            given: |s| {
                outside(s, "Returns");
                let ended = Some(s.days_ago(1));
                s.edit(2, |asked: &mut Obligation| {
                    asked.by.push(Ref::<Process>::number(9).id());
                    asked.ended_on = ended;
                });
            },
        },
        Good { title: "the process that meets it is in scope", given: |_| {} },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(process) = facts::get::<Process>(ask.isms, id) else { return };
    let is_own = process.kind == Some(ProcessKind::Isms);
    if is_own || ask.in_scope(id) || process.in_scope.is_in() || facts::is_retired(process, ask.today) {
        return;
    }
    let relied = customers_rely(ask, Ref::of(id.key));
    let Some(first) = relied.first() else { return };
    let because = match &process.in_scope {
        InScope::Out(because) => because.to_string(),
        InScope::In | InScope::Undecided => String::new(),
    };
    let found = report
        .add(Place::field(id, "in_scope"), format!("{id} is not in scope, and {}", first.says()))
        .proof("name", &process.title)
        .proof("left out because", because);
    for one in relied.iter().take(10) {
        one.prove(ask, found);
    }
}

/// Puts a process that is left out.
fn outside(s: &mut model::sample::Sample, title: &str) {
    let process = Process {
        title: title.into(),
        kind: Some(ProcessKind::Business),
        in_scope: InScope::Out("Done by hand, in the warehouse.".into()),
        ..Process::default()
    };
    s.put(Ref::number(9), process);
}
