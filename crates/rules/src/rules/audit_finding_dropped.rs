//! An audit found something, and nobody deals with it.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Audit, AuditKind, Finding, FindingGrade, FindingState};
use model::sample::Sample;
use model::{RecordId, RecordKind, Ref};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};

pub static RULE: Rule = Rule {
    code: "PB0932",
    name: "audit finding dropped",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["9.2.2", "10.2 f"],
    what: "Finds findings of reported internal audits graded major or minor that no nonconformity deals with.",
    why: "a finding that is not followed up was found for nothing",
    fix: "open a nonconformity from the finding",
    fix_grade: FixGrade::Safe,
    check: Check::Each { of: &[RecordKind::Finding], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "a minor one",
            given: |s| finding(s, FindingGrade::Minor),
            says: &["F-9 was graded minor, and no nonconformity was opened"],
        },
        Bad {
            title: "a major one",
            given: |s| finding(s, FindingGrade::Major),
            says: &["F-9 was graded major, and no nonconformity was opened"],
        },
    ],
    good: &[
        Good {
            title: "a nonconformity deals with it",
            given: |s| {
                finding(s, FindingGrade::Minor);
                s.edit(9, |finding: &mut Finding| finding.nonconformity = Some(Ref::number(1)));
            },
        },
        Good { title: "it conforms and could be better", given: |s| finding(s, FindingGrade::Opportunity) },
        Good {
            title: "the audit is not reported yet",
            given: |s| {
                finding(s, FindingGrade::Minor);
                s.edit(1, |audit: &mut Audit| audit.reported_on = None);
                s.edit(9, |finding: &mut Finding| finding.audit = Some(Ref::number(1)));
            },
        },
        Good {
            title: "the body found it",
            given: |s| {
                finding(s, FindingGrade::Minor);
                s.edit(1, |audit: &mut Audit| audit.kind = Some(AuditKind::Stage2));
                s.edit(9, |finding: &mut Finding| finding.audit = Some(Ref::number(1)));
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(finding) = facts::get::<Finding>(ask.isms, id) else { return };
    if finding.nonconformity.is_some() || finding.state == FindingState::Superseded {
        return;
    }
    let Some(audit_id) = finding.audit else { return };
    let Some(audit) = ask.isms.audits.get(&audit_id).filter(|audit| audit.is_internal()) else { return };
    let Some(reported) = audit.reported_on.filter(|on| *on <= ask.today) else { return };
    let Some(grade) = finding.grade else {
        report.unknown(Place::field(id, "grade"), format!("how grave {id} is")).proof_of(
            audit_id,
            "reported on",
            reported,
        );
        return;
    };
    if !grade.is_nonconformity() {
        return;
    }
    let found = report
        .add(
            Place::field(id, "nonconformity"),
            format!("{id} was graded {grade}, and no nonconformity was opened"),
        )
        .proof("grade", grade)
        .proof("clause", facts::text(&finding.clause))
        .proof_of(audit_id, "reported on", reported)
        .command(format!("plumb finding open {id} --owner PERSON"));
    if grade == FindingGrade::Major {
        found.worse();
    }
}

/// Puts a finding of the first internal audit.
fn finding(s: &mut Sample, grade: FindingGrade) {
    let internal = s.isms.audits.iter().filter(|(_, audit)| audit.is_internal()).map(|(id, _)| id);
    let finding = Finding {
        title: "Keys are not counted".into(),
        audit: internal.min(),
        grade: Some(grade),
        clause: Some("A.5.18".into()),
        ..Finding::default()
    };
    s.put(Ref::number(9), finding);
}
