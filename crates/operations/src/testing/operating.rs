//! What tests of runs, tests, exceptions, incidents and what is done day by day share.

use model::records::*;
use model::{Date, Decimal, Isms, Ref};

use super::{TODAY, create, edit, id, run, run_as, small};
use crate::*;

/// Returns the small organisation with a monthly control, its first run done and two to come.
pub fn ran() -> Isms {
    let mut isms = small();
    run(&mut isms, edit("C-1", "cadence", "monthly"));
    let until = Date::constant(2026, 5, 31);
    run(&mut isms, ScheduleRuns { control: Ref::number(1), first: None, until });
    let record = RecordRun {
        run: RunOf::Scheduled(Ref::number(1)),
        on: None,
        by: None,
        output: "all locked".into(),
        evidence: Vec::new(),
        exceptions: "".into(),
        correction: "".into(),
    };
    run(&mut isms, record);
    isms
}

/// Returns the test of the own control.
pub fn examine_control(result: TestResult) -> RecordTest {
    RecordTest {
        control: Ref::number(1),
        title: "".into(),
        kind: TestKind::Operation,
        on: None,
        procedure: "ten doors tried".into(),
        sample: None,
        result,
        observed: "as noted".into(),
        follow_up: None,
    }
}

/// Returns a nonconformity to begin.
pub fn breach(title: &str) -> FollowUp {
    FollowUp::Nonconformity {
        title: title.into(),
        grade: NonconformityGrade::Minor,
        clause: Some("8.1".into()),
        owner: None,
        statement: "doors are to be closed, two were open".into(),
    }
}

/// Returns an exception to ask for.
pub fn ask() -> AskException {
    AskException {
        title: "Old lock stays".into(),
        kind: ExceptionKind::Control,
        target: Some(id("C-1")),
        person: None,
        audit: None,
        asked_by: None,
        reason: "the new one is late".into(),
        compensating: "a guard".into(),
        until: Date::constant(2026, 6, 30),
    }
}

/// Returns the small organisation with an exception asked for by PER-1 and approved by PER-2.
pub fn excepted() -> Isms {
    let mut isms = small();
    run(&mut isms, ask());
    run_as(&mut isms, 2, ApproveException { exception: Ref::number(1), because: "".into() });
    isms
}

/// Returns an event noticed at eight.
pub fn report() -> ReportEvent {
    ReportEvent {
        title: "False mail".into(),
        detected_on: TODAY.at(8, 0, 0, 0),
        reported_by: None,
        description: "a mail asked for a password".into(),
        elements: Vec::new(),
    }
}

/// Returns the decision that an event is a grave incident.
pub fn declare(number: u32) -> AssessEvent {
    let verdict =
        EventVerdict::Incident { severity: Severity::High, owner: None, notifiable: None, obligation: None };
    AssessEvent { incident: Ref::number(number), verdict }
}

/// Returns what was learnt from the incident.
pub fn learn() -> RecordLessons {
    RecordLessons {
        incident: Ref::number(1),
        cause: "a false mail".into(),
        lessons: "look twice".into(),
        risks: vec![Ref::number(2)],
    }
}

/// Returns the small organisation with a contained incident.
pub fn contained() -> Isms {
    let mut isms = small();
    run(&mut isms, report());
    run(&mut isms, declare(1));
    let response = "accounts locked".into();
    run(&mut isms, ContainIncident { incident: Ref::number(1), at: TODAY.at(12, 0, 0, 0), response });
    isms
}

/// Returns the same with the incident closed.
pub fn closed_incident() -> Isms {
    let mut isms = contained();
    run(&mut isms, learn());
    run(&mut isms, edit("INC-1", "notifiable", "no"));
    run(&mut isms, CloseIncident { incident: Ref::number(1), on: None });
    isms
}

/// Returns the review of a system's accounts.
pub fn review_access() -> RecordAccessReview {
    RecordAccessReview {
        system: Ref::number(1),
        title: "".into(),
        on: None,
        covered: 30,
        total: 30,
        removals: 3,
        removals_open: 3,
        notes: "".into(),
        evidence: Vec::new(),
    }
}

/// Returns the small organisation with a vulnerability.
pub fn weak() -> Isms {
    let mut isms = small();
    run(&mut isms, create("vulnerability", "Old library"));
    isms
}

/// Returns the try whether a system comes back.
pub fn recover(result: RecoveryResult) -> RecordRecovery {
    RecordRecovery {
        system: Ref::number(1),
        kind: RecoveryKind::Restore,
        title: "".into(),
        on: None,
        by: None,
        result,
        hours: Some(Decimal::whole(4)),
        verified: "sums compared".into(),
        notes: "".into(),
        evidence: Vec::new(),
        follow_up: None,
    }
}

/// Returns the small organisation with an approved document.
pub fn published() -> Isms {
    let mut isms = small();
    run(&mut isms, ApproveDocument { document: Ref::number(1), seen: None });
    isms
}

/// Returns the small organisation with an objective, a measure and a planned change that is described in full.
pub fn aiming() -> Isms {
    let mut isms = small();
    run(&mut isms, create("objective", "Fewer open screens"));
    run(&mut isms, edit("OBJ-1", "target", "5"));
    run(&mut isms, create("measure", "Open screens"));
    run(&mut isms, create("planned change", "New office"));
    for (field, text) in [
        ("purpose", "more room"),
        ("consequences", "a second site in scope"),
        ("resources", "two weeks of Kim"),
        ("owner", "PER-2"),
        ("due", "2026-05-01"),
    ] {
        run(&mut isms, edit("CHG-1", field, text));
    }
    isms
}
