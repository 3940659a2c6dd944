//! What is sent to whom, when, and what happens where the mail server does not take it.

use std::sync::Arc;

use app::identity::{Admin, By, Caller, Invited, Network, Proof, Settings};
use app::mail::{Letter, LetterLine, LetterPart};
use app::{Beginning, Books, Clock, Keeper, Via};
use model::records::{MemberRole, OrganisationKind, Person};
use model::{About, RecordId, RecordKind, Ref, YesNo};
use operations::{CreateRecord, GrantMembership, Operation, RestrictRecord, WriteComment};

use super::sink::{Sink, Taken};
use super::*;
use crate::session::Sessions;

/// 2026-11-21, half past eight in the morning in UTC.
pub(super) const MORNING: i64 = 1_795_262_400_000_000 - 3 * HOUR - HOUR / 2;
pub(super) const HOUR: i64 = 3_600_000_000;
const DAY: i64 = 24 * HOUR;

/// Acme, with Jana, who keeps it and has an account, and Kim, who manages it and has one too.
pub(super) struct Firm {
    books: Arc<Books>,
    pub site: Site,
    pub sink: Sink,
    _files: tempfile::TempDir,
}

fn id(text: &str) -> RecordId {
    RecordId::parse(text).expect("an id")
}

fn caller() -> Caller {
    Caller { network: Network::of("127.0.0.1"), device: "a test".to_owned(), before: None }
}

impl Firm {
    pub async fn new() -> Self {
        let files = tempfile::tempdir().expect("a folder");
        let instance = Arc::new(Instance::in_memory(files.path(), Clock::Fixed(MORNING)).expect("memory"));
        let beginning = Beginning {
            name: "Acme".into(),
            kind: OrganisationKind::Client,
            time_zone: "UTC".into(),
            person: "Jana Novak".into(),
            at: Some(MORNING - 3 * DAY),
        };
        let books = instance.begin(beginning).await.expect("it begins");
        let origin: app::identity::Url = "https://isms.acme.example".parse().expect("an origin");
        let accounts = instance.accounts(Settings::at(Some(origin.clone()))).await.expect("accounts");
        let sessions = Arc::new(Sessions::new(([127, 0, 0, 1], 7117).into(), origin));
        let site = Site::new(Arc::clone(&instance), accounts.clone(), sessions);
        let sink = Sink::start().await;
        let mail = Mail::new(MailSettings::on_this_machine(sink.port), &accounts).expect("a way");
        site.set_mail(mail);
        let firm = Self { books, site, sink, _files: files };
        let password = Proof::Password("tidy grey otter");
        let jana = accounts.set_up("Jana Novak", "jana@acme.example", password, &[], &caller()).await;
        let jana = jana.expect("the first account").session.account;
        firm.does(1, record(RecordKind::Person, "Kim Berg")).await;
        let keeper = Keeper {
            person: Ref::number(1),
            roles: vec![MemberRole::TopManagement, MemberRole::IsmsManager],
            via: Via::Session,
        };
        instance.keep_by_machine(&accounts, jana, firm.books.log(), keeper).await.expect("it is kept");
        let roles = vec![MemberRole::IsmsManager];
        let person: Ref<Person> = Ref::number(2);
        firm.does(1, GrantMembership { person, roles, keeps: Some(YesNo::No), since: None, until: None })
            .await;
        let seat = firm.books.seat(person);
        let (email, name) = ("kim@acme.example".parse_email(), "Kim Berg".to_owned());
        let invited = Invited { email, name, seat, admin: Admin::No };
        let link = accounts.invite(By::Machine, invited).await.expect("a link");
        let password = Proof::Password("calm blue heron");
        accounts.accept(link.show(), "Kim Berg", password, &[], &caller()).await.expect("an account");
        firm
    }

    pub async fn does(&self, who: u32, operation: impl Operation<Refusal: std::fmt::Debug> + Clone) {
        let proof = app::Proof::just_now();
        let visit = app::Visit { proof, ..app::Visit::of(Ref::number(who), Via::Session) };
        self.books.run(&visit, operation).await.expect("it may be done").expect("it is not refused");
    }

    pub async fn says(&self, who: u32, about: &str, text: &str) {
        let write = WriteComment { about: Some(id(about)), text: text.into(), ..WriteComment::default() };
        self.does(who, write).await;
    }

    pub fn account(&self, name: &str) -> Account {
        let all = self.site.accounts().accounts();
        all.into_iter().find(|account| account.name == name).expect("an account")
    }

    /// Runs a round of a server that has just begun, and returns what came in.
    pub async fn round(&self, now: i64) -> Vec<Taken> {
        let mut rounds = Rounds::new(self.site.clone());
        rounds.holder = Uuid::nil();
        rounds.round(now).await.expect("the drawer answers");
        self.sink.take()
    }
}

trait ParseEmail {
    fn parse_email(&self) -> app::identity::Email;
}

impl ParseEmail for str {
    fn parse_email(&self) -> app::identity::Email {
        app::identity::Email::read(self).expect("an address")
    }
}

