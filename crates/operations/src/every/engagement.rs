//! The operations of the engagement with one key, one day and one text.

use model::records::*;
use model::{Date, Key, PartId, Prose, RecordId, RecordKind, Ref, Words, YesNo};

use crate::*;

/// Returns all operations of the engagement.
pub fn operations(key: Key, day: Date, text: &str) -> Vec<Box<dyn AnyOperation>> {
    let mut all = audits(key, day, text);
    all.extend(breaches(key, day, text));
    all.extend(reviews(key, day, text));
    all.extend(bodies(key, day, text));
    all.extend(handing(key, day, text));
    all.extend(serving(key, day, text));
    all.extend(offering(key, text));
    all.extend(CertificationState::ALL.iter().map(|state| -> Box<dyn AnyOperation> {
        Box::new(RecordCertification {
            certification: Ref::of(key),
            state: *state,
            on: Some(day),
            because: Prose::new(text),
            letter: Some(Ref::of(key)),
            decided_by: text.into(),
            expires_on: Some(Date::MAX),
            scope: Prose::new(text),
            sites: Vec::new(),
            soa_version: None,
        })
    }));
    all
}

fn audits(key: Key, day: Date, text: &str) -> Vec<Box<dyn AnyOperation>> {
    let prose = || Prose::new(text);
    let on = Some(day);
    vec![
        Box::new(FreezePopulation { population: Ref::of(key), because: prose() }),
        Box::new(StartAssessment { assessment: Ref::of(key) }),
        Box::new(FinishAssessment { assessment: Ref::of(key) }),
        Box::new(ApproveAuditProgramme { programme: Ref::of(key) }),
        Box::new(StartAudit { audit: Ref::of(key), on }),
        Box::new(FinishAudit { audit: Ref::of(key), on }),
        Box::new(ConcludePaper {
            paper: Ref::of(key),
            result: CriterionResult::Fails,
            conclusion: prose(),
            on,
        }),
        Box::new(RelyOnEvidence { paper: Ref::of(key), evidence: Ref::of(key), on }),
        Box::new(RaiseFinding {
            audit: Ref::of(key),
            title: text.into(),
            grade: FindingGrade::Major,
            clause: Some(text.into()),
            control: Some(Ref::of(key)),
            statement: prose(),
            paper: Some(Ref::of(key)),
        }),
        Box::new(ConcludeAudit { audit: Ref::of(key), conclusion: prose(), on }),
        Box::new(ReportAudit { audit: Ref::of(key), to: vec![Ref::of(key), Ref::of(key)], on }),
        Box::new(CancelAudit { audit: Ref::of(key), because: prose() }),
        Box::new(AnswerFinding { finding: Ref::of(key), answer: prose(), on }),
        Box::new(RegradeFinding {
            finding: Ref::of(key),
            grade: FindingGrade::Opportunity,
            because: prose(),
        }),
        Box::new(RegradeFinding { finding: Ref::number(1), grade: FindingGrade::Major, because: prose() }),
        Box::new(SupersedeFinding { finding: Ref::number(2), by: Ref::of(key), because: prose() }),
    ]
}

fn breaches(key: Key, day: Date, text: &str) -> Vec<Box<dyn AnyOperation>> {
    let prose = || Prose::new(text);
    let on = Some(day);
    let owner = Some(model::Owner::Person(Ref::of(key)));
    let nonconformity = Ref::of(key);
    let act = |end| FinishCorrectiveAction { action: PartId::CorrectiveAction(nonconformity, u32::MAX), end };
    vec![
        Box::new(OpenNonconformity { finding: Ref::of(key), owner: owner.clone(), process: None }),
        Box::new(OpenNonconformity { finding: Ref::of(key), owner: None, process: Some(Ref::of(key)) }),
        Box::new(RecordCorrection { nonconformity, correction: prose(), on }),
        Box::new(RecordCause { nonconformity, cause: prose(), on }),
        Box::new(PlanCorrectiveAction { nonconformity, title: text.into(), owner, due: on }),
        Box::new(act(ActionEnd::Done { on, by: Some(Ref::of(key)), result: prose() })),
        Box::new(act(ActionEnd::Dropped { because: prose() })),
        Box::new(CheckEffectiveness { nonconformity, effective: YesNo::No, effect: prose(), on }),
        Box::new(CloseNonconformity { nonconformity, on }),
        Box::new(ReopenNonconformity { nonconformity, because: prose() }),
        Box::new(CloseFinding { finding: Ref::of(key), because: prose(), on }),
    ]
}

