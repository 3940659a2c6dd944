//! A kept organisation: what is taken back, removed, redacted or hidden, and who is told of it.

use std::io::Cursor;
use std::sync::Arc;

use model::records::*;
use model::{About, Prose, RecordId, RecordKind, Ref, YesNo};
use operations::*;

use crate::*;

mod lend;
mod let_in;
mod told;

/// 2026-11-21T12:00:00Z.
const NOON: i64 = 1_795_262_400_000_000;
/// Microseconds of an hour.
const HOUR: i64 = 3_600_000_000;

/// Who is who: PER-1 keeps it, PER-2 leads it too, PER-3 and PER-4 look, PER-5 owns risks.
struct Firm {
    books: Arc<Books>,
    instance: Arc<Instance>,
    _files: tempfile::TempDir,
}

fn per(number: u32) -> Ref<Person> {
    Ref::number(number)
}

fn visit(number: u32) -> Visit {
    Visit { proof: Proof::just_now(), ..Visit::of(per(number), Via::Session) }
}

fn id(text: &str) -> RecordId {
    RecordId::parse(text).expect("an id")
}

fn record(kind: RecordKind, title: &str) -> CreateRecord {
    let typed = vec![("title".to_owned(), title.to_owned())];
    CreateRecord { kind, id: None, typed, about: About::default(), uuid: None }
}

fn grant(number: u32, role: MemberRole, keeps: Option<YesNo>) -> GrantMembership {
    GrantMembership { person: per(number), roles: vec![role], keeps, since: None, until: None }
}

async fn begin(instance: &Instance, name: &str) -> Arc<Books> {
    let beginning = Beginning {
        name: name.into(),
        kind: OrganisationKind::Client,
        time_zone: "UTC".into(),
        person: "Jana Novak".into(),
        at: None,
    };
    instance.begin(beginning).await.expect("it begins")
}

impl Firm {
    async fn new() -> Self {
        let files = tempfile::tempdir().expect("a folder");
        let instance = Instance::in_memory(files.path(), Clock::Fixed(NOON)).expect("memory");
        Self::within(Arc::new(instance), "Acme", files).await
    }

    async fn within(instance: Arc<Instance>, name: &str, files: tempfile::TempDir) -> Self {
        let books = begin(&instance, name).await;
        let firm = Self { books, instance, _files: files };
        for name in ["Mia Manager", "Vera Viewer", "Vito Viewer", "Owen Owner"] {
            firm.done(1, record(RecordKind::Person, name)).await;
        }
        firm.done(1, grant(1, MemberRole::TopManagement, Some(YesNo::Yes))).await;
        firm.done(1, grant(2, MemberRole::IsmsManager, None)).await;
        firm.done(1, grant(3, MemberRole::Viewer, None)).await;
        firm.done(1, grant(4, MemberRole::Viewer, None)).await;
        firm.done(1, grant(5, MemberRole::RiskOwner, None)).await;
        firm
    }

    async fn done(&self, who: u32, operation: impl Operation<Refusal: std::fmt::Debug> + Clone) -> Done {
        self.books.run(&visit(who), operation).await.expect("it may be done").expect("it is not refused")
    }

    fn room(&self, who: u32) -> Room {
        Room::new(Arc::clone(&self.books), Reader::Member(per(who)))
    }

    /// Adds evidence with a file, and returns the file.
    async fn evidence(&self, title: &str, bytes: &[u8]) -> StoredFile {
        let file = NewFile { name: format!("{title}.txt"), bytes: bytes.to_vec() };
        let file = self.books.keep_file(&file).await.expect("it is kept");
        let typed = vec![("title".to_owned(), title.to_owned())];
        self.done(2, AddEvidence { typed, file: Some(file.clone()), ..Default::default() }).await;
        file
    }

    async fn redact(&self, record: &str) -> Done {
        let change = self.propose_redaction(record).await;
        self.done(1, ConfirmJointChange { change, because: Prose::default() }).await
    }

    async fn propose_redaction(&self, record: &str) -> Ref<JointChange> {
        let propose = ProposeJointChange {
            record: Some(id(record)),
            fields: Vec::new(),
            redacts: Some(YesNo::Yes),
            because: "the person asked".into(),
        };
        Ref::of(self.done(2, propose).await.records[0].key)
    }
}

