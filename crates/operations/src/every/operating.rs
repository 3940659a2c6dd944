//! The operations of every day with one key, one day and one text.

use model::records::*;
use model::{Clause, Date, Decimal, Key, Owner, PartId, Prose, RecordId, RecordKind, Ref, YesNo};

use crate::*;

/// Returns all operations of every day.
pub fn operations(key: Key, day: Date, text: &str) -> Vec<Box<dyn AnyOperation>> {
    let mut all = runs(key, day, text);
    all.extend(exceptions(key, day, text));
    all.extend(incidents(key, day, text));
    all.extend(looks(key, day, text));
    all.extend(people(key, day, text));
    all.extend(aims(key, day, text));
    all.extend(gaps(key, day, text));
    all.extend(samples(key, text));
    all
}

/// Returns what may follow from something.
fn follow_ups(key: Key, day: Date, text: &str) -> Vec<FollowUp> {
    let owner = Some(Owner::Person(Ref::of(key)));
    let due = Some(day);
    let grade = NonconformityGrade::Major;
    let statement = Prose::new(text);
    vec![
        FollowUp::Nonconformity { title: text.into(), grade, clause: Some(text.into()), owner, statement },
        FollowUp::Action { title: text.into(), risk: Some(Ref::of(key)), owner: None, due },
        FollowUp::Improvement { title: text.into(), description: Prose::new(text), owner: None, due },
        FollowUp::Begun(RecordId { kind: RecordKind::Risk, key }),
    ]
}

fn runs(key: Key, day: Date, text: &str) -> Vec<Box<dyn AnyOperation>> {
    let prose = || Prose::new(text);
    let record = |run| RecordRun {
        run,
        on: Some(day),
        by: Some(Owner::Person(Ref::of(key))),
        output: prose(),
        evidence: vec![Ref::of(key)],
        exceptions: prose(),
        correction: prose(),
    };
    let mut all: Vec<Box<dyn AnyOperation>> = vec![
        Box::new(ScheduleRuns { control: Ref::of(key), first: Some(day), until: day }),
        Box::new(ScheduleRuns { control: Ref::number(1), first: None, until: day }),
        Box::new(record(RunOf::Scheduled(Ref::of(key)))),
        Box::new(record(RunOf::Unscheduled(Ref::of(key)))),
        Box::new(CorrectRun { run: Ref::of(key), exceptions: prose(), correction: prose() }),
        Box::new(WithdrawRun { run: Ref::of(key), because: prose() }),
    ];
    for follow_up in follow_ups(key, day, text) {
        all.push(Box::new(RecordTest {
            control: Ref::of(key),
            title: text.into(),
            kind: TestKind::Design,
            on: Some(day),
            procedure: prose(),
            sample: None,
            result: TestResult::Failed,
            observed: prose(),
            follow_up: Some(follow_up.clone()),
        }));
        all.push(Box::new(FollowUpTest { test: Ref::of(key), follow_up }));
    }
    all
}

fn exceptions(key: Key, day: Date, text: &str) -> Vec<Box<dyn AnyOperation>> {
    let exception = Ref::of(key);
    let because = || Prose::new(text);
    let asked_by = Some(Owner::Person(Ref::of(key)));
    let target = Some(RecordId { kind: RecordKind::Control, key });
    vec![
        Box::new(AskException {
            title: text.into(),
            kind: ExceptionKind::Control,
            target,
            duty: text.into(),
            person: None,
            audit: None,
            asked_by: asked_by.clone(),
            reason: because(),
            compensating: because(),
            until: day,
        }),
        Box::new(RefuseException { exception: Ref::number(2), because: because() }),
        Box::new(ApproveException { exception, because: because() }),
        Box::new(ExtendException { exception, until: day, asked_by, because: because() }),
        Box::new(CloseException { exception, because: because(), on: Some(day) }),
    ]
}

fn incidents(key: Key, day: Date, text: &str) -> Vec<Box<dyn AnyOperation>> {
    let incident = Ref::of(key);
    let prose = || Prose::new(text);
    let at = day.at(8, 0, 0, 0);
    let declared = EventVerdict::Incident {
        severity: Severity::Critical,
        owner: Some(Owner::Person(Ref::of(key))),
        notifiable: Some(YesNo::Yes),
        obligation: Some(Ref::of(key)),
    };
    vec![
        Box::new(ReportEvent {
            title: text.into(),
            detected_on: at,
            reported_by: None,
            description: prose(),
            elements: Vec::new(),
        }),
        Box::new(AssessEvent { incident, verdict: declared }),
        Box::new(AssessEvent { incident, verdict: EventVerdict::NoIncident { because: prose() } }),
        Box::new(ContainIncident { incident, at, response: prose() }),
        Box::new(NotifyIncident {
            incident,
            to: text.into(),
            at,
            content: prose(),
            letter: Some(Ref::of(key)),
        }),
        Box::new(RecordLessons { incident, cause: prose(), lessons: prose(), risks: vec![Ref::of(key)] }),
        Box::new(CloseIncident { incident, on: Some(day) }),
        Box::new(ReopenIncident { incident, because: prose() }),
    ]
}

