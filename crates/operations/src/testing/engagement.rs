//! What tests of audits, nonconformities, reviews and certifications share.

use model::records::*;
use model::{Isms, PartId, Prose, Ref, YesNo};

use super::{TODAY, create, put, run, small};
use crate::*;

/// Returns the small organisation with one of each record of the engagement that is moved on by operations.
pub fn engaged() -> Isms {
    let mut isms = small();
    run(&mut isms, create("audit programme", "Three years"));
    let audit = Audit {
        title: "Internal audit".into(),
        kind: Some(AuditKind::Internal),
        auditors: vec![Ref::number(2)],
        ..Audit::default()
    };
    put(&mut isms, (Ref::number(1), audit));
    let paper =
        WorkingPaper { title: "Screens".into(), audit: Some(Ref::number(1)), ..WorkingPaper::default() };
    put(&mut isms, (Ref::number(1), paper));
    run(&mut isms, create("management review", "Spring review"));
    run(&mut isms, create("certification", "First certificate"));
    isms
}

/// Returns the same with the audit concluded and one minor finding.
pub fn audited() -> Isms {
    let mut isms = engaged();
    run(&mut isms, StartAudit { audit: Ref::number(1), on: None });
    run(&mut isms, FinishAudit { audit: Ref::number(1), on: None });
    let (result, conclusion) = (CriterionResult::Fails, Prose::new("screens stay open"));
    run(&mut isms, ConcludePaper { paper: Ref::number(1), result, conclusion, on: None });
    let conclusion = "it works, with one lapse".into();
    run(&mut isms, ConcludeAudit { audit: Ref::number(1), conclusion, on: None });
    run(&mut isms, raise(FindingGrade::Minor));
    isms
}

/// Returns a finding to raise.
pub fn raise(grade: FindingGrade) -> RaiseFinding {
    RaiseFinding {
        audit: Ref::number(1),
        title: "Screens stay open".into(),
        grade,
        clause: Some("8.1".into()),
        control: None,
        statement: "No screen was locked".into(),
        paper: Some(Ref::number(1)),
    }
}

/// Returns the same with a nonconformity for the finding.
pub fn breached() -> Isms {
    let mut isms = audited();
    run(&mut isms, OpenNonconformity { finding: Ref::number(1), owner: None, process: None });
    isms
}

/// Returns the cause of the nonconformity.
pub fn explain() -> RecordCause {
    RecordCause { nonconformity: Ref::number(1), cause: "nobody was told".into(), on: None }
}

/// Returns an action against the cause.
pub fn plan(title: &str) -> PlanCorrectiveAction {
    PlanCorrectiveAction { nonconformity: Ref::number(1), title: title.into(), owner: None, due: Some(TODAY) }
}

/// Returns the end of an action.
pub fn act(number: u32) -> FinishCorrectiveAction {
    let end = ActionEnd::Done { on: None, by: None, result: "all were told".into() };
    FinishCorrectiveAction { action: PartId::CorrectiveAction(Ref::number(1), number), end }
}

/// Returns the same with one action done by PER-1.
pub fn acted() -> Isms {
    let mut isms = breached();
    run(&mut isms, explain());
    run(&mut isms, plan("Train"));
    run(&mut isms, act(1));
    isms
}

/// Returns the look whether the actions work.
pub fn check(effective: YesNo) -> CheckEffectiveness {
    CheckEffectiveness { nonconformity: Ref::number(1), effective, effect: "ten screens".into(), on: None }
}

/// Returns the review held by PER-1.
pub fn hold() -> HoldReview {
    HoldReview {
        review: Ref::number(1),
        attendees: vec![Ref::number(1)],
        conclusion: "it is effective".into(),
        on: None,
    }
}

/// Returns the organisation with a review held.
pub fn reviewed() -> Isms {
    let mut isms = engaged();
    run(&mut isms, BuildReviewInputs { review: Ref::number(1) });
    run(&mut isms, hold());
    isms
}

/// Returns what became of the certification.
pub fn certify(state: CertificationState) -> RecordCertification {
    RecordCertification {
        certification: Ref::number(1),
        state,
        on: None,
        because: "as the letter says".into(),
        letter: Some(Ref::number(1)),
        decided_by: "the board of the body".into(),
        expires_on: Some(model::Date::constant(2029, 3, 2)),
        scope: "".into(),
        sites: Vec::new(),
        soa_version: None,
    }
}

/// Returns the plan of Stage 2 as the body sent it.
pub fn receive_plan() -> ReceivePlan {
    ReceivePlan {
        certification: Ref::number(1),
        audit: None,
        kind: AuditKind::Stage2,
        title: "Stage 2".into(),
        planned_on: model::Date::constant(2026, 3, 1),
        days: Some(model::Decimal::whole(4)),
        criteria: "ISO/IEC 27001:2022".into(),
        clauses: Vec::new(),
        letter: Ref::number(1),
        on: None,
    }
}

/// Returns a finding of Stage 2 as the body sent it.
pub fn receive_finding() -> ReceiveFinding {
    ReceiveFinding {
        audit: Ref::number(2),
        title: "No review of access".into(),
        grade: FindingGrade::Minor,
        clause: Some("8.1".into()),
        control: None,
        statement: "no review in 2025".into(),
        reference: "NCR-1".into(),
        raised_on: None,
        answer_due: None,
        letter: Ref::number(1),
    }
}
