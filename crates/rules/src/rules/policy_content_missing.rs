//! The policy does not say all that the standard asks it to say.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::RecordKind;
use model::Words;
use model::records::{Document, PolicyMark};

pub static RULE: Rule = Rule {
    code: "PB0506",
    name: "policy content missing",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["5.2 a", "5.2 b", "5.2 c", "5.2 d"],
    what: "Finds which of the four things the policy does not say; the draft is judged while none is in force.",
    why: "four sentences are asked for by the standard itself, and an auditor looks for each",
    fix: "add the sentence, mark it, and approve a new version",
    fix_grade: FixGrade::FillIn,
    check: Check::Whole { reads: &[RecordKind::Document], check },
    escalate: Escalate::MoreThan(1),
    holds: &[],
    bad: &[Bad {
        title: "nothing on improvement",
        given: |s| {
            s.edit(1, |policy: &mut Document| policy.marks.retain(|mark| *mark != PolicyMark::Improvement));
            s.freeze();
        },
        says: &["the policy does not say that the system is improved"],
    }],
    good: &[Good { title: "all four are marked", given: |_| {} }],
};

fn check(ask: &Ask, report: &mut Report) {
    let in_force: Vec<_> = facts::of_kind_in_force(ask, "policy_top").collect();
    let drafts = facts::of_kind(ask.isms, "policy_top").last().filter(|_| in_force.is_empty());
    for (id, policy) in in_force.into_iter().chain(drafts) {
        let (version, marks) = match policy.in_force(ask.today) {
            Some(approval) => (approval.version, &approval.content.marks),
            None => (policy.version, &policy.marks),
        };
        for mark in PolicyMark::ALL.iter().filter(|mark| !marks.contains(mark)) {
            report
                .add(Place::field(id, "marks"), format!("the policy does not say {}", wording(*mark)))
                .proof("version", version)
                .proof("says", facts::text(marks))
                .command(format!("plumb set {id} marks='{}'", PolicyMark::WORDS.join(", ")));
        }
    }
}

/// Returns what a mark stands for, in words.
fn wording(mark: PolicyMark) -> &'static str {
    match mark {
        PolicyMark::FitsPurpose => "that it fits the purpose",
        PolicyMark::Objectives => "what the objectives are or how they are set",
        PolicyMark::Requirements => "that requirements are met",
        PolicyMark::Improvement => "that the system is improved",
    }
}