fn reviews(key: Key, day: Date, text: &str) -> Vec<Box<dyn AnyOperation>> {
    let review = Ref::of(key);
    let on = Some(day);
    let about = vec![RecordId { kind: model::RecordKind::Risk, key }];
    vec![
        Box::new(BuildReviewInputs { review }),
        Box::new(CancelReview { review, because: Prose::default() }),
        Box::new(HoldReview { review, attendees: vec![Ref::of(key)], conclusion: Prose::new(text), on }),
        Box::new(RecordDecision {
            review,
            title: text.into(),
            change: YesNo::Yes,
            about,
            owner: None,
            due: on,
        }),
        Box::new(FinishDecision {
            decision: PartId::Decision(review, u32::MAX),
            result: Prose::new(text),
            on,
        }),
        Box::new(CancelReview { review, because: Prose::new(text) }),
    ]
}

fn bodies(key: Key, day: Date, text: &str) -> Vec<Box<dyn AnyOperation>> {
    let (certification, letter) = (Ref::of(key), Ref::of(key));
    let on = Some(day);
    vec![
        Box::new(ExtendCertificate {
            certification,
            scope: Prose::new(text),
            sites: vec![Ref::of(key)],
            processes: Vec::new(),
            services: vec![text.into()],
            soa_version: Some(2),
            because: Prose::new(text),
            letter: Ref::number(1),
            decided_by: text.into(),
            on,
        }),
        Box::new(ReceivePaper {
            certification,
            kind: ReceivedKind::Certificate,
            what: text.into(),
            letter,
            about: vec![RecordId { kind: model::RecordKind::Site, key }],
            on,
        }),
        Box::new(ReceivePlan {
            certification,
            audit: None,
            kind: AuditKind::Stage2,
            title: text.into(),
            planned_on: day,
            days: None,
            criteria: Prose::new(text),
            clauses: vec![text.into()],
            letter,
            on,
        }),
        Box::new(ReceiveFinding {
            audit: Ref::of(key),
            title: text.into(),
            grade: FindingGrade::Minor,
            clause: Some(text.into()),
            control: Some(Ref::of(key)),
            statement: Prose::new(text),
            reference: text.into(),
            raised_on: on,
            answer_due: on,
            letter,
        }),
        Box::new(ReceiveReport {
            audit: Ref::number(2),
            done_on: day,
            conclusion: Prose::new(text),
            letter,
            on,
        }),
        Box::new(DistributeReport { audit: Ref::of(key), to: vec![Ref::of(key)] }),
        Box::new(PlanSamples { audit: Ref::of(key) }),
    ]
}

fn handing(key: Key, day: Date, text: &str) -> Vec<Box<dyn AnyOperation>> {
    let on = Some(day);
    vec![
        Box::new(AskRequest {
            title: text.into(),
            audit: Some(Ref::of(key)),
            asked_by: Some(Ref::of(key)),
            about: vec![RecordId { kind: model::RecordKind::Control, key }],
            description: Prose::new(text),
            owner: Some(model::Owner::Person(Ref::of(key))),
            due: on,
            on,
        }),
        Box::new(AnswerRequest {
            request: Ref::of(key),
            answer: Prose::new(text),
            shown: vec![RecordId { kind: model::RecordKind::Evidence, key }],
            on,
        }),
        Box::new(ReturnRequest { request: Ref::of(key), because: Prose::new(text) }),
        Box::new(AcceptRequest { request: Ref::of(key), on }),
        Box::new(WithdrawRequest { request: Ref::number(2), because: Prose::new(text) }),
        Box::new(ReopenRequest { request: Ref::of(key), because: Prose::new(text) }),
        Box::new(SealPack { pack: Ref::of(key) }),
        Box::new(ConfirmText {
            id: RecordId { kind: model::RecordKind::Control, key },
            field: "".into(),
            because: Prose::new(text),
        }),
        Box::new(EditRecord {
            id: RecordId { kind: model::RecordKind::Population, key },
            revision: None,
            typed: vec![("events".to_owned(), format!("leaver 2\nleaver 3\nleaver 4\nleaver 5\n{text}"))],
            because: Prose::new(text),
        }),
        Box::new(UnsealPack { pack: Ref::of(key), because: Prose::new(text) }),
    ]
}

fn between(key: Key, text: &str) -> Vec<Box<dyn AnyOperation>> {
    let (engagement, share) = (Ref::of(key), Ref::of(key));
    vec![
        Box::new(NoteKey { engagement, key: crate::testing::body_key_of(7) }),
        Box::new(TakePack {
            engagement,
            file: crate::testing::stored_file(),
            client: text.into(),
            share: text.into(),
            commit: u32::MAX,
            leaf: model::Digest::of(b"leaf"),
        }),
        Box::new(BindShare {
            share,
            body_key: crate::testing::body_key_of(7),
            engagement: text.into(),
            body: "".into(),
        }),
        Box::new(ExportArchive { digest: model::Digest::of(b"archive"), commits: u64::MAX }),
        Box::new(ExportShare {
            share,
            digest: model::Digest::of(b"pack"),
            files: vec![(
                RecordId { kind: model::RecordKind::Evidence, key },
                crate::testing::stored_file().digest,
            )],
        }),
    ]
}

