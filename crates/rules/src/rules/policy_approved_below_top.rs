//! The policy was approved by somebody who does not direct the organisation.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Document, PersonKind};
use model::{Approval, Date, RecordId, RecordKind, Ref};

pub static RULE: Rule = Rule {
    code: "PB0505",
    name: "policy approved below top",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["5.2"],
    what: "Finds policies in force that somebody below top management approved.",
    why: "the policy is the word of top management, so its approval cannot come from below",
    fix: "send the policy to top management for approval",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &[RecordKind::Document], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[Bad {
        title: "the security lead approved it",
        given: |s| {
            s.edit(1, |policy: &mut Document| {
                policy.authors = vec![Ref::number(3)];
                let content = policy.content();
                policy.approvals =
                    vec![Approval::of(1, Ref::number(2), Date::constant(2026, 3, 10), content)];
            })
        },
        says: &["the policy was approved by PER-2, who is not top management"],
    }],
    good: &[Good { title: "top management approved it", given: |_| {} }],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(policy) = facts::get::<Document>(ask.isms, id) else { return };
    let Some(approval) = policy.in_force(ask.today).filter(|_| policy.kind == "policy_top") else { return };
    let person = approval.by;
    let kind = ask.isms.people.get(&person).and_then(|person| person.kind);
    match kind {
        Some(PersonKind::TopManagement) => {}
        None => {
            report
                .unknown(
                    Place::field(person, "kind"),
                    format!("whether {person} is top management is not recorded"),
                )
                .command(format!("plumb set {person} kind='top management'"));
        }
        Some(kind @ (PersonKind::Employee | PersonKind::Contractor | PersonKind::Outside)) => {
            report
                .add(
                    Place::field(id, "approvals"),
                    format!("the policy was approved by {person}, who is not top management"),
                )
                .proof("approved by", person)
                .proof_of(person, "kind", kind)
                .proof("approved on", approval.on)
                .command(format!("plumb approve {id}"));
        }
    }
}