#[tokio::test]
async fn to_undo_a_grant_ends_the_membership_and_keeps_that_it_held() {
    let firm = Firm::new().await;
    let seq = firm.done(1, record(RecordKind::Person, "Nora New")).await.seq.expect("a commit") + 1;
    let granted = firm.done(1, grant(6, MemberRole::Viewer, None)).await;
    assert_eq!(granted.seq, Some(seq));
    firm.books.undo(&visit(1), seq).await.expect("it may be done").expect("it is not refused");
    let isms = firm.books.now().isms;
    let membership = isms.memberships.get(&Ref::of(granted.records[0].key)).expect("it stays on record");
    assert!(!membership.is_in_force(firm.books.today()));
    assert_eq!(&*membership.ended_because, &format!("undo of commit {seq}"));
    let first = firm.books.undo(&visit(2), 5).await;
    assert!(!matches!(first, Ok(Ok(_))), "the first keeper stays");
    assert!(firm.books.is_kept());
}

#[tokio::test]
async fn what_was_removed_while_few_saw_it_stays_with_them() {
    let firm = Firm::new().await;
    firm.done(2, record(RecordKind::Incident, "A complaint about Vera")).await;
    let restrict =
        RestrictRecord { id: id("INC-1"), to: vec![per(2)], because: "it is about a person".into() };
    firm.done(2, restrict).await;
    let seq = firm.done(2, RemoveRecord { id: id("INC-1"), because: "settled".into() }).await.seq;
    let filter = Filter { record: Some(id("INC-1")), at_most: 10, ..Filter::default() };
    let of = |who: u32| firm.room(who);
    assert_eq!(of(2).history(&filter).await.expect("it is read").len(), 3);
    assert_eq!(of(3).history(&filter).await.expect("it is read").len(), 0);
    assert!(of(3).commits(&filter).is_empty() && of(3).blame(id("INC-1")).await.expect("read").is_empty());
    let told = of(3).commit(seq.expect("a commit")).await.expect("the commit is there");
    assert!(told.changes.is_empty() && told.because.is_empty(), "{told:?}");
    let whole = of(3).history(&Filter { at_most: 100, ..Filter::default() }).await.expect("it is read");
    assert!(!format!("{whole:?}").contains("complaint"));
}

#[tokio::test]
async fn redacted_bytes_go_and_the_statement_stays_wherever_the_organisation_goes() {
    let firm = Firm::new().await;
    let kept = firm.evidence("Plan", b"the plan").await;
    let gone = firm.evidence("Letter", b"a name").await;
    let seq = firm.redact("EV-2").await.seq.expect("a commit");
    assert!(firm.books.file(&gone.digest).await.is_err() && firm.books.file(&kept.digest).await.is_ok());
    let report = firm.books.verify().await;
    let files = report.lines.iter().find(|line| line.what.starts_with("files")).expect("a line");
    assert_eq!((&*files.what, files.status), (&*format!("files 1, 1 redacted by #{seq}"), Status::Ok));
    let again = NewFile { name: "again.txt".to_owned(), bytes: b"a name".to_vec() };
    let refused = firm.books.keep_file(&again).await.expect_err("it is not kept again").to_string();
    assert!(
        refused.contains(&format!("redacted by #{seq} (JNT-1); its bytes are not kept again")),
        "{refused}"
    );
    assert!(firm.books.undo(&visit(1), seq).await.is_ok_and(|undone| undone.is_err()), "it is not undone");
    let mut out = Cursor::new(Vec::new());
    let archived = firm.books.archive(&mut out).await.expect("it is written");
    assert_eq!((archived.files, archived.missing.len()), (1, 0));
    let files = tempfile::tempdir().expect("a folder");
    let there = Instance::in_memory(files.path(), Clock::Fixed(NOON)).expect("memory");
    let restored =
        there.restore(Cursor::new(out.into_inner()), None).await.expect("it answers").expect("it is sound");
    assert!(restored.report.is_ok(), "{:?}", restored.report.lines);
    assert!(restored.books.keep_file(&again).await.is_err());
}

#[tokio::test]
async fn a_file_of_another_organisation_on_the_same_machine_stays_until_it_redacts_it_too() {
    let firm = Firm::new().await;
    let other = begin(&firm.instance, "Bolt").await;
    let file = firm.evidence("Letter", b"a name").await;
    let typed = vec![("title".to_owned(), "Letter".to_owned())];
    let add = AddEvidence { typed, file: Some(file.clone()), ..Default::default() };
    other.run(&Visit::of(per(1), Via::Cli), add).await.expect("it answers").expect("it is taken");
    firm.redact("EV-1").await;
    assert!(firm.books.file(&file.digest).await.is_err(), "here it is redacted");
    assert!(other.file(&file.digest).await.is_ok(), "there it is not");
    assert!(other.verify().await.is_ok());
}