fn issuing(key: Key, day: Date, text: &str) -> Vec<Box<dyn AnyOperation>> {
    let (engagement, share) = (Ref::of(key), Ref::of(key));
    let mut all: Vec<Box<dyn AnyOperation>> = Vec::new();
    for kind in IssuedKind::ALL {
        let paper = IssuedPaper {
            kind: *kind,
            title: text.into(),
            text: Prose::new(text),
            day: Some(day),
            control: Some(Ref::of(key)),
            granted: Some(YesNo::Yes),
            ..crate::testing::issued_finding()
        };
        let digest = paper.digest();
        let number = model::Line::new(&format!("{text} {kind:?}"));
        all.push(Box::new(IssuePaper { engagement, paper: paper.clone(), there: text.into() }));
        let came = ReceiveIssued {
            share,
            meant_for: share.id().to_string().as_str().into(),
            number,
            paper,
            digest,
            issued_by: "Ada Byron".into(),
            issued_on: day,
            body: "Certs".into(),
            engagement: text.into(),
            head: text.into(),
            key: text.into(),
            signature: text.into(),
        };
        all.push(Box::new(crate::testing::signed(7, came.clone())));
        all.push(Box::new(came));
    }
    all
}

fn offering(key: Key, text: &str) -> Vec<Box<dyn AnyOperation>> {
    let method = Some(model::records::Method { title: text.into(), ..Default::default() });
    vec![
        Box::new(OfferTemplate { from: text.into(), ..OfferTemplate::default() }),
        Box::new(OfferTemplate { from: text.into(), method, ..OfferTemplate::default() }),
        Box::new(LendTemplate { records: vec![RecordId { kind: RecordKind::Document, key }], to: 1 }),
        Box::new(ExportTemplate { records: vec![RecordId { kind: RecordKind::Document, key }], to: 1 }),
    ]
}

fn serving(key: Key, day: Date, text: &str) -> Vec<Box<dyn AnyOperation>> {
    let (client, engagement, share) = (Ref::of(key), Ref::of(key), Ref::of(key));
    let because = || Prose::new(text);
    let mut all: Vec<Box<dyn AnyOperation>> = vec![
        Box::new(ReviewClient {
            client,
            complete: YesNo::Yes,
            scope_clear: YesNo::Yes,
            competent: YesNo::Yes,
            impartial: YesNo::Yes,
            accepted: YesNo::Yes,
            because: because(),
        }),
        Box::new(AcceptClient { client, organisation: Some(uuid::Uuid::from_u128(3)) }),
        Box::new(AgreeEngagement { engagement }),
        Box::new(LinkEngagement {
            engagement,
            organisation: Some(uuid::Uuid::nil()),
            share: text.into(),
            commit: Some(u32::MAX),
            leaf: Some(model::Digest::of(b"leaf")),
        }),
        Box::new(BeginEngagement { engagement }),
        Box::new(RecommendCertification { engagement, recommendation: because() }),
        Box::new(DecideCertification { engagement, granted: YesNo::Yes, because: because() }),
        Box::new(OpenShare {
            share,
            auditors: vec![text.into(), "Ada Byron <ada@certs.example>".into()],
            engagement: text.into(),
            ends_on: day,
            body_organisation: None,
            body_key: text.into(),
        }),
        Box::new(OpenShare {
            share,
            auditors: vec!["Ada Byron <ada@certs.example>".into()],
            engagement: text.into(),
            ends_on: crate::testing::TODAY,
            body_organisation: None,
            body_key: crate::testing::body_key_of(7),
        }),
        Box::new(ChangeShare {
            share,
            until: Some(day),
            ends_on: Some(day),
            kinds: vec!["control".into()],
            records: vec![RecordId { kind: model::RecordKind::Control, key }],
            files: Some(YesNo::Yes),
            renew: Some(YesNo::Yes),
        }),
        Box::new(OpenFile {
            share,
            record: RecordId { kind: model::RecordKind::Evidence, key },
            digest: crate::testing::stored_file().digest,
        }),
        Box::new(LookAtEvidence {
            share,
            records: vec![RecordId { kind: model::RecordKind::Evidence, key }],
        }),
    ];
    all.extend(between(key, text));
    all.extend(issuing(key, day, text));
    all.push(Box::new(CloseShare { share, because: because() }));
    all.push(Box::new(EndEngagement { engagement, because: because() }));
    all.push(Box::new(DeclineClient { client, because: because() }));
    all.push(Box::new(EndClient { client, because: because() }));
    all
}
