//! The audits of a sample as it goes on: those of the body up to the certificate, and its own each spring.

use jiff::Span;

use super::life::{add, days_after};
use super::{ENGINEER, LEAD, Sample, TOP};
use crate::records::*;
use crate::{Approval, Clause, Date, Owner, Ref, YesNo};

/// The auditor from outside, who owns nothing here.
const AUDITOR: Ref<Person> = Ref::number(5);

/// Ends an audit of the body on a day.
fn visited(s: &mut Sample, number: u32, on: Date, conclusion: &str) {
    let planned = s.isms.audits.get(&Ref::number(number)).and_then(|audit| audit.planned_on);
    s.edit(number, |audit: &mut Audit| {
        audit.state = AuditState::Reported;
        audit.started_on = planned;
        audit.done_on = Some(on);
        audit.conclusion = conclusion.into();
        audit.concluded_on = Some(on);
        audit.reported_on = Some(days_after(on, 7));
        audit.distributed_to = vec![TOP, LEAD];
    });
}

/// The body has read the documents: one concern, answered.
pub(super) fn stage_1(s: &mut Sample, on: Date) {
    visited(s, 2, on, "Ready for Stage 2.");
    let answered = days_after(on, 7);
    let concern = Finding {
        title: "The plan of audits could name its days".into(),
        audit: Some(Ref::number(2)),
        grade: Some(FindingGrade::Concern),
        clause: Some("9.2.2".into()),
        statement: "The plan names months.".into(),
        raised_on: Some(on),
        state: FindingState::Answered,
        answer: "The plan names days now.".into(),
        answered_by: Some(LEAD),
        answered_on: Some(answered),
        ..Finding::default()
    };
    add(s, on, concern);
}

/// The body has seen the system work: one minor.
pub(super) fn stage_2(s: &mut Sample, on: Date) {
    visited(s, 3, on, "The system conforms and works but for one minor.");
    let minor = Nonconformity {
        title: "A list of rights had no date".into(),
        source: Some(NonconformitySource::Body),
        grade: Some(NonconformityGrade::Minor),
        clause: Some("A.5.18".into()),
        process: Some(Ref::number(1)),
        control: Ref::parse("A.5.18"),
        owner: Some(Owner::Person(LEAD)),
        raised_on: Some(on),
        statement: "Each review names its day. The list of May did not.".into(),
        evidence: vec![Ref::number(18)],
        similar_checked: "The other lists of the year: all have their days.".into(),
        isms_change_checked: "The list has a field that must be filled.".into(),
        effect_due: Some(days_after(on, 150)),
        plan_sent_on: Some(days_after(on, 9)),
        state: NonconformityState::Acted,
        correction: "The day was added.".into(),
        corrected_on: Some(days_after(on, 1)),
        cause: "The form did not ask for it.".into(),
        cause_found_on: Some(days_after(on, 5)),
        actions: vec![CorrectiveAction {
            number: 1,
            title: "Let the form ask".into(),
            owner: Some(Owner::Person(ENGINEER)),
            due: Some(days_after(on, 30)),
            done_on: Some(days_after(on, 8)),
            done_by: Some(ENGINEER),
            result: "The form asks for the day.".into(),
            ..CorrectiveAction::default()
        }],
        ..Nonconformity::default()
    };
    let minor = add(s, on, minor);
    let finding = Finding {
        title: "A list of rights had no date".into(),
        audit: Some(Ref::number(3)),
        grade: Some(FindingGrade::Minor),
        clause: Some("A.5.18".into()),
        control: Ref::parse("A.5.18"),
        statement: "Each review names its day. The list of May did not.".into(),
        raised_on: Some(on),
        state: FindingState::Answered,
        nonconformity: Some(minor),
        answer: "The form asks for the day.".into(),
        answered_by: Some(LEAD),
        answered_on: Some(days_after(on, 9)),
        ..Finding::default()
    };
    add(s, on, finding);
}

/// Returns the minor of Stage 2.
fn minor(s: &Sample) -> Ref<Nonconformity> {
    let all = s.isms.nonconformities.iter();
    let of_body = |one: &Nonconformity| one.source == Some(NonconformitySource::Body);
    all.filter(|(_, one)| of_body(one)).map(|(id, _)| id).last().expect("Stage 2 raised one")
}

