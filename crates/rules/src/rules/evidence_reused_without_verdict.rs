//! One piece of evidence is used for much, and nobody judged each use.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::Evidence;
use model::{RecordId, RecordKind};

pub static RULE: Rule = Rule {
    code: "PB1106",
    name: "evidence reused without verdict",
    severity: Severity::Note,
    grade: Grade::Opportunity,
    stage: Stage::Stage2,
    clauses: &["8.1 evidence"],
    what: "Finds evidence with many uses of which one was not judged.",
    why: "one file rarely proves many things equally well",
    fix: "judge for each use whether it is enough",
    fix_grade: FixGrade::Think,
    check: Check::Each { of: &[RecordKind::Evidence], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "eleven uses, none judged",
        given: |s| {
            s.edit(10, |evidence: &mut Evidence| {
                let mut next = evidence.uses[0].clone();
                next.verdict = None;
                evidence.uses.extend(std::iter::repeat_n(next, 10));
            })
        },
        says: &["EV-10 is used for 11 controls and requirements, and nobody judged each use"],
    }],
    good: &[
        Good { title: "one use", given: |_| {} },
        Good {
            title: "eleven uses, each judged",
            given: |s| {
                s.edit(10, |evidence: &mut Evidence| {
                    let next = evidence.uses[0].clone();
                    evidence.uses.extend(std::iter::repeat_n(next, 10));
                })
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(evidence) = facts::get::<Evidence>(ask.isms, id) else { return };
    let count = evidence.uses.len();
    let open = evidence.uses.iter().filter(|one| one.verdict.is_none()).count();
    let most = ask.parameters.days("evidence_reuse_max");
    if i32::try_from(count).unwrap_or(i32::MAX) <= most || open == 0 {
        return;
    }
    report
        .add(
            Place::field(id, "uses"),
            format!("{id} is used for {count} controls and requirements, and nobody judged each use"),
        )
        .proof("uses", count)
        .proof("not judged", open);
}
