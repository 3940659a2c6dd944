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
        duty: "".into(),
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

/// Returns the start of a gap analysis.
pub fn start_gaps(depth: GapDepth) -> StartGapAnalysis {
    StartGapAnalysis { title: "First look".into(), depth, by: Vec::new(), follows: None, on: None }
}

/// Returns the look at one entry, of which half is missing.
pub fn assess(entry: &str) -> AssessGap {
    AssessGap {
        entry: model::PartId::parse(entry).unwrap_or_else(|| panic!("{entry} is no part")),
        state: GapState::Partly,
        maturity: Some(1),
        gap: "half of it is missing".into(),
        seen: "seen by us".into(),
        evidence: Vec::new(),
        effort_days: Some(Decimal::whole(2)),
        owner: None,
    }
}

/// Returns the end of a gap analysis.
pub fn finish_gaps(number: u32) -> FinishGapAnalysis {
    FinishGapAnalysis { analysis: Ref::number(number), summary: "half way".into(), on: None }
}

/// Returns the small organisation with a quick gap analysis that is finished: 4.1 is met, the rest in part.
pub fn gapped() -> Isms {
    let mut isms = small();
    run(&mut isms, start_gaps(GapDepth::Quick));
    for question in QUICK {
        let assessed = assess(&format!("GAP-1 {}", question.criterion));
        let state = if question.criterion == "4.1" { GapState::Met } else { assessed.state };
        run(&mut isms, AssessGap { state, ..assessed });
    }
    run(&mut isms, finish_gaps(1));
    isms
}

/// Returns the small organisation with a frozen list of ten cases.
pub fn listed() -> Isms {
    let mut isms = small();
    run(&mut isms, create("population", "Leavers"));
    let cases: Vec<String> = (1..=10).map(|number| format!("leaver {number}")).collect();
    run(&mut isms, edit("POP-1", "events", &cases.join("\n")));
    run(&mut isms, freeze());
    isms
}

/// Returns the freezing of the list.
pub fn freeze() -> FreezePopulation {
    FreezePopulation { population: Ref::number(1), because: "".into() }
}

/// Returns the draw of so many of the ten.
pub fn by_chance(size: u32) -> DrawSample {
    DrawSample {
        population: Ref::number(1),
        title: "".into(),
        cases: DrawnCases::Random { seed: "AUD-1".into(), size },
        basis: "usual practice".into(),
        confidence: None,
        tolerable_rate: None,
    }
}

/// Returns the same with a sample of three.
pub fn drawn() -> Isms {
    let mut isms = listed();
    run(&mut isms, by_chance(3));
    isms
}

/// Returns the look at the case at a place of the sample.
pub fn examine(isms: &Isms, place: usize, result: ItemResult) -> ExamineItem {
    let item = isms.samples.get(&Ref::number(1)).expect("drawn").items[place].item.clone();
    ExamineItem { sample: Ref::number(1), item, result, note: "seen".into() }
}