pub(super) fn record(kind: RecordKind, title: &str) -> CreateRecord {
    let typed = vec![("title".to_owned(), title.to_owned())];
    CreateRecord { kind, id: None, typed, about: About::default(), uuid: None }
}

/// Returns the text of a message as it is read: soft ends of lines are joined.
fn read(taken: &Taken) -> String {
    taken.text.replace("=\r\n", "").replace("=3D", "=").replace("\r\n", "\n")
}

#[tokio::test]
async fn the_digest_goes_once_in_the_morning_to_who_is_called_with_a_link_for_each_line() {
    let firm = Firm::new().await;
    firm.does(1, record(RecordKind::Risk, "Fire\r\nBcc: thief@evil.example")).await;
    firm.says(1, "R-1", "@Kim Berg is it so?").await;
    assert!(firm.round(MORNING - HOUR).await.is_empty(), "half past seven is too early");
    let sent = firm.round(MORNING).await;
    let to: Vec<&String> = sent.iter().flat_map(|taken| &taken.to).collect();
    assert!(to.contains(&&"kim@acme.example".to_owned()), "{sent:?}");
    let kim = sent.iter().find(|taken| taken.to == ["kim@acme.example"]).map(read).expect("a message");
    for part in [
        "To: \"Kim Berg\" <kim@acme.example>",
        "List-Unsubscribe: <https://isms.acme.example/inbox/digest>",
        "Good morning Kim Berg",
        "https://isms.acme.example/o/acme/risks/R-1#CMT-1",
        "Jana Novak calls you: @Kim Berg is it so?",
    ] {
        assert!(kim.contains(part), "{part} is missing in {kim}");
    }
    assert!(!kim.contains("\nBcc:"), "{kim}");
    assert!(firm.round(MORNING + HOUR).await.is_empty(), "it was told");
    let state = firm.site.mail().expect("mail is set").kept.state().await.expect("the drawer answers");
    assert!(state.sent >= 1 && state.sent_at == Some(MORNING));
    let next_day = firm.round(MORNING + DAY).await;
    assert!(next_day.iter().all(|taken| !read(taken).contains("CMT-1")), "each notice is sent once");
}

#[tokio::test]
async fn what_is_restricted_is_not_told_and_who_may_not_see_it_hears_nothing() {
    let firm = Firm::new().await;
    firm.does(1, record(RecordKind::Incident, "The complaint about Carl")).await;
    firm.says(1, "INC-1", "@Kim Berg look at page three").await;
    let restrict = |to| RestrictRecord { id: id("INC-1"), to, because: "a complaint".into() };
    firm.does(1, restrict(vec![Ref::number(1), Ref::number(2)])).await;
    let sent = firm.round(MORNING).await;
    let kim = sent.iter().find(|taken| taken.to == ["kim@acme.example"]).map(read).expect("a message");
    assert!(kim.contains("INC-1: Somebody calls or answers you"), "{kim}");
    assert!(!kim.contains("complaint") && !kim.contains("page three"), "{kim}");
    let firm = Firm::new().await;
    firm.does(1, record(RecordKind::Incident, "The complaint about Carl")).await;
    firm.says(1, "INC-1", "@Kim Berg look at page three").await;
    firm.does(1, restrict(vec![Ref::number(1)])).await;
    let sent = firm.round(MORNING).await;
    assert!(sent.iter().all(|taken| !taken.text.contains("INC-1")), "{sent:?}");
}

#[tokio::test]
async fn a_dead_mail_server_is_tried_again_later_and_then_nothing_is_lost() {
    let firm = Firm::new().await;
    firm.does(1, record(RecordKind::Risk, "Fire")).await;
    firm.says(1, "R-1", "@Kim Berg is it so?").await;
    *firm.sink.answer.lock().expect("ours") = "451 not now, \u{7}try later";
    assert!(firm.round(MORNING).await.is_empty());
    let kept = &firm.site.mail().expect("mail is set").kept;
    let state = kept.state().await.expect("the drawer answers");
    let trouble = state.trouble.clone().expect("it is remembered");
    assert!(trouble.words.contains("the mail server answered") && trouble.words.contains("try later"));
    assert_eq!((state.failures, state.not_before), (1, Some(MORNING + 60_000_000)));
    *firm.sink.answer.lock().expect("ours") = "250 yes";
    assert!(firm.round(MORNING + 30_000_000).await.is_empty(), "it waits a minute");
    let sent = firm.round(MORNING + 61_000_000).await;
    assert!(sent.iter().any(|taken| taken.to == ["kim@acme.example"]));
    assert_eq!(kept.state().await.expect("the drawer answers").failures, 0);
}