fn looks(key: Key, day: Date, text: &str) -> Vec<Box<dyn AnyOperation>> {
    let notes = || Prose::new(text);
    let vulnerability = Ref::of(key);
    vec![
        Box::new(RecordAccessReview {
            system: Ref::of(key),
            title: text.into(),
            on: Some(day),
            covered: 1,
            total: u32::MAX,
            removals: u32::MAX,
            removals_open: 1,
            notes: notes(),
            evidence: vec![Ref::of(key)],
        }),
        Box::new(RecordRemovals { review: Ref::of(key), open: 0, evidence: Vec::new() }),
        Box::new(FixVulnerability { vulnerability, on: Some(day), notes: notes() }),
        Box::new(ExceptVulnerability { vulnerability, exception: Ref::of(key) }),
        Box::new(ReopenVulnerability { vulnerability, because: notes() }),
        Box::new(RecordRecovery {
            system: Ref::of(key),
            kind: RecoveryKind::Recovery,
            title: text.into(),
            on: Some(day),
            by: None,
            result: RecoveryResult::Failed,
            hours: Some(Decimal::whole(999_999_999)),
            verified: notes(),
            notes: notes(),
            evidence: Vec::new(),
            follow_up: follow_ups(key, day, text).pop(),
        }),
    ]
}

fn people(key: Key, day: Date, text: &str) -> Vec<Box<dyn AnyOperation>> {
    let (document, training) = (Ref::of(key), Ref::of(key));
    vec![
        Box::new(AskReaders { document, due: Some(day) }),
        Box::new(Acknowledge { document, version: None }),
        Box::new(Acknowledge { document, version: Some(u32::MAX) }),
        Box::new(RecordCompetence {
            person: Ref::of(key),
            competence: text.into(),
            proof: text.into(),
            evidence: Some(Ref::of(key)),
            valid_until: Some(day),
        }),
        Box::new(AttendTraining { training, people: vec![(Ref::of(key), text.into())], on: Some(day) }),
        Box::new(CheckTraining { training, effect: Prose::new(text), on: Some(day) }),
    ]
}

fn aims(key: Key, day: Date, text: &str) -> Vec<Box<dyn AnyOperation>> {
    let prose = || Prose::new(text);
    let on = Some(day);
    let (objective, measure, change) = (Ref::of(key), Ref::of(key), Ref::of(key));
    let mut all: Vec<Box<dyn AnyOperation>> = vec![
        Box::new(SetProgress { objective, value: Some(Decimal::whole(-999_999_999)), note: text.into(), on }),
        Box::new(RecordReading { measure, value: Decimal::whole(999_999_999), on }),
        Box::new(AnalyseReading { measure, of: on, note: text.into(), action: None }),
        Box::new(ConcludeEvaluation { measure, conclusion: prose(), on }),
        Box::new(PlanChange { change, on }),
        Box::new(ApproveChange { change }),
        Box::new(ReportChange { change, on }),
        Box::new(FinishChange { change, result: prose(), on }),
        Box::new(DropChange { change, because: prose() }),
    ];
    for reaction in follow_ups(key, day, text) {
        let action = Some(reaction.clone());
        all.push(Box::new(ReactToObjective { objective, reaction }));
        all.push(Box::new(AnalyseReading { measure, of: None, note: text.into(), action }));
    }
    let outcome = ObjectiveOutcome::Missed;
    all.push(Box::new(CloseObjective { objective, outcome, because: prose(), on }));
    all
}

fn gaps(key: Key, day: Date, text: &str) -> Vec<Box<dyn AnyOperation>> {
    let analysis = Ref::of(key);
    let entry = || PartId::GapEntry(analysis, Clause::new("4.3"));
    let start = |depth, follows| StartGapAnalysis {
        title: text.into(),
        depth,
        by: vec![Ref::of(key)],
        follows,
        on: Some(day),
    };
    let assess = |entry| AssessGap {
        entry,
        state: GapState::NotMet,
        maturity: Some(0),
        gap: Prose::new(text),
        seen: Prose::new(text),
        evidence: vec![Ref::of(key)],
        effort_days: Some(Decimal::whole(999_999_999)),
        owner: Some(Owner::Role(Ref::of(key))),
    };
    let mut all: Vec<Box<dyn AnyOperation>> = vec![
        Box::new(start(GapDepth::Quick, None)),
        Box::new(start(GapDepth::Quick, Some(analysis))),
        Box::new(FillGapAnalysis { analysis }),
        Box::new(assess(entry())),
        Box::new(assess(PartId::GapEntry(analysis, Clause::new(text)))),
        Box::new(assess(PartId::Decision(Ref::of(key), 1))),
        Box::new(FinishGapAnalysis { analysis, summary: Prose::new(text), on: Some(day) }),
    ];
    for work in follow_ups(key, day, text) {
        all.push(Box::new(FollowUpGap { entry: entry(), work }));
    }
    all
}

fn samples(key: Key, text: &str) -> Vec<Box<dyn AnyOperation>> {
    let sample = Ref::of(key);
    let draw = |cases| DrawSample {
        population: Ref::of(key),
        title: text.into(),
        cases,
        basis: Prose::new(text),
        confidence: None,
        tolerable_rate: Some(Decimal::whole(1)),
    };
    vec![
        Box::new(draw(DrawnCases::Random { seed: text.into(), size: 2 })),
        Box::new(draw(DrawnCases::Systematic { seed: text.into(), size: u32::MAX })),
        Box::new(draw(DrawnCases::Judgement(vec![text.into()]))),
        Box::new(draw(DrawnCases::All)),
        Box::new(ExchangeItem {
            sample,
            item: text.into(),
            taken: Some(text.into()),
            because: Prose::new(text),
        }),
        Box::new(ExamineItem { sample, item: text.into(), result: ItemResult::Ok, note: text.into() }),
        Box::new(ExtendSample { sample, to: 5, because: Prose::new(text) }),
    ]
}
