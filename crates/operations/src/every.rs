//! Every operation on odd states: whatever is asked, it decides or refuses, never panics, and leaves no link to nothing.

mod engagement;
mod operating;
mod sequences;

use std::collections::BTreeSet;

use model::records::*;
use model::{About, Change, Date, Decimal, Isms, Key, Prose, RecordId, RecordKind, Ref, Stamp};

use crate::testing::{
    TODAY, acted, begin, create, create_proposed, id, include, kept, reviewed, run, running, small,
    stored_file, typed,
};
use crate::*;

/// Keys that may or may not name a record.
const KEYS: [u32; 5] = [0, 1, 2, 99, u32::MAX];

/// Adds all operations with one key, one day and one text.
fn operations(key: Key, day: Date, text: &str) -> Vec<Box<dyn AnyOperation>> {
    let prose = || Prose::new(text);
    let mut all: Vec<Box<dyn AnyOperation>> = vec![
        Box::new(begin()),
        Box::new(BeginOrganisation { name: text.into(), ..begin() }),
        Box::new(ApproveScope::default()),
        Box::new(ApproveMethod { seen: Some(model::Digest::default()) }),
        Box::new(ApproveMethod::default()),
        Box::new(ApproveSoa::default()),
        Box::new(ApproveTreatmentPlan::default()),
        Box::new(ApproveDocument { document: Ref::of(key), seen: None }),
        Box::new(SendForReview { document: Ref::of(key) }),
        Box::new(WithdrawDocument {
            document: Ref::of(key),
            replaced_by: Some(Ref::of(key)),
            because: prose(),
        }),
        Box::new(WithdrawDocument { document: Ref::of(key), replaced_by: None, because: prose() }),
        Box::new(AttachDocumentFile { document: Ref::of(key), file: Some(stored_file()) }),
        Box::new(AttachDocumentFile { document: Ref::of(key), file: Some(StoredFile::default()) }),
        Box::new(AcceptResidualRisk {
            risk: Ref::of(key),
            until: day,
            because: prose(),
            for_owner: Some(Ref::of(key)),
        }),
        Box::new(WithdrawAcceptance { risk: Ref::of(key), acceptance: None, because: prose() }),
        Box::new(WithdrawAcceptance { risk: Ref::of(key), acceptance: Some(0), because: prose() }),
        Box::new(CloseRisk { risk: Ref::of(key), on: Some(day), because: prose() }),
        Box::new(ReopenRisk { risk: Ref::of(key), because: prose() }),
        Box::new(StateControl { control: Ref::of(key), review_on: Some(day), ..include("A.5.1") }),
        Box::new(StateControl { reasons: vec![Reason::Risk(Ref::of(key))], ..include("A.5.1") }),
        Box::new(VerifyAction { action: Ref::of(key) }),
        Box::new(MoveDueDate { action: Ref::of(key), to: day, because: prose() }),
        Box::new(WithdrawEvidence { evidence: Ref::of(key), because: prose() }),
        Box::new(EndDisposition { disposition: Ref::of(key), because: prose() }),
        Box::new(HandOver { from: Ref::of(key), to: Ref::number(2), because: prose() }),
        Box::new(HandOver { from: Ref::number(2), to: Ref::of(key), because: prose() }),
    ];
    for treatment in [Treatment::Undecided, Treatment::Modify, Treatment::Avoid, Treatment::Share] {
        all.push(Box::new(DecideTreatment {
            risk: Ref::of(key),
            treatment,
            controls: vec![Ref::of(key)],
            shared_with: if treatment == Treatment::Share { vec![Ref::of(key)] } else { Vec::new() },
            stop_on: (treatment == Treatment::Avoid).then_some(day),
            because: prose(),
        }));
    }
    let steps = [
        ActionStep::Start,
        ActionStep::Finish { on: Some(day), result: prose() },
        ActionStep::Drop { because: prose() },
        ActionStep::Reopen { because: prose() },
    ];
    all.extend(
        steps
            .map(|step| -> Box<dyn AnyOperation> { Box::new(ProgressAction { action: Ref::of(key), step }) }),
    );
    all.extend(dates(day));
    all.extend(ratings(key, day, text));
    all.extend(engagement::operations(key, day, text));
    all.extend(operating::operations(key, day, text));
    all
}