#[tokio::test]
async fn bytes_that_were_kept_and_not_named_go_with_a_redaction_elsewhere_and_are_then_named_by_nobody() {
    let firm = Firm::new().await;
    let other = begin(&firm.instance, "Bolt").await;
    firm.evidence("Letter", b"a name").await;
    let again = NewFile { name: "again.txt".to_owned(), bytes: b"a name".to_vec() };
    let file = other.keep_file(&again).await.expect("it is kept");
    firm.redact("EV-1").await;
    let add = |file: &StoredFile| {
        let typed = vec![("title".to_owned(), "Letter".to_owned())];
        AddEvidence { typed, file: Some(file.clone()), ..Default::default() }
    };
    let visit = Visit::of(per(1), Via::Cli);
    let before = other.now().commits();
    let refused = other.run(&visit, add(&file)).await.expect_err("the bytes are gone").to_string();
    assert!(refused.contains("were redacted before anything named them; bring it in again"), "{refused}");
    assert_eq!(other.now().commits(), before);
    let file = other.keep_file(&again).await.expect("it is kept again");
    other.run(&visit, add(&file)).await.expect("they are there").expect("it is taken");
    assert!(other.file(&file.digest).await.is_ok() && other.verify().await.is_ok());
}

#[tokio::test]
async fn no_bytes_are_taken_away_while_somebody_names_files_and_what_was_redacted_meanwhile_is_not_named() {
    let firm = Firm::new().await;
    let gone = firm.evidence("Letter", b"a name").await;
    let change = firm.propose_redaction("EV-1").await;
    let hash = crate::files::hash(&gone.digest).expect("a hash");
    let files = firm.instance.shelf().files();
    // A commit that names files is on its way.
    let held = firm.instance.shelf().hold().await;
    let books = Arc::clone(&firm.books);
    let confirm = ConfirmJointChange { change, because: Prose::default() };
    let confirmed = tokio::spawn(async move { books.run(&visit(1), confirm).await });
    while firm.books.file(&gone.digest).await.is_ok() {
        tokio::task::yield_now().await;
    }
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert!(!confirmed.is_finished() && files.check(hash).await.is_ok(), "its bytes wait for the commit");
    drop(held);
    assert!(confirmed.await.is_ok_and(|done| done.is_ok_and(|done| done.is_ok())));
    assert!(files.check(hash).await.is_err(), "they are gone");
    // Whoever still had them in hand here names them in vain.
    let typed = vec![("title".to_owned(), "Late".to_owned())];
    let add = AddEvidence { typed, file: Some(gone), ..Default::default() };
    assert!(matches!(firm.books.run(&visit(2), add).await, Err(Failure::NotAllowed(_))));
}

#[tokio::test]
async fn bytes_of_another_record_or_of_one_kept_from_oneself_are_not_redacted() {
    let firm = Firm::new().await;
    firm.evidence("Letter", b"a name").await;
    let restrict =
        RestrictRecord { id: id("EV-1"), to: vec![per(1)], because: "it is about a person".into() };
    firm.done(1, restrict).await;
    let propose = |record: &str| ProposeJointChange {
        record: Some(id(record)),
        fields: Vec::new(),
        redacts: Some(YesNo::Yes),
        because: "the person asked".into(),
    };
    let hidden = firm.books.run(&visit(2), propose("EV-1")).await.expect("it answers").expect_err("not seen");
    assert_eq!(hidden.to_string(), "there is no EV-1");
    firm.evidence("Old draft", b"a name").await;
    let shared = firm.books.run(&visit(2), propose("EV-2")).await.expect("it answers").expect_err("shared");
    assert!(
        shared.to_string().starts_with("another record, or a draft, holds the same bytes as EV-2"),
        "{shared}"
    );
}

#[tokio::test]
async fn a_redaction_that_was_withdrawn_elsewhere_leaves_the_bytes_whatever_its_words() {
    let firm = Firm::new().await;
    let unused = tempfile::tempdir().expect("a folder");
    let bolt = Firm::within(Arc::clone(&firm.instance), "Bolt", unused).await;
    let file = firm.evidence("Letter", b"a name").await;
    bolt.evidence("Letter", b"a name").await;
    let change = firm.propose_redaction("EV-1").await;
    firm.done(2, WithdrawJointChange { change, because: "confirmed".into() }).await;
    bolt.redact("EV-1").await;
    assert!(firm.books.file(&file.digest).await.is_ok(), "here it was withdrawn");
    assert!(firm.books.verify().await.is_ok());
}