/// The body has accepted the plan for its minor.
pub(super) fn plan_accepted(s: &mut Sample, on: Date) {
    let minor = minor(s);
    s.edit_at(minor, |minor: &mut Nonconformity| minor.plan_accepted_on = Some(on));
}

/// The body has granted the certificate, for three years, and the first surveillance is planned.
pub(super) fn certified(s: &mut Sample, on: Date) {
    let wording = s.isms.scope.one().map(|scope| scope.certificate_wording.clone()).unwrap_or_default();
    s.edit(1, |certification: &mut Certification| {
        certification.state = CertificationState::Granted;
        certification.certificate = "CH-2026-118".into();
        certification.audit = Some(Ref::number(3));
        certification.decided_on = Some(on);
        certification.decided_by = "A board of Certhaus".into();
        certification.expires_on = on.checked_add(Span::new().years(3)).ok();
        certification.scope_wording = wording;
        certification.soa_version = Some(1);
    });
    let last = s.isms.audits.get(&Ref::number(3)).map(|last| Audit::clone(last));
    let last = last.expect("the sample has Stage 2");
    let next = Audit {
        title: "First surveillance".into(),
        kind: Some(AuditKind::Surveillance),
        planned_on: Some(Date::constant(on.year() + 1, 11, 8)),
        ..planned(last)
    };
    add(s, on, next);
}

/// Returns an audit like another, to come.
fn planned(done: Audit) -> Audit {
    Audit {
        state: AuditState::Planned,
        started_on: None,
        done_on: None,
        period_start: None,
        period_end: None,
        conclusion: "".into(),
        concluded_on: None,
        reported_on: None,
        distributed_to: Vec::new(),
        reports: Vec::new(),
        ..done
    }
}

/// What was done about the minor was seen to work.
pub(super) fn minor_closed(s: &mut Sample, on: Date) {
    let minor = minor(s);
    s.edit_at(minor, |minor: &mut Nonconformity| {
        minor.state = NonconformityState::Closed;
        minor.verified_on = Some(on);
        minor.effect_checked_by = Some(LEAD);
        minor.effect_checked_on = Some(on);
        minor.effective = Some(YesNo::Yes);
        minor.effect = "Two reviews since, each with its day.".into();
        minor.closed_on = Some(on);
        minor.closed_by = Some(LEAD);
    });
}

/// Does the internal audit planned for a spring, reports it, and plans the next one.
pub(super) fn internal(s: &mut Sample, on: Date) {
    let is_next = |audit: &Audit| audit.is_internal() && audit.state == AuditState::Planned;
    let next = s.isms.audits.iter().find(|(_, audit)| is_next(audit));
    let (id, next) = next.map(|(id, next)| (id, Audit::clone(next))).expect("the next one is planned");
    let looked_at = next.controls.clone();
    let until = days_after(on, -7);
    s.edit_at(id, |audit: &mut Audit| {
        audit.state = AuditState::Concluded;
        audit.period_start = Some(days_after(until, -60));
        audit.period_end = Some(until);
        audit.started_on = audit.planned_on;
        audit.done_on = Some(on);
        audit.conclusion = "The system conforms and works.".into();
        audit.concluded_on = Some(on);
    });
    for control in looked_at {
        let paper = WorkingPaper {
            title: format!("How {control} works").into(),
            audit: Some(id),
            by: Some(AUDITOR),
            clause: Some(Clause::new(&control.to_string())),
            control: Some(control),
            procedure: "Ask, read, look at what was done.".into(),
            operation_test: "What was recorded in the period was looked at.".into(),
            result: Some(CriterionResult::Conforms),
            conclusion: "It works as it is written down.".into(),
            done_on: Some(on),
            ..WorkingPaper::default()
        };
        add(s, on, paper);
    }
    let content = Audit::report(&s.isms, id);
    s.edit_at(id, |audit: &mut Audit| {
        audit.state = AuditState::Reported;
        audit.reported_on = Some(on);
        audit.distributed_to = vec![TOP, LEAD];
        audit.reports = vec![Approval::of(1, AUDITOR, on, content)];
    });
    let again = Audit {
        title: format!("Internal audit {}", on.year() + 1).into(),
        planned_on: next.planned_on.and_then(|on| on.checked_add(Span::new().years(1)).ok()),
        ..next
    };
    add(s, on, again);
}