/// Adds plans of the way.
fn dates(day: Date) -> Vec<Box<dyn AnyOperation>> {
    vec![
        Box::new(PlanDates::default()),
        Box::new(PlanDates {
            wanted: DayWanted::By(day),
            audit_days: Some(Decimal::whole(7)),
            ..PlanDates::default()
        }),
        Box::new(PlanDates { wanted: DayWanted::Nothing, ..PlanDates::default() }),
        Box::new(PlanDates { moves: vec![phase(4, day)], ..PlanDates::default() }),
        Box::new(PlanDates { moves: vec![phase(40, day)], freed: vec![u32::MAX], ..PlanDates::default() }),
    ]
}

fn phase(number: u32, day: Date) -> Phase {
    Phase { number, starts_on: Some(day), ends_on: None }
}

/// Adds ratings with values that are on no scale, or beyond counting.
fn ratings(key: Key, day: Date, text: &str) -> Vec<Box<dyn AnyOperation>> {
    let values =
        [None, Some(Decimal::whole(2)), Some(Decimal::whole(i32::MAX)), Some(Decimal::whole(i32::MIN))];
    let mut all: Vec<Box<dyn AnyOperation>> = Vec::new();
    for value in values {
        let (likelihood, consequence) = (value, value);
        let rationale = Prose::new(text);
        all.push(Box::new(RateRiskAgain { risk: Ref::of(key), likelihood, consequence, rationale }));
        for by in [RatedBy::Actor, RatedBy::File { by: None, on: Some(day) }] {
            all.push(Box::new(RateRisk {
                risk: Ref::of(key),
                moment: Moment::After(ResidualState::Current),
                likelihood: value,
                consequence: value,
                score: None,
                level: (value.is_none()).then(|| text.into()),
                rationale: Prose::new(text),
                by,
            }));
        }
    }
    all
}

/// Adds all operations that name a record of any kind.
fn on_record(record: RecordId, day: Date, text: &str) -> Vec<Box<dyn AnyOperation>> {
    let at = || DiagnosticAt { rule: "PB0101".into(), record: Some(record), title: text.into() };
    let because = || Prose::new(text);
    let before = Change::Removed(record, because());
    let answers = Answers {
        sells: Some(text.to_owned()),
        wanted_on: Some(day),
        sites: vec![text.to_owned()],
        ..Answers::default()
    };
    vec![
        Box::new(AnswerQuestions { answers, drafts: Drafts::Propose }),
        Box::new(CreateRecord { kind: record.kind, id: Some(record), ..create("risk", text) }),
        Box::new(CreateRecord { kind: record.kind, ..create("risk", text) }),
        Box::new(CreateRecord { kind: record.kind, ..create_proposed("risk", text) }),
        Box::new(EditRecord {
            id: record,
            revision: None,
            typed: typed(&[("title", text)]),
            because: because(),
        }),
        Box::new(EditRecord {
            id: record,
            revision: Some(9),
            typed: typed(&[(text, text)]),
            because: because(),
        }),
        Box::new(RemoveRecord { id: record, because: because() }),
        Box::new(ConfirmText { id: record, field: text.into(), because: because() }),
        Box::new(AnnotateRecord {
            id: record,
            about: About { labels: vec![text.into()], ..About::default() },
        }),
        Box::new(WithdrawApproval { id: record, version: u32::MAX, by: None, because: because() }),
        Box::new(WithdrawApproval { id: record, version: 1, by: None, because: because() }),
        Box::new(AddEvidence {
            id: Some(record),
            typed: typed(&[("title", text)]),
            ..AddEvidence::default()
        }),
        Box::new(AddEvidence {
            uses: vec![record],
            typed: typed(&[("title", text), ("period_start", &day.to_string())]),
            file: Some(stored_file()),
            ..AddEvidence::default()
        }),
        Box::new(LinkEvidence { evidence: Ref::of(record.key), targets: vec![record, record] }),
        Box::new(UnlinkEvidence { evidence: Ref::of(record.key), target: record }),
        Box::new(JudgeEvidence {
            evidence: Ref::of(record.key),
            judgement: Judgement::Accept,
            because: because(),
            verdicts: vec![(record, Verdict::Enough)],
        }),
        Box::new(ConfirmDiagnostic { at: at() }),
        Box::new(DisputeDiagnostic { at: at(), because: because() }),
        Box::new(WaiveDiagnostic { at: at(), grade: Grade::Warning, until: day, because: because() }),
        Box::new(RegradeDiagnostic { at: at(), grade: Grade::Note, to: Grade::Error, because: because() }),
        Box::new(TakeProposal { ids: vec![record] }),
        Box::new(RefuseProposal { ids: vec![record, record] }),
        Box::new(ApplyFix { writes: vec![(record, "owner".to_owned(), text.to_owned())] }),
        Box::new(ApplyFix { writes: vec![(record, "reasons".to_owned(), text.to_owned())] }),
        Box::new(Undo { commit: 1, reverse: vec![Reverse { id: record, revision_after: 1, before: None }] }),
        Box::new(Undo {
            commit: u64::MAX,
            reverse: vec![Reverse { id: record, revision_after: 0, before: Some(before) }],
        }),
        Box::new(Batch::bulk(vec![Box::new(RemoveRecord { id: record, because: because() })])),
        Box::new(Batch::import(Vec::new())),
    ]
}