#[tokio::test]
async fn nothing_is_redacted_by_one_person_or_by_a_person_without_a_fresh_proof() {
    let firm = Firm::new().await;
    let file = firm.evidence("Letter", b"a name").await;
    let propose = |who: Visit| {
        let operation = ProposeJointChange {
            record: Some(id("EV-1")),
            fields: Vec::new(),
            redacts: Some(YesNo::Yes),
            because: "the person asked".into(),
        };
        let books = Arc::clone(&firm.books);
        async move { books.run(&who, operation).await }
    };
    let known = policy::Known::Signed { step_up_seconds: Some(3_600), proof: policy::Proof::Passkey };
    let old = Visit { proof: Proof { known, ..Proof::just_now() }, ..visit(2) };
    let words = propose(old).await.expect_err("an old proof").to_string();
    assert!(words.starts_with("what two persons decide takes the strongest proof"), "{words}");
    assert!(propose(visit(5)).await.is_err(), "a risk owner proposes nothing of it");
    propose(visit(2)).await.expect("it may be done").expect("it is not refused");
    let confirm = ConfirmJointChange { change: Ref::number(1), because: Prose::default() };
    let own = firm.books.run(&visit(2), confirm.clone()).await.expect("asked").expect_err("not by oneself");
    assert_eq!(own.to_string(), "PER-2 proposed JNT-1; somebody else decides about it");
    assert!(firm.books.run(&visit(3), confirm).await.is_err(), "nor by who leads nothing");
    assert!(firm.books.file(&file.digest).await.is_ok(), "it is only proposed");
}

#[tokio::test]
async fn retention_is_changed_by_two_and_by_no_other_way() {
    let firm = Firm::new().await;
    firm.done(2, record(RecordKind::RetentionRule, "Logs")).await;
    let edit = |text: &str| EditRecord {
        id: id("RET-1"),
        revision: None,
        typed: vec![("retention".to_owned(), text.to_owned())],
        because: Prose::default(),
    };
    firm.done(2, edit("one year")).await;
    let words = firm.books.run(&visit(2), edit("ten years")).await.expect_err("not alone").to_string();
    assert!(words.contains("(SD16)"), "{words}");
    let remove = RemoveRecord { id: id("RET-1"), because: "we forget".into() };
    assert!(firm.books.run(&visit(1), remove).await.is_err());
    let all: Vec<Box<dyn AnyOperation>> = vec![Box::new(edit("ten years"))];
    let (done, refused) = firm.books.run_batch(&visit(2), "record.bulk", &all).await.expect("it answers");
    assert!(done.seq.is_none() && refused[0].1.contains("(SD16)"), "{refused:?}");
}

#[tokio::test]
async fn who_is_let_in_is_out_when_the_hours_are_over() {
    let firm = Firm::new().await;
    let now = model::Date::constant(2026, 11, 21).at(12, 0, 0, 0);
    let let_in = LetInOperator {
        person: None,
        name: "Olga Operator".into(),
        email: "olga@host.example".into(),
        uuid: identity::Uuid::from_u128(77),
        role: MemberRole::Viewer,
        hours: 2,
        now,
        because: "the import fails".into(),
    };
    let words = firm.books.run(&visit(2), let_in.clone()).await.expect_err("a keeper does").to_string();
    assert!(
        words.starts_with("only who keeps the organisation lets in who runs the machine (SD20)"),
        "{words}"
    );
    firm.done(1, let_in.clone()).await;
    let olga = 6;
    assert!(firm.books.run(&visit(olga), record(RecordKind::Risk, "x")).await.is_err(), "she looks");
    let lasting = LetInOperator { role: MemberRole::IsmsManager, email: "x@host.example".into(), ..let_in };
    assert!(
        firm.books.run(&visit(1), lasting).await.expect("it answers").is_err(),
        "what she gave would stay"
    );
    let report = |title: &str| ReportEvent {
        title: title.into(),
        detected_on: now,
        reported_by: None,
        description: Prose::default(),
        elements: Vec::new(),
    };
    let late = |hours: i64| Visit { at: Some(NOON + hours * HOUR), ..visit(olga) };
    assert!(firm.books.run(&late(1), report("In time")).await.is_ok());
    let over = firm.books.run(&late(2), report("Too late")).await.expect_err("over").to_string();
    assert!(over.starts_with("the hours for which you were let in are over"), "{over}");
    let waits = reports::tasks::tasks(&firm.books.now().isms, firm.books.today(), &[]);
    let told = waits.iter().find(|one| one.verb == "know who was let in").expect("keepers are told");
    assert_eq!(told.on, [per(1)]);
}

