//! In a firm of one security lead and one director, who may not take a step is told that the other could, up to Stage 1.

use model::records::*;
use model::{Date, Decimal, Line, RecordId, RecordKind, Ref, YesNo};
use operations::*;
use uuid::Uuid;

use super::firm::{Firm, TODAY, id, owner, per};

const DIRECTOR: u32 = 1;
const LEAD: u32 = 2;

fn typed(fields: &[(&str, &str)]) -> Typed {
    fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

fn create(kind: RecordKind, fields: &[(&str, &str)]) -> CreateRecord {
    CreateRecord { kind, id: None, typed: typed(fields), about: model::About::default(), uuid: None }
}

fn edit(record: &str, field: &str, text: &str) -> EditRecord {
    EditRecord { id: id(record), revision: None, typed: typed(&[(field, text)]), because: "".into() }
}

/// Begins the organisation, still open, and makes it kept.
fn set_up() -> Firm {
    let mut firm = Firm::of(&[]);
    firm.isms = model::Isms::default();
    let begin = BeginOrganisation {
        kind: OrganisationKind::Client,
        name: "Two Ltd".into(),
        time_zone: "Europe/Prague".into(),
        person: "Jana Novak".into(),
        uuid: Uuid::from_u128(1),
    };
    firm.does(DIRECTOR, begin);
    let lead = CreateRecord {
        uuid: Some(Uuid::from_u128(2)),
        ..create(RecordKind::Person, &[("title", "Leo Brandt")])
    };
    firm.does(DIRECTOR, lead);
    firm.does(DIRECTOR, edit("PER-1", "kind", "top management"));
    let director = GrantMembership {
        person: per(DIRECTOR),
        roles: vec![MemberRole::TopManagement, MemberRole::RiskOwner, MemberRole::InternalAuditor],
        keeps: Some(YesNo::Yes),
        since: None,
        until: None,
    };
    firm.does(DIRECTOR, director);
    let lead = GrantMembership {
        person: per(LEAD),
        roles: vec![MemberRole::IsmsManager, MemberRole::ControlOwner, MemberRole::InternalAuditor],
        keeps: None,
        since: None,
        until: None,
    };
    firm.does(DIRECTOR, lead);
    firm
}

/// Scope, policy, method: the lead writes, the director approves.
fn frame(firm: &mut Firm) {
    firm.does(LEAD, edit("SCO", "statement", "All of the company"));
    firm.does(DIRECTOR, ApproveScope::default());
    let policy = [
        ("title", "Policy"),
        ("kind", "policy_top"),
        ("text", "We protect what we are given."),
        ("authors", "PER-2"),
    ];
    firm.does(LEAD, create(RecordKind::Document, &policy));
    firm.does(DIRECTOR, ApproveDocument { document: Ref::number(1), seen: None });
    firm.does(LEAD, create(RecordKind::Document, &[("title", "Access rules"), ("text", "Ask first.")]));
    assert!(
        firm.barred(LEAD, ApproveDocument { document: Ref::number(2), seen: None })
            .contains("(SD5); Jana Novak could")
    );
    firm.does(DIRECTOR, ApproveDocument { document: Ref::number(2), seen: None });
    let level = |word: &str, from| LevelStep {
        word: Line::new(word),
        from: Some(Decimal::whole(from)),
        ..LevelStep::default()
    };
    let range = || Scale::Range(Decimal::whole(1), Decimal::whole(3));
    let method = Method {
        title: "Method".into(),
        version: 1,
        likelihood: range(),
        consequence: range(),
        levels: vec![level("low", 1), level("high", 6)],
        function: LevelFunction::Product,
        acceptance_level: Some("low".into()),
        ..Method::default()
    };
    firm.put((Ref::one(), method));
    firm.does(DIRECTOR, ApproveMethod::default());
}

/// Risks, treatment, the statement of applicability and evidence.
fn risks(firm: &mut Firm) {
    firm.does(LEAD, create(RecordKind::Risk, &[("title", "Laptop theft"), ("owner", "PER-1")]));
    let rate = RateRisk {
        risk: Ref::number(1),
        moment: Moment::Now,
        likelihood: Some(Decimal::whole(1)),
        consequence: Some(Decimal::whole(2)),
        score: None,
        level: None,
        rationale: "as last year".into(),
        by: RatedBy::Actor,
    };
    firm.does(LEAD, rate);
    let control = Ref::of(id("A.5.1").key);
    let treat = DecideTreatment {
        risk: Ref::number(1),
        treatment: Treatment::Modify,
        controls: vec![control],
        shared_with: Vec::new(),
        stop_on: None,
        because: "cheap".into(),
    };
    firm.does(LEAD, treat);
    firm.does(
        LEAD,
        create(RecordKind::TreatmentAction, &[("title", "Encrypt"), ("risk", "R-1"), ("owner", "PER-2")]),
    );
    let accept = || AcceptResidualRisk {
        risk: Ref::number(1),
        until: Date::constant(2027, 1, 1),
        because: "low".into(),
        for_owner: None,
    };
    assert!(firm.barred(LEAD, accept()).contains("(SD3); Jana Novak could"));
    firm.does(DIRECTOR, accept());
    firm.does(DIRECTOR, ApproveTreatmentPlan::default());
    firm.does(LEAD, edit("A.5.1", "owner", "PER-2"));
    let state = StateControl {
        control,
        revision: None,
        included: Some(YesNo::Yes),
        reasons: vec![Reason::Risk(Ref::number(1))],
        justification: "".into(),
        review_on: None,
    };
    firm.does(LEAD, state.clone());
    let others: Vec<Ref<Control>> =
        firm.isms.controls.iter().filter(|(_, one)| one.included.is_none()).map(|(id, _)| id).collect();
    for control in others {
        firm.does(LEAD, StateControl { control, ..state.clone() });
    }
    assert!(!firm.judged(LEAD, &ApproveSoa::default()).is_permit());
    firm.does(DIRECTOR, ApproveSoa::default());
    let photo = AddEvidence {
        uses: vec![id("A.5.1")],
        typed: typed(&[("title", "The signed policy"), ("collected_by", "PER-2")]),
        ..AddEvidence::default()
    };
    firm.does(LEAD, photo);
    let judge = JudgeEvidence {
        evidence: Ref::number(1),
        judgement: Judgement::Accept,
        because: "seen".into(),
        verdicts: Vec::new(),
    };
    assert!(firm.barred(LEAD, judge.clone()).contains("(SD6); Jana Novak could"));
    firm.does(DIRECTOR, judge);
}

/// Lets the lead do in an audit what a duty stands against, as the director records it.
fn except(firm: &mut Firm, duty: &str) {
    let ask = AskException {
        title: Line::new(&format!("The lead audits what is the director's: {duty}")),
        kind: ExceptionKind::Duty,
        target: None,
        duty: duty.into(),
        person: Some(per(LEAD)),
        audit: Some(Ref::number(1)),
        asked_by: owner(LEAD),
        reason: "we are two".into(),
        compensating: "the director reads each paper".into(),
        until: Date::constant(2026, 12, 31),
    };
    firm.does(LEAD, ask);
    let last = u32::try_from(firm.isms.exceptions.len()).expect("few");
    firm.does(DIRECTOR, ApproveException { exception: Ref::number(last), because: "small".into() });
}

/// Adds a working paper and concludes it.
fn paper(firm: &mut Firm, by: u32, criterion: (&str, &str), number: u32) {
    let auditor = per(by).to_string();
    let fields = [
        ("title", "Paper"),
        ("audit", "AUD-1"),
        ("by", auditor.as_str()),
        criterion,
        ("observed", "All seen"),
    ];
    firm.does(by, create(RecordKind::WorkingPaper, &fields));
    let conclude = ConcludePaper {
        paper: Ref::number(number),
        result: CriterionResult::Conforms,
        conclusion: "it is as it should be".into(),
        on: None,
    };
    firm.does(by, conclude);
}

/// The internal audit: the director looks at the lead's work, the lead at the director's, by exception.
fn audit(firm: &mut Firm) {
    firm.does(
        LEAD,
        create(
            RecordKind::AuditProgramme,
            &[("title", "Cycle"), ("cycle_start", "2026-01-01"), ("cycle_end", "2028-12-31")],
        ),
    );
    firm.does(DIRECTOR, ApproveAuditProgramme { programme: Ref::number(1) });
    let plan = [
        ("title", "First audit"),
        ("kind", "internal"),
        ("auditors", "PER-1"),
        ("planned_on", "2026-03-03"),
        ("criteria", "the standard"),
    ];
    firm.does(LEAD, create(RecordKind::Audit, &plan));
    assert!(firm.barred(DIRECTOR, edit("AUD-1", "auditors", "PER-1, PER-2")).contains("(SD8)"));
    except(firm, "SD8");
    firm.does(DIRECTOR, edit("AUD-1", "auditors", "PER-1, PER-2"));
    firm.does(DIRECTOR, StartAudit { audit: Ref::number(1), on: None });
    paper(firm, DIRECTOR, ("control", "A.5.1"), 1);
    let own = [("title", "Paper"), ("audit", "AUD-1"), ("clause", "6.1.2")];
    assert!(firm.barred(DIRECTOR, create(RecordKind::WorkingPaper, &own)).contains("(SD7)"));
    assert!(firm.barred(LEAD, create(RecordKind::WorkingPaper, &own)).contains("(SD7)"));
    let policy = [("title", "Paper"), ("audit", "AUD-1"), ("clause", "5.2")];
    assert!(
        firm.barred(DIRECTOR, create(RecordKind::WorkingPaper, &policy)).contains("(SD7)"),
        "approved it"
    );
    except(firm, "SD7");
    paper(firm, LEAD, ("clause", "6.1.2"), 2);
    let raise = RaiseFinding {
        audit: Ref::number(1),
        title: "Rules could be shorter".into(),
        grade: FindingGrade::Opportunity,
        clause: None,
        control: Some(Ref::of(id("A.5.1").key)),
        statement: "the rules are long".into(),
        paper: Some(Ref::number(1)),
    };
    firm.does(DIRECTOR, raise);
    firm.does(DIRECTOR, FinishAudit { audit: Ref::number(1), on: None });
    firm.does(DIRECTOR, ConcludeAudit { audit: Ref::number(1), conclusion: "it conforms".into(), on: None });
    firm.does(DIRECTOR, ReportAudit { audit: Ref::number(1), to: vec![per(LEAD)], on: None });
    firm.does(LEAD, AnswerFinding { finding: Ref::number(1), answer: "shortened".into(), on: None });
    let close = CloseFinding { finding: Ref::number(1), because: "read again".into(), on: None };
    assert!(firm.barred(LEAD, close.clone()).contains("(SD10); Jana Novak could"));
    firm.does(DIRECTOR, close);
}

/// The management review, and the pack for Stage 1.
fn review(firm: &mut Firm) {
    let plan = [("title", "Review"), ("planned_on", "2026-03-03"), ("chair", "PER-1")];
    firm.does(LEAD, create(RecordKind::ManagementReview, &plan));
    firm.does(LEAD, BuildReviewInputs { review: Ref::number(1) });
    let hold = HoldReview {
        review: Ref::number(1),
        attendees: vec![per(DIRECTOR), per(LEAD)],
        conclusion: "suitable, adequate and effective".into(),
        on: None,
    };
    assert!(
        firm.barred(LEAD, hold.clone())
            .starts_with("top management decides in management reviews; Jana Novak could")
    );
    firm.does(DIRECTOR, hold);
    firm.put((
        Ref::<Pack>::number(1),
        Pack {
            title: "Stage 1".into(),
            gate: Some(Gate::Stage1),
            items: vec![PackItem {
                title: "Scope".into(),
                records: vec![RecordId::from(Ref::<Scope>::one())],
                ..PackItem::default()
            }],
            ..Pack::default()
        },
    ));
    firm.does(LEAD, SealPack { pack: Ref::number(1) });
}

#[test]
fn of_a_lead_and_a_director_who_may_not_take_a_step_is_told_that_the_other_could() {
    let mut firm = set_up();
    frame(&mut firm);
    risks(&mut firm);
    audit(&mut firm);
    review(&mut firm);
    let exceptions: Vec<_> = firm.isms.exceptions.iter().filter(|(_, one)| one.is_in_force(TODAY)).collect();
    assert_eq!(exceptions.len(), 2);
    assert!(firm.isms.soa.one().is_some_and(|soa| soa.in_force(TODAY).is_some()));
    assert!(firm.isms.audits.get(&Ref::number(1)).is_some_and(|audit| audit.state == AuditState::Reported));
    assert!(firm.isms.packs.get(&Ref::number(1)).is_some_and(|pack| pack.sealed_on.is_some()));
}