/// Returns a state in which records point at what is not there.
fn dangling() -> Isms {
    let mut isms = small();
    let nobody = Some(model::Owner::Person(Ref::number(77)));
    let risk = Risk {
        title: "Loose".into(),
        owner: nobody.clone(),
        controls: vec![Ref::number(88)],
        acceptances: vec![Acceptance { by: Some(Ref::number(77)), ..Acceptance::default() }],
        ..Risk::default()
    };
    let action =
        TreatmentAction { title: "Loose".into(), risk: Some(Ref::number(99)), ..TreatmentAction::default() };
    let uses =
        vec![EvidenceUse { target: Some(id("C-88")), ..EvidenceUse::default() }, EvidenceUse::default()];
    let reasons = vec![Reason::Risk(Ref::number(99))];
    let changes = [
        Change::from((Ref::number(2), risk)),
        Change::from((Ref::number(2), action)),
        Change::from((Ref::number(1), Evidence { title: "Loose".into(), uses, ..Evidence::default() })),
        Change::from((Ref::number(1), Control { title: "Loose".into(), reasons, ..Control::default() })),
        Change::from((
            Ref::number(1),
            Role { title: "Loose".into(), holder: Some(Ref::number(77)), ..Role::default() },
        )),
        Change::from((
            Ref::number(99_999_999),
            Asset { title: "Far".into(), owner: nobody, ..Asset::default() },
        )),
    ];
    for change in changes {
        isms.apply(&change, Stamp::default());
    }
    isms
}

/// Returns who points at what is not there.
fn loose(isms: &Isms) -> BTreeSet<(RecordId, RecordId)> {
    let mut found = BTreeSet::new();
    for kind in RecordKind::ALL {
        for (id, record) in isms.all(*kind) {
            record.references(&mut |target| {
                if isms.find(target).is_none() {
                    found.insert((id, target));
                }
            });
        }
    }
    found
}

/// Decides each operation on the state, looks at what it decides, and applies it where it is to be kept.
fn exercise(isms: &mut Isms, operations: Vec<Box<dyn AnyOperation>>, intents: &mut BTreeSet<&'static str>) {
    // The actor need not be there: who acts is looked up before.
    let ours = id("PER-1");
    let mut before = loose(isms);
    for operation in operations {
        intents.insert(operation.intent());
        let Ok(changes) = operation.decide(isms, Ref::number(1), TODAY) else { continue };
        for change in &changes {
            isms.apply(change, Stamp { on: TODAY, ..Stamp::default() });
            let back = change.id().and_then(|id| RecordId::parse(&id.to_string()));
            assert_eq!(back, change.id(), "{} makes an id that nobody can read", operation.name());
        }
        if !changes.is_empty() {
            let now = loose(isms);
            let new: Vec<_> = now.difference(&before).filter(|(_, to)| *to != ours).copied().collect();
            assert_eq!(new, [], "{} makes links to nothing", operation.name());
            before = now;
        }
    }
}

#[test]
fn every_operation_decides_or_refuses_on_any_state() {
    let mut begun = Isms::default();
    run(&mut begun, begin());
    let annex = id("A.5.1").key;
    let keys: Vec<Key> = KEYS.map(Key::Number).into_iter().chain([Key::One, annex]).collect();
    let days = [Date::MIN, TODAY, Date::MAX];
    let mut intents = BTreeSet::new();
    for mut isms in [Isms::default(), begun, small(), dangling(), acted(), reviewed(), running(), kept()] {
        for (place, key) in keys.iter().enumerate() {
            let (day, text) = (days[place % 3], ["", "PER-2", "R-1", "ä|\\\n,;"][place % 4]);
            exercise(&mut isms, operations(*key, day, text), &mut intents);
            for kind in RecordKind::ALL {
                let record = RecordId { kind: *kind, key: *key };
                exercise(&mut isms, on_record(record, day, text), &mut intents);
            }
        }
    }
    let listed: BTreeSet<&str> = ALL.iter().map(|info| info.intent).collect();
    assert_eq!(intents, listed, "each operation is exercised");
}