#[tokio::test]
async fn a_fault_of_a_file_names_only_records_that_the_reader_sees() {
    let firm = Firm::new().await;
    let file = firm.evidence("Complaint", b"about Vera").await;
    let restrict =
        RestrictRecord { id: id("EV-1"), to: vec![per(2)], because: "it is about a person".into() };
    firm.done(2, restrict).await;
    let hash = crate::files::hash(&file.digest).expect("a hash");
    firm.instance.shelf().files().remove(hash).await.expect("it goes");
    let because = |report: &VerifyReport| -> String {
        report.lines.iter().map(|line| line.because.clone()).collect::<Vec<_>>().join(" ")
    };
    let whole = firm.room(2).verify().await.expect("members verify");
    assert!(because(&whole).contains("EV-1: its file is gone"), "{whole:?}");
    let less = firm.room(3).verify().await.expect("members verify");
    assert!(because(&less).contains("a record that not everybody sees: its file is gone"), "{less:?}");
    assert!(!because(&less).contains("EV-1"));
    assert_eq!(firm.room(2).check_files().await.files.len(), 1);
    assert_eq!(firm.room(3).check_files().await.files.len(), 0);
    assert_eq!(firm.room(3).integrity().map(|known| known.files.len()), Some(0));
    assert!(!format!("{:?}", firm.room(3).check().diagnostics().collect::<Vec<_>>()).contains("EV-1"));
}

#[tokio::test]
async fn those_from_whom_the_same_is_kept_share_one_view_and_its_results() {
    let firm = Firm::new().await;
    firm.done(2, record(RecordKind::Incident, "A complaint")).await;
    firm.done(2, RestrictRecord { id: id("INC-1"), to: vec![per(2)], because: "a person".into() }).await;
    let (vera, vito) = (firm.room(3), firm.room(4));
    assert!(Arc::ptr_eq(&vera.now().isms, &vito.now().isms));
    assert!(Arc::ptr_eq(&vera.check(), &vito.check()) && Arc::ptr_eq(&vera.check(), &vera.check()));
    assert!(!Arc::ptr_eq(&vera.now().isms, &firm.room(2).now().isms));
    firm.done(2, record(RecordKind::Risk, "Fire")).await;
    assert_eq!(vera.now().isms.risks.len(), 1, "a view of the newest state");
}

#[tokio::test]
async fn who_brings_in_nothing_leaves_no_file_behind() {
    let firm = Firm::new().await;
    let file = NewFile { name: "a.txt".to_owned(), bytes: b"of a viewer".to_vec() };
    assert!(matches!(firm.room(3).keep_file(&file).await, Err(Failure::NotAllowed(_))));
    assert!(firm.instance.shelf().files().list().await.expect("it answers").is_empty());
    assert!(firm.room(5).keep_file(&file).await.is_ok());
}

#[tokio::test]
async fn who_could_do_what_a_batch_may_not_is_told_for_each_row() {
    let firm = Firm::new().await;
    let all: Vec<Box<dyn AnyOperation>> = (0..3)
        .map(|number| -> Box<dyn AnyOperation> {
            Box::new(record(RecordKind::Obligation, &format!("Law {number}")))
        })
        .collect();
    let (_, refused) = firm.books.run_batch(&visit(5), "import.apply", &all).await.expect("it answers");
    assert_eq!(refused.len(), 3);
    for (_, words) in refused {
        assert!(words.ends_with("Jana Novak or Mia Manager could"), "{words}");
    }
}

#[tokio::test]
async fn a_limit_of_the_duties_does_not_come_in_with_a_template() {
    let firm = Firm::new().await;
    let parameter = |name: &str, value: i32| Parameter {
        name: name.into(),
        value: model::Decimal::whole(value),
        because: "as elsewhere".into(),
    };
    let offer = OfferTemplate {
        from: "Elsewhere".into(),
        parameters: vec![parameter("independence_months", 12), parameter("ack_days", 30)],
        ..OfferTemplate::default()
    };
    firm.done(2, offer).await;
    firm.done(2, TakeProposal { ids: vec![id("ORG")] }).await;
    let isms = firm.books.now().isms;
    assert_eq!(duty_limit(&isms, "independence_months"), 24);
    let here = isms.organisation.one().expect("it is there");
    assert!(here.parameter("ack_days").is_some(), "limits of the rules do");
}