#[tokio::test]
async fn an_address_that_is_refused_holds_nobody_else_up_and_waits_a_day() {
    let firm = Firm::new().await;
    firm.does(1, record(RecordKind::Risk, "Fire")).await;
    firm.says(1, "R-1", "@Kim Berg is it so?").await;
    *firm.sink.answer.lock().expect("ours") = "550 nobody of that name";
    let mut rounds = Rounds::new(firm.site.clone());
    rounds.holder = Uuid::nil();
    rounds.round(MORNING).await.expect("the drawer answers");
    assert!(firm.sink.take().is_empty());
    let kim = firm.account("Kim Berg");
    assert!(!rounds.looked.contains_key(&kim.id), "what was not taken is looked for again");
    let state = firm.site.mail().expect("mail is set").kept.state().await.expect("the drawer answers");
    assert_eq!(state.failures, 0, "the server as a whole works");
    assert!(state.trouble.is_some_and(|trouble| trouble.words.contains("kim@acme.example")));
    *firm.sink.answer.lock().expect("ours") = "250 yes";
    let later = firm.round(MORNING + HOUR).await;
    assert!(later.iter().all(|taken| taken.to != ["kim@acme.example"]));
    let next = firm.round(MORNING + DAY).await;
    assert!(next.iter().any(|taken| taken.to == ["kim@acme.example"]), "nothing is lost");
}

#[tokio::test]
async fn of_two_servers_one_sends_and_the_other_takes_over_when_it_is_gone() {
    let firm = Firm::new().await;
    firm.does(1, record(RecordKind::Risk, "Fire")).await;
    let (mut one, mut other) = (Rounds::new(firm.site.clone()), Rounds::new(firm.site.clone()));
    one.round(MORNING).await.expect("the drawer answers");
    firm.sink.take();
    firm.says(1, "R-1", "@Kim Berg is it so?").await;
    let next = MORNING + DAY;
    one.round(next).await.expect("the drawer answers");
    let count = firm.sink.take().len();
    assert!(count >= 1);
    assert_eq!(other.round(next + 1).await.expect("the drawer answers"), 0);
    firm.says(1, "R-1", "@Kim Berg and now?").await;
    let later = next + DAY;
    assert!(other.round(later).await.expect("the drawer answers") >= 1, "the first one is gone");
    assert_eq!(one.round(later + 1).await.expect("the drawer answers"), 0);
}

#[tokio::test]
async fn what_is_muted_is_not_told_and_what_is_asked_for_today_does_not_wait() {
    let firm = Firm::new().await;
    let task = |title: &str, due: &str| CreateRecord {
        typed: [("title", title), ("owner", "PER-2"), ("due", due)]
            .map(|(name, text)| (name.to_owned(), text.to_owned()))
            .to_vec(),
        ..record(RecordKind::Task, title)
    };
    let afternoon = MORNING + 6 * HOUR;
    firm.does(1, task("Call the landlord", "2026-11-21")).await;
    firm.does(1, task("Buy paint", "2026-12-21")).await;
    let sent = firm.round(afternoon).await;
    let kim = sent.iter().find(|taken| taken.to == ["kim@acme.example"]).map(read).expect("a message");
    assert!(kim.contains("Call the landlord") && !kim.contains("Buy paint"), "{kim}");
    assert!(firm.round(afternoon + HOUR).await.is_empty());
    let kim = firm.books.now().isms.people.find(&Ref::number(2)).expect("Kim").uuid;
    let mut marks = app::InboxMarks::default();
    marks.mute(&[reports::inbox::ItemKind::Asked]);
    firm.site.instance().keep_inbox_marks(firm.books.log(), kim, &marks).await.expect("kept");
    let sent = firm.round(MORNING + DAY).await;
    assert!(sent.iter().all(|taken| !read(taken).contains("Buy paint")), "{sent:?}");
}

#[tokio::test]
async fn without_tls_where_it_is_asked_nothing_is_said_to_the_mail_server() {
    let folder = tempfile::tempdir().expect("a folder");
    let sink = Sink::start().await;
    let file = folder.path().join("mail.toml");
    let text = format!(
        "host = \"127.0.0.1\"\nport = {}\ntls = \"starttls\"\nuser = \"u\"\npassword = \"p\"\nfrom = \"a@b.example\"\n",
        sink.port
    );
    std::fs::write(&file, text).expect("writable");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).expect("ours");
    }
    let settings = MailSettings::of_folder(folder.path(), None).expect("good").expect("there");
    let post = Post::new(&settings).expect("a way");
    let lines = vec![LetterLine { words: "x".to_owned(), href: "https://a.example".to_owned() }];
    let parts = vec![LetterPart { heading: "Acme".to_owned(), lines }];
    let letter = Letter { to: "kim@acme.example".to_owned(), parts, ..Letter::default() };
    let unsent = post.send(&letter).await.expect_err("the sink offers no TLS");
    assert!(matches!(unsent, Unsent::Later(_)), "{unsent:?}");
    assert!(sink.take().is_empty());
}

#[tokio::test]
async fn a_message_of_its_own_is_not_tried_twice_within_seconds() {
    let firm = Firm::new().await;
    let mail = firm.site.mail().expect("mail is set");
    assert!(mail.may_try(MORNING, 10));
    assert!(!mail.may_try(MORNING + 9, 10) && mail.may_try(MORNING + 10, 10));
}
