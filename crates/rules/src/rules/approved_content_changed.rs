//! What was approved is not what stands there now.

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};
use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{
    Audit, AuditReport, Document, ManagementReview, Pack, ReportedFinding, ReviewPack, RiskAssessment,
};
use model::sample::Sample;
use model::{Approval, Digest, RecordId, RecordKind, Ref, in_force};
use serde::Serialize;

pub static RULE: Rule = Rule {
    code: "PB1204",
    name: "approved content changed",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["7.5.3 b", "7.5.2 a-c"],
    what: "Finds versions in force whose frozen content no longer has the digest that the approval names.",
    why: "an approval is bound to what was read, so a changed word undoes it",
    fix: "take the change out, or send it for approval as a new version",
    fix_grade: FixGrade::Likely,
    check: Check::Each { of: &KINDS, reads: &[], through: &[], check },
    escalate: Escalate::MoreThan(1),
    holds: &[],
    bad: &[
        Bad {
            title: "a word was added to a procedure",
            given: |s| {
                s.edit(10, |document: &mut Document| {
                    document.approvals[0].content.text = "Another text.".into()
                })
            },
            says: &["DOC-10 version 1 was changed after PER-1 approved it"],
        },
        Bad {
            title: "a finding was taken out of the report of an audit",
            given: |s| reported(s, |content| content.findings.clear()),
            says: &["AUD-91 version 1 was changed after PER-2 approved it"],
        },
        Bad {
            title: "somebody was added to those who took part in a review",
            given: |s| {
                let mut pack = Approval::of(1, Ref::number(1), s.days_ago(9), ReviewPack::default());
                pack.content.attendees.push(Ref::number(3));
                let review =
                    ManagementReview { title: "Review".into(), packs: vec![pack], ..Default::default() };
                s.put(Ref::number(91), review);
            },
            says: &["MR-91 version 1 was changed after PER-1 approved it"],
        },
    ],
    good: &[
        Good { title: "all as approved", given: |_| {} },
        Good { title: "a report as it went out", given: |s| reported(s, |_| {}) },
        Good {
            title: "a draft of the next version",
            given: |s| s.edit(10, |document: &mut Document| document.text = "Another text.".into()),
        },
    ],
};

/// Compares what of a record is in force with what was approved.
type Look = fn(&Ask, RecordId, &mut Report);

/// The kinds whose versions are approved, and how each is looked at.
const LOOKS: [(RecordKind, Look); 9] = [
    (RecordKind::Document, |ask, id, report| {
        let document = facts::get::<Document>(ask.isms, id);
        compare(id, "approvals", document.and_then(|document| document.in_force(ask.today)), report);
    }),
    (RecordKind::Scope, |ask, id, report| {
        let scope = ask.isms.scope.one();
        compare(id, "approvals", scope.and_then(|scope| scope.in_force(ask.today)), report);
    }),
    (RecordKind::Method, |ask, id, report| {
        let method = ask.isms.method.one();
        compare(id, "approvals", method.and_then(|method| method.in_force(ask.today)), report);
    }),
    (RecordKind::Soa, |ask, id, report| {
        let soa = ask.isms.soa.one();
        compare(id, "approvals", soa.and_then(|soa| soa.in_force(ask.today)), report);
    }),
    (RecordKind::TreatmentPlan, |ask, id, report| {
        let Some(plan) = ask.isms.treatment_plan.one() else { return };
        // Several owners approve one version, each a part of their own.
        for approval in plan.approvals.iter().filter(|approval| approval.version == plan.version) {
            compare(id, "approvals", Some(approval), report);
        }
    }),
    (RecordKind::Audit, |ask, id, report| {
        let audit = facts::get::<Audit>(ask.isms, id);
        compare(id, "reports", audit.and_then(|audit| in_force(&audit.reports, ask.today)), report);
    }),
    (RecordKind::ManagementReview, |ask, id, report| {
        let review = facts::get::<ManagementReview>(ask.isms, id);
        compare(id, "packs", review.and_then(|review| in_force(&review.packs, ask.today)), report);
    }),
    (RecordKind::RiskAssessment, |ask, id, report| {
        let assessment = facts::get::<RiskAssessment>(ask.isms, id);
        compare(id, "registers", assessment.and_then(|one| in_force(&one.registers, ask.today)), report);
    }),
    (RecordKind::Pack, |ask, id, report| {
        let pack = facts::get::<Pack>(ask.isms, id);
        compare(id, "seals", pack.and_then(|pack| in_force(&pack.seals, ask.today)), report);
    }),
];

/// The kinds alone.
const KINDS: [RecordKind; LOOKS.len()] = {
    let mut kinds = [RecordKind::Document; LOOKS.len()];
    let mut place = 0;
    while place < kinds.len() {
        kinds[place] = LOOKS[place].0;
        place += 1;
    }
    kinds
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    if let Some((_, look)) = LOOKS.iter().find(|(kind, _)| *kind == id.kind) {
        look(ask, id, report);
    }
}

/// Compares an approval with what it froze.
fn compare<C: Serialize>(
    id: RecordId,
    field: &'static str,
    approval: Option<&Approval<C>>,
    report: &mut Report,
) {
    let Some(approval) = approval else { return };
    let now = Digest::of_content(&approval.content);
    if now == approval.digest {
        return;
    }
    let (version, person) = (approval.version, approval.by);
    report
        .add(
            Place::field(id, field),
            format!("{id} version {version} was changed after {person} approved it"),
        )
        .proof("approved by", person)
        .proof("approved on", approval.on)
        .proof("digest approved", &approval.digest)
        .proof("digest now", now)
        .command(format!("plumb approve {id}"));
}

/// Puts an audit whose report was changed after it went out.
fn reported(s: &mut Sample, change: fn(&mut AuditReport)) {
    let finding = ReportedFinding {
        id: Ref::number(1),
        grade: None,
        clause: None,
        statement: "Two accounts had no owner.".into(),
    };
    let content = AuditReport { findings: vec![finding], ..AuditReport::default() };
    let mut report = Approval::of(1, Ref::number(2), s.days_ago(9), content);
    change(&mut report.content);
    let audit = Audit { title: "Audit".into(), reports: vec![report], ..Audit::default() };
    s.put(Ref::number(91), audit);
}
